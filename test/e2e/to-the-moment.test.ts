// From an alarm to its footage in a real browser: the click that plays it, and who is led to none.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { until } from '../../core/testing/until.ts'
import { executablePath, moving } from './browser.ts'
import { check, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody goes from an alarm to its footage.')

const TIMEOUT_MS = 120_000
const LEAD_MS = 5000

describe.skipIf(!executablePath)('the way from an alarm to its footage', () => {
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('Shop', { model: 'nvr8', channels: 1, footage: { days: 2, perDay: 96, gapMonths: [] } })
    await until('alarms can come', () => stand.recorder.stats.alertStreams > 0)
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  /** When the newest alarm of the list began. */
  const beginning = async (page: Page) =>
    Date.parse((await page.locator('.alarm time').first().getAttribute('datetime')) ?? '')
  /** The instant that the page says it shows. */
  const shown = async (page: Page) =>
    Date.parse((await page.locator('.transport-at time').getAttribute('datetime')) ?? '')

  test(
    'one click on an alarm of the list plays its footage from a little before it began',
    async () => {
      await using seat = await stand.open('/alarms')
      const { page, complaints } = seat
      await page.getByRole('heading', { name: 'All quiet' }).waitFor()
      await stand.recorder.raise({ type: 'VMD', channel: 1 })
      // While it goes on, the list offers what is live.
      const watch = page.getByRole('link', { name: 'Watch that moment' })
      await watch.waitFor()
      const from = (await beginning(page)) - LEAD_MS
      const at = new Date(from).toISOString().slice(0, 19)
      await Promise.all([
        // Listened for before the click: what plays moves the address on.
        page.waitForURL((url) => url.pathname === '/playback/1' && url.searchParams.get('at') === `${at}Z`),
        watch.click(),
      ])
      await moving(page, 1)
      const frames = () =>
        page.locator('.day-stage video').evaluateAll((videos) => {
          const counts = videos.map((video) => (video as HTMLVideoElement).getVideoPlaybackQuality().totalVideoFrames)
          return Math.max(0, ...counts)
        })
      const before = await frames()
      await until('more frames are decoded', async () => (await frames()) > before)
      expect(await shown(page)).toBeWithin(from - 2000, from + 60_000)
      expect(stand.recorder.stats.playbacks).toBe(1)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'who may only look live is led to no footage, and is told so where he looks for it',
    async () => {
      await stand.recorder.raise({ type: 'VMD', channel: 1 })
      const viewer = { username: 'lodger', password: 'porchlight-lodger' }
      const { user } = (await stand.ask('POST', '/api/auth/register', { ...viewer, role: 'viewer' })).body
      await stand.ask('PUT', `/api/users/${user.id}/grants`, [{ channel_id: 1, view: true }])
      await using seat = await stand.open('/alarms', {}, viewer)
      const { page, complaints } = seat
      // Neither of one that goes on nor of one that is over.
      const over = page.getByRole('article').filter({ hasNotText: 'going on' })
      await over.first().waitFor()
      const watch = over.first().getByRole('link', { name: 'Watch live' })
      await watch.waitFor()
      for (const name of ['Watch that moment', 'Look on the recorder'])
        expect(await page.getByRole('link', { name }).count()).toBe(0)

      await watch.click()
      await page.waitForURL(/\/live\/1$/)
      await moving(page, 1)
      await page.getByRole('button', { name: 'Ten seconds back' }).waitFor()
      expect(await page.getByRole('button', { name: 'One minute back' }).count()).toBe(0)
      // Before the player holds anything, too, nothing is asked of the recorder.
      await page.keyboard.press('b')
      await page.keyboard.press('/')
      const camera = (await stand.ask('GET', '/api/channels')).body[0].name
      await page.getByRole('combobox', { name: 'Find anything' }).fill(camera)
      await page.getByRole('group', { name: 'Live', exact: true }).getByRole('option').first().waitFor()
      expect(await page.getByRole('group', { name: 'Footage' }).count()).toBe(0)

      for (const [path, words] of [
        ['/playback', 'No footage to play'],
        ['/playback/find', 'No footage to play'],
        ['/playback/1?at=now', 'it keeps no footage that you may play'],
      ] as const) {
        await page.goto(stand.url + path)
        await page.getByText(words).waitFor()
        await check(page)
      }
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})
