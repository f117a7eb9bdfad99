// The life of a device's session, told with a fake device and a clock that the test moves.
import { describe, expect, test } from 'bun:test'
import { type AlarmNotice, Fault } from '#plugin'
import { devices } from '../../db/schema/index.ts'
import { settle } from '../../testing/clock.ts'
import { faultOf } from '../../testing/fault-of.ts'
import { createSessionsStand } from '../../testing/sessions-stand.ts'
import { asPerson } from './index.ts'

const HOST = '192.0.2.5'

describe('opening', () => {
  test('many who ask at once share one sign-in', async () => {
    using stand = createSessionsStand()
    const device = stand.driver.add(HOST)
    const { id } = stand.store(HOST)
    const all = await Promise.all([1, 2, 3].map(() => stand.sessions.use(id)))
    expect(new Set(all).size).toBe(1)
    expect(device.seen.connects).toBe(1)
    expect(stand.phases(id)).toEqual(['connecting', 'online'])
    expect(stand.told()).toEqual(['Device connected'])
  })

  test('nobody else may close what all share', async () => {
    using stand = createSessionsStand()
    const device = stand.driver.add(HOST)
    const { id } = stand.store(HOST)
    const session = await stand.sessions.use(id)
    await session.close()
    expect(device.open.sessions).toBe(1)
    expect((await session.info()).model).toBe('FAKE-1')
    await stand.sessions[Symbol.asyncDispose]()
    expect(device.open).toEqual({ sessions: 0, watches: 0 })
  })

  test('start returns at once, however many devices do not answer', async () => {
    using stand = createSessionsStand()
    for (let number = 1; number <= 20; number++) {
      const device = stand.driver.add(`192.0.2.${number}`)
      device.hold = new Promise(() => {})
      stand.store(device.host)
    }
    // Not a promise: whoever starts the sessions cannot be kept waiting by a device.
    expect(stand.sessions.start()).toBeUndefined()
    expect(stand.states).toHaveLength(20)
    expect(stand.states.every(({ state }) => state.phase === 'connecting')).toBe(true)
    await stand.sessions[Symbol.asyncDispose]()
  })

  test('a sign-in that takes more than a minute is given up', async () => {
    using stand = createSessionsStand()
    const device = stand.driver.add(HOST)
    device.hold = new Promise(() => {})
    const { id } = stand.store(HOST)
    const asked = faultOf(() => stand.sessions.use(id))
    await stand.clock.advance(60_000)
    expect((await asked).kind).toBe('device-timeout')
  })

  test('the certificate of the first sign-in is stored, a later one is not', async () => {
    using stand = createSessionsStand()
    const device = stand.driver.add(HOST)
    device.certificate = 'first'
    const { id } = stand.store(HOST)
    await stand.sessions.use(id)
    device.certificate = 'second'
    stand.sessions.restart(id)
    expect((await faultOf(() => stand.sessions.use(id))).kind).toBe('device-denied')
    expect(stand.db.select().from(devices).get()?.pinnedCertificate).toBe('first')
  })

  test('a brand that nobody speaks is a state, not a crash', async () => {
    using stand = createSessionsStand()
    const { id } = stand.store(HOST, { brand: 'acme' })
    stand.sessions.start()
    await settle()
    expect(stand.sessions.state(id)).toMatchObject({ phase: 'away', fault: { message: 'Unsupported brand' } })
  })
})

describe('a device that goes away', () => {
  test('is tried again with growing pauses, told once when it went and once when it is back', async () => {
    using stand = createSessionsStand()
    const device = stand.driver.add(HOST)
    const { id } = stand.store(HOST)
    stand.sessions.start()
    await settle()
    await stand.clock.advance(60_000)
    device.online = false
    device.breakWatch()
    await settle()
    expect(stand.sessions.state(id)).toMatchObject({ phase: 'away', fault: { kind: 'device-unreachable' } })
    const tries: number[] = []
    for (let second = 1; second <= 190; second++) {
      const before = device.seen.connects
      await stand.clock.advance(1000)
      if (device.seen.connects > before) tries.push(second)
    }
    expect(tries).toEqual([1, 3, 7, 15, 31, 63, 123, 183])
    device.online = true
    await stand.clock.advance(60_000)
    expect(stand.sessions.state(id)).toMatchObject({ phase: 'online', fault: null, retryAt: null })
    expect(stand.told()).toEqual(['Device connected', 'Device is away', 'Device is back'])
    expect(stand.phases(id)).toEqual(['connecting', 'online', 'away', 'online'])
  })

  test('gives its alarms again within its pause', async () => {
    using stand = createSessionsStand()
    const device = stand.driver.add(HOST)
    const { id } = stand.store(HOST)
    const got: AlarmNotice[] = []
    let lost = 0
    stand.sessions.onNotice((_, notice) => got.push(notice))
    stand.sessions.onWatchLost(() => lost++)
    stand.sessions.start()
    await settle()
    device.raise({ kind: 'motion' })
    await settle()
    device.online = false
    device.breakWatch()
    await settle()
    expect(lost).toBe(1)
    device.online = true
    await stand.clock.advance(1000)
    device.raise({ kind: 'tamper' })
    await settle()
    expect(got.map((notice) => notice.kind)).toEqual(['motion', 'tamper'])
    expect(stand.sessions.state(id).phase).toBe('online')
  })

  test('fails everybody who asks meanwhile at once, and says when to come again', async () => {
    using stand = createSessionsStand()
    const device = stand.driver.add(HOST)
    device.online = false
    const { id } = stand.store(HOST)
    stand.sessions.start()
    await settle()
    await stand.clock.advance(63_000)
    const before = device.seen.connects
    const fault = await faultOf(() => stand.sessions.use(id))
    expect(fault).toMatchObject({ kind: 'device-unreachable', retryAfterSeconds: 60 })
    expect(device.seen.connects).toBe(before)
  })

  test('is asked at once for a person, but not more than every five seconds', async () => {
    using stand = createSessionsStand()
    const device = stand.driver.add(HOST)
    device.online = false
    const { id } = stand.store(HOST)
    stand.sessions.start()
    await stand.clock.advance(64_000)
    const before = device.seen.connects
    const person = () => asPerson(() => faultOf(() => stand.sessions.use(id)))
    await person()
    expect(device.seen.connects).toBe(before)
    await stand.clock.advance(5_000)
    await person()
    await person()
    expect(device.seen.connects).toBe(before + 1)
    device.online = true
    await stand.clock.advance(5_000)
    expect((await asPerson(() => stand.sessions.use(id))).alarms).toBeDefined()
    expect(stand.sessions.state(id).phase).toBe('online')
  })

  test('is not away when only its alarm stream broke: the watch begins again after a pause', async () => {
    using stand = createSessionsStand()
    const device = stand.driver.add(HOST)
    const { id } = stand.store(HOST)
    stand.sessions.start()
    await settle()
    device.breakWatch()
    await settle()
    expect(device.open.watches).toBe(0)
    await stand.clock.advance(1000)
    expect(device.open.watches).toBe(1)
    expect(device.seen.connects).toBe(1)
    expect(stand.phases(id)).toEqual(['connecting', 'online'])
    expect(stand.told()).toEqual(['Device connected'])
  })

  test('without an alarm stream is noticed all the same, and so is what a snapshot finds out', async () => {
    using stand = createSessionsStand()
    const device = stand.driver.add(HOST)
    device.hasAlarms = false
    const { id } = stand.store(HOST)
    stand.sessions.start()
    await settle()
    device.online = false
    await stand.clock.advance(30_000)
    expect(stand.sessions.state(id).phase).toBe('away')
    device.online = true
    await stand.clock.advance(1000)
    const session = await stand.sessions.use(id)
    device.online = false
    expect((await faultOf(async () => session.snapshot?.take('ip:1'))).kind).toBe('device-unreachable')
    await settle()
    expect(stand.sessions.state(id).phase).toBe('away')
  })

  test('keeps people informed when it is there but gives no alarms', async () => {
    using stand = createSessionsStand()
    const device = stand.driver.add(HOST)
    const { id } = stand.store(HOST)
    device.hasAlarms = true
    await stand.sessions.use(id)
    await settle()
    device.fault = new Fault('device-busy', 'The device has too many alarm streams open')
    device.breakWatch()
    await settle()
    await stand.clock.advance(1000)
    expect(stand.sessions.state(id)).toMatchObject({ phase: 'online', fault: { kind: 'device-busy' } })
    device.fault = null
    await stand.clock.advance(10_000)
    expect(stand.sessions.state(id)).toMatchObject({ phase: 'online', fault: null })
  })
})

describe('a device that nobody watches over', () => {
  test('is opened for a person, closed an idle minute later, and never counts as online', async () => {
    using stand = createSessionsStand()
    const device = stand.driver.add(HOST)
    const { id } = stand.store(HOST, { isChecked: false })
    stand.sessions.start()
    await settle()
    expect(device.seen.connects).toBe(0)
    await stand.sessions.use(id)
    await stand.clock.advance(40_000)
    await stand.sessions.use(id)
    await stand.clock.advance(59_000)
    expect(device.open).toEqual({ sessions: 1, watches: 0 })
    await stand.clock.advance(1_000)
    expect(device.open.sessions).toBe(0)
    expect(stand.sessions.state(id).phase).toBe('unchecked')
    await stand.sessions.use(id)
    expect(device.seen.connects).toBe(2)
    expect(stand.states).toEqual([])
  })

  test('is asked again at once when the clock was set back after a failure', async () => {
    using stand = createSessionsStand()
    const device = stand.driver.add(HOST)
    device.online = false
    const { id } = stand.store(HOST, { isChecked: false })
    await faultOf(() => stand.sessions.use(id))
    device.online = true
    await stand.clock.advance(-3_600_000)
    expect((await stand.sessions.use(id)).alarms).toBeDefined()
  })

  test('follows when a person includes or excludes it', async () => {
    using stand = createSessionsStand()
    const device = stand.driver.add(HOST)
    const { id } = stand.store(HOST, { isChecked: false })
    const check = (isChecked: boolean) => {
      stand.db.update(devices).set({ isChecked }).run()
      stand.sessions.follow(id)
      return settle()
    }
    await stand.sessions.use(id)
    await check(true)
    expect(device.open.watches).toBe(1)
    expect(device.seen.connects).toBe(1)
    await stand.clock.advance(120_000)
    expect(device.open.sessions).toBe(1)
    await check(false)
    expect(device.open).toEqual({ sessions: 0, watches: 0 })
    await check(true)
    expect(stand.phases(id)).toEqual(['online', 'unchecked', 'connecting', 'online'])
  })
})

describe('the end', () => {
  test('a change while signing in gives those who wait the new session', async () => {
    using stand = createSessionsStand()
    const device = stand.driver.add(HOST)
    device.hold = new Promise(() => {})
    const { id } = stand.store(HOST)
    const waiting = stand.sessions.use(id)
    await settle()
    device.hold = null
    stand.sessions.restart(id)
    expect((await (await waiting).info()).model).toBe('FAKE-1')
    expect(device.seen.connects).toBe(2)
    expect(device.open.sessions).toBe(1)
  })

  test('closing ends every wait and leaves no timer', async () => {
    using stand = createSessionsStand()
    const near = stand.driver.add(HOST)
    const far = stand.driver.add('192.0.2.6')
    far.hold = new Promise(() => {})
    const gone = stand.store('192.0.2.7')
    const { id } = stand.store(HOST)
    const hanging = stand.store('192.0.2.6')
    stand.sessions.start()
    await settle()
    const waiting = faultOf(() => stand.sessions.use(hanging.id))
    await stand.sessions[Symbol.asyncDispose]()
    expect((await waiting).kind).toBe('not-ready')
    expect((await faultOf(() => stand.sessions.use(id))).kind).toBe('not-ready')
    expect((await faultOf(() => stand.sessions.use(gone.id))).kind).toBe('not-ready')
    expect(near.open).toEqual({ sessions: 0, watches: 0 })
    expect(stand.clock.waiting).toBe(0)
  })

  test('a removed device is not known any more', async () => {
    using stand = createSessionsStand()
    stand.driver.add(HOST)
    const { id } = stand.store(HOST)
    await stand.sessions.use(id)
    stand.db.delete(devices).run()
    await stand.sessions.close(id)
    expect((await faultOf(() => stand.sessions.use(id))).kind).toBe('not-found')
  })
})

test('a probe signs in once, counts the channels and leaves nothing open', async () => {
  using stand = createSessionsStand()
  const device = stand.driver.add(HOST, 3)
  device.certificate = 'shown'
  const target = {
    address: new URL(`http://${HOST}`),
    streamHost: null,
    username: 'admin',
    password: 'right-password',
    verifyTls: false,
    pinnedCertificate: null,
  }
  expect(await stand.sessions.probe('Fake', target)).toMatchObject({
    channels: [{ sourceKey: 'ip:1' }, { sourceKey: 'ip:2' }, { sourceKey: 'ip:3' }],
    certificate: 'shown',
    offers: ['live', 'snapshot', 'alarms'],
  })
  expect(device.open.sessions).toBe(0)
  expect((await faultOf(() => stand.sessions.probe('fake', { ...target, password: 'x' }))).kind).toBe(
    'device-refused-login',
  )
  expect(device.seen).toMatchObject({ connects: 2, refused: 1 })
  expect(stand.clock.waiting).toBe(0)
})
