// The day a disk will be full, reckoned: rules, quotas, limits in all, and several folders.
import { expect, test } from 'bun:test'
import { type Forecast, forecast, type Limits, type Room, type Use } from './forecast.ts'

const GB = 1e9
const NONE: Limits = { days: null, bytes: null }
const use = (values: Partial<Use> = {}): Use => ({
  ...{ folder: null, bytes: 0, keptBytes: 0, bytesPerDay: 10 * GB, days: null, quotaBytes: null, isRecorder: true },
  ...values,
})
const disk = (bytes: number | null, folder: number | null = null): Room => ({ folder, bytes })
const rounded = ({ fullInDays, reachesDays }: Forecast) => ({
  full: [...fullInDays.values()].map((days) => days && Math.round(days * 100) / 100),
  reaches: reachesDays.map((days) => days && Math.round(days * 100) / 100),
})
const of = (uses: Use[], rooms: Room[], limits = NONE) => rounded(forecast(uses, rooms, limits))

test('without rules a disk is full when its room has been used up, and that far recordings reach back then', () => {
  expect(of([use({ bytes: 50 * GB })], [disk(100 * GB)])).toEqual({ full: [10], reaches: [15] })
})

test('an age, a quota or a limit in all that keeps it below means never', () => {
  const rules: [Partial<Use>, Limits, number][] = [
    [{ days: 7 }, NONE, 7],
    [{ quotaBytes: 60 * GB }, NONE, 6],
    [{}, { days: 5, bytes: null }, 5],
    [{}, { days: null, bytes: 40 * GB }, 4],
    [{ days: 7, quotaBytes: 60 * GB }, { days: 30, bytes: 55 * GB }, 5.5],
  ]
  for (const [values, limits, days] of rules)
    expect(of([use(values)], [disk(100 * GB)], limits)).toEqual({ full: [null], reaches: [days] })
})

test('rules that allow more than there is room for do not keep the disk from being full', () => {
  expect(of([use({ days: 30 })], [disk(100 * GB)])).toEqual({ full: [10], reaches: [10] })
  // The first one has stopped growing by then.
  const two = [use({ days: 2 }), use({ quotaBytes: 900 * GB })]
  expect(of(two, [disk(100 * GB)])).toEqual({ full: [8], reaches: [2, 8] })
})

test('each folder has its own day, and the limit in all takes the oldest wherever they lie', () => {
  const uses = [use(), use({ folder: 1, bytesPerDay: 20 * GB }), use({ folder: 2, days: 3 })]
  const rooms = [disk(50 * GB), disk(500 * GB, 1), disk(100 * GB, 2)]
  expect(of(uses, rooms)).toEqual({ full: [5, 25, null], reaches: [5, 25, 3] })
  expect(of(uses, rooms, { days: null, bytes: 120 * GB })).toEqual({ full: [null, null, null], reaches: [3, 3, 3] })
})

test('what no rule removes counts, and what is not recorded by us does not make room', () => {
  const kept = use({ bytes: 40 * GB, keptBytes: 40 * GB, quotaBytes: 60 * GB })
  expect(of([kept], [disk(100 * GB)])).toEqual({ full: [null], reaches: [2] })
  const fetched = use({ isRecorder: false })
  expect(of([use({ bytes: 20 * GB }), fetched], [disk(100 * GB)])).toEqual({ full: [5], reaches: [12, null] })
})

test('a disk that does not answer, and one to which nothing comes, are never full; one without room is full now', () => {
  expect(of([use()], [disk(null)])).toEqual({ full: [null], reaches: [null] })
  expect(of([use({ bytesPerDay: 0, bytes: 50 * GB })], [disk(-1)])).toEqual({ full: [null], reaches: [null] })
  expect(of([use({ bytes: 10 * GB, days: 1 })], [disk(0)]).full).toEqual([0])
})
