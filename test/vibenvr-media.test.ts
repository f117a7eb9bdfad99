// Files of events: by the path that clients make of an event, and by its number; whole and in parts, and nothing else of the disk.
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TINY_JPEG } from '../core/testing/fake-driver.ts'
import { fetched, type Recorders, startRecorders, viewer } from '../core/testing/recorders.ts'
import { OWNER } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { vibenvr } from '../plugins/vibenvr-compat/index.ts'

setDefaultTimeout(60_000)

interface Event {
  id: number
  file_path: string
  thumbnail_path: string
  file_size: number
}

let it: Recorders
let camera: number
let other: number
let film: Event
let snapshot: Event
let token: string
let keys: Record<'admin' | 'operator' | 'viewer' | 'saver' | 'guest', string>

beforeAll(async () => {
  it = await startRecorders([vibenvr])
  await fetched(it)
  camera = it.channels[0].id
  other = it.channels[2].id
  snapshotAt('2026-01-10T07:30:00Z')
  const key = async (by: string) => (await it.ask('POST', '/api/keys', { name: 'test' }, by)).body.data.key as string
  const otto = { username: 'otto', password: 'operator-password', role: 'operator' }
  keys = {
    admin: await key(it.app.token),
    operator: await key((await it.ask('POST', '/api/auth/register', otto)).body.token),
    viewer: await key(await viewer(it.app, { channelId: camera, export: false })),
    saver: await key(await viewer(it.app, { channelId: camera, export: true })),
    guest: await key(await viewer(it.app)),
  }
  const signedIn = await fetch(`${it.app.url}/vibenvr/auth/login`, {
    method: 'POST',
    body: new URLSearchParams({ username: OWNER.username, password: OWNER.password }),
  })
  token = ((await signedIn.json()) as { access_token: string }).access_token
  const events = (await (await open('/events', { 'x-api-key': keys.admin })).json()) as Event[]
  film = events[0] as Event
  snapshot = events.at(-1) as Event
})
afterAll(() => it[Symbol.asyncDispose]())

function snapshotAt(at: string): void {
  mkdirSync(join(it.app.folder, 'pictures'), { recursive: true })
  writeFileSync(join(it.app.folder, 'pictures', 'one.jpg'), TINY_JPEG)
  using db = new Database(join(it.app.folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  db.run(
    `insert into recordings (uuid, household_id, channel_id, channel_name, kind, origin, file, bytes, start_at, end_at, duration, created_at)
     select ?, household_id, id, 'Camera', 'picture', 'snapshot', 'one.jpg', ?, ?, ?, 0, ? from channels where id = ?`,
    [Bun.randomUUIDv7(), TINY_JPEG.length, Date.parse(at), Date.parse(at), Date.parse(at), camera],
  )
}

type Headers = Record<string, string>

/** With the cookie of a sign-in, unless other headers are named. */
const open = (path: string, headers: Headers = { cookie: `media_token=${token}` }, method = 'GET') =>
  fetch(`${it.app.url}/vibenvr${path}`, { method, headers, redirect: 'manual' })
const as = (who: keyof typeof keys): Headers => ({ 'x-api-key': keys[who] })

/** As pages make it of an event. */
const mediaOf = (path: string) => path.replace(/^\/var\/lib\/(vibe\/recordings|motion)\//, '/media/')

async function refusal(path: string, headers?: Headers) {
  const answer = await open(path, headers)
  const { detail } = (await answer.json()) as { detail: string }
  return [answer.status, detail]
}

test('the path of an event opens its film, its small picture and its snapshot by cookie alone', async () => {
  const whole = await open(mediaOf(film.file_path))
  expect([whole.status, whole.headers.get('content-type'), whole.headers.get('accept-ranges')]).toEqual([
    ...[200, 'video/mp4', 'bytes'],
  ])
  expect(whole.headers.get('cross-origin-resource-policy')).toBe('same-origin')
  expect(whole.headers.get('content-disposition')).toBe(null)
  expect((await whole.bytes()).length).toBe(film.file_size)
  const small = await open(`/api${mediaOf(film.thumbnail_path)}`)
  expect([small.status, small.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  const jpeg = await small.bytes()
  expect([...jpeg.slice(0, 3)]).toEqual([0xff, 0xd8, 0xff])
  const again = await open(mediaOf(film.thumbnail_path), {
    cookie: `media_token=${token}`,
    'if-none-match': small.headers.get('etag') ?? '',
  })
  expect(again.status).toBe(304)
  const own = await open(mediaOf(snapshot.file_path))
  expect([own.status, own.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  expect(await own.bytes()).toEqual(new Uint8Array(TINY_JPEG))
  // The whole path, of this VibeNVR and of older ones.
  for (const root of ['', '/vibe/recordings', '/motion']) {
    const rest = root
      ? `/media/var/lib${root}${mediaOf(film.file_path).slice(6)}`
      : `/media/${mediaOf(film.file_path).slice(6)}`
    expect([root, (await open(rest)).status]).toEqual([root, 200])
  }
})

test('players ask for parts, and whether it is there', async () => {
  const part = await open(mediaOf(film.file_path), { ...as('admin'), range: 'bytes=4-7' })
  expect([part.status, part.headers.get('content-range'), await part.text()]).toEqual([
    ...[206, `bytes 4-7/${film.file_size}`, 'ftyp'],
  ])
  const beyond = await open(mediaOf(film.file_path), { ...as('admin'), range: 'bytes=99999999-' })
  expect(beyond.status).toBe(416)
  for (const path of [film.file_path, film.thumbnail_path, snapshot.file_path]) {
    const head = await open(mediaOf(path), undefined, 'HEAD')
    expect([head.status, Number(head.headers.get('content-length')) > 0, await head.text()]).toEqual([200, true, ''])
    const probe = await open(mediaOf(path), { cookie: `media_token=${token}`, range: 'bytes=0-0' })
    expect([probe.status, (await probe.bytes()).length]).toEqual([206, 1])
  }
})

test('no path leads to anything but an event that is called just so', async () => {
  const [, , number, day, name] = mediaOf(film.file_path).split('/') as string[]
  const nowhere = [
    ...['porchlight.db', 'secret.key', 'recordings', 'avatars/1.png', `${number}`, `${number}/${day}`],
    ...[`${number}/${day}/${name}.txt`, `${number}/${day}/4711.mp4`, `${number}/${day}/10-00-00-4711.mp4`],
    ...[`4711/${day}/${name}`, `${number}/2026-01-09/${name}`, `${number}/${day}/11-11-11-${film.id}.mp4`],
    ...[
      '%ff',
      `${number}/${day}/00-00-00-${'9'.repeat(16)}.mp4`,
      mediaOf(snapshot.file_path).slice(7, -3).concat('mp4'),
    ],
    'backups/one.json',
  ]
  for (const path of nowhere)
    expect([path, ...(await refusal(`/media/${path}`))]).toEqual([path, 404, 'File not found'])
  for (const path of ['..%2fporchlight.db', '1%2f..%2f..%2fsecret.key', '%2e%2e%2fsecret.key', '..%5csecret.key'])
    expect([path, ...(await refusal(`/media/${path}`))]).toEqual([path, 403, 'Access denied'])
  expect(await refusal('/media/backups/one.json', as('operator'))).toEqual([403, 'Access denied to system backups'])
  expect((await open('/media', as('admin'))).status).toBe(404)
})

test('whoever may not play the camera back sees none of it, and who may not save it saves nothing', async () => {
  const path = mediaOf(film.file_path)
  const download = `/events/${film.id}/download`
  expect(await refusal(path, {})).toEqual([401, 'Missing media authentication'])
  expect(await refusal(download, {})).toEqual([401, 'Missing media authentication'])
  const bad = await open(path, { cookie: 'media_token=none' })
  expect(bad.headers.get('www-authenticate')).toBeNull()
  expect([bad.status, await bad.json()]).toEqual([401, { detail: 'Invalid media authentication' }])
  expect(await refusal(download, { cookie: 'media_token=none' })).toEqual([401, 'Invalid token'])
  expect((await refusal(`${path}?token=${token}`, {}))[0]).toBe(401)
  expect((await refusal(path, { cookie: `media_token=${token}`, 'sec-fetch-site': 'same-site' }))[0]).toBe(401)
  expect(await refusal(path, as('guest'))).toEqual([404, 'File not found'])
  expect(await refusal(mediaOf(film.thumbnail_path), as('guest'))).toEqual([404, 'File not found'])
  expect(await refusal(download, as('guest'))).toEqual([404, 'Event not found'])
  expect((await open(path, as('viewer'))).status).toBe(200)
  expect(await refusal(download, as('viewer'))).toEqual([403, 'Not authorized to download this event'])
  for (const who of ['saver', 'operator'] as const) expect((await open(download, as(who))).status).toBe(200)
  await it.ask('PUT', '/api/settings/dialects_off', { value: ['vibenvr'] })
  expect((await open(path)).status).toBe(404)
  await it.ask('PUT', '/api/settings/dialects_off', { value: [] })
})

test('an event is saved under its name by cookie, Bearer and key, in parts too, and once in the log', async () => {
  const path = `/events/${film.id}/download`
  for (const headers of [{ cookie: `media_token=${token}` }, { authorization: `Bearer ${token}` }, as('admin')]) {
    const answer = await open(path, headers)
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'video/mp4'])
    expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+\.mp4"/)
    expect((await answer.bytes()).length).toBe(film.file_size)
  }
  const saved = async () =>
    (await it.ask('GET', '/api/activity?limit=100')).body.data.filter(
      ({ action }: { action: string }) => action === 'download_recording',
    ).length
  const before = await saved()
  const first = await open(path, { ...as('admin'), range: 'bytes=0-99' })
  const next = await open(path, { ...as('admin'), range: 'bytes=100-199' })
  expect([first.status, next.status, (await next.bytes()).length]).toEqual([206, 206, 100])
  await first.bytes()
  expect(await saved()).toBe(before + 1)
  expect((await open(`/events/${snapshot.id}/download`)).headers.get('content-type')).toBe('image/jpeg')
  expect(await refusal('/events/4711/download')).toEqual([404, 'Event not found'])
  expect((await open('/events/gate/download')).status).toBe(422)
})

test('what only a recorder has is fetched when somebody opens it', async () => {
  await it.ask('GET', `/api/footage/clips?channel_ids=${other}&from=2026-01-10T08:00:00Z&to=2026-01-10T09:00:00Z`)
  const list = `/events?source=device&camera_id=${other}`
  const clips = await until('its clips are known', async () => {
    const found = (await (await open(list, as('admin'))).json()) as Event[]
    return found.length === 3 && found
  })
  const [clip, second] = clips as [Event, Event]
  expect((await open(mediaOf(clip.file_path), as('operator'), 'HEAD')).status).toBe(200)
  expect(await refusal(mediaOf(clip.file_path.replace('.mp4', '.jpg')))).toEqual([404, 'File not found'])
  expect((await (await open(list, as('admin'))).json()) as Event[]).toHaveLength(3)
  const played = await open(mediaOf(clip.file_path))
  expect([played.status, played.headers.get('content-type')]).toEqual([200, 'video/mp4'])
  expect(new TextDecoder().decode((await played.bytes()).slice(4, 8))).toBe('ftyp')
  expect((await open(`/events/${second.id}/download`)).status).toBe(200)
  const kept = (await (await open(`/events?camera_id=${other}`, as('admin'))).json()) as Event[]
  expect(kept).toHaveLength(2)
})

test('a file that is gone from the disk is said to be gone', async () => {
  const file = join(it.app.folder, 'pictures', 'one.jpg')
  await Bun.file(file).delete()
  expect(await refusal(mediaOf(snapshot.file_path))).toEqual([404, 'File not found'])
  expect(await refusal(`/events/${snapshot.id}/download`)).toEqual([404, 'File not found on disk'])
})
