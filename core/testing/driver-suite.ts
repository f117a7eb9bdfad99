// One suite that every driver passes, run against a device that the test starts: what the core relies on, and no more.
import { describe, expect, test } from 'bun:test'
import { createServer } from 'node:net'
import {
  ALARM_KINDS,
  type AlarmNotice,
  type DeviceSession,
  type Driver,
  type DriverContext,
  Fault,
  offers,
  type Target,
} from '#plugin'
import { faultOf } from './fault-of.ts'

/** A started device and what is known of it. */
export interface DriverHarness extends AsyncDisposable {
  /** With the right login, at an address that can be connected to. */
  target: Target
  /** False for a driver that leaves signing in to FFmpeg. */
  signsIn: boolean
  /** Logins that the device has refused so far, HTTP and RTSP together. */
  refusedLogins(): number
  /** Requests that have reached the device so far. */
  requests?(): number
  /** Makes the device tell of an alarm; only for drivers that offer alarms. */
  raise?(): Promise<void> | void
  /** The device is gone: connections break, nobody answers. */
  unplug?(): Promise<void> | void
}

const WRONG = 'suite-wrong-password'
/** A name that only the core can turn into an address. */
const ONLY_THE_CORE_KNOWS = 'device.driver-suite.invalid'

interface Stand extends AsyncDisposable {
  harness: DriverHarness
  connect(target?: Target): Promise<DeviceSession>
  context: DriverContext
  end: AbortController
  limited(): number
}

function makeStand(driver: Driver, harness: DriverHarness): Stand {
  const end = new AbortController()
  const open = new Set<DeviceSession>()
  let limited = 0
  const context: DriverContext = {
    signal: end.signal,
    limit(work) {
      limited++
      return work()
    },
    shown() {},
    resolve: async (host) => (host === ONLY_THE_CORE_KNOWS ? harness.target.address.hostname : host),
    now: () => new Date(),
    log: { debug() {}, info() {}, warn() {} },
  }
  return {
    harness,
    context,
    end,
    limited: () => limited,
    async connect(target = harness.target) {
      const session = await driver.connect(target, context)
      open.add(session)
      return session
    },
    async [Symbol.asyncDispose]() {
      for (const session of open) await session.close()
      end.abort(new Fault('not-ready', 'The test is over'))
      await harness[Symbol.asyncDispose]()
    },
  }
}

/** The work's fault, which must come within the time. */
async function faultWithin(ms: number, work: () => Promise<unknown>): Promise<Fault> {
  const began = performance.now()
  const fault = await faultOf(work)
  expect(performance.now() - began).toBeLessThan(ms)
  return fault
}

/** Ends in time, quietly or with a Fault. */
async function endsWithin(ms: number, work: Promise<unknown>): Promise<void> {
  const began = performance.now()
  const [outcome] = await Promise.allSettled([work])
  expect(performance.now() - began).toBeLessThan(ms)
  if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(Fault)
}

/** A port that takes connections and never answers (`silent`), or one that nobody listens on any more. */
async function deadPort(silent: boolean) {
  const server = createServer(() => {})
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const close = () => new Promise<void>((resolve) => server.close(() => resolve()))
  if (!silent) await close()
  return { port, [Symbol.asyncDispose]: async () => void (silent && server.close()) }
}

function at({ target }: DriverHarness, change: { hostname?: string; port?: number }): Target {
  const { protocol, pathname, search } = target.address
  const host = change.hostname ?? target.address.hostname
  const port = change.port ?? target.address.port
  return { ...target, address: new URL(`${protocol}//${host}${port ? `:${port}` : ''}${pathname}${search}`) }
}

/** Runs the suite. `start` is called once for each test. */
export function describeDriver(name: string, driver: Driver, start: () => Promise<DriverHarness>): void {
  const stand = async () => makeStand(driver, await start())

  describe(`driver ${name}`, () => {
    test('says who the device is and what pictures it has, in our words', async () => {
      await using device = await stand()
      const session = await device.connect()
      const info = await session.info()
      expect(['recorder', 'camera']).toContain(info.kind)
      const channels = await session.channels()
      expect(channels.length).toBeGreaterThan(0)
      expect(new Set(channels.map((channel) => channel.sourceKey)).size).toBe(channels.length)
      for (const channel of channels) {
        expect(channel.sourceKey).toMatch(/^\S+$/)
        expect(Number.isInteger(channel.number) && channel.number > 0).toBe(true)
        expect(channel.name.trim()).not.toBe('')
        expect(['analog', 'ip']).toContain(channel.connection)
        expect([true, false, null]).toContain(channel.online)
        expect(channel.can.alarms.every((kind) => kind in ALARM_KINDS)).toBe(true)
      }
    })

    test('calls each picture the same in every session', async () => {
      await using device = await stand()
      const keys = async () => (await (await device.connect()).channels()).map((channel) => channel.sourceKey)
      expect(await keys()).toEqual(await keys())
    })

    test('offers what it has, and no channel promises what the session lacks', async () => {
      await using device = await stand()
      const session = await device.connect()
      const offered = offers(session)
      expect(offered.every((capability) => session[capability] !== undefined)).toBe(true)
      for (const { can } of await session.channels()) {
        if (can.live) expect(offered).toContain('live')
        if (can.snapshot) expect(offered).toContain('snapshot')
        if (can.alarms.length) expect(offered).toContain('alarms')
        if (can.ptz) expect(offered).toContain('ptz')
        if (can.sub) expect(can.live).toBe(true)
      }
    })

    test('connects with at most 12 requests, through the core’s limiter', async () => {
      await using device = await stand()
      await device.connect()
      expect(device.limited()).toBeGreaterThan(0)
      if (device.harness.requests) expect(device.harness.requests()).toBeLessThanOrEqual(12)
    })

    test('asks the device when it is asked for info, and finds out that nobody is there any more', async () => {
      await using device = await stand()
      const session = await device.connect()
      const { requests, unplug } = device.harness
      if (requests) {
        const before = requests()
        await session.info()
        expect(requests()).toBeGreaterThan(before)
      }
      if (!unplug) return
      await unplug()
      const fault = await faultWithin(20_000, () => session.info())
      expect(['device-unreachable', 'device-timeout']).toContain(fault.kind)
    }, 30_000)

    test('tries a wrong password once, and never again in that session', async () => {
      await using device = await stand()
      const { harness } = device
      if (!harness.signsIn) return
      const fault = await faultOf(() => device.connect({ ...harness.target, password: WRONG }))
      expect(['device-refused-login', 'device-locked']).toContain(fault.kind)
      expect(harness.refusedLogins()).toBe(1)
      expect(`${fault.message} ${String(fault.cause)}`).not.toContain(WRONG)
    })

    test('says so in time when nobody is there', async () => {
      await using device = await stand()
      await using dead = await deadPort(false)
      const target = at(device.harness, { hostname: '127.0.0.1', port: dead.port })
      expect((await faultWithin(15_000, () => device.connect(target))).kind).toBe('device-unreachable')
    }, 20_000)

    test('stops waiting for a silent device when the core gives up', async () => {
      await using device = await stand()
      await using dead = await deadPort(true)
      const target = at(device.harness, { hostname: '127.0.0.1', port: dead.port })
      const connecting = device.connect(target)
      connecting.catch(() => {})
      await Bun.sleep(50)
      device.end.abort(new Fault('not-ready', 'given up'))
      await faultWithin(1_000, () => connecting)
    })

    test('connects to the address that the core gives for a name', async () => {
      await using device = await stand()
      const session = await device.connect(at(device.harness, { hostname: ONLY_THE_CORE_KNOWS }))
      await session.info()
      const [channel] = await session.channels()
      if (!session.live || !channel) return
      const { address } = await session.live.source(channel.sourceKey, 'main')
      expect(address).not.toContain(ONLY_THE_CORE_KNOWS)
    })

    test('gives a stream’s address with the one login that it was given, without asking the device', async () => {
      await using device = await stand()
      const { target, requests } = device.harness
      const session = await device.connect()
      const channels = (await session.channels()).filter((channel) => channel.can.live)
      const before = requests?.()
      for (const { sourceKey, can } of channels) {
        for (const quality of can.sub ? (['main', 'sub'] as const) : (['main'] as const)) {
          const source = await session.live?.source(sourceKey, quality)
          const url = new URL(source?.address ?? '')
          expect(['rtsp:', 'rtsps:']).toContain(url.protocol)
          expect(['tcp', 'udp']).toContain(source?.transport ?? '')
          expect(decodeURIComponent(url.username)).toBe(target.username)
          expect(decodeURIComponent(url.password)).toBe(target.password)
        }
      }
      expect(requests?.()).toBe(before)
      if (session.live) {
        const { live } = session
        expect((await faultOf(() => live.source('no such channel', 'main'))).kind).toBe('not-found')
      }
    })

    test('takes a picture of a channel that can', async () => {
      await using device = await stand()
      const session = await device.connect()
      const channel = (await session.channels()).find(({ can, online }) => can.snapshot && online !== false)
      if (!session.snapshot || !channel) return
      const jpeg = await session.snapshot.take(channel.sourceKey)
      expect([...jpeg.subarray(0, 3)]).toEqual([0xff, 0xd8, 0xff])
      expect([...jpeg.subarray(-2)]).toEqual([0xff, 0xd9])
    })

    test('moves a camera that can, and stops it', async () => {
      await using device = await stand()
      const session = await device.connect()
      const { ptz } = session
      const channel = (await session.channels()).find(({ can, online }) => can.ptz && online !== false)
      if (!ptz) return
      expect((await faultOf(() => ptz.stop('no such channel'))).kind).toBe('not-found')
      if (!channel) return
      const { sourceKey } = channel
      const { panTilt, zoom, continuous, absolute } = await ptz.abilities(sourceKey)
      expect(panTilt || zoom).toBe(true)
      if (continuous) await ptz.move(sourceKey, { pan: panTilt ? 0.3 : 0, tilt: 0, zoom: panTilt ? 0 : 0.3 }, 1)
      await ptz.stop(sourceKey)
      if (!absolute) return
      for (const { pan, tilt, zoom: near } of [await ptz.position(sourceKey)]) {
        for (const share of [pan, tilt]) if (share !== null) expect(Math.abs(share)).toBeLessThanOrEqual(1)
        if (near !== null) expect(near >= 0 && near <= 1).toBe(true)
      }
    })

    test('keeps presets: sets, lists, overwrites and removes them, and knows no others', async () => {
      await using device = await stand()
      const session = await device.connect()
      const channel = (await session.channels()).find(({ can, online }) => can.ptz && online !== false)
      const { ptz } = session
      if (!ptz || !channel) return
      const { sourceKey } = channel
      if (!(await ptz.abilities(sourceKey)).presets) return
      const before = await ptz.presets(sourceKey)
      const made = await ptz.setPreset(sourceKey, 'Suite')
      expect(before.map(({ token }) => token)).not.toContain(made.token)
      expect(await ptz.presets(sourceKey)).toContainEqual(made)
      const again = await ptz.setPreset(sourceKey, 'Suite 2', made.token)
      expect(again).toEqual({ token: made.token, name: 'Suite 2' })
      await ptz.goTo(sourceKey, made.token)
      await ptz.removePreset(sourceKey, made.token)
      expect(await ptz.presets(sourceKey)).toEqual(before)
      for (const token of [made.token, 'no such preset']) {
        expect((await faultOf(() => ptz.goTo(sourceKey, token))).kind).toBe('not-found')
        expect((await faultOf(() => ptz.setPreset(sourceKey, 'x', token))).kind).toBe('not-found')
        expect((await faultOf(() => ptz.removePreset(sourceKey, token))).kind).toBe('not-found')
      }
    })

    test('hands on an alarm, and ends the watch when the core says so', async () => {
      await using device = await stand()
      const session = await device.connect()
      expect(session.alarms !== undefined).toBe(device.harness.raise !== undefined)
      if (!session.alarms || !device.harness.raise) return
      const stop = new AbortController()
      const opened = Promise.withResolvers<void>()
      const first = Promise.withResolvers<AlarmNotice>()
      const { alarms } = session
      const watching = (async () => {
        for await (const notice of alarms.watch({ signal: stop.signal, onOpen: opened.resolve })) first.resolve(notice)
      })()
      watching.catch(first.reject)
      await opened.promise
      await device.harness.raise()
      const notice = await first.promise
      expect(notice.kind in ALARM_KINDS).toBe(true)
      expect(notice.rawType).not.toBe('')
      const keys = (await session.channels()).map((channel) => channel.sourceKey)
      if (notice.sourceKey !== null) expect(keys).toContain(notice.sourceKey)
      stop.abort(new Fault('not-ready', 'enough'))
      await endsWithin(1_000, watching)
    }, 20_000)

    test('ends watch and calls with the session, which may be closed twice', async () => {
      await using device = await stand()
      const session = await device.connect()
      const watch = session.alarms?.watch()[Symbol.asyncIterator]()
      const next = watch?.next()
      next?.catch(() => {})
      await session.close()
      await session.close()
      if (next) await endsWithin(1_000, next)
      device.end.abort(new Fault('not-ready', 'closed'))
      await faultWithin(1_000, () => session.info())
    })
  })
}
