// The pictures of the README, taken of a whole appliance: PORCHLIGHT_PHOTOS=docs/images npm test -- photos
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Page } from 'playwright-core'
import { executablePath, moving } from './browser.ts'
import { type PhotoHouse, startPhotoHouse, yesterdayAt } from './photo-house.ts'
import { PHONE } from './stand.ts'

const TIMEOUT_MS = 240_000
const MOST_BYTES = 250_000
const folder = resolve(process.env.PORCHLIGHT_PHOTOS ?? '.')
const TALL = { width: 1280, height: 960 }
const HAND = { ...PHONE, deviceScaleFactor: 2 }

/** Few colours are enough for what the pictures show, and make the file small. */
const FEW = 'split[a][b];[a]palettegen=max_colors=256:stats_mode=full[p];[b][p]paletteuse=dither=none'

describe.skipIf(!executablePath || !process.env.PORCHLIGHT_PHOTOS)('the pictures of the README', () => {
  let house: PhotoHouse

  beforeAll(async () => {
    await mkdir(folder, { recursive: true })
    house = await startPhotoHouse()
  }, TIMEOUT_MS)
  afterAll(() => house?.[Symbol.asyncDispose](), 60_000)

  async function take(page: Page, name: string): Promise<void> {
    await page.waitForFunction(() => !document.querySelector('[aria-busy=true], .waiting'))
    await page.evaluate(() => document.fonts.ready)
    const file = join(folder, `${name}.png`)
    const args = ['-v', 'error', '-y', '-f', 'png_pipe', '-i', '-', '-vf', FEW, '-pred', 'mixed', file]
    expect(await Bun.spawn(['ffmpeg', ...args], { stdin: await page.screenshot() }).exited).toBe(0)
    expect(Bun.file(file).size).toBeLessThan(MOST_BYTES)
  }
  /** The pictures of a list, as far as they are in sight. */
  const pictured = (page: Page) =>
    page.waitForFunction(() => {
      const all = [...document.querySelectorAll<HTMLImageElement>('.alarm img')].slice(0, 3)
      return all.length === 3 && all.every(({ naturalWidth }) => naturalWidth > 0)
    })

  test(
    'show alarms, on a phone in German',
    async () => {
      await house.happen()
      for (const [name, options] of [
        ['alarms', { colorScheme: 'light' }],
        ['phone-alarms', { ...HAND, locale: 'de-DE', colorScheme: 'light' }],
      ] as const) {
        await using seat = await house.open('/alarms', options)
        await pictured(seat.page)
        await take(seat.page, name)
      }
    },
    TIMEOUT_MS,
  )

  test(
    'show live pictures, one of them with an alarm',
    async () => {
      for (const [name, count, options] of [
        // So high that three rows fit and nothing is left.
        ['live', 8, { colorScheme: 'dark', viewport: { width: 1280, height: 668 } }],
        ['phone-live', 4, { ...HAND, colorScheme: 'dark' }],
      ] as const) {
        await using seat = await house.open('/', options)
        await moving(seat.page, count)
        await house.recorder.raise({ type: 'linedetection', channel: 3, duration: 5 })
        await seat.page.locator('.tile[data-alarm=true]').waitFor()
        await take(seat.page, name)
      }
    },
    TIMEOUT_MS,
  )

  test(
    'show footage of yesterday that plays under its timeline',
    async () => {
      const at = `${yesterdayAt('17:41:50').toISOString().slice(0, 19)}Z`
      await using seat = await house.open(`/playback/3?at=${at}`, { colorScheme: 'dark' })
      const { page } = seat
      await page.locator('.strip-alarm').first().waitFor()
      await page.getByText('Reading …').first().waitFor({ state: 'detached' })
      await moving(page, 1)
      await take(page, 'playback')
    },
    TIMEOUT_MS,
  )

  test(
    'show who may do what at all recorders, and the settings of all channels',
    async () => {
      await house.addShop()
      await using seat = await house.open('/people/devices', { colorScheme: 'light', viewport: TALL })
      const { page } = seat
      await page.getByRole('button', { name: 'Read all anew' }).click()
      await page
        .getByRole('checkbox', { name: /^anna: Change settings/ })
        .first()
        .press('Space')
      const toast = page.locator('.toast')
      await toast.getByRole('button').last().click()
      await toast.waitFor({ state: 'detached' })
      await take(page, 'rights')

      const template = await house.addTemplate()
      const path = `/devices/channels?template=${template}`
      await using other = await house.open(path, { colorScheme: 'dark', viewport: TALL })
      await other.page.getByRole('button', { name: 'Read the settings' }).click()
      await other.page.getByText('H.265').first().waitFor()
      await take(other.page, 'channels')
    },
    TIMEOUT_MS,
  )
})
