// Events as VibeNVR's clients list, filter and delete them: recordings and pictures of ours, and what a recorder keeps where it is asked for.
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TINY_JPEG } from '../core/testing/fake-driver.ts'
import { fetched, type Recorders, startRecorders, viewer } from '../core/testing/recorders.ts'
import { until } from '../core/testing/until.ts'
import { vibenvr } from '../plugins/vibenvr-compat/index.ts'

setDefaultTimeout(60_000)

type Who = 'admin' | 'operator' | 'viewer' | 'guest'
let it: Recorders
let ids: number[]
let pictures: number[]
let keys: Record<Who, string>
let camera: number
let other: number

beforeAll(async () => {
  it = await startRecorders([vibenvr], { PORCHLIGHT_VIBENVR_PORT: '0' })
  ids = await fetched(it)
  camera = it.channels[0].id
  other = it.channels[2].id
  const key = async (token: string) =>
    (await it.ask('POST', '/api/keys', { name: 'test' }, token)).body.data.key as string
  const otto = { username: 'otto', password: 'operator-password', role: 'operator' }
  keys = {
    admin: await key(it.app.token),
    operator: await key((await it.ask('POST', '/api/auth/register', otto)).body.token),
    viewer: await key(await viewer(it.app, { channelId: camera, export: false })),
    guest: await key(await viewer(it.app)),
  }
  // On the recorder's clock, two hours ahead, the second is of the next day.
  pictures = [picture('2026-01-10T21:30:00.500Z', 'motion'), picture('2026-01-10T22:30:00Z', 'manual')]
})
afterAll(() => it[Symbol.asyncDispose]())

function sql<T>(text: string, values: (string | number)[] = []): T[] {
  using db = new Database(join(it.app.folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  return db.query(text).all(...values) as T[]
}

/** A picture that was taken at that time; its number. */
function picture(at: string, type: string, isProtected = 0): number {
  const file = `${crypto.randomUUID()}.jpg`
  mkdirSync(join(it.app.folder, 'pictures'), { recursive: true })
  writeFileSync(join(it.app.folder, 'pictures', file), TINY_JPEG)
  const [row] = sql<{ id: number }>(
    `insert into recordings (uuid, household_id, channel_id, channel_name, kind, origin, file, bytes, start_at, end_at, duration,
       record_type, width, height, is_protected, created_at, utc_offset_minutes)
     select ?, household_id, id, 'Camera', 'picture', 'snapshot', ?, ?, ?, ?, 0, ?, 640, 480, ?, ?, 120 from channels where id = ?
     returning id`,
    [
      ...[Bun.randomUUIDv7(), file, TINY_JPEG.length, Date.parse(at), Date.parse(at), type, isProtected],
      ...[Date.parse(at), camera],
    ],
  )
  return row?.id ?? 0
}

async function ask(method: string, path: string, { who = 'admin' as Who, body = undefined as unknown, at = '' } = {}) {
  const answer = await fetch(`${at || `${it.app.url}/vibenvr`}${path}`, {
    ...{ method, headers: { 'x-api-key': keys[who], 'content-type': 'application/json' } },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, body: await answer.json() }
}

const idsOf = async (query = '', who: Who = 'admin') =>
  (await ask('GET', `/events?${query}`, { who })).body.map(({ id }: { id: number }) => id)

test('an event has the thirteen keys that clients read, newest first, at both mounts', async () => {
  const [first, second, third] = ids as [number, number, number]
  for (const at of [`${it.app.url}/vibenvr`, `${it.app.url}/vibenvr/api`, it.app.app.dialectPorts[0]?.url ?? '']) {
    const { status, body } = await ask('GET', '/events', { at })
    expect(status).toBe(200)
    expect(body.map(({ id }: { id: number }) => id)).toEqual([
      pictures[1],
      pictures[0],
      third,
      second,
      first,
    ] as number[])
    const path = `/var/lib/vibe/recordings/${camera}/2026-01-10`
    expect(body[3]).toEqual({
      ...{ camera_id: camera, type: 'video', event_type: 'continuous', id: second },
      ...{ timestamp_start: '2026-01-10T08:00:10.000Z', timestamp_end: '2026-01-10T08:00:14.000Z' },
      ...{ file_path: `${path}/10-00-10-${second}.mp4`, thumbnail_path: `${path}/10-00-10-${second}.jpg` },
      ...{ file_size: expect.any(Number), width: 160, height: 120, motion_score: null, ai_metadata: null },
    })
    expect(body[1]).toEqual({
      ...{ camera_id: camera, type: 'snapshot', event_type: 'motion', id: pictures[0] },
      ...{ timestamp_start: '2026-01-10T21:30:00.500Z', timestamp_end: '2026-01-10T21:30:00.500Z' },
      ...{ file_path: `${path}/23-30-00-${pictures[0]}.jpg`, thumbnail_path: `${path}/23-30-00-${pictures[0]}.jpg` },
      ...{ file_size: TINY_JPEG.length, width: 640, height: 480, motion_score: null, ai_metadata: null },
    })
  }
})

test('each filter counts before paging, and an unknown word means exactly itself', async () => {
  const cases: [string, number][] = [
    ['', 5],
    ['limit=2', 2],
    ['skip=4', 1],
    ['skip=5&limit=10000', 0],
    ['camera_id=0', 5],
    [`camera_id=${camera}`, 5],
    [`camera_id=${other}`, 0],
    ['type=video', 3],
    ['type=snapshot', 2],
    ['type=nothing', 0],
    ['type=&event_type=&date=', 5],
    ['event_type=continuous', 3],
    ['event_type=Motion', 1],
    ['event_type=manual&type=video', 0],
    ['event_type=manual', 1],
    ['event_type=unknown', 0],
    ['event_type=toString', 0],
    ['source=local', 5],
  ]
  for (const [query, count] of cases) expect([query, (await idsOf(query)).length]).toEqual([query, count])
  const wrong: [string, string][] = [
    ...['limit=0', 'limit=10001', 'limit=x', 'limit=-1'].map((query): [string, string] => [query, 'limit']),
    ...['skip=-1', 'skip=1.5'].map((query): [string, string] => [query, 'skip']),
    ...['date=yesterday', 'date=2026-02-30', 'date=2026-1-1', 'date=9999-12-31'].map((query): [string, string] => [
      query,
      'date',
    ]),
    ['camera_id=gate', 'camera_id'],
    ['source=elsewhere', 'source'],
  ]
  for (const [query, name] of wrong) {
    const { status, body } = await ask('GET', `/events?${query}`)
    expect([query, status, body.detail?.[0]?.loc]).toEqual([query, 422, ['query', name]])
  }
})

test('a day is one of the camera’s recorder, and of all where they agree', async () => {
  const [first, second, third] = ids as [number, number, number]
  for (const query of ['', `&camera_id=${camera}`]) {
    expect(await idsOf(`date=2026-01-10${query}`)).toEqual([pictures[0], third, second, first] as number[])
    expect(await idsOf(`date=2026-01-11${query}`)).toEqual([pictures[1]] as number[])
    expect(await idsOf(`date=2026-01-12${query}`)).toEqual([])
  }
})

test('a viewer lists what he may play back, and is told 403 for another camera of his house', async () => {
  expect(await idsOf('', 'viewer')).toHaveLength(5)
  expect(await idsOf('', 'guest')).toEqual([])
  const refused = { detail: 'Not authorized to replay events for this camera' }
  expect(await ask('GET', `/events?camera_id=${other}`, { who: 'viewer' })).toEqual({ status: 403, body: refused })
  expect(await ask('GET', '/events?camera_id=4711')).toEqual({ status: 404, body: { detail: 'Camera not found' } })
})

test('what lies on a recorder is listed where it is asked for, and only its recorder removes it', async () => {
  await it.ask('GET', `/api/footage/clips?channel_ids=${other}&from=2026-01-10T08:00:00Z&to=2026-01-10T09:00:00Z`)
  const device = await until('its clips are known', async () => {
    const { body } = await ask('GET', `/events?source=device&camera_id=${other}`)
    return body.length === 3 && body
  })
  expect(device[0]).toMatchObject({ type: 'video', thumbnail_path: null, width: null, camera_id: other })
  expect(device[0].file_path).toEndWith(`/10-00-20-${device[0].id}.mp4`)
  expect(await idsOf('')).toHaveLength(5)
  expect(await idsOf('source=all')).toHaveLength(8)
  expect(await idsOf('source=all&type=snapshot')).toHaveLength(2)
  expect(await idsOf('source=device&type=snapshot')).toEqual([])
  expect((await ask('DELETE', `/events/${device[0].id}`)).status).toBe(409)
  const many = await ask('POST', '/events/bulk-delete', { body: { event_ids: [device[0].id] } })
  expect(many.body).toEqual({ deleted_count: 0, errors: [expect.stringMatching(/^1 not deleted: kept on .*, which/)] })
})

test('what goes on is told of cameras that one sees, and how each is', async () => {
  const quiet = { active_ids: [], live_motion: {}, camera_health: expect.any(Object) }
  const before = await ask('GET', '/events/status')
  expect(before).toEqual({ status: 200, body: quiet })
  const health = Object.fromEntries(it.channels.map(({ id }: { id: number }) => [id, 'CONNECTED']))
  expect(before.body.camera_health).toEqual(health)
  const services = it.app.app.services
  const admin = services.apiKeys.callerOf(keys.admin, { address: null, agent: null })
  if (!admin) throw new Error('The key is not known')
  services.triggers.begin(admin, camera, { label: 'cat' })
  const told = await until('it is told', async () => {
    const { body } = await ask('GET', '/events/status', { who: 'viewer' })
    return body.active_ids.length === 1 && body
  })
  expect(told).toEqual({
    active_ids: [camera],
    live_motion: {
      [camera]: {
        timestamp: expect.stringMatching(/Z$/),
        ...{ source: 'standard', ai_metadata: null, _updated_at: expect.any(Number) },
      },
    },
    camera_health: { [camera]: 'CONNECTED' },
  })
  expect((await ask('GET', '/events/status', { who: 'guest' })).body).toEqual({ ...quiet, camera_health: {} })
  services.triggers.end(admin, camera)
})

test('an admin alone deletes, one or many, and what is protected stays and says so', async () => {
  const extra = [picture('2026-01-09T08:00:00Z', 'manual'), picture('2026-01-09T08:00:01Z', 'manual', 1)]
  for (const who of ['operator', 'viewer'] as const) {
    expect((await ask('DELETE', `/events/${extra[0]}`, { who })).status).toBe(403)
    expect((await ask('POST', '/events/bulk-delete', { who, body: { event_ids: [] } })).status).toBe(403)
    expect((await ask('DELETE', '/events/bulk/all', { who })).status).toBe(403)
    expect((await ask('POST', '/events', { who, body: {} })).status).toBe(403)
  }
  expect((await ask('DELETE', `/events/${extra[0]}`, { who: 'guest' })).status).toBe(404)
  expect((await ask('DELETE', `/events/${extra[0]}`)).body).toMatchObject({ id: extra[0], type: 'snapshot' })
  const gone = { status: 404, body: { detail: 'Event not found' } }
  expect(await ask('DELETE', `/events/${extra[0]}`)).toEqual(gone)
  expect(await ask('DELETE', '/events/999999999999999')).toEqual(gone)
  expect((await ask('DELETE', '/events/gate')).status).toBe(422)
  const kept = await ask('DELETE', `/events/${extra[1]}`)
  expect([kept.status, kept.body.detail]).toEqual([409, expect.stringContaining('protected')])
  const many = await ask('POST', '/events/bulk-delete', { body: { event_ids: [pictures[1], extra[1], 4711] } })
  expect(many).toEqual({
    status: 200,
    body: { deleted_count: 1, errors: expect.arrayContaining([expect.stringContaining('1 not deleted: This rec')]) },
  })
  expect(many.body.errors).toContain('1 not deleted: there is no such recording')
  expect((await ask('POST', '/events/bulk-delete', { body: {} })).body.detail).toEqual([
    { type: 'missing', loc: ['body', 'event_ids'], msg: 'Field required', input: null },
  ])
  const deeds = (await it.ask('GET', '/api/activity?limit=50')).body.data.map(
    ({ action }: { action: string }) => action,
  )
  expect(deeds).toContain('delete_recording')
  expect(deeds).toContain('delete_recordings')
})

test('all of a kind are deleted under each of its words, and a word that is none deletes nothing', async () => {
  expect((await ask('DELETE', '/events/bulk/all?event_type=motion')).status).toBe(422)
  const left = sql<{ count: number }>(`select count(*) as count from recordings where kind = 'picture'`)[0]?.count
  expect(left).toBe(2)
  const pictured = await ask('DELETE', '/events/bulk/all?event_type=picture')
  expect(pictured.body).toEqual({
    ...{ deleted_count: 1, deleted_size_bytes: TINY_JPEG.length, deleted_size_mb: 0, type: 'picture' },
    errors: [expect.stringContaining('1 not deleted: This recording is protected')],
  })
  expect(await idsOf('type=video')).toHaveLength(3)
  const filmed = await ask('DELETE', '/events/bulk/all?type=video')
  expect(filmed.body).toMatchObject({ deleted_count: 3, type: 'video', errors: [] })
  expect(filmed.body.deleted_size_bytes).toBeGreaterThan(10_000)
  expect((await ask('DELETE', '/events/bulk/all')).body).toMatchObject({ deleted_count: 0, type: 'all' })
})

test('nobody writes an event by hand', async () => {
  for (const path of ['/events', '/events/webhook']) {
    const { status, body } = await ask('POST', path, { body: { camera_id: camera } })
    expect([path, status, typeof body.detail]).toEqual([path, 501, 'string'])
  }
})
