// Every door to the past of a channel, tried by somebody who may watch it live and no more.
import { Database } from 'bun:sqlite'
import { expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { fetched, startRecorders, viewer } from '../testing/recorders.ts'
import { until } from '../testing/until.ts'

setDefaultTimeout(60_000)

test('who may see a channel live gets none of its past by any door, and a link ends with the right to it', async () => {
  await using it = await startRecorders()
  const [id] = await fetched(it)
  const channel = it.channels[0].id
  const guest = await viewer(it.app, { channelId: channel, export: false })
  const at = '2026-01-10T08:00:00Z'
  const ask = (method: string, path: string, body?: unknown) => it.ask(method, path, body, guest)
  const signed = (await ask('POST', '/api/media/sign', { path: `/recordings/${id}/stream` })).body.url
  const [{ id: clip }] = (
    await ask('GET', `/api/footage/clips?channel_ids=${channel}&from=${at}&to=2026-01-10T09:00:00Z`)
  ).body.data
  const may = async () => (await ask('GET', '/api/channels')).body.map((one: { may: object }) => one.may)
  expect(await may()).toEqual([{ playback: true, export: false, ptz: false }])
  using db = new Database(join(it.app.folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  db.run('update grants set playback = 0')
  expect(await may()).toEqual([{ playback: false, export: false, ptz: false }])

  const range = `channel_ids=${channel}&from=${at}&to=2026-01-10T09:00:00Z`
  const camera = `cameraId=${channel}&startDate=${at}&endDate=2026-01-10T09:00:00Z`
  const sign = (path: string) => ['POST', '/api/media/sign', { path }] as const
  const doors: (readonly [string, string, unknown?])[] = [
    ['GET', `/api/footage/clips?${range}`],
    ['GET', `/api/footage/ranges?${range}`],
    ['GET', `/api/footage/gaps?${range}`],
    ['GET', `/api/devices/channels/${channel}/record_days_full`],
    ['GET', `/api/recordings?${camera}`],
    ['GET', `/api/recordings?${camera}&source=device`],
    ['GET', `/api/recordings/search?${camera}`],
    ['GET', `/api/recordings/camera/${channel}`],
    ['GET', `/api/recordings/stats?cameraId=${channel}`],
    ['GET', `/api/recordings/${id}`],
    ['GET', `/api/recordings/${id}/stream`],
    ['GET', `/api/recordings/${id}/stream?format=hls`],
    ['GET', `/api/recordings/${id}/download`],
    ['POST', '/api/recordings/fetch', { clip_id: clip }],
    ['POST', '/api/recordings/fetch', { channel_id: channel, from: at, to: '2026-01-10T09:00:00Z' }],
    sign(`/channels/${channel}/footage/${at}/mse`),
    sign(`/channels/${channel}/footage/2026-01-10T10:00:00/index.m3u8`),
    sign(`/recordings/${id}/stream`),
    sign(`/recordings/${id}/download`),
    sign(`/recordings/${id}/stream?format=hls`),
  ]
  for (const [method, path, body] of doors)
    expect([path, body, (await ask(method, path, body)).status]).toEqual([path, body, 403])
  expect((await ask('GET', '/api/recordings')).body.pagination.total).toBe(0)
  expect((await fetch(it.app.url + signed)).status).toBe(401)
  expect((await ask('GET', '/api/jobs')).body.data ?? []).toEqual([])
})

test('to another household nothing is there: each door says what it says of what never was', async () => {
  await using it = await startRecorders()
  const [id] = await fetched(it)
  const channel = it.channels[0].id
  const at = '2026-01-10T08:00:00Z'
  const to = '2026-01-10T09:00:00Z'
  const own = await it.ask('GET', `/api/footage/clips?channel_ids=${channel}&from=${at}&to=${to}`)
  const made = (await it.ask('POST', '/api/exports', { items: [{ recording_id: id }], format: 'zip' })).body.job_id
  await until('it is made', async () => (await it.ask('GET', `/api/jobs/${made}`)).body.state === 'done')
  await it.ask('PUT', `/api/channels/${channel}/footage-rule`, { hours: 1 })
  await it.ask('PUT', '/api/settings/open_registration', { value: true })
  const account = { username: 'neighbour', password: 'a long password' }
  const { token } = (await it.ask('POST', '/api/auth/register', account, null)).body
  const { id: uuid } = (await it.ask('GET', `/api/recordings/${id}`)).body.data

  /** Each with the ids of what is there, and of what is not. */
  const doors: ((channel: unknown, recording: unknown, clip: unknown, job: unknown) => [string, string, unknown?])[] = [
    (channel) => ['GET', `/api/footage/clips?channel_ids=${channel}&from=${at}&to=${to}`],
    (channel) => ['GET', `/api/footage/ranges?channel_ids=${channel}&from=${at}&to=${to}`],
    (channel) => ['GET', `/api/footage/gaps?channel_ids=${channel}&from=${at}&to=${to}`],
    (channel) => ['GET', `/api/recordings?cameraId=${channel}`],
    (channel) => ['GET', `/api/recordings?cameraId=${channel}&source=device&startDate=${at}&endDate=${to}`],
    (channel) => ['GET', `/api/recordings/camera/${channel}`],
    (channel) => ['GET', `/api/recordings/stats?cameraId=${channel}`],
    (channel) => ['GET', `/api/channels/${channel}/footage-rule`],
    (channel) => ['PUT', `/api/channels/${channel}/footage-rule`, { hours: 2 }],
    (channel) => ['DELETE', `/api/channels/${channel}/footage-rule`],
    (channel) => ['POST', '/api/recordings/fetch', { channel_id: channel, from: at, to }],
    (channel) => ['POST', '/api/exports', { items: [{ camera_id: channel, start: at, end: to }] }],
    (channel) => ['POST', '/api/media/sign', { path: `/channels/${channel}/footage/${at}/mse` }],
    (_, recording) => ['GET', `/api/recordings/${recording}`],
    (_, recording) => ['PUT', `/api/recordings/${recording}`, { protected: true }],
    (_, recording) => ['DELETE', `/api/recordings/${recording}`],
    (_, recording) => ['GET', `/api/recordings/${recording}/stream`],
    (_, recording) => ['GET', `/api/recordings/${recording}/stream?format=hls`],
    (_, recording) => ['GET', `/api/recordings/${recording}/download`],
    (_, recording) => ['POST', '/api/exports', { items: [{ recording_id: recording }] }],
    (_, recording) => ['POST', '/api/media/sign', { path: `/recordings/${recording}/download` }],
    (_, __, clip) => ['POST', '/api/recordings/fetch', { clip_id: clip }],
    (_, __, clip) => ['POST', '/api/recordings/fetch', { clip_ids: [clip] }],
    (_, __, ___, job) => ['GET', `/api/jobs/${job}`],
    (_, __, ___, job) => ['GET', `/api/jobs/${job}/file`],
    (_, __, ___, job) => ['POST', `/api/jobs/${job}/cancel`],
    (_, __, ___, job) => ['POST', `/api/jobs/${job}/pause`],
    (_, __, ___, job) => ['POST', `/api/jobs/${job}/resume`],
    (_, __, ___, job) => ['POST', '/api/media/sign', { path: `/jobs/${job}/file` }],
  ]
  const clip = own.body.data[0]
  const never = Bun.randomUUIDv7()
  for (const door of doors) {
    const gone = door(never, never, never, never)
    const none = await it.ask(gone[0], gone[1], gone[2], token)
    expect([gone, none.status]).toEqual([gone, 404])
    for (const there of [door(channel, id, clip.id, made), door(it.channels[0].uuid, uuid, clip.uuid, made)]) {
      const [method, path, body] = there
      const answer = await it.ask(method, path, body, token)
      expect([there, answer.status, answer.body]).toEqual([there, 404, none.body])
    }
  }
  for (const list of ['recordings', 'jobs', 'footage-rules'])
    expect([list, (await it.ask('GET', `/api/${list}`, undefined, token)).body.data]).toEqual([list, []])
  expect((await it.ask('POST', '/api/recordings/sync', undefined, token)).body.data).toMatchObject({ scanned: 0 })
  expect((await it.ask('GET', `/api/recordings/${id}`)).body.data.protected).toBe(false)
})

test('a key that may only read reads everything, and begins, changes and removes nothing', async () => {
  await using it = await startRecorders()
  const [id] = await fetched(it)
  const channel = it.channels[0].id
  const at = '2026-01-10T08:00:00Z'
  const to = '2026-01-10T09:00:00Z'
  const { key } = (await it.ask('POST', '/api/keys', { name: 'reader', read_only: true })).body.data
  const ask = (method: string, path: string, body?: unknown) => it.ask(method, path, body, key)
  const found = await ask('GET', `/api/footage/clips?channel_ids=${channel}&from=${at}&to=${to}`)
  const clip = found.body.data[0].id
  for (const path of [
    `/api/recordings/${id}/download`,
    `/api/recordings/${id}/stream?format=hls`,
    `/api/footage/ranges?channel_ids=${channel}&from=${at}&to=${to}`,
    '/api/jobs',
  ])
    expect([path, (await ask('GET', path)).status]).toEqual([path, 200])
  const jobs = (await it.ask('GET', '/api/jobs')).body.data
  const doors: [string, string, unknown?][] = [
    ['POST', '/api/recordings/fetch', { clip_id: clip }],
    ['POST', '/api/recordings/fetch', { clip_ids: [clip] }],
    ['POST', '/api/recordings/fetch', { channel_id: channel, from: at, to }],
    ['POST', '/api/exports', { items: [{ recording_id: id }], format: 'zip' }],
    ['POST', '/api/exports', { items: [{ camera_id: channel, start: at, end: to }] }],
    ['POST', '/api/recordings/sync'],
    ['PUT', `/api/recordings/${id}`, { protected: true }],
    ['DELETE', `/api/recordings/${id}`],
    ['PUT', `/api/channels/${channel}/footage-rule`, { hours: 1 }],
    ['DELETE', `/api/channels/${channel}/footage-rule`],
    ...['cancel', 'pause', 'resume'].map((what): [string, string] => ['POST', `/api/jobs/${jobs[0].id}/${what}`]),
  ]
  for (const [method, path, body] of doors)
    expect([method, path, body, (await ask(method, path, body)).status]).toEqual([method, path, body, 403])
  expect((await it.ask('GET', '/api/jobs')).body.data).toEqual(jobs)
})
