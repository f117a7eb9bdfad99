// A dialect of the tests' own, mounted as any is: it stays inside its prefix, and nobody else lives by its cookies.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import type { Plugin } from '../core/plugin/index.ts'
import { createDoor } from '../core/testing/door.ts'
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { createMirror } from '../core/testing/mirror.ts'
import { createTestApp, OWNER, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { createCloudApi } from '../plugins/hikvision/cloud-api.ts'

let it: TestApp
beforeAll(async () => {
  const driver = createFakeDriver()
  driver.add('192.0.2.7', 1)
  it = await createTestApp([createMirror(), { id: 'fake', title: 'Fake', driver }])
  const device = { ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake' }
  await it.ask('POST', '/api/devices', device)
  await until('its channel is there', async () => (await it.ask('GET', '/api/channels')).body.length === 1)
})
afterAll(() => it[Symbol.asyncDispose]())

const signIn = (headers: Record<string, string> = {}) =>
  fetch(`${it.url}/mirror/login`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(OWNER),
  })
const cookieOf = (answer: Response) => answer.headers.get('set-cookie') ?? ''
const sent = (answer: Response) => ({ cookie: cookieOf(answer).split(';')[0] ?? '' })

test('redirects, cookie paths and playlists stay inside the prefix, also behind a proxy with one of its own', async () => {
  const plain = await signIn()
  expect([plain.status, plain.headers.get('location')]).toEqual([302, '/mirror/channels'])
  expect(cookieOf(plain)).toContain('; Path=/mirror;')
  const behind = await signIn({ 'x-ingress-path': '/api/hassio_ingress/abc' })
  expect(behind.headers.get('location')).toBe('/api/hassio_ingress/abc/mirror/channels')
  expect(cookieOf(behind)).toContain('; Path=/api/hassio_ingress/abc/mirror;')
  const list = async (headers: Record<string, string>) =>
    (await fetch(`${it.url}/mirror/channels/1/index.m3u8`, { headers: { ...sent(plain), ...headers } })).text()
  expect(await list({})).toBe('#EXTM3U\n/mirror/channels/1/1.mp4\n')
  expect(await list({ 'x-ingress-path': '/abc' })).toBe('#EXTM3U\n/abc/mirror/channels/1/1.mp4\n')
})

test('the cookie of a dialect signs in there and nowhere in the core, whatever its name', async () => {
  const headers = sent(await signIn())
  const status = async (path: string, cookie = headers.cookie, method = 'GET') =>
    (await fetch(it.url + path, { method, headers: { cookie } })).status
  expect(await status('/mirror/channels')).toBe(200)
  expect(await status('/mirror/channels', '')).toBe(401)
  const value = headers.cookie.split('=')[1]
  const names = ['mirror_session', 'session', 'auth_token', 'media_token', 'token', 'access_token', 'refresh_token']
  for (const name of names)
    for (const path of [
      '/api/auth/me',
      '/api/devices',
      '/api/events/stream',
      `/media/${value}/events`,
      '/hls/x/y.m3u8',
    ])
      expect([name, path, await status(path, `${name}=${value}`)]).toEqual([name, path, 401])
  expect(await status('/api/auth/refresh', headers.cookie, 'POST')).toBe(400)
})

test('a path that the dialect does not have is nobody’s, and its errors are in its own words', async () => {
  const headers = sent(await signIn())
  expect((await fetch(`${it.url}/mirror/nope`, { headers: { ...headers, accept: 'text/html' } })).status).toBe(404)
  const answer = await fetch(`${it.url}/mirror/channels/4711/index.m3u8`, { headers })
  expect([answer.status, await answer.json()]).toEqual([404, { mirror: 'Channel not found' }])
  const stale = await fetch(`${it.url}/mirror/channels`, { headers: { authorization: 'Bearer x.y.z' } })
  expect([stale.status, await stale.json()]).toEqual([401, { mirror: 'Invalid token' }])
})

test('no request is meant for two owners: such a plugin stops the start, with both named', async () => {
  const start = async (...plugins: Plugin[]) => {
    await using _ = await createDoor({ plugins })
  }
  const cloud = { id: 'hikvision', title: 'Hikvision', dialect: createCloudApi() }
  await start(cloud, createMirror())
  await expect(start(createMirror(), { ...createMirror(), id: 'other' })).rejects.toThrow(
    'GET /mirror/hello of the plugin mirror and /mirror/hello of the plugin other',
  )
  await expect(start(createMirror([], '/api/auth'))).rejects.toThrow(
    'POST /api/auth/login of the core and /api/auth/login of the plugin mirror',
  )
})
