// Times of devices that live with summer time.
import { expect, test } from 'bun:test'
import { offsetOfZone } from './clock.ts'
import { createTimes } from './times.ts'

// Berlin, as devices write it: clocks go back on 25 October 2026, 01:00 UTC, and forward on 28 March 2027.
const BERLIN = 'CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00'
const berlin = createTimes((time) => offsetOfZone(BERLIN, time) ?? 0)
const iso = (time: Date | null) => time?.toISOString().slice(0, 19)

test('digits are the wall clock, before and after summer time', () => {
  expect(iso(berlin.read('2026-10-24T12:00:00Z'))).toBe('2026-10-24T10:00:00')
  expect(iso(berlin.read('2026-10-25T12:00:00'))).toBe('2026-10-25T11:00:00')
  expect(berlin.write(new Date('2026-10-24T10:00:00Z'))).toBe('2026-10-24T12:00:00Z')
  expect(berlin.write(new Date('2026-10-25T11:00:00Z'))).toBe('2026-10-25T12:00:00Z')
})

test('an hour that comes twice is the first, unless that would be too early', () => {
  expect(iso(berlin.read('2026-10-25T02:30:00Z'))).toBe('2026-10-25T00:30:00')
  expect(iso(berlin.read('2026-10-25T02:10:00Z', new Date('2026-10-25T00:50:00Z')))).toBe('2026-10-25T01:10:00')
})

test('an hour that never comes lies after the gap', () => {
  expect(iso(berlin.read('2027-03-28T02:30:00Z'))).toBe('2027-03-28T01:30:00')
})

test('explicit offsets and devices that mean UTC are taken at their word', () => {
  expect(iso(berlin.read('2026-06-27T16:51:55+05:30'))).toBe('2026-06-27T11:21:55')
  expect(iso(berlin.read('2026-06-27T16:51:55+0530'))).toBe('2026-06-27T11:21:55')
  const utc = createTimes(() => 120)
  utc.calibrate('utc')
  expect(iso(utc.read('2026-06-27T16:51:55Z'))).toBe('2026-06-27T16:51:55')
  expect(utc.write(new Date('2026-06-27T16:51:55Z'))).toBe('2026-06-27T16:51:55Z')
  expect(berlin.read('nonsense')).toBeNull()
})

test('what ends as the clock changes ends by the digits of before', () => {
  expect(iso(berlin.readEnd('2026-10-25T03:00:00Z', new Date('2026-10-25T00:59:00Z')))).toBe('2026-10-25T01:00:00')
  expect(iso(berlin.readEnd('2026-10-25T02:30:00Z', new Date('2026-10-25T01:10:00Z')))).toBe('2026-10-25T01:30:00')
  expect(iso(berlin.readEnd('2027-03-28T02:00:00Z', new Date('2027-03-28T00:59:00Z')))).toBe('2027-03-28T01:00:00')
})
