// The driver against the simulator, which was written from the same facts and by nobody who knew the driver.
import { describe, expect, test } from 'bun:test'
import { type AlarmKind, type AlarmNotice, boundsOf, type DeviceSession, Fault, type FaultKind, offers } from '#plugin'
import { driver } from './driver.ts'
import { type SimulatorOptions, startSimulator } from './simulator/index.ts'
import { testContext } from './test-device.ts'

async function start(options: SimulatorOptions) {
  return startSimulator({ rtsp: false, ...options })
}
type Simulator = Awaited<ReturnType<typeof start>>

function connect(simulator: Simulator, password = simulator.password, context = {}): Promise<DeviceSession> {
  const target = {
    address: new URL(simulator.url),
    streamHost: null,
    username: simulator.user,
    password,
    verifyTls: false,
    pinnedCertificate: null,
  }
  return driver.connect(target, testContext(context))
}

async function fault(work: Promise<unknown>): Promise<Fault> {
  const error = await work.then(
    () => new Error('it did not fail'),
    (thrown: unknown) => thrown,
  )
  if (error instanceof Fault) return error
  throw error
}

const OFFERED = [
  'live',
  'snapshot',
  'alarms',
  'channelConfig',
  'schedule',
  'storage',
  'users',
  'permissions',
  'onvifUsers',
  'clock',
  'health',
]

const MODELS = {
  nvr8: { kind: 'recorder', channels: 8, connection: 'ip' },
  dvr4: { kind: 'recorder', channels: 4, connection: 'analog' },
  camera: { kind: 'camera', channels: 1, connection: 'analog' },
} as const

describe('simulated devices', () => {
  for (const [model, expected] of Object.entries(MODELS)) {
    test(`${model} shows its channels, and gives pictures of them`, async () => {
      await using simulator = await start({ model: model as keyof typeof MODELS })
      const session = await connect(simulator)
      expect(simulator.stats.requests.length).toBeLessThanOrEqual(12)
      expect(offers(session)).toEqual(expect.arrayContaining(OFFERED))
      const own = ['disk_full', 'disk_error', 'network_lost', 'ip_conflict', 'illegal_login']
      const info = await session.info()
      expect(info).toMatchObject({ kind: expected.kind, utcOffsetMinutes: 480 })
      expect(info.alarms).toEqual(expect.arrayContaining(own as AlarmKind[]))
      const channels = await session.channels()
      expect(channels.length).toBe(expected.channels)
      for (const { connection, can } of channels) {
        expect(connection).toBe(expected.connection)
        expect(can).toMatchObject({ live: true, sub: true, snapshot: true })
      }
      const present = channels.find(({ online }) => online !== false)
      expect(present?.can.alarms).toContain('motion')
      const picture = await session.snapshot?.take(present?.sourceKey ?? '')
      expect([picture?.[0], picture?.[1]]).toEqual([0xff, 0xd8])
      expect([simulator.stats.refusedLogins.total, simulator.stats.replays]).toEqual([0, 0])
      await session.close()
    })
  }

  test('a raised alarm is a notice, with its picture after it', async () => {
    await using simulator = await start({ model: 'nvr8' })
    const session = await connect(simulator)
    await session.channels()
    const found: AlarmNotice[] = []
    const onOpen = () =>
      void simulator.raise({ type: 'linedetection', channel: 2, picture: true, target: 'human', region: 1 })
    for await (const notice of session.alarms?.watch({ onOpen }) ?? []) {
      found.push(notice)
      if (notice.picture) break
    }
    expect(found[0]).toMatchObject({
      kind: 'line_crossing',
      sourceKey: 'ip:2',
      active: true,
      target: 'human',
      picture: null,
    })
    expect(found.at(-1)?.picture?.slice(0, 2)).toEqual(new Uint8Array([0xff, 0xd8]))
    await session.close()
  })

  test('a notice names the input, the rule, and that a picture comes behind it', async () => {
    await using simulator = await start({ model: 'nvr8' })
    const session = await connect(simulator)
    await session.channels()
    const found: AlarmNotice[] = []
    const onOpen = async () => {
      await simulator.raise({ type: 'IO', channel: 0, input: 2, state: 'active' })
      await simulator.raise({
        type: 'fielddetection',
        channel: 1,
        region: 3,
        rule: 'Front garden',
        state: 'active',
        area: null,
      })
      await simulator.raise({
        ...{ type: 'linedetection', channel: 2, picture: true, state: 'active' },
        area: { x: 0.1, y: 0.2, width: 0.3, height: 0.4 },
      })
    }
    for await (const notice of session.alarms?.watch({ onOpen: () => void onOpen() }) ?? []) {
      found.push(notice)
      if (notice.picture) break
    }
    expect(found).toMatchObject([
      { kind: 'input', sourceKey: null, region: 2, rule: null, pictureFollows: false },
      { kind: 'intrusion', sourceKey: 'ip:1', region: 3, rule: 'Front garden', pictureFollows: false },
      { kind: 'line_crossing', sourceKey: 'ip:2', region: 1, rule: null, pictureFollows: true },
      { kind: 'line_crossing', picture: expect.any(Uint8Array) },
    ])
    expect(found.map(({ area }) => area && boundsOf(area))).toEqual([
      null,
      // The region of a device that frames no target, which counts from the bottom.
      { left: 0.12, top: expect.closeTo(0.07), right: 0.94, bottom: expect.closeTo(0.92) },
      ...[0, 1].map(() => ({ left: 0.1, top: 0.2, right: 0.4, bottom: expect.closeTo(0.6) })),
    ])
    await session.close()
  })

  test('an input of the recorder itself is no camera’s, though its alert names channel 1, too', async () => {
    await using simulator = await start({ model: 'nvr8' })
    const session = await connect(simulator)
    await session.channels()
    const onOpen = () => simulator.raise({ type: 'IO', channel: 1, input: 2, state: 'active' })
    for await (const notice of session.alarms?.watch({ onOpen: () => void onOpen() }) ?? []) {
      expect(notice).toMatchObject({ kind: 'input', sourceKey: null, region: 2 })
      break
    }
    await session.close()
  })

  test('an input of a camera behind the recorder, and the rule of an event in JSON, are read', async () => {
    await using simulator = await start({ model: 'nvr8' })
    const session = await connect(simulator)
    await session.channels()
    const xml = `<EventNotificationAlert><dynInputIOPortID>302</dynInputIOPortID><eventType>IO</eventType><eventState>active</eventState></EventNotificationAlert>`
    const json = JSON.stringify({
      ...{ channelID: 1, dynChannelID: 1, eventType: 'linedetection', eventState: 'active' },
      DetectionRegionList: [{ DetectionRegionEntry: { regionID: 4 } }],
      RuleInfo: { ruleID: 7, ruleName: '' },
    })
    const part = (type: string, body: string) =>
      `--boundary\r\nContent-Type: ${type}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
    const onOpen = async () => {
      await simulator.raise({ raw: part('application/xml', xml) })
      await simulator.raise({ raw: part('application/json', json) })
    }
    const found: AlarmNotice[] = []
    for await (const notice of session.alarms?.watch({ onOpen: () => void onOpen() }) ?? [])
      if (found.push(notice) === 2) break
    expect(found).toMatchObject([
      { kind: 'input', sourceKey: 'ip:3', region: 2 },
      { kind: 'line_crossing', sourceKey: 'ip:1', rule: '7' },
    ])
    await session.close()
  })

  test('nonces that age after every third use cost no refusal', async () => {
    await using simulator = await start({ model: 'nvr8', login: { nonceUses: 3 } })
    const session = await connect(simulator)
    await session.channels()
    expect(simulator.stats.refusedLogins.total).toBe(0)
  })

  for (const offer of ['sha-256', 'basic'] as const) {
    test(`signs in where only ${offer} is offered`, async () => {
      await using simulator = await start({ model: 'camera', login: { offers: [offer] } })
      await connect(simulator)
      expect(simulator.stats.refusedLogins.total).toBe(0)
    })
  }

  test('a wrong password reaches the device once', async () => {
    await using simulator = await start({ model: 'nvr8' })
    const found = await fault(connect(simulator, 'wrong'))
    expect([found.kind, found.triesLeft]).toEqual(['device-refused-login', 4])
    expect(simulator.stats.refusedLogins.total).toBe(1)
  })

  test('a password changed on the device is found out without locking the account, and then nothing is asked', async () => {
    await using simulator = await start({ model: 'nvr8' })
    let now = Date.now()
    const session = await connect(simulator, simulator.password, { now: () => new Date(now) })
    simulator.setPassword('changed')
    now += 60_000
    expect((await fault(session.channels())).kind).toBe('device-refused-login')
    const asked = simulator.stats.requests.length
    expect((await fault(session.channels())).kind).toBe('device-refused-login')
    expect(simulator.stats.requests.length).toBe(asked)
    expect(simulator.stats.locked).toBe(false)
  })

  const FAULTS: [name: string, fault: Parameters<Simulator['faults']['add']>[0], kind: FaultKind][] = [
    ['garbled XML', { garbled: true }, 'device-garbled'],
    ['a cut answer', { cut: true }, 'device-garbled'],
    ['busy', { status: 503 }, 'device-busy'],
    ['too little right', { refusal: 'lowPrivilege' }, 'device-denied'],
    ['401', { status: 401 }, 'device-refused-login'],
  ]
  for (const [name, strike, kind] of FAULTS) {
    test(`${name} is ${kind}`, async () => {
      await using simulator = await start({ model: 'nvr8' })
      simulator.faults.add({ ...strike, path: '/ISAPI' })
      expect((await fault(connect(simulator))).kind).toBe(kind)
    })
  }

  test('an unplugged device ends the watch, and is unreachable', async () => {
    await using simulator = await start({ model: 'dvr4' })
    const session = await connect(simulator)
    const watching = fault(
      (async () => {
        for await (const _ of session.alarms?.watch({ onOpen: () => void simulator.unplug() }) ?? []);
      })(),
    )
    expect((await watching).kind).toBe('device-unreachable')
    expect((await fault(connect(simulator))).kind).toBe('device-unreachable')
    await simulator.plug()
    await connect(simulator)
  })

  for (const [user, password] of [
    ['admin', 'a%b:c@d"e/f?g#h&i'],
    ['jörg m', "ümläut ß € \\ 'x'"],
    ['admin', ' 64 letters '.padEnd(64, 'x')],
    ['admin', '%'.repeat(40)],
  ] as const)
    test(`${user} with ${password} signs in over HTTP and RTSP`, async () => {
      await using simulator = await start({ model: 'dvr4', rtsp: true, user, password })
      const session = await connect(simulator)
      const [channel] = await session.channels()
      const source = await session.live?.source(channel?.sourceKey ?? '', 'sub')
      const probe = Bun.spawn(['ffprobe', '-v', 'error', '-rtsp_transport', 'tcp', source?.address ?? ''], {
        stdout: 'ignore',
        stderr: 'pipe',
      })
      expect([await new Response(probe.stderr).text(), await probe.exited]).toEqual(['', 0])
      expect(simulator.stats.refusedLogins.total).toBe(0)
      await session.close()
    }, 120_000)
})
