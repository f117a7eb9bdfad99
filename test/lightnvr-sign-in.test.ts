// Signing in as LightNVR's clients do: cookie, name and password, API key, form and second factor, through the front door.
import { expect, test } from 'bun:test'
import { createAuthenticator } from '../core/testing/authenticator.ts'
import { createDoor } from '../core/testing/door.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'

const anna = { username: 'anna', password: 'correct horse' }
type Door = Awaited<ReturnType<typeof createDoor>>
type Sent = Record<string, string>

const open = () => createDoor({ plugins: [lightnvr] })
const login = (door: Door, more: object = {}, headers: Record<string, string> = {}) =>
  door.ask('POST', '/lightnvr/api/auth/login', { body: { ...anna, ...more }, headers })
const setCookie = (answer: { headers: Headers }) => answer.headers.get('set-cookie') ?? ''
const cookieOf = (answer: { headers: Headers }) => ({ cookie: setCookie(answer).split(';')[0] ?? '' })
const basic = (username: string, password: string) => ({ authorization: `Basic ${btoa(`${username}:${password}`)}` })
const verify = (door: Door, headers: Record<string, string>) =>
  door.ask('GET', '/lightnvr/api/auth/verify', { headers })
const ice = async (door: Door, headers: Record<string, string>) =>
  (await door.ask('GET', '/lightnvr/api/ice-servers', { headers })).status

test('a login answers a cookie for this mount alone, which says who is there until he signs out', async () => {
  await using door = await open()
  const { accessToken } = await door.person(anna)
  const answer = await login(door)
  expect([answer.status, answer.body]).toEqual([200, { success: true, redirect: '/lightnvr/index.html' }])
  expect(setCookie(answer)).toMatch(
    /^session=s_[\w-]+\.[\w-]+; Max-Age=604800; Path=\/lightnvr; HttpOnly; SameSite=Lax$/,
  )
  const headers = cookieOf(answer)
  expect((await verify(door, headers)).body).toMatchObject({
    authenticated: true,
    username: 'anna',
    role: 'admin',
    role_id: 0,
    is_active: true,
    auth_enabled: true,
    auth_timeout_hours: 24,
  })
  // One of our own sign-ins, seen and ended like any other, and nothing in the core goes by the cookie.
  const listed = await door.ask('GET', '/api/auth/sign-ins', { token: accessToken })
  expect(listed.body.data).toHaveLength(2)
  expect((await door.ask('GET', '/api/auth/me', { headers })).status).toBe(401)
  const value = headers.cookie.split('=')[1] ?? ''
  expect((await door.ask('GET', '/api/auth/me', { token: value })).status).toBe(401)
  expect((await door.ask('POST', '/api/auth/refresh', { body: { refresh_token: value } })).status).toBe(401)

  const out = await door.ask('POST', '/lightnvr/api/auth/logout', {
    headers: { ...headers, accept: 'application/json' },
  })
  expect(out.body).toEqual({ success: true, redirect: '/lightnvr/login.html?logout=true' })
  expect(setCookie(out)).toContain('Max-Age=0')
  const after = await verify(door, headers)
  expect([after.status, after.body]).toEqual([401, { error: 'Unauthorized' }])
  expect(setCookie(after)).toContain('session=; Max-Age=0; Path=/lightnvr')
  expect((await door.ask('GET', '/api/auth/sign-ins', { token: accessToken })).body.data).toHaveLength(1)
})

test('the cookie ends a day after its last use, a week after the login, and at once with the sign-in', async () => {
  await using door = await open()
  const { caller } = await door.person(anna)
  const headers = cookieOf(await login(door))
  for (let day = 0; day < 6; day++) {
    door.pass(23 * 3600)
    expect([day, await ice(door, headers)]).toEqual([day, 200])
  }
  door.pass(30 * 3600)
  expect(await ice(door, headers)).toBe(401)
  const idle = cookieOf(await login(door))
  door.pass(25 * 3600)
  expect(await ice(door, idle)).toBe(401)
  const ended = cookieOf(await login(door))
  expect(await ice(door, ended)).toBe(200)
  door.services.tokens.endAll(caller.userId)
  expect(await ice(door, ended)).toBe(401)
  const [name, tag] = ended.cookie.split('.')
  expect(await ice(door, { cookie: `${name}.${tag?.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'))}` })).toBe(401)
})

test('a form is answered by a page, and one of a foreign page signs nobody in', async () => {
  await using door = await open()
  await door.person(anna)
  const form = (fields: Record<string, string>, headers: Record<string, string> = {}) =>
    door.ask('POST', '/lightnvr/api/auth/login', {
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-ingress-path': '/hub', ...headers },
    })
  const right = await form(anna)
  expect([right.status, right.headers.get('location')]).toEqual([302, '/hub/lightnvr/index.html'])
  expect(setCookie(right)).toContain('; Path=/hub/lightnvr;')
  const refused: [Record<string, string>, Record<string, string>][] = [
    [{ ...anna, password: 'wrong' }, {}],
    [anna, { 'sec-fetch-site': 'cross-site' }],
    [anna, { origin: 'http://evil.example' }],
  ]
  for (const [fields, headers] of refused) {
    const answer = await form(fields, headers)
    expect([answer.status, answer.headers.get('location')]).toEqual([302, '/hub/lightnvr/login.html?error=1'])
    expect(setCookie(answer)).toBe('')
  }
})

test('JSON of a foreign page signs nobody in either, by whatever type it is sent', async () => {
  await using door = await open()
  await door.person(anna)
  const foreign: Record<string, string>[] = [{ 'sec-fetch-site': 'cross-site' }, { origin: 'http://evil.example' }]
  for (const headers of foreign)
    for (const [path, body] of [
      ['', anna],
      ['/totp', { totp_token: 'x', code: '000000' }],
    ] as const) {
      const answer = await door.ask('POST', `/lightnvr/api/auth/login${path}`, {
        body: JSON.stringify(body),
        headers: { 'content-type': 'text/plain', ...headers },
      })
      expect([path, answer.status, setCookie(answer)]).toEqual([path, 403, ''])
    }
})

test('what is wrong with a login is said in LightNVR’s words, and who guesses is told to wait', async () => {
  await using door = await open()
  await door.person(anna)
  const said = async (body: unknown) => {
    const answer = await door.ask('POST', '/lightnvr/api/auth/login', { body })
    return [answer.status, answer.body.error]
  }
  expect(await said('no json')).toEqual([400, 'Invalid login data'])
  expect(await said({ username: 7, password: 'x' })).toEqual([400, 'Missing or invalid username/password'])
  expect(await said({ username: 'anna' })).toEqual([400, 'Missing or invalid username/password'])
  expect(await said({ ...anna, username: 'nobody' })).toEqual([401, 'Invalid credentials'])
  for (let count = 0; count < 5; count++)
    expect(await said({ ...anna, password: 'wrong' })).toEqual([401, 'Invalid credentials'])
  expect(await said(anna)).toEqual([429, 'Too many login attempts. Please try again later.'])
  door.pass(31)
  expect((await login(door)).status).toBe(200)
})

test('name and password with each request are calculated once, and end with the password', async () => {
  await using door = await open()
  const { caller } = await door.person(anna)
  const { services } = door
  let tries = 0
  const { verify: real } = services.users
  services.users.verify = (...args) => {
    tries++
    return real(...args)
  }
  const headers = basic('anna', 'correct horse')
  expect(await Promise.all(Array.from({ length: 12 }, () => ice(door, headers)))).toEqual(Array(12).fill(200))
  expect(tries).toBe(1)
  expect(services.signIns.list(caller)).toHaveLength(2)
  await services.users.changePassword(caller, 'correct horse', 'another battery')
  expect(await ice(door, headers)).toBe(401)
  expect(await ice(door, basic('anna', 'another battery'))).toBe(200)
  expect((await verify(door, basic('anna', 'wrong'))).body).toEqual({ error: 'Unauthorized' })
  for (const header of ['Basic', 'Basic !!!', `Basic ${btoa('anna')}`, `Basic ${btoa(':x')}`])
    expect([header, await ice(door, { authorization: header })]).toEqual([header, 401])
})

test('who guesses with each request is told to wait, and what is open to all stays open to him', async () => {
  await using door = await open()
  await door.person(anna)
  const wrong = basic('anna', 'wrong')
  const statuses: number[] = []
  for (let count = 0; count < 6; count++) statuses.push(await ice(door, wrong))
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429])
  const status = await door.ask('GET', '/lightnvr/api/system/status', { headers: wrong })
  expect([status.status, status.body.status]).toEqual([200, 'ok'])
})

test('an API key opens by either header, and one that may only read is a viewer’s', async () => {
  await using door = await open()
  const { caller } = await door.person(anna)
  const key = (readOnly: boolean) => door.services.apiKeys.create(caller, { name: 'script', readOnly }).key
  const [writing, reading] = [key(false), key(true)]
  for (const headers of [{ 'x-api-key': writing }, { authorization: `Bearer ${writing}` }] as Sent[])
    expect((await verify(door, headers)).body.role).toBe('admin')
  expect((await verify(door, { 'x-api-key': reading })).body).toMatchObject({ role: 'viewer', role_id: 2 })
  expect(await ice(door, { 'x-api-key': `pl_${'x'.repeat(43)}` })).toBe(401)
  const token = door.services.tokens.signIn(door.services.users.me(caller), door.origin).accessToken
  // A key is what belongs there.
  expect(await ice(door, { authorization: `Bearer ${token}` })).toBe(401)
})

test('roles are told in LightNVR’s words', async () => {
  await using door = await open()
  const { caller } = await door.person(anna)
  for (const [role, word, number] of [
    ['operator', 'user', 1],
    ['viewer', 'viewer', 2],
  ] as const) {
    await door.person({ username: role, role }, caller)
    const { body } = await verify(door, basic(role, 'correct horse'))
    expect([body.role, body.role_id]).toEqual([word, number])
  }
})

/** Anna with a second factor that she has just switched on. */
async function withFactor(door: Door) {
  const { accessToken: token } = await door.person(anna)
  const setup = await door.ask('POST', '/api/auth/totp/setup', { token, body: { password: anna.password } })
  const code = createAuthenticator(setup.body.data.otpauth_url, door.now)
  expect((await door.ask('POST', '/api/auth/totp/enable', { token, body: { code: code() } })).status).toBe(200)
  door.pass(30)
  return code
}
const second = (door: Door, body: object) => door.ask('POST', '/lightnvr/api/auth/login/totp', { body })

test('with a second factor the password gives a token that is no sign-in, and the code makes it one', async () => {
  await using door = await open()
  const code = await withFactor(door)
  const first = await login(door)
  expect([first.status, first.body.totp_required, setCookie(first)]).toEqual([200, true, ''])
  const { totp_token } = first.body
  expect(first.body.token).toBe(totp_token)
  expect(totp_token).not.toContain(anna.password)
  for (const headers of [{ cookie: `session=${totp_token}` }, { 'x-api-key': totp_token }] as Sent[])
    expect(await ice(door, headers)).toBe(401)
  const wrong = await second(door, { totp_token, code: '000000' })
  expect([wrong.status, wrong.body.error]).toEqual([401, 'Invalid TOTP code'])
  // In the document's words.
  const right = await second(door, { token: totp_token, totp_code: code() })
  expect([right.status, right.body.success]).toEqual([200, true])
  expect(await ice(door, cookieOf(right))).toBe(200)
  const again = await second(door, { totp_token, code: code(1) })
  expect([again.status, again.body.error]).toEqual([401, 'Invalid or expired MFA token. Please login again.'])
  expect((await second(door, { totp_token })).status).toBe(400)
})

test('a token of the first step dies after five wrong codes', async () => {
  await using door = await open()
  const code = await withFactor(door)
  const { totp_token } = (await login(door)).body
  for (let count = 0; count < 5; count++) {
    door.pass(200)
    expect((await second(door, { totp_token, code: '000000' })).body.error).toBe('Invalid TOTP code')
  }
  door.pass(200)
  expect((await second(door, { totp_token, code: code() })).body.error).toContain('expired')
})

test('with a second factor code and password may come together, and a password alone opens nothing', async () => {
  await using door = await open()
  const code = await withFactor(door)
  expect((await login(door, { totp_code: '000000' })).body).toEqual({ error: 'Invalid credentials' })
  expect((await login(door, { totp_code: code() })).body.success).toBe(true)
  const bare = await door.ask('GET', '/lightnvr/api/ice-servers', { headers: basic('anna', anna.password) })
  expect([bare.status, bare.body.error]).toEqual([401, expect.stringContaining('API key')])
})

test('a page on another port of this host does nothing with the cookie of ours', async () => {
  await using door = await open()
  await door.person(anna)
  const { cookie } = cookieOf(await login(door))
  const out = (headers: Record<string, string>) =>
    door.ask('POST', '/lightnvr/api/auth/logout', { headers: { cookie, host: 'localhost', ...headers } })
  for (const headers of [
    { 'sec-fetch-site': 'same-site' },
    { origin: 'http://localhost:9999' },
    { origin: 'null' },
  ] as Sent[]) {
    await out(headers)
    expect([headers, await ice(door, { cookie })]).toEqual([headers, 200])
  }
  await out({ origin: 'http://localhost' })
  expect(await ice(door, { cookie })).toBe(401)
})

test('what a login page asks first is open to everybody', async () => {
  await using door = await open()
  const setup = () => door.ask('GET', '/lightnvr/api/setup/status')
  expect((await setup()).body.complete).toBe(false)
  await door.person(anna)
  expect((await setup()).body.complete).toBe(true)
  expect((await door.ask('GET', '/lightnvr/api/auth/login/config')).body).toMatchObject({
    force_mfa_on_login: false,
    remember_device_enabled: true,
  })
})
