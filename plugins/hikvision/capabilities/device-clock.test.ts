// The device's clock.
import { describe, expect, test } from 'bun:test'
import { readXml } from '../isapi/xml.ts'
import type { DocumentDeviceOptions } from '../test-documents.ts'
import { recorder } from '../test-session.ts'
import { localTime, readClock } from './device-clock.ts'

type Own = NonNullable<DocumentDeviceOptions['own']>[string]

const DST = 'CST+5:00:00DST01:00:00,M3.2.0/02:00:00,M11.1.0/02:00:00'
const time = (local: string, zone = DST, mode = 'NTP') =>
  `<Time version="1.0" xmlns="urn:x"><timeMode>${mode}</timeMode><localTime>${local}</localTime><timeZone>${zone}</timeZone><satelliteInterval>60</satelliteInterval></Time>`

describe('a clock', () => {
  test('is read by its digits and its zone, whatever offset it writes', () => {
    // Summer in New York: the device writes the offset of winter.
    const reading = readClock(readXml(time('2026-08-12T13:07:06-05:00')), new Date('2026-08-12T17:07:00Z'))
    expect(reading).toEqual({
      time: new Date('2026-08-12T17:07:06Z'),
      utcOffsetMinutes: -240,
      mode: 'ntp',
      timeZone: DST,
      driftSeconds: 6,
    })
    expect(readClock(readXml(time('2004-05-05T00:00:00')), new Date('2026-01-01T00:00:00Z')).driftSeconds).toBeLessThan(
      -6e8,
    )
  })

  test('is written in the device’s own form', () => {
    const at = new Date('2026-08-12T17:07:06Z')
    expect(localTime(readXml(time('2026-08-12T13:07:06-05:00')), at)).toBe('2026-08-12T13:07:06-04:00')
    expect(localTime(readXml(time('2026-08-12T13:07:06-0500')), at)).toBe('2026-08-12T13:07:06-0400')
    expect(localTime(readXml(time('2026-08-12T13:07:06')), at)).toBe('2026-08-12T13:07:06')
  })

  test('is set without touching the zone', async () => {
    const path = '/ISAPI/System/time'
    const now = new Date('2026-01-15T12:00:00Z')
    const before = time('2026-01-15T06:30:00-05:00')
    await using stand = await recorder({ documents: { [path]: before } })
    const { clock } = await stand.connect({ now: () => now })
    expect((await clock?.read())?.driftSeconds).toBe(-1800)
    const written = await clock?.set(now)
    expect(written).toMatchObject({
      before: { driftSeconds: -1800, mode: 'ntp' },
      after: { driftSeconds: 0 },
      ignored: [],
    })
    expect(stand.device.writes.map(({ body }) => body)).toEqual([time('2026-01-15T07:00:00-05:00', DST, 'manual')])
  })

  test('is compared anew when ours was set while the device answered', async () => {
    const ours = { at: Date.parse('1970-01-01T00:02:00Z') }
    const truth = Date.parse('2026-01-15T12:00:00Z')
    let asked = 0
    const own: Own = (_request, response) => {
      // The second one is that of the reading, the first that of signing in.
      if (++asked === 2) ours.at = truth
      response.writeHead(200, { 'Content-Type': 'application/xml' }).end(time('2026-01-15T07:00:00-05:00'))
    }
    await using stand = await recorder({ documents: {}, own: { '/ISAPI/System/time': own } })
    const { clock } = await stand.connect({ now: () => new Date(ours.at) })
    expect((await clock?.read())?.driftSeconds).toBe(0)
    expect(asked).toBe(3)
    expect((await clock?.read())?.driftSeconds).toBe(0)
    expect(asked).toBe(4)
  })

  test('that does not take a time says so', async () => {
    await using stand = await recorder({ documents: {}, onPut: (_path, _body, keep) => ({ keep }) })
    expect((await (await stand.connect()).clock?.set(new Date()))?.ignored).toEqual(['time'])
  })
})
