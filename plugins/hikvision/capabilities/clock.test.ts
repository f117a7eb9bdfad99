// Zones with the sign inverted, and times that devices write.
import { describe, expect, test } from 'bun:test'
import { readXml } from '../isapi/xml.ts'
import { instantOf, offsetOfTime, offsetOfZone } from './clock.ts'

const US = 'CST+5:00:00DST01:00:00,M3.2.0/02:00:00,M11.1.0/02:00:00'
const EUROPE = 'CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00'
const SOUTH = 'CST-10:00:00DST01:00:00,M10.1.0/02:00:00,M4.1.0/03:00:00'

describe('zones', () => {
  test('the sign is inverted', () => {
    const at = new Date('2026-01-01T00:00:00Z')
    expect(offsetOfZone('CST-8:00:00', at)).toBe(480)
    expect(offsetOfZone('CST+5:00:00', at)).toBe(-300)
    expect(offsetOfZone('CST-5:30:00', at)).toBe(330)
    expect(offsetOfZone('CST+0:00:00', at)).toBe(0)
    expect(offsetOfZone('nonsense', at)).toBeNull()
  })

  test('daylight saving begins and ends at the minute, on both halves of the earth', () => {
    const cases: [string, string, number][] = [
      [US, '2026-03-08T06:59:00Z', -300],
      [US, '2026-03-08T07:00:00Z', -240],
      [US, '2026-11-01T05:59:00Z', -240],
      [US, '2026-11-01T06:00:00Z', -300],
      [EUROPE, '2026-03-29T00:59:00Z', 60],
      [EUROPE, '2026-03-29T01:00:00Z', 120],
      [EUROPE, '2026-10-25T00:59:00Z', 120],
      [EUROPE, '2026-10-25T01:00:00Z', 60],
      [SOUTH, '2026-01-15T00:00:00Z', 660],
      [SOUTH, '2026-07-15T00:00:00Z', 600],
    ]
    for (const [zone, at, offset] of cases)
      expect([zone, at, offsetOfZone(zone, new Date(at))]).toEqual([zone, at, offset])
  })

  test('the rule is trusted more than the offset in the time', () => {
    const time = readXml(`<Time><localTime>2026-07-01T12:00:00-05:00</localTime><timeZone>${US}</timeZone></Time>`)
    expect(offsetOfTime(time, new Date('2026-07-01T16:00:00Z'))).toBe(-240)
    expect(offsetOfTime(readXml('<Time><localTime>2026-07-01T12:00:00+05:30</localTime></Time>'), new Date())).toBe(330)
    expect(offsetOfTime(null, new Date())).toBeNull()
  })
})

test('times are read with their offset, or placed by the zone of the device', () => {
  expect(instantOf('2026-09-27T08:25:13+08:00', null)?.toISOString()).toBe('2026-09-27T00:25:13.000Z')
  expect(instantOf('2026-09-27T08:25:13+0530', null)?.toISOString()).toBe('2026-09-27T02:55:13.000Z')
  expect(instantOf('2026-09-27T08:25:13', 480)?.toISOString()).toBe('2026-09-27T00:25:13.000Z')
  expect(instantOf('2026-09-27T08:25:13', null)).toBeNull()
  expect(instantOf('2026-09-27T08:25:13Z', 480)?.toISOString()).toBe('2026-09-27T08:25:13.000Z')
  expect(instantOf('yesterday', 480)).toBeNull()
})
