// Live pictures, pictures and events through their doors, with real FFmpeg and a pretend camera behind them.
import { afterEach, expect, setDefaultTimeout, test } from 'bun:test'
import { Hono } from 'hono'
import { type Camera, startCamera } from '../../test/rtsp-source/camera.ts'
import { channels, devices } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import type { DeviceSession } from '../plugin/index.ts'
import type { Alarms } from '../services/alarms/index.ts'
import { createLive, type Live } from '../services/live.ts'
import { createPlayback } from '../services/playback/index.ts'
import { createSnapshots, type Snapshots } from '../services/snapshots.ts'
import { TINY_JPEG } from '../testing/fake-driver.ts'
import { createPeople, type People } from '../testing/people.ts'
import { relayProcesses, until } from '../testing/relays.ts'
import type { Env } from './guard.ts'
import { unknownPath } from './guard.ts'
import { mediaRoutes, websocket } from './media.ts'
import { createErrorHandler, problem } from './problem.ts'

// Real processes on a machine that may be busy with other tests.
setDefaultTimeout(60_000)

interface Stand {
  people: People
  camera: Camera
  live: Live
  snapshots: Snapshots
  admin: Caller
  deviceId: number
  channelIds: number[]
  /** Fault that the session answers instead. */
  trouble: { fault: Fault | null; noPicture: boolean; taken: number; refused: Fault[] }
  url: string
  tell(name: string, data: unknown): void
  ticket(object: Parameters<People['services']['tickets']['issue']>[1]): string
}

const open = new Set<AsyncDisposable>()
afterEach(async () => {
  for (const thing of open) await thing[Symbol.asyncDispose]()
  open.clear()
})

async function start(): Promise<Stand> {
  const stack = new AsyncDisposableStack()
  open.add(stack)
  const people = stack.use(createPeople())
  const camera = stack.use(await startCamera())
  const { access, tickets } = people.services
  const { caller: admin } = await people.person({ username: 'founder' })
  const { device, channels } = people.device('householdId' in admin ? admin.householdId : 0, 3)
  const trouble: Stand['trouble'] = { fault: null, noPicture: false, taken: 0, refused: [] }
  const session = {
    live: {
      source: async (key: string, quality: string) => ({
        address: camera.address(`/${key.slice(3)}/${quality}`),
        transport: 'tcp',
        audio: false,
      }),
    },
    snapshot: {
      async take() {
        trouble.taken++
        if (trouble.noPicture) throw new Fault('unsupported', 'No pictures')
        return TINY_JPEG
      },
    },
  } as unknown as DeviceSession
  const sessions = {
    async use() {
      if (trouble.fault) throw trouble.fault
      return session
    },
    refused: (_: number, fault: Fault) => void trouble.refused.push(fault),
  }
  const { bus, log } = people
  // Pictures carry the time of the wall; only tickets and rights follow the test's clock.
  const now = () => new Date()
  const live = stack.use(
    createLive({ sessions, access, tickets, bus, log, now, random: () => 0, timing: { pauseMs: 100, lingerMs: 200 } }),
  )
  const snapshots = createSnapshots({ sessions, access, live, bus, now: people.now })
  const playback = stack.use(createPlayback({ sessions, access, tickets, bus, log, now }))
  const alarms = {
    picture: async () => ({ jpeg: TINY_JPEG, takenAt: people.now() }),
  } as unknown as Alarms
  // None of these tests has any.
  const none = {} as never
  const [backups, recordings, exports, clipSearch, system] = [none, none, none, none, none]
  const listeners = new Set<(name: string, data: unknown) => void>()
  const events = {
    subscribe(_: Caller, send: (name: string, data: unknown) => void) {
      listeners.add(send)
      return { [Symbol.dispose]: () => void listeners.delete(send) }
    },
  }
  const root = new Hono<Env>()
  root.onError(createErrorHandler(log))
  root.notFound(() => problem(unknownPath()))
  const { streamLinks } = people.services
  const media = { live, playback, backups, clipSearch, recordings, exports, snapshots, alarms, system, tickets }
  const services = { ...media, streamLinks }
  root.route('/', mediaRoutes({ services, events }))
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: (request, self) => root.fetch(request, self),
    websocket,
  } as Parameters<typeof Bun.serve>[0])
  stack.defer(() => server.stop(true))
  return {
    ...{ people, camera, live, snapshots, admin, trouble },
    deviceId: device.id,
    channelIds: channels.map(({ id }) => id),
    url: `http://127.0.0.1:${server.port}`,
    tell: (name, data) => {
      for (const send of listeners) send(name, data)
    },
    ticket: (object) => tickets.issue(admin, object, 'view').secret,
  }
}

/** A socket and what has come through it. */
async function socket(address: string) {
  const frames: (string | Buffer)[] = []
  const ws = new WebSocket(address.replace('http', 'ws'))
  ws.binaryType = 'nodebuffer' as 'arraybuffer'
  ws.onmessage = ({ data }) => void frames.push(data)
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    ws.onclose = ({ code, reason }) => resolve({ code, reason })
  })
  return { ws, frames, closed }
}

async function decodes(bytes: Buffer): Promise<number> {
  const probe = Bun.spawn(
    [
      'ffprobe',
      '-v',
      'error',
      '-count_frames',
      '-show_entries',
      'stream=nb_read_frames',
      '-of',
      'csv=p=0',
      '-f',
      'mp4',
      'pipe:0',
    ],
    { stdin: new Blob([new Uint8Array(bytes)]), stdout: 'pipe', stderr: 'inherit' },
  )
  return Number((await new Response(probe.stdout).text()).trim())
}

test('a viewer opens a channel and plays what the list names', async () => {
  const { live, admin, deviceId, channelIds, url } = await start()
  const { path } = await live.open(admin, deviceId, channelIds[0]!, 'sub')
  const answer = await fetch(url + path)
  expect([answer.status, answer.headers.get('content-type'), answer.headers.get('cache-control')]).toEqual([
    200,
    'application/vnd.apple.mpegurl',
    'no-store',
  ])
  const list = await answer.text()
  const base = `${url}${path.replace('index.m3u8', '')}`
  const load = async (name: string) => Buffer.from(await (await fetch(base + name)).arrayBuffer())
  expect(await decodes(Buffer.concat([await load('init1.mp4'), await load('0.m4s')]))).toBe(30)
  const [, next, part] = /PRELOAD-HINT:TYPE=PART,URI="(\d+)\.(\d+)/.exec(list)!
  const later = await (await fetch(`${url}${path}?_HLS_msn=${next}&_HLS_part=${part}`)).text()
  expect(later).toContain(`URI="${next}.${part}.m4s"`)
  for (const [file, status] of [
    ['x.m4s', 404],
    ['init7.mp4', 404],
    ['index.m3u8?_HLS_msn=x', 400],
    ['index.m3u8?_HLS_part=1', 400],
    ['index.m3u8?_HLS_msn=99999', 400],
  ] as const)
    expect((await fetch(base + file)).status).toBe(status)
})

test('unknown tickets, and tickets for something else, open nothing', async () => {
  const { url, ticket, channelIds } = await start()
  const unknown = 'A'.repeat(32)
  for (const path of [
    `/hls/${unknown}/index.m3u8`,
    ...['mse', 'snapshot.jpg', 'picture.jpg', 'events'].map((name) => `/media/${unknown}/${name}`),
  ]) {
    const answer = await fetch(url + path)
    expect([path, answer.status, (await answer.json()).success]).toEqual([path, 401, false])
  }
  const events = ticket({ type: 'events' })
  for (const path of [`/hls/${events}/index.m3u8`, `/media/${events}/snapshot.jpg`, `/media/${events}/nothing`])
    expect((await fetch(url + path)).status).toBe(404)
  const live = ticket({ type: 'live', channelId: channelIds[0]!, quality: 'sub' })
  expect((await fetch(`${url}/media/${live}/mse`)).status).toBe(400)
})

test('each viewer counts by his own ticket, and the relay ends when the last one has stopped', async () => {
  const { live, admin, deviceId, channelIds, people } = await start()
  const channel = channelIds[0]!
  const first = await live.open(admin, deviceId, channel, 'sub')
  const second = await live.open(admin, deviceId, channel, 'sub')
  expect(live.status(admin)).toMatchObject([{ channelId: channel, quality: 'sub', readers: 2 }])
  live.stop(admin, channel)
  expect(people.services.tickets.peek(second.ticket)).toBeNull()
  expect(people.services.tickets.peek(first.ticket)).not.toBeNull()
  await until('FFmpeg runs', () => relayProcesses().length === 1)
  people.pass(60)
  live.heartbeat(admin, channel)
  people.pass(60)
  people.services.tickets.sweep()
  expect(live.status(admin)).toMatchObject([{ readers: 1 }])
  people.pass(31)
  people.services.tickets.sweep()
  await until('nothing is left', () => relayProcesses().length === 0)
  expect(live.status(admin)).toEqual([])
  expect(() => live.heartbeat(admin, channel, first.ticket)).toThrow('ended')
})

test('sub is main where there is no sub, and another household sees nothing', async () => {
  const { live, admin, deviceId, channelIds, people } = await start()
  const { db } = people
  db.update(channels)
    .set({ can: { live: true, sub: false, audio: false, snapshot: true, ptz: false, config: false, alarms: [] } })
    .run()
  const { ticket } = await live.open(admin, deviceId, channelIds[0]!, 'sub')
  expect(live.status(admin)).toMatchObject([{ quality: 'main' }])
  db.update(channels)
    .set({ can: { live: true, sub: true, audio: false, snapshot: true, ptz: false, config: false, alarms: [] } })
    .run()
  await live.hold(people.services.tickets.use(ticket)).playlist()
  const readers = live.status(admin).map(({ quality, readers }) => `${quality} ${readers}`)
  expect(readers.filter((text) => !text.endsWith(' 0'))).toEqual(['sub 1'])
  people.bus.emit('access.changed', { userId: 'userId' in admin ? admin.userId : 0 })
  await expect(live.open(admin, 999, channelIds[0]!, 'sub')).rejects.toMatchObject({ kind: 'not-found' })
  const hub: Caller = { kind: 'hub', householdId: 999, may: 'all' }
  await expect(live.open(hub, deviceId, channelIds[0]!, 'sub')).rejects.toMatchObject({ kind: 'not-found' })
  expect(live.status(hub)).toEqual([])
})

test('a socket gets the init and then fragments from a key frame on', async () => {
  const { url, ticket, channelIds } = await start()
  const object = { type: 'live', channelId: channelIds[1]!, quality: 'sub' } as const
  const first = await socket(`${url}/media/${ticket(object)}/mse`)
  await until('fragments', () => first.frames.length > 6)
  const second = await socket(`${url}/media/${ticket(object)}/mse`)
  await until('fragments for the second', () => second.frames.length > 3)
  expect(relayProcesses()).toHaveLength(1)
  for (const { frames } of [first, second]) {
    const hello = JSON.parse(String(frames[0]))
    expect(hello).toEqual({
      init: 'video/mp4; codecs="avc1.42c016"',
      epoch: 1,
      at: expect.any(Number),
      from: expect.any(Number),
    })
    expect(Math.abs(Date.now() - hello.at)).toBeLessThan(20_000)
    expect(String(frames[1]).slice(4, 8)).toBe('ftyp')
    expect(await decodes(Buffer.concat(frames.slice(1, 4) as Buffer[]))).toBeGreaterThan(4)
  }
  first.ws.close()
  second.ws.close()
  await until('nothing is left', () => relayProcesses().length === 0)
})

test('a socket closes at once when its ticket ends', async () => {
  const { url, ticket, channelIds, people } = await start()
  const secret = ticket({ type: 'live', channelId: channelIds[0]!, quality: 'sub' })
  const { frames, closed } = await socket(`${url}/media/${secret}/mse`)
  await until('a picture', () => frames.length > 2)
  people.services.tickets.end(secret)
  expect((await closed).code).toBe(4401)
})

test('after a cut the same socket goes on with a new epoch', async () => {
  const { url, ticket, channelIds, camera } = await start()
  const secret = ticket({ type: 'live', channelId: channelIds[0]!, quality: 'sub' })
  const { frames, ws } = await socket(`${url}/media/${secret}/mse`)
  await until('a picture', () => frames.length > 2)
  camera.source.dropAll()
  const epochs = () =>
    frames.filter((frame) => typeof frame === 'string').map((frame) => JSON.parse(String(frame)).epoch)
  await until('a second epoch', () => epochs().length === 2)
  expect(epochs()).toEqual([1, 2])
  ws.close()
})

test('why there is no picture is told on the socket and over HLS', async () => {
  const { url, ticket, channelIds, camera, trouble, people, deviceId, admin, live } = await start()
  const object = { type: 'live', channelId: channelIds[0]!, quality: 'sub' } as const
  trouble.fault = new Fault('device-unreachable', 'The recorder is off.')
  expect(await (await socket(`${url}/media/${ticket(object)}/mse`)).closed).toEqual({
    code: 4502,
    reason: 'The recorder is off.',
  })
  trouble.fault = null
  await until(
    'the picture is back',
    () => live.relay(object.channelId, 'sub').state.running || live.status(admin).length === 0,
  )

  camera.login = { user: 'admin', password: 'changed' }
  camera.source.dropAll()
  const refused = await (await socket(`${url}/media/${ticket({ ...object, channelId: channelIds[1]! })}/mse`)).closed
  expect([refused.code, camera.refused.length, trouble.refused.length]).toEqual([4502, 1, 1])
  const state = { since: people.now(), retryAt: null }
  const fault = { kind: 'device-refused-login', message: 'The device refused the login.' }
  people.bus.emit('device.state', { deviceId, householdId: 1, state: { ...state, phase: 'refused', fault } })
  const answer = await fetch(`${url}/hls/${ticket({ ...object, channelId: channelIds[1]! })}/index.m3u8`)
  expect([answer.status, (await answer.json()).detail]).toEqual([502, 'The device refused the login.'])
  expect(camera.refused).toHaveLength(1)

  camera.login = { user: 'admin', password: "p@ss'w:rd 1" }
  people.bus.emit('device.state', { deviceId, householdId: 1, state: { ...state, phase: 'online', fault: null } })
  const back = await socket(`${url}/media/${ticket({ ...object, channelId: channelIds[1]! })}/mse`)
  await until('pictures', () => back.frames.length > 2)
  back.ws.close()
})

test('relays end when their device is changed or removed', async () => {
  const { url, ticket, channelIds, people, deviceId } = await start()
  const secret = ticket({ type: 'live', channelId: channelIds[0]!, quality: 'sub' })
  const first = await socket(`${url}/media/${secret}/mse`)
  await until('a picture', () => first.frames.length > 2)
  people.db.update(devices).set({ name: 'Garage' }).run()
  people.bus.emit('device.changed', { deviceId, householdId: 1 })
  await Bun.sleep(50)
  expect(first.ws.readyState).toBe(WebSocket.OPEN)
  people.db.update(devices).set({ streamHost: '192.0.2.99' }).run()
  people.bus.emit('device.changed', { deviceId, householdId: 1 })
  expect((await first.closed).code).toBe(1012)
  const second = await socket(`${url}/media/${secret}/mse`)
  await until('a picture', () => second.frames.length > 2)
  people.bus.emit('device.removed', { deviceId, householdId: 1, hubKey: 'nabc' })
  expect((await second.closed).code).toBe(4401)
  await until('nothing is left', () => relayProcesses().length === 0)
})

test('a picture comes from the device, shared by all who ask within two seconds', async () => {
  const { url, ticket, channelIds, trouble, people, snapshots, admin } = await start()
  const taken: number[] = []
  people.bus.on('snapshot.taken', ({ channelId }) => taken.push(channelId))
  const id = channelIds[0]!
  const secret = ticket({ type: 'snapshot', channelId: id })
  const answers = await Promise.all([
    fetch(`${url}/media/${secret}/snapshot.jpg`),
    fetch(`${url}/media/${secret}/snapshot.jpg`),
  ])
  expect(answers.map(({ status }) => status)).toEqual([200, 200])
  expect(await answers[0]!.bytes()).toEqual(TINY_JPEG)
  await snapshots.take(admin, id)
  expect([trouble.taken, taken]).toEqual([1, [id]])
  people.pass(3)
  await snapshots.take(admin, id)
  expect([trouble.taken, snapshots.last(id)?.takenAt]).toEqual([2, people.now()])

  const viewer = await people.person({ username: 'viewer', role: 'viewer' } as never, admin)
  await expect(snapshots.take(viewer.caller, id)).rejects.toMatchObject({ kind: 'not-found' })
  people.grant('userId' in viewer.caller ? viewer.caller.userId : 0, id)
  people.pass(30)
  await snapshots.take(viewer.caller, id)
  expect(trouble.taken).toBe(2)
})

test('where the device takes no pictures a key frame becomes one', async () => {
  const { snapshots, admin, channelIds, trouble } = await start()
  trouble.noPicture = true
  const { jpeg } = await snapshots.take(admin, channelIds[2]!)
  expect([...jpeg.subarray(0, 2)]).toEqual([0xff, 0xd8])
  expect(jpeg.length).toBeGreaterThan(2000)
  await until('nothing is left', () => relayProcesses().length === 0)
})

test('alarm pictures come by their ticket', async () => {
  const { url, ticket, channelIds } = await start()
  const alarm = ticket({ type: 'alarm-picture', alarmId: 1, channelId: null, householdId: 1 })
  const picture = { jpeg: TINY_JPEG, takenAt: new Date() }
  for (const secret of [alarm, ticket({ type: 'hub-picture', channelId: channelIds[0]!, picture })])
    expect((await fetch(`${url}/media/${secret}/picture.jpg`)).headers.get('content-type')).toBe('image/jpeg')
})

test('events stream until their ticket ends', async () => {
  const { url, ticket, tell, people } = await start()
  const secret = ticket({ type: 'events' })
  const answer = await fetch(`${url}/media/${secret}/events`)
  expect(answer.headers.get('content-type')).toBe('text/event-stream')
  let text = ''
  const reading = (async () => {
    const decoder = new TextDecoder()
    for await (const chunk of answer.body!) text += decoder.decode(chunk)
  })()
  await until('hello', () => text.startsWith('event: hello\ndata: {"at":"'))
  tell('alarm.began', { id: 3 })
  await until('the alarm', () => text.includes('event: alarm.began\ndata: {"id":3}\n\n'))
  people.services.tickets.end(secret)
  await reading
})
