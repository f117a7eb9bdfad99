// A walk over every page of a whole appliance: in both sizes and themes, by eye, by axe-core, and by keyboard alone.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { until } from '../../core/testing/until.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { cut, overlapping } from '../../web/testing/box-checks.ts'
import { faint, nameless, overflowing } from '../../web/testing/page-checks.ts'
import { bringAxe, faults } from './axe.ts'
import { executablePath, takeSeat } from './browser.ts'
import { fits, NOWHERE, routes, STOPS, type Stop } from './every-page.ts'
import { tabThrough, tabTo } from './keyboard.ts'
import { PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody walks over the pages.')

const TIMEOUT_MS = 240_000
const VERA = { username: 'vera', password: 'vera-only-1' }
const DESKTOP = { width: 1280, height: 800 }
/** All of axe-core once in each size and each theme, and what a theme alone can spoil in the other two. */
const LOOKS = [
  { name: 'desktop, dark', viewport: DESKTOP, colorScheme: 'dark', whole: true },
  { name: 'desktop, light', viewport: DESKTOP, colorScheme: 'light', whole: false },
  { name: 'phone, light', viewport: PHONE.viewport, colorScheme: 'light', whole: true },
  { name: 'phone, dark', viewport: PHONE.viewport, colorScheme: 'dark', whole: false },
] as const

describe.skipIf(!executablePath)('every page', () => {
  let stand: Stand
  let porch: Simulator

  beforeAll(async () => {
    // So few that the panel of a day lists them at once.
    const footage = { days: 3, perDay: 8, motion: [], gapMonths: [] }
    stand = await startStand('House', { model: 'nvr8', rtsp: false, footage })
    porch = await startSimulator({ model: 'camera', footage })
    // Of a camera that is away there is no picture, and a browser complains of that.
    stand.recorder.setChannel(8, { online: true })
    const login = { ip_web: porch.url, username: porch.user, password: porch.password, brand: 'hikvision' }
    await stand.ask('POST', '/api/devices', { ...login, name: 'Porch' })
    const areThere = async () => (await stand.ask('GET', '/api/channels')).body.length === 9
    await until('both are there', areThere, 60_000)
    await stand.ask('POST', '/api/auth/register', { ...VERA, role: 'viewer' })
    await until('alarms can come', () => stand.recorder.stats.alertStreams > 0, 60_000)
    await stand.recorder.raise({ type: 'VMD', channel: 1, duration: 1 })
    await until('one came', async () => (await stand.ask('GET', '/api/user/alarm')).body.items.length > 0, 30_000)
  }, TIMEOUT_MS)
  afterAll(async () => {
    await porch?.[Symbol.asyncDispose]()
    await stand?.[Symbol.asyncDispose]()
  }, 20_000)

  /** As a link does it: the page stays, another one is shown in it. */
  const goTo = async (page: Page, { path, title, shows = 'main' }: Stop) => {
    await page.evaluate((to) => {
      history.pushState(null, '', to)
      dispatchEvent(new PopStateEvent('popstate'))
    }, path)
    await page.getByRole('heading', { level: 1, name: title, exact: true }).waitFor()
    await page.locator(shows).first().waitFor()
    await page.waitForFunction(() => !document.querySelector('[aria-busy=true], .waiting'))
  }
  const start = async () => {
    const seat = await stand.open('/', { reducedMotion: 'reduce', colorScheme: 'dark' })
    await seat.page.locator('.tile').first().waitFor()
    return seat
  }

  test('is in the walk', async () => {
    const patterns = await routes()
    expect(patterns.length).toBeGreaterThan(25)
    expect(patterns.filter((pattern) => !STOPS.some(({ path }) => fits(path, pattern)))).toEqual([])
  })

  test(
    'can be read and worked in both sizes and themes, and axe-core finds nothing serious',
    async () => {
      await using seat = await start()
      const { page, complaints } = seat
      await bringAxe(page)
      const found: string[] = []
      for (const stop of STOPS) {
        await page.setViewportSize(DESKTOP)
        await goTo(page, stop)
        for (const { name, viewport, colorScheme, whole } of LOOKS) {
          await page.setViewportSize(viewport)
          await page.emulateMedia({ colorScheme })
          const grave = await faults(page, whole ? undefined : ['color-contrast'])
          for (const flaws of [nameless, overflowing, faint, cut, overlapping])
            grave.push(...(await page.evaluate(flaws)).map((flaw) => `${flaws.name}: ${flaw}`))
          found.push(...grave.map((flaw) => `${stop.path}, ${name}: ${flaw}`))
        }
      }
      expect(found).toEqual([])
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'before the door can be read in both sizes and themes',
    async () => {
      await using seat = await takeSeat(stand.browser, stand.url, { reducedMotion: 'reduce' })
      const { page } = seat
      await page.getByRole('heading', { name: 'Sign in' }).waitFor()
      await bringAxe(page)
      for (const { name, viewport, colorScheme } of LOOKS) {
        await page.setViewportSize(viewport)
        await page.emulateMedia({ colorScheme })
        const found = await faults(page)
        for (const flaws of [nameless, overflowing, faint, cut]) found.push(...(await page.evaluate(flaws)))
        expect({ name, found }).toEqual({ name, found: [] })
      }
    },
    TIMEOUT_MS,
  )

  test(
    'is reached by Tab and Enter alone, each stop on the way is to be seen, and nothing is for a mouse alone',
    async () => {
      await using seat = await start()
      const { page, complaints } = seat
      const rail = await page
        .locator('.rail a')
        .evaluateAll((all) => all.map((one) => (one as HTMLAnchorElement).pathname))
      const reached = new Set(rail)
      const found: string[] = []
      for (const stop of STOPS) {
        await goTo(page, stop)
        const { links, flaws } = await tabThrough(page)
        for (const link of links) reached.add(link)
        found.push(...flaws.map((flaw) => `${stop.path}: ${flaw}`))
      }
      const lost = STOPS.map(({ path }) => path).filter((path) => path !== NOWHERE && !reached.has(path))
      expect({ found, lost }).toEqual({ found: [], lost: [] })
      // A tab of a device or a part of the settings that is new belongs into the walk.
      const parts = [...reached].filter((path) =>
        /^\/(devices\/1|settings|playback|system|people\/devices)(\/|$)/.test(path),
      )
      expect(parts.filter((path) => !STOPS.some((stop) => stop.path === path))).toEqual([])
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'does what it is there for by keys alone',
    async () => {
      await using seat = await start()
      const { page, complaints } = seat
      const { keyboard } = page
      const title = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
      const go = async (letter: string, name: string) => {
        // At once: between them a slow machine would take longer than the shell waits for the letter.
        await Promise.all([keyboard.press('g'), keyboard.press(letter)])
        await title(name)
      }
      await go('s', 'System')
      await go('h', 'Activity')
      await go('t', 'Settings')
      await go('m', 'My account')
      await go('l', 'Live pictures')
      await keyboard.press('/')
      await page.getByRole('dialog').waitFor()
      await keyboard.type('Porch & Dr')
      await page
        .getByRole('option', { name: /Porch & Drive/ })
        .first()
        .waitFor()
      await keyboard.press('Enter')
      await title('Porch & Drive')
      await page.locator('.stage video[data-state=playing]').waitFor()

      await go('p', 'Playback')
      await page.locator('td[data-day]').first().waitFor()
      await tabTo(page, String.raw`\w+, \w+ \d+: `)
      await keyboard.press('ArrowLeft')
      await keyboard.press('Enter')
      await page.locator('.day-ranges a').first().waitFor()
      await tabTo(page, String.raw`\d\d:\d\d`)
      await keyboard.press('Enter')
      await page.locator('.timeline .playhead').waitFor()

      await go('a', 'Alarms')
      await page.locator('.alarm').first().waitFor()
      await keyboard.press('j')
      await keyboard.press('e')
      await page.getByText('Seen to by owner').waitFor()

      await go('d', 'Devices')
      await tabTo(page, 'Add a device')
      await keyboard.press('Enter')
      await title('Add a device')

      await go('e', 'People')
      await tabTo(page, 'Add somebody')
      await keyboard.press('Enter')
      const dialog = page.getByRole('dialog', { name: 'Add somebody' })
      await dialog.waitFor()
      await keyboard.press('Escape')
      await page.locator('dialog').waitFor({ state: 'detached' })
      await keyboard.press('Enter')
      await dialog.waitFor()
      await tabTo(page, 'User name')
      await keyboard.type('otto')
      await tabTo(page, 'Password')
      await keyboard.type('otto-alone-1')
      await keyboard.press('Enter')
      await title('otto')
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})
