// Tags of a channel in a real browser: written, kept, and told by the API.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { until } from '../../core/testing/until.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: tags are not looked at in a browser.')

setDefaultTimeout(120_000)

/** Where the pictures of the pages are kept, for who wants to look at them. */
const PICTURES = process.env.PORCHLIGHT_TEST_PICTURES

describe.skipIf(!executablePath)('tags of a channel', () => {
  let stand: Stand
  beforeAll(async () => {
    stand = await startStand('Barn', { model: 'dvr4' })
  })
  afterAll(() => stand?.[Symbol.asyncDispose]())

  const tags = async () => (await stand.ask('GET', '/api/channels')).body[0].tags

  for (const options of [{}, { ...PHONE, colorScheme: 'light' as const }])
    test(`are written with a comma between, ${'hasTouch' in options ? 'on a phone' : 'at a desk'}`, async () => {
      await stand.ask('PUT', '/api/channels/1', { tags: ['outside'] })
      await using seat = await stand.open('/devices/1/channels?channel=1', options)
      const { page } = seat
      const field = page.getByLabel('Words for finding it')
      const panel = page.locator('section', { has: field })
      await until('what is stored stands there', async () => (await field.inputValue()) === 'outside')
      expect(await panel.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true)
      await field.fill(' outside , gate,, Gate ')
      await check(page)
      await panel.getByRole('button', { name: 'Save' }).click()
      await until('they are kept', async () => (await tags()).length === 2)
      expect(await tags()).toEqual(['outside', 'gate'])
      await until('they stand there as they are kept', async () => (await field.inputValue()) === 'outside, gate')
      if (PICTURES)
        await page.screenshot({ path: join(PICTURES, `tags-${page.viewportSize()?.width}.png`), fullPage: true })
      expect(seat.complaints).toEqual([])
    })
})
