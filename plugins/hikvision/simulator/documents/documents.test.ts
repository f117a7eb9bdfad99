// The documents of the three models, asked for as independent clients do.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type ModelId, type Simulator, startSimulator } from '../index.ts'
import { curl, hasCurl } from '../testing/curl.ts'
import { ask } from '../testing/raw.ts'

const devices = {} as Record<ModelId, Simulator>

beforeAll(async () => {
  for (const model of ['nvr8', 'dvr4', 'camera'] as const)
    devices[model] = await startSimulator({ model, rtsp: false, now: () => new Date('2026-07-01T10:00:00Z') })
})

afterAll(async () => {
  for (const device of Object.values(devices)) await device[Symbol.asyncDispose]()
})

async function get(model: ModelId, path: string): Promise<{ status: number; text: string }> {
  const { status, body } = await ask(devices[model].port, `/ISAPI/${path}`)
  return { status, text: body.toString() }
}

const all = (text: string, name: string) =>
  [...text.matchAll(new RegExp(`<${name}>([^<]*)</${name}>`, 'g'))].map((match) => match[1])

describe.if(hasCurl)('curl', () => {
  test('signs in to each model and gets its deviceInfo', async () => {
    for (const device of Object.values(devices)) {
      const { statuses, type, body } = await curl(`${device.url}/ISAPI/System/deviceInfo`, '--digest')
      expect(statuses).toEqual([401, 200])
      expect(type).toStartWith('application/xml')
      const deviceId = all(Buffer.from(body).toString(), 'deviceID')[0]!
      expect(deviceId.length).toBeGreaterThan(10)
    }
  })

  test('gets a picture with any login that is offered', async () => {
    const { statuses, type, body } = await curl(`${devices.camera.url}/ISAPI/Streaming/channels/1/picture`)
    expect(statuses).toEqual([401, 200])
    expect(type).toBe('image/jpeg')
    expect(body.subarray(0, 2)).toEqual(Buffer.from([0xff, 0xd8]))
  }, 120_000)
})

describe('lists of channels', () => {
  test('the network recorder has IP channels only, with a size that is wrong', async () => {
    const { status, text } = await get('nvr8', 'ContentMgmt/InputProxy/channels')
    expect(status).toBe(200)
    expect(text).toContain(' size="10">')
    expect(all(text, 'id')).toEqual(['1', '2', '3', '4', '5', '6', '7', '8'])
    expect(all(text, 'name').filter((name) => name === 'Camera 01')).toHaveLength(2)
    expect(text).toContain('<name>Garden &amp; Yard</name>')
    expect(text).toContain('<name>车库</name>')
    expect((await get('nvr8', 'System/Video/inputs/channels')).status).toBe(403)
    const statuses = await get('nvr8', 'ContentMgmt/InputProxy/channels/status')
    expect(all(statuses.text, 'online').filter((online) => online === 'false')).toHaveLength(1)
    expect(all(statuses.text, 'chanDetectResult')[7]).toBe('netUnreachable')
    expect((await get('nvr8', 'ContentMgmt/InputProxy/channels/8/status')).text).toContain('<online>false</online>')
  })

  test('the hybrid recorder has analog inputs, one without a signal, and an empty list of IP channels', async () => {
    const { text } = await get('dvr4', 'System/Video/inputs/channels')
    expect(all(text, 'id')).toEqual(['1', '2', '3', '4'])
    expect(all(text, 'resDesc')[3]).toBe('NO VIDEO')
    const proxied = await get('dvr4', 'ContentMgmt/InputProxy/channels')
    expect(proxied.status).toBe(200)
    expect(proxied.text).toMatch(/<InputProxyChannelList [^>]*size="2">\n<\/InputProxyChannelList>\n$/)
  })

  test('the camera has one input of its own and no proxy', async () => {
    const { text } = await get('camera', 'System/Video/inputs/channels')
    expect(text).toStartWith('<?xml version="1.0" encoding="UTF-8"?>\r\n<VideoInputChannelList version="2.0"')
    expect(all(text, 'name')).toEqual(['Porch &amp; Drive'])
    expect((await get('camera', 'ContentMgmt/InputProxy/channels')).status).toBe(403)
  })

  test('a renamed, a lost and a removed channel show it', async () => {
    await using device = await startSimulator({ model: 'nvr8', rtsp: false })
    device.setChannel(1, { name: 'A < B' })
    device.setChannel(2, { online: false })
    device.setChannel(3, { removed: true })
    const list = (await ask(device.port, '/ISAPI/ContentMgmt/InputProxy/channels')).body.toString()
    expect(list).toContain('<name>A &lt; B</name>')
    expect(all(list, 'id')).not.toContain('3')
    expect((await ask(device.port, '/ISAPI/Streaming/channels/201')).status).toBe(403)
    expect(() => device.setChannel(99, { online: true })).toThrow('no channel 99')
  })
})

describe('streams', () => {
  test('third and fourth streams are refused in three ways', async () => {
    const status = async (model: ModelId, id: number) => (await get(model, `Streaming/channels/${id}`)).status
    expect([await status('nvr8', 103), await status('nvr8', 104)]).toEqual([403, 403])
    expect([await status('dvr4', 103), await status('dvr4', 104)]).toEqual([400, 403])
    expect([await status('camera', 103), await status('camera', 104)]).toEqual([200, 200])
    expect(await status('nvr8', 801)).toBe(403)
  })

  test('a recorder calls a stream by its number, a camera by its name', async () => {
    expect(all((await get('nvr8', 'Streaming/channels/101')).text, 'channelName')).toEqual(['101'])
    expect(all((await get('camera', 'Streaming/channels/101')).text, 'channelName')).toEqual(['Porch &amp; Drive'])
    const list = await get('nvr8', 'Streaming/channels')
    expect(all(list.text, 'channelName')).toHaveLength(14)
    const proxied = await get('nvr8', 'ContentMgmt/StreamingProxy/channels/101')
    expect(proxied.text).toContain('<dynVideoInputChannelID>1</dynVideoInputChannelID>')
  })

  test('a channel without sound has no Audio at all or says that it is off', async () => {
    const audio = async (id: number) => (await get('nvr8', `Streaming/channels/${id}`)).text.split('<Audio>')[1]
    expect(await audio(401)).toBeUndefined()
    expect(await audio(201)).toStartWith('\n<enabled>false</enabled>')
    expect(await audio(101)).toStartWith('\n<enabled>true</enabled>')
  })
})

describe('pictures', () => {
  const picture = async (path: string) => ask(devices.nvr8.port, `/ISAPI/${path}`)

  test('the camera of another maker answers the proxy path only, and refuses under 200', async () => {
    const direct = await picture('Streaming/channels/301/picture')
    expect(direct.status).toBe(200)
    expect(direct.body.toString()).toStartWith('<?xml ')
    expect(direct.body.toString()).toContain('<statusCode>6</statusCode>')
    const proxied = await picture('ContentMgmt/StreamingProxy/channels/301/picture?videoResolutionWidth=9')
    expect(proxied.headers.get('content-type')).toBe('image/jpeg')
  }, 120_000)

  test('an offline channel and a wrong number are refused', async () => {
    expect((await picture('Streaming/channels/801/picture')).status).toBe(503)
    expect((await picture('Streaming/channels/4711/picture')).status).toBe(503)
  })

  test('two moments look different, two channels too', async () => {
    let time = Date.UTC(2026, 0, 1)
    await using device = await startSimulator({ model: 'nvr8', rtsp: false, now: () => new Date(time) })
    const take = async (id: number) => (await ask(device.port, `/ISAPI/Streaming/channels/${id}/picture`)).body
    const first = await take(101)
    expect(await take(101)).toEqual(first)
    time += 2000
    expect(await take(101)).not.toEqual(first)
    expect(await take(501)).not.toEqual(await take(101))
  }, 120_000)
})

describe('the rest', () => {
  test('paths have no case, unknown ones are refused in the way of the model', async () => {
    expect((await get('nvr8', 'system/DEVICEINFO')).status).toBe(200)
    const unknown = await get('nvr8', 'Some/thing')
    expect(unknown.status).toBe(403)
    expect(unknown.text).toContain('<subStatusCode>notSupport</subStatusCode>')
    expect((await get('camera', 'System/Holidays')).status).toBe(404)
    expect((await get('nvr8', 'System/Holidays')).text).toContain('<enabled opt="true,false">false</enabled>')
    expect((await get('dvr4', 'System/IO/inputs/1/status')).status).toBe(403)
  })

  test('time is told as XML, and its parts as plain text', async () => {
    const { text } = await get('nvr8', 'System/time')
    expect(all(text, 'localTime')).toEqual(['2026-07-01T18:00:00+08:00'])
    expect((await get('nvr8', 'System/time/timeZone')).text).toBe('CST-8:00:00')
    expect((await get('nvr8', 'System/time/localTime')).text).toBe('2026-07-01T18:00:00+08:00')
  })

  test('the Date header shows the wall clock and calls it GMT', async () => {
    const { headers } = await ask(devices.nvr8.port, '/ISAPI/System/status')
    expect(headers.get('date')).toBe('Wed, 01 Jul 2026 18:00:00 GMT')
  })

  test('triggers come in both wrappers, with mixed namespaces, and one only alone', async () => {
    const recorder = (await get('nvr8', 'Event/triggers')).text
    expect(recorder).toMatch(/<EventTriggerList version="1.0" xmlns="http:\/\/www.hikvision.com/)
    expect(recorder).toMatch(/<EventTrigger version="2.0" xmlns="http:\/\/www.isapi.org/)
    expect(recorder).toContain('<id>tamper-1</id>\n<eventType>tamperdetection</eventType>')
    const camera = (await get('camera', 'Event/triggers')).text
    expect(camera).toMatch(/<EventNotification [^>]*>\r\n<EventTriggerList /)
    expect(camera).not.toContain('scenechangedetection')
    expect((await get('camera', 'Event/triggers/scenechangedetection-1')).status).toBe(200)
    expect((await get('nvr8', 'Event/triggers/nothing-1')).status).toBe(503)
    expect((await get('camera', 'Event/triggers/nothing-1')).status).toBe(403)
    const tamper = (await get('nvr8', 'Event/triggers/tamper-6')).text
    expect(tamper).not.toContain('center')
  })

  test('the line detection of a camera has no namespace', async () => {
    const { text } = await get('camera', 'Smart/LineDetection/1')
    expect(text.split('\r\n')[1]).toBe('<LineDetection>')
    expect((await get('nvr8', 'Smart/LineDetection/4')).status).toBe(403)
    expect((await get('nvr8', 'ContentMgmt/InputProxy/channels/1/video/motionDetection')).text).toContain(
      `<gridMap>${'fffffc'.repeat(18)}</gridMap>`,
    )
  })

  test('every element stands on its own line', async () => {
    for (const [model, path] of [
      ['nvr8', 'Event/triggers'],
      ['camera', 'System/capabilities'],
      ['dvr4', 'Streaming/channels'],
    ] as const) {
      const lines = (await get(model, path)).text.trimEnd().split(/\r?\n/)
      for (const line of lines.slice(1)) expect(line).toMatch(/^(<[^<>]*>|<(\w+)[^<>]*>[^<>]*<\/\2>)$/)
    }
  })
})
