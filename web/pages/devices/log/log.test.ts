// What the log tab makes of the address and of found entries.
import { expect, test } from 'bun:test'
import type { LogEntry } from './asks.ts'
import { fitting, offsetOf, piecesOf, withOlder } from './entries.ts'
import { addressQuery, problemOf, queryOf, spanOf } from './query.ts'

const entry = (second: number, description = 'Motion'): LogEntry => ({
  eventTime: `2026-03-01T08:00:${String(second).padStart(2, '0')}`,
  time: `2026-03-01T00:00:${String(second).padStart(2, '0')}.000Z`,
  majorType: 'alarm',
  subType: 'motionStart',
  channelID: 1,
  description,
  localId: 'D1',
  userName: null,
  ipAddress: null,
})

test('an address that says nothing, or nonsense, means the last day and every kind', () => {
  const usual = { range: 'day', from: '', to: '', kind: 'all' } as const
  expect(queryOf({})).toEqual(usual)
  expect(queryOf({ range: 'decade', kind: 'gossip' })).toEqual(usual)
  expect(queryOf({ range: 'week', kind: 'alarm' })).toEqual({ ...usual, range: 'week', kind: 'alarm' })
})

test('what was looked for is found again by its address', () => {
  const own = { range: 'own', from: '2026-03-01T08:00', to: '2026-03-01T09:30', kind: 'exception' } as const
  expect(queryOf(Object.fromEntries(new URLSearchParams(addressQuery(own))))).toEqual(own)
  expect(addressQuery({ ...own, range: 'hour', kind: 'all' })).toBe('?range=hour')
})

test('times of one’s own go out without a zone: they are the device’s; a range up to now goes out as instants', () => {
  const now = new Date('2026-03-01T12:00:00Z')
  const own = { range: 'own', from: '2026-03-01T08:00', to: '2026-03-01T09:30', kind: 'all' } as const
  expect(spanOf(own, now)).toEqual({ from: '2026-03-01T08:00', to: '2026-03-01T09:30' })
  expect(spanOf({ ...own, range: 'day' }, now)).toEqual({
    from: '2026-02-28T12:00:00.000Z',
    to: '2026-03-01T12:00:00.000Z',
  })
})

test('times that are missing or in the wrong order are not sent', () => {
  const own = { range: 'own', from: '2026-03-01T08:00', to: '2026-03-01T07:00', kind: 'all' } as const
  expect(problemOf(own)).toBe('log.own.order')
  expect(problemOf({ ...own, to: '' })).toBe('log.own.missing')
  expect(problemOf({ ...own, to: '2026-03-01T08:00' })).toBeNull()
  expect(problemOf({ ...own, range: 'day' })).toBeNull()
})

test('older entries lose none and double none of the second in which the newer ones were cut', () => {
  const known = [entry(9), entry(5, 'a'), entry(5, 'b')]
  const older = [entry(5, 'a'), entry(5, 'b'), entry(5, 'c'), entry(2)]
  expect(withOlder(known, older).map(({ description }) => description)).toEqual(['Motion', 'a', 'b', 'c', 'Motion'])
  expect(withOlder(known, [entry(5, 'a'), entry(2)])).toHaveLength(4)
  expect(withOlder(known, [])).toEqual(known)
})

test('an entry fits when every word is somewhere in it', () => {
  const entries = [{ ...entry(1, 'Motion on Garage'), userName: 'anna' }, entry(2, 'Motion on Hall')]
  expect(fitting(entries, 'garage MOTION')).toHaveLength(1)
  expect(fitting(entries, 'anna')).toHaveLength(1)
  expect(fitting(entries, ' ')).toHaveLength(2)
  expect(fitting(entries, 'cellar')).toHaveLength(0)
})

test('a long list is cut into pieces that know which day was named before them', () => {
  const pieces = piecesOf([entry(5), entry(4), entry(3)], 2)
  expect(pieces.map(({ at, entries, dayBefore }) => [at, entries.length, dayBefore])).toEqual([
    [0, 2, ''],
    [2, 1, '2026-03-01'],
  ])
})

test('how far the device’s clock was ahead of UTC is read from its two times', () => {
  expect(offsetOf({ eventTime: '2026-03-01T08:00:00', time: '2026-03-01T00:00:00.000Z' })).toBe(480)
  expect(offsetOf({ eventTime: '2026-02-28T20:30:00', time: '2026-03-01T00:00:00.000Z' })).toBe(-210)
})
