// A walk over every page of a whole appliance: in each size and theme, by eye, by axe-core, and by keyboard alone.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { bringAxe } from './axe.ts'
import { executablePath, takeSeat } from './browser.ts'
import { fits, NOWHERE, routes, STOPS } from './every-page.ts'
import { goTo, type House, startHouse, WALK_MS } from './every-page-house.ts'
import { flawsOf, flawsOnTheWay } from './every-page-looks.ts'
import { tabThrough } from './keyboard.ts'

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
    'can be read and worked in each size and theme, and axe-core finds nothing serious',
    async () => {
      await using seat = await house.begin()
      expect(await flawsOnTheWay(seat, STOPS)).toEqual([])
    },
    WALK_MS,
  )

  test(
    'before the door can be read in each size and theme, also on the first day',
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
        expect({ title, found: await flawsOf(page) }).toEqual({ title, found: [] })
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
