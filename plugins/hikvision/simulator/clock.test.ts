// The device's zone: sign inverted, summer time by rule, and the offset that the settings get wrong.
import { describe, expect, test } from 'bun:test'
import { localTime, localTimeOfSettings, parseZone } from './clock.ts'

describe('the device clock', () => {
  test.each([
    ['CST-8:00:00', '2026-01-01T00:00:00Z', '2026-01-01T08:00:00+08:00'],
    ['CST+5:00:00', '2026-01-01T00:00:00Z', '2025-12-31T19:00:00-05:00'],
    ['CST-5:30:00', '2026-01-01T00:00:00Z', '2026-01-01T05:30:00+05:30'],
    ['CST0:00:00', '2026-01-01T00:00:00Z', '2026-01-01T00:00:00+00:00'],
  ])('%s at %s is %s', (zone, at, local) => {
    expect(localTime(parseZone(zone), new Date(at))).toBe(local)
  })

  const newYork = parseZone('CST+5:00:00DST01:00:00,M3.2.0/02:00:00,M11.1.0/02:00:00')
  const berlin = parseZone('CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00')
  const sydney = parseZone('CST-10:00:00DST01:00:00,M10.1.0/02:00:00,M4.1.0/03:00:00')

  test.each([
    ['before spring', newYork, '2026-03-08T06:59:59Z', '2026-03-08T01:59:59-05:00'],
    ['after spring', newYork, '2026-03-08T07:00:00Z', '2026-03-08T03:00:00-04:00'],
    ['before autumn', newYork, '2026-11-01T05:59:59Z', '2026-11-01T01:59:59-04:00'],
    ['after autumn', newYork, '2026-11-01T06:00:00Z', '2026-11-01T01:00:00-05:00'],
    ['the last Sunday of March', berlin, '2026-03-29T01:00:00Z', '2026-03-29T03:00:00+02:00'],
    ['the last Sunday of October', berlin, '2026-10-25T01:00:00Z', '2026-10-25T02:00:00+01:00'],
    ['summer over the turn of the year', sydney, '2026-01-15T00:00:00Z', '2026-01-15T11:00:00+11:00'],
    ['winter in July', sydney, '2026-07-15T00:00:00Z', '2026-07-15T10:00:00+10:00'],
  ])('summer time: %s', (_, zone, at, local) => {
    expect(localTime(zone, new Date(at))).toBe(local)
  })

  test('the settings show the right digits with the offset of the winter', () => {
    expect(localTimeOfSettings(newYork, new Date('2026-08-12T17:07:06Z'))).toBe('2026-08-12T13:07:06-05:00')
  })

  test('a zone written in another way is refused with an example', () => {
    expect(() => parseZone('Europe/Vienna')).toThrow('write it like CST-8:00:00')
  })
})
