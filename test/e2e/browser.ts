// A real browser: its start, its pages, and what they complain of.
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Frame, type Page } from 'playwright-core'

export const executablePath = Bun.which('chromium') ?? Bun.which('chromium-browser') ?? Bun.which('google-chrome')

const QUIET = ['--no-first-run', '--disable-sync', '--disable-background-networking', '--disable-component-update']
const PLAYS = ['--no-sandbox', '--disable-gpu', '--autoplay-policy=no-user-gesture-required']

/** `more`: switches of its command line. */
export const launchBrowser = (...more: string[]): Promise<Browser> =>
  chromium.launch({ executablePath: executablePath as string, args: [...QUIET, ...PLAYS, ...more] })

/**
 * What an appliance as a process serves is `dist/web`: built anew where it is older than its sources, once for all who ask.
 */
export async function freshPages(): Promise<void> {
  await Bun.$`node scripts/setup.mjs --for start`.cwd(join(import.meta.dir, '../..')).quiet()
}

export interface Seat extends AsyncDisposable {
  page: Page
  /** Errors on the console and uncaught ones, as they came. */
  complaints: string[]
  /** Names of the answers that arrived, the last part of their path. */
  answered: Set<string>
}

/** A recorder has no time for a still, as on a busy machine: the page goes on showing the one before, or none. */
const NO_TIME = /status of 50[34] .*\/snapshot\.jpg/

/** A page in a profile of its own, as of somebody who has never been here. */
export async function takeSeat(browser: Browser, url: string, options: BrowserContextOptions): Promise<Seat> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
  const page = await context.newPage()
  // Long enough for a machine that does other things too; what is there at once costs nothing.
  page.setDefaultTimeout(60_000)
  const complaints: string[] = []
  const answered = new Set<string>()
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    const said = `${message.text()} ${message.location().url}`
    if (message.type() === 'error' && !NO_TIME.test(said)) complaints.push(said)
  })
  page.on('response', (response) => answered.add(new URL(response.url()).pathname.split('/').at(-1) ?? ''))
  await page.goto(url)
  return { page, complaints, answered, [Symbol.asyncDispose]: () => context.close() }
}

/** Where the page asks who somebody is. */
export async function signIn(page: Page | Frame, person: { username: string; password: string }): Promise<void> {
  await page.getByLabel('User name').fill(person.username)
  await page.getByLabel('Password', { exact: true }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** Waits until so many pictures are there and every one of them moves; the widths of what plays. */
export async function moving(page: Page, count: number): Promise<number[]> {
  await page.waitForFunction((wanted) => {
    const playing = [...document.querySelectorAll<HTMLVideoElement>('video[data-state=playing]')]
    return playing.filter((video) => video.videoWidth > 0).length >= wanted
  }, count)
  await page.evaluate(() => {
    for (const video of document.querySelectorAll('video')) video.dataset.seenAt = String(video.currentTime)
  })
  await page.waitForFunction((wanted) => {
    const videos = [...document.querySelectorAll('video')]
    return videos.filter((video) => video.currentTime > Number(video.dataset.seenAt) + 0.5).length >= wanted
  }, count)
  return page.locator('video').evaluateAll((videos) => videos.map((video) => (video as HTMLVideoElement).videoWidth))
}
