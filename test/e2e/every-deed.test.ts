// What each page is there for, done by keys alone: Tab, Enter, Space, arrows and the pages' own keys.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { executablePath } from './browser.ts'
import { STOPS } from './every-page.ts'
import { goTo, type House, startHouse, WALK_MS } from './every-page-house.ts'
import { work } from './keyboard.ts'
import { deedsOf } from './page-deeds.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody works the pages by keyboard.')

/** The focus is nowhere: what had it is gone or was switched off. */
const isLost = (page: Page) => page.evaluate(() => document.activeElement === document.body)

describe.skipIf(!executablePath)('a keyboard alone', () => {
  let house: House

  beforeAll(async () => {
    house = await startHouse()
  }, WALK_MS)
  afterAll(() => house?.[Symbol.asyncDispose](), 20_000)

  test(
    'does on each page what the page is there for, and always sees where it is',
    async () => {
      const { porch } = house
      const deeds = deedsOf({ address: porch.url, user: porch.user, password: porch.password })
      expect(Object.keys(deeds).sort()).toEqual(STOPS.map(({ path }) => path).sort())
      await using seat = await house.begin()
      const { page, complaints } = seat
      const found: string[] = []
      for (const stop of STOPS) {
        const deed = deeds[stop.path]
        if (!deed || 'none' in deed) continue
        await goTo(page, stop)
        const seen = page.locator(deed.seen).first()
        // What the deed before left on the screen goes by itself.
        await seen.waitFor({ state: 'hidden' })
        const flaws = await work(page, deed.keys)
        await seen.waitFor()
        if (!deed.gives && (await isLost(page))) flaws.push('the focus is lost')
        found.push(...flaws.map((flaw) => `${stop.path}: ${flaw}`))
        await leaveDialog(page)
      }
      expect(found).toEqual([])
      expect(complaints).toEqual([])
    },
    WALK_MS,
  )

  test(
    'goes from page to page by two letters, and to a camera by its name',
    async () => {
      await using seat = await house.begin()
      const { page, complaints } = seat
      const { keyboard } = page
      const title = (name: string) => page.getByRole('heading', { level: 1, name, exact: true }).waitFor()
      const go = async (letter: string, name: string) => {
        // At once: between them a slow machine would take longer than the shell waits for the letter.
        await Promise.all([keyboard.press('g'), keyboard.press(letter)])
        await title(name)
      }
      await go('p', 'Playback')
      await go('a', 'Alarms')
      await go('d', 'Devices')
      await go('e', 'People')
      await go('s', 'System')
      await go('h', 'Activity')
      await go('t', 'Settings')
      await go('m', 'My account')
      await go('l', 'Live pictures')
      await keyboard.press('/')
      await page.getByRole('combobox').and(page.locator(':focus')).waitFor()
      await keyboard.type('Porch & Dr')
      await page
        .getByRole('option', { name: /Porch & Drive/ })
        .first()
        .waitFor()
      await keyboard.press('Enter')
      await title('Porch & Drive')
      await page.locator('.stage video[data-state=playing]').waitFor()
      expect(complaints).toEqual([])
    },
    WALK_MS,
  )
})

async function leaveDialog(page: Page): Promise<void> {
  const dialog = page.locator('dialog')
  if ((await dialog.count()) === 0) return
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
}
