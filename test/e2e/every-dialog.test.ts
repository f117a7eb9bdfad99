// Every dialog of the pages: opened and shut by keys alone, read in each size and theme, and the focus is back afterwards.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { bringAxe } from './axe.ts'
import { executablePath } from './browser.ts'
import { stopAt } from './every-page.ts'
import { goTo, type House, startHouse, WALK_MS } from './every-page-house.ts'
import { flawsOf } from './every-page-looks.ts'
import { tabTo, work } from './keyboard.ts'
import { DIALOGS, ELSEWHERE } from './page-dialogs.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody opens the dialogs.')

const OPEN = 'dialog[open]'

test('each dialog is in the walk over them, or in another one that is named', async () => {
  const web = join(import.meta.dir, '../../web')
  const made: string[] = []
  for await (const file of new Bun.Glob('{pages,parts}/**/*.tsx').scan(web))
    if (file !== 'parts/dialog.tsx' && /<(Dialog|Confirm|dialog)\b/.test(await Bun.file(join(web, file)).text()))
      made.push(file)
  const known = new Set([...DIALOGS.map(({ file }) => file), ...Object.keys(ELSEWHERE)])
  expect([...known].sort()).toEqual(made.sort())
})

describe.skipIf(!executablePath)('a dialog', () => {
  let house: House

  beforeAll(async () => {
    house = await startHouse()
  }, WALK_MS)
  afterAll(() => house?.[Symbol.asyncDispose](), 20_000)

  test(
    'can be read in each size and theme, and whoever shuts it is where he was',
    async () => {
      await using seat = await house.begin()
      const { page, complaints } = seat
      await bringAxe(page)
      const found: string[] = []
      for (const { path, keys, name, shut } of DIALOGS) {
        await goTo(page, stopAt(path))
        const flaws = await work(page, keys.slice(0, -1))
        await mark(page)
        const last = keys.slice(-1)
        await work(page, last)
        const dialog = page.getByRole('dialog', { name, exact: true }).and(page.locator(OPEN))
        await dialog.waitFor()
        flaws.push(...(await flawsOf(page)))
        await page.keyboard.press('Escape')
        await isGone(page)
        if (!(await isBack(page))) flaws.push('after Escape the focus is elsewhere')
        if (shut) {
          await work(page, last)
          await dialog.waitFor()
          await tabTo(page, shut)
          await page.keyboard.press('Enter')
          await isGone(page)
          if (!(await isBack(page))) flaws.push(`after “${shut}” the focus is elsewhere`)
        }
        found.push(...flaws.map((flaw) => `${name}: ${flaw}`))
        // What was begun behind it is not taken along.
        await page.keyboard.press('Escape')
        await forget(page)
      }
      expect(found).toEqual([])
      expect(complaints).toEqual([])
    },
    WALK_MS,
  )
})

/** Out of the page, too: it is shut a moment before the page hears of it, and a press between the two would be lost. */
const isGone = (page: Page) => page.locator('dialog').waitFor({ state: 'detached' })

/** Remembers where the focus is. */
const mark = (page: Page) =>
  page.evaluate(() => {
    for (const one of document.querySelectorAll('[data-marked]')) one.removeAttribute('data-marked')
    document.activeElement?.setAttribute('data-marked', '')
  })
const isBack = (page: Page) => page.evaluate(() => document.activeElement?.hasAttribute('data-marked') === true)

/** Changes that are not written, where the page has a button for that. */
async function forget(page: Page): Promise<void> {
  const button = page.getByRole('button', { name: 'Forget them' })
  if ((await button.count()) === 0) return
  await button.click()
  await button.waitFor({ state: 'detached' })
}
