// Stream links over a pretend camera: what another program gets by one, for how long, and what ends it.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { rtsp } from '../plugins/rtsp/index.ts'
import { type Camera, startCamera } from './rtsp-source/camera.ts'

setDefaultTimeout(60_000)

let camera: Camera
let appliance: TestApp
let channel: { id: number; device_id: number }
beforeAll(async () => {
  camera = await startCamera()
  appliance = await createTestApp([rtsp])
  await appliance.ask('POST', '/api/cameras', { name: 'Front door', rtsp_url: camera.address('/1/main/audio') })
  channel = (await appliance.ask('GET', '/api/channels')).body[0]
})
afterAll(async () => {
  await appliance[Symbol.asyncDispose]()
  await camera[Symbol.asyncDispose]()
})

const make = async (token = appliance.token, input: object = {}) =>
  await appliance.ask('POST', '/api/stream-links', { channel_id: channel.id, name: 'Hall tablet', ...input }, token)
/** As another program asks: with the address and nothing else. */
const statusOf = async (path: string) => (await fetch(appliance.url + path)).status
const plays = (path: string) =>
  until('it plays', async () => (await (await fetch(appliance.url + path)).text()).includes('#EXTINF'))

/** Somebody of the house with a grant on the camera. */
async function viewer(username: string) {
  const body = { username, password: 'a long password', role: 'viewer' }
  const { user, token } = (await appliance.ask('POST', '/api/auth/register', body)).body
  const grant = (view: boolean) =>
    appliance.ask('PUT', `/api/users/${user.id}/grants`, [
      { channel_id: channel.id, view, playback: false, export: false, ptz: false },
    ])
  expect((await grant(true)).status).toBe(200)
  return { token, id: user.id as string, grant }
}

test('a link plays, and shows a picture, without any sign-in; its list tells no secret', async () => {
  const made = await make()
  expect(made.status).toBe(201)
  const { hls_url, snapshot_url, mse_url, id } = made.body.data
  expect(hls_url).toMatch(/^\/hls\/sl_[\w-]{32}\/index\.m3u8$/)
  await plays(hls_url)
  const list = await (await fetch(appliance.url + hls_url)).text()
  const [init = ''] = /(?<=URI=")[^"]+\.mp4/.exec(list) ?? []
  expect(await statusOf(hls_url.replace('index.m3u8', init))).toBe(200)
  const picture = await fetch(appliance.url + snapshot_url)
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  const socket = new WebSocket(appliance.url.replace('http', 'ws') + mse_url)
  await new Promise((told) => socket.addEventListener('message', told, { once: true }))
  socket.close()
  const { body, text } = await appliance.ask('GET', '/api/stream-links')
  expect(body.data).toMatchObject([
    { id, name: 'Hall tablet', channel_id: channel.id, channel_name: 'Front door', quality: 'main' },
  ])
  expect(body.data[0].last_used_at).not.toBeNull()
  expect(text).not.toContain('sl_')
  expect(appliance.lines.join('\n')).not.toContain('sl_')
  await appliance.restart()
  expect(await statusOf(hls_url)).toBe(200)
  await appliance.ask('DELETE', `/api/stream-links/${id}`)
})

test('a link that is taken back ends at once, with what is open through it', async () => {
  const { hls_url, mse_url, snapshot_url, uuid } = (await make()).body.data
  await plays(hls_url)
  const socket = new WebSocket(appliance.url.replace('http', 'ws') + mse_url)
  const closed = new Promise<CloseEvent>((done) => socket.addEventListener('close', done, { once: true }))
  await new Promise((told) => socket.addEventListener('message', told, { once: true }))
  const stranger = await viewer('stranger')
  expect((await appliance.ask('DELETE', `/api/stream-links/${uuid}`, undefined, stranger.token)).status).toBe(404)
  expect(await statusOf(hls_url)).toBe(200)
  expect((await appliance.ask('DELETE', `/api/stream-links/${uuid}`)).status).toBe(200)
  expect((await closed).code).toBe(4401)
  for (const path of [hls_url, snapshot_url, mse_url]) expect(await statusOf(path)).toBe(401)
})

test('a link has its owner’s rights: without the grant, or with the account off, it opens nothing', async () => {
  const anna = await viewer('anna')
  const { hls_url, snapshot_url, mse_url } = (await make(anna.token)).body.data
  await plays(hls_url)
  const socket = new WebSocket(appliance.url.replace('http', 'ws') + mse_url)
  const closed = new Promise<CloseEvent>((done) => socket.addEventListener('close', done, { once: true }))
  await new Promise((told) => socket.addEventListener('message', told, { once: true }))
  await anna.grant(false)
  expect((await closed).code).toBe(4401)
  for (const path of [hls_url, snapshot_url]) expect(await statusOf(path)).toBe(401)
  expect((await make(anna.token)).status).toBe(404)
  await anna.grant(true)
  await plays(hls_url)
  expect((await appliance.ask('PUT', `/api/users/${anna.id}/status`, { status: 'disabled' })).status).toBe(200)
  for (const path of [hls_url, snapshot_url]) expect(await statusOf(path)).toBe(401)
  expect((await appliance.ask('DELETE', `/api/users/${anna.id}`)).status).toBe(200)
  expect(await statusOf(hls_url)).toBe(401)
})

test('a link opens its channel’s live picture and nothing else', async () => {
  const { hls_url } = (await make()).body.data
  const secret = hls_url.split('/')[2]
  for (const path of [`/media/${secret}/events`, `/media/${secret}/picture.jpg`, `/media/${secret}/film.mp4`])
    expect(await statusOf(path)).toBe(401)
  expect((await appliance.ask('GET', '/api/channels', undefined, secret)).status).toBe(401)
  expect(await statusOf(`/hls/sl_${'x'.repeat(32)}/index.m3u8`)).toBe(401)
})

test('links are made by a person, up to a hundred, and of a channel that he sees', async () => {
  const { key } = (await appliance.ask('POST', '/api/keys', { name: 'script' })).body.data
  expect((await make(key)).status).toBe(403)
  expect((await make(undefined, { channel_id: 4711 })).status).toBe(404)
  expect((await make(undefined, { channel_id: '1;' })).status).toBe(400)
  expect((await make(undefined, { quality: 'best' })).status).toBe(400)
  const bob = await viewer('bob')
  for (let i = 0; i < 100; i++) expect((await make(bob.token, { quality: 'sub', name: '' })).status).toBe(201)
  expect((await make(bob.token)).status).toBe(409)
})

test('a link goes with its channel', async () => {
  const { hls_url } = (await make()).body.data
  await plays(hls_url)
  expect((await appliance.ask('DELETE', `/api/devices/${channel.device_id}`)).status).toBeLessThan(300)
  expect(await statusOf(hls_url)).toBe(401)
  expect((await appliance.ask('GET', '/api/stream-links')).body.count).toBe(0)
})
