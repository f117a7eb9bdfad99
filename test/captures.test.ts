// Real devices' answers, replayed over HTTP with Digest: what the Hikvision driver makes of each of them.
import { describe, expect, test } from 'bun:test'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AlarmKind, type DriverContext, offers } from '../core/plugin/index.ts'
import { readAlert, toNotice } from '../plugins/hikvision/capabilities/alarms.ts'
import { cleanName, readProxied, readStreams, readTriggers } from '../plugins/hikvision/capabilities/documents.ts'
import { readInfo } from '../plugins/hikvision/capabilities/info.ts'
import { driver } from '../plugins/hikvision/driver.ts'
import { signerFor } from '../plugins/hikvision/isapi/digest.ts'
import { createMultipartReader, type Part } from '../plugins/hikvision/isapi/multipart.ts'
import { changeXml, readXml } from '../plugins/hikvision/isapi/xml.ts'
import { EXPECTED, LETTERS, OFFERED } from './captures/expected.ts'
import { type Captured, LOGIN, startReplay } from './captures/replay.ts'
import { toXml } from './captures/xml.ts'

const CAPTURES = join(import.meta.dir, '../../shared/isapi/captures')
const here = existsSync(CAPTURES)
if (!here) console.warn('captures of real devices are not here (../shared/isapi/captures): their tests are skipped')

const list = (folder: string) => (here ? readdirSync(join(CAPTURES, folder)) : [])
const read = (path: string) => readFileSync(join(CAPTURES, path), 'utf8')

/** Space outside the root element is nobody's content. */
const bare = (xml: string) => xml.trim().replace(/\s*\?>\s*</, '?><')

function context(): DriverContext {
  return {
    signal: new AbortController().signal,
    limit: (work) => work(),
    shown() {},
    resolve: async (host) => host,
    now: () => new Date(),
    log: { debug() {}, info() {}, warn() {} },
  }
}

describe.skipIf(!here)('captured devices', () => {
  const files = list('hikvision_next/devices')

  test('every captured device is expected here', () => {
    expect(files.map((file) => file.replace(/\.json$/, '')).sort()).toEqual(Object.keys(EXPECTED).sort())
  })

  for (const file of files) {
    const model = file.replace(/\.json$/, '')
    const expected = EXPECTED[model]
    test(`${model} shows what its documents prove, with one sign-in and at most 12 requests`, async () => {
      if (!expected) throw new Error(`write down what ${model} must show`)
      const captured = (JSON.parse(read(`hikvision_next/devices/${file}`)) as { data: { ISAPI: Captured } }).data.ISAPI
      await using replay = await startReplay(captured)
      const target = { address: replay.url, streamHost: null, ...LOGIN, verifyTls: false, pinnedCertificate: null }
      const session = await driver.connect(target, context())
      expect(replay.requests.length).toBeLessThanOrEqual(12)
      expect(replay.requests.filter((line) => line.startsWith('401'))).toEqual(['401 /ISAPI/System/deviceInfo'])
      expect<string[]>(offers(session)).toEqual(OFFERED.filter((capability) => !expected.without?.includes(capability)))

      const info = await session.info()
      expect(info).toMatchObject({ kind: expected.kind, model: expected.model, firmwareVersion: expected.firmware })
      expect(info.serialNumber).toStartWith(expected.model.slice(0, 4))
      // Every one of these lists names the disks, the network, addresses and logins; a recorder its recording, too.
      const own: AlarmKind[] = ['disk_full', 'disk_error', 'network_lost', 'ip_conflict', 'illegal_login']
      expect(info.alarms?.filter((kind): boolean => kind !== 'input')).toEqual(
        expected.kind === 'recorder' ? [...own, 'record_failed'] : own,
      )
      expect(info.macAddress).toMatch(/^([\da-f]{2}:){5}[\da-f]{2}$/)

      const channels = await session.channels()
      expect(channels.map(({ sourceKey, name }) => ({ sourceKey, name }))).toEqual(
        expected.channels.map(({ key, name }) => ({ sourceKey: key, name })),
      )
      for (const [at, channel] of channels.entries()) {
        const wanted = expected.channels[at]
        if (!wanted) throw new Error('unreachable')
        expect(`${channel.connection}:${channel.number}`).toBe(wanted.key)
        expect([channel.name, channel.online]).toEqual([wanted.name, wanted.online ?? null])
        const { alarms, ...can } = channel.can
        expect([channel.name, can]).toEqual([
          wanted.name,
          {
            live: true,
            sub: wanted.sub ?? true,
            audio: wanted.audio ?? false,
            snapshot: true,
            ptz: wanted.ptz ?? false,
            config: true,
          },
        ])
        expect([channel.name, [...alarms].sort()]).toEqual([
          wanted.name,
          [...wanted.alarms].map((letter) => LETTERS[letter] ?? 'other').sort(),
        ])
      }
      const source = await session.live?.source(channels[0]?.sourceKey ?? '', 'sub')
      expect(source?.address).toBe(`rtsp://admin:replay%201@127.0.0.1:${expected.rtspPort}/Streaming/Channels/102`)
      expect(replay.refused).toBe(0)
      await session.close()
    })

    test(`every document of ${model} goes back as it came`, () => {
      const captured = (JSON.parse(read(`hikvision_next/devices/${file}`)) as { data: { ISAPI: Captured } }).data.ISAPI
      for (const answer of Object.values(captured)) {
        if (!answer.response) continue
        const xml = toXml(answer.response as Record<string, unknown>)
        expect(bare(changeXml(xml, {}))).toBe(bare(xml))
      }
    })
  }
})

function partsOf(stream: Uint8Array, cuts: readonly number[]): Part[] {
  const reader = createMultipartReader()
  return [...cuts, stream.length].flatMap((end, at) => reader.push(stream.subarray(at === 0 ? 0 : cuts[at - 1], end)))
}

describe.skipIf(!here)('captured alert streams', () => {
  const known = (numbers: number[]) => ({
    kind: 'recorder' as const,
    inputs: numbers.map((number) => ({
      connection: 'ip' as const,
      number,
      name: '',
      online: true,
      trouble: null,
      ptz: false,
    })),
    streams: [],
    streamsListed: false,
    statesListed: false,
    pictures: false,
    abilities: [],
    deviceAlarms: null,
    events: true,
    hiddenAsked: true,
    rtspPort: 554,
    ptz: new Map(),
    capabilities: null,
  })
  const streams = {
    '192_168_10_17__F_alert__alertStream.multipart': { heartbeats: 7, motion: [] as string[] },
    '10_18_176_53__F_alert__alertStream.multipart': { heartbeats: 5, motion: [] as string[] },
    '10_18_176_64__F_alert__alertStream.multipart': {
      heartbeats: 0,
      motion: ['ip:1', 'ip:10', 'ip:11', 'ip:12', 'ip:2', 'ip:3'],
    },
  }

  for (const [file, expected] of Object.entries(streams)) {
    const bytes = here ? new Uint8Array(readFileSync(join(CAPTURES, 'kou147258', file))) : new Uint8Array()

    test(`${file} reads the same wherever it is cut`, () => {
      const whole = partsOf(bytes, [])
      expect(whole.length).toBeGreaterThan(3)
      const step = Math.ceil(bytes.length / 3000)
      for (let cut = 1; cut < bytes.length; cut += step) {
        const parts = partsOf(bytes, [cut])
        if (parts.length !== whole.length || !Bun.deepEquals(parts, whole))
          throw new Error(`differs when cut at ${cut}`)
      }
      const single = partsOf(
        bytes,
        Array.from({ length: bytes.length - 1 }, (_, at) => at + 1),
      )
      expect(single).toEqual(whole)
    })

    test(`${file} holds the alarms that a reader sees in it, and no heartbeat is one`, () => {
      const alerts = partsOf(bytes, []).map(readAlert)
      expect(alerts).not.toContain(null)
      const notices = alerts.map((alert) => (alert ? toNotice(alert, known([1, 2, 3, 10, 11, 12]), null) : null))
      expect(notices.filter((notice) => notice === null).length).toBe(expected.heartbeats)
      const real = notices.filter((notice) => notice !== null)
      const keys = real.map((notice) => `${notice.kind} ${notice.sourceKey}`)
      const wanted = expected.motion.flatMap((key) => Array.from({ length: 4 }, () => `motion ${key}`))
      expect(keys.sort()).toEqual(wanted.sort())
      for (const notice of real) expect(notice.time?.toISOString()).toStartWith('2026-09-27T00:25:1')
    })
  }
})

describe.skipIf(!here)('other captured documents', () => {
  const kou = (name: string) => readXml(read(`kou147258/${name}`))

  test('an IP channel list of a recorder gives names in any script', () => {
    const inputs = readProxied(kou('192_168_10_17__I_proxy__ISAPI_ContentMgmt_InputProxy_channels.xml'))
    expect(inputs.map(({ number, name }) => [number, name])).toEqual([
      [1, '摄像机04'],
      [2, '摄像机05'],
    ])
  })

  test('an old camera numbers its streams 1, 2, 3', () => {
    const streams = readStreams(kou('10_18_176_18__S_stream__ISAPI_Streaming_channels.xml'))
    expect(streams.map(({ id, channel, stream }) => [id, channel, stream])).toEqual([
      [1, 1, 1],
      [2, 1, 2],
      [3, 1, 3],
    ])
  })

  test('the triggers of a camera are kinds of its one channel', () => {
    const abilities = readTriggers(kou('10_18_176_53__E_trig__ISAPI_Event_triggers.xml'), false)
    expect([...new Set(abilities.map(({ kind }) => kind))].sort()).toEqual([
      'face',
      'input',
      'intrusion',
      'line_crossing',
      'motion',
      'region_entrance',
      'region_exiting',
      'tamper',
    ])
    expect(new Set(abilities.map(({ connection, number }) => `${connection}:${number}`))).toEqual(new Set(['analog:1']))
  })

  test('every deviceInfo names model, firmware and serial number', () => {
    const files = list('kou147258').filter((file) => file.includes('__deviceInfo__'))
    expect(files.length).toBeGreaterThan(4)
    for (const file of files) {
      const info = readInfo(kou(file), { kind: 'recorder', deviceAlarms: null }, null)
      expect(info.model).toMatch(/^DS-/)
      expect(info.firmwareVersion).toMatch(/^V\d/)
      expect(info.serialNumber).not.toBeNull()
    }
  })

  test('every captured XML document can be read, and changed without touching the rest', () => {
    const files = list('kou147258').filter((file) => file.endsWith('.xml'))
    for (const file of files) {
      const xml = read(`kou147258/${file}`)
      expect(readXml(xml).name.length).toBeGreaterThan(2)
      expect(bare(changeXml(xml, {}))).toBe(bare(xml.replace(/<(\w+)([^<>]*)\/>/g, '<$1$2></$1>')))
    }
    const name = '192_168_10_17__deviceInfo__ISAPI_System_deviceInfo.xml'
    const before = read(`kou147258/${name}`)
    const old = /<deviceName>(.*)<\/deviceName>/.exec(before)?.[1] ?? 'none'
    expect(bare(changeXml(before, { deviceName: 'Attic & <roof>' }))).toBe(
      bare(before.replace(`<deviceName>${old}<`, '<deviceName>Attic &amp; &lt;roof&gt;<')),
    )
  })

  test('the challenges of two firmwares are answered with Digest', () => {
    const file = Bun.YAML.parse(read('MissiaL/test_auth_firmware_v5_5.yaml')) as {
      interactions: { response: { headers: Record<string, string[]>; status: { code: number } } }[]
    }
    const challenges = file.interactions.flatMap(({ response }) => response.headers['WWW-Authenticate'] ?? [])
    expect(challenges.length).toBe(2)
    for (const challenge of challenges) {
      const signer = signerFor('admin', 'secret', challenge)
      expect(signer?.scheme).toBe('digest')
      const header = signer?.authorization('GET', '/ISAPI/System/status') ?? ''
      expect(header).toContain('realm="IP Camera(83813)"')
      expect(header).toContain('nc=00000001')
      expect(header).not.toContain('opaque')
      expect(header).not.toContain('algorithm')
    }
  })

  test('the answers of a firmware that took Basic can be read', () => {
    const file = Bun.YAML.parse(read('MissiaL/test_auth_firmware_pre_v5_5.yaml')) as {
      interactions: { response: { body: { string: string } } }[]
    }
    const roots = file.interactions.map(({ response }) => readXml(response.body.string).name)
    expect(roots).toEqual(['DeviceStatus', 'DeviceInfo'])
  })

  test('names without letters become numbers', () => {
    expect(cleanName('\u0000 \n', 3)).toBe('Camera 3')
  })
})
