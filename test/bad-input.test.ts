// Bad input at every door to footage and recordings, over real connections: a clear 4xx, and nothing is touched.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { rawRequest } from '../core/testing/raw-http.ts'
import { fetched, type Recorders, startRecorders } from '../core/testing/recorders.ts'
import { until } from '../core/testing/until.ts'

setDefaultTimeout(60_000)

let it: Recorders
let id: number
let channel: number
let file: string
beforeAll(async () => {
  it = await startRecorders()
  id = (await fetched(it))[0] ?? 0
  channel = it.channels[0].id
  const { filename } = (await it.ask('GET', `/api/recordings/${id}`)).body.data
  file = join('camera-1', '2026-01-10', filename)
})
afterAll(() => it[Symbol.asyncDispose]())

/** Everything that a request could have touched: files and their bytes, rows, and what recorders were asked. */
async function state() {
  const folder = join(it.app.folder, 'recordings')
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => [path, statSync(path).mtimeMs, Bun.hash(readFileSync(path)).toString()])
  const list = async (path: string) => (await it.ask('GET', path)).body.data
  return {
    files,
    recordings: await list('/api/recordings'),
    jobs: await list('/api/jobs'),
    rules: await list('/api/footage-rules'),
    asked: it.footages.map(({ calls }) => calls.filter(({ what }) => what === 'search').length),
  }
}

const A = '2026-01-10T08:00:00Z'
const B = '2026-01-10T09:00:00Z'
const TEN_YEARS = '2036-01-10T08:00:00Z'

test('unknown channels, ends before starts and ranges of ten years are refused, and nothing is touched', async () => {
  const before = await state()
  /** `from` and `to` of each: what is refused at every door that takes a time. */
  const spans: [string, string][] = [
    [B, A],
    [A, A],
    [A, TEN_YEARS],
    ['2026-01-10T10:00:00', '2026-01-10T09:00:00'],
    ['2026-01-10T10:00:00', '2036-01-10T09:00:00'],
    ['2026-02-30', B],
    ['yesterday', B],
    ['', B],
    [`${A}\0`, B],
  ]
  const code = encodeURIComponent
  const doors: ((from: string, to: string) => [string, string, unknown?])[] = [
    (from, to) => ['GET', `/api/footage/clips?channel_ids=${channel}&from=${code(from)}&to=${code(to)}`],
    (from, to) => ['GET', `/api/footage/ranges?channel_ids=${channel}&from=${code(from)}&to=${code(to)}`],
    (from, to) => ['GET', `/api/footage/gaps?channel_ids=${channel}&from=${code(from)}&to=${code(to)}`],
    (from, to) => ['POST', '/api/recordings/fetch', { channel_id: channel, from, to }],
    (from, to) => ['POST', '/api/exports', { items: [{ camera_id: channel, start: from, end: to }] }],
    (from, to) => [
      'GET',
      `/api/recordings?source=device&cameraId=${channel}&startDate=${code(from)}&endDate=${code(to)}`,
    ],
  ]
  for (const [from, to] of spans)
    for (const door of doors) {
      const [method, path, body] = door(from, to)
      const answer = await it.ask(method, path, body)
      const what = [method, path, body]
      expect([what, answer.status, answer.body?.success]).toEqual([what, 400, false])
      expect(answer.body.errors?.[0]?.message ?? answer.body.error).toBeString()
    }

  const range = `from=${A}&to=${B}`
  const others: [number, string, string, unknown?][] = [
    [404, 'GET', `/api/footage/clips?channel_ids=4711&${range}`],
    [404, 'GET', `/api/footage/clips?channel_ids=${channel},4711&${range}`],
    [404, 'GET', `/api/footage/ranges?channel_ids=4711&${range}`],
    [404, 'GET', `/api/footage/gaps?channel_ids=${Bun.randomUUIDv7()}&${range}`],
    [400, 'GET', `/api/footage/clips?channel_ids=&${range}`],
    [400, 'GET', `/api/footage/clips?channel_ids=1e2&${range}`],
    [400, 'GET', `/api/footage/clips?channel_ids=${channel}&${range}&limit=-1`],
    [400, 'GET', `/api/footage/gaps?channel_ids=${channel}&${range}&format=xlsx`],
    [404, 'GET', `/api/recordings?cameraId=4711`],
    [400, 'GET', `/api/recordings?cameraId=-1`],
    [404, 'GET', '/api/recordings/999999999999999'],
    [404, 'DELETE', '/api/recordings/4711'],
    [400, 'DELETE', '/api/recordings/0x1'],
    [404, 'PUT', '/api/recordings/4711', { protected: true }],
    [400, 'PUT', `/api/recordings/${id}`, { protected: 'yes' }],
    [400, 'GET', `/api/recordings/${id}/stream?format=avi`],
    [404, 'POST', '/api/recordings/fetch', { channel_id: 4711, from: A, to: B }],
    [404, 'POST', '/api/recordings/fetch', { clip_id: 4711 }],
    [404, 'POST', '/api/recordings/fetch', { clip_id: Bun.randomUUIDv7() }],
    [400, 'POST', '/api/recordings/fetch', { clip_id: -1 }],
    [400, 'POST', '/api/recordings/fetch', { clip_id: 1, channel_id: channel, from: A, to: B }],
    [400, 'POST', '/api/recordings/fetch', { channel_id: channel, from: A, to: B, priority: 1e9 }],
    [400, 'POST', '/api/recordings/fetch', {}],
    [400, 'POST', '/api/recordings/fetch', '{"clip_id":'],
    [400, 'POST', '/api/recordings/fetch', []],
    [404, 'POST', '/api/exports', { items: [{ camera_id: 4711, start: A, end: B }] }],
    [404, 'POST', '/api/exports', { items: [{ recording_id: 4711 }] }],
    [404, 'POST', '/api/exports', { items: [{ recording_id: id }, { recording_id: 4711 }], format: 'zip' }],
    [400, 'POST', '/api/exports', { items: [] }],
    [400, 'POST', '/api/exports', { items: [{ camera_id: channel, start: A }] }],
    [400, 'POST', '/api/exports', { items: [{ recording_id: '../1' }] }],
    [400, 'POST', '/api/exports', { items: [{ recording_id: id }], format: 'exe' }],
    [400, 'POST', '/api/exports', { items: Array.from({ length: 501 }, () => ({ recording_id: id })), format: 'zip' }],
    [404, 'GET', '/api/jobs/4711'],
    [400, 'GET', '/api/jobs/..%2F1'],
    [404, 'GET', '/api/jobs/4711/file'],
    [404, 'POST', '/api/jobs/4711/cancel'],
    [404, 'POST', '/api/jobs/4711/pause'],
    [404, 'POST', '/api/jobs/4711/resume'],
    [404, 'GET', '/api/jobs/1/file'],
    [400, 'GET', '/api/jobs?limit=1000'],
    [404, 'PUT', '/api/channels/4711/footage-rule', { hours: 1 }],
    [400, 'PUT', `/api/channels/${channel}/footage-rule`, { hours: 87_600 }],
    [400, 'PUT', `/api/channels/${channel}/footage-rule`, { schedule: [{ days: [7], start: '25:00', end: '6' }] }],
    [400, 'PUT', `/api/channels/${channel}/footage-rule`, { kinds: ['dragon'] }],
    [404, 'DELETE', `/api/channels/${channel}/footage-rule`],
    [404, 'POST', '/api/media/sign', { path: '/recordings/4711/stream' }],
    [404, 'POST', '/api/media/sign', { path: '/jobs/4711/file' }],
    [404, 'POST', '/api/media/sign', { path: `/channels/4711/footage/${A}/mse` }],
    [400, 'POST', '/api/media/sign', { path: `/channels/${channel}/footage/2026-13-01/mse` }],
    [400, 'POST', '/api/media/sign', { path: '/recordings/../../secret.key' }],
    [400, 'POST', '/api/media/sign', { path: `/recordings/${id}/stream/../../2/stream` }],
  ]
  for (const [status, method, path, body] of others) {
    const answer = await it.ask(method, path, body)
    const what = [method, path, body]
    expect([what, answer.status, answer.body?.success]).toEqual([what, status, false])
    expect([answer.body.detail, 'Invalid id format', 'Missing required fields']).toContain(answer.body.error)
  }
  expect(await state()).toEqual(before)
})

test('a time by the clock of a recorder that is away is still held against sense', async () => {
  await using off = await startRecorders()
  const [{ id: camera, device_id: device }] = off.channels
  await until(
    'its zone is known',
    async () =>
      (await off.ask('GET', `/api/footage/ranges?channel_ids=${camera}&from=${A}&to=${B}`)).body.data[0].days[0]
        ?.utc_offset_minutes === 120,
  )
  off.recorders[0].online = false
  off.recorders[0].breakWatch()
  const phase = async () => (await off.ask('GET', `/api/devices/${device}`)).body.state.phase
  await until('it is away', async () => (await phase()) === 'away')
  const ask = (from: string, to: string) =>
    off.ask('GET', `/api/footage/clips?channel_ids=${camera}&from=${from}&to=${to}`)
  expect((await ask('2026-01-10T10:00:00', '2026-01-10T09:00:00')).status).toBe(400)
  // What can be understood is asked, and the recorder that is away stands beside what others have.
  const { status, body } = await ask('2026-01-10T10:00:00', '2026-01-10T11:00:00')
  expect([status, body.failures?.map(({ kind }: { kind: string }) => kind)]).toEqual([200, ['device-unreachable']])
})

test('a file name with .. leads nowhere, however it is written, and says nothing of what there is', async () => {
  const before = await state()
  const bearer = { authorization: `Bearer ${it.app.token}` }
  const sign = async (path: string) => (await it.ask('POST', '/api/media/sign', { path })).body.url as string
  const stream = (await sign(`/recordings/${id}/stream`)).replace(/[^/]+$/, '')
  const hls = (await sign(`/recordings/${id}/stream?format=hls`)).replace(/[^/]+$/, '')
  const secret = readFileSync(join(it.app.folder, 'secret.key'))
  const ups = [
    '../',
    '..%2f',
    '%2e%2e/',
    '%2E%2E%2F',
    '..\\',
    '..%5c',
    '%252e%252e%252f',
    '....//',
    '.%00./',
    '..%c0%af',
  ]
  const roots = ['/', '/api/recordings/', `/api/recordings/${id}/`, '/api/jobs/1/', stream, hls, '/hls/', '/media/']
  const targets = [
    ...roots.flatMap((root) => ups.flatMap((up) => [1, 2, 4].map((times) => `${root}${up.repeat(times)}secret.key`))),
    ...ups.map((up) => `/api/recordings/${up}${up}porchlight.db/stream`),
    `${stream}${encodeURIComponent(`../${file}`)}`,
    `${hls}..%2f0.m4s`,
    `//${join(it.app.folder, 'secret.key')}`,
    `${join(it.app.folder, 'secret.key')}`,
    'file:///etc/passwd',
    '/api/recordings/%',
    '/api/recordings/%zz/stream',
  ]
  for (const target of targets)
    for (const method of ['GET', 'HEAD', 'DELETE']) {
      const { status, body } = await rawRequest(it.app.url, method, target, bearer)
      // A path with `..` that ends within our own pages is one of them.
      const isOurs = /<base href/.test(body.toString())
      expect([method, target, isOurs || (status >= 400 && status < 500)]).toEqual([method, target, true])
      expect([target, body.includes(secret), body.includes('SQLite'), body.includes('root:')]).toEqual([
        ...[target, false, false, false],
      ])
      expect([target, body.toString().includes(it.app.folder) && !target.includes(it.app.folder)]).toEqual([
        target,
        false,
      ])
    }
  expect(await state()).toEqual(before)
})

test('a Range beyond the end is 416 at every door to a file, and HEAD says the same as GET', async () => {
  const bearer = { authorization: `Bearer ${it.app.token}` }
  const made = (await it.ask('POST', '/api/exports', { items: [{ recording_id: id }], format: 'zip' })).body.job_id
  const film = (await it.ask('POST', '/api/exports', { items: [{ recording_id: id }] })).body.job_id
  for (const job of [made, film])
    await until('it is made', async () => (await it.ask('GET', `/api/jobs/${job}`)).body.state === 'done')
  const sign = async (path: string) => (await it.ask('POST', '/api/media/sign', { path })).body.url as string
  const doors = [
    `/api/recordings/${id}/stream`,
    `/api/recordings/${id}/download`,
    await sign(`/recordings/${id}/stream`),
    await sign(`/recordings/${id}/download`),
    `/api/jobs/${made}/file`,
    await sign(`/jobs/${made}/file`),
    `/api/jobs/${film}/file`,
  ]
  for (const door of doors) {
    const ask = (method: string, headers: Record<string, string> = {}) =>
      rawRequest(it.app.url, method, door, { ...bearer, ...headers })
    const whole = await ask('GET')
    const size = whole.body.length
    const { etag = '', 'last-modified': changed = '' } = whole.headers
    const cases: [Record<string, string>, number, string | undefined][] = [
      [{}, 200, undefined],
      [{ range: 'bytes=0-9' }, 206, `bytes 0-9/${size}`],
      [{ range: `bytes=${size - 1}-${size + 5}` }, 206, `bytes ${size - 1}-${size - 1}/${size}`],
      [{ range: `bytes=-${size * 2}` }, 206, `bytes 0-${size - 1}/${size}`],
      [{ range: `bytes=${size}-` }, 416, `bytes */${size}`],
      [{ range: 'bytes=99999999999999-' }, 416, `bytes */${size}`],
      [{ range: 'bytes=-0' }, 416, `bytes */${size}`],
      [{ range: 'bytes=9-0' }, 200, undefined],
      [{ range: 'bytes=0-0,-1' }, 200, undefined],
      [{ range: 'bytes=999999999999999999999-' }, 416, `bytes */${size}`],
      [{ range: 'bytes=0-9', 'if-range': etag }, 206, `bytes 0-9/${size}`],
      [{ range: 'bytes=0-9', 'if-range': changed }, 206, `bytes 0-9/${size}`],
      [{ range: 'bytes=0-9', 'if-range': `W/${etag}` }, 200, undefined],
      [{ range: 'bytes=0-9', 'if-range': '"another"' }, 200, undefined],
      [{ range: 'bytes=0-9', 'if-range': 'Thu, 01 Jan 2015 00:00:00 GMT' }, 200, undefined],
      [{ 'if-none-match': etag }, 304, undefined],
      [{ 'if-none-match': `"another", ${etag}` }, 304, undefined],
    ]
    for (const [headers, status, range] of cases) {
      const what = [door, headers]
      const [got, head] = [await ask('GET', headers), await ask('HEAD', headers)]
      expect([what, got.status, got.headers['content-range']]).toEqual([what, status, range])
      const [first = 0, last = size - 1] = (range?.match(/\d+/g) ?? []).map(Number)
      const body = status === 206 ? whole.body.subarray(first, last + 1) : status === 200 ? whole.body : Buffer.alloc(0)
      expect([what, got.body.equals(body)]).toEqual([what, true])
      expect([what, head.status, head.headers['content-range'], head.body.length]).toEqual([what, status, range, 0])
      for (const name of ['etag', 'last-modified', 'accept-ranges', 'content-type', 'content-disposition'])
        expect([what, name, head.headers[name]]).toEqual([what, name, got.headers[name] as string])
      expect([what, got.headers['accept-ranges']]).toEqual([what, 'bytes'])
      if (status < 300)
        // The length of what is made while it is sent is told by HEAD alone: Bun sends streams in chunks.
        for (const length of [head.headers['content-length'], got.headers['content-length'] ?? String(body.length)])
          expect([what, length]).toEqual([what, String(body.length)])
    }
  }
})
