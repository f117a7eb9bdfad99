// The big picture in a real browser: video that it cannot play and the way out, ten seconds back, figures, and HLS where no socket comes through.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Locator, Page } from 'playwright-core'
import { until } from '../../core/testing/until.ts'
import { edit, get, texts } from '../../plugins/hikvision/simulator/testing/edit.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody watches cameras in a browser.')

const TIMEOUT_MS = 180_000

/** Waits until a picture moves on and its frames are decoded: so many more than there are now. */
async function plays(video: Locator, frames = 10): Promise<void> {
  await video.and(video.page().locator('[data-state=playing]')).waitFor()
  await video.evaluate(async (element, more) => {
    const picture = element as HTMLVideoElement
    const [at, shown] = [picture.currentTime, picture.getVideoPlaybackQuality().totalVideoFrames]
    const next = () => new Promise((done) => requestAnimationFrame(done))
    while (picture.currentTime < at + 0.5 || picture.getVideoPlaybackQuality().totalVideoFrames < shown + more)
      await next()
  }, frames)
}

/** What the statistics say, by name. */
async function figures(page: Page): Promise<Record<string, string>> {
  const [names, values] = await Promise.all([
    page.locator('.stats dt').allTextContents(),
    page.locator('.stats dd').allTextContents(),
  ])
  return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']))
}

/** Waits for a figure of the statistics. */
const figure = (page: Page, name: string, value: RegExp) =>
  page.locator(`.stats dt:text-is("${name}") + dd`).filter({ hasText: value }).waitFor()

describe.skipIf(!executablePath)('the player in a browser', () => {
  let stand: Stand
  beforeAll(async () => {
    stand = await startStand('House', { model: 'nvr8', channels: 3 })
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  const codecOf = async (stream: number) =>
    texts((await get(stand.recorder.port, `Streaming/channels/${stream}`)).text, 'videoCodecType')
  const set = (stream: number, codec: string) =>
    edit(stand.recorder.port, `Streaming/channels/${stream}`, /H\.26[45]/, codec)

  test(
    'a tile that cannot be played shows pictures that renew themselves, and plays when the sub-stream was set to H.264',
    async () => {
      await set(102, 'H.265')
      await using seat = await stand.open('/')
      const { page, complaints } = seat
      const tile = page.locator('[data-channel="1"]')
      await tile.getByText('Still pictures: this browser cannot play H.265.').waitFor()
      // The second one: it goes on by itself.
      await tile.locator('.player-renewing[data-taken="2"]').waitFor()
      await plays(page.locator('[data-channel="2"] video'))
      await check(page)

      const writes = stand.recorder.stats.writes.length
      await tile.getByRole('button', { name: 'Set the sub-stream to H.264' }).press('Enter')
      const dialog = page.getByRole('dialog', { name: 'Set Front door to H.264?' })
      await dialog.locator('del', { hasText: 'H.265' }).waitFor()
      await dialog.locator('ins', { hasText: 'H.264' }).waitFor()
      await check(page)
      // Tried, and nothing sent yet.
      expect(stand.recorder.stats.writes.length).toBe(writes)
      await dialog.getByRole('button', { name: 'Write to the device' }).press('Enter')
      await page.getByText('Front door sends H.264 now').waitFor()
      // At once: the offer to undo goes after some seconds.
      await page.getByRole('button', { name: 'Undo' }).click()
      await page.getByText('Front door sends H.265 again').waitFor()
      expect(await Promise.all([codecOf(101), codecOf(102)])).toEqual([['H.264'], ['H.265']])

      // Whoever has the question before him keeps it while the picture begins anew, as after each writing, his own or not.
      const renewing = tile.locator('.player-renewing')
      await renewing.and(page.locator('[data-taken="1"]')).waitFor()
      await tile.getByRole('button', { name: 'Set the sub-stream to H.264' }).press('Enter')
      await dialog.locator('ins', { hasText: 'H.264' }).waitFor()
      const picture = await renewing.elementHandle()
      await stand.ask('PUT', '/api/device/1/channel/1/infor?quality=sub', { vbr_upper_cap: 300 })
      await page.waitForFunction((element) => element?.isConnected === false, picture)
      expect(await dialog.isVisible()).toBe(true)
      await dialog.getByRole('button', { name: 'Write to the device' }).press('Enter')
      await plays(tile.locator('video'))
      expect(await codecOf(102)).toEqual(['H.264'])
      await tile.locator('.player-renewing').waitFor({ state: 'detached' })
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'where the big stream cannot be played the small one plays and says so, and the choice stays in the address',
    async () => {
      await set(201, 'H.265')
      await using seat = await stand.open('/live/2', { ...PHONE, colorScheme: 'light' })
      const { page, complaints } = seat
      const video = page.locator('.stage video')
      await page.getByText('The sub-stream plays: this browser cannot play the H.265 of the main one.').waitFor()
      await plays(video)
      expect(await video.evaluate((element) => (element as HTMLVideoElement).videoWidth)).toBe(640)
      await check(page)
      // Below the picture nothing is in the way, and so it stays.
      await page.locator('.stage[data-controls="false"]').waitFor()
      expect(await page.locator('.stage-bar').evaluate((bar) => getComputedStyle(bar).opacity)).toBe('1')
      await page.getByRole('combobox', { name: 'Quality' }).selectOption('Main stream')
      await page.locator('.stage .player-renewing[data-taken="2"]').waitFor()
      await check(page)
      await page.getByRole('button', { name: 'Show the sub-stream instead' }).tap()
      await plays(video)
      await page.reload()
      await plays(video)
      expect(new URL(page.url()).search).toBe('?quality=sub')
      // Back to what is best, and the best of it made possible.
      await page.getByRole('combobox', { name: 'Quality' }).selectOption('Automatic')
      await page.getByRole('button', { name: 'Set the main stream to H.264' }).tap()
      await page.getByRole('dialog').getByRole('button', { name: 'Write to the device' }).tap()
      await page.waitForFunction(() => document.querySelector<HTMLVideoElement>('.stage video')?.videoWidth === 1280)
      await plays(video)
      expect(await page.getByText('The sub-stream plays').count()).toBe(0)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'ten seconds back are there at once, the time is told, and the edge is a key away; figures are true',
    async () => {
      await using seat = await stand.open('/live/1')
      const { page, complaints } = seat
      const video = page.locator('.stage video')
      await plays(video)
      await page.keyboard.press('i')
      await page.waitForFunction(() => {
        const { buffered, currentTime } = document.querySelector<HTMLVideoElement>('.stage video') as HTMLVideoElement
        return buffered.length > 0 && currentTime - buffered.start(0) > 12
      })
      const edge = await video.evaluate((element) => (element as HTMLVideoElement).currentTime)
      const asked = stand.recorder.stats.requests.length
      await page.keyboard.press('b')
      await figure(page, 'Delay', /^(9\.\d|1\d) s$/)
      await page.locator('.pill', { hasText: /^\d\d:\d\d:\d\d$/ }).waitFor()
      await plays(video)
      expect(await video.evaluate((element) => (element as HTMLVideoElement).currentTime)).toBeLessThan(edge)
      expect(new URL(page.url()).pathname).toBe('/live/1')
      // Nobody was asked for it.
      expect(stand.recorder.stats.requests.slice(asked).filter(({ path }) => /playback|search/i.test(path))).toEqual([])

      expect(await figures(page)).toMatchObject({ Way: 'MSE · H.264', Picture: '1280 × 720' })
      // The clip has 25 frames a second and 2 Mbit/s, its sound a little. A second in which the machine stood still tells of that.
      await until('they are those of the clip', async () => {
        const told = await figures(page)
        const [rate, frames] = [Number(told['Bit rate']?.replace(/\D/g, '')), Number.parseInt(told.Frames ?? '', 10)]
        return rate > 1700 && rate < 2700 && frames >= 22 && frames < 29
      })

      await page.keyboard.press('l')
      await page.locator('.pill', { hasText: /^Live · \d\.\d s$/ }).waitFor()
      await figure(page, 'Delay', /^[0-2]\.\d s$/)
      await plays(video)
      await page.keyboard.press('q')
      await page.waitForURL(/quality=main$/)
      await page.keyboard.press('?')
      await page.getByRole('dialog').getByText('Ten seconds back').waitFor()
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'where no socket comes through the picture plays as HLS without a click, ten seconds back, too',
    async () => {
      await using seat = await stand.open('/account')
      const { page } = seat
      await page.getByRole('heading', { name: 'My account' }).waitFor()
      await page.routeWebSocket(/\/mse$/, (socket) => socket.close())
      await page.goto(`${stand.url}/live/3`)
      const video = page.locator('.stage video')
      await plays(video, 25)
      await page.keyboard.press('i')
      await figure(page, 'Way', /^HLS · H\.264$/)
      await figure(page, 'Bit rate', /^[\d,]+ kbit\/s$/)
      await figure(page, 'Delay', /^\d\.\d s$/)
      await page.waitForFunction(() => {
        const { buffered, currentTime } = document.querySelector<HTMLVideoElement>('.stage video') as HTMLVideoElement
        return buffered.length > 0 && currentTime - buffered.start(0) > 5
      })
      await page.keyboard.press('b')
      await page.locator('.pill', { hasText: /^\d\d:\d\d:\d\d$/ }).waitFor()
      await plays(video)
      await page.getByRole('button', { name: 'Live', exact: true }).click()
      await page.locator('.pill', { hasText: /^Live · / }).waitFor()
      await plays(video)
    },
    TIMEOUT_MS,
  )

  test(
    'the recorder’s footage of yesterday really plays',
    async () => {
      const yesterday = `${new Date(Date.now() - 86_400_000).toISOString().slice(0, 19)}Z`
      await using seat = await stand.open(`/playback/1?at=${yesterday}`)
      const { page, complaints } = seat
      await plays(page.locator('.past video').first(), 25)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})
