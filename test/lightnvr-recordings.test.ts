// Recordings as LightNVR's clients find, watch, save and keep them: at the mount, of ours and of what a recorder keeps.
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { FILM_SECONDS } from '../core/testing/film.ts'
import { fetched, type Recorders, settled, startRecorders, viewer } from '../core/testing/recorders.ts'
import { until } from '../core/testing/until.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'

setDefaultTimeout(60_000)

let it: Recorders
let ids: number[]
let names: string[]

beforeAll(async () => {
  it = await startRecorders([lightnvr], { PORCHLIGHT_LIGHTNVR_PORT: '0:code' })
  ids = await fetched(it)
  const { key } = (await it.ask('POST', '/api/keys', { name: 'admin' })).body.data
  admin = key
  names = (await ask('GET', '/api/streams')).body.streams.map(({ name }: { name: string }) => name)
  const [channel] = it.channels
  // What the recorder told while the second of them was filmed.
  sql(
    `insert into alarms (uuid, household_id, device_id, channel_id, channel_no, source, kind, raw_type, message, began_at, ended_at)
     select hex(randomblob(8)), household_id, device_id, id, channel_no, 'device', 'motion', 'VMD', 'Motion detected', ?, ?
     from channels where id = ?`,
    [Date.parse('2026-01-10T08:00:11Z'), Date.parse('2026-01-10T08:00:12Z'), channel.id],
  )
})
afterAll(() => it[Symbol.asyncDispose]())

let admin = ''

function sql(text: string, values: (string | number)[]) {
  using db = new Database(join(it.app.folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  db.run(text, values)
}

interface More {
  body?: unknown
  key?: string
  headers?: Record<string, string>
  base?: string
}

async function ask(method: string, path: string, { body, key = admin, headers = {}, base }: More = {}) {
  const answer = await fetch(`${base ?? `${it.app.url}/lightnvr`}${path}`, {
    method,
    headers: { 'x-api-key': key, ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const bytes = await answer.bytes()
  const isJson = answer.headers.get('content-type')?.startsWith('application/json') && bytes.length
  return {
    status: answer.status,
    headers: answer.headers,
    bytes,
    body: isJson ? JSON.parse(`${Buffer.from(bytes)}`) : null,
  }
}

async function keyOf(token: string) {
  return (await it.ask('POST', '/api/keys', { name: 'test' }, token)).body.data.key as string
}

async function operatorKey() {
  const person = { username: `otto-${Bun.randomUUIDv7().slice(-6)}`, password: 'operator-password', role: 'operator' }
  return keyOf((await it.ask('POST', '/api/auth/register', person)).body.token)
}

const listed = async (query = '', more?: More) => (await ask('GET', `/api/recordings?${query}`, more)).body
const idsOf = ({ recordings }: { recordings: { id: number }[] }) => recordings.map(({ id }) => id)

test('the list says of each recording what the document says, newest first, with its pages', async () => {
  for (const base of [undefined, it.app.app.dialectPorts[0]?.url ?? '']) {
    const { recordings, pagination } = await listed('limit=2', base === undefined ? {} : { base })
    expect(pagination).toEqual({ page: 1, pages: 2, total: 3, limit: 2 })
    expect(idsOf({ recordings })).toEqual([ids[2], ids[1]] as number[])
    expect(recordings[1]).toEqual({
      id: ids[1],
      stream: names[0],
      file_path: expect.stringMatching(/^[\w-]+\/2026-01-10\/[\w-]+_2026-01-10T08-00-10Z\.mp4$/),
      start_time: '2026-01-10T08:00:10Z',
      end_time: '2026-01-10T08:00:14Z',
      start_time_unix: 1768032010,
      end_time_unix: 1768032014,
      duration: FILM_SECONDS,
      size: expect.stringMatching(/^\d+\.\d KB$/),
      capture_method: 'continuous',
      schedule_restricted: null,
      has_detection: true,
      protected: false,
      detection_labels: [{ label: 'motion', count: 1 }],
      tags: [],
      source: 'local',
      device_id: it.channels[0].device_id ?? expect.any(Number),
    })
    expect(recordings[0].has_detection).toBe(false)
    expect(recordings[0]).not.toHaveProperty('detection_labels')
  }
  const { tags: _, ...bare } = (await listed('limit=2')).recordings[1]
  expect((await ask('GET', `/api/recordings/${ids[1]}`)).body).toEqual(bare)
})

test('every filter counts before paging, and what is not understood counts for nothing', async () => {
  const cases: [string, number][] = [
    ['', 3],
    ['limit=all', 3],
    ['limit=x&page=-1&sort=colour&offset=2&unknown=1', 3],
    [`stream=${names[0]}`, 3],
    [`stream=${names[1]}`, 0],
    [`stream=nobody,${names[0]}`, 3],
    ['stream=nobody', 0],
    ['start=2026-01-10T08:00:10Z', 2],
    ['start=2026-01-10T08:00:10', 2],
    ['start=2026-01-10T10:00:10%2B02:00', 2],
    ['start=2026-01-10T10:00:10+02:00', 2],
    ['start=1768032010', 2],
    ['end=2026-01-10T08:00:10.000Z', 2],
    ['start=2026-01-10T08:00:01Z&end=2026-01-10T08:00:09Z', 0],
    ['start=2026-01-10', 3],
    ['has_detection=1', 1],
    ['has_detection=-1', 2],
    ['has_detection=0', 3],
    ['detection_label=mot', 1],
    ['detection_label=face,line', 0],
    ['protected=0', 3],
    ['protected=1', 0],
    ['capture_method=continuous,manual', 3],
    ['capture_method=detection', 0],
    ['capture_method=nothing', 0],
    ['tag=gate', 0],
  ]
  for (const [query, total] of cases) {
    const { recordings, pagination } = await listed(query)
    expect([query, pagination.total, recordings.length]).toEqual([query, total, total])
  }
  expect(idsOf(await listed('order=asc'))).toEqual(ids)
  expect(idsOf(await listed('sort=id&order=asc&page=2&limit=1'))).toEqual([ids[1]] as number[])
  for (const sort of ['stream_name', 'end_time', 'size_bytes'])
    expect(idsOf(await listed(`sort=${sort}`))).toHaveLength(3)
  expect((await ask('GET', '/api/recordings?start=yesterday')).body).toEqual({ error: 'Invalid start time format' })
  expect((await ask('GET', '/api/recordings?end=2026-02-31x')).status).toBe(400)
  expect((await ask('GET', '/api/recordings/detection-labels')).body).toEqual({ labels: ['motion'] })
})

test('what another program saw is a detection of that time, too', async () => {
  const at = Date.parse('2026-01-10T08:00:21Z')
  sql(
    `insert into alarms (uuid, household_id, device_id, channel_id, channel_no, source, kind, type, raw_type, message, began_at, ended_at)
     select hex(randomblob(8)), household_id, device_id, id, channel_no, 'manual', 'other', 'motion', ?, 'Motion', ?, ?
     from channels where id = ?`,
    ['trigger', at, at + 1000, it.channels[0].id],
  )
  const found = await listed('has_detection=1&order=asc')
  expect(idsOf(found)).toEqual([ids[1], ids[2]] as number[])
  expect(found.recordings[1].detection_labels).toEqual([{ label: 'motion', count: 1 }])
  expect((await listed('has_detection=-1')).pagination.total).toBe(1)
  // Whoever tries whether it would be recorded has seen nothing.
  sql(`update alarms set metadata = '{"trigger":true,"test":true}' where raw_type = ?`, ['trigger'])
  expect(idsOf(await listed('has_detection=1'))).toEqual([ids[1]] as number[])
  sql(`delete from alarms where raw_type = ?`, ['trigger'])
})

test('a name with a comma in it is one name, and a number stands for the stream that has it', async () => {
  const [first, other] = it.channels
  const call = (id: number, name: string) =>
    sql(
      `insert into client_fields (client, household_id, channel_id, fields, updated_at)
       select 'lightnvr', household_id, id, json_object('name', ?), 0 from channels where id = ?`,
      [name, id],
    )
  call(first.id, 'Front')
  call(other.id, 'Front, left')
  const cases: [string, number][] = [
    ['Front', 3],
    ['Front, left', 0],
    ['Front,nobody', 3],
    [`${first.id}`, 3],
    [`${other.id}`, 0],
  ]
  for (const [name, total] of cases)
    expect([name, (await listed(`stream=${encodeURIComponent(name)}`)).pagination.total]).toEqual([name, total])
  const { job_id } = (
    await ask('POST', '/api/recordings/batch-delete', { body: { filter: { stream: 'Front, left' } } })
  ).body
  const progress = async () => (await ask('GET', `/api/recordings/batch-delete/progress/${job_id}`)).body
  const { succeeded, failed } = await until('it is over', async () => {
    const told = await progress()
    return told.complete && told
  })
  expect([succeeded, failed, (await listed()).pagination.total]).toEqual([0, 0, 3])
  sql(`delete from client_fields where client = ?`, ['lightnvr'])
})

test('a viewer finds what he may play back, and changes nothing; an operator changes nothing either', async () => {
  const stranger = await keyOf(await viewer(it.app))
  expect((await listed('', { key: stranger })).pagination.total).toBe(0)
  expect((await ask('GET', `/api/recordings/${ids[0]}`, { key: stranger })).body).toEqual({
    error: 'Recording not found',
  })
  expect((await ask('GET', '/api/recordings/detection-labels', { key: stranger })).body).toEqual({ labels: [] })
  const guest = await keyOf(await viewer(it.app, { channelId: it.channels[0].id, export: false }))
  expect((await listed('', { key: guest })).pagination.total).toBe(3)
  expect((await ask('GET', `/api/recordings/play/${ids[0]}`, { key: guest })).status).toBe(200)
  expect((await ask('GET', `/api/recordings/download/${ids[0]}`, { key: guest })).status).toBe(403)
  const watcher = await keyOf(await viewer(it.app, { channelId: it.channels[0].id, export: false }))
  sql('update grants set playback = ? where user_id = (select max(user_id) from grants)', [0])
  expect((await listed('', { key: watcher })).pagination.total).toBe(0)
  expect((await ask('GET', `/api/recordings?stream=${names[0]}`, { key: watcher })).status).toBe(403)
  expect((await listed(`stream=${names[1]}`, { key: watcher })).pagination.total).toBe(0)
  for (const key of [guest, await operatorKey()])
    for (const [method, path, body] of [
      ['DELETE', `/${ids[0]}`],
      ['PUT', `/${ids[0]}/protect`, { protected: true }],
      ['PUT', `/${ids[0]}/retention`, { retention_days: 3 }],
      ['POST', '/sync'],
    ] as const) {
      const answer = await ask(method, `/api/recordings${path}`, { key, ...(body && { body }) })
      expect([method, path, answer.status, answer.body]).toEqual([method, path, 403, { error: expect.any(String) }])
    }
})

test('a recording is played and saved whole and in parts', async () => {
  const path = `/api/recordings/play/${ids[0]}`
  const whole = await ask('GET', path)
  expect([whole.status, whole.headers.get('content-type'), whole.headers.get('accept-ranges')]).toEqual([
    200,
    'video/mp4',
    'bytes',
  ])
  const size = whole.bytes.length
  expect(whole.headers.get('content-length')).toBe(String(size))
  const etag = whole.headers.get('etag') ?? ''
  expect((await ask('GET', path, { headers: { 'if-none-match': etag } })).status).toBe(304)
  for (const [range, first, last] of [
    ['bytes=4-7', 4, 7],
    ['bytes=100-', 100, size - 1],
    ['bytes=-10', size - 10, size - 1],
  ] as const) {
    const part = await ask('GET', path, { headers: { range } })
    expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes ${first}-${last}/${size}`])
    expect(part.bytes).toEqual(whole.bytes.subarray(first, last + 1))
  }
  const beyond = await ask('GET', path, { headers: { range: `bytes=${size}-` } })
  expect([beyond.status, beyond.body, beyond.headers.get('content-range')]).toEqual([
    416,
    { error: 'Range not satisfiable' },
    `bytes */${size}`,
  ])
  const saved = await ask('GET', `/api/recordings/download/${ids[0]}`, { headers: { range: 'bytes=4-7' } })
  expect([saved.status, `${Buffer.from(saved.bytes)}`]).toEqual([206, 'ftyp'])
  expect(saved.headers.get('content-disposition')).toMatch(/^attachment; filename="[\w-]+\.mp4"/)
  for (const [id, status, error] of [
    ['4711', 404, 'Recording not found'],
    ['0', 400, 'Invalid recording ID'],
    ['1e3', 400, 'Invalid recording ID'],
    ['..%2F..%2Fporchlight.db', 400, 'Invalid recording ID'],
  ])
    for (const way of ['', 'play/', 'download/']) {
      const answer = await ask('GET', `/api/recordings/${way}${id}`)
      expect([way, id, answer.status, answer.body]).toEqual([way, id, status, { error }] as never)
    }
})

test('a recording is protected, kept for a time of its own, and then deleted with its file', async () => {
  const path = `/api/recordings/${ids[2]}`
  const protect = async (body?: unknown) => ask('PUT', `${path}/protect`, body === undefined ? {} : { body })
  expect((await protect({ protected: true })).body).toEqual({
    id: ids[2],
    protected: true,
    message: 'The recording is protected',
  })
  const told = (await ask('GET', `/api/recordings/protected?stream=${names[0]}`)).body
  expect(told).toMatchObject({ protected_count: 1, stream_name: names[0], pagination: { total: 1 } })
  expect(idsOf(told)).toEqual([ids[2]] as number[])
  expect((await ask('DELETE', path)).status).toBe(409)
  // Without a body it is the other of the two.
  expect((await protect()).body.protected).toBe(false)
  for (const body of [{ protected: 1 }, {}, '[', '"x"'])
    expect([body, (await protect(body)).status]).toEqual([body, 400])
  const keep = (retention_days: unknown) => ask('PUT', `${path}/retention`, { body: { retention_days } })
  expect((await keep(30)).body).toMatchObject({ id: ids[2], retention_days: 30 })
  expect((await it.ask('GET', `/api/recordings/${ids[2]}`)).body.data.retention_days).toBe(30)
  expect((await keep(-1)).body.retention_days).toBe(-1)
  expect((await it.ask('GET', `/api/recordings/${ids[2]}`)).body.data.retention_days).toBe(null)
  for (const days of [0, 3651, '30', 1.5, null]) expect([days, (await keep(days)).status]).toEqual([days, 400])
  const { file_path } = (await ask('GET', path)).body
  expect((await ask('DELETE', path)).body).toEqual({ success: true, message: 'Recording deleted' })
  expect(await Bun.file(join(it.app.folder, 'recordings', file_path)).exists()).toBe(false)
  expect((await ask('DELETE', path)).body).toEqual({ error: 'Recording not found' })
})

test('what only the recorder has is listed when it is asked for, without asking it, and fetched when it is played', async () => {
  await using other = await startRecorders([lightnvr])
  const mine = it
  it = other
  try {
    admin = (await other.ask('POST', '/api/keys', { name: 'admin' })).body.data.key
    const span = 'startDate=2026-01-10T08:00:00Z&endDate=2026-01-10T09:00:00Z&source=device'
    await other.ask('GET', `/api/recordings?cameraId=${other.channels[0].id}&${span}`)
    await settled(other)
    for (const footage of other.footages) footage.clear()
    expect((await listed()).pagination.total).toBe(0)
    const { recordings } = await listed('source=device&order=asc')
    expect(recordings).toHaveLength(3)
    expect(recordings[0]).toMatchObject({ source: 'device', file_path: '', start_time: '2026-01-10T08:00:00Z' })
    expect(recordings[0].id).toBeGreaterThan(2 ** 40)
    expect((await ask('GET', `/api/recordings/${recordings[0].id}`)).body).toMatchObject({ id: recordings[0].id })
    expect((await listed('source=all')).pagination.total).toBe(3)
    expect(other.footages.flatMap(({ calls }) => calls)).toEqual([])

    const { id } = recordings[0]
    for (const [method, way, body] of [
      ['DELETE', ''],
      ['PUT', '/protect', { protected: true }],
      ['PUT', '/retention', { retention_days: 3 }],
    ] as const) {
      const answer = await ask(method, `/api/recordings/${id}${way}`, body ? { body } : {})
      expect([way, answer.status, answer.body.error]).toEqual([
        way,
        409,
        expect.stringMatching(/^This recording is kept on .+, w/),
      ])
    }
    const guest = await keyOf(await viewer(other.app, { channelId: other.channels[0].id, export: false }))
    expect((await ask('GET', `/api/recordings/play/${id}`, { key: guest })).status).toBe(403)
    const [one, two] = await Promise.all([
      ask('GET', `/api/recordings/play/${id}`),
      ask('GET', `/api/recordings/play/${id}`, { headers: { range: 'bytes=4-7' } }),
    ])
    expect([one.status, two.status, `${Buffer.from(two.bytes)}`]).toEqual([200, 206, 'ftyp'])
    const jobs = (await other.ask('GET', '/api/jobs')).body.data
    expect(jobs.filter(({ kind }: { kind: string }) => kind === 'download')).toHaveLength(1)
    // Now it is one of ours: in the list of all it stands once.
    expect((await listed('source=all')).recordings.map(({ source }: { source: string }) => source).sort()).toEqual([
      'device',
      'device',
      'local',
    ])
    // A timeline names a moment of a channel; which clip that lies in its recorder knows.
    const moment = 2 ** 52 + other.channels[0].id * 2 ** 33 + Date.parse('2026-01-10T08:00:21Z') / 1000
    const at = await ask('GET', `/api/recordings/play/${moment}`, { headers: { range: 'bytes=4-7' } })
    expect([at.status, `${Buffer.from(at.bytes)}`]).toEqual([206, 'ftyp'])
    expect((await listed()).recordings[0].start_time).toBe('2026-01-10T08:00:20Z')
    expect((await ask('GET', `/api/recordings/play/${moment + 3600}`)).body).toEqual({ error: 'Recording not found' })
    expect((await ask('DELETE', `/api/recordings/${moment}`)).status).toBe(404)
    other.footages[0].file = () => ({ bytes: new Blob(['no video']).stream(), length: 8, container: 'ps' })
    const broken = await ask('GET', `/api/recordings/play/${recordings[1].id}`)
    expect([broken.status, typeof broken.body.error]).toEqual([502, 'string'])
  } finally {
    it = mine
    admin = (await it.ask('POST', '/api/keys', { name: 'admin' })).body.data.key
  }
})

test('the list is held against the disk and the recorders', async () => {
  const { file_path } = (await ask('GET', `/api/recordings/${ids[0]}`)).body
  await rm(join(it.app.folder, 'recordings', file_path))
  const { status, body } = await ask('POST', '/api/recordings/sync')
  expect([status, body]).toEqual([200, { success: true, message: expect.stringContaining('1 gone'), updated: 1 }])
  const gone = await ask('GET', `/api/recordings/play/${ids[0]}`)
  expect([gone.status, gone.body.error]).toEqual([404, 'Recording file not found'])
})
