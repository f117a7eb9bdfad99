// Moving cameras: what reaches the simulated dome, and what is kept from it.
import { expect, test } from 'bun:test'
import type { DeviceSession, Ptz } from '#plugin'
import { driver } from '../driver.ts'
import { type Simulator, type SimulatorOptions, startSimulator } from '../simulator/index.ts'
import { testClient, testContext, testTarget } from '../test-device.ts'
import { type DocumentDevice, startDocumentDevice } from '../test-documents.ts'
import { faultOf, recorder } from '../test-session.ts'
import type { Knowledge } from './channels.ts'
import { createPtz } from './ptz.ts'

const KEY = 'analog:1'

async function dome(options: Partial<SimulatorOptions> = {}) {
  let at = Date.UTC(2026, 6, 1)
  const simulator = await startSimulator({ model: 'dome', rtsp: false, now: () => new Date(at), ...options })
  const session = await connect(simulator)
  if (!session.ptz) throw new Error('not offered')
  return {
    simulator,
    session,
    ptz: session.ptz,
    pass: (seconds: number) => {
      at += seconds * 1000
    },
    sent: () => simulator.stats.writes.map(({ path }) => path.replace(/.*channels\/1\//, '')),
    async [Symbol.asyncDispose]() {
      await session.close()
      await simulator[Symbol.asyncDispose]()
    },
  }
}

function connect(simulator: Simulator): Promise<DeviceSession> {
  const { user: username, password } = simulator
  const target = { address: new URL(simulator.url), streamHost: null, username, password }
  return driver.connect({ ...target, verifyTls: false, pinnedCertificate: null }, testContext())
}

test('a move with a time is left to the camera that can end it, and a stop ends it sooner', async () => {
  await using stand = await dome()
  const { ptz, pass, simulator } = stand
  expect((await stand.session.channels())[0]?.can.ptz).toBe(true)
  await ptz.move(KEY, { pan: 0.5, tilt: -0.5, zoom: 0 }, 0.5)
  pass(0.25)
  expect(simulator.looks(1)).toMatchObject({ azimuth: 100, elevation: 75, moving: true })
  await ptz.stop(KEY)
  pass(5)
  expect(simulator.looks(1)).toMatchObject({ azimuth: 100, elevation: 75, moving: false })
  await ptz.move(KEY, { pan: 1, tilt: 0, zoom: 0 }, 0.5)
  pass(5)
  expect(simulator.looks(1)).toMatchObject({ azimuth: 500, moving: false })
  expect(stand.sent()).toEqual(['momentary', 'continuous', 'momentary'])
})

test('it is sent to places as shares of its ranges, and what is not named stays', async () => {
  await using stand = await dome()
  const { ptz, pass, simulator } = stand
  await ptz.absolute(KEY, { pan: 0, tilt: -1, zoom: 1 })
  pass(60)
  expect(simulator.looks(1)).toMatchObject({ azimuth: 1800, elevation: 900, zoom: 250 })
  await ptz.absolute(KEY, { tilt: 1 })
  pass(60)
  expect(simulator.looks(1)).toMatchObject({ azimuth: 1800, elevation: -150, zoom: 250 })
  expect(await ptz.position(KEY)).toEqual({ pan: 0, tilt: 1, zoom: 1, moving: null })
  await ptz.relative(KEY, { pan: 0.75, tilt: -0.5, zoom: -2 })
  pass(60)
  expect(simulator.looks(1)).toMatchObject({ azimuth: 900, elevation: 375, zoom: 10 })
})

test('presets are those that are set; the next free place is taken, and commands are none', async () => {
  await using stand = await dome()
  const { ptz, pass, simulator } = stand
  expect(await ptz.presets(KEY)).toEqual([])
  expect(await ptz.abilities(KEY)).toMatchObject({ presets: { most: 227 }, absolute: true, home: true })
  for (let number = 1; number <= 32; number++) await ptz.setPreset(KEY, `P${number}`)
  await ptz.absolute(KEY, { pan: 0.5 })
  pass(60)
  expect(await ptz.setPreset(KEY, 'Gate & Yard')).toEqual({ token: '106', name: 'Gate & Yard' })
  await ptz.goHome(KEY)
  pass(60)
  expect(simulator.looks(1)?.azimuth).toBe(0)
  expect(await ptz.setPreset(KEY, 'Home', '2')).toEqual({ token: '2', name: 'Home' })
  await ptz.goTo(KEY, '106')
  pass(60)
  expect(simulator.looks(1)?.azimuth).toBe(2700)
  await ptz.removePreset(KEY, '3')
  expect((await ptz.presets(KEY)).map(({ token }) => token)).not.toContain('3')
  expect((await ptz.setPreset(KEY, 'Again')).token).toBe('3')
  const before = simulator.stats.writes.length
  for (const token of ['94', '34', '200', '../x', '1/goto'])
    for (const work of [ptz.goTo(KEY, token), ptz.removePreset(KEY, token), ptz.setPreset(KEY, 'x', token)])
      expect((await faultOf(work)).kind).toBe('not-found')
  expect(simulator.stats.writes.length).toBe(before)
  expect((await faultOf(ptz.setPreset(KEY, 'x'.repeat(33)))).kind).toBe('invalid-input')
})

test('what it announces and then refuses is not asked for again', async () => {
  await using stand = await dome({ quirks: ['no-home', 'no-momentary'] })
  const { ptz, simulator } = stand
  expect((await faultOf(ptz.setHome(KEY))).kind).toBe('unsupported')
  expect(await ptz.abilities(KEY)).toMatchObject({ home: false, setHome: false })
  await ptz.move(KEY, { pan: 1, tilt: 0, zoom: 0 }, 5)
  await ptz.move(KEY, { pan: 1, tilt: 0, zoom: 0 }, 5)
  const asked = simulator.stats.counts()
  expect([
    asked['PUT /ISAPI/PTZCtrl/channels/1/momentary'],
    asked['PUT /ISAPI/PTZCtrl/channels/1/homeposition'],
  ]).toEqual([1, 1])
  expect(simulator.looks(1)?.moving).toBe(true)
  await stand.session.close()
  expect(simulator.looks(1)?.moving).toBe(false)
})

test('a recorder’s cameras are asked one by one when its channels are, and once', async () => {
  await using simulator = await startSimulator({ model: 'nvr8', rtsp: false })
  const session = await connect(simulator)
  const asked = () => simulator.stats.requests.filter(({ path }) => path.includes('PTZCtrl')).length
  expect(asked()).toBe(0)
  const movable = async () => (await session.channels()).filter(({ can }) => can.ptz).map(({ sourceKey }) => sourceKey)
  expect(await movable()).toEqual(['ip:7'])
  expect(await movable()).toEqual(['ip:7'])
  expect(asked()).toBe(7)
  expect((await faultOf(session.ptz?.move('ip:1', { pan: 1, tilt: 0, zoom: 0 }, 1))).kind).toBe('unsupported')
  expect((await faultOf(session.ptz?.stop('ip:99'))).kind).toBe('not-found')
  await session.close()
})

test('a camera that stands still offers nothing of it', async () => {
  await using simulator = await startSimulator({ model: 'dome', rtsp: false, quirks: ['no-ptz'] })
  const session = await connect(simulator)
  expect(session.ptz).toBeUndefined()
  expect((await session.channels())[0]?.can.ptz).toBe(false)
  await session.close()
})

test('what the device’s user may not do is said so', async () => {
  await using simulator = await startSimulator({ model: 'nvr8', rtsp: false })
  const login = { username: 'guest', password: 'porchlight-2', verifyTls: false, pinnedCertificate: null }
  const target = { ...login, address: new URL(simulator.url), streamHost: null }
  const session = await driver.connect(target, testContext())
  await session.channels()
  const fault = await faultOf(session.ptz?.stop('ip:7'))
  expect([fault.kind, fault.lacksRight]).toEqual(['device-denied', true])
  await session.close()
})

/** A camera without momentary moves, and timers in the test's hand. */
async function endless(): Promise<
  { device: DocumentDevice; ptz: Ptz; end(): Promise<void>; due: Timer[] } & AsyncDisposable
> {
  const device = await startDocumentDevice({ documents: {} })
  const due: Timer[] = []
  const known = {
    inputs: [{ connection: 'analog', number: 1, name: 'A', online: true, trouble: null, ptz: true }],
    ptz: new Map(),
  } as unknown as Knowledge
  const { verbs, end } = createPtz({
    client: testClient(device),
    knowledge: () => known,
    after(ms, run) {
      const timer = { ms, run, isOff: false }
      due.push(timer)
      return {
        [Symbol.dispose]: () => {
          timer.isOff = true
        },
      }
    },
  })
  return { device, ptz: verbs, end, due, [Symbol.asyncDispose]: () => device[Symbol.asyncDispose]() }
}
interface Timer {
  ms: number
  run(): void
  isOff: boolean
}

const wait = async (stand: { device: DocumentDevice }, count: number) => {
  while (stand.device.writes.length < count) await Bun.sleep(5)
}
const pans = ({ device }: { device: DocumentDevice }) =>
  device.writes.map(({ body }) => Number(/<pan>(-?\d+)/.exec(body)?.[1]))

test('where the camera cannot end a move we do, twice, and a newer move forgets the older end', async () => {
  await using stand = await endless()
  const { ptz, due } = stand
  await ptz.move(KEY, { pan: 0.3, tilt: 0, zoom: 0 }, 2)
  await ptz.move(KEY, { pan: 0.004, tilt: 0, zoom: 0 }, 3)
  expect(due.map(({ ms, isOff }) => [ms, isOff])).toEqual([
    [2000, true],
    [3000, false],
  ])
  due[1]?.run()
  await wait(stand, 3)
  while (due.length < 3) await Bun.sleep(5)
  due[2]?.run()
  await wait(stand, 4)
  expect(pans(stand)).toEqual([30, 1, 0, 0])
  expect(due.length).toBe(3)
})

test('a stop by hand is repeated once too, unless somebody moves the camera again', async () => {
  await using stand = await endless()
  const { ptz, due } = stand
  await ptz.stop(KEY)
  due[0]?.run()
  await wait(stand, 2)
  await ptz.stop(KEY)
  await ptz.move(KEY, { pan: -1, tilt: 0, zoom: 0 }, 1)
  expect(pans(stand)).toEqual([0, 0, 0, -100])
  expect(due.map(({ isOff }) => isOff)).toEqual([false, true, false])
  await stand.end()
  expect(pans(stand)).toEqual([0, 0, 0, -100, 0])
})

test('a recorder that has no word for it is not asked', async () => {
  await using stand = await recorder({ documents: {} })
  const session = await driver.connect(testTarget(stand.device), testContext())
  await session.channels()
  expect(session.ptz).toBeUndefined()
  expect(stand.device.requests.filter((line) => line.includes('PTZCtrl'))).toEqual([])
})
