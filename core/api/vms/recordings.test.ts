// Recordings through the front door: lists, parts of files, tickets, rights, removal, and the disk.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync } from 'node:fs'
import { mkdir, rename, rm, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FILM_SECONDS, makeFilm } from '../../testing/film.ts'
import { fetched, type Recorders, startRecorders, viewer } from '../../testing/recorders.ts'

setDefaultTimeout(60_000)

describe('what was fetched', () => {
  let it: Recorders
  let ids: number[]
  beforeAll(async () => {
    it = await startRecorders()
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
    const cases: [string, number, string, string?][] = [
      ['?page=0', 400, 'Invalid page number'],
      ['?limit=101', 400, 'Invalid limit (must be between 1 and 100)'],
      ['?startDate=2026-02-30', 400, 'Invalid startDate format'],
      ['?startDate=2026-01-11T00:00:00Z&endDate=2026-01-10T00:00:00Z', 400, 'startDate must be before endDate'],
      ['?cameraId=4711', 404, 'Channel not found'],
      ['/camera/4711', 404, 'Channel not found'],
      ['/4711', 404, 'Recording not found'],
      [`/${Bun.randomUUIDv7()}/stream`, 404, 'Recording not found'],
      ['/..%2F..%2Fporchlight.db/stream', 400, 'Invalid id format', 'id must be a number or a UUID'],
    ]
    for (const [path, status, text, ours = text] of cases) {
      const answer = await it.ask('GET', `/api/recordings${path}`)
      expect([path, answer.status, answer.body.error, answer.body.detail]).toEqual([path, status, text, ours])
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
    for (const name of ['index.m3u8', 'init.mp4', '0.m4s']) {
      const [got, head] = [
        await get(body.url.replace('index.m3u8', name)),
        await get(body.url.replace('index.m3u8', name), {}, 'HEAD'),
      ]
      expect([name, head.headers.get('content-length')]).toEqual([name, String((await got.bytes()).length)])
    }

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

  test('who saves one stands in the activity log, once however many parts it is read in, and who asks for it or watches does not', async () => {
    const saved = async () => {
      const { body } = await it.ask('GET', `/api/activity?action=download_recording&limit=100`)
      return body.data.map((row: { resource_id: string; username: string }) => [row.resource_id, row.username])
    }
    const before = (await saved()).length
    const path = `/api/recordings/${ids[1]}/download`
    await (await get(path)).bytes()
    for (const range of ['bytes=0-99', 'bytes=100-199', 'bytes=-50', 'bytes=200-'])
      await (await get(path, { range })).bytes()
    await get(path, {}, 'HEAD')
    await (await get(`/api/recordings/${ids[1]}/stream`)).bytes()
    expect((await saved()).slice(0, -before || undefined)).toEqual(Array(2).fill([`${ids[1]}`, 'owner']))
    await it.ask('POST', '/api/media/sign', { path: `/recordings/${ids[1]}/download` })
    await it.ask('POST', '/api/media/sign', { path: `/recordings/${ids[1]}/stream` })
    expect((await saved()).length).toBe(before + 3)
  })
})

test('a protected recording is not deleted; another one goes with its file, and the log says who did it', async () => {
  await using it = await startRecorders()
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

test('a recording may have a retention of its own, told with it and in the log, until it is taken away', async () => {
  await using it = await startRecorders()
  const [id = 0] = await fetched(it)
  const put = async (body: unknown) => {
    const { status, body: answer } = await it.ask('PUT', `/api/recordings/${id}`, body)
    return [status, answer.data?.protected, answer.data?.retention_days, answer.data?.keep_until]
  }
  expect(await put({ retention_days: 400 })).toEqual([200, false, 400, '2027-02-14T08:00:00.000Z'])
  expect(await put({ protected: true })).toEqual([200, true, 400, '2027-02-14T08:00:00.000Z'])
  const rows = (await it.ask('GET', '/api/recordings')).body.data
  expect(rows.map((row: { retention_days: number }) => row.retention_days)).toEqual([null, null, 400])
  expect(await put({ protected: false, retention_days: null })).toEqual([200, false, null, null])
  for (const body of [{}, { retention_days: 0 }, { retention_days: 3651 }, { retention_days: 1.5 }])
    expect((await put(body))[0]).toBe(400)
  const log = (await it.ask('GET', '/api/activity?action=set_recording_retention')).body.data
  expect(log.map(({ metadata }: { metadata: object }) => metadata)).toMatchObject([
    { before: { days: 400 }, after: { days: null } },
    { before: { days: null }, after: { days: 400 } },
  ])
})

test('the disk and the list are held against each other: files adopted, gone ones noted, nothing deleted', async () => {
  await using it = await startRecorders()
  const [first = 0] = await fetched(it)
  const folder = join(it.app.folder, 'recordings')
  const mp4 = await makeFilm('mp4')
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

test('recordings stay when their device is removed, and go with it where that is asked for', async () => {
  await using it = await startRecorders()
  const [kept = 0] = await fetched(it)
  const far = it.channels.find((channel: { device_id: number }) => channel.device_id === 2)
  const [guarded = 0, gone = 0] = await fetched(it, far.id)
  await it.ask('PUT', `/api/recordings/${guarded}`, { protected: true })
  const file = async (id: number) => {
    const { filename } = (await it.ask('GET', `/api/recordings/${id}`)).body.data
    const folder = filename.slice(0, filename.indexOf('_'))
    return join(it.app.folder, 'recordings', folder, '2026-01-10', filename)
  }
  const [keptFile, guardedFile, goneFile] = await Promise.all([file(kept), file(guarded), file(gone)])
  expect((await it.ask('DELETE', '/api/devices/2?delete_recordings=maybe')).status).toBe(400)
  expect((await it.ask('DELETE', '/api/devices/2?delete_recordings=true')).status).toBe(204)
  expect((await it.ask('DELETE', '/api/devices/1')).status).toBe(204)
  const { data } = (await it.ask('GET', '/api/recordings')).body
  expect(data).toHaveLength(4)
  expect(data.every((row: { camera_id: unknown; camera_name: string }) => !row.camera_id && row.camera_name)).toBe(true)
  expect([keptFile, guardedFile, goneFile].map(existsSync)).toEqual([true, true, false])
  expect((await it.ask('GET', `/api/recordings/${kept}/stream`)).status).toBe(200)
  expect((await it.ask('GET', `/api/recordings/${gone}`)).status).toBe(404)
  // Two cameras that are gone are still two.
  const both = { items: [{ recording_id: kept }, { recording_id: guarded }] }
  expect((await it.ask('POST', '/api/exports', both)).status).toBe(400)
})
