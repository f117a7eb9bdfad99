// Power ends at once: whatever somebody has open closes when his role, grants, password or state change, or his account goes.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { type Camera, startCamera } from './rtsp-source/camera.ts'

// Real FFmpeg on a machine that may be busy with other tests.
setDefaultTimeout(60_000)

let camera: Camera
let app: TestApp
let channels: { id: number; uuid: string; device_id: number }[]

beforeAll(async () => {
  camera = await startCamera()
  const driver = createFakeDriver()
  const device = driver.add('192.0.2.7', 2)
  device.source = (sourceKey, quality) => camera.address(`/${sourceKey.slice(3)}/${quality}`)
  app = await createTestApp([{ id: 'fake', title: 'Fake', driver }])
  const input = { ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake' }
  await app.ask('POST', '/api/devices', input)
  channels = await until('channels are there', async () => {
    const { body } = await app.ask('GET', '/api/channels')
    return body.length === 2 && body
  })
})
afterAll(async () => {
  await app?.[Symbol.asyncDispose]()
  await camera?.[Symbol.asyncDispose]()
})

const first = () => channels[0] as (typeof channels)[0]
const grants = () => channels.map(({ id }) => ({ channel_id: id, playback: true }))

async function account(role: string) {
  const username = `user-${Bun.randomUUIDv7().slice(-8)}`
  const made = await app.ask('POST', '/api/users', { username, password: 'long enough', role })
  const id = made.body.data.id as string
  if (role === 'viewer') await app.ask('PUT', `/api/users/${id}/grants`, grants())
  const login = { username, password: 'long enough' }
  const { token, refresh_token: refresh } = (await app.ask('POST', '/api/auth/login', login, null)).body
  const key = (await app.ask('POST', '/api/keys', { name: 'script', read_only: true }, token)).body.data.key as string
  return { id, token: token as string, refresh: refresh as string, key }
}

/** Resolves when the body ends, however it ends. */
async function stream(path: string, headers: Record<string, string> = {}) {
  const answer = await fetch(app.url + path, { headers })
  const state = { ended: false, text: '' }
  const read = async () => {
    const decoder = new TextDecoder()
    for await (const chunk of answer.body ?? []) state.text += decoder.decode(chunk, { stream: true })
  }
  void read()
    .catch(() => {})
    .finally(() => {
      state.ended = true
    })
  await until('the stream says hello', () => state.text.includes('event: hello'))
  return state
}

/** Everything that can be open at a time, by token and by key. */
async function openEverything(token: string, key: string) {
  const sign = async (path: string, as: string) => {
    const { body } = await app.ask('POST', '/api/media/sign', { path }, as)
    return body.url as string
  }
  const { id, device_id } = first()
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}${await sign(`/channels/${id}/sub/mse`, token)}`)
  const mse = { frames: 0, code: 0 }
  socket.onmessage = () => void mse.frames++
  socket.onclose = ({ code }) => {
    mse.code = code
  }
  const list = (await app.ask('GET', `/api/device/${device_id}/channel/${id}/live?quality=sub`, undefined, token)).body
  const hls = list.hls_url as string
  const picture = await sign(`/channels/${id}/snapshot.jpg`, token)
  const keyPicture = await sign(`/channels/${id}/snapshot.jpg`, key)
  const streams = [
    await stream(await sign('/events', token)),
    await stream('/api/events/stream', { authorization: `Bearer ${token}` }),
    await stream('/api/events/stream', { 'x-api-key': key }),
  ]
  await until('pictures come', () => mse.frames > 3)
  const status = async (path: string) => (await app.ask('GET', path, undefined, null)).status
  const text = (await app.ask('GET', hls, undefined, null)).text
  const pieces = [/URI="([^"]+\.mp4)"/, /^(\S+\.m4s)$/m].map((one) =>
    hls.replace(/[^/]+$/, one.exec(text)?.[1] ?? 'none'),
  )
  const byToken = [hls, ...pieces, picture]
  for (const path of [...byToken, keyPicture]) expect([path, await status(path)]).toEqual([path, 200])
  return {
    async answers() {
      return { byToken: await Promise.all(byToken.map(status)), byKey: await status(keyPicture) }
    },
    socket: () => mse.code,
    streams: () => streams.map(({ ended }) => ended),
    async closed() {
      await until('the socket closes', () => mse.code !== 0)
      await until('the streams end', () => streams.every(({ ended }) => ended))
      const answers = await Promise.all([...byToken, keyPicture].map(status))
      return { socket: mse.code, answers }
    },
  }
}

const everything = { socket: 4401, answers: [401, 401, 401, 401, 401] }
const whoAmI = async (token: string) => (await app.ask('GET', '/api/auth/me', undefined, token)).status

const changes: [string, string, (id: string) => [string, string, unknown?], token: number, key: number][] = [
  ['a new role', 'operator', (id) => ['PUT', `/api/users/${id}/role`, { role: 'viewer' }], 401, 200],
  ['a new role by the other route', 'operator', (id) => ['PUT', `/api/users/${id}`, { role: 'viewer' }], 401, 200],
  ['being disabled', 'viewer', (id) => ['PUT', `/api/users/${id}/status`, { status: 'disabled' }], 401, 401],
  ['a new password', 'viewer', (id) => ['PUT', `/api/users/${id}/password`, { password: 'quite another' }], 401, 200],
  ['being deleted', 'viewer', (id) => ['DELETE', `/api/users/${id}`], 401, 401],
  ['losing a grant', 'viewer', (id) => ['PUT', `/api/users/${id}/grants`, grants().slice(1)], 200, 200],
]

for (const [what, role, change, token, key] of changes)
  test(`${what} closes whatever was open`, async () => {
    const somebody = await account(role)
    const open = await openEverything(somebody.token, somebody.key)
    const [method, path, body] = change(somebody.id)
    expect((await app.ask(method, path, body)).status).toBe(200)
    expect(await open.closed()).toEqual(everything)
    expect([await whoAmI(somebody.token), await whoAmI(somebody.key)]).toEqual([token, key])
    const refreshed = await app.ask('POST', '/api/auth/refresh', { refreshToken: somebody.refresh }, null)
    expect(refreshed.status).toBe(token)
    if (token === 200) {
      const seen = (await app.ask('GET', '/api/channels', undefined, somebody.token)).body
      expect(seen.map(({ id }: { id: number }) => id)).toEqual([channels[1]?.id])
    }
  })

test('signing out closes what was open by that sign-in, and a key that is taken back what was open by it', async () => {
  const somebody = await account('viewer')
  const open = await openEverything(somebody.token, somebody.key)
  const again = (await app.ask('GET', '/api/keys', undefined, somebody.token)).body.data[0].id as number
  expect((await app.ask('DELETE', `/api/keys/${again}`, undefined, somebody.token)).status).toBe(200)
  await until('the stream of the key ends', () => open.streams()[2])
  expect(open.streams()).toEqual([false, false, true])
  expect([open.socket(), await open.answers()]).toEqual([0, { byToken: [200, 200, 200, 200], byKey: 401 }])
  expect((await app.ask('POST', '/api/auth/logout', undefined, somebody.token)).status).toBe(200)
  expect(await open.closed()).toEqual(everything)
})

test('a viewer without a grant finds no picture, by whatever door', async () => {
  const { id, token } = await account('viewer')
  await app.ask('PUT', `/api/users/${id}/grants`, [{ channel_id: channels[1]?.id }])
  const { id: channel, uuid, device_id } = first()
  const gets = [
    `/api/device/${device_id}/channel/${channel}/live`,
    `/api/channels/${channel}/snapshot`,
    `/api/recordings?cameraId=${uuid}`,
    `/api/recordings/camera/${channel}`,
  ]
  for (const path of gets) expect([path, (await app.ask('GET', path, undefined, token)).status]).toEqual([path, 404])
  const signed = ['sub/mse', 'main/index.m3u8', 'snapshot.jpg'].map((end) => `/channels/${channel}/${end}`)
  for (const path of signed)
    expect([path, (await app.ask('POST', '/api/media/sign', { path }, token)).status]).toEqual([path, 404])
})
