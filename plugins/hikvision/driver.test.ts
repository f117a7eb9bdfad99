// The driver against small devices that say exactly what a case needs.
import { describe, expect, test } from 'bun:test'
import type { ServerResponse } from 'node:http'
import { type AlarmNotice, type DeviceSession, Fault, offers } from '#plugin'
import { createAlarms } from './capabilities/alarms.ts'
import { driver } from './driver.ts'
import {
  startTestDevice,
  type TestDevice,
  type TestDeviceOptions,
  testClient,
  testContext,
  testTarget,
} from './test-device.ts'

const INFO = '<DeviceInfo><deviceName>NVR</deviceName><model>DS-1</model><serialNumber>S</serialNumber></DeviceInfo>'
const stream = (id: number, audio = false) =>
  `<StreamingChannel><id>${id}</id><enabled>true</enabled><Video><videoCodecType>H.264</videoCodecType>
<snapShotImageType>JPEG</snapShotImageType></Video><Audio><enabled>${audio}</enabled></Audio></StreamingChannel>`
const proxied = (...names: string[]) =>
  `<InputProxyChannelList size="0">${names
    .map((name, at) => `<InputProxyChannel><id>${at + 1}</id><name>${name}</name></InputProxyChannel>`)
    .join('')}</InputProxyChannelList>`
const PROXY = '/ISAPI/ContentMgmt/InputProxy/channels'

const RECORDER: NonNullable<TestDeviceOptions['answers']> = {
  '/ISAPI/System/deviceInfo': INFO,
  [PROXY]: proxied('Door', ' Garage & \u0007Garden\n', ''),
  [`${PROXY}/status`]: `<InputProxyChannelStatusList>
<InputProxyChannelStatus><id>1</id><online>true</online><chanDetectResult>connect</chanDetectResult></InputProxyChannelStatus>
<InputProxyChannelStatus><chanDetectResult>netUnreachable</chanDetectResult><id>2</id></InputProxyChannelStatus>
</InputProxyChannelStatusList>`,
  '/ISAPI/Streaming/channels': `<StreamingChannelList>${stream(101, true)}${stream(102)}${stream(301)}</StreamingChannelList>`,
  '/ISAPI/System/time': '<Time><timeZone>CST-8:00:00</timeZone></Time>',
  '/ISAPI/Security/adminAccesses':
    '<AdminAccessProtocolList><AdminAccessProtocol><protocol>RTSP</protocol><portNo>10554</portNo></AdminAccessProtocol></AdminAccessProtocolList>',
  '/ISAPI/Event/triggers': `<EventTriggerList>
<EventTrigger><id>VMD-1</id><eventType>VMD</eventType><dynVideoInputChannelID>1</dynVideoInputChannelID></EventTrigger>
<EventTrigger><id>IO-1</id><eventType>IO</eventType><inputIOPortID>1</inputIOPortID></EventTrigger>
<EventTrigger><id>diskfull</id><eventType>diskfull</eventType></EventTrigger></EventTriggerList>`,
}

async function connect(device: TestDevice, target = {}, context = {}): Promise<DeviceSession> {
  return driver.connect(testTarget(device, target), testContext(context))
}

async function fault(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof Fault) return error
  throw error
}

const without = (path: string) => Object.fromEntries(Object.entries(RECORDER).filter(([key]) => key !== path))
const status =
  (code: number, body = '') =>
  (_request: unknown, response: ServerResponse) =>
    void response.writeHead(code).end(body)

describe('channels', () => {
  test('names, states and abilities come from the documents', async () => {
    await using device = await startTestDevice({ answers: RECORDER })
    const session = await connect(device)
    expect(device.requests.length).toBeLessThanOrEqual(12)
    const channels = await session.channels()
    expect(channels.map(({ sourceKey, name, online, trouble }) => [sourceKey, name, online, trouble])).toEqual([
      ['ip:1', 'Door', true, null],
      ['ip:2', 'Garage & Garden', false, 'netUnreachable'],
      ['ip:3', 'Camera 3', null, null],
    ])
    expect(channels.map(({ can }) => [can.sub, can.audio, can.snapshot, can.alarms])).toEqual([
      [true, true, true, ['motion']],
      [true, false, true, []],
      [false, false, true, []],
    ])
    expect((await session.info()).utcOffsetMinutes).toBe(480)
    await session.close()
  })

  test('what connect has learned is not asked again, until it is old', async () => {
    await using device = await startTestDevice({ answers: RECORDER })
    let now = Date.now()
    const session = await connect(device, {}, { now: () => new Date(now) })
    await session.channels()
    const before = device.requests.length
    await session.channels()
    expect(device.requests.length).toBe(before)
    now += 60_000
    await session.channels()
    expect(device.requests.length).toBe(before + 3)
  })

  test('a recorder without a list of states is asked channel by channel, or by its streams', async () => {
    const answers = { ...without(`${PROXY}/status`) }
    await using device = await startTestDevice({ answers })
    const session = await connect(device)
    expect((await session.channels()).map(({ online }) => online)).toEqual([true, false, true])
    answers[`${PROXY}/1/status`] = '<InputProxyChannelStatus><id>1</id><online>false</online></InputProxyChannelStatus>'
    answers[`${PROXY}/2/status`] = '<InputProxyChannelStatus><id>2</id><online>true</online></InputProxyChannelStatus>'
    await using other = await startTestDevice({ answers })
    expect((await (await connect(other)).channels()).map(({ online }) => online)).toEqual([false, true, true])
  })

  test('a busy list is not an empty one', async () => {
    await using device = await startTestDevice({ answers: { ...RECORDER, [PROXY]: status(503) } })
    expect((await fault(connect(device))).kind).toBe('device-busy')
  })

  test('without any list it is no device of ours', async () => {
    await using device = await startTestDevice({ answers: { '/ISAPI/System/deviceInfo': INFO } })
    expect((await fault(connect(device))).kind).toBe('unsupported')
    await using page = await startTestDevice({ answers: {} })
    expect((await fault(connect(page))).message).toContain('ISAPI')
  })

  test('a hybrid recorder keeps equal numbers of both lists apart', async () => {
    const inputs = `<VideoInputChannelList><VideoInputChannel><id>1</id><name>A</name><resDesc>NO VIDEO</resDesc></VideoInputChannel></VideoInputChannelList>`
    await using device = await startTestDevice({
      answers: { ...RECORDER, '/ISAPI/System/Video/inputs/channels': inputs },
    })
    const session = await connect(device)
    const keys = (await session.channels()).map(({ sourceKey, online }) => [sourceKey, online])
    expect(keys.slice(0, 2)).toEqual([
      ['analog:1', false],
      ['ip:1', true],
    ])
  })

  test('a trigger that the list leaves out is asked for by itself', async () => {
    const trigger = (number: number) =>
      `<EventTrigger><id>s-${number}</id><eventType>scenechangedetection</eventType><dynVideoInputChannelID>${number}</dynVideoInputChannelID></EventTrigger>`
    await using device = await startTestDevice({
      answers: {
        ...RECORDER,
        '/ISAPI/Event/triggers/scenechangedetection-1': trigger(1),
        '/ISAPI/Event/triggers/scenechangedetection-3': trigger(3),
      },
    })
    const channels = await (await connect(device)).channels()
    expect(channels.map(({ can }) => can.alarms)).toEqual([['motion', 'scene_change'], [], ['scene_change']])
  })

  test('a camera whose list of triggers fails is asked for one of them', async () => {
    await using device = await startTestDevice({
      answers: {
        '/ISAPI/System/deviceInfo': INFO,
        '/ISAPI/System/Video/inputs/channels':
          '<VideoInputChannelList><VideoInputChannel><id>1</id><name>A</name></VideoInputChannel></VideoInputChannelList>',
        '/ISAPI/Event/triggers': status(500),
        '/ISAPI/Event/triggers/VMD-1': '<EventTrigger><id>VMD-1</id><eventType>VMD</eventType></EventTrigger>',
        '/ISAPI/Streaming/channels/101': stream(101),
        '/ISAPI/PTZCtrl/channels/1/capabilities': '<PTZChanelCap/>',
      },
    })
    const session = await connect(device)
    expect(device.requests.length).toBeLessThanOrEqual(12)
    expect((await session.info()).kind).toBe('camera')
    const [channel] = await session.channels()
    expect(channel?.can).toMatchObject({ alarms: ['motion'], ptz: true, sub: false, snapshot: true })
  })
})

describe('what is offered', () => {
  test('nothing that no document proves', async () => {
    await using device = await startTestDevice({
      answers: {
        '/ISAPI/System/deviceInfo': INFO,
        [PROXY]: proxied('A'),
        '/ISAPI/Security/adminAccesses':
          '<L><AdminAccessProtocol><protocol>RTSP</protocol><portNo>554</portNo><enabled>false</enabled></AdminAccessProtocol></L>',
      },
    })
    const session = await connect(device)
    expect(offers(session)).toEqual([])
    expect((await session.channels())[0]?.can).toEqual({
      live: false,
      sub: false,
      audio: false,
      snapshot: false,
      ptz: false,
      config: false,
      alarms: [],
    })
  })

  test('live addresses carry the login percent-encoded, the port of the device or that of streamHost', async () => {
    await using device = await startTestDevice({ username: "o'n:@", password: 'p/?#[ß', answers: RECORDER })
    const login = { username: "o'n:@", password: 'p/?#[ß' }
    const at = async (streamHost: string | null) =>
      (await (await connect(device, { ...login, streamHost })).live?.source('ip:1', 'sub'))?.address
    const encoded = 'o%27n%3A%40:p%2F%3F%23%5B%C3%9F'
    expect(await at(null)).toBe(`rtsp://${encoded}@127.0.0.1:10554/Streaming/Channels/102`)
    expect(await at('192.0.2.7:8554')).toBe(`rtsp://${encoded}@192.0.2.7:8554/Streaming/Channels/102`)
    expect(await at('2001:db8::7')).toBe(`rtsp://${encoded}@[2001:db8::7]:10554/Streaming/Channels/102`)
  })

  test('a second stream that is not there, and a channel that is gone, are faults', async () => {
    await using device = await startTestDevice({ answers: RECORDER })
    const { live, snapshot } = await connect(device)
    expect((await fault(live?.source('ip:3', 'sub') ?? Promise.resolve())).kind).toBe('unsupported')
    expect((await fault(live?.source('ip:9', 'main') ?? Promise.resolve())).kind).toBe('not-found')
    expect((await fault(snapshot?.take('ip:9') ?? Promise.resolve())).kind).toBe('not-found')
  })
})

describe('pictures', () => {
  const JPEG = Buffer.from([0xff, 0xd8, 1, 2, 0xff, 0xd9])
  const error = (code: number) =>
    `<ResponseStatus><statusCode>${code}</statusCode><statusString>x</statusString></ResponseStatus>`
  const direct = '/ISAPI/Streaming/channels/101/picture'
  const other = '/ISAPI/ContentMgmt/StreamingProxy/channels/101/picture'
  const picture = (_request: unknown, response: ServerResponse) => void response.end(JPEG)

  async function take(answers: TestDeviceOptions['answers'], key = 'ip:1') {
    const device = await startTestDevice({ answers: { ...RECORDER, ...answers } })
    const session = await connect(device)
    const before = device.requests.length
    const result = await session.snapshot?.take(key).then(
      (bytes) => Buffer.from(bytes),
      (thrown: Fault) => thrown.kind,
    )
    await device[Symbol.asyncDispose]()
    return { result, paths: device.requests.slice(before).map((line) => line.split(' ')[2]) }
  }

  test('come from the direct path', async () => {
    expect((await take({ [direct]: picture })).result).toEqual(JPEG)
  })

  test('come from the other path where the direct one errs with status 200 or 400', async () => {
    for (const wrong of [error(6), status(400)]) {
      const { result, paths } = await take({ [direct]: wrong, [other]: picture })
      expect(result).toEqual(JPEG)
      expect(paths).toEqual([direct, other])
    }
  })

  test('are tried twice where the device is busy, and no more', async () => {
    for (const busy of [error(3), status(503)]) {
      const { result, paths } = await take({ [direct]: busy })
      expect(result).toBe('device-busy')
      expect(paths).toEqual([direct, direct])
    }
  })

  test('must begin as JPEG does', async () => {
    expect((await take({ [direct]: status(200, 'hello') })).result).toBe('device-garbled')
  })
})

describe('alarms', () => {
  const alert = (type: string, more = '', state = 'active') =>
    `<EventNotificationAlert><channelID>1</channelID><dateTime>2026-09-27T08:25:13+08:00</dateTime><eventType>${type}</eventType>
<eventState>${state}</eventState>${more}</EventNotificationAlert>\n`
  const part = (body: string | Buffer, type = 'application/xml') =>
    Buffer.concat([
      Buffer.from(`--boundary\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n`),
      Buffer.from(body),
    ])
  const PATH = '/ISAPI/Event/notification/alertStream'
  const open = (...parts: Buffer[]) => ({
    [PATH]: (_request: unknown, response: ServerResponse) => {
      response.writeHead(200, { 'Content-Type': 'multipart/mixed; boundary=MIME_boundary' })
      response.flushHeaders()
      for (const bytes of parts) response.write(bytes)
    },
  })

  async function notices(session: DeviceSession, count: number): Promise<AlarmNotice[]> {
    const found: AlarmNotice[] = []
    for await (const notice of session.alarms?.watch() ?? []) if (found.push(notice) === count) break
    return found
  }

  test('XML, JSON and pictures are notices, heartbeats are not', async () => {
    const jpeg = Buffer.from([0xff, 0xd8, 9, 0xff, 0xd9])
    const region =
      '<DetectionRegionList><DetectionRegionEntry><regionID>3</regionID><detectionTarget>human</detectionTarget></DetectionRegionEntry></DetectionRegionList>'
    await using device = await startTestDevice({
      answers: {
        ...RECORDER,
        ...open(
          part(alert('videoloss', '', 'inactive')),
          part(
            alert(
              'duration',
              '<DurationList><Duration><relationEvent>fielddetection</relationEvent></Duration></DurationList>',
            ),
          ),
          part(alert('linedetection', region)),
          part(jpeg, 'image/jpeg'),
          part(alert('videoloss')),
          part(
            '{"channelID":33,"eventType":"VMD","eventState":"inactive","dateTime":"2026-09-27T08:25:14"}',
            'application/json',
          ),
          part(alert('diskfull')),
          part(alert('somethingNew')),
        ),
      },
    })
    const session = await connect(device)
    const found = await notices(session, 7)
    expect(
      found.map(({ kind, active, sourceKey, picture }) => [kind, active, sourceKey, picture?.length ?? null]),
    ).toEqual([
      ['intrusion', true, 'ip:1', null],
      ['line_crossing', true, 'ip:1', null],
      ['line_crossing', true, 'ip:1', 5],
      ['video_loss', true, 'ip:1', null],
      ['motion', false, 'ip:1', null],
      ['disk_full', true, null, null],
      ['other', true, 'ip:1', null],
    ])
    expect(found[1]).toMatchObject({ region: 3, target: 'human', rawType: 'linedetection' })
    expect(found[4]?.time?.toISOString()).toBe('2026-09-27T00:25:14.000Z')
    await session.close()
  })

  test('very old devices are asked without ISAPI in the path', async () => {
    await using device = await startTestDevice({
      answers: { ...RECORDER, '/Event/notification/alertStream': open(part(alert('VMD')))[PATH] ?? '' },
    })
    expect((await notices(await connect(device), 1))[0]?.kind).toBe('motion')
  })

  test('an ended stream and a silent one are faults, an end that was asked for is none', async () => {
    await using device = await startTestDevice({
      answers: { [PATH]: (_request, response) => void response.writeHead(200).end(part(alert('VMD'))), '/silent': '' },
    })
    const client = testClient(device)
    const options = { client, device: 'it', signal: new AbortController().signal, utcOffsetMinutes: () => null }
    const knowledge = () => ({
      kind: 'camera' as const,
      inputs: [],
      streams: [],
      streamsListed: true,
      statesListed: true,
      pictures: false,
      abilities: [],
      deviceAlarms: null,
      events: true,
      hiddenAsked: true,
      rtspPort: 554,
      ptz: new Map(),
      capabilities: null,
    })
    const drain = async (silenceMs: number, signal?: AbortSignal, onOpen?: () => void) => {
      for await (const _ of createAlarms({ ...options, knowledge, silenceMs }).watch({ signal, onOpen }));
    }
    expect((await fault(drain(5000))).kind).toBe('device-unreachable')

    await using quiet = await startTestDevice({ answers: open(part(alert('VMD'))) })
    Object.assign(options, { client: testClient(quiet) })
    expect((await fault(drain(100))).kind).toBe('device-timeout')
    const end = new AbortController()
    let opened = 0
    await drain(5000, end.signal, () => {
      opened++
      end.abort()
    })
    expect(opened).toBe(1)
  })

  test('closing the session ends the watch quietly', async () => {
    await using device = await startTestDevice({ answers: { ...RECORDER, ...open() } })
    const session = await connect(device)
    const watching = (async () => {
      for await (const _ of session.alarms?.watch({ onOpen: () => void session.close() }) ?? []);
    })()
    await watching
  })
})

test('a wrong password is refused once, and nothing more is asked', async () => {
  await using device = await startTestDevice({ password: 'other', answers: RECORDER })
  expect((await fault(connect(device))).kind).toBe('device-refused-login')
  expect([device.refused, device.requests.length]).toEqual([1, 2])
})

test('an address that must not be spoken to is not spoken to', async () => {
  await using device = await startTestDevice({ answers: RECORDER })
  const resolve = async () => {
    throw new Fault('invalid-input', 'not this one')
  }
  expect((await fault(connect(device, {}, { resolve }))).kind).toBe('invalid-input')
  expect(device.headers).toEqual([])
})
