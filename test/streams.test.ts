// Seed 004's streams over a pretend camera: what runs, where it can be watched, and that asking starts nothing.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { viewer } from '../core/testing/recorders.ts'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { rtsp } from '../plugins/rtsp/index.ts'
import { type Camera, startCamera } from './rtsp-source/camera.ts'

setDefaultTimeout(60_000)

let camera: Camera
let appliance: TestApp
let id: string
beforeAll(async () => {
  camera = await startCamera()
  appliance = await createTestApp([rtsp])
  const input = { name: 'Front door', rtsp_url: camera.address('/1/main/audio') }
  id = (await appliance.ask('POST', '/api/cameras', input)).body.data.id
})
afterAll(async () => {
  await appliance[Symbol.asyncDispose]()
  await camera[Symbol.asyncDispose]()
})

const read = async (path: string, token = appliance.token) => (await appliance.ask('GET', path, undefined, token)).body
const secret = (hls: string) => hls.split('/')[2] ?? ''

test('asking where a camera can be watched starts nothing, and gives the same address again', async () => {
  const { data } = await read(`/api/streams/camera/${id}`)
  const { hls } = data.streams
  expect(data).toMatchObject({
    camera: { id, name: 'Front door' },
    streams: {
      rtsp: expect.stringMatching(/^rtsp:\/\/\*\*\*:\*\*\*@127\.0\.0\.1:\d+\/1\/main/),
      rtmp: null,
      webrtc: null,
      hls: expect.stringMatching(/^\/hls\/[\w-]{32}\/index\.m3u8$/),
      mse: expect.stringMatching(/^\/media\/[\w-]{32}\/mse$/),
    },
    active: false,
    stats: null,
  })
  expect((await read(`/api/streams/camera/${id}`)).data.streams.hls).toBe(hls)
  expect(await read(`/api/streams/status/${id}`)).toEqual({
    success: true,
    data: { cameraId: id, active: false, stats: null, playing: false, since: null, seen: [] },
  })
  expect(await read('/api/streams')).toEqual({ success: true, data: [], count: 0 })
  expect(JSON.stringify(data)).not.toContain('p%40ss')
})

test('what is watched is listed with its tracks, readers and bytes', async () => {
  const { hls, mse } = (await read(`/api/streams/camera/${id}`)).data.streams
  await until('it plays', async () => (await (await fetch(appliance.url + hls)).text()).includes('#EXTINF'))
  const socket = new WebSocket(appliance.url.replace('http', 'ws') + mse)
  await until('there are two readers', async () => (await read('/api/streams')).data[0]?.readers.length === 2)
  const { data, count } = await read('/api/streams')
  expect(count).toBe(1)
  expect(data[0]).toMatchObject({
    name: `live/${id}/main`,
    camera_id: id,
    source: { type: 'rtspSource', running: true },
    ready: true,
    readyTime: expect.stringMatching(/Z$/),
    tracks: ['H264', 'MPEG-4 Audio'],
    viewers: 2,
  })
  expect(data[0].readers.map(({ type }: { type: string }) => type).toSorted()).toEqual(['hlsSession', 'mseSession'])
  expect(data[0].bytesReceived).toBeGreaterThan(1000)
  expect(data[0].bytesSent).toBeGreaterThan(1000)
  const { active, stats } = (await read(`/api/streams/status/${id}`)).data
  expect([active, stats]).toEqual([
    true,
    { ready: true, viewers: 2, bytesReceived: expect.any(Number), bytesSent: expect.any(Number) },
  ])
  expect(JSON.stringify(await read('/api/streams'))).not.toContain(secret(hls))
  socket.close()
})

test('is for who may see the camera; an unknown one is 404, and health says what reads', async () => {
  const stranger = await viewer(appliance)
  for (const path of [`/api/streams/camera/${id}`, `/api/streams/status/${id}`]) {
    const refused = await appliance.ask('GET', path, undefined, stranger)
    expect([path, refused.status, refused.body.error]).toEqual([path, 404, 'Camera not found'])
  }
  expect(await read('/api/streams', stranger)).toMatchObject({ data: [], count: 0 })
  const granted = await viewer(appliance, { channelId: 1, export: false })
  const other = (await read(`/api/streams/camera/${id}`, granted)).data.streams.hls
  expect(other).not.toBe((await read(`/api/streams/camera/${id}`)).data.streams.hls)
  expect((await appliance.ask('GET', '/api/streams/status/999')).status).toBe(404)
  expect((await appliance.ask('GET', '/api/streams/status/any-text')).status).toBe(400)
  expect(await read('/api/streams/health', stranger)).toEqual({
    success: true,
    data: {
      mediamtx: 'online',
      relay: 'online',
      ffmpeg: expect.stringMatching(/^\d|^N-/),
      timestamp: expect.any(String),
    },
  })
  expect((await appliance.ask('GET', '/api/streams/health', undefined, null)).status).toBe(401)
})

test('a camera that is switched off offers nothing to watch', async () => {
  await appliance.ask('PUT', `/api/cameras/${id}`, { status: 'inactive' })
  expect((await read(`/api/streams/camera/${id}`)).data).toMatchObject({
    camera: { status: 'inactive' },
    streams: { hls: null, mse: null },
  })
})
