// Calendar, ranges and gaps of days on which the clocks change, to the second, against what the simulator itself recorded.
import { expect, test } from 'bun:test'
import type { FootageOptions, Outage, Quirk } from '../plugins/hikvision/simulator/index.ts'
import { createTruthStand, type Truth, truthOf } from './truth.ts'

const outage = (from: string, to: string, ...channels: number[]): Outage => ({
  ...{ from: new Date(from), to: new Date(to) },
  ...(channels.length && { channels }),
})

interface Day {
  now: string
  day: string
  from: string
  to: string
  offsets: { at: string; utc_offset_minutes: number }[]
  outages: Outage[]
}

const AUTUMN: Day = {
  now: '2026-10-26T05:00:00Z',
  day: '2026-10-25',
  from: '2026-10-24T22:00:00.000Z',
  to: '2026-10-25T23:00:00.000Z',
  offsets: [
    { at: '2026-10-24T22:00:00.000Z', utc_offset_minutes: 120 },
    { at: '2026-10-25T01:00:00.000Z', utc_offset_minutes: 60 },
  ],
  outages: [
    // From 02:40 of the first hour to 02:20 of the second, up to the change, and over midnight.
    outage('2026-10-25T00:40:00Z', '2026-10-25T01:20:00Z', 1),
    outage('2026-10-25T00:57:11Z', '2026-10-25T01:00:00Z', 2),
    outage('2026-10-25T12:00:00Z', '2026-10-25T12:00:05Z', 1),
    outage('2026-10-25T13:00:00Z', '2026-10-25T13:00:06Z', 1),
    outage('2026-10-25T22:59:50Z', '2026-10-25T23:10:00Z', 1),
  ],
}

const SPRING: Day = {
  now: '2026-03-30T05:00:00Z',
  day: '2026-03-29',
  from: '2026-03-28T23:00:00.000Z',
  to: '2026-03-29T22:00:00.000Z',
  offsets: [
    { at: '2026-03-28T23:00:00.000Z', utc_offset_minutes: 60 },
    { at: '2026-03-29T01:00:00.000Z', utc_offset_minutes: 120 },
  ],
  outages: [
    outage('2026-03-29T00:59:50Z', '2026-03-29T01:00:13Z', 1),
    outage('2026-03-29T01:00:00Z', '2026-03-29T01:10:00Z', 2),
    outage('2026-03-28T22:50:00Z', '2026-03-28T23:00:07Z', 1),
  ],
}

const wall = (offset: number, time: string) => new Date(Date.parse(time) + offset * 60_000).toISOString().slice(11, 19)

interface Options {
  channels: number
  quirks?: readonly Quirk[]
  footage: FootageOptions
}

async function compare(day: Day, options: Options): Promise<Truth[]> {
  const { channels, quirks = [], footage } = options
  await using stand = await createTruthStand(day.now, {
    ...{ channels, quirks },
    footage: { ...footage, outages: day.outages },
  })
  const numbers = Array.from({ length: channels }, (_, index) => index + 1)
  const next = new Date(Date.parse(day.day) + 86_400_000).toISOString().slice(0, 10)
  const truths = numbers.map((number) => truthOf(stand.simulator, number, [day.day, next], day.from, day.to))

  // By the device's wall clock, and by instants.
  const query = `channel_ids=${numbers}&from=${day.day}T00:00:00&to=${next}T00:00:00`
  const { data } = await stand.settled(`/api/footage/ranges?${query}`)
  const gaps = await stand.settled(`/api/footage/gaps?channel_ids=${numbers}&from=${day.from}&to=${day.to}`)
  const calendar = await stand.settled(`/api/devices/1/channels/month_data/${day.day.slice(0, 7)}`)
  for (const [index, truth] of truths.entries()) {
    const [channel, told] = [data[index], gaps.channels[index]]
    const id = index + 1
    expect(channel).toMatchObject({ channel_id: id, from: day.from, to: day.to })
    expect(channel.device).toEqual(truth.ranges)
    expect(channel.certain).toEqual([{ start: day.from, end: day.to }])
    expect(channel.offsets).toEqual(day.offsets)

    const own = gaps.data.filter((gap: { channel_id: number }) => gap.channel_id === id)
    expect(own.map(({ start, end, seconds, mode }: Truth['gaps'][number]) => ({ start, end, seconds, mode }))).toEqual(
      truth.gaps,
    )
    expect(told).toMatchObject({
      schedule: 'known',
      scheduled_seconds: truth.scheduledSeconds,
      recorded_seconds: truth.recordedSeconds,
      missing_seconds: truth.scheduledSeconds - truth.recordedSeconds,
    })

    const [before = 0, after = 0] = day.offsets.map((one) => one.utc_offset_minutes)
    const offsetAt = (time: string) => (time < (day.offsets[1]?.at ?? '') ? before : after)
    const onDay = calendar.channels[index].record_days.find(
      (one: { record_date: string }) => one.record_date === day.day,
    )
    // Ranges of the calendar have no kind, and these channels have one each.
    expect(onDay).toEqual({
      ...{ record_date: day.day, has_record: truth.ranges.length > 0, ranges_known: true },
      time_ranges: truth.ranges.map(({ start, end }) => ({
        start_time: wall(offsetAt(start), start),
        end_time: end === day.to ? '23:59:59' : wall(offsetAt(new Date(Date.parse(end) - 1).toISOString()), end),
      })),
    })
  }
  return truths
}

// Files of 5 to 20 s, some that overlap and some that wait for motion; the newest one an hour after the day.
const BUSY = { channels: 2, footage: { days: 3, lengths: [5, 20], motion: [2], seed: 5 } } as const
const LONG_MS = 300_000

test(
  'an autumn day with 5,000 segments on each channel is exact to the second',
  async () => {
    const truths = await compare({ ...AUTUMN, now: '2026-10-25T23:55:00Z' }, BUSY)
    for (const { segments } of truths) expect(segments).toBeGreaterThan(5000)
    expect(truths[0]?.overlaps).toBeGreaterThan(2000)
    // 5 s are no gap, 6 s are one.
    expect(truths[0]?.gaps.map(({ seconds }) => seconds)).toEqual([2400, 6, 10])
    expect(truths[1]?.gaps.length).toBeGreaterThan(2000)
  },
  LONG_MS,
)

test(
  'a spring day with 5,000 segments on each channel is exact to the second',
  async () => {
    const truths = await compare({ ...SPRING, now: '2026-03-29T22:55:00Z' }, BUSY)
    for (const { segments } of truths) expect(segments).toBeGreaterThan(5000)
    expect(truths[0]?.overlaps).toBeGreaterThan(2000)
    expect(truths[1]?.gaps.length).toBeGreaterThan(2000)
  },
  LONG_MS,
)

for (const [day, habit, seed] of [
  [AUTUMN, 'utc', 4],
  [AUTUMN, 'offset-times', 4],
  [AUTUMN, 'no-distribution', 5],
  [SPRING, 'flaky-search', 4],
] as const)
  test(
    `${day.day} is exact on a device with the habit “${habit}”, midnights on both sides included`,
    async () => {
      const truths = await compare(day, {
        quirks: [habit],
        channels: 4,
        footage: { days: 3, perDay: 60, motion: [3, 4], seed },
      })
      expect(truths.map(({ ranges }) => [...new Set(ranges.map(({ kind }) => kind))])).toEqual([
        ['continuous'],
        ['continuous'],
        ['motion'],
        ['motion'],
      ])
      // The fourth is to record by night only.
      expect(truths[3]?.scheduledSeconds).toBeLessThan(12 * 3600)
      expect(truths[1]?.gaps.map(({ start }) => start)).toEqual([day.outages[1]?.from.toISOString() ?? ''])
    },
    LONG_MS,
  )
