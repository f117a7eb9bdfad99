// What VibeNVR's clients rely on of what was recorded, of figures and of settings: the rest of its contract, a test for each.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { rawRequest } from '../core/testing/raw-http.ts'
import { type House, startHouse } from './vibenvr-house.ts'

setDefaultTimeout(60_000)

let house: House
let admin: Record<string, string>
beforeAll(async () => {
  house = await startHouse()
  admin = house.bearer(house.owner)
})
afterAll(() => house?.[Symbol.asyncDispose]())

const keysOf = (thing: object) => Object.keys(thing).sort()

test('events are filtered, paged and in order, and a bad date is 422', async () => {
  const kept = await house.keep()
  for (const at of house.both) {
    const list = async (query: string) => {
      const { status, body } = await house.ask('GET', `/events?${query}`, admin, undefined, at)
      return status === 200 ? body.map(({ id }: { id: number }) => id) : [status, body.detail?.[0]?.loc]
    }
    const newest = [...house.films].reverse()
    expect(await list('type=video')).toEqual(newest)
    expect((await list('')).filter((id: number) => house.films.includes(id))).toEqual(newest)
    expect(await list('type=video&limit=2')).toEqual(newest.slice(0, 2))
    expect(await list('type=video&limit=2&skip=2')).toEqual(newest.slice(2))
    expect(await list('type=snapshot')).toContain(kept)
    expect(await list('type=nonsense')).toEqual([])
    expect(await list(`camera_id=${house.second}`)).toEqual([])
    expect(await list('camera_id=0&type=video')).toEqual(newest)
    expect(await list('date=2026-01-10')).toEqual(newest)
    expect(await list('date=2026-01-11')).toEqual([])
    expect(await list('event_type=motion&type=video')).toEqual([])
    for (const bad of ['date=yesterday', 'date=2026-02-30']) expect(await list(bad)).toEqual([422, ['query', 'date']])
    expect(await list('limit=0')).toEqual([422, ['query', 'limit']])
    expect(await list('limit=10001')).toEqual([422, ['query', 'limit']])
    expect(await list('skip=-1')).toEqual([422, ['query', 'skip']])
    const [event] = (await house.ask('GET', '/events?type=video&limit=1', admin, undefined, at)).body
    expect(event).toEqual({
      ...{ id: newest[0], camera_id: house.first, type: 'video', event_type: expect.any(String) },
      ...{ timestamp_start: '2026-01-10T08:00:20.000Z', timestamp_end: '2026-01-10T08:00:24.000Z' },
      file_path: expect.stringMatching(/^\/var\/lib\/vibe\/recordings\/.+\.mp4$/),
      thumbnail_path: expect.stringMatching(/^\/var\/lib\/vibe\/recordings\/.+\.jpg$/),
      ...{ file_size: expect.any(Number), width: 160, height: 120 },
      ...{ motion_score: event.motion_score, ai_metadata: null },
    })
  }
})

test('a download is 200, 206 with Range, and needs the cookie, a sign-in or a key', async () => {
  const key = await house.key()
  for (const at of house.both) {
    const path = `/events/${house.films[0]}/download`
    const ask = (headers: Record<string, string>, rest = '') => house.ask('GET', path + rest, headers, undefined, at)
    const whole = await ask(house.cookie(house.owner))
    expect([whole.status, whole.headers.get('content-type'), whole.headers.get('accept-ranges')]).toEqual([
      200,
      'video/mp4',
      'bytes',
    ])
    expect(whole.headers.get('content-disposition')).toMatch(/^attachment; filename="?[^";]+\.mp4"?/)
    for (const headers of [admin, key]) expect((await ask(headers)).bytes).toEqual(whole.bytes)
    const part = await ask({ ...house.cookie(house.owner), range: 'bytes=10-19' })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 10-19/${whole.bytes.length}`])
    expect(part.bytes).toEqual(whole.bytes.slice(10, 20))
    const beyond = await ask({ ...admin, range: `bytes=${whole.bytes.length}-` })
    expect(beyond.status).toBe(416)
    const refused = await Promise.all([ask({}), ask(house.cookie('x.y.z')), ask({}, `?token=${house.owner}`)])
    expect(refused.map(({ status }) => status)).toEqual([401, 401, 401])
    expect(refused.map(({ headers }) => headers.get('www-authenticate'))).toEqual([null, null, null])
    expect([refused[0]?.body, refused[1]?.body]).toEqual([
      { detail: 'Missing media authentication' },
      { detail: 'Invalid token' },
    ])
    // The cookie is for looking only.
    const list = await house.ask('GET', '/events', house.cookie(house.owner), undefined, at)
    expect(list.status).toBe(401)
    expect((await house.ask('GET', '/events/4711/download', admin, undefined, at)).status).toBe(404)
  }
})

/** As it is written, where `fetch` would tidy the path first. */
async function statusOf(at: string, path: string, headers: Record<string, string>): Promise<number> {
  const { status } = await rawRequest(at, 'GET', `${new URL(at).pathname.replace(/\/$/, '')}/media/${path}`, headers)
  return status
}

test('media are found where an event says; a path that leads away is 403, and no other file of ours is there', async () => {
  const [event] = (await house.ask('GET', '/events?type=video&limit=1', admin)).body
  const rest = event.file_path.replace('/var/lib/vibe/recordings/', '')
  const film = (await house.ask('GET', `/events/${event.id}/download`, admin)).bytes
  const cookie = house.cookie(house.owner)
  for (const at of house.both) {
    const media = (path: string, headers: Record<string, string> = cookie) =>
      house.ask('GET', `/media/${path}`, headers, undefined, at)
    const found = await media(rest)
    expect([found.status, found.headers.get('content-type')]).toEqual([200, 'video/mp4'])
    expect(found.headers.get('content-disposition') ?? '').not.toStartWith('attachment')
    expect(found.bytes).toEqual(film)
    expect((await media(rest, { ...cookie, range: 'bytes=0-0' })).status).toBe(206)
    const small = await media(event.thumbnail_path.replace('/var/lib/vibe/recordings/', ''))
    expect([small.status, small.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
    expect((await media(rest, {})).status).toBe(401)
    expect((await media(`${rest}?token=${house.owner}`, {})).status).toBe(401)
    for (const away of ['..%2f..%2fetc%2fpasswd', `${rest.split('/')[0]}/..%2f..%2fporchlight.db`])
      expect([away, await statusOf(at, away, cookie)]).toEqual([away, 403])
    // Of these the path is another one before it comes to us.
    for (const tidied of ['%2e%2e/%2e%2e/secret.key', '../../porchlight.db'])
      expect([tidied, await statusOf(at, tidied, cookie)]).toEqual([tidied, 404])
    for (const none of [
      'porchlight.db',
      'secret.key',
      'data/porchlight.db',
      `${rest.split('/')[0]}`,
      rest.replace('.mp4', '.db'),
    ])
      expect([none, (await media(none)).status]).toEqual([none, 404])
    expect((await media('backups/a.zip')).status).toBeOneOf([403, 404])
  }
})

const STATS =
  `active_cameras total_errors total_events events_24h video_count picture_count storage resources network engine database
  details system_status uptime hw_accel`.split(/\s+/)

test('the figures have all their keys', async () => {
  const storage =
    `total_gb used_gb free_gb percent estimated_retention_days daily_rate_gb configured_retention configured_retention_days
    required_storage_gb total_quota_gb quota_percent`.split(/\s+/)
  const resources = ['cpu_percent', 'memory_mb', 'backend_cpu', 'backend_mem_mb', 'engine_cpu', 'engine_mem_mb']
  for (const at of house.both) {
    const { body } = await house.ask('GET', '/stats', admin, undefined, at)
    expect(keysOf(body)).toEqual(STATS.toSorted())
    expect(keysOf(body.storage)).toEqual(storage.toSorted())
    expect(keysOf(body.resources)).toEqual(resources.toSorted())
    expect(keysOf(body.network)).toEqual(['recv_mbps', 'sent_mbps'])
    expect(keysOf(body.engine)).toEqual(['ai', 'hw_accel', 'hw_accel_type', 'mqtt', 'status'])
    expect(keysOf(body.engine.mqtt)).toEqual(['connected', 'enabled', 'host'])
    expect(keysOf(body.engine.ai)).toEqual(['hardware', 'initialized'])
    expect(keysOf(body.database)).toEqual(['event_count', 'size_mb'])
    expect(keysOf(body.details)).toEqual(['cameras', 'global', 'profiles'])
    expect(keysOf(body.details.global)).toEqual(['images', 'movies'])
    const camera = body.details.cameras[String(house.first)]
    expect(keysOf(camera)).toEqual(['daily_rate_gb', 'estimated_retention_days', 'images', 'movies'])
    expect(camera.movies).toEqual({ count: 3, size_gb: expect.any(Number) })
    expect(keysOf(body.hw_accel)).toEqual(['enabled', 'status', 'type'])
    expect([body.active_cameras, body.video_count, body.uptime]).toEqual([
      4,
      3,
      expect.stringMatching(/^(\d+[dhm] ?)+$/),
    ])
    expect(body.system_status).toBeOneOf(['Healthy', 'Issues Detected', 'Standby'])
    const widget = await house.ask('GET', '/v1/homepage/stats', await house.key(), undefined, at)
    expect(keysOf(widget.body)).toEqual(
      `cameras_online cameras_recording cameras_total events_this_month events_this_week events_today last_event_camera
        last_event_time storage_percent storage_total_gb storage_used_gb uptime`.split(/\s+/),
    )
  }
})

test('the history has 25 hours, named in UTC, and its ends are the same hour', async () => {
  for (const at of house.both) {
    const { body } = await house.ask('GET', '/stats/history', admin, undefined, at)
    expect(body).toHaveLength(25)
    for (const hour of body)
      expect(hour).toEqual({
        time: expect.stringMatching(/^\d\d:00$/),
        events: expect.any(Number),
        videos: expect.any(Number),
      })
    expect(body[0]).toEqual(body[24])
  }
})

test('a setting is written in the query, and in a body as the document prints it', async () => {
  for (const at of house.both) {
    const put = (query: string, body?: unknown) =>
      house.ask('PUT', `/settings/opt_live_view_quality${query}`, admin, body, at)
    const byQuery = await put('?value=55')
    expect([byQuery.status, byQuery.body]).toEqual([
      200,
      { key: 'opt_live_view_quality', value: '55', description: expect.anything() },
    ])
    expect((await put('', { value: '30' })).body.value).toBe('30')
    expect((await house.ask('GET', '/settings/opt_live_view_quality', admin, undefined, at)).body.value).toBe('30')
    expect((await put('')).status).toBe(422)
    const bad = await put('?value=much')
    expect([bad.status, bad.body.detail]).toEqual([
      400,
      expect.stringMatching(/^Invalid value for opt_live_view_quality: /),
    ])
    expect((await house.ask('PUT', '/settings/no_such_key?value=1', admin, undefined, at)).status).toBe(404)
    const all = (await house.ask('GET', '/settings', admin, undefined, at)).body
    expect(all.opt_live_view_quality).toEqual({ value: '30', description: expect.anything() })
  }
})
