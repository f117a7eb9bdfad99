// The calendar of the month page: days, what a cell says of them, and what is missing of the schedule.
import { expect, test } from 'bun:test'
import type { ChannelMonth, DayOut, RecordingModeOut } from './asks.ts'
import { cellsOf, contextOf, lengthWords, scheduled, total, without } from './cells.ts'
import { addDays, addMonths, dayIn, daysOf, monthIn, monthsToChoose, weekdayOf } from './month.ts'

const HOUR = 3600
const day = (record_date: string, ...ranges: [string, string][]): DayOut => ({
  record_date,
  has_record: ranges.length > 0,
  time_ranges: ranges.map(([start_time, end_time]) => ({ start_time, end_time })),
  ranges_known: true,
})
const channel = (days: DayOut[], more: Partial<ChannelMonth['channel']> = {}): ChannelMonth => ({
  channel: {
    id: 1,
    channel_no: 1,
    name: 'Garage',
    oldest_record_date: '2026-01-01',
    latest_record_date: '2026-03-20',
    is_active: true,
    in_use: true,
    ...more,
  },
  record_days: days,
  days_known: true,
})
type Entry = RecordingModeOut['timeline'][number]
const entry = (day_of_week: number, start_time: string, day_end_of_week: number, end_time: string): Entry => ({
  ...{ id: 1, day_of_week, day_end_of_week, start_time, end_time, mode: 'continuous', device_mode: 'CMR' },
  ...{ day_start: '', day_end: '', time_start: start_time, time_end: end_time },
})
const mode = (timeline: Entry[], schedule_enable = true): RecordingModeOut => ({
  ...{ device_id: 1, channel_id: 1, channel_no: 1, channel_name: 'Garage', read_at: '2026-03-20T00:00:00Z' },
  ...{ schedule_enable, default_mode: 'continuous', default_device_mode: 'CMR', timeline },
})
const always = mode([0, 1, 2, 3, 4, 5, 6].map((of) => entry(of, '00:00:00', (of + 1) % 7, '00:00:00')))
const context = { closed: '2026-03-19', today: '2026-03-20' }

test('months and days go on over the ends of years, and nonsense is the present month', () => {
  expect([addMonths('2026-01', -1), addMonths('2025-12', 1), addDays('2024-02-28', 1)]).toEqual([
    '2025-12',
    '2026-01',
    '2024-02-29',
  ])
  expect(
    ['2026-02', '2026-13', 'x', undefined, '2026-04', '1999-12'].map((text) => monthIn(text, '2026-03-20')),
  ).toEqual(['2026-02', '2026-03', '2026-03', '2026-03', '2026-03', '2026-03'])
  expect([dayIn('2026-02-28', '2026-02'), dayIn('2026-02-29', '2026-02')]).toEqual(['2026-02-28', null])
  expect(weekdayOf('2026-03-02')).toBe(0)
})

test('the days of a month are those that the household wants to see, in its order', () => {
  expect(daysOf('2026-02')).toHaveLength(28)
  expect(daysOf('2026-02', { start_day: 27, end_day: 31, order: true })).toEqual(['2026-02-28', '2026-02-27'])
})

test('one chooses from the present month back to the oldest with footage, and to the one that is shown', () => {
  expect(monthsToChoose('2026-01', '2026-02', '2026-03-20')).toEqual(['2026-03', '2026-02', '2026-01'])
  expect(monthsToChoose(null, '2026-02', '2026-03-20')).toEqual(['2026-03', '2026-02'])
})

test('a cell says how much of the day is there, in five steps', () => {
  const cell = cellsOf(
    channel([
      day('2026-03-01', ['00:00:00', '23:59:59']),
      day('2026-03-02', ['00:00:00', '21:40:00']),
      day('2026-03-03', ['08:00:00', '08:00:20']),
      day('2026-03-04', ['00:00:00', '06:00:00'], ['05:00:00', '12:00:00']),
    ]),
    undefined,
    context,
  )
  const seen = ['2026-03-01', '2026-03-02', '2026-03-03', '2026-03-04'].map((one) => [cell(one).step, cell(one).words])
  expect(seen).toEqual([
    [5, '24 h of 24 h'],
    [5, '21 h 40 min of 24 h'],
    [1, 'less than a minute of 24 h'],
    [3, '12 h of 24 h'],
  ])
  expect([0, 40 * 60, 3 * HOUR].map(lengthWords)).toEqual(['less than a minute', '40 min', '3 h'])
})

test('what is scheduled and not there is missing; of days that go on, are untold or overwritten nothing is claimed', () => {
  const of = channel(
    [
      day('2026-03-10', ['00:00:00', '20:00:00']),
      day('2026-03-11'),
      day('2026-03-12', ['00:00:00', '11:59:50'], ['12:00:10', '23:59:59']),
      day('2026-03-20', ['00:00:00', '02:00:00']),
    ],
    { oldest_record_date: '2026-03-08' },
  )
  const cell = cellsOf(of, always, context)
  expect(cell('2026-03-10')).toMatchObject({ missing: 'some', words: '20 h of 24 h, 4 h of the schedule missing' })
  expect(cell('2026-03-11')).toMatchObject({ state: 'nothing', missing: 'all' })
  expect(cell('2026-03-12').missing).toBe('none')
  expect(cell('2026-03-20').missing).toBe('none')
  expect(cell('2026-03-15')).toMatchObject({ state: 'unknown', missing: 'none' })
  expect(cell('2026-03-02')).toMatchObject({ state: 'nothing', missing: 'none' })
  expect(cell('2026-03-25').state).toBe('future')
  expect(cellsOf(of, mode(always.timeline, false), context)('2026-03-11').missing).toBe('none')
})

test('a whole month without footage is missing once the device has said so, and not known before', () => {
  const empty = channel([])
  expect(cellsOf(empty, always, context)('2026-03-05')).toMatchObject({ state: 'nothing', missing: 'all' })
  expect(cellsOf({ ...empty, days_known: false }, always, context)('2026-03-05').state).toBe('unknown')
})

test('footage whose ranges are still to be read is not taken for a gap', () => {
  const cell = cellsOf(
    channel([{ ...day('2026-03-05', ['00:00:00', '01:00:00']), ranges_known: false }]),
    always,
    context,
  )
  expect(cell('2026-03-05')).toMatchObject({ state: 'unread', missing: 'none' })
})

test('a schedule that goes on after midnight counts on both days', () => {
  const night = mode([entry(6, '20:00:00', 0, '06:00:00')])
  expect(scheduled(night, 6)).toEqual([[20 * HOUR, 24 * HOUR]])
  expect(scheduled(night, 0)).toEqual([[0, 6 * HOUR]])
  expect(scheduled(night, 1)).toEqual([])
  expect(total(without(scheduled(night, 0), [[HOUR, 2 * HOUR]]))).toBe(5 * HOUR)
})

test('a day is over when the recorder has begun the next one; a recorder in another zone is given a day more', () => {
  expect(contextOf([channel([])], '2026-03-20')).toEqual({ closed: '2026-03-19', today: '2026-03-20' })
  expect(contextOf([channel([])], '2026-03-21')).toEqual({ closed: '2026-03-19', today: '2026-03-21' })
  expect(contextOf([channel([])], '2026-03-19')).toEqual({ closed: '2026-03-18', today: '2026-03-20' })
})
