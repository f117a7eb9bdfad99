// What VibeNVR's own pages ask, in the order in which they ask it, and that each field that they read is of the type that they take it for.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { OWNER } from '../core/testing/test-app.ts'
import { type House, startHouse } from './vibenvr-house.ts'

setDefaultTimeout(60_000)

let house: House
/** What the browser keeps by itself, and the page in its memory. */
let cookies: string
let token: string
beforeAll(async () => {
  house = await startHouse()
  const form = new FormData()
  for (const [name, value] of Object.entries(OWNER)) form.set(name, value)
  const answer = await house.ask('POST', '/api/auth/login', {}, form, house.port)
  cookies = answer.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  token = answer.body.access_token
})
afterAll(() => house?.[Symbol.asyncDispose]())

/** As its `fetch` does: with the token where the page has one, and always with the cookies. */
async function asks(method: string, path: string, body?: unknown) {
  const headers = { authorization: `Bearer ${token}`, cookie: cookies, 'sec-fetch-site': 'same-origin' }
  const answer = await house.ask(method, `/api${path}`, headers, body, house.port)
  expect([path, answer.status]).toEqual([path, 200])
  return answer.body
}
/** What an element of the page loads. */
const loads = (path: string, headers: Record<string, string> = {}) =>
  house.ask(
    'GET',
    `/api${path}`,
    { cookie: cookies, 'sec-fetch-site': 'same-origin', ...headers },
    undefined,
    house.port,
  )

type Shape = Record<string, string>
/** `number`, `string`, `boolean`, `array`, `object`; with `?` null, too. */
function typeOf(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
function holds(thing: Record<string, unknown>, shape: Shape): void {
  for (const [path, type] of Object.entries(shape)) {
    const value = path.split('.').reduce<unknown>((one, name) => (one as Record<string, unknown>)?.[name], thing)
    const may = type.endsWith('?') ? [type.slice(0, -1), 'null'] : [type]
    expect([path, may.includes(typeOf(value)) || typeOf(value)]).toEqual([path, true])
  }
}
const CAMERA: Shape = {
  ...{ id: 'number', name: 'string', is_active: 'boolean', groups: 'array', live_view_mode: 'string' },
  ...{ recording_mode: 'string', detect_engine: 'string', resolution_width: 'number', resolution_height: 'number' },
  ...{ audio_enabled: 'boolean', rotation: 'number', text_left: 'string', text_right: 'string', text_scale: 'number' },
  ...{ ptz_can_pan_tilt: 'boolean', ptz_can_zoom: 'boolean', ptz_can_home: 'boolean', location: 'string?' },
  ...{ status: 'string', last_seen: 'string?', rtsp_url: 'string', onvif_host: 'string?', storage_profile: 'object?' },
}
const COUNTS = { 'movies.count': 'number', 'movies.size_gb': 'number', 'images.count': 'number' }

test('the page starts: all is well, nobody is kept, and the form is shown', async () => {
  const health = await house.ask('GET', '/api/health', {}, undefined, house.port)
  expect(health.status).toBe(200)
  holds(health.body, { status: 'string', 'components.database': 'string', 'components.engine': 'string' })
  expect((await house.ask('GET', '/api/auth/me-from-cookie', {}, undefined, house.port)).status).toBe(204)
  const { body } = await house.ask('GET', '/api/auth/status', {}, undefined, house.port)
  holds(body, { setup_required: 'boolean', oauth_enabled: 'boolean', oauth_provider_name: 'string' })
})

test('after a sign-in it knows who is there, where to begin, and who is still there when it is loaded anew', async () => {
  const me = await asks('GET', '/auth/me')
  holds(me, { id: 'number', username: 'string', role: 'string', language: 'string', camera_accesses: 'array' })
  holds(me, { restrict_camera_access: 'boolean', group_accesses: 'array', is_2fa_enabled: 'boolean' })
  expect(['dashboard', 'live', 'timeline']).toContain((await asks('GET', '/settings/default_landing_page')).value)
  expect(await asks('GET', '/federation/nodes')).toEqual([])
  const kept = await loads('/auth/me-from-cookie')
  expect([kept.status, kept.body]).toEqual([200, { user: me, access_token: token }])
})

test('its live page lists cameras, knows how each is, and shows a frame of one by cookie and token', async () => {
  const cameras = await asks('GET', '/cameras')
  expect(cameras).toBeArrayOfSize(house.it.channels.length)
  for (const camera of cameras) {
    holds(camera, CAMERA)
    expect(['auto', 'webcodecs', 'mse', 'mjpeg']).toContain(camera.live_view_mode)
    expect(JSON.stringify(camera)).not.toMatch(/:\/\/(?!\*\*\*:\*\*\*@)[^/"]*@/)
  }
  const status = await asks('GET', '/events/status')
  holds(status, { active_ids: 'array', live_motion: 'object', camera_health: 'object' })
  const words = Object.values<string>(status.camera_health)
  expect(Object.keys(status.camera_health).sort()).toEqual(cameras.map(({ id }: { id: number }) => String(id)).sort())
  for (const word of words) expect(['CONNECTED', 'UNREACHABLE', 'OFFLINE', 'UNAUTHORIZED', 'STARTING']).toContain(word)
  const frame = await loads(`/cameras/${house.first}/frame?t=${Date.now()}`, { authorization: `Bearer ${token}` })
  expect([frame.status, frame.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  const raw = await loads(`/cameras/${house.first}/frame?raw=true&t=1`)
  expect([raw.status, raw.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  expect(frame.headers.get('cache-control')).toContain('no-store')
})

test('its timeline lists a day, and plays, shows, probes and saves what is in it by cookie alone', async () => {
  const [{ timestamp_start: newest }] = await asks('GET', '/events?limit=1')
  const events = await asks('GET', `/events?limit=1000&date=${newest.slice(0, 10)}&type=video`)
  expect(events.length).toBeGreaterThan(0)
  for (const event of events) {
    holds(event, { id: 'number', camera_id: 'number', type: 'string', event_type: 'string', file_path: 'string' })
    holds(event, { file_size: 'number', thumbnail_path: 'string?', ai_metadata: 'string?', timestamp_end: 'string?' })
    // A time without an offset would be the browser's.
    expect(event.timestamp_start).toMatch(/(Z|[-+]\d\d:\d\d)$/)
  }
  const [event] = events
  const mediaOf = (path: string) => `/media/${path.replace('/var/lib/vibe/recordings/', '')}`
  const probe = await loads(mediaOf(event.file_path), { range: 'bytes=0-0' })
  expect([probe.status, probe.headers.get('content-type')]).toEqual([206, 'video/mp4'])
  const thumbnail = await loads(mediaOf(event.thumbnail_path))
  expect([thumbnail.status, thumbnail.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  const saved = await loads(`/events/${event.id}/download`)
  expect([saved.status, saved.bytes.length]).toEqual([200, event.file_size])
  for (const camera of await asks('GET', '/cameras')) holds(camera, { id: 'number', name: 'string' })
})

test('its dashboard reads figures of every camera, of a day and of the last hour', async () => {
  const stats = await asks('GET', '/stats')
  holds(stats, {
    ...{ active_cameras: 'number', total_errors: 'number', events_24h: 'number', system_status: 'string' },
    ...{ 'storage.percent': 'number', 'storage.used_gb': 'number', 'storage.total_gb': 'number' },
    ...{ 'storage.total_quota_gb': 'number', 'storage.quota_percent': 'number', 'storage.daily_rate_gb': 'number' },
    ...{ 'storage.estimated_retention_days': 'number?', 'storage.required_storage_gb': 'number?' },
    ...{ 'network.recv_mbps': 'number', 'network.sent_mbps': 'number', 'database.size_mb': 'number' },
    ...{ 'resources.cpu_percent': 'number', 'resources.engine_cpu': 'number', 'resources.memory_mb': 'number' },
    ...{ 'hw_accel.enabled': 'boolean', 'hw_accel.type': 'string', uptime: 'string', 'engine.mqtt.enabled': 'boolean' },
  })
  holds(stats.details.global, COUNTS)
  for (const camera of Object.values(stats.details.cameras)) holds(camera as Record<string, unknown>, COUNTS)
  const history = await asks('GET', '/stats/history')
  expect(history).toBeArrayOfSize(25)
  for (const hour of history) holds(hour, { time: 'string', events: 'number' })
  expect(await asks('GET', '/stats/resources-history')).toBeArray()
  expect((await asks('GET', '/events?limit=50')).length).toBeGreaterThan(0)
})

test('its settings page loads everything at once, and saving it all as it was changes nothing', async () => {
  const settings = await asks('GET', '/settings')
  for (const [key, entry] of Object.entries(settings)) {
    holds(entry as Record<string, unknown>, { value: 'string', description: 'string?' })
    // What it parses as a number must be one.
    if (/_(gb|hours|mb|count|minutes|port|retries|delay|throttle|limit|height|quality|retention)$/.test(key))
      expect([key, Number.isNaN(Number.parseFloat((entry as { value: string }).value))]).toEqual([key, false])
  }
  await asks('POST', '/groups', { name: 'Outside' })
  await asks('POST', '/v1/api-tokens', { name: 'script', expires_in_days: 30 })
  const lists: Record<string, Shape> = {
    '/users': { id: 'number', username: 'string', email: 'string?', role: 'string', restrict_camera_access: 'boolean' },
    '/groups': { id: 'number', name: 'string', cameras: 'array' },
    '/v1/api-tokens': { id: 'number', name: 'string', created_at: 'string', expires_at: 'string?' },
  }
  for (const [path, shape] of Object.entries(lists)) {
    const all = await asks('GET', path)
    expect([path, all.length > 0]).toEqual([path, true])
    for (const one of all) holds(one, shape)
  }
  for (const path of ['/storage/profiles', '/settings/backup/list']) expect(await asks('GET', path)).toEqual([])
  const whole = Object.fromEntries(
    Object.entries(settings).map(([key, entry]) => [key, (entry as { value: string }).value]),
  )
  const saved = await asks('POST', '/settings/bulk', {
    ...whole,
    mqtt_enabled: 'true',
    opt_pre_capture_fps_throttle: '1',
  })
  expect(saved.message).toBeString()
  const { opt_pre_capture_fps_throttle: _, ...after } = await asks('GET', '/settings')
  expect(after).toEqual(settings)
})

test('a camera that is sent back as it was told stays as it is', async () => {
  const [camera] = await asks('GET', '/cameras')
  const told = await asks('PUT', `/cameras/${camera.id}`, camera)
  expect(told).toEqual({ ...camera, last_seen: expect.any(String) })
})
