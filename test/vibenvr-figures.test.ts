// Figures as VibeNVR's clients read them, through the front door: of what each caller may see, from what is really there.
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Services } from '#plugin'
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { createTestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { vibenvr } from '../plugins/vibenvr-compat/index.ts'
import { oddRoutes } from '../plugins/vibenvr-compat/odds.ts'
import { createVibeStand, type VibeStand } from './vibenvr-stand.ts'

setDefaultTimeout(60_000)

const HOUR = 3_600_000
const BEGUN = Date.now()
const GIB = 1024 ** 3
let stand: VibeStand
let founder: Record<string, string>
let people: Record<'admin' | 'operator' | 'viewer', Record<string, string>>

/** So many recordings of a channel, each as long before we began as is said; their files are not there, and no figure asks for them. */
function keep(rows: { channel: number | null; kind?: 'video' | 'picture'; hoursAgo: number; bytes: number }[]): void {
  using db = new Database(join(stand.it.folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  const insert =
    db.query(`insert into recordings (uuid, household_id, channel_id, channel_name, kind, origin, file, bytes,
    start_at, end_at, duration, created_at) values (?, 1, ?, 'Gone', ?, ?, ?, ?, ?, ?, 60, ?)`)
  for (const { channel, kind = 'video', hoursAgo, bytes } of rows) {
    const [uuid, at] = [Bun.randomUUIDv7(), BEGUN - hoursAgo * HOUR]
    const origin = kind === 'video' ? 'recorder' : 'snapshot'
    insert.run(uuid, channel, kind, origin, `${uuid}.mp4`, bytes, at, at + 60_000, at)
  }
}

beforeAll(async () => {
  stand = await createVibeStand()
  const { first, second } = stand
  keep([
    { channel: first, hoursAgo: 0.01, bytes: 3 * GIB },
    { channel: first, hoursAgo: 23.9, bytes: GIB },
    { channel: first, kind: 'picture', hoursAgo: 2, bytes: GIB / 2 },
    { channel: second, hoursAgo: 5, bytes: 2 * GIB },
    { channel: second, hoursAgo: 80, bytes: GIB },
    { channel: null, hoursAgo: 100, bytes: GIB },
  ])
  founder = await stand.key()
  people = {
    admin: await stand.person('anna', 'admin'),
    operator: await stand.person('olga', 'operator'),
    viewer: await stand.person('vera', 'viewer'),
  }
})
afterAll(() => stand.it[Symbol.asyncDispose]())

const get = (path: string, headers: Record<string, string> = founder, at = stand.mount) =>
  stand.ask('GET', path, headers, undefined, at)

test('all that is kept is counted and weighed, camera by camera', async () => {
  const { body } = await get('/stats')
  const { first, second, third } = stand
  expect(body).toMatchObject({ total_events: 6, video_count: 5, picture_count: 1, events_24h: 4, active_cameras: 3 })
  expect(body.database).toEqual({ size_mb: expect.any(Number), event_count: 6 })
  expect(body.database.size_mb).toBeGreaterThan(0)
  expect(body.details.global).toEqual({ movies: { count: 5, size_gb: 8 }, images: { count: 1, size_gb: 0.5 } })
  const { cameras } = body.details
  expect(Object.keys(cameras)).toEqual([first, second, third].map(String))
  expect(cameras[first]).toMatchObject({ movies: { count: 2, size_gb: 4 }, images: { count: 1, size_gb: 0.5 } })
  expect(cameras[second]).toMatchObject({ movies: { count: 2, size_gb: 3 }, images: { count: 0, size_gb: 0 } })
  expect(cameras[third]).toEqual({
    ...{ movies: { count: 0, size_gb: 0 }, images: { count: 0, size_gb: 0 } },
    ...{ daily_rate_gb: 0, estimated_retention_days: null },
  })
  expect(body.details.profiles.default).toMatchObject({ name: 'Default Profile', size_gb: 8.5, count: 6 })
  expect(body.storage).toMatchObject({ used_gb: 8.5, configured_retention: null, total_quota_gb: 0, quota_percent: 0 })
  expect(body.storage.total_gb).toBeGreaterThan(body.storage.free_gb)
  expect(body.storage.daily_rate_gb).toBeCloseTo(cameras[first].daily_rate_gb + cameras[second].daily_rate_gb, -1)
  expect(body.resources.backend_mem_mb).toBeGreaterThan(20)
  expect(body.resources.memory_mb).toBeCloseTo(body.resources.backend_mem_mb + body.resources.engine_mem_mb, 0)
  expect(body.engine).toMatchObject({ status: 'ONLINE', mqtt: { enabled: false, host: '', connected: false } })
  expect([body.system_status, body.total_errors]).toEqual(['Healthy', 0])
  expect(body.uptime).toMatch(/^\d+d \d+h \d+m$/)
})

test('rules and limits are told: how long is kept, how much, and what that will take', async () => {
  const rule = { mode: 'continuous', retention_days: 20 }
  const set = await stand.it.ask('PUT', `/api/cameras/${stand.first}/recording`, rule)
  expect([set.status, set.text]).toEqual([200, expect.anything()])
  await stand.it.ask('PUT', '/api/settings/recording_limits', { value: { bytes: 17 * GIB } })
  const { storage, details } = (await get('/stats')).body
  expect(storage).toMatchObject({ configured_retention: 'Max 20 Days', configured_retention_days: 20 })
  expect(storage).toMatchObject({ total_quota_gb: 17, quota_percent: 50 })
  expect(storage.required_storage_gb / storage.daily_rate_gb).toBeCloseTo(20, 0)
  expect(storage.estimated_retention_days).toBeGreaterThan(0)
  expect(details.cameras[stand.first].estimated_retention_days).toBe(storage.estimated_retention_days)
  await stand.it.ask('PUT', '/api/settings/recording_limits', { value: { bytes: null } })
  await stand.it.ask('PUT', `/api/cameras/${stand.first}/recording`, { mode: 'off' })
})

test('a viewer is told of his cameras alone, and nothing of the machine', async () => {
  const { body } = await get('/stats', people.viewer)
  expect(Object.keys(body)).toEqual(Object.keys((await get('/stats')).body))
  expect(body).toMatchObject({ total_events: 3, video_count: 2, events_24h: 3, active_cameras: 1 })
  expect(Object.keys(body.details.cameras)).toEqual([String(stand.first)])
  expect(body.storage).toMatchObject({ used_gb: 4.5, total_gb: 0, free_gb: 0, percent: 0 })
  expect(body.resources).toMatchObject({ cpu_percent: 0, memory_mb: 0 })
  expect(body.database.size_mb).toBe(0)
  expect((await get('/stats/resources-history', people.viewer)).body).toEqual([])
  const history = (await get('/stats/history', people.viewer)).body
  expect(history.slice(1).reduce((sum: number, { videos }: { videos: number }) => sum + videos, 0)).toBe(2)
  expect((await get('/storage/profiles', people.viewer)).body).toEqual([])
  expect((await get('/stats', people.operator)).body.storage.total_gb).toBeGreaterThan(0)
})

test('the history has 25 hours of UTC whose ends are one hour, with what began in each', async () => {
  const { body } = await get('/stats/history')
  expect(body).toHaveLength(25)
  expect(body[0]).toEqual(body[24])
  expect(body[24].time).toMatch(/^\d\d:00$/)
  const hours = body.slice(1)
  const sum = (of: 'events' | 'videos') =>
    hours.reduce((total: number, hour: Record<typeof of, number>) => total + hour[of], 0)
  expect([sum('events'), sum('videos')]).toEqual([4, 3])
  const label = `${new Date(BEGUN - 5 * HOUR).toISOString().slice(11, 13)}:00`
  expect(hours.find(({ time }: { time: string }) => time === label)).toMatchObject({ videos: 1 })
})

test('what we took of the machine is told point by point, from the start on', async () => {
  const { body } = await get('/stats/resources-history')
  expect(body.length).toBeGreaterThan(0)
  const names = `timestamp cpu_percent memory_mb backend_cpu engine_cpu backend_mem_mb engine_mem_mb network_recv_mbps
    network_sent_mbps`.split(/\s+/)
  for (const point of body) {
    expect(Object.keys(point)).toEqual(names)
    expect(point.timestamp).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/)
    expect(point.backend_mem_mb).toBeGreaterThan(20)
  }
})

test('a recording that has just come is counted', async () => {
  const before = (await get('/stats')).body.total_events
  keep([{ channel: stand.third, hoursAgo: 0, bytes: 10 }])
  // Another program wrote it: that is seen a moment later.
  await until('it is counted', async () => (await get('/stats')).body.total_events === before + 1)
  using db = new Database(join(stand.it.folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  db.run('delete from recordings where channel_id = ?', [stand.third])
})

test('the widget is told its figures for a key, at both mounts and under every prefix', async () => {
  for (const at of [stand.mount, `${stand.mount}/api`, stand.port, `${stand.port}/api`]) {
    const { status, body } = await get('/v1/homepage/stats', founder, at)
    expect([status, body]).toEqual([
      200,
      {
        ...{ cameras_total: 3, cameras_online: 3, cameras_recording: 0 },
        events_today: expect.any(Number),
        events_this_week: expect.any(Number),
        events_this_month: expect.any(Number),
        last_event_time: expect.stringMatching(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/),
        last_event_camera: expect.stringMatching(/1$/),
        storage_used_gb: 8.5,
        storage_total_gb: expect.any(Number),
        storage_percent: expect.any(Number),
        uptime: '0d 0h',
      },
    ])
    expect(body.events_today).toBeLessThanOrEqual(body.events_this_week)
  }
})

test('the widget is refused without a key in the words that it knows, whoever is signed in', async () => {
  const refused = async (headers: Record<string, string>) => {
    const { status, body, headers: told } = await get('/v1/homepage/stats', headers)
    return [status, body.detail, told.get('www-authenticate')]
  }
  expect(await refused({})).toEqual([401, 'API Key required', null])
  expect(await refused(people.admin)).toEqual([401, 'API Key required', null])
  // However the path is written.
  const encoded = await get('/v1/homepage/%73tats', people.admin)
  expect([encoded.status, encoded.body.detail]).toEqual([401, 'API Key required'])
  expect(await refused({ 'x-api-key': 'pl_unknown' })).toEqual([401, 'Invalid or inactive API Key', null])
  const { data } = (await stand.it.ask('POST', '/api/keys', { name: 'short' })).body
  using db = new Database(join(stand.it.folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  db.run('update api_keys set expires_at = ? where uuid = ? or id = ?', [Date.now() - 1000, data.id, data.id])
  expect(await refused({ 'x-api-key': data.key })).toEqual([401, 'API Key has expired', null])
})

test('health is told to everybody, and 503 says what fails', async () => {
  for (const at of [stand.mount, stand.port]) {
    const { status, body } = await get('/health', {}, at)
    expect([status, body]).toEqual([
      200,
      { status: 'ok', components: { database: 'ok', engine: 'ok' }, is_weak_key: false },
    ])
  }
  const failing = async (self: object) => {
    const system = { self: async () => ({ database: true, ffmpeg: true, uptime: 1, ...self }) }
    const answer = await oddRoutes({ system } as unknown as Services).request('/health')
    return [answer.status, await answer.json()]
  }
  expect(await failing({ ffmpeg: false })).toEqual([
    503,
    { status: 'error', components: { database: 'ok', engine: 'FFmpeg is not there' }, is_weak_key: false },
  ])
  const [status, body] = await failing({ database: false })
  expect([status, body.components, body.detail]).toEqual([
    503,
    { database: 'lost', engine: 'unknown', backend: 'ok' },
    'The database cannot be read',
  ])
})

test('there are no other installations, and none can be added', async () => {
  expect((await get('/federation/nodes', people.viewer)).body).toEqual([])
  for (const [method, path] of [
    ['POST', '/federation/nodes'],
    ['PUT', '/federation/nodes/1'],
    ['DELETE', '/federation/nodes/1'],
  ] as const) {
    const body = method === 'DELETE' ? undefined : { name: 'other' }
    expect((await stand.ask(method, path, people.admin, body)).status).toBe(501)
    expect((await stand.ask(method, path, people.viewer, body)).status).toBe(403)
  }
})

test('the founder adds, names and removes places for recordings', async () => {
  const place = mkdtempSync(join(tmpdir(), 'porchlight-place-'))
  try {
    const said = { name: 'Second disk', path: place, description: 'big', max_size_gb: 0 }
    expect((await stand.ask('POST', '/storage/profiles', people.admin, said)).status).toBe(403)
    const limited = await stand.ask('POST', '/storage/profiles', founder, { ...said, max_size_gb: 5 })
    expect([limited.status, limited.body.detail]).toEqual([400, expect.stringContaining('no size of its own')])
    const { status, body } = await stand.ask('POST', '/storage/profiles', founder, said)
    expect([status, body]).toEqual([
      200,
      { id: expect.any(Number), name: 'Second disk', path: place, description: null, max_size_gb: 0 },
    ])
    expect((await get('/storage/profiles')).body).toEqual([body])
    expect((await get('/storage/profiles', people.operator)).body).toEqual([{ ...body, path: '' }])
    const at = `/storage/profiles/${body.id}`
    expect((await stand.ask('PUT', at, founder, { ...body, name: 'Disk two' })).body.name).toBe('Disk two')
    expect((await stand.ask('PUT', at, founder, { ...body, path: '/elsewhere' })).status).toBe(400)
    expect((await stand.ask('PUT', at, founder, { name: 'No path' })).status).toBe(422)
    expect((await get(at)).body).toEqual({ ...body, name: 'Disk two' })
    expect((await get(at, people.operator)).body).toEqual({ ...body, name: 'Disk two', path: '' })
    for (const [path, who] of [
      ['/storage/profiles/4711', founder],
      [at, people.viewer],
    ] as const) {
      const { status, body } = await get(path, who)
      expect([status, body]).toEqual([404, { detail: 'Storage profile not found' }])
    }
    const again = await stand.ask('POST', '/storage/profiles', founder, { ...said, name: 'Disk two', path: tmpdir() })
    const TAKEN = { detail: 'Storage profile with this name already exists' }
    expect([again.status, again.body]).toEqual([400, TAKEN])
    expect((await stand.ask('PUT', at, founder, { ...body, name: 'Disk two' })).status).toBe(200)
    expect((await get('/stats')).body.details.profiles[body.id]).toMatchObject({ name: 'Disk two', count: 0 })
    expect((await stand.ask('DELETE', at, people.admin)).status).toBe(403)
    const gone = await stand.ask('DELETE', at, founder)
    expect([gone.status, gone.body]).toEqual([200, { message: 'Storage profile deleted successfully' }])
    expect((await stand.ask('DELETE', at, founder)).status).toBe(404)
  } finally {
    rmSync(place, { recursive: true })
  }
})

test('the log is told to the founder as lines, at the one path with a slash at its end', async () => {
  expect((await get('/logs/', {})).status).toBe(401)
  for (const path of ['/logs/?service=all', '/logs/?service=other'])
    expect((await get(path, people.admin)).status).toBe(403)
  for (const at of [stand.mount, `${stand.port}/api`]) {
    const { status, body } = await get('/logs/?service=all&lines=2', founder, at)
    expect([status, body.length]).toEqual([200, 2])
    for (const line of body) expect(line).toMatch(/^\d{4}-\d\d-\d\dT\S+Z (DEBUG|INFO|WARN|ERROR) \w+: /)
    const { status: moved, headers } = await get('/logs?service=all&lines=2', founder, at)
    expect([moved, headers.get('location')]).toEqual([
      307,
      `${new URL(at).pathname.replace(/\/$/, '')}/logs/?service=all&lines=2`,
    ])
  }
  expect((await get('/logs/?service=frontend_access')).body).toEqual([])
  expect((await get('/logs/?service=all&search=nobody-wrote-this')).body).toEqual([])
  expect((await get('/logs/?service=all&lines=0')).status).toBe(422)
  const other = await get('/logs/?service=other')
  expect([other.status, other.body]).toEqual([400, { detail: 'Invalid service name' }])
  const unsaid = await get('/logs/')
  expect([unsaid.status, unsaid.body.detail]).toEqual([
    422,
    [{ type: 'missing', loc: ['query', 'service'], msg: 'Field required', input: null }],
  ])
  const zip = await get('/logs/download')
  expect([zip.status, zip.headers.get('content-type')]).toEqual([200, 'application/zip'])
  expect(String.fromCharCode(...zip.body.slice(0, 2))).toBe('PK')
  expect((await get('/logs/download', people.admin)).status).toBe(403)
})

test('how we stand with the broker is told, and where it is to the founder alone', async () => {
  await using it = await createTestApp([vibenvr, { id: 'fake', title: 'Fake', driver: createFakeDriver() }], {
    PORCHLIGHT_MQTT_URL: 'mqtt://me:secret@127.0.0.1:9',
  })
  const { key } = (await it.ask('POST', '/api/keys', { name: 'test' })).body.data
  await it.ask('POST', '/api/auth/register', { username: 'olga', password: 'a long enough password', role: 'operator' })
  const login = { username: 'olga', password: 'a long enough password' }
  const { token } = (await it.ask('POST', '/api/auth/login', login, null)).body
  const other = (await it.ask('POST', '/api/keys', { name: 'test' }, token)).body.data.key
  const mqttFor = async (own: string) => {
    const answer = await fetch(`${it.url}/vibenvr/stats`, { headers: { 'x-api-key': own } })
    const { engine, system_status: status } = (await answer.json()) as {
      engine: { mqtt: object }
      system_status: string
    }
    return [engine.mqtt, status]
  }
  expect(await mqttFor(key)).toEqual([{ enabled: true, host: '127.0.0.1', connected: false }, 'Standby'])
  expect(await mqttFor(other)).toEqual([{ enabled: true, host: '', connected: false }, 'Standby'])
})

test('a list that is asked for again is each caller’s own, as it is by then, and what is asked wrongly stays refused', async () => {
  const path = '/events?limit=50'
  const idsFor = async (headers: Record<string, string>) =>
    (await get(path, headers)).body.map((event: { camera_id: number }) => event.camera_id) as number[]
  const [all, own] = [await idsFor(founder), await idsFor(people.viewer)]
  expect(new Set(own)).toEqual(new Set([stand.first]))
  expect(all.length).toBeGreaterThan(own.length)
  for (let turn = 0; turn < 3; turn++) expect([await idsFor(people.viewer), await idsFor(founder)]).toEqual([own, all])
  keep([{ channel: stand.first, hoursAgo: 0, bytes: 10 }])
  await until('it is on the list', async () => (await idsFor(people.viewer)).length === own.length + 1)
  for (let turn = 0; turn < 2; turn++) expect((await get('/events?limit=0')).status).toBe(422)
  expect((await get(path, {})).status).toBe(401)
})
