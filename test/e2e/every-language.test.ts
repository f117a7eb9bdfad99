// A walk over every page in every language: words that are longer than the English ones have their room, too.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { OWNER } from '../../core/testing/test-app.ts'
import { cut, overlapping } from '../../web/testing/box-checks.ts'
import { overflowing } from '../../web/testing/page-checks.ts'
import { executablePath, takeSeat } from './browser.ts'
import { STOPS } from './every-page.ts'
import { goTo, type House, startHouse, WALK_MS } from './every-page-house.ts'
import { LANGUAGES, titlesIn } from './every-page-languages.ts'
import { DESKTOP, resize, TABLET } from './every-page-looks.ts'
import { keepAtWork } from './every-view.ts'
import { PHONE } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody walks over the pages in other languages.')

/** The longest words and the longest sentences: where columns stand side by side they need the most room. */
const LONG = new Set(['de', 'fr'])

describe.skipIf(!executablePath)('every page', () => {
  let house: House

  beforeAll(async () => {
    house = await startHouse()
  }, WALK_MS)
  afterAll(() => house?.[Symbol.asyncDispose](), 20_000)

  for (const [language, texts] of Object.entries(LANGUAGES))
    test(
      `says its texts whole (${language})`,
      async () => {
        const found: string[] = []
        await using seat = await takeSeat(house.browser, house.url, {
          ...{ ...PHONE, locale: language, reducedMotion: 'reduce', colorScheme: 'dark' },
        })
        const { page } = seat
        await page.locator('input[name=username]').fill(OWNER.username)
        await page.locator('input[name=password]').fill(OWNER.password)
        await page.keyboard.press('Enter')
        await page.locator('.tile').first().waitFor()
        const sizes = [...(LONG.has(language) ? [DESKTOP, TABLET] : []), PHONE.viewport]
        for (const stop of STOPS)
          for (const [index, viewport] of sizes.entries()) {
            await resize(page, viewport)
            if (index === 0) await goTo(page, stop, titlesIn(texts, stop.title))
            for (const flaws of [overflowing, cut, overlapping])
              found.push(
                ...(await page.evaluate(flaws)).map(
                  (flaw) => `${stop.path}, ${viewport.width}, ${flaws.name}: ${flaw}`,
                ),
              )
          }
        // The longest top line there is: a choice of pictures in the place of a title, and work beside it.
        await keepAtWork(page, house)
        await page.goto(house.url)
        await page.locator('.jobs').waitFor()
        found.push(...(await page.evaluate(cut)).map((flaw) => `/ while something goes on: ${flaw}`))
        expect(found).toEqual([])
      },
      WALK_MS,
    )
})
