// The cookie of our own pages through the front door: what it says, what it is good for, and from where.
import { expect, test } from 'bun:test'
import { createDoor } from '../testing/door.ts'

const anna = { username: 'anna', password: 'correct horse' }
const OURS = { origin: 'http://localhost', 'content-type': 'application/json' }
type Door = Awaited<ReturnType<typeof createDoor>>

/** Signs in as a page of ours does. */
async function enter(door: Door, headers: Record<string, string> = {}) {
  const answer = await door.ask('POST', '/api/auth/login', { body: { ...anna, cookie: true }, headers })
  expect(answer.status).toBe(200)
  const set = answer.headers.getSetCookie()
  expect(set).toHaveLength(1)
  const [pair = '', ...attributes] = (set[0] ?? '').split('; ')
  return { answer, cookie: pair, value: pair.split('=')[1] ?? '', attributes, token: answer.body.token as string }
}

const refresh = (door: Door, cookie: string, headers: Record<string, string> = OURS) =>
  door.ask('POST', '/api/auth/refresh', { body: {}, headers: { ...headers, cookie } })

test('a page gets the refresh token as a cookie that no script reads, and in no body', async () => {
  await using door = await createDoor()
  await door.person(anna)
  const { answer, cookie, value, attributes } = await enter(door)
  expect(cookie).toStartWith('porchlight_refresh=')
  expect(attributes.sort()).toEqual(['HttpOnly', 'Max-Age=2592000', 'Path=/api/auth', 'SameSite=Strict'])
  expect(JSON.stringify(answer.body)).not.toContain(decodeURIComponent(value))
  expect(JSON.stringify(answer.body)).not.toMatch(/refresh_?token/i)
})

test('clients of the documented APIs get it in the body as ever, and no cookie', async () => {
  await using door = await createDoor()
  const registered = await door.ask('POST', '/api/auth/register', { body: anna })
  const login = await door.ask('POST', '/api/auth/login', { body: anna })
  const body = { refreshToken: login.body.data.refreshToken }
  const refreshed = await door.ask('POST', '/api/auth/refresh', { body })
  for (const { headers, body } of [registered, login, refreshed]) {
    expect(headers.getSetCookie()).toEqual([])
    expect(body.refresh_token).toStartWith('r_')
    expect(body.data.refreshToken).toBe(body.refresh_token)
  }
})

test('the cookie renews the sign-in, and is another one afterwards', async () => {
  await using door = await createDoor()
  await door.person(anna)
  const { cookie } = await enter(door)
  const renewed = await refresh(door, cookie)
  expect(renewed.status).toBe(200)
  expect((await door.ask('GET', '/api/auth/me', { token: renewed.body.token })).status).toBe(200)
  expect(renewed.body.refresh_token).toBeUndefined()
  const next = renewed.headers.getSetCookie()[0]?.split('; ')[0] ?? ''
  expect(next).not.toBe(cookie)
  door.pass(60)
  expect((await refresh(door, next)).status).toBe(200)
  expect((await refresh(door, cookie)).status).toBe(401)
})

const FOREIGN: [string, Record<string, string>][] = [
  ['says nothing of where it comes from', {}],
  ['comes from another host', { origin: 'http://evil.example' }],
  ['comes from another port of the same host', { origin: 'http://localhost:8123' }],
  ['comes from a page without an origin', { origin: 'null' }],
  ['is of another site, by the browser’s word', { origin: 'http://localhost', 'sec-fetch-site': 'cross-site' }],
  ['is of a neighbour, by the browser’s word', { origin: 'http://localhost', 'sec-fetch-site': 'same-site' }],
  ['was typed in by nobody', { 'sec-fetch-site': 'none' }],
]
for (const [what, headers] of FOREIGN)
  test(`a request with the cookie that ${what} is refused, and changes nothing`, async () => {
    await using door = await createDoor()
    await door.person(anna)
    const { cookie, token } = await enter(door)
    const renewal = await refresh(door, cookie, { ...headers, 'content-type': 'application/json' })
    expect(renewal.status).toBe(403)
    expect(renewal.headers.getSetCookie()).toEqual([])
    expect((await door.ask('POST', '/api/auth/logout', { token, headers: { ...headers, cookie } })).status).toBe(403)
    expect((await door.ask('GET', '/api/auth/me', { token })).status).toBe(200)
    expect((await refresh(door, cookie)).status).toBe(200)
  })

test('a proxy that calls us by another name is no stranger, nor is the address that people are told', async () => {
  await using door = await createDoor()
  const { accessToken: token } = await door.person(anna)
  const { cookie } = await enter(door)
  const behind = { origin: 'https://porch.example', 'content-type': 'application/json' }
  expect((await refresh(door, cookie, behind)).status).toBe(403)
  const forwarded = await refresh(door, cookie, { ...behind, 'x-forwarded-host': 'porch.example' })
  expect(forwarded.status).toBe(200)
  await door.ask('PUT', '/api/settings/public_url', { token, body: { value: 'https://porch.example' } })
  expect((await refresh(door, forwarded.headers.getSetCookie()[0]?.split('; ')[0] ?? '', behind)).status).toBe(200)
})

test('signing out takes the cookie along; the cookie alone opens nothing', async () => {
  await using door = await createDoor()
  await door.person(anna)
  const { cookie, token } = await enter(door)
  for (const path of ['/api/auth/me', '/api/keys', '/api/settings'])
    expect((await door.ask('GET', path, { headers: { ...OURS, cookie } })).status).toBe(401)
  const out = await door.ask('POST', '/api/auth/logout', { token, headers: { ...OURS, cookie } })
  expect(out.status).toBe(200)
  expect(out.headers.getSetCookie()[0]).toMatch(/^porchlight_refresh=; Max-Age=0; Path=\/api\/auth/)
  expect((await refresh(door, cookie)).status).toBe(401)
})

test('it stays below the path that we are mounted at, and each port of a host has its own', async () => {
  await using door = await createDoor()
  await door.person(anna)
  const { attributes } = await enter(door, { 'x-ingress-path': '/api/hassio_ingress/abc' })
  expect(attributes).toContain('Path=/api/hassio_ingress/abc/api/auth')
  const ported = await door.root.request('http://nas.local:8000/api/auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...anna, cookie: true }),
  })
  expect(ported.headers.getSetCookie()[0]).toStartWith('porchlight_refresh_8000=')
})

test('over TLS it is never sent without', async () => {
  await using door = await createDoor()
  await door.person(anna)
  const answer = await door.root.request('https://porch.example/api/auth/login', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...anna, cookie: true }),
  })
  const set = answer.headers.getSetCookie()[0] ?? ''
  expect(set).toContain('Secure')
  const renewal = (origin: string) =>
    door.root.request('https://porch.example/api/auth/refresh', {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin, cookie: set.split('; ')[0] ?? '' },
      body: '{}',
    })
  expect((await renewal('http://porch.example')).status).toBe(403)
  expect((await renewal('https://porch.example')).status).toBe(200)
})

test('a refresh token of before is taken over into a cookie', async () => {
  await using door = await createDoor()
  const { refreshToken } = await door.person(anna)
  const body = { refresh_token: refreshToken, cookie: true }
  const taken = await door.ask('POST', '/api/auth/refresh', { body })
  expect(taken.status).toBe(200)
  expect(taken.body.refresh_token).toBeUndefined()
  const cookie = taken.headers.getSetCookie()[0]?.split('; ')[0] ?? ''
  expect((await refresh(door, cookie)).status).toBe(200)
})

test('without a cookie and without a token it is said what is missing', async () => {
  await using door = await createDoor()
  const answer = await door.ask('POST', '/api/auth/refresh', { body: {} })
  expect(answer.status).toBe(400)
  expect(answer.body.detail).toBe('Refresh token is required')
})
