// Signing in and out as VibeNVR's clients do, through the front door of a whole appliance: forms, cookies, tokens.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { createDoor } from '../core/testing/door.ts'
import { OWNER } from '../core/testing/test-app.ts'
import { vibenvr } from '../plugins/vibenvr-compat/index.ts'
import { createVibeStand, PASSWORD, type VibeStand } from './vibenvr-stand.ts'

// Each sign-in takes its time, so that nobody guesses passwords.
setDefaultTimeout(60_000)

let stand: VibeStand
beforeAll(async () => {
  stand = await createVibeStand({ PORCHLIGHT_TRUST_PROXY: '127.0.0.1' })
})
afterAll(() => stand.it[Symbol.asyncDispose]())

const OWN = { username: OWNER.username, password: OWNER.password }
const ELSEWHERE = { origin: 'http://elsewhere.example' }
const WEEK = 604_800

function multipart(fields: Record<string, string>): FormData {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.append(name, value)
  return form
}
const login = (fields: Record<string, string> = OWN, headers = {}, at = stand.mount) =>
  stand.ask('POST', '/auth/login', headers, new URLSearchParams(fields), at)
/** What it keeps in the browser: both cookies, by name. */
function keptBy(headers: Headers): Record<string, { pair: string; rest: string[] }> {
  const lines = headers.getSetCookie().map((line) => line.split('; '))
  return Object.fromEntries(lines.map(([pair = '', ...rest]) => [pair.split('=')[0] ?? '', { pair, rest }]))
}
const status = async (path: string, headers: Record<string, string>, at = stand.mount) =>
  (await stand.ask('GET', path, headers, undefined, at)).status

test('a form signs in, urlencoded as multipart, at both mounts and both prefixes', async () => {
  for (const at of [stand.mount, `${stand.mount}/api`, stand.port, `${stand.port}/api`])
    for (const body of [new URLSearchParams(OWN), multipart(OWN), multipart({ ...OWN, grant_type: 'password' })]) {
      const answer = await stand.ask('POST', '/auth/login', {}, body, at)
      expect(answer.status).toBe(200)
      const { access_token: token } = answer.body
      expect(answer.body).toEqual({ access_token: token, token_type: 'bearer', device_token: null })
      const claims = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString())
      expect(claims).toMatchObject({ sub: OWNER.username, exp: expect.any(Number) })
      expect(await status('/auth/me', { authorization: `Bearer ${token}` }, at)).toBe(200)
    }
})

test('JSON is no form: both fields are missing, as in an empty one', async () => {
  const missing = ['username', 'password'].map((name) => ({
    ...{ type: 'missing', loc: ['body', name], msg: 'Field required', input: null },
  }))
  for (const body of [OWN, new URLSearchParams(), multipart({ username: '', password: '' })]) {
    const answer = await stand.ask('POST', '/auth/login', {}, body)
    expect([answer.status, answer.body]).toEqual([422, { detail: missing }])
  }
  const grant = await login({ ...OWN, grant_type: 'client_credentials' })
  expect([grant.status, grant.body.detail[0].loc]).toEqual([422, ['body', 'grant_type']])
  const odd = await login({ ...OWN, trust_device: 'perhaps' })
  expect([odd.status, odd.body.detail[0].type]).toEqual([422, 'bool_parsing'])
})

test('a wrong password and an unknown name are one answer, which asks for a bearer', async () => {
  for (const fields of [
    { ...OWN, password: 'wrong' },
    { username: 'nobody', password: 'wrong' },
  ]) {
    const { status, body, headers } = await login(fields)
    expect([status, body]).toEqual([401, { detail: 'Incorrect username or password' }])
    expect(headers.get('www-authenticate')).toBe('Bearer')
    expect(headers.getSetCookie()).toEqual([])
  }
})

test('both cookies hold the token for as long as it lasts, below the mount, and Secure over TLS alone', async () => {
  const plain = await login()
  const { access_token: token } = plain.body
  expect(plain.headers.getSetCookie().map((line) => line.split('=')[0])).toEqual(['media_token', 'auth_token'])
  for (const [name, { pair, rest }] of Object.entries(keptBy(plain.headers))) {
    expect(pair).toBe(`${name}=${token}`)
    expect(rest.toSorted()).toEqual(['HttpOnly', `Max-Age=${WEEK}`, 'Path=/vibenvr', 'SameSite=Lax'])
  }
  const own = keptBy((await login(OWN, {}, stand.port)).headers)
  expect(own.auth_token?.rest).toContain('Path=/')
  const behind = keptBy((await login(OWN, { 'x-forwarded-proto': 'https' })).headers)
  expect([behind.auth_token?.rest, behind.media_token?.rest].every((rest) => rest?.includes('Secure'))).toBe(true)
})

test('a proxy that nobody trusts makes no cookie secure', async () => {
  await using door = await createDoor({ plugins: [vibenvr] })
  await door.person({ username: 'anna' })
  const { headers } = await door.ask('POST', '/vibenvr/auth/login', {
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-forwarded-proto': 'https' },
    body: 'username=anna&password=correct+horse',
  })
  expect(headers.getSetCookie()).toHaveLength(2)
  expect(headers.getSetCookie().join()).not.toContain('Secure')
})

test('a page that loads anew finds its sign-in by cookie; without one it is told nothing, and never 401', async () => {
  const { body, headers } = await login()
  const { auth_token: auth, media_token: media } = keptBy(headers)
  const cookie = { cookie: auth?.pair ?? '' }
  const found = await stand.ask('GET', '/auth/me-from-cookie', cookie)
  expect(found.status).toBe(200)
  expect(found.body).toEqual({ user: expect.objectContaining({ username: 'owner' }), access_token: body.access_token })
  const again = keptBy(found.headers)
  expect(Object.keys(again)).toEqual(['media_token'])
  const age = again.media_token?.rest.find((one) => one.startsWith('Max-Age='))?.slice(8)
  expect(Number(age)).toBeGreaterThan(WEEK - 60)
  const others: Record<string, string>[] = [
    {},
    { cookie: 'auth_token=nonsense' },
    { cookie: media?.pair ?? '' },
    { ...cookie, ...ELSEWHERE },
  ]
  for (const shown of others) {
    const nothing = await stand.ask('GET', '/auth/me-from-cookie', shown)
    expect([nothing.status, nothing.body.length, nothing.headers.getSetCookie()]).toEqual([204, 0, []])
  }
  // Beside one of another server on this host.
  const two = { cookie: `auth_token=other; ${auth?.pair}` }
  expect((await stand.ask('GET', '/auth/me-from-cookie', two)).status).toBe(200)
})

test('signing out clears both cookies and ends what was shown, by cookie or by header', async () => {
  const shownBy = [
    (token: string) => ({ cookie: `auth_token=${token}` }),
    (token: string) => ({ cookie: `media_token=${token}` }),
    (token: string) => ({ authorization: `Bearer ${token}` }),
  ]
  for (const shown of shownBy) {
    const bearer = await stand.signIn(OWN.username, OWN.password)
    const other = await stand.signIn(OWN.username, OWN.password)
    const out = await stand.ask('POST', '/auth/logout', shown(bearer.authorization?.slice(7) ?? ''))
    expect([out.status, out.body]).toEqual([200, { status: 'logged out' }])
    const gone = keptBy(out.headers)
    expect([gone.auth_token?.pair, gone.media_token?.pair]).toEqual(['auth_token=', 'media_token='])
    expect(gone.auth_token?.rest).toContain('Max-Age=0')
    expect(gone.media_token?.rest).toContain('Path=/vibenvr')
    expect([await status('/auth/me', bearer), await status('/auth/me', other)]).toEqual([401, 200])
  }
  expect((await stand.ask('POST', '/auth/logout')).status).toBe(200)
})

test('a page of elsewhere signs nobody in or out', async () => {
  const bearer = await stand.signIn(OWN.username, OWN.password)
  const token = bearer.authorization?.slice(7)
  const out = await stand.ask('POST', '/auth/logout', { cookie: `auth_token=${token}`, ...ELSEWHERE })
  expect([out.status, out.headers.getSetCookie()]).toEqual([403, []])
  expect(await status('/auth/me', bearer)).toBe(200)
  const entered = await login(OWN, ELSEWHERE)
  expect([entered.status, entered.headers.getSetCookie()]).toEqual([403, []])
})

test('the cookie of a sign-in opens media alone, and no token of either door opens the other', async () => {
  const bearer = await stand.signIn(OWN.username, OWN.password)
  const token = bearer.authorization?.slice(7)
  for (const cookie of [`auth_token=${token}`, `media_token=${token}`])
    expect(await status('/auth/me', { cookie })).toBe(401)
  expect((await stand.it.ask('GET', '/api/auth/me', undefined, token)).status).toBe(401)
  expect((await stand.it.ask('POST', '/api/auth/refresh', { refresh_token: token }, null)).status).toBe(401)
  const ours = { authorization: `Bearer ${stand.it.token}` }
  expect(await status('/auth/me', ours)).toBe(401)
  expect(await status('/auth/me-from-cookie', { cookie: `auth_token=${stand.it.token}` })).toBe(204)
})

test('who guesses is made to wait, in the words of VibeNVR, and so is who guesses codes', async () => {
  await using door = await createDoor({ plugins: [vibenvr] })
  await door.person({ username: 'anna' })
  const guess = (password: string) =>
    door.ask('POST', '/vibenvr/auth/login', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ username: 'anna', password }).toString(),
    })
  for (let i = 0; i < 5; i++) expect((await guess('wrong')).status).toBe(401)
  const late = await guess('correct horse')
  expect([late.status, late.headers.get('retry-after')]).toEqual([429, '30'])
  expect(late.body).toEqual({ error: expect.stringContaining('Too many failed attempts') })
  door.pass(31)
  expect((await guess('correct horse')).status).toBe(200)
})

test('what a new password ends, a token of VibeNVR ends with it; a disabled account has none', async () => {
  const bearer = await stand.person('erna', 'operator')
  const first = await stand.signIn('erna')
  const { id } = (await stand.ask('GET', '/auth/me', bearer)).body
  const change = { old_password: PASSWORD, new_password: 'quite another one' }
  expect((await stand.ask('PUT', `/users/${id}/password`, bearer, change)).status).toBe(200)
  expect([await status('/auth/me', bearer), await status('/auth/me', first)]).toEqual([200, 401])
  await stand.it.ask('PUT', `/api/users/${id}/status`, { status: 'disabled' })
  expect(await status('/auth/me', bearer)).toBe(401)
  const { body } = await login({ username: 'erna', password: 'quite another one' })
  expect(body).toEqual({ detail: 'Incorrect username or password' })
})

test('the first account is made once, by our rule for passwords', async () => {
  await using door = await createDoor({ plugins: [vibenvr] })
  const ask = (method: string, path: string, body?: object, headers = {}) =>
    door.ask(method, `/vibenvr/auth${path}`, { headers, ...(body ? { body } : {}) })
  const known = { oauth_enabled: false, oauth_provider_name: 'SSO', oauth_auto_redirect: false }
  expect((await ask('GET', '/status')).body).toEqual({ setup_required: true, ...known })
  const anna = { username: 'anna', password: 'correct horse', email: '', role: 'viewer' }
  const short = await ask('POST', '/setup', { ...anna, password: '12345' })
  expect([short.status, short.body.detail]).toEqual([400, 'Password must be at least 6 characters'])
  expect((await ask('POST', '/setup', { username: 'anna' })).body.detail[0].loc).toEqual(['body', 'password'])
  expect((await ask('POST', '/setup', anna, ELSEWHERE)).status).toBe(403)
  const made = await ask('POST', '/setup', anna)
  expect([made.status, made.body]).toMatchObject([200, { username: 'anna', email: null, role: 'admin' }])
  const again = await ask('POST', '/setup', { ...anna, username: 'bert' })
  expect([again.status, again.body.detail]).toEqual([403, 'Setup already completed. Users exist.'])
  expect((await ask('GET', '/status')).body).toEqual({ setup_required: false, ...known })
})
