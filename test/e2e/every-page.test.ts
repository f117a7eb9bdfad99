// A walk over every page of a whole appliance: in both sizes and themes, by eye, by axe-core, and by keyboard alone.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { OWNER } from '../../core/testing/test-app.ts'
import { cut, overlapping } from '../../web/testing/box-checks.ts'
import { faint, nameless, overflowing } from '../../web/testing/page-checks.ts'
import { bringAxe, faults } from './axe.ts'
import { executablePath, takeSeat } from './browser.ts'
import { fits, NOWHERE, routes, STOPS } from './every-page.ts'
import { DESKTOP, goTo, type House, LOOKS, startHouse, WALK_MS } from './every-page-house.ts'
import { LANGUAGES, titlesIn } from './every-page-languages.ts'
import { tabThrough } from './keyboard.ts'
import { PHONE } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody walks over the pages.')

describe.skipIf(!executablePath)('every page', () => {
  let house: House

  beforeAll(async () => {
    house = await startHouse()
  }, WALK_MS)
  afterAll(() => house?.[Symbol.asyncDispose](), 20_000)

  test('is in the walk', async () => {
    const patterns = await routes()
    expect(patterns.length).toBeGreaterThan(25)
    expect(patterns.filter((pattern) => !STOPS.some(({ path }) => fits(path, pattern)))).toEqual([])
  })

  test(
    'can be read and worked in both sizes and themes, and axe-core finds nothing serious',
    async () => {
      await using seat = await house.begin()
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
    WALK_MS,
  )

  test(
    'says its texts whole on a phone in every language',
    async () => {
      const found: string[] = []
      for (const [language, texts] of Object.entries(LANGUAGES)) {
        await using seat = await takeSeat(house.browser, house.url, {
          ...{ ...PHONE, locale: language, reducedMotion: 'reduce', colorScheme: 'dark' },
        })
        const { page } = seat
        await page.locator('input[name=username]').fill(OWNER.username)
        await page.locator('input[name=password]').fill(OWNER.password)
        await page.keyboard.press('Enter')
        await page.locator('.tile').first().waitFor()
        for (const stop of STOPS) {
          await goTo(page, stop, titlesIn(texts, stop.title))
          for (const flaws of [overflowing, cut, overlapping])
            found.push(
              ...(await page.evaluate(flaws)).map((flaw) => `${language} ${stop.path}, ${flaws.name}: ${flaw}`),
            )
        }
      }
      expect(found).toEqual([])
    },
    WALK_MS,
  )

  test(
    'before the door can be read in both sizes and themes, also on the first day',
    async () => {
      for (const title of ['Sign in', 'Welcome home']) {
        await using seat = await takeSeat(house.browser, 'about:blank', { reducedMotion: 'reduce' })
        const { page } = seat
        const isFirst = title !== 'Sign in'
        // As a house answers in which nobody has an account yet.
        await page.route('**/health', async (route) => {
          const answer = await route.fetch()
          await route.fulfill({ response: answer, json: { ...(await answer.json()), setup: isFirst } })
        })
        await page.goto(house.url)
        await page.getByRole('heading', { name: title }).waitFor()
        await bringAxe(page)
        for (const { name, viewport, colorScheme } of LOOKS) {
          await page.setViewportSize(viewport)
          await page.emulateMedia({ colorScheme })
          const found = await faults(page)
          for (const flaws of [nameless, overflowing, faint, cut, overlapping])
            found.push(...(await page.evaluate(flaws)))
          expect({ title, name, found }).toEqual({ title, name, found: [] })
        }
      }
    },
    WALK_MS,
  )

  test(
    'is reached by Tab and Enter alone, each stop on the way is to be seen, and nothing is for a mouse alone',
    async () => {
      await using seat = await house.begin()
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
    WALK_MS,
  )
})
