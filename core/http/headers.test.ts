// What every answer says beside its body, whatever it is an answer to.
import { expect, test } from 'bun:test'
import { createTestApp } from '../testing/test-app.ts'

const ALWAYS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'x-frame-options': 'DENY',
}

test('each kind of answer carries what keeps a browser from being used against us', async () => {
  await using stand = await createTestApp([])
  const key = 'x'.repeat(32)
  const answers: [method: string, path: string, status: number, more: Record<string, string | null>][] = [
    ['GET', '/api/docs', 200, { 'content-security-policy': "frame-ancestors 'none'" }],
    ['GET', '/health', 200, { 'cache-control': 'no-store' }],
    ['GET', '/api/devices', 200, { 'cache-control': 'no-store' }],
    ['GET', '/api/nope', 404, { 'cache-control': 'no-store' }],
    ['PATCH', '/api/devices', 405, { 'cache-control': 'no-store' }],
    ['POST', '/api/devices', 400, { 'cache-control': 'no-store' }],
    ['GET', `/hls/${key}/index.m3u8`, 401, { 'cross-origin-resource-policy': 'same-origin' }],
    ['GET', `/media/${key}/snapshot.jpg`, 401, { 'cross-origin-resource-policy': 'same-origin' }],
    ['GET', '/media/no-picture.jpg', 200, { 'cross-origin-resource-policy': 'same-origin' }],
  ]
  for (const [method, path, status, more] of answers) {
    const answer = await stand.ask(method, path, method === 'GET' ? undefined : {})
    expect([path, answer.status]).toEqual([path, status])
    for (const [name, value] of Object.entries({ ...ALWAYS, ...more, 'strict-transport-security': null })) {
      const said = answer.headers.get(name)
      expect([path, name, value === null ? said : (said ?? '').includes(value)]).toEqual([
        path,
        name,
        value === null ? null : true,
      ])
    }
    expect([
      path,
      [...answer.headers.keys()].filter((name) => /^(server|x-powered-by|set-cookie)$/.test(name)),
    ]).toEqual([path, []])
  }
})

test('a browser that heeds no opener policy, as over plain HTTP by a name, is sent none to complain of', async () => {
  await using stand = await createTestApp([], { PORCHLIGHT_TRUST_PROXY: '127.0.0.1' })
  const opens = { 'upgrade-insecure-requests': '1' }
  const said = async (headers: Record<string, string>) =>
    (await fetch(`${stand.url}/api/docs`, { headers })).headers.get('cross-origin-opener-policy')
  expect(await said(opens)).toBe(null)
  expect(await said({ ...opens, 'sec-fetch-dest': 'document' })).toBe('same-origin')
  expect(await said({ ...opens, 'x-forwarded-proto': 'https' })).toBe('same-origin')
})

test('pages of a named origin may frame us, and then the old header that knows no names is not sent', async () => {
  await using stand = await createTestApp([])
  const set = await stand.ask('PUT', '/api/settings/embed_origins', { value: ['https://hub.example:8123'] })
  expect(set.status).toBe(200)
  const { headers } = await stand.ask('GET', '/api/docs')
  expect(headers.get('content-security-policy')).toEndWith('frame-ancestors https://hub.example:8123')
  expect(headers.get('x-frame-options')).toBe(null)
  for (const wrong of ['*', "'self'", 'https://a.example; script-src *', 'https://a.example/path'])
    expect((await stand.ask('PUT', '/api/settings/embed_origins', { value: [wrong] })).status).toBe(400)
})
