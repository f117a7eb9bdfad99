// When a sync runs by itself.
import { expect, test } from 'bun:test'
import { channels } from '../../db/schema/index.ts'
import { Fault } from '../../domain/fault.ts'
import { settle } from '../../testing/clock.ts'
import { fakeChannel } from '../../testing/fake-driver.ts'
import { createSessionsStand } from '../../testing/sessions-stand.ts'
import { createSync } from '../sync.ts'
import { keepInSync } from './keep-in-sync.ts'

const HOST = '192.0.2.5'

function createStand() {
  const stand = createSessionsStand()
  const device = stand.driver.add(HOST, 1)
  const row = stand.store(HOST)
  const { sessions, clock, log, db, bus } = stand
  const sync = createSync({ db, bus, now: clock.now })
  const keeping = keepInSync({ sessions, sync, timers: clock.timers, log })
  return { ...stand, device, row, keeping, count: () => db.select().from(channels).all().length }
}

test('a camera that is added to a recorder that stays on is found within a quarter of an hour', async () => {
  using stand = createStand()
  stand.sessions.start()
  await settle()
  expect(stand.count()).toBe(1)
  stand.device.channels.push(fakeChannel(2))
  await stand.clock.advance(15 * 60_000)
  expect(stand.count()).toBe(2)
  expect(stand.device.seen.connects).toBe(1)
})

test('a list that failed although the device is there is asked for again after a pause', async () => {
  using stand = createStand()
  const channels = stand.device.channels
  Object.defineProperty(stand.device, 'channels', {
    configurable: true,
    get() {
      throw new Fault('device-busy', 'Too much to do')
    },
  })
  stand.sessions.start()
  await settle()
  expect(stand.count()).toBe(0)
  Object.defineProperty(stand.device, 'channels', { value: channels })
  await stand.clock.advance(5_000)
  expect(stand.count()).toBe(1)
  expect(stand.told()).toEqual(['Device connected'])
})

test('every sign-in syncs, a device that is away is left alone, and the end leaves no timer', async () => {
  using stand = createStand()
  stand.sessions.start()
  await settle()
  stand.device.online = false
  stand.device.breakWatch()
  await stand.clock.advance(20 * 60_000)
  expect(stand.device.seen.channels).toBe(1)
  stand.device.channels.push(fakeChannel(2))
  stand.device.online = true
  await stand.clock.advance(60_000)
  expect(stand.count()).toBe(2)
  stand.keeping[Symbol.dispose]()
  await stand.sessions[Symbol.asyncDispose]()
  expect(stand.clock.waiting).toBe(0)
})
