// Every door to the past of a channel, tried by somebody who may watch it live and no more.
import { Database } from 'bun:sqlite'
import { expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { fetched, startRecorders, viewer } from '../testing/recorders.ts'

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
  using db = new Database(join(it.app.folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  db.run('update grants set playback = 0')

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
