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
import { createSnapshots } from './snapshots.ts'

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
    take: () => snapshots.take(caller, channel.id),
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

test('a clock that was set back makes no old picture fresh', async () => {
  await using stand = await createStand()
  await stand.take()
  stand.people.pass(-3600)
  await stand.take()
  expect(stand.device.taken).toBe(2)
})
