// Clock, zone, time servers, holidays, outputs, storage, and what can be counted from outside.
import { describe, expect, test } from 'bun:test'
import { type SimulatorOptions, startSimulator } from '../index.ts'
import { call, edit, get, texts } from '../testing/edit.ts'
import { ask } from '../testing/raw.ts'

const start = (options: Partial<SimulatorOptions> = {}) =>
  startSimulator({ model: 'nvr8', rtsp: false, now: () => new Date('2026-07-15T06:00:00Z'), ...options })

const time = (mode: string, local: string, zone: string) =>
  `<Time><timeMode>${mode}</timeMode><localTime>${local}</localTime><timeZone>${zone}</timeZone></Time>`

describe('the clock', () => {
  test('is set by its digits, and set right again by the time server', async () => {
    await using device = await start({ drift: 90 })
    expect(texts((await get(device.port, 'System/time')).text, 'localTime')).toEqual(['2026-07-15T14:01:30+08:00'])
    await call(device.port, 'PUT', 'System/time', time('manual', '2026-07-15T10:00:00Z', 'CST-8:00:00'))
    expect(texts((await get(device.port, 'System/status')).text, 'currentDeviceTime')).toEqual([
      '2026-07-15T10:00:00+08:00',
    ])
    await call(device.port, 'PUT', 'System/time', time('NTP', '2026-07-15T10:00:00', 'CST-8:00:00'))
    expect((await get(device.port, 'System/time/localTime')).text).toBe('2026-07-15T14:00:00+08:00')
    expect((await call(device.port, 'PUT', 'System/time', time('manual', '', 'CST-8:00:00'))).status).toBe(400)
    expect((await call(device.port, 'PUT', 'System/time', time('NTP', '', 'Europe/Vienna'))).status).toBe(400)
  })

  test('takes a zone with summer time, and forgets it in the offset of the settings', async () => {
    await using device = await start()
    const zone = 'CST-1:00:00DST01:00:00,M3.5.0/02:00:00,M10.5.0/03:00:00'
    await call(device.port, 'PUT', 'System/time', time('NTP', '', zone))
    const { text } = await get(device.port, 'System/time')
    expect([texts(text, 'localTime')[0], texts(text, 'timeZone')[0]]).toEqual(['2026-07-15T08:00:00+01:00', zone])
    expect(texts((await get(device.port, 'System/status')).text, 'currentDeviceTime')).toEqual([
      '2026-07-15T08:00:00+02:00',
    ])
    await call(device.port, 'PUT', 'System/time', time('manual', '2026-07-15T09:30:00', zone))
    expect(texts((await get(device.port, 'System/time')).text, 'localTime')).toEqual(['2026-07-15T09:30:00+01:00'])
    expect((await call(device.port, 'PUT', 'System/time/timeZone', 'CST+5:00:00')).status).toBe(200)
    expect((await get(device.port, 'System/time/timeZone')).text).toBe('CST+5:00:00')
  })

  test('a dead one lives in 2004 until it is set', async () => {
    await using device = await start({ quirks: ['dead-clock'] })
    expect((await get(device.port, 'System/time/localTime')).text).toBe('2004-05-05T22:43:44+08:00')
    await call(device.port, 'PUT', 'System/time', time('manual', '2026-07-15T14:00:00', ''))
    expect((await get(device.port, 'System/time/localTime')).text).toBe('2026-07-15T14:00:00+08:00')
  })

  test('the time server is kept, within a week', async () => {
    await using device = await start()
    const path = 'System/time/ntpServers/1'
    const { after } = await edit(device.port, path, 'pool.example.net', 'time.example.net')
    expect(texts(after, 'hostName')).toEqual(['time.example.net'])
    expect(texts((await get(device.port, 'System/time/ntpServers')).text, 'hostName')).toEqual(['time.example.net'])
    expect((await edit(device.port, path, '>60<', '>99999<')).answer.status).toBe(400)
  })
})

describe('the rest of the system', () => {
  test('an output is switched on and off', async () => {
    await using device = await start()
    const set = (state: string, number = 1) =>
      call(
        device.port,
        'PUT',
        `System/IO/outputs/${number}/trigger`,
        `<IOPortData><outputState>${state}</outputState></IOPortData>`,
      )
    const status = async () => texts((await get(device.port, 'System/IO/outputs/1/status')).text, 'ioState')[0]
    expect((await set('high')).status).toBe(200)
    expect([await status(), [...device.stats.outputs]]).toEqual(['active', [1]])
    await set('low')
    expect(await status()).toBe('inactive')
    expect([(await set('loud')).status, (await set('high', 2)).status]).toEqual([400, 403])
  })

  test('holidays are written as a list or one by one, with their options kept', async () => {
    await using device = await start()
    const one = await edit(device.port, 'System/Holidays/2', '>false<', '>true<')
    expect(one.after).toContain('<enabled opt="true,false">true</enabled>')
    const list = await edit(device.port, 'System/Holidays', '<holidayName>Holiday1', '<holidayName>Ferien')
    expect(texts(list.after, 'enabled').slice(0, 3)).toEqual(['false', 'true', 'false'])
    expect(texts(list.after, 'holidayName')[0]).toBe('Ferien')
  })

  test('the large recorder has empty bays and a network volume', async () => {
    await using device = await start({ model: 'nvr64' })
    const { text } = await get(device.port, 'ContentMgmt/Storage')
    expect(texts(text, 'status').filter((status) => status === 'notexist')).toHaveLength(3)
    expect(text).toMatch(/<nasList>\n<nas [\s\S]*<capacity>122346<\/capacity>/)
    expect(texts((await get(device.port, 'ContentMgmt/Storage/hdd/3')).text, 'status')).toEqual(['notexist'])
    expect(texts((await get(device.port, 'ContentMgmt/InputProxy/channels')).text, 'name')).toHaveLength(64)
  })

  test('the device takes a name', async () => {
    await using device = await start()
    const { after } = await edit(device.port, 'System/deviceInfo', 'Network Video Recorder', 'Cellar')
    expect(texts(after, 'deviceName')).toEqual(['Cellar'])
  })
})

describe('from outside', () => {
  test('requests are counted by path, and every answer can be delayed', async () => {
    await using device = await start({ delay: 60 })
    const from = performance.now()
    await Promise.all([1, 2, 3].map(() => get(device.port, 'System/time')))
    const took = performance.now() - from
    expect(took).toBeGreaterThan(115)
    const state = (await (await fetch(`${device.url}/sim`)).json()) as {
      counts: Record<string, number>
      totals: { atOnce: number; challenges: number }
    }
    expect(state.counts).toEqual({ 'GET /ISAPI/System/time': 3 })
    expect(state.totals).toMatchObject({ atOnce: 3, challenges: 3 })
    await fetch(`${device.url}/sim/requests`, { method: 'DELETE' })
    expect(device.stats.counts()).toEqual({})
  })

  test('quirks are switched over the control side, and a wrong name is explained', async () => {
    await using device = await start()
    const set = (names: string[]) => fetch(`${device.url}/sim/quirks`, { method: 'POST', body: JSON.stringify(names) })
    await set(['no-trigger-list', 'bare-status'])
    expect((await get(device.port, 'Event/triggers')).status).toBe(503)
    expect((await get(device.port, 'Event/triggers/VMD-1')).status).toBe(200)
    expect((await get(device.port, 'ContentMgmt/InputProxy/channels/status')).text).not.toContain('Descriptor')
    const wrong = await set(['moody'])
    expect([wrong.status, await wrong.text()]).toEqual([400, expect.stringContaining('There is no quirk')])
  })

  test('another account is refused the alert stream', async () => {
    await using device = await start()
    const answer = await ask(device.port, '/ISAPI/Event/notification/alertStream', {
      user: 'guest',
      password: 'porchlight-2',
    })
    expect([answer.status, texts(answer.body.toString(), 'subStatusCode')[0]]).toEqual([403, 'lowPrivilege'])
  })
})
