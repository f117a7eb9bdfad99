// Every part in each of its states, looked at in a real browser: two sizes, two themes, each photographed.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Glob } from 'bun'
import { type Browser, chromium, type Page } from 'playwright-core'
import { buildWeb } from '../scripts/build-web.ts'
import { startMock, TOKEN } from './testing/mock-server.ts'
import { faint, nameless, overflowing } from './testing/page-checks.ts'

const executablePath = Bun.which('chromium') ?? Bun.which('chromium-browser') ?? Bun.which('google-chrome')
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']
const SIZES = { desktop: { width: 1280, height: 800 }, phone: { width: 390, height: 844 } }
const QUESTIONS = [
  'A question',
  'A question that is being answered',
  'A question that met a fault',
  'A long text',
  'A secret',
]
/** Where the photographs of the last run lie. */
const PHOTOGRAPHS = join(tmpdir(), 'porchlight-parts-photographs')

// A tall page on a machine that may be busy with other tests.
setDefaultTimeout(180_000)

const folder = mkdtempSync(join(tmpdir(), 'porchlight-parts-'))
let browser: Browser

test('every part is shown with its states', async () => {
  const shown: string[] = []
  for (const name of new Glob('*.tsx').scanSync(join(import.meta.dir, 'testing/parts')))
    shown.push(await Bun.file(join(import.meta.dir, 'testing/parts', name)).text())
  const whole = shown.join('\n')
  const missing: string[] = []
  for (const path of new Glob('**/*.tsx').scanSync(join(import.meta.dir, 'parts'))) {
    // The frame is there on every page, so on this one too.
    if (path.startsWith('shell/')) continue
    const code = await Bun.file(join(import.meta.dir, 'parts', path)).text()
    for (const [, name] of code.matchAll(/^export function ([A-Z]\w+)/gm))
      if (name !== 'Toasts' && !new RegExp(`<${name}\\b`).test(whole)) missing.push(`${path}: ${name}`)
  }
  expect(missing).toEqual([])
})

describe.skipIf(!executablePath)('the page of parts', () => {
  beforeAll(async () => {
    const launched = chromium.launch({ executablePath: executablePath as string, args: FLAGS })
    await buildWeb(join(folder, 'development'), true)
    browser = await launched
    rmSync(PHOTOGRAPHS, { recursive: true, force: true })
    mkdirSync(PHOTOGRAPHS, { recursive: true })
  })
  afterAll(async () => {
    await browser?.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Nothing without a name, nothing beyond the window, nothing too pale to read. */
  async function look(page: Page): Promise<void> {
    expect(await page.evaluate(nameless)).toEqual([])
    expect(await page.evaluate(overflowing)).toEqual([])
    expect(await page.evaluate(faint)).toEqual([])
    const wide = page
      .locator('.shown-state')
      .evaluateAll((states) =>
        states
          .filter((state) => state.scrollWidth > state.clientWidth + 1)
          .map((state) => `${state.closest('section')?.ariaLabel}: ${state.firstElementChild?.textContent}`),
      )
    expect(await wide).toEqual([])
  }

  for (const [size, viewport] of Object.entries(SIZES))
    for (const colorScheme of ['dark', 'light'] as const)
      test(`is whole, named and legible on a ${size} in the ${colorScheme}`, async () => {
        await using mock = startMock({ scenario: 'troubled', still: true, web: join(folder, 'development') })
        const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' })
        await using _ = { [Symbol.asyncDispose]: () => context.close() }
        const page = await context.newPage()
        page.setDefaultTimeout(60_000)
        const complaints: string[] = []
        page.on('pageerror', (error) => complaints.push(error.message))
        page.on('console', (message) => {
          if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
        })
        await page.addInitScript((access) => {
          sessionStorage.setItem('porchlight.access', access)
          localStorage.setItem('porchlight.sign-in', 'here')
        }, TOKEN)
        await page.goto(`${mock.url}parts`)
        await page.getByRole('heading', { name: 'Trouble of a device' }).waitFor()
        await look(page)
        // As tall as the page, so that one picture holds it.
        const height = await page.locator('main').evaluate((main) => main.scrollHeight)
        await page.setViewportSize({ width: viewport.width, height: height + 200 })
        // All but the one that cannot be had.
        await page.waitForFunction(() => document.querySelectorAll('img[data-ready=false]').length <= 1)
        await page.screenshot({ path: join(PHOTOGRAPHS, `${size}-${colorScheme}.png`) })
        await page.setViewportSize(viewport)

        for (const name of QUESTIONS) {
          await page.getByRole('button', { name, exact: true }).click()
          await page.getByRole('dialog').waitFor()
          await look(page)
          const file = `${size}-${colorScheme}-${name.toLowerCase().replaceAll(' ', '-')}.png`
          await page.screenshot({ path: join(PHOTOGRAPHS, file) })
          // What is shown once does not go by Escape.
          if (name === 'A secret') await page.getByRole('button', { name: 'I have it' }).click()
          else await page.keyboard.press('Escape')
          await page.getByRole('dialog').waitFor({ state: 'detached' })
        }
        for (const name of ['A word', 'A word to undo', 'A long word'])
          await page.getByRole('button', { name, exact: true }).click()
        await page.locator('.toast').nth(2).waitFor()
        await look(page)
        await page.screenshot({ path: join(PHOTOGRAPHS, `${size}-${colorScheme}-toasts.png`) })
        expect(complaints).toEqual([])
      })

  test('leaves a photograph of each size and theme', () => {
    const wanted = ['desktop-dark', 'desktop-light', 'phone-dark', 'phone-light']
    expect(readdirSync(PHOTOGRAPHS)).toEqual(expect.arrayContaining(wanted.map((name) => `${name}.png`)))
  })

  test('is no part of what is shipped', async () => {
    const files = await buildWeb(join(folder, 'shipped'))
    expect(files.length).toBeGreaterThan(3)
    for (const { name } of files)
      expect(await Bun.file(join(folder, 'shipped', name)).text()).not.toMatch(/shown-part|PartsPage|weighbridge/)
  })
})
