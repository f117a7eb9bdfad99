// A device's log and the month of what is recorded, in a real browser: searched, moved through, opened and found again.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import type { Page } from 'playwright-core'
import { until } from '../../core/testing/until.ts'
import type { Simulator } from '../../plugins/hikvision/simulator/index.ts'
import { executablePath } from './browser.ts'
import { check, PHONE, type Stand, startStand } from './stand.ts'

if (!executablePath) console.warn('No Chromium on this machine: nobody looks at logs and months in a browser.')

const TIMEOUT_MS = 120_000
/** The simulated recorder's clock is so far ahead of UTC. */
const AHEAD_MS = 8 * 3_600_000
const DAY_MS = 86_400_000

interface MonthData {
  reading: boolean
  channels: {
    channel: { id: number; name: string }
    record_days: { record_date: string; has_record: boolean; time_ranges: object[]; ranges_known: boolean }[]
  }[]
}

describe.skipIf(!executablePath)('log and month in a browser', () => {
  let recorder: Simulator
  let stand: Stand

  beforeAll(async () => {
    stand = await startStand('Shop', {
      model: 'dvr4',
      rtsp: false,
      logsPerDay: 3000,
      footage: { days: 40, perDay: 12, gapMonths: [] },
    })
    recorder = stand.recorder
  }, TIMEOUT_MS)
  afterAll(() => stand?.[Symbol.asyncDispose](), 120_000)

  const drawnRows = (page: Page) => page.locator('.log tr[aria-rowindex]').count()

  test(
    'the log is searched by time and kind, shows the recorder’s own clock, and thousands of entries draw few rows',
    async () => {
      await using seat = await stand.open('/devices/1')
      const { page, complaints } = seat
      await page.getByRole('navigation').getByRole('link', { name: 'Log', exact: true }).click()
      await page.getByText('The newest 2,000 entries').waitFor()
      const shown = await page
        .locator('.log time')
        .first()
        .evaluate((time) => ({
          wall: time.textContent,
          instant: Date.parse((time as HTMLTimeElement).dateTime),
        }))
      expect(shown.wall).toBe(new Date(shown.instant + AHEAD_MS).toISOString().slice(11, 19))
      await check(page)

      const older = page.getByRole('button', { name: 'Older entries' })
      const grown = page.waitForFunction(
        () => Number(document.querySelector('.log')?.getAttribute('aria-rowcount')) > 2500,
      )
      // A recorder that is too slow on a busy machine is a fault beside the button, which a person presses again.
      const again = async () => {
        if (await page.locator('.log-end [role=alert]').isVisible()) await older.click()
        return Promise.race([grown, Bun.sleep(200).then(() => false)])
      }
      await older.click()
      await until('older entries are there', again, 60_000)
      expect(await page.getByText('That was all.').isVisible()).toBe(true)
      expect(await drawnRows(page)).toBeLessThan(500)
      const last = await page.locator('.log').getAttribute('aria-rowcount')
      // What is drawn on the way is taller than it was taken for: then there is more to scroll, as for a person's hand.
      await until('the last row is seen', async () => {
        await page.locator('#content').evaluate((box) => box.scrollTo(0, box.scrollHeight))
        return page.locator(`tr[aria-rowindex="${last}"]`).isVisible()
      })
      expect(await drawnRows(page)).toBeLessThan(500)

      await page.getByLabel('Kind').selectOption('Alarms')
      await page.getByLabel('Time').selectOption('Last hour')
      await page.getByRole('button', { name: 'Search' }).click()
      await page.waitForURL(/range=hour&kind=alarm/)
      await page.getByText(/^\d+ entr(y|ies)$/).waitFor()
      const kinds = await page.locator('.log-kind').allTextContents()
      expect(kinds.length).toBeGreaterThan(10)
      expect(new Set(kinds)).toEqual(new Set(['Alarm']))
      await page.reload()
      await page.locator('.log-kind').first().waitFor()
      expect(await page.getByLabel('Kind').inputValue()).toBe('alarm')
      const found = page.getByRole('searchbox', { name: 'Find in these entries' })
      await found.fill('line crossed')
      await page.getByText(/^\d+ of \d+ entries$/).waitFor()
      for (const what of await page.locator('.log-what').allTextContents()) expect(what).toContain('Line crossed')
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'times of one’s own are the recorder’s clock, and are not sent in the wrong order',
    async () => {
      const day = new Date(Date.now() + AHEAD_MS - 2 * DAY_MS).toISOString().slice(0, 10)
      await using seat = await stand.open('/devices/1/log?range=hour', PHONE)
      const { page, complaints } = seat
      await page.locator('.log-what').first().waitFor()
      await page.getByLabel('Time').selectOption('From … to')
      await page.getByLabel('From', { exact: true }).fill(`${day}T08:00`)
      await page.getByLabel('To', { exact: true }).fill(`${day}T07:00`)
      await page.getByRole('button', { name: 'Search' }).tap()
      await page.getByText('The end lies before the beginning.').waitFor()
      await page.getByLabel('To', { exact: true }).fill(`${day}T08:30`)
      await page.getByRole('button', { name: 'Search' }).tap()
      await page.waitForURL(/range=own/)
      await page.waitForFunction(() => {
        const times = [...document.querySelectorAll('.log time')].map((time) => time.textContent ?? '')
        return times.length > 20 && times.every((time) => time.startsWith('08:') && time <= '08:30:00')
      })
      await check(page)
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'a recorder that fails says so beside the form, and is asked again by the same button',
    async () => {
      await using seat = await stand.open('/devices/1/log?range=hour')
      const { page } = seat
      await page.locator('.log-what').first().waitFor()
      recorder.faults.add({ status: 503, path: '/ISAPI/ContentMgmt/logSearch' })
      try {
        await page.getByRole('button', { name: 'Search' }).click()
        await page.getByRole('alert').waitFor()
      } finally {
        recorder.faults.clear()
      }
      await page.getByRole('button', { name: 'Search' }).click()
      await page.locator('.log-what').first().waitFor()
      expect(await page.getByRole('alert').count()).toBe(0)
    },
    TIMEOUT_MS,
  )

  test(
    'the month tells of each day what the recorder has; keys move, Enter opens a day, and a reload finds it again',
    async () => {
      const today = new Date()
      const month = today.toISOString().slice(0, 7)
      const monthData = async (of: string): Promise<MonthData> =>
        (await stand.ask('GET', `/api/devices/1/channels/month_data/${of}`)).body
      await until(
        'the month is read',
        async () => {
          const { reading, channels } = await monthData(month)
          return !reading && channels[0]?.record_days.some((day) => day.has_record && day.ranges_known)
        },
        60_000,
      )
      await using seat = await stand.open('/')
      const { page, complaints } = seat
      await page.getByRole('link', { name: 'Playback' }).click()
      const grid = page.getByRole('grid')
      await grid.getByText('Shop').first().waitFor()
      const { channels } = await monthData(month)
      const [first] = channels
      const whole = first?.record_days.find((day) => JSON.stringify(day.time_ranges).includes('"23:59:59"'))
      const cell = (id: number | undefined, day: string | undefined) =>
        page.locator(`tr[data-channel="${id}"] td[data-day="${day}"]`)
      const newest = first?.record_days.find((day) => day.has_record)
      await cell(first?.channel.id, newest?.record_date).waitFor()
      if (whole) expect(await cell(first?.channel.id, whole.record_date).getAttribute('aria-label')).toMatch(/ of 24 h/)
      for (const { channel, record_days } of channels)
        for (const { record_date, has_record } of record_days) {
          const state = await cell(channel.id, record_date).getAttribute('data-state')
          expect([record_date, has_record, state === 'recorded' || state === 'unread']).toEqual([
            record_date,
            has_record,
            has_record,
          ])
        }
      await check(page)

      const target = cell(first?.channel.id, newest?.record_date)
      await target.focus()
      await page.keyboard.press('ArrowDown')
      expect(await page.evaluate(() => (document.activeElement as HTMLElement).dataset.day)).toBe(newest?.record_date)
      await page.keyboard.press('ArrowUp')
      await page.keyboard.press('Enter')
      const panel = page.getByRole('complementary')
      await panel.getByRole('heading', { name: first?.channel.name ?? '', exact: true }).waitFor()
      expect(await panel.locator('.day-ranges li').count()).toBe(newest?.time_ranges.length ?? -1)
      await page.reload()
      await panel.getByRole('heading', { name: first?.channel.name ?? '', exact: true }).waitFor()
      await check(page)
      await panel.getByRole('button', { name: 'Close this day' }).focus()
      await page.keyboard.press('Escape')
      await panel.waitFor({ state: 'detached' })
      await page.waitForFunction(
        (day) => (document.activeElement as HTMLElement)?.dataset.day === day,
        newest?.record_date,
      )

      await page.keyboard.press('PageUp')
      await page.waitForFunction(
        ([here, date]) => {
          const day = (document.activeElement as HTMLElement)?.dataset.day
          return day !== undefined && !day.startsWith(here ?? '') && day.slice(8) <= (date ?? '')
        },
        [month, newest?.record_date.slice(8)] as const,
      )
      await page.keyboard.press('PageDown')
      await page.waitForFunction(
        (day) => (document.activeElement as HTMLElement)?.dataset.day === day,
        newest?.record_date,
      )
      await page.getByRole('button', { name: 'Month before' }).click()
      await page.waitForURL((url) => (url.searchParams.get('month') ?? month) < month)
      const before = new URL(page.url()).searchParams.get('month') ?? ''
      expect(before < month).toBe(true)
      // The month is read because it was looked at, and appears by itself.
      const day = await until(
        'its days are known',
        async () => (await monthData(before)).channels[0]?.record_days.find((one) => one.has_record)?.record_date,
      )
      await page.waitForFunction(
        ([id, date]) =>
          document.querySelector(`tr[data-channel="${id}"] td[data-day="${date}"]`)?.getAttribute('data-state') ===
          'recorded',
        [first?.channel.id, day] as const,
      )
      await page.goBack()
      await page.getByRole('button', { name: 'Month after' }).and(page.locator(':disabled')).waitFor()
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )

  test(
    'on a phone the month scrolls in its own box and a tap opens a day',
    async () => {
      await using seat = await stand.open('/playback', PHONE)
      const { page, complaints } = seat
      const recorded = page.locator('td[data-state="recorded"]').last()
      await recorded.waitFor()
      await check(page)
      await recorded.scrollIntoViewIfNeeded()
      await recorded.tap()
      const panel = page.getByRole('complementary')
      await panel.getByText('of 24 h').first().waitFor()
      await check(page)
      await panel.getByRole('button', { name: 'Close this day' }).tap()
      await panel.waitFor({ state: 'detached' })
      expect(complaints).toEqual([])
    },
    TIMEOUT_MS,
  )
})
