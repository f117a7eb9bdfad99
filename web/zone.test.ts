// Zones: offsets, days and their beginnings, wherever the tests are run.
import { expect, test } from 'bun:test'
import { timesIn } from './times-in.ts'
import { beginOf, dayOf, deviceOffsetAt, isZone, offsetAt } from './zone.ts'

const at = (text: string) => Date.parse(text)

test('the offset is that of the moment, in zones with summers, halves and none', () => {
  expect(offsetAt(at('2026-07-01T12:00:00Z'), 'Europe/Berlin')).toBe(120)
  expect(offsetAt(at('2026-12-01T12:00:00.999Z'), 'Europe/Berlin')).toBe(60)
  expect(offsetAt(at('2026-10-25T00:59:59Z'), 'Europe/Berlin')).toBe(120)
  expect(offsetAt(at('2026-10-25T01:00:00Z'), 'Europe/Berlin')).toBe(60)
  expect(offsetAt(at('2026-07-01T12:00:00Z'), 'Asia/Kolkata')).toBe(330)
  expect(offsetAt(at('2026-07-01T12:00:00Z'), 'America/St_Johns')).toBe(-150)
  expect(offsetAt(at('2026-07-01T12:00:00Z'), 'UTC')).toBe(0)
})

test('a day is that of the zone', () => {
  expect(dayOf(new Date('2026-11-19T23:30:00Z'), 'Asia/Ho_Chi_Minh')).toBe('2026-11-20')
  expect(dayOf(new Date('2026-11-19T23:30:00Z'), 'America/Chicago')).toBe('2026-11-19')
})

test('a day begins at its midnight, and a day of 25 hours ends an hour later', () => {
  const begin = (day: string, later?: number) => beginOf(day, later, 'Europe/Berlin').toISOString()
  expect(begin('2026-10-25')).toBe('2026-10-24T22:00:00.000Z')
  expect(begin('2026-10-25', 1)).toBe('2026-10-25T23:00:00.000Z')
  expect(begin('2026-03-29', 1)).toBe('2026-03-29T22:00:00.000Z')
  expect(beginOf('2026-11-19', 0, 'Pacific/Auckland').toISOString()).toBe('2026-11-18T11:00:00.000Z')
})

test('a device in the person’s zone follows its summers, another keeps what it said', () => {
  const winter = at('2026-12-01T12:00:00Z')
  const summer = at('2026-07-01T12:00:00Z')
  expect(deviceOffsetAt(60, summer, winter, 'Europe/Berlin')).toBe(120)
  expect(deviceOffsetAt(480, summer, winter, 'Europe/Berlin')).toBe(480)
  expect(deviceOffsetAt(null, summer, winter, 'Europe/Berlin')).toBe(120)
})

test('a zone that the browser does not know is none', () => {
  expect(isZone('Europe/Berlin')).toBe(true)
  expect(isZone('Mars/Olympus')).toBe(false)
  expect(isZone('')).toBe(false)
})

test('moments and days are told in the zone that was chosen', () => {
  const now = new Date('2026-11-21T03:00:00Z')
  const there = timesIn('en', 'Asia/Ho_Chi_Minh')
  const here = timesIn('en', 'America/Chicago')
  const seen = new Date('2026-11-20T16:30:00Z')
  expect([there.moment(seen, now), here.moment(seen, now)]).toEqual(['Fri 23:30', '10:30'])
  expect([there.dayName(seen, now), here.dayName(seen, now)]).toEqual(['Yesterday', 'Today'])
  expect(timesIn('de', 'Asia/Ho_Chi_Minh').moment(new Date('2026-03-02T20:00:00Z'), now)).toBe('3. März 03:00')
  const year = new Date('2025-12-31T20:00:00Z')
  expect([there.dayName(year, now), here.dayName(year, now)]).toEqual(['Thursday, January 1', 'December 31, 2025'])
})
