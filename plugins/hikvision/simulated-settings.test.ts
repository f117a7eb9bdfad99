// Settings and recordings of simulated devices, with the half-supported firmwares that it can play.
import { describe, expect, test } from 'bun:test'
import { type Clip, type DeviceSession, offers } from '#plugin'
import { driver } from './driver.ts'
import { type SimulatorOptions, startSimulator } from './simulator/index.ts'
import { testContext } from './test-device.ts'
import { faultOf } from './test-session.ts'

const NOW = new Date('2026-11-20T12:00:00Z')

async function stand(options: Partial<SimulatorOptions> = {}) {
  const simulator = await startSimulator({ model: 'nvr8', rtsp: false, now: () => NOW, ...options })
  const target = {
    address: new URL(simulator.url),
    streamHost: null,
    username: simulator.user,
    password: simulator.password,
    verifyTls: false,
    pinnedCertificate: null,
  }
  const session = await driver.connect(target, testContext({ now: () => NOW }))
  const channel = (await session.channels()).find(({ online }) => online !== false)
  if (!channel) throw new Error('no channel is there')
  return { simulator, session, key: channel.sourceKey, [Symbol.asyncDispose]: () => simulator[Symbol.asyncDispose]() }
}

async function clipsOf(session: DeviceSession, key: string, days: number): Promise<Clip[]> {
  const all: Clip[] = []
  const from = new Date(NOW.getTime() - days * 86_400_000)
  for await (const page of session.footage?.search({ sourceKeys: [key], from, to: NOW }) ?? []) all.push(...page)
  return all
}

const starts = (clips: Clip[]) => clips.map(({ start }) => start.toISOString())

describe('recordings', () => {
  const QUIRKS = [
    ['utc'],
    ['offset-times'],
    ['one-position'],
    ['counts-all', 'strict-page'],
    ['uncapped', 'empty-list'],
    ['flaky-search'],
    ['no-wide-search'],
    ['refuses-future', 'blank-descriptor', 'psia'],
  ] as const

  for (const zone of ['CST-8:00:00', 'CST+5:00:00DST01:00:00,M3.2.0/02:00:00,M11.1.0/02:00:00'])
    test(`in ${zone} are the same, whatever the firmware does`, async () => {
      await using plain = await stand({ timezone: zone })
      const expected = starts(await clipsOf(plain.session, plain.key, 6))
      expect(expected.length).toBeGreaterThan(150)
      expect(new Set(expected).size).toBe(expected.length)
      for (const quirks of QUIRKS) {
        await using device = await stand({ timezone: zone, quirks: [...quirks] })
        expect([quirks, starts(await clipsOf(device.session, device.key, 6))]).toEqual([quirks, expected])
        expect([quirks, device.session.footage?.times]).toEqual([
          quirks,
          (quirks as readonly string[]).includes('utc') ? 'utc' : 'local',
        ])
      }
    }, 120_000)

  test('tell the same days by searches as by the monthly document', async () => {
    await using plain = await stand()
    const days = await plain.session.footage?.days(plain.key, 2026, 10)
    expect(days?.length).toBeGreaterThan(20)
    await using device = await stand({ quirks: ['no-distribution'] })
    expect(await device.session.footage?.days(device.key, 2026, 10)).toEqual(days ?? [])
  }, 120_000)

  test('cost few requests beyond their pages', async () => {
    await using device = await stand()
    const before = device.simulator.stats.requests.length
    const clips = await clipsOf(device.session, device.key, 8)
    const pages = Math.ceil(clips.length / 50)
    expect(device.simulator.stats.requests.length - before).toBeLessThanOrEqual(pages + 3)
  })
})

describe('settings', () => {
  test('that the firmware forgets are told as ignored', async () => {
    await using device = await stand({ quirks: ['forgets-writes'] })
    const { session, key } = device
    expect((await session.channelConfig?.write(key, { name: 'Other', quality: 90 }))?.ignored).toEqual([
      'name',
      'quality',
    ])
    expect((await session.schedule?.enable(key, false))?.ignored).toEqual(['enabled'])
    expect((await session.permissions?.write(2, { remote: { global: { upgrade: true } } }))?.ignored).toEqual([
      'remote.upgrade',
    ])
  })

  test('are taken by firmware that is strict about documents, and a restart is told', async () => {
    await using device = await stand({ quirks: ['strict-namespace', 'reboot-required', 'psia', 'refuses-codec'] })
    const { session, key } = device
    const smart = await session.channelConfig?.write(key, { codec: 'H.265', smartCodec: true })
    expect(smart).toMatchObject({ after: { codec: 'H.265', smartCodec: true }, ignored: [], rebootRequired: true })
    const back = await session.channelConfig?.write(key, { codec: 'H.264' })
    expect(back).toMatchObject({ after: { codec: 'H.264' }, ignored: [] })
    expect((await session.clock?.set(NOW))?.ignored).toEqual([])
    expect((await session.detections?.enable(key, 'motion', false))?.after.enabled).toBe(false)
  })

  test('that a firmware lacks are unsupported', async () => {
    await using device = await stand({
      quirks: ['no-tracks', 'no-logs', 'no-search', 'no-distribution', 'no-onvif-users', 'no-permissions'],
    })
    const { session, key } = device
    const query = { from: new Date(0), to: NOW, major: 'all' as const, limit: 1 }
    const kinds = [
      await faultOf(session.schedule?.read(key)),
      await faultOf(session.schedule?.enable(key, true)),
      await faultOf(session.logs?.search(query)),
      await faultOf(session.footage?.days(key, 2026, 11)),
      await faultOf(session.onvifUsers?.list()),
      await faultOf(session.permissions?.read(2)),
    ].map(({ kind }) => kind)
    expect(kinds).toEqual(Array.from({ length: 6 }, () => 'unsupported'))
  })

  for (const model of ['nvr64', 'dvr4', 'camera'] as const)
    test(`of ${model} are written and read back`, async () => {
      await using device = await stand({ model })
      const { session, key } = device
      expect(offers(session)).toContain('channelConfig')
      const written = await session.channelConfig?.write(key, {
        name: 'Neu & alt',
        frameRate: 20,
        motionDetection: false,
      })
      expect(written).toMatchObject({
        ignored: [],
        after: { name: 'Neu & alt', frameRate: 20, motionDetection: false },
      })
      expect((await session.schedule?.enable(key, false))?.after.enabled).toBe(false)
      expect((await session.users?.list())?.[0]?.role).toBe('administrator')
      expect((await session.health?.read())?.uptimeSeconds).toBeGreaterThanOrEqual(0)
      expect((await session.detections?.notify(key, 'motion', false))?.after.notifies).toBe(false)
    }, 120_000)
})
