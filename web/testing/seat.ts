// A browser that looks at the pages of a pretend appliance, and what it complains of.
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { type Mock, TOKEN } from './mock-server.ts'

export const executablePath = Bun.which('chromium') ?? Bun.which('chromium-browser') ?? Bun.which('google-chrome')
if (!executablePath) console.warn('No Chromium on this machine: the pages are not looked at in a browser.')

const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']
const MORE_FLAGS = ['--disable-sync', '--no-first-run', '--autoplay-policy=no-user-gesture-required']
export const DESKTOP = { width: 1280, height: 800 }
export const PHONE = { width: 390, height: 844 }

export const launchBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: executablePath as string, args: [...FLAGS, ...MORE_FLAGS] })

export interface Seat extends AsyncDisposable {
  page: Page
  /** What the console said that is no mere word, and what nobody caught. */
  complaints: string[]
}

export interface SeatOptions extends BrowserContextOptions {
  /** False: somebody whom the appliance does not know yet. */
  signedIn?: boolean
  /** Done before the page is opened. */
  prepare?: (page: Page) => Promise<unknown>
}

/** A page of a fresh browser. */
export async function visit(browser: Browser, mock: Mock, path: string, options: SeatOptions = {}): Promise<Seat> {
  const { signedIn = true, prepare, ...rest } = options
  const context = await browser.newContext({ viewport: DESKTOP, ...rest })
  const page = await context.newPage()
  page.setDefaultTimeout(60_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  if (signedIn)
    await page.addInitScript((access) => {
      if (sessionStorage.getItem('begun')) return
      sessionStorage.setItem('begun', 'yes')
      sessionStorage.setItem('porchlight.access', access)
      localStorage.setItem('porchlight.sign-in', 'here')
    }, TOKEN)
  await prepare?.(page)
  await page.goto(mock.url + path)
  return { page, complaints, [Symbol.asyncDispose]: () => context.close() }
}

/** Waits for a condition, a minute at most. */
export async function waitFor(condition: () => boolean | Promise<boolean>): Promise<void> {
  for (const end = performance.now() + 60_000; !(await condition()); await Bun.sleep(20))
    if (performance.now() > end) throw new Error('It did not happen within a minute')
}
