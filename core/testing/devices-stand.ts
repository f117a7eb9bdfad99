// Devices behind their real routes, with accounts, fake devices and a clock that the test moves. Pictures are left out.
import { Hono } from 'hono'
import { alarmHoldRoutes } from '../api/alarm-holds.ts'
import { discoveryRoutes } from '../api/discovery.ts'
import { channelRoutes } from '../api/manager/channels.ts'
import { deviceRoutes } from '../api/manager/devices.ts'
import { liveRoutes } from '../api/manager/live.ts'
import type { Caller } from '../domain/caller.ts'
import type { Env } from '../http/guard.ts'
import { createRoot } from '../http/listen.ts'
import { createAddressGuard } from '../services/addresses.ts'
import { createChannels } from '../services/channels.ts'
import { createDevices } from '../services/devices/index.ts'
import { createDiscovery } from '../services/discovery/index.ts'
import { networksCalled } from '../services/discovery/networks.ts'
import type { Services } from '../services/index.ts'
import { createSessions } from '../services/sessions/index.ts'
import { createSync } from '../services/sync.ts'
import { createClock, settle } from './clock.ts'
import { createFakeDriver, TINY_JPEG } from './fake-driver.ts'
import { createPeople } from './people.ts'

/** Signed in: `admin`, founder of the first household. */
export async function createDevicesStand() {
  const people = createPeople()
  const { db, bus, log, now, secrets } = people
  const clock = createClock(now())
  const { access, activity } = people.services
  const driver = createFakeDriver()
  const drivers = new Map([
    ['fake', driver],
    ['rtsp', driver],
  ])
  const guard = createAddressGuard({ allowLoopback: false })
  const { timers } = clock
  const sessions = createSessions({
    db,
    drivers,
    secrets,
    bus,
    log,
    now,
    random: () => 0,
    timers,
    resolve: guard.resolve,
  })
  const sync = createSync({ db, bus, now })
  const devices = createDevices({
    db,
    bus,
    access,
    secrets,
    sessions,
    sync,
    activity,
    drivers,
    guard,
    log,
    now,
    timers,
  })
  const discovery = createDiscovery({
    access,
    activity,
    devices,
    drivers,
    guard,
    networks: networksCalled([]),
    log,
    now,
    timers,
  })
  const channels = createChannels({ db, access, bus, activity, now })
  const seen: unknown[][] = []
  const live = {
    async open(caller: Caller, device: string | number, channel: string | number, quality: 'main' | 'sub') {
      access.channel(caller, channel, 'view')
      seen.push(['open', device, channel, quality])
      return { ticket: 'ticket', path: '/hls/ticket/index.m3u8' }
    },
    stop: (_: Caller, channel: string, viewer?: string) => void seen.push(['stop', channel, viewer]),
    heartbeat: (_: Caller, channel: string, viewer?: string) => void seen.push(['heartbeat', channel, viewer]),
  }
  const snapshots = {
    async take(caller: Caller, id: string | number) {
      access.channel(caller, id, 'view')
      return { jpeg: TINY_JPEG, takenAt: now() }
    },
  }
  // Whatever these routes do not use is not there.
  const services = {
    ...people.services,
    sessions,
    devices,
    discovery,
    channels,
    live,
    snapshots,
  } as unknown as Services
  const api = new Hono<Env>()
    .route('/', deviceRoutes(services))
    .route('/', discoveryRoutes(services))
    .route('/', channelRoutes(services))
    .route('/', liveRoutes(services))
    .route('/', alarmHoldRoutes(services))
  const root = createRoot({
    config: people.config,
    services,
    plugins: [],
    bundle: '/nowhere',
    version: 'test',
    log,
    now,
    api,
  })
  const admin = await people.person({ username: 'admin' })

  /** Asks as somebody; the answer's body is JSON where it is. */
  async function ask(method: string, path: string, body?: unknown, token: string | null = admin.accessToken) {
    const answer = await root.request(path, {
      method,
      headers: { 'content-type': 'application/json', ...(token ? { authorization: `Bearer ${token}` } : {}) },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.clone().text()
    const isJson = answer.headers.get('content-type')?.includes('json')
    return { status: answer.status, text, headers: answer.headers, body: isJson ? JSON.parse(text) : null }
  }

  return {
    people,
    db,
    bus,
    driver,
    sessions,
    devices,
    services,
    admin,
    root,
    ask,
    seen,
    /** A form filled in right for a fake device at this address. */
    form: (host: string, more: object = {}) => ({
      ip_nvr: host,
      ip_web: host,
      username: 'admin',
      password: 'right-password',
      brand: 'Fake',
      ...more,
    }),
    async advance(seconds: number) {
      await settle()
      people.pass(seconds)
      await clock.advance(seconds * 1000)
    },
    async [Symbol.asyncDispose]() {
      await discovery[Symbol.asyncDispose]()
      devices[Symbol.dispose]()
      await sessions[Symbol.asyncDispose]()
      await people[Symbol.asyncDispose]()
    },
  }
}
