// The device's log: complete or up to what was asked for, newest first.
import { describe, expect, test } from 'bun:test'
import type { LogQuery } from '#plugin'
import { said } from '../test-documents.ts'
import { faultOf, recorder } from '../test-session.ts'

const PATH = '/ISAPI/ContentMgmt/logSearch'
const NOW = new Date('2026-01-01T00:00:00Z')
const value = (body: string, name: string) => new RegExp(`<${name}>([^<]*)<`).exec(body)?.[1] ?? ''
const at = (time: number) => `${new Date(time).toISOString().slice(0, 19)}Z`

/** One entry every `seconds`, back from the device's now (eight hours ahead), as a device that stops at 2,000 gives them. */
function log(count: number, seconds: number, cap = 2000) {
  const now = NOW.getTime() + 8 * 3_600_000
  const all = Array.from({ length: count }, (_, index) => at(now - (count - index) * seconds * 1000))
  let asked = 0
  const answer = (body: string) => {
    asked++
    const position = Number(value(body, 'searchResultPostion'))
    const fitting = all
      .filter((time) => time >= value(body, 'startTime') && time <= value(body, 'endTime'))
      .slice(0, cap)
    const page = fitting.slice(position, position + Number(value(body, 'maxResults')))
    const items = page.map(
      (
        time,
      ) => `<searchMatchItem><logDescriptor><metaId>log.hikvision.com/Alarm/motionStart/3</metaId><StartDateTime>${time}</StartDateTime>
<localId>D3</localId><userName>admin</userName><ipAddress>192.0.2.7</ipAddress></logDescriptor></searchMatchItem>`,
    )
    return `<CMSearchResult><responseStatusStrg>${position + page.length < fitting.length ? 'MORE' : 'OK'}</responseStatusStrg><matchList>${items.join('')}</matchList></CMSearchResult>`
  }
  return { answer, asked: () => asked }
}

const query = (more: Partial<LogQuery> = {}): LogQuery => ({
  from: new Date('2025-12-01T00:00:00Z'),
  to: NOW,
  major: 'all',
  limit: 10_000,
  ...more,
})

describe('a log', () => {
  test('of 5,000 entries in an hour and a half comes complete from a device that stops at 2,000', async () => {
    const device = log(5000, 1)
    await using stand = await recorder({ documents: {}, onPost: { [PATH]: device.answer } })
    const { logs } = await stand.connect({ now: () => NOW })
    const entries = (await logs?.search(query())) ?? []
    expect(entries.length).toBe(5000)
    expect(entries.every(({ time }, index) => index === 0 || time < (entries[index - 1]?.time ?? 0))).toBe(true)
    expect(entries[0]).toEqual({
      time: new Date(NOW.getTime() - 1000),
      major: 'Alarm',
      minor: 'motionStart',
      channelNumber: 3,
      localId: 'D3',
      userName: 'admin',
      address: '192.0.2.7',
    })
  })

  test('of a month costs few requests when only the newest are wanted', async () => {
    const device = log(3000, 600)
    await using stand = await recorder({ documents: {}, onPost: { [PATH]: device.answer } })
    const { logs } = await stand.connect({ now: () => NOW })
    expect((await logs?.search(query({ limit: 50 })))?.length).toBe(50)
    expect(device.asked()).toBe(2)
    expect((await logs?.search(query({ major: 'operation' })))?.length).toBe(0)
  })

  test('that cannot be searched is not supported, and a missing right is one', async () => {
    let answer = { status: 400, body: said(6, 'badXmlContent') }
    await using stand = await recorder({ documents: {}, onPost: { [PATH]: () => answer } })
    const { logs } = await stand.connect()
    expect((await faultOf(logs?.search(query()))).kind).toBe('unsupported')
    answer = { status: 403, body: said(4, 'lowPrivilege') }
    expect((await faultOf(logs?.search(query()))).kind).toBe('device-denied')
  })
})
