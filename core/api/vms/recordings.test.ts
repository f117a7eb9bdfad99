// Recordings through the front door: lists, parts of files, tickets, rights, removal, and the disk.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Fault } from '#plugin'
import { createFakeDriver } from '../../testing/fake-driver.ts'
import { createFakeFootage, type FakeFootage, withFootage } from '../../testing/fake-footage.ts'
import { FILM_SECONDS, makeFilm } from '../../testing/film.ts'
import { createTestApp, type TestApp } from '../../testing/test-app.ts'
import { until } from '../../testing/until.ts'

setDefaultTimeout(60_000)

const HOSTS = ['192.0.2.7', '192.0.2.8']
let ps: Uint8Array<ArrayBuffer>
let mp4: Uint8Array<ArrayBuffer>

beforeAll(async () => {
  ;[ps, mp4] = await Promise.all([makeFilm('ps'), makeFilm('mp4')])
})

/** Two recorders with a camera each, clips of four seconds every ten, two hours ahead of UTC. */
async function stand() {
  const driver = createFakeDriver()
  const footages = HOSTS.map((host) => {
    driver.add(host, 2)
    const footage = createFakeFootage(() => 120)
    for (const index of [0, 1, 2])
      footage.record('ip:1', `2026-01-10T10:00:${index}0`, `2026-01-10T10:00:${index}${FILM_SECONDS}`)
    footage.file = () => ({ bytes: new Blob([ps]).stream(), length: ps.length, container: 'ps' })
    return footage
  }) as [FakeFootage, FakeFootage]
  const plugin = {
    id: 'fake',
    title: 'Fake',
    driver: withFootage(driver, new Map(HOSTS.map((host, index) => [host, footages[index]!]))),
  }
  // An hour ahead, so that files which a test has just written lie there long enough.
  const app = await createTestApp([plugin], {}, { now: () => new Date(Date.now() + 3_600_000) })
  for (const host of HOSTS)
    await app.ask('POST', '/api/devices', {
      ip_web: host,
      username: 'admin',
      password: 'right-password',
      brand: 'fake',
    })
  const channels = await until('channels are there', async () => {
    const { body } = await app.ask('GET', '/api/channels')
    return body.length === 4 && body
  })
  return { app, footages, channels, ask: app.ask, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

async function viewer(app: TestApp, grant?: { channelId: number; export: boolean }) {
  const body = { username: `viewer-${Bun.randomUUIDv7().slice(-6)}`, password: 'viewer-password', role: 'viewer' }
  const { token } = (await app.ask('POST', '/api/auth/register', body)).body
  const me = (await app.ask('GET', '/api/auth/me', undefined, token)).body
  if (grant) {
    const { Database } = await import('bun:sqlite')
    using db = new Database(join(app.folder, 'porchlight.db'))
    db.run('pragma busy_timeout = 5000')
    const user = db.query('select id from users where username = ?').get(me.data?.username ?? body.username) as {
      id: number
    }
    db.run('insert into grants (user_id, channel_id, view, playback, export, ptz) values (?, ?, 1, 1, ?, 0)', [
      user.id,
      grant.channelId,
      grant.export ? 1 : 0,
    ])
  }
  return token as string
}

async function fetched(it: Awaited<ReturnType<typeof stand>>, channelId = it.channels[0].id) {
  const range = { channel_id: channelId, from: '2026-01-10T08:00:00Z', to: '2026-01-10T09:00:00Z' }
  const { status, body } = await it.ask('POST', '/api/recordings/fetch', range)
  expect([status, body]).toEqual([202, { success: true, job_id: expect.any(Number) }])
  const job = await until(
    'it is fetched',
    async () => {
      const found = (await it.ask('GET', `/api/jobs/${body.job_id}`)).body
      return ['done', 'failed', 'paused'].includes(found.state) && found
    },
    50_000,
  )
  expect(job.state).toBe('done')
  return job.result.recording_ids as number[]
}

describe('what was fetched', () => {
  let it: Awaited<ReturnType<typeof stand>>
  let ids: number[]
  beforeAll(async () => {
    it = await stand()
    ids = await fetched(it)
  })
  afterAll(() => it[Symbol.asyncDispose]())

  const get = (path: string, headers: Record<string, string> = {}, method = 'GET', token = it.app.token) =>
    fetch(it.app.url + path, { method, headers: { ...(token && { authorization: `Bearer ${token}` }), ...headers } })

  test('is listed newest first, in pages that know how many there are', async () => {
    const first = (await it.ask('GET', '/api/recordings?limit=2')).body
    expect(first.pagination).toEqual({ page: 1, limit: 2, total: 3, totalPages: 2 })
    const second = (await it.ask('GET', '/api/recordings?limit=2&page=2')).body
    const rows = [...first.data, ...second.data]
    expect(rows.map((row) => row.start_time)).toEqual([20, '10', '00'].map((s) => `2026-01-10T08:00:${s}.000Z`))
    expect(rows[0]).toMatchObject({
      camera_id: it.channels[0].uuid,
      camera_name: 'Camera 1',
      filename: 'camera-1_2026-01-10T08-00-20Z.mp4',
      duration: FILM_SECONDS,
      resolution: '160x120',
      fps: 10,
      codec: 'h264',
      storage_tier: 'hot',
      source: 'local',
      record_type: 'continuous',
      utc_offset_minutes: 120,
      downloadable: true,
    })
    expect(JSON.stringify(rows)).not.toContain('recordings/')
  })

  test('is found by every filter, before paging', async () => {
    const total = async (query: string, path = '/api/recordings') =>
      (await it.ask('GET', `${path}?${query}`)).body.pagination?.total
    const uuid = it.channels[0].uuid
    const cases: [string, number, string?][] = [
      [`cameraId=${uuid}`, 3],
      [`cameraId=${it.channels[1].id}`, 0],
      ['startDate=2026-01-10T08:00:05Z', 2],
      ['startDate=2026-01-10T10:00:02%2B02:00', 3],
      ['endDate=2026-01-10T08:00:10Z', 1],
      ['startDate=2026-01-10&endDate=2026-01-10', 3],
      ['startDate=2026-01-11', 0],
      ['startDate=2016-01-01&endDate=2026-12-31', 3],
      ['storageTier=hot', 3],
      ['storageTier=cold', 0],
      ['search=CAMERA', 3],
      ['search=08-00-10', 1],
      ['search=%25', 0],
      ['recordType=motion', 0],
      ['q=camera&minDuration=3&maxDuration=5&codec=h264&resolution=160x120', 3, '/api/recordings/search'],
      ['resolution=1080p', 0, '/api/recordings/search'],
      ['minDuration=10', 0, '/api/recordings/search'],
      ['', 3, `/api/recordings/camera/${uuid}`],
    ]
    for (const [query, count, path] of cases) expect([query, await total(query, path)]).toEqual([query, count])
  })

  test('refuses bad input in the words that clients know', async () => {
    const cases: [string, number, string][] = [
      ['?page=0', 400, 'Invalid page number'],
      ['?limit=101', 400, 'Invalid limit (must be between 1 and 100)'],
      ['?startDate=2026-02-30', 400, 'Invalid startDate format'],
      ['?startDate=2026-01-11T00:00:00Z&endDate=2026-01-10T00:00:00Z', 400, 'startDate must be before endDate'],
      ['?cameraId=4711', 404, 'Channel not found'],
      ['/camera/4711', 404, 'Channel not found'],
      ['/4711', 404, 'Recording not found'],
      [`/${Bun.randomUUIDv7()}/stream`, 404, 'Recording not found'],
      ['/..%2F..%2Fporchlight.db/stream', 400, 'id must be a number or a UUID'],
    ]
    for (const [path, status, text] of cases) {
      const answer = await it.ask('GET', `/api/recordings${path}`)
      expect([path, answer.status, answer.body.error, answer.body.detail]).toEqual([path, status, text, text])
    }
  })

  test('is told one by one and in sums', async () => {
    const { data } = (await it.ask('GET', `/api/recordings/${ids[0]}`)).body
    expect(data).toMatchObject({
      recording_id: ids[0],
      duration_formatted: '4s',
      sha256: expect.stringMatching(/^\w{64}$/),
    })
    expect((await it.ask('GET', `/api/recordings/${data.id}`)).body.data).toEqual(data)
    const stats = (await it.ask('GET', '/api/recordings/stats')).body.data
    expect(stats).toMatchObject({ totalRecordings: 3, totalDuration: 12, totalDurationFormatted: '12s' })
    expect(stats.byCamera).toEqual([
      expect.objectContaining({ camera_id: it.channels[0].uuid, count: 3, total_size: stats.totalSize }),
    ])
  })

  test('is served whole and in parts, and HEAD says how long it is', async () => {
    const path = `/api/recordings/${ids[0]}/stream`
    const whole = await get(path)
    const bytes = await whole.bytes()
    expect(whole.status).toBe(200)
    expect(whole.headers.get('accept-ranges')).toBe('bytes')
    expect(whole.headers.get('content-type')).toBe('video/mp4')
    expect(whole.headers.get('content-length')).toBe(String(bytes.length))
    expect(whole.headers.get('content-disposition')).toStartWith('inline;')
    const etag = whole.headers.get('etag') ?? ''
    const cases: [Record<string, string>, number, string | null, Uint8Array][] = [
      [{ range: 'bytes=0-9' }, 206, `bytes 0-9/${bytes.length}`, bytes.subarray(0, 10)],
      [{ range: 'bytes=100-' }, 206, `bytes 100-${bytes.length - 1}/${bytes.length}`, bytes.subarray(100)],
      [
        { range: 'bytes=-500' },
        206,
        `bytes ${bytes.length - 500}-${bytes.length - 1}/${bytes.length}`,
        bytes.subarray(-500),
      ],
      [{ range: `bytes=${bytes.length}-` }, 416, `bytes */${bytes.length}`, new Uint8Array()],
      [{ range: 'bytes=5-1' }, 200, null, bytes],
      [{ range: 'bytes=0-1,4-5' }, 200, null, bytes],
      [{ range: 'bytes=0-9', 'if-range': etag }, 206, `bytes 0-9/${bytes.length}`, bytes.subarray(0, 10)],
      [{ range: 'bytes=0-9', 'if-range': '"other"' }, 200, null, bytes],
      [
        { range: 'bytes=0-9', 'if-range': whole.headers.get('last-modified') ?? '' },
        206,
        `bytes 0-9/${bytes.length}`,
        bytes.subarray(0, 10),
      ],
      [{ range: 'bytes=0-9', 'if-range': new Date(0).toUTCString() }, 200, null, bytes],
      [{ 'if-none-match': etag }, 304, null, new Uint8Array()],
    ]
    for (const [headers, status, range, body] of cases) {
      const answer = await get(path, headers)
      const name = JSON.stringify(headers)
      expect([name, answer.status, answer.headers.get('content-range')]).toEqual([name, status, range])
      expect([name, Buffer.from(await answer.bytes()).equals(body)]).toEqual([name, true])
    }
    const head = await get(path, {}, 'HEAD')
    expect([head.status, head.headers.get('content-length'), head.headers.get('etag')]).toEqual([
      200,
      String(bytes.length),
      etag,
    ])
    const part = await get(path, { range: 'bytes=0-9' }, 'HEAD')
    expect([part.status, part.headers.get('content-length')]).toEqual([206, '10'])
    const saved = await get(`/api/recordings/${ids[0]}/download`)
    expect(saved.headers.get('content-disposition')).toStartWith('attachment; filename="camera-1_2026')
  })

  test('goes to players by a ticket, which opens this file alone', async () => {
    const sign = async (path: string, token?: string) => it.ask('POST', '/api/media/sign', { path }, token)
    const { body } = await sign(`/recordings/${ids[1]}/stream`)
    expect(body.url).toMatch(/^\/media\/[\w-]{32}\/camera-1_2026-01-10T08-00-10Z\.mp4$/)
    const part = await get(body.url, { range: 'bytes=4-7' }, 'GET', '')
    expect([part.status, await part.text()]).toEqual([206, 'ftyp'])
    expect((await get(body.url.replace('08-00-10', '08-00-20'), {}, 'GET', '')).status).toBe(404)
    expect((await get(body.url.replace(/[^/]+$/, 'mse'), {}, 'GET', '')).status).toBe(404)
    const saving = (await sign(`/recordings/${ids[1]}/download`)).body
    const saved = await get(saving.url, {}, 'GET', '')
    expect(saved.headers.get('content-disposition')).toStartWith('attachment')
    expect((await sign('/recordings/4711/stream')).status).toBe(404)
  })

  test('plays from a playlist that FFmpeg reads, as whoever has the ticket', async () => {
    const { body } = await it.ask('POST', '/api/media/sign', { path: `/recordings/${ids[0]}/stream?format=hls` })
    expect(body.url).toMatch(/^\/hls\/[\w-]{32}\/index\.m3u8$/)
    const probe = Bun.spawn(
      [
        ...['ffprobe', '-v', 'error', '-count_packets', '-show_entries', 'stream=codec_name,nb_read_packets'],
        ...['-of', 'csv=p=0', it.app.url + body.url],
      ],
      { stdout: 'pipe', stderr: 'inherit' },
    )
    expect((await new Response(probe.stdout).text()).split('\n')[0]).toBe(`h264,${FILM_SECONDS * 10}`)
    expect((await get(body.url.replace('index.m3u8', '7.m4s'), {}, 'GET', '')).status).toBe(404)

    const path = `/api/recordings/${ids[0]}/stream?format=hls`
    const list = await get(path)
    expect(list.headers.get('content-type')).toBe('application/vnd.apple.mpegurl')
    const text = await list.text()
    expect(text).toContain('#EXT-X-PROGRAM-DATE-TIME:2026-01-10T08:00:00.000Z')
    const [name = ''] = text.match(/^\S+\/0\.m4s$/m) ?? []
    const piece = await fetch(new URL(name, it.app.url + path))
    expect([piece.status, (await piece.bytes()).length > 1000]).toEqual([200, true])
  })

  test('is seen, watched and saved only by whoever may', async () => {
    const none = await viewer(it.app)
    const some = await viewer(it.app, { channelId: it.channels[0].id, export: false })
    const ask = async (path: string, token: string, method = 'GET', body?: unknown) =>
      (await it.ask(method, `/api/recordings${path}`, body, token)).status
    expect((await it.ask('GET', '/api/recordings', undefined, none)).body.pagination.total).toBe(0)
    expect((await it.ask('GET', '/api/recordings/stats', undefined, none)).body.data.totalRecordings).toBe(0)
    expect(await ask(`/${ids[0]}`, none)).toBe(404)
    expect(await ask(`/${ids[0]}/stream`, none)).toBe(404)
    expect(await ask(`/${ids[0]}`, none, 'DELETE')).toBe(404)
    expect((await it.ask('GET', '/api/recordings', undefined, some)).body.pagination.total).toBe(3)
    expect((await it.ask('GET', '/api/recordings/stats', undefined, some)).body.data.totalRecordings).toBe(3)
    expect(await ask(`/${ids[0]}/stream`, some)).toBe(200)
    expect(await ask(`/${ids[0]}/download`, some)).toBe(403)
    expect((await it.ask('POST', '/api/media/sign', { path: `/recordings/${ids[0]}/download` }, some)).status).toBe(403)
    expect(await ask(`/${ids[0]}`, some, 'DELETE')).toBe(403)
    expect(await ask(`/${ids[0]}`, some, 'PUT', { protected: true })).toBe(403)
    expect(await ask('/sync', some, 'POST')).toBe(403)
    expect(
      await ask('/fetch', some, 'POST', {
        channel_id: it.channels[0].id,
        from: '2026-01-10T08:00:00Z',
        to: '2026-01-10T09:00:00Z',
      }),
    ).toBe(403)
    expect(
      await ask('/fetch', none, 'POST', {
        channel_id: it.channels[0].id,
        from: '2026-01-10T08:00:00Z',
        to: '2026-01-10T09:00:00Z',
      }),
    ).toBe(404)
  })
})

test('a protected recording is not deleted; another one goes with its file, and the log says who did it', async () => {
  await using it = await stand()
  const [id = 0] = await fetched(it)
  const { filename } = (await it.ask('GET', `/api/recordings/${id}`)).body.data
  const file = join(it.app.folder, 'recordings', 'camera-1', '2026-01-10', filename)
  expect((await it.ask('PUT', `/api/recordings/${id}`, { protected: true })).body.data.protected).toBe(true)
  expect((await it.ask('DELETE', `/api/recordings/${id}`)).status).toBe(409)
  expect(existsSync(file)).toBe(true)
  await it.ask('PUT', `/api/recordings/${id}`, { protected: false })
  const gone = await it.ask('DELETE', `/api/recordings/${id}`)
  expect([gone.status, gone.body.message]).toEqual([200, 'Recording deleted successfully'])
  expect(existsSync(file)).toBe(false)
  expect((await it.ask('GET', `/api/recordings/${id}`)).status).toBe(404)
  const activity = (await it.ask('GET', '/api/activity')).body
  expect(JSON.stringify(activity)).toContain('delete_recording')
})

test('the disk and the list are held against each other: files adopted, gone ones noted, nothing deleted', async () => {
  await using it = await stand()
  const [first = 0] = await fetched(it)
  const folder = join(it.app.folder, 'recordings')
  const put = async (file: string, bytes: Uint8Array<ArrayBuffer>) => {
    await mkdir(dirname(join(folder, file)), { recursive: true })
    await Bun.write(join(folder, file), bytes)
  }
  await put('camera-1/2026-01-09/camera-1_2026-01-09T07-00-00Z.mp4', mp4)
  await put('holiday/dog.mp4', mp4)
  await put('holiday/broken.mp4', new Uint8Array(100))
  await put('.part/1-x.mp4', mp4)
  await symlink('/etc', join(folder, 'elsewhere'))
  const away = join(it.app.folder, 'away.mp4')
  const known = join(folder, 'camera-1/2026-01-10/camera-1_2026-01-10T08-00-00Z.mp4')
  await rename(known, away)

  const { data } = (await it.ask('POST', '/api/recordings/sync')).body
  expect(data).toMatchObject({ scanned: 5, synced: 2, errors: 1, gone: 1, back: 0 })
  expect(data.problems).toEqual([{ file: 'holiday/broken.mp4', error: expect.stringContaining('no video') }])
  const rows = (await it.ask('GET', '/api/recordings')).body.data
  expect(rows).toHaveLength(5)
  expect(rows.find((row: { filename: string }) => row.filename === 'dog.mp4')).toMatchObject({
    camera_id: null,
    camera_name: 'holiday',
    origin: 'found',
  })
  expect(rows.find((row: { start_time: string }) => row.start_time === '2026-01-09T07:00:00.000Z')).toMatchObject({
    camera_id: it.channels[0].uuid,
    end_time: expect.stringMatching(/^2026-01-09T07:00:04/),
  })
  const gone = await it.ask('GET', `/api/recordings/${first}`)
  expect(gone.body.data).toMatchObject({ downloadable: false, missing_since: expect.any(String) })
  const stream = await it.ask('GET', `/api/recordings/${first}/stream`)
  expect([stream.status, stream.body.error]).toEqual([404, 'Recording file not found on disk'])

  await rename(away, known)
  expect((await it.ask('POST', '/api/recordings/sync')).body.data).toMatchObject({ synced: 0, gone: 0, back: 1 })
  expect((await it.ask('GET', `/api/recordings/${first}/stream`)).status).toBe(200)
  await rm(known)
  // Whoever meets the gap first notes it.
  expect((await it.ask('GET', `/api/recordings/${first}/stream`)).status).toBe(404)
  expect((await it.ask('GET', `/api/recordings/${first}`)).body.data.downloadable).toBe(false)
})

test('clips on recorders are found over several of them, and one that fails stands beside the others', async () => {
  await using it = await stand()
  const ids = it.channels.map(({ id }: { id: number }) => id).join(',')
  const path = `/api/footage/clips?channel_ids=${ids}&from=2026-01-10T08:00:00Z&to=2026-01-10T09:00:00Z`
  const all = (await it.ask('GET', path)).body
  expect([all.count, all.has_more, all.failures]).toEqual([6, false, []])
  expect(all.data[0]).toMatchObject({ start: '2026-01-10T08:00:00.000Z', utc_offset_minutes: 120, recording_id: null })
  const few = (await it.ask('GET', `${path}&limit=2`)).body
  expect([few.count, few.has_more, few.next_from]).toEqual([2, true, '2026-01-10T08:00:10.000Z'])

  it.footages[1].fails = () => new Fault('device-busy', 'The recorder is busy.')
  const half = (await it.ask('GET', path)).body
  expect(half.count).toBe(3)
  expect(half.failures).toEqual([
    {
      device_id: it.channels[2].device_id,
      channel_ids: [it.channels[2].id, it.channels[3].id],
      kind: 'device-busy',
      error: 'The recorder is busy.',
    },
  ])

  // The recorder's own wall clock, and one clip alone.
  const wall = path.replace('08:00:00Z', '10:00:05').replace('09:00:00Z', '10:00:15')
  const [clip] = (await it.ask('GET', wall)).body.data
  expect(clip.start).toBe('2026-01-10T08:00:10.000Z')
  const { job_id: job } = (await it.ask('POST', '/api/recordings/fetch', { clip_id: clip.uuid })).body
  const { result } = await until('it is fetched', async () => {
    const found = (await it.ask('GET', `/api/jobs/${job}`)).body
    return found.state === 'done' && found
  })
  expect((await it.ask('GET', wall)).body.data[0].recording_id).toBe(result.recording_id)

  // As recordings of the device, which can be neither deleted nor protected here.
  const camera = it.channels[0].uuid
  const query = `cameraId=${camera}&startDate=2026-01-10T10:00:00&endDate=2026-01-10T10:00:22&source=device`
  const onDevice = (await it.ask('GET', `/api/recordings?${query}&limit=2`)).body
  expect(onDevice.pagination).toMatchObject({ total: 3, totalPages: 2 })
  expect(onDevice.data[0]).toMatchObject({
    storage_tier: 'warm',
    source: 'nvr',
    start_time: '2026-01-10T08:00:20.000Z',
  })
  const { id } = onDevice.data[0]
  expect((await it.ask('GET', `/api/recordings/${id}`)).body.data.storage_tier).toBe('warm')
  for (const [method, rest, body] of [
    ['DELETE', ''],
    ['PUT', '', { protected: true }],
    ['GET', '/stream'],
  ] as const)
    expect([method, (await it.ask(method, `/api/recordings/${id}${rest}`, body)).status]).toEqual([method, 409])
})

test('bad requests for clips are refused, and nothing is queued', async () => {
  await using it = await stand()
  const clips = (query: string) => it.ask('GET', `/api/footage/clips?${query}`)
  const fetching = (body: unknown) => it.ask('POST', '/api/recordings/fetch', body)
  const id = it.channels[0].id
  const refused: [number, Promise<{ status: number }>][] = [
    [404, clips('channel_ids=4711&from=2026-01-10T08:00:00Z&to=2026-01-10T09:00:00Z')],
    [400, clips(`channel_ids=${id}&from=2026-01-10T09:00:00Z&to=2026-01-10T08:00:00Z`)],
    [400, clips(`channel_ids=${id}&from=2016-01-10T09:00:00Z&to=2026-01-10T08:00:00Z`)],
    [400, clips(`channel_ids=..&from=2026-01-10T09:00:00Z&to=2026-01-10T10:00:00Z`)],
    [400, clips(`channel_ids=${id}&from=yesterday&to=2026-01-10T10:00:00Z`)],
    [400, fetching({})],
    [400, fetching({ clip_id: 1, channel_id: id })],
    [400, fetching({ channel_id: id, from: '2026-01-10T09:00:00Z' })],
    [400, fetching({ channel_id: id, from: '2026-01-10T09:00:00Z', to: '2026-01-10T08:00:00Z' })],
    [400, fetching({ channel_id: id, from: '2016-01-10T09:00:00Z', to: '2026-01-10T08:00:00Z' })],
    [404, fetching({ clip_id: 4711 })],
    [400, it.ask('GET', '/api/recordings?source=device')],
  ]
  for (const [index, [status, answer]] of refused.entries())
    expect([index, (await answer).status]).toEqual([index, status])
  expect(
    (await it.ask('GET', '/api/jobs')).body.data.filter(({ kind }: { kind: string }) => kind === 'download'),
  ).toEqual([])
})
