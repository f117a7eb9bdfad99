// Which search on the recorders' disks answers to a filter of alarms.
import { expect, test } from 'bun:test'
import { problemOf } from '../playback/find/query.ts'
import { filterOf } from './filter.ts'
import { footageOf } from './footage-of.ts'

const KEEPING = [
  { id: 1, device_id: 1 },
  { id: 2, device_id: 1 },
  { id: 5, device_id: 3 },
]
const DAYS = { today: '2026-03-10', known: '2026-03-10' }
const searchFor = (address: string, keeping = KEEPING, days = DAYS) =>
  footageOf(filterOf(Object.fromEntries(new URLSearchParams(address))), keeping, days)

test('the days that are said are searched whole, and without any yesterday and today', () => {
  const cases: [string, string, string][] = [
    ['', '2026-03-09', '2026-03-11'],
    ['when=today', '2026-03-10', '2026-03-11'],
    ['when=yesterday', '2026-03-09', '2026-03-10'],
    ['when=week', '2026-03-04', '2026-03-11'],
    ['from=2026-02-20&to=2026-02-22', '2026-02-20', '2026-02-23'],
    ['from=2026-03-01', '2026-03-01', '2026-03-11'],
    ['to=2026-02-28', '2026-02-28', '2026-03-01'],
  ]
  for (const [address, first, after] of cases) {
    const search = searchFor(address)
    expect([address, search]).toEqual([address, { channelIds: null, from: `${first}T00:00`, to: `${after}T00:00` }])
    expect(search && problemOf(search, KEEPING.length)).toBeNull()
  }
})

test('behind a list that goes back to a day, that day and the one before are searched', () => {
  const days = { today: '2026-03-10', known: '2026-03-01' }
  expect(searchFor('', KEEPING, days)).toMatchObject({ from: '2026-02-28T00:00', to: '2026-03-02T00:00' })
  expect(searchFor('when=today', KEEPING, days)).toMatchObject({ from: '2026-03-10T00:00', to: '2026-03-11T00:00' })
})

test('only channels that are filtered and keep footage are searched, and not more than can be at once', () => {
  expect(searchFor('device=1')?.channelIds).toEqual([1, 2])
  expect(searchFor('channel=5')?.channelIds).toEqual([5])
  expect(searchFor('channel=9')).toBeNull()
  expect(searchFor('', [])).toBeNull()
  const many = Array.from({ length: 70 }, (_, index) => ({ id: index + 1, device_id: 1 }))
  expect(searchFor('', many)?.channelIds).toHaveLength(64)
})
