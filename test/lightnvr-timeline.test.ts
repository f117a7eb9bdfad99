// The timeline of LightNVR's clients: what is ours and what a recorder has, played from any moment and as one list.
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FILM_SECONDS } from '../core/testing/film.ts'
import { fetched, type Recorders, settled, startRecorders, viewer } from '../core/testing/recorders.ts'
import { OWNER } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'

setDefaultTimeout(60_000)

let it: Recorders
let ids: number[]
let names: string[]
let key = ''
let document = ''
const folder = mkdtempSync(join(tmpdir(), 'porchlight-timeline-'))

/** Seconds since 1970 of the first clip's beginning. */
const BEGAN = Date.parse('2026-01-10T08:00:00Z') / 1000
const DAY = 'start=2026-01-10&end=2026-01-10'
const CLIPS_FROM = 2 ** 40
const STRETCHES_FROM = 2 ** 52

beforeAll(async () => {
  it = await startRecorders([lightnvr], { PORCHLIGHT_LIGHTNVR_PORT: '0,0:code' })
  document = it.app.app.dialectPorts[0]?.url ?? ''
  ids = await fetched(it)
  key = (await it.ask('POST', '/api/keys', { name: 'admin' })).body.data.key
  const { streams } = (await ask('/api/streams')).body
  names = it.channels.map(({ id }: { id: number }) => streams.find((one: { id: number }) => one.id === id).name)
  const [channel] = it.channels
  using db = new Database(join(it.app.folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  db.run(
    `insert into alarms (uuid, household_id, device_id, channel_id, channel_no, source, kind, raw_type, message, began_at, ended_at)
     select hex(randomblob(8)), household_id, device_id, id, channel_no, 'device', 'motion', 'VMD', 'Motion detected', ?, ?
     from channels where id = ?`,
    [(BEGAN + 11) * 1000, (BEGAN + 12) * 1000, channel.id],
  )
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await it[Symbol.asyncDispose]()
})

interface More {
  key?: string
  range?: string
  base?: string
}

async function ask(path: string, more: More = {}) {
  const headers = { 'x-api-key': more.key ?? key, ...(more.range && { range: more.range }) }
  const answer = await fetch(`${more.base ?? `${it.app.url}/lightnvr`}${path}`, { headers })
  const bytes = await answer.bytes()
  const isJson = answer.headers.get('content-type')?.startsWith('application/json')
  const text = Buffer.from(bytes).toString()
  return { status: answer.status, headers: answer.headers, bytes, text, body: isJson ? JSON.parse(text) : null }
}

const segments = async (stream: string, query = DAY) =>
  (await ask(`/api/timeline/segments?stream=${encodeURIComponent(stream)}&${query}`)).body

async function ffprobe(...args: string[]) {
  const probe = Bun.spawn(['ffprobe', '-v', 'error', '-of', 'json', ...args], { stdout: 'pipe', stderr: 'pipe' })
  const [text, errors] = await Promise.all([new Response(probe.stdout).text(), new Response(probe.stderr).text()])
  return { ...JSON.parse(text), errors }
}

/** How many pictures a player finds in it, and how long they last. */
async function pictures(input: string, ...more: string[]) {
  const shown = ['-count_frames', '-select_streams', 'v', '-show_entries', 'stream=nb_read_frames:packet=duration_time']
  const { streams, packets, errors } = await ffprobe(...more, ...shown, input)
  const seconds = packets.reduce((sum: number, one: { duration_time?: string }) => sum + Number(one.duration_time), 0)
  return { frames: Number(streams[0].nb_read_frames), seconds, errors }
}

const onDisk = async (name: string, bytes: Uint8Array) => {
  const file = join(folder, name)
  await Bun.write(file, bytes)
  return file
}

test('segments say what we keep of a day, oldest first, and when something happened', async () => {
  for (const base of [undefined, document, it.app.app.dialectPorts[1]?.url ?? '']) {
    const { body } = await ask(`/api/timeline/segments?stream=${names[0]}&${DAY}`, base === undefined ? {} : { base })
    expect(body).toMatchObject({
      stream: names[0],
      segment_count: 3,
      detection_intervals: [{ start_timestamp: BEGAN + 11, end_timestamp: BEGAN + 12 }],
      detection_interval_count: 1,
    })
    expect(body.segments.map(({ id }: { id: number }) => id)).toEqual(ids)
    const clock = new Date((BEGAN + 10) * 1000)
    const two = (value: number) => String(value).padStart(2, '0')
    const hour = `${two(clock.getHours())}:${two(clock.getMinutes())}`
    expect(body.segments[1]).toEqual({
      ...{ id: ids[1], stream: names[0], duration: FILM_SECONDS, size: expect.stringMatching(/^\d+\.\d KB$/) },
      start_time: expect.stringMatching(new RegExp(`^2026-01-\\d\\d ${hour}:10$`)),
      end_time: expect.stringMatching(new RegExp(`^2026-01-\\d\\d ${hour}:14$`)),
      ...{ has_detection: true, schedule_restricted: null, source: 'local' },
      ...{ start_timestamp: BEGAN + 10, end_timestamp: BEGAN + 14 },
      ...{ local_start_timestamp: BEGAN + 10, local_end_timestamp: BEGAN + 14 },
    })
    expect(body.segments[0].has_detection).toBe(false)
  }
})

test('what counts as a detection in the list of recordings counts here, and nothing else', async () => {
  using db = new Database(join(it.app.folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  const tell = (source: string, kind: string, word: string, metadata: string | null, second: number) =>
    db.run(
      `insert into alarms (uuid, household_id, device_id, channel_id, channel_no, source, kind, type, raw_type, message, metadata, began_at, ended_at)
       select hex(randomblob(8)), household_id, device_id, id, channel_no, ?, ?, 'motion', ?, 'x', ?, ?, ? from channels where id = ?`,
      [source, kind, word, metadata, (BEGAN + second) * 1000, (BEGAN + second + 1) * 1000, it.channels[0].id],
    )
  tell('device', 'tamper', 'here', null, 1)
  tell('manual', 'other', 'trigger', '{"trigger":true,"test":true}', 2)
  tell('manual', 'other', 'trigger', '{"trigger":true}', 21)
  const { recordings } = (await ask(`/api/recordings?order=asc&stream=${names[0]}`)).body
  const { segments: drawn, detection_intervals } = await segments(names[0] ?? '')
  const chosen = (await ask(`/api/timeline/segments-by-ids?ids=${ids.join()}`)).body.segments
  const counted = (all: { has_detection: boolean }[]) => all.map(({ has_detection }) => has_detection)
  for (const all of [recordings, drawn, chosen]) expect(counted(all)).toEqual([false, true, true])
  expect(detection_intervals).toEqual([
    { start_timestamp: BEGAN + 11, end_timestamp: BEGAN + 12 },
    { start_timestamp: BEGAN + 21, end_timestamp: BEGAN + 22 },
  ])
  db.run(`delete from alarms where message = 'x'`)
})

test('times are a day, seconds, with an offset or without one', async () => {
  const cases: [string, number][] = [
    [DAY, 3],
    ['start=2026-01-10T08:00:09&end=2026-01-10T08:00:15', 1],
    ['start=2026-01-10T10:00:09%2B02:00&end=2026-01-10T10:00:15+02:00', 1],
    [`start=${BEGAN + 12}&end=${BEGAN + 22}`, 2],
    ['start=2026-01-10T08:00:12.500Z&end=2026-01-10T08:00:13.5Z', 1],
    ['start=2026-01-11&end=2026-01-12', 0],
    // The last 24 hours.
    ['', 0],
  ]
  for (const [query, count] of cases)
    expect([query, (await segments(names[0] ?? '', query)).segment_count]).toEqual([query, count])
})

test('what only the recorder has is told, too, by clips that are known and else as a stretch', async () => {
  const { id } = it.channels[2]
  const stream = names[2] ?? ''
  const before = await until('its recorder has told', async () => {
    const found = await segments(stream)
    return found.segment_count > 0 && found
  })
  for (const segment of before.segments) {
    expect(segment).toMatchObject({ stream, source: 'device', size: 'unknown' })
    expect(segment.id).toBeGreaterThanOrEqual(STRETCHES_FROM)
    expect(Number.isSafeInteger(segment.id)).toBe(true)
  }
  expect(before.segments[0].start_timestamp).toBe(BEGAN)
  await settled(it)
  const calls = it.footages[1].calls.length
  await segments(stream)
  expect(it.footages[1].calls.length).toBe(calls)
  // Once somebody has searched there, its clips are known.
  const asked = `channel_ids=${id}&from=2026-01-10T08:00:00Z&to=2026-01-10T09:00:00Z`
  expect((await it.ask('GET', `/api/footage/clips?${asked}`)).status).toBe(200)
  const after = (await segments(stream)).segments
  expect(after.map(({ start_timestamp }: { start_timestamp: number }) => start_timestamp - BEGAN)).toEqual([0, 10, 20])
  for (const segment of after) expect(Math.floor(segment.id / CLIPS_FROM)).toBe(1)
  const chosen = (await ask(`/api/timeline/segments-by-ids?ids=${after[1].id},${ids[0]},999999,x`)).body
  expect(chosen).toMatchObject({ stream: '(selected)', multi_stream: true, segment_count: 2 })
  const told = chosen.segments.map((one: { stream: string; source: string }) => [one.stream, one.source])
  expect(told).toEqual([
    [names[0], 'local'],
    [stream, 'device'],
  ])
})

test('a moment plays from the key frame before it, whole or in parts', async () => {
  const address = `/api/timeline/play?stream=${names[0]}&start=${BEGAN + 12.5}`
  const answer = await ask(address)
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'video/mp4'])
  // A key frame each second, ten pictures a second.
  const found = await pictures(await onDisk('tail.mp4', answer.bytes))
  expect(found).toMatchObject({ frames: (FILM_SECONDS - 2) * 10, errors: '' })
  const part = await ask(address, { range: 'bytes=100-299' })
  expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 100-299/${answer.bytes.length}`])
  expect(Buffer.from(part.bytes).equals(answer.bytes.subarray(100, 300))).toBe(true)
  expect(part.headers.get('etag')).toBe(answer.headers.get('etag'))
  const beyond = await ask(address, { range: 'bytes=99999999-' })
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${answer.bytes.length}`])
  expect(beyond.body).toEqual({ error: 'Range not satisfiable' })
})

test('where nothing was recorded the nearest within an hour plays, and else there is nothing', async () => {
  for (const start of ['2026-01-10T07:30:00Z', `${BEGAN + 1800}`, '2026-01-10T08:00:07']) {
    const { bytes, status } = await ask(`/api/timeline/play?stream=${names[0]}&start=${start}`)
    const { frames } = await pictures(await onDisk('near.mp4', bytes))
    expect([start, status, frames]).toEqual([start, 200, FILM_SECONDS * 10])
  }
  for (const start of ['2026-01-10T06:30:00Z', '2026-01-10T09:30:00Z', ''])
    expect(await ask(`/api/timeline/play?stream=${names[0]}&start=${start}`)).toMatchObject({
      status: 404,
      body: { error: 'No recordings found for the specified time' },
    })
})

test('what lies on the recorder alone is fetched for who plays it, and is ours from then on', async () => {
  const stream = names[2] ?? ''
  // Who only asks whether it is there has nothing fetched.
  const calls = it.footages[1].calls.length
  const address = `${it.app.url}/lightnvr/api/timeline/play?stream=${stream}&start=${BEGAN + 21.5}`
  expect((await fetch(address, { method: 'HEAD', headers: { 'x-api-key': key } })).status).toBe(200)
  expect(it.footages[1].calls.length).toBe(calls)
  const { bytes, status } = await ask(`/api/timeline/play?stream=${stream}&start=${BEGAN + 21.5}`)
  expect(status).toBe(200)
  expect((await pictures(await onDisk('fetched.mp4', bytes))).frames).toBe((FILM_SECONDS - 1) * 10)
  const { segments: found } = await segments(stream)
  const sources = found.map(({ source }: { source: string }) => source)
  expect(sources).toEqual(['device', 'device', 'local'])
})

test('the list of a time plays as one film over all its recordings', async () => {
  const address = `/api/timeline/manifest?stream=${names[0]}&${DAY}`
  const { status, headers, text } = await ask(address)
  expect([status, headers.get('content-type')]).toEqual([200, 'application/vnd.apple.mpegurl'])
  expect(headers.get('cache-control')).toContain('no-cache')
  expect(text.match(/#EXT-X-DISCONTINUITY\n/g)).toHaveLength(2)
  expect([...text.matchAll(/#EXT-X-PROGRAM-DATE-TIME:.*/g)].map(String)).toEqual(
    [0, 10, 20].map((at) => `#EXT-X-PROGRAM-DATE-TIME:${new Date((BEGAN + at) * 1000).toISOString()}`),
  )
  expect(text).toContain(`#EXT-X-MAP:URI="pieces/${ids[0]}/init.mp4"`)
  expect(text).toEndWith('#EXT-X-ENDLIST\n')
  const all = FILM_SECONDS * 3 * 10
  const login = `Authorization: Basic ${btoa(`${OWNER.username}:${OWNER.password}`)}\r\n`
  for (const url of [`${it.app.url}/lightnvr${address}`, `${document}${address}`]) {
    const found = await pictures(url, '-headers', login)
    expect(found).toMatchObject({ frames: all, errors: '' })
  }
  // Of a shorter time only what touches it.
  const one = (await ask(`/api/timeline/manifest?stream=${names[0]}&start=${BEGAN + 9}&end=${BEGAN + 15}`)).text
  expect([one.includes('#EXT-X-DISCONTINUITY\n'), one.match(/\d\.m4s/g)?.length]).toEqual([false, 1])
})

test('its pieces are for who may play the recording back', async () => {
  const keyOf = async (token: string) => (await it.ask('POST', '/api/keys', { name: 'test' }, token)).body.data.key
  const guest = await keyOf(await viewer(it.app, { channelId: it.channels[0].id, export: false }))
  const stranger = await keyOf(await viewer(it.app))
  const paths = [`/api/timeline/pieces/${ids[0]}/init.mp4`, `/api/timeline/pieces/${ids[0]}/0.m4s`]
  for (const path of paths) {
    expect((await ask(path, { key: guest })).status).toBe(200)
    expect((await ask(path, { key: stranger })).status).toBe(404)
    expect((await ask(path, { key: 'none' })).status).toBe(401)
  }
  for (const path of ['/api/timeline/segments', '/api/timeline/manifest', '/api/timeline/play']) {
    const asked = `${path}?stream=${names[0]}&start=${BEGAN}&end=${BEGAN + 60}`
    expect([path, (await ask(asked, { key: guest })).status]).toEqual([path, 200])
    expect([path, (await ask(asked, { key: stranger })).status]).toEqual([path, 404])
    expect([path, (await ask(asked, { key: 'none' })).status]).toEqual([path, 401])
  }
  const hidden = (await ask(`/api/timeline/segments-by-ids?ids=${ids.join()}`, { key: stranger })).body
  expect(hidden.segments).toEqual([])
})

test('what is wrong with a question is said', async () => {
  const cases: [string, number, string][] = [
    ['/api/timeline/segments', 400, 'Missing required parameter: stream'],
    ['/api/timeline/manifest', 400, 'Missing required parameter: stream'],
    ['/api/timeline/play', 400, 'Missing required parameter: stream'],
    ['/api/timeline/segments-by-ids', 400, 'Missing required parameter: ids'],
    ['/api/timeline/segments?stream=none', 404, 'Stream not found'],
    [`/api/timeline/play?stream=${names[0]}&start=yesterday`, 400, 'Invalid start time format'],
    [`/api/timeline/segments?stream=${names[0]}&start=2026-02-30`, 400, 'Invalid start time format'],
    [`/api/timeline/segments?stream=${names[0]}&end=2026-13-01`, 400, 'Invalid end time format'],
    [`/api/timeline/segments?stream=${names[0]}&start=20&end=10`, 400, 'The end must be after the start'],
    [`/api/timeline/manifest?stream=${names[1]}&${DAY}`, 404, 'No recordings found for the specified time range'],
    [`/api/timeline/pieces/${ids[0]}/9.m4s`, 404, 'Not Found'],
    [`/api/timeline/pieces/${ids[0]}/..%2Finit.mp4`, 404, 'Not Found'],
    ['/api/timeline/pieces/999999/init.mp4', 404, 'Recording not found'],
    ['/api/timeline/pieces/1e3/init.mp4', 404, 'Recording not found'],
  ]
  for (const [path, status, error] of cases) {
    const answer = await ask(path)
    expect([path, answer.status, answer.body]).toEqual([path, status, { error }])
  }
})
