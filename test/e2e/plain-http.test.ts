// A house that is opened by its name over plain HTTP, as most are: a page there gets less of the browser, and misses nothing.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Browser } from 'playwright-core'
import { OWNER } from '../../core/testing/test-app.ts'
import { pushTexts } from '../../web/texts/en/push.ts'
import { executablePath, launchBrowser, moving, signIn, takeSeat } from './browser.ts'
import { STOPS, stopAt } from './every-page.ts'
import { goTo, type House, startHouse, WALK_MS } from './every-page-house.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody comes over plain HTTP.')

/** A browser trusts 127.0.0.1 as if it were HTTPS, and a name not. */
const AT_HOME = 'porchlight.test'

describe.skipIf(!executablePath)('over plain HTTP', () => {
  let house: House
  let browser: Browser

  beforeAll(async () => {
    house = await startHouse()
    browser = await launchBrowser(`--host-resolver-rules=MAP ${AT_HOME} 127.0.0.1`)
  }, WALK_MS)
  afterAll(async () => {
    await browser?.close()
    await house?.[Symbol.asyncDispose]()
  }, 20_000)

  const open = async () => {
    const url = house.url.replace('127.0.0.1', AT_HOME)
    const seat = await takeSeat(browser, url, { reducedMotion: 'reduce' })
    await signIn(seat.page, OWNER)
    await seat.page.locator('.tile').first().waitFor()
    return seat
  }

  test(
    'every page shows what it is about, a live picture moves, and nobody complains',
    async () => {
      await using seat = await open()
      const { page, complaints } = seat
      expect(await page.evaluate(() => isSecureContext)).toBe(false)
      for (const stop of STOPS) await goTo(page, stop)
      await goTo(page, stopAt('/live/9'))
      await moving(page, 1)
      await goTo(page, stopAt('/settings/notifications'))
      await page.getByText(pushTexts['push.insecure']).waitFor()
      // A sign-in is kept: a page that is loaded anew does not ask again.
      await page.reload()
      await page.getByText(pushTexts['push.insecure']).waitFor()
      expect(complaints).toEqual([])
    },
    WALK_MS,
  )

  test(
    'what is shown only once is copied by the way of old',
    async () => {
      await using seat = await open()
      const { page, complaints } = seat
      await goTo(page, stopAt('/account'))
      expect(await page.evaluate(() => 'clipboard' in navigator)).toBe(false)
      await page.getByLabel('What is it for?').fill('Kitchen')
      await page.getByRole('button', { name: 'Make a key' }).click()
      const dialog = page.getByRole('dialog')
      const key = (await dialog.locator('code').textContent())?.trim() ?? ''
      expect(key.length).toBeGreaterThan(20)
      await dialog.getByRole('button', { name: 'Copy' }).click()
      await dialog.getByRole('button', { name: 'Copied' }).waitFor()
      await dialog.getByRole('button', { name: 'I have it' }).click()
      const field = page.getByLabel('What is it for?')
      await field.press('Control+v')
      expect(await field.inputValue()).toBe(key)
      expect(complaints).toEqual([])
    },
    WALK_MS,
  )
})
