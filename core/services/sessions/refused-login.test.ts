// A refused login reaches the device once (DESIGN 3.3): recorders lock the account after a few.
import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { Fault } from '#plugin'
import { devices } from '../../db/schema/index.ts'
import { settle } from '../../testing/clock.ts'
import { faultOf } from '../../testing/fault-of.ts'
import { createSessionsStand } from '../../testing/sessions-stand.ts'
import { asPerson } from './index.ts'

const HOST = '192.0.2.5'

test('a refused login reaches the device once, whoever asks afterwards and however long', async () => {
  using stand = createSessionsStand()
  const device = stand.driver.add(HOST)
  const { id } = stand.store(HOST, { plain: 'wrong' })
  stand.sessions.start()
  const asked = [1, 2, 3].map(() => faultOf(() => stand.sessions.use(id)))
  for (const fault of await Promise.all(asked)) expect(fault.kind).toBe('device-refused-login')
  await stand.clock.advance(24 * 3600_000)
  expect((await asPerson(() => faultOf(() => stand.sessions.use(id)))).kind).toBe('device-refused-login')
  expect(device.seen).toMatchObject({ refused: 1, connects: 1 })
  expect(stand.told()).toHaveLength(1)
  expect(stand.phases(id)).toEqual(['connecting', 'refused'])
  expect(stand.lines.join()).not.toContain('wrong')
})

test('a refused login is remembered over a restart of the appliance', async () => {
  using stand = createSessionsStand()
  const device = stand.driver.add(HOST)
  const { id } = stand.store(HOST, { plain: 'wrong' })
  await faultOf(() => stand.sessions.use(id))
  await stand.sessions[Symbol.asyncDispose]()
  const again = stand.make()
  again.start()
  await settle()
  expect(again.state(id)).toMatchObject({ phase: 'refused', fault: { kind: 'device-refused-login' } })
  expect((await faultOf(() => again.use(id))).message).toContain('refused')
  expect(device.seen.refused).toBe(1)
})

test('a refused login is forgotten when a person has changed the device', async () => {
  using stand = createSessionsStand()
  const device = stand.driver.add(HOST)
  const { id } = stand.store(HOST, { plain: 'wrong' })
  await faultOf(() => stand.sessions.use(id))
  device.password = 'wrong'
  stand.sessions.restart(id)
  await stand.sessions.use(id)
  expect(stand.sessions.state(id).phase).toBe('online')
  expect(stand.db.select().from(devices).where(eq(devices.id, id)).get()?.refused).toBeNull()
  expect(stand.phases(id)).toEqual(['connecting', 'refused', 'connecting', 'online'])
})

test('a refused login that a relay saw stops session and alarms, and a locked account counts the same', async () => {
  using stand = createSessionsStand()
  const device = stand.driver.add(HOST)
  const { id } = stand.store(HOST)
  stand.sessions.start()
  await settle()
  expect(device.open.watches).toBe(1)
  stand.sessions.refused(id, new Fault('device-locked', 'The account is locked'))
  await settle()
  expect(device.open).toEqual({ sessions: 0, watches: 0 })
  expect((await faultOf(() => stand.sessions.use(id))).kind).toBe('device-locked')
  await stand.clock.advance(3600_000)
  expect(device.seen.connects).toBe(1)
})

test('a refused login after a break is found out by one request, while relays that start again wait for it', async () => {
  using stand = createSessionsStand()
  const device = stand.driver.add(HOST, 8)
  const { id } = stand.store(HOST)
  stand.sessions.start()
  const source = async (number: number) => {
    const session = await stand.sessions.use(id)
    return session.live?.source(`ip:${number}`, 'sub')
  }
  const relays = Array.from({ length: 8 }, (_, index) => index + 1)
  await Promise.all(relays.map(source))
  expect(device.seen.sources).toBe(8)
  device.password = 'changed on the device'
  device.breakWatch(new Fault('device-unreachable', 'cut'))
  const faults = await Promise.all(relays.map((number) => faultOf(() => source(number))))
  expect(new Set(faults.map((fault) => fault.kind))).toEqual(new Set(['device-refused-login']))
  expect(device.seen).toMatchObject({ refused: 1, sources: 8 })
})

test('a refused login is found out the same way when the relays notice the break first', async () => {
  using stand = createSessionsStand()
  const device = stand.driver.add(HOST, 8)
  const { id } = stand.store(HOST)
  const session = await stand.sessions.use(id)
  const start = (number: number) => session.live?.source(`ip:${number}`, 'sub') ?? Promise.reject()
  await Promise.all([1, 2, 3].map(start))
  device.password = 'changed on the device'
  const faults = await Promise.all([1, 2, 3].map((number) => faultOf(() => start(number))))
  expect(faults.every((fault) => fault.kind === 'device-refused-login')).toBe(true)
  expect(device.seen.refused).toBe(1)
  expect(stand.sessions.state(id).phase).toBe('refused')
})
