// Pages of other origins: those that the founder listed may read our answers, all others hear nothing.
import { expect, test } from 'bun:test'
import { createDoor } from '../testing/door.ts'

const APP = 'https://app.example'
const OTHER = 'https://other.example'
const ask = (origin: string) => ({
  origin,
  'access-control-request-method': 'PUT',
  'access-control-request-headers': 'authorization,content-type',
})

async function doorFor(value: unknown) {
  const door = await createDoor()
  const { accessToken: token } = await door.person({ username: 'anna' })
  const set = await door.ask('PUT', '/api/settings/cors_origins', { token, body: { value } })
  return { door, token, set }
}

const corsHeaders = (headers: Headers) => [...headers.keys()].filter((name) => name.startsWith('access-control-'))

test('by default no other origin is told anything', async () => {
  await using door = await createDoor()
  const { accessToken: token } = await door.person({ username: 'anna' })
  for (const [method, headers] of [
    ['GET', { origin: APP }],
    ['OPTIONS', ask(APP)],
  ] as const) {
    const answer = await door.ask(method, '/api/settings', { token, headers })
    expect([method, corsHeaders(answer.headers)]).toEqual([method, []])
  }
})

test('a listed origin hears yes before it asks, and may read the answers and the errors', async () => {
  const { door: kept, token } = await doorFor([APP])
  await using door = kept
  const before = await door.ask('OPTIONS', '/api/devices/3', { headers: ask(APP) })
  expect(before.status).toBe(204)
  expect(before.headers.get('access-control-allow-origin')).toBe(APP)
  expect(before.headers.get('access-control-allow-methods')).toContain('PUT')
  expect(before.headers.get('access-control-allow-headers')).toMatch(/Authorization, Content-Type/)
  expect(before.headers.get('vary')).toContain('Origin')
  expect((await door.ask('OPTIONS', '/hls/ticket/index.m3u8', { headers: ask(APP) })).status).toBe(204)

  const good = await door.ask('GET', '/api/settings', { token, headers: { origin: APP } })
  expect(good.status).toBe(200)
  expect(good.headers.get('access-control-allow-origin')).toBe(APP)
  for (const path of ['/api/settings', '/api/nothing', '/hls/ticket/index.m3u8']) {
    const bad = await door.ask('GET', path, { headers: { origin: APP } })
    expect([path, bad.status >= 400, bad.headers.get('access-control-allow-origin')]).toEqual([path, true, APP])
  }
})

test('an origin that is not listed gets no header, however much it resembles one that is', async () => {
  const { door: kept, token } = await doorFor([APP])
  await using door = kept
  for (const origin of [OTHER, `${APP}.evil.example`, 'http://app.example', `${APP}:8443`, 'null', '*', '']) {
    const before = await door.ask('OPTIONS', '/api/settings', { headers: ask(origin) })
    expect([origin, before.status === 204, corsHeaders(before.headers)]).toEqual([origin, false, []])
    const answer = await door.ask('GET', '/api/settings', { token, headers: { origin } })
    expect([origin, answer.status, corsHeaders(answer.headers)]).toEqual([origin, 200, []])
    expect(answer.headers.get('vary')).toContain('Origin')
  }
})

test('credentials are never allowed, and only the API and HLS are open', async () => {
  const { door: kept, token } = await doorFor([APP])
  await using door = kept
  for (const [method, path] of [
    ['OPTIONS', '/api/settings'],
    ['GET', '/api/settings'],
  ] as const) {
    const answer = await door.ask(method, path, { token, headers: ask(APP) })
    expect(answer.headers.has('access-control-allow-credentials')).toBe(false)
  }
  for (const path of ['/', '/health', '/media/ticket/snapshot.jpg', '/vibenvr/x', '/apix'])
    for (const method of ['GET', 'OPTIONS'])
      expect([path, corsHeaders((await door.ask(method, path, { headers: ask(APP) })).headers)]).toEqual([path, []])
})

test('origins are kept as browsers send them; what is none is refused', async () => {
  const { door: kept, token, set } = await doorFor(['HTTPS://App.Example:443/', 'http://192.168.1.9:5173'])
  await using door = kept
  expect(set.body.data.value).toEqual([APP, 'http://192.168.1.9:5173'])
  for (const bad of [
    '*',
    'null',
    'app.example',
    'https://app.example/path',
    'ftp://app.example',
    'https://a:b@x.example',
  ]) {
    const answer = await door.ask('PUT', '/api/settings/cors_origins', { token, body: { value: [bad] } })
    expect([bad, answer.status]).toEqual([bad, 400])
  }
})
