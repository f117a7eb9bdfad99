// Footage in a real browser: from the month to moving pictures, along the timeline by keys and taps, exported and kept.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { until } from '../../core/testing/until.ts'
import type { Simulator } from '../../plugins/hikvision/simulator/index.ts'
import { executablePath, moving } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody plays footage in a browser.')

const TIMEOUT_MS = 120_000
/** The simulated recorder's clock is so far ahead of UTC. */
const AHEAD_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

describe.skipIf(!executablePath)('footage in a browser', () => {
  let recorder: Simulator
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('Shop', {
      model: 'nvr8',
      channels: 3,
      footage: { days: 40, perDay: 96, gapMonths: [] },
    })
    recorder = stand.recorder
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  /** The instant that the page says it shows. */
  const shown = async (page: Page) =>
    Date.parse((await page.locator('.transport-at time').getAttribute('datetime')) ?? '')
  const seeks = (page: Page) => {
    const sought: number[] = []
    page.on('websocket', (socket) =>
      socket.on('framesent', ({ payload }) => {
        if (typeof payload === 'string') sought.push(Date.parse(JSON.parse(payload).seek))
      }),
    )
    return sought
  }
  const still = () => until('the recorder plays to nobody', () => recorder.stats.playbacks === 0)

  test(
    'three clicks lead from the month to moving pictures of last month, and their address finds the moment again',
    async () => {
      await using seat = await stand.open('/playback')
      const { page, complaints } = seat
      const sought = seeks(page)
      await page.getByRole('button', { name: 'Month before' }).click()
      await page.waitForURL(/month=/)
      const month = new URL(page.url()).searchParams.get('month')
      await page.locator(`tr[data-channel="1"] td[data-day^="${month}"][data-state="recorded"]`).last().click()
      const range = page.locator('.day-ranges a').first()
      const begins = (await range.textContent())?.trim().slice(0, 8)
      await range.click()
      await moving(page, 1)
      const address = new URL(page.url())
      const at = address.searchParams.get('at') ?? ''
      expect(address.pathname).toBe('/playback/1')
      expect(new Date(Date.parse(at) + AHEAD_MS).toISOString().slice(11, 19) >= (begins ?? '?')).toBe(true)
      expect(at.slice(0, 7) < new Date(Date.now() + AHEAD_MS).toISOString().slice(0, 7)).toBe(true)
      expect(recorder.stats.playbacks).toBe(1)
      expect(await page.locator('.strip').count()).toBe(3)
      await check(page)

      const before = await shown(page)
      await page.keyboard.press('Shift+ArrowRight')
      await until('it was sought', () => sought.length === 1)
      expect(Math.abs((sought[0] ?? 0) - before - 60_000)).toBeLessThan(5000)
      await moving(page, 1)
      expect(await shown(page)).toBeGreaterThan(before + 59_000)

      await page.keyboard.press('Space')
      await still()
      const paused = await shown(page)
      await page.reload()
      await moving(page, 1)
      expect(Math.abs((await shown(page)) - paused)).toBeLessThan(10_000)
      await page.getByRole('button', { name: 'Pause' }).click()
      await still()
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'wheel and keys zoom, the other channel plays the same moment, and a link to the moment carries both',
    async () => {
      const at = `${new Date(Date.now() - 3 * DAY_MS).toISOString().slice(0, 10)}T04:00:00Z`
      await using seat = await stand.open(`/playback/1?at=${at}&with=2`)
      const { page, complaints } = seat
      await moving(page, 1)
      expect(await page.locator('.strip').count()).toBe(2)
      const hours = () => page.locator('.ruler').textContent()
      const wide = await hours()
      const box = await page.locator('.strips').boundingBox()
      if (!box) throw new Error('no timeline')
      await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
      await page.mouse.wheel(0, -800)
      await page.waitForFunction((old) => document.querySelector('.ruler')?.textContent !== old, wide)
      expect(await page.locator('.pointed').textContent()).toMatch(/^\d\d:\d\d:\d\d$/)
      await page.keyboard.press('ArrowDown')
      await page.waitForURL(/\/playback\/2\?/)
      await moving(page, 1)
      const link = new URL(page.url())
      expect(link.searchParams.get('with')).toBe('1')
      expect(Math.abs(Date.parse(link.searchParams.get('at') ?? '') - Date.parse(at))).toBeLessThan(60_000)
      expect(Number(link.searchParams.get('span'))).toBeLessThan(24 * 60)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'a range that was marked by keys becomes a film, which is saved, played from our disk and named among the recordings',
    async () => {
      const day = new Date(Date.now() - 3 * DAY_MS).toISOString().slice(0, 10)
      const { body } = await stand.ask('GET', `/api/footage/clips?channel_ids=3&from=${day}&to=${day}T12:00:00Z`)
      const clip = (body.data as { start: string; end: string }[]).find(
        ({ start, end }) => Date.parse(end) - Date.parse(start) > 40_000,
      )
      if (!clip) throw new Error('no clip is long enough')
      const from = new Date(Date.parse(clip.start) + 10_000).toISOString()
      await using seat = await stand.open(`/playback/3?at=${from.slice(0, 19)}Z&span=30`)
      const { page, complaints } = seat
      await moving(page, 1)
      await page.keyboard.press('Space')
      await still()
      await page.keyboard.press('[')
      await page.keyboard.press('ArrowRight')
      await page.keyboard.press(']')
      await page.keyboard.press('e')
      const dialog = page.getByRole('dialog', { name: 'Export this range' })
      await dialog.getByText('10 seconds').waitFor()
      await dialog.getByRole('button', { name: 'Export' }).click()
      await dialog.waitFor({ state: 'detached' })
      await page.getByRole('link', { name: 'To the month' }).click()
      await page.getByRole('link', { name: 'Recordings' }).click()
      const film = page.locator('.recording', { hasText: '· export' })
      await film.waitFor()
      await check(page)
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        film.getByRole('button', { name: /^Save/ }).click(),
      ])
      const file = join(stand.scratch, 'film.mp4')
      await saved.saveAs(file)
      const probe = await Bun.$`ffprobe -v error -show_entries format=duration -of csv=p=0 ${file}`.text()
      expect(Number(probe)).toBeGreaterThan(9)
      expect(Number(probe)).toBeLessThan(15)
      await page.locator('.recording', { hasText: '· fetched' }).getByRole('link', { name: /^Play/ }).click()
      await moving(page, 1)
      await page.locator('.transport-at', { hasText: 'our copy' }).waitFor()
      expect(recorder.stats.playbacks).toBe(0)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'on a phone time runs downwards, and a tap plays what lies there',
    async () => {
      const at = `${new Date(Date.now() - 3 * DAY_MS).toISOString().slice(0, 10)}T04:00:00Z`
      await using seat = await stand.open(`/playback/1?at=${at}&span=120`, PHONE)
      const { page, complaints } = seat
      const sought = seeks(page)
      await moving(page, 1)
      await check(page)
      const box = await page.locator('.strip[data-lane="1"]').boundingBox()
      if (!box) throw new Error('no timeline')
      await page.touchscreen.tap(box.x + box.width / 2, box.y + box.height * 0.75)
      await until('it was sought', () => sought.length > 0)
      expect(Math.abs((sought[0] ?? 0) - Date.parse(at) - 30 * 60_000)).toBeLessThan(5 * 60_000)
      await moving(page, 1)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'the report of gaps leads to their moments and is saved as a table',
    async () => {
      await using seat = await stand.open('/playback/gaps?motion=true&least=10')
      const { page, complaints } = seat
      const first = page.locator('.gaps tbody a').first()
      await first.waitFor()
      await check(page)
      const [saved] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Save all as CSV' }).click(),
      ])
      const file = join(stand.scratch, 'gaps.csv')
      await saved.saveAs(file)
      const [head, row] = (await Bun.file(file).text()).split('\r\n')
      expect(head).toStartWith('channel_name,start,end')
      expect(row).toContain('motion_only')
      await first.click()
      await page.waitForURL(/\/playback\/\d+\?at=/)
      await page.locator('.strip-gap').first().waitFor({ state: 'attached' })
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'while gaps are still being read nobody is told that nothing is missing',
    async () => {
      await using seat = await stand.open('/playback')
      const { page, complaints } = seat
      await page.locator('tr[data-channel="1"]').waitFor()
      let reading = true
      await page.route('**/api/footage/gaps?*', async (route) => {
        const response = await route.fetch()
        const { channels, ...rest } = await response.json()
        const told = channels.map((one: object) => ({ ...one, reading }))
        await route.fulfill({ response, json: { ...rest, data: [], channels: told } })
      })
      await page.goto(`${stand.url}/playback/gaps`)
      await page.getByRole('status').filter({ hasText: 'Reading' }).waitFor()
      expect(await page.getByText('Nothing is missing').count()).toBe(0)
      reading = false
      await page.getByText('Nothing is missing').waitFor()
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})
