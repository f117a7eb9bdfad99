// Pictures of a device that comes and goes, through the door where browsers fetch them.
import { expect, test } from 'bun:test'
import { Hono } from 'hono'
import { devices } from '../db/schema/index.ts'
import { Fault } from '../domain/fault.ts'
import type { Env } from '../http/guard.ts'
import { mediaRoutes } from '../http/media.ts'
import { createErrorHandler } from '../http/problem.ts'
import type { DeviceSession } from '../plugin/index.ts'
import { TINY_JPEG } from '../testing/fake-driver.ts'
import { createPeople } from '../testing/people.ts'
import type { Services } from './index.ts'
import { createSnapshots, type SnapshotOptions } from './snapshots.ts'

async function createStand() {
  const people = createPeople()
  const { bus, now, log } = people
  const { access, streamLinks, tickets } = people.services
  const { caller } = await people.person({ username: 'founder' })
  const [channel] = people.device(caller.householdId).channels
  if (!channel) throw new Error('there is no channel')
  const device = { taken: 0, away: false }
  const session = {
    snapshot: {
      async take() {
        device.taken++
        return TINY_JPEG
      },
    },
  } as unknown as DeviceSession
  const sessions = {
    async use() {
      if (device.away) throw new Fault('device-unreachable', 'Nobody answers')
      return session
    },
  }
  const live = {
    relay() {
      throw new Fault('unsupported', 'No live picture')
    },
  }
  const snapshots = createSnapshots({ sessions, access, live, bus, now })
  const services = { streamLinks, tickets, snapshots } as unknown as Services
  const root = new Hono<Env>().onError(createErrorHandler(log))
  root.route('/', mediaRoutes({ services, events: { subscribe: () => new DisposableStack() } }))
  return {
    people,
    device,
    take: (options?: SnapshotOptions) => snapshots.take(caller, channel.id, options),
    fetch(query = '') {
      const { secret } = tickets.issue(caller, { type: 'snapshot', channelId: channel.id }, 'view')
      return root.request(`/media/${secret}/snapshot.jpg${query}`)
    },
    [Symbol.asyncDispose]: () => people[Symbol.asyncDispose](),
  }
}

test('a device that is away gives its last picture to whoever asks for that, with its age', async () => {
  await using stand = await createStand()
  stand.device.away = true
  expect((await stand.fetch('?fallback=last')).status).toBe(502)
  stand.device.away = false
  const { takenAt } = await stand.take()
  stand.device.away = true
  stand.people.pass(60)
  expect((await stand.fetch()).status).toBe(502)
  const old = await stand.fetch('?fallback=last')
  expect([old.status, old.headers.get('x-taken-at')]).toEqual([200, takenAt.toISOString()])
  expect((await stand.fetch('?fallback=first')).status).toBe(400)
  // Another device at this place has never been seen.
  stand.people.db.update(devices).set({ addressKey: 'http://192.0.2.99:80' }).run()
  expect((await stand.fetch('?fallback=last')).status).toBe(502)
})

test('a camera that has just failed is not asked again at once by who says so, until it is mended or time has passed', async () => {
  await using stand = await createStand()
  const { people, device, take } = stand
  const fault = () => take({ againMs: 30_000 }).catch(({ kind, retryAfterSeconds }: Fault) => [kind, retryAfterSeconds])
  device.away = true
  expect(await fault()).toEqual(['device-unreachable', undefined])
  device.away = false
  people.pass(10)
  expect(await fault()).toEqual(['not-ready', 20])
  expect(device.taken).toBe(0)
  people.pass(20)
  const { takenAt } = await take({ againMs: 30_000 })
  people.pass(60)
  device.away = true
  for (const _ of [1, 2]) expect((await take({ fallback: 'last', againMs: 30_000 })).takenAt).toEqual(takenAt)
  expect(await fault()).toEqual(['not-ready', 30])
  device.away = false
  // Who waits for it is not held up by what another one was told.
  expect((await take()).takenAt).not.toEqual(takenAt)
  people.pass(5)
  device.away = true
  expect(await fault()).toEqual(['device-unreachable', undefined])
  people.bus.emit('device.changed', { deviceId: 1, householdId: 1 })
  device.away = false
  await take({ againMs: 30_000 })
  expect(device.taken).toBe(3)
})

test('a clock that was set back makes no old picture fresh', async () => {
  await using stand = await createStand()
  await stand.take()
  stand.people.pass(-3600)
  await stand.take()
  expect(stand.device.taken).toBe(2)
})
