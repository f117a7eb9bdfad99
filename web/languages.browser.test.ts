// Languages in a real browser: which one somebody is shown, that only its table is loaded, that its words fit, and whose clock times go by.
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { builtPages } from '../test/built-pages.ts'
import { type Mock, type MockOptions, startMock } from './testing/mock-server.ts'
import { overflowing } from './testing/page-checks.ts'
import { DESKTOP, executablePath, PHONE, type SeatOptions, visit as visitBy } from './testing/seat.ts'
import { isLanguage, LANGUAGES } from './texts/languages.ts'
import { loadTexts } from './texts/load.ts'
import type { TextKey } from './texts/t.ts'

setDefaultTimeout(120_000)

describe.skipIf(!executablePath)('the languages', () => {
  const built = builtPages()
  const start = (options: MockOptions = {}) => startMock({ web: built.dist, still: true, ...options })
  const visit = (mock: Mock, path: string, options?: SeatOptions) => visitBy(built.browser, mock, path, options)
  const title = (page: Page, name: string | undefined) =>
    page
      .getByRole('heading', { name: name ?? '', exact: true })
      .first()
      .waitFor()
  const shown = (page: Page) => page.evaluate(() => document.documentElement.lang)
  /** In English, so that no other language has to be known. */
  const choose = async (page: Page, label: string | undefined, option: string) => {
    const loaded = page.waitForEvent('load')
    await page.getByLabel(label ?? '', { exact: true }).selectOption(option)
    await loaded
  }

  test('somebody is shown the first language of the browser that there is, and its table alone is loaded, once', async () => {
    const { texts } = await loadTexts('de')
    await using mock = start()
    const files: string[] = []
    await using seat = await visit(mock, 'settings', {
      locale: 'de-CH',
      prepare: async (page) => {
        page.on('response', (answer) => {
          const file = /\/(texts-\w+)-\w+\.js$/.exec(answer.url())?.[1]
          if (file) files.push(file)
        })
      },
    })
    await title(seat.page, texts['nav.settings'])
    expect(await shown(seat.page)).toBe('de-CH')
    expect(files).toEqual(['texts-de'])
    expect(seat.complaints).toEqual([])
  })

  test('a language is chosen at the door and in the settings, and holds over a reload', async () => {
    const [german, french, english] = await Promise.all((['de', 'fr', 'en'] as const).map(loadTexts))
    await using mock = start()
    await using seat = await visit(mock, 'settings/look', { signedIn: false })
    const { page, complaints } = seat
    await title(page, english?.texts['enter.signIn.title'])
    await choose(page, english?.texts['settings.look.language'], 'fr')
    await title(page, french?.texts['enter.signIn.title'])
    expect(await shown(page)).toBe('fr')
    await page.getByLabel(french?.texts['enter.username'] ?? '').fill('anna')
    await page.getByLabel(french?.texts['enter.password'] ?? '', { exact: true }).fill('a long sentence')
    await page.keyboard.press('Enter')
    await title(page, french?.texts['settings.look'])
    await choose(page, french?.texts['settings.look.language'], 'de')
    await title(page, german?.texts['settings.look'])
    await page.reload()
    await title(page, german?.texts['settings.look'])
    await choose(page, german?.texts['settings.look.language'], 'null')
    await title(page, english?.texts['settings.look'])
    expect(await shown(page)).toBe('en-US')
    expect(complaints).toEqual([])
  })

  test('a page whose table does not come is English', async () => {
    const { texts } = await loadTexts('en')
    await using mock = start()
    await using seat = await visit(mock, 'settings', {
      locale: 'es-ES',
      prepare: async (page) => void (await page.route(/\/texts-es-/, (route) => route.abort())),
    })
    await title(seat.page, texts['nav.settings'])
    expect(await shown(seat.page)).toBe('en')
  })

  test('times go by the appliance’s clock where somebody wants that, and by the browser’s again', async () => {
    await using mock = start()
    await using seat = await visit(mock, 'alarms', { timezoneId: 'America/Chicago' })
    const { page, complaints } = seat
    const when = page.locator('.alarm time').first()
    const minuteOf = async (timeZone: string) => {
      const at = new Date((await when.getAttribute('datetime')) ?? '')
      const [hour, minute] = [{ hour: '2-digit' }, { minute: '2-digit' }] as const
      return at.toLocaleTimeString('en', { ...hour, ...minute, hourCycle: 'h23', timeZone })
    }
    await when.waitFor()
    expect(await when.textContent()).toContain(` ${await minuteOf('America/Chicago')}:`)
    await page.goto(`${mock.url}settings/look`)
    let loaded = page.waitForEvent('load')
    await page.getByRole('radio', { name: 'Porchlight (Asia/Ho_Chi_Minh)' }).click()
    await loaded
    await page.goto(`${mock.url}alarms`)
    await when.waitFor()
    expect(await when.textContent()).toContain(` ${await minuteOf('Asia/Ho_Chi_Minh')}:`)
    await page.goto(`${mock.url}settings/look`)
    loaded = page.waitForEvent('load')
    await page.getByRole('radio', { name: 'this browser (America/Chicago)' }).click()
    await loaded
    expect(await page.evaluate(() => localStorage.getItem('porchlight.zone'))).toBeNull()
    expect(complaints).toEqual([])
  })

  /** Pages with much on them, and what is written above them. */
  const PAGES: readonly [NonNullable<MockOptions['scenario']>, path: string, heading: TextKey][] = [
    ['usual', '', 'live.grid'],
    ['usual', 'alarms', 'nav.alarms'],
    ['usual', 'devices/new', 'devices.add'],
    ['usual', 'settings', 'nav.settings'],
    ['usual', 'settings/look', 'settings.look'],
    ['usual', 'settings/alarms', 'settings.alarms'],
    ['usual', 'settings/security', 'settings.security'],
    ['usual', 'account', 'account.title'],
    ['troubled', 'devices', 'nav.devices'],
    ['empty', '', 'live.empty'],
    ['empty', 'alarms', 'alarms.empty'],
  ]
  for (const language of Object.keys(LANGUAGES).filter(isLanguage))
    test(`the words of ${LANGUAGES[language]} fit into the pages`, async () => {
      const { texts } = await loadTexts(language)
      for (const scenario of ['usual', 'troubled', 'empty'] as const) {
        await using mock = start({ scenario })
        await using seat = await visit(mock, '', { locale: language, viewport: PHONE })
        for (const [of, path, heading] of PAGES) {
          if (of !== scenario) continue
          await seat.page.evaluate((address) => {
            history.pushState(null, '', address)
            dispatchEvent(new PopStateEvent('popstate'))
          }, mock.url + path)
          await title(seat.page, texts[heading])
          await seat.page.waitForFunction(() => !document.querySelector('[aria-busy=true], .waiting'))
          // German has the longest words.
          for (const viewport of language === 'de' ? [PHONE, DESKTOP] : [PHONE]) {
            await seat.page.setViewportSize(viewport)
            const wide = await seat.page.evaluate(overflowing)
            expect({ path, width: viewport.width, wide }).toEqual({ path, width: viewport.width, wide: [] })
          }
        }
        await seat.page.setViewportSize(PHONE)
        const cut = await seat.page.$$eval('.rail > a .rail-label, .rail-more span', (labels) =>
          labels
            .filter((one) => one.scrollWidth > one.clientWidth && one.clientWidth > 0)
            .map((one) => one.textContent),
        )
        expect(cut).toEqual([])
        expect(seat.complaints).toEqual([])
      }
    })
})
