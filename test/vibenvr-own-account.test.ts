// One's own account, its second factor and its API keys as VibeNVR's clients manage them, through the front door.
import { expect, test } from 'bun:test'
import { desc } from 'drizzle-orm'
import { activity } from '../core/db/schema/index.ts'
import { createAuthenticator } from '../core/testing/authenticator.ts'
import { createDoor } from '../core/testing/door.ts'
import { vibenvr } from '../plugins/vibenvr-compat/index.ts'

type Sent = Record<string, string>
const ANNA = { username: 'anna', password: 'correct horse' }

async function household() {
  const door = await createDoor({ plugins: [vibenvr] })
  const anna = await door.person({ ...ANNA, email: 'anna@example.org' })
  const login = (fields: Sent = {}, username = 'anna') =>
    door.ask('POST', '/vibenvr/auth/login', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ username, password: ANNA.password, ...fields }).toString(),
    })
  const signIn = async (username?: string, fields?: Sent): Promise<Sent> => ({
    authorization: `Bearer ${(await login(fields, username)).body.access_token}`,
  })
  const own = await signIn()
  const ask = (method: string, path: string, body?: unknown, headers: Sent = own) =>
    door.ask(method, `/vibenvr${path}`, { headers, ...(body === undefined ? {} : { body }) })
  /** Switches the second factor on; gives the codes that were handed out with the secret. */
  async function switchOn() {
    const { body } = await ask('POST', '/auth/2fa/setup')
    const code = createAuthenticator(body.otpauth_url, door.now)
    const done = await ask('POST', '/auth/2fa/enable', { code: code() })
    expect([done.status, done.body]).toEqual([200, { status: '2FA enabled' }])
    door.pass(30)
    return { code, recovery: body.recovery_codes as string[] }
  }
  const deeds = () =>
    door.db
      .select()
      .from(activity)
      .orderBy(desc(activity.id))
      .all()
      .map(({ action }) => action)
  const end = () => door[Symbol.asyncDispose]()
  return { door, anna, own, login, signIn, ask, switchOn, deeds, [Symbol.asyncDispose]: end }
}

test('an account is told in fifteen fields, to a token and to a key', async () => {
  await using house = await household()
  const { door, anna, ask } = house
  const told = {
    ...{ username: 'anna', email: 'anna@example.org', role: 'admin', is_2fa_enabled: false },
    ...{ restrict_camera_access: false, language: 'en', auth_source: 'local', oauth_subject_id: null },
    ...{ oauth_enabled: false, id: anna.user.id, is_active: true, avatar_path: null },
    ...{ created_at: '2026-01-15T12:00:00.000Z', camera_accesses: [], group_accesses: [] },
  }
  const { body } = await ask('GET', '/auth/me')
  expect(body).toEqual(told)
  expect(Object.keys(body)).toHaveLength(15)
  const key = (readOnly: boolean) => ({
    'x-api-key': door.services.apiKeys.create(anna.caller, { name: 'script', readOnly }).key,
  })
  expect((await ask('GET', '/auth/me', undefined, key(false))).body).toEqual(told)
  // Pages offer what the role may.
  expect((await ask('GET', '/auth/me', undefined, key(true))).body).toEqual({ ...told, role: 'viewer' })
  const nobody = await ask('GET', '/auth/me', undefined, {})
  expect([nobody.status, nobody.body, nobody.headers.get('www-authenticate')]).toEqual([
    ...[401, { detail: 'Not authenticated' }, 'Bearer'],
  ])
  const bad = await ask('GET', '/auth/me', undefined, { authorization: 'Bearer nonsense' })
  expect(bad.body).toEqual({ detail: 'Could not validate credentials' })
})

test('the language of pages is kept for the account, and noted', async () => {
  await using house = await household()
  const { ask, door, anna, deeds } = house
  const set = (language: unknown, headers?: Sent) => ask('PATCH', '/auth/me/language', { language }, headers)
  const done = await set('pt-BR')
  expect([done.status, done.body.language]).toEqual([200, 'pt-BR'])
  expect(deeds()[0]).toBe('update_user')
  expect((await ask('GET', '/auth/me')).body.language).toBe('pt-BR')
  for (const bad of ['', 7, 'x'.repeat(40), '../etc']) expect((await set(bad)).status).toBe(422)
  const { key } = door.services.apiKeys.create(anna.caller, { name: 'script', readOnly: true })
  expect((await set('de', { 'x-api-key': key })).status).toBe(403)
})

test('the second factor is switched on by a code, with the recovery codes that came with the secret', async () => {
  await using house = await household()
  const { ask, login, signIn, switchOn, door, deeds } = house
  const early = await ask('POST', '/auth/2fa/enable', { code: '123456' })
  expect([early.status, early.body]).toEqual([400, { detail: '2FA setup not initiated' }])
  const setup = await ask('POST', '/auth/2fa/setup')
  expect(setup.body).toEqual({
    secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
    otpauth_url: expect.stringContaining(`secret=${setup.body.secret}`),
    recovery_codes: expect.any(Array),
  })
  expect(new Set(setup.body.recovery_codes).size).toBe(10)
  expect((await login()).status).toBe(200)
  const wrong = await ask('POST', '/auth/2fa/enable', { code: '000000' })
  expect([wrong.status, wrong.body]).toEqual([400, { detail: 'Invalid code' }])
  const before = await signIn()
  const { recovery } = await switchOn()
  expect(deeds()[0]).toBe('enable_second_factor')
  expect((await ask('GET', '/auth/me')).body.is_2fa_enabled).toBe(true)
  expect((await ask('GET', '/auth/me', undefined, before)).status).toBe(401)
  expect((await login({ recovery_code: recovery[0] ?? '' })).status).toBe(200)
  expect((await login({ recovery_code: recovery[0] ?? '' })).body.detail).toBe('Invalid Recovery Code')
  door.pass(1000)
  expect((await login({ recovery_code: recovery[1] ?? '', totp_code: '000000' })).status).toBe(200)
})

test('a login with a second factor asks for it in the words that pages know, and takes each code once', async () => {
  await using house = await household()
  const { login, switchOn, door } = house
  const { code } = await switchOn()
  const asked = await login()
  expect([asked.status, asked.body]).toEqual([401, { detail: '2FA_REQUIRED' }])
  expect(asked.headers.get('www-authenticate')).toBe('Bearer')
  expect((await login({ totp_code: '' })).body.detail).toBe('2FA_REQUIRED')
  expect((await login({ totp_code: '000000' })).body.detail).toBe('Invalid 2FA Code')
  expect((await login({ password: 'wrong', totp_code: code() })).body.detail).toBe('Incorrect username or password')
  const shown = code()
  expect((await login({ totp_code: shown })).body).toMatchObject({ token_type: 'bearer', device_token: null })
  expect((await login({ totp_code: shown })).body.detail).toBe('Invalid 2FA Code')
  door.pass(30)
  expect((await login({ totp_code: code() })).status).toBe(200)
})

test('a trusted device needs no code until it is revoked, and no other account is let in by it', async () => {
  await using house = await household()
  const { ask, login, switchOn, door, anna } = house
  const bert = await door.person({ username: 'bert', role: 'viewer' }, anna.caller)
  // Nobody who shows no code makes anything trusted.
  expect((await login({ trust_device: 'true' })).body.device_token).toBeNull()
  const { code } = await switchOn()
  const trusted = await login({ totp_code: code(), trust_device: 'true', device_name: 'Anna’s\nphone' })
  const { device_token: token } = trusted.body
  expect(token).toMatch(/^[\w-]{43}$/)
  expect((await login({ device_token: token })).body.device_token).toBe(token)
  expect((await login({ device_token: 'x'.repeat(43) })).body.detail).toBe('2FA_REQUIRED')
  expect((await login({ device_token: token }, bert.user.username)).body.device_token).toBeNull()
  const list = await ask('GET', '/auth/devices')
  const at = expect.stringMatching(/^2026-01-15T12:.*Z$/)
  expect(list.body).toEqual([{ id: 1, name: 'Anna’s phone', last_used: at, created_at: at }])
  expect((await ask('DELETE', '/auth/devices/77')).body).toEqual({ detail: 'Device not found' })
  expect((await ask('DELETE', '/auth/devices/1')).body).toEqual({ status: 'Device revoked' })
  expect((await login({ device_token: token })).body.detail).toBe('2FA_REQUIRED')
})

test('the second factor goes with the password, and new recovery codes come soon after a sign-in or with it', async () => {
  await using house = await household()
  const { ask, login, switchOn, door, deeds } = house
  const off = await ask('POST', '/auth/2fa/recovery-codes')
  expect([off.status, off.body]).toEqual([400, { detail: '2FA must be enabled first' }])
  const { recovery } = await switchOn()
  const fresh = await ask('POST', '/auth/2fa/recovery-codes')
  expect([fresh.status, fresh.body.recovery_codes.length]).toEqual([200, 10])
  expect(deeds()[0]).toBe('renew_recovery_codes')
  expect((await login({ recovery_code: recovery[0] ?? '' })).status).toBe(401)
  door.pass(15 * 60)
  expect((await ask('POST', '/auth/2fa/recovery-codes')).status).toBe(403)
  const guess = await ask('POST', '/auth/2fa/recovery-codes', { password: 'wrong' })
  expect([guess.status, guess.body]).toEqual([401, { detail: 'Incorrect password' }])
  const shown = await ask('POST', '/auth/2fa/recovery-codes', { password: ANNA.password })
  expect(shown.body.recovery_codes).toHaveLength(10)
  const wrong = await ask('POST', '/auth/2fa/disable', { password: 'wrong' })
  expect([wrong.status, wrong.body]).toEqual([401, { detail: 'Incorrect password' }])
  const done = await ask('POST', '/auth/2fa/disable', { password: ANNA.password })
  expect([done.status, done.body]).toEqual([200, { status: '2FA disabled' }])
  expect((await login()).status).toBe(200)
})

test('a key is shown once, lasts so many days, acts for its maker, and only reads where that is asked', async () => {
  await using house = await household()
  const { ask, door } = house
  const make = (body: unknown) => ask('POST', '/v1/api-tokens', body)
  const made = await make({ name: 'home assistant', expires_in_days: 30 })
  const { token, ...rest } = made.body
  expect(token).toMatch(/^pl_[\w-]{43}$/)
  expect([made.status, rest]).toEqual([
    200,
    {
      ...{ id: 1, name: 'home assistant', created_at: '2026-01-15T12:00:00.000Z' },
      ...{ expires_at: '2026-02-14T12:00:00.000Z', last_used_at: null, is_active: true, scope: 'full' },
    },
  ])
  expect((await ask('GET', '/v1/api-tokens')).body).toEqual([{ ...rest, token: null }])
  for (const days of [null, 0]) expect((await make({ name: 'x', expires_in_days: days })).body.expires_at).toBeNull()
  for (const bad of [{}, { name: '' }, { name: 'x', expires_in_days: -1 }, { name: 'x', expires_in_days: 1.5 }])
    expect((await make(bad)).status).toBe(422)
  const reading = await make({ name: 'dashboard', scope: 'read' })
  expect(reading.body.scope).toBe('read')
  const byKey = (key: string, method: string, path: string, body?: unknown) =>
    ask(method, path, body, { 'x-api-key': key })
  const settings = { language: 'fr' }
  expect((await byKey(token, 'PATCH', '/auth/me/language', settings)).status).toBe(200)
  expect((await byKey(reading.body.token, 'PATCH', '/auth/me/language', settings)).status).toBe(403)
  // A stolen key makes itself no successor.
  expect((await byKey(token, 'POST', '/v1/api-tokens', { name: 'heir' })).status).toBe(403)
  door.pass(30 * 86_400)
  expect((await byKey(token, 'GET', '/auth/me')).body).toEqual({ detail: 'Not authenticated' })
})

test('an admin lists and deletes all keys of the household, others their own', async () => {
  await using house = await household()
  const { ask, door, anna, signIn } = house
  await door.person({ username: 'olga', role: 'operator' }, anna.caller)
  const olga = await signIn('olga')
  const made = await ask('POST', '/v1/api-tokens', { name: 'of anna' })
  const other = await ask('POST', '/v1/api-tokens', { name: 'of olga' }, olga)
  const names = async (headers?: Sent) =>
    (await ask('GET', '/v1/api-tokens', undefined, headers)).body.map(({ name }: { name: string }) => name)
  expect([await names(), await names(olga)]).toEqual([['of anna', 'of olga'], ['of olga']])
  const refused = await ask('DELETE', `/v1/api-tokens/${made.body.id}`, undefined, olga)
  expect([refused.status, refused.body]).toEqual([404, { detail: 'Token not found' }])
  const done = await ask('DELETE', `/v1/api-tokens/${other.body.id}`)
  expect([done.status, done.body]).toEqual([200, { status: 'deleted' }])
  expect((await ask('GET', '/auth/me', undefined, { 'x-api-key': other.body.token })).status).toBe(401)
})
