// The second factor, sign-ins and trusted browsers as LightNVR's clients manage them, through the front door.
import { expect, test } from 'bun:test'
import { createAuthenticator } from '../core/testing/authenticator.ts'
import { createDoor } from '../core/testing/door.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'

const anna = { username: 'anna', password: 'correct horse' }
const API = '/lightnvr/api/auth'
type Sent = Record<string, string>

/** Values of cookies that an answer sets, by name. */
const cookiesOf = ({ headers }: { headers: Headers }): Sent =>
  Object.fromEntries(
    headers
      .getSetCookie()
      .map((line) => (line.split(';')[0] ?? '').split('='))
      .map(([name = '', value = '']) => [name, value]),
  )
const shown = (cookies: Sent): Sent => ({
  cookie: Object.entries(cookies)
    .map(([name, value]) => `${name}=${value}`)
    .join('; '),
})

async function household() {
  const door = await createDoor({ plugins: [lightnvr] })
  const { caller } = await door.person(anna)
  const login = (more: object = {}, headers: Sent = {}) =>
    door.ask('POST', `${API}/login`, { body: { ...anna, ...more }, headers })
  const session = cookiesOf(await login())
  const own = (method: string, path: string, body?: unknown, cookies: Sent = session) =>
    door.ask(method, `${API}${path}`, { headers: shown(cookies), ...(body === undefined ? {} : { body }) })
  const id = caller.userId
  const totp = (what: string, body?: unknown, cookies?: Sent) =>
    own(what === 'status' ? 'GET' : 'POST', `/users/${id}/totp/${what}`, body, cookies)
  async function switchOn() {
    const { body } = await totp('setup')
    const code = createAuthenticator(body.otpauth_uri, door.now)
    const enabled = await totp('verify', { code: code() })
    expect(enabled.status).toBe(200)
    door.pass(30)
    return { code, recovery: enabled.body.recovery_codes as string[] }
  }
  const end = () => door[Symbol.asyncDispose]()
  return { door, caller, login, own, totp, switchOn, id, session, [Symbol.asyncDispose]: end }
}

test('the second factor is set up, confirmed by a code, told, and switched off with a code or the password', async () => {
  await using house = await household()
  const { totp, door, login } = house
  const status = async () => (await totp('status')).body
  expect(await status()).toEqual({ totp_enabled: false, totp_configured: false })
  const early = await totp('verify', { code: '123456' })
  expect([early.status, early.body.error]).toEqual([400, 'TOTP is not set up: begin with the setup'])
  const setup = await totp('setup')
  expect(setup.body).toMatchObject({ success: true, secret: expect.stringMatching(/^[A-Z2-7]{32}$/) })
  expect(setup.body.otpauth_uri).toMatch(/^otpauth:\/\/totp\/.*secret=[A-Z2-7]{32}/)
  expect(await status()).toEqual({ totp_enabled: false, totp_configured: true })
  expect((await login()).body).toMatchObject({ success: true })
  const code = createAuthenticator(setup.body.otpauth_uri, door.now)
  const missing = await totp('verify', {})
  expect([missing.status, missing.body.error]).toEqual([400, 'Missing or invalid code'])
  const wrong = await totp('verify', { code: '000000' })
  expect([wrong.status, wrong.body.error]).toEqual([401, 'Invalid TOTP code'])
  const right = await totp('verify', { totp_code: code() })
  expect([right.status, right.body.success, right.body.recovery_codes.length]).toEqual([200, true, 10])
  expect(await status()).toEqual({ totp_enabled: true, totp_configured: true })
  expect((await totp('setup')).status).toBe(409)
  expect((await login()).body).toMatchObject({ totp_required: true })
  door.pass(30)

  const bare = await totp('disable')
  expect([bare.status, bare.body.error]).toEqual([400, 'A current code or your password is needed to switch TOTP off'])
  expect((await totp('disable', { code: '000000' })).body.error).toBe('Invalid TOTP code')
  expect((await totp('disable', { password: 'wrong one' })).status).toBe(400)
  const off = await totp('disable', { code: code() })
  expect([off.status, off.body]).toEqual([200, { success: true, message: 'TOTP is off' }])
  expect(await status()).toEqual({ totp_enabled: false, totp_configured: false })
  const { services } = door
  const deeds = () => services.activity.list(house.caller, { limit: 10 }).items.map(({ action }) => action)
  expect(deeds()).toEqual(expect.arrayContaining(['enable_second_factor', 'disable_second_factor']))
  await house.switchOn()
  expect((await totp('disable', { password: anna.password })).status).toBe(200)
})

test('an admin sets up, sees and takes off the second factor of others, but not the founder’s; nobody else does', async () => {
  await using house = await household()
  const { door, own, caller, id } = house
  const vera = await door.person({ username: 'vera', role: 'viewer' }, caller)
  const second = await door.person({ username: 'second', role: 'admin' }, caller)
  const by = (username: string, method: string, path: string) =>
    door.ask(method, `${API}/users/${path}`, {
      headers: { authorization: `Basic ${btoa(`${username}:${anna.password}`)}` },
    })
  for (const [method, what] of [
    ['POST', 'setup'],
    ['POST', 'disable'],
    ['GET', 'status'],
  ] as const) {
    const answer = await by('vera', method, `${id}/totp/${what}`)
    expect([what, answer.status, answer.body.error]).toEqual([what, 403, 'Forbidden: Can only manage your own MFA'])
  }
  expect((await by('second', 'POST', `${id}/totp/setup`)).status).toBe(403)
  expect((await by('second', 'GET', `${id}/totp/status`)).status).toBe(200)
  const path = `/users/${vera.caller.userId}/totp`
  const setup = await own('POST', `${path}/setup`)
  const code = createAuthenticator(setup.body.otpauth_uri, door.now)
  expect((await own('POST', `${path}/verify`, { code: code() })).status).toBe(200)
  expect((await by('vera', 'GET', `${vera.caller.userId}/totp/status`)).status).toBe(401)
  expect((await own('GET', `${path}/status`)).body.totp_enabled).toBe(true)
  expect((await own('POST', `${path}/disable`)).status).toBe(200)
  expect((await own('POST', `${path}/disable`)).status).toBe(200)
  expect((await by('vera', 'GET', `${vera.caller.userId}/totp/status`)).body.totp_enabled).toBe(false)
  expect((await own('GET', '/users/9999/totp/status')).status).toBe(404)
  // A key is no person who could look at his phone.
  const { key } = door.services.apiKeys.create(second.caller, { name: 'mine', readOnly: false })
  expect((await door.ask('POST', `${API}${path}/setup`, { key })).status).toBe(403)
})

test('a browser that asks to be remembered is asked for no code, until the trust is ended or the password changes', async () => {
  await using house = await household()
  const { door, login, switchOn, own } = house
  const { code } = await switchOn()
  const inTwoSteps = async () => {
    door.pass(30)
    const token = (await login()).body.totp_token
    const answer = await door.ask('POST', `${API}/login/totp`, {
      body: { totp_token: token, code: code(), remember_device: true },
    })
    expect(answer.status).toBe(200)
    return { answer, cookies: cookiesOf(answer) }
  }
  const { answer, cookies } = await inTwoSteps()
  const line = answer.headers.getSetCookie().find((one) => one.startsWith('trusted_device='))
  expect(line).toMatch(/^trusted_device=[\w-]{43}; Max-Age=2592000; Path=\/lightnvr; HttpOnly; SameSite=Lax$/)
  const trusted = { trusted_device: cookies.trusted_device ?? '' }
  const again = await login({}, shown(trusted))
  expect(again.body).toMatchObject({ success: true })
  expect((await login({ password: 'wrong one' }, shown(trusted))).status).toBe(401)
  expect((await login({}, shown({ trusted_device: 'x'.repeat(43) }))).body).toMatchObject({ totp_required: true })

  const all = { ...cookiesOf(again), ...trusted }
  const listed = (await own('GET', '/trusted-devices', undefined, all)).body.trusted_devices
  expect(listed).toEqual([expect.objectContaining({ id: 1, current: true, expires_at: expect.any(Number) })])
  const end = (id: unknown) => own('DELETE', `/trusted-devices/${id}`, undefined, all)
  expect([(await end('x')).status, (await end(1)).status, (await end(1)).status]).toEqual([400, 200, 404])
  expect((await login({}, shown(trusted))).body).toMatchObject({ totp_required: true })

  const next = (await inTwoSteps()).cookies
  const signedOut = await own('POST', '/logout', undefined, next)
  expect(cookiesOf(signedOut)).toEqual({ session: '' })
  const still = { trusted_device: next.trusted_device ?? '' }
  expect((await login({}, shown(still))).body).toMatchObject({ success: true })
  door.services.tokens.endAll(house.id)
  expect((await login({}, shown(still))).body).toMatchObject({ totp_required: true })
  const { body } = await door.ask('GET', `${API}/login/config`)
  expect(body).toMatchObject({ remember_device_enabled: true, trusted_device_days: 30 })
})

test('sign-ins are listed with their ends, and one is ended', async () => {
  await using house = await household()
  const { login, own, door } = house
  const other = cookiesOf(await login({}, { 'user-agent': 'Other/1.0' }))
  const { sessions } = (await own('GET', '/sessions')).body
  expect(sessions).toHaveLength(3)
  const at = Math.floor(+door.now() / 1000)
  expect(sessions.find(({ user_agent }: { user_agent: string }) => user_agent === 'Other/1.0')).toEqual({
    ...{ id: expect.any(String), created_at: at, last_activity_at: at, idle_expires_at: at + 86_400 },
    ...{ expires_at: at + 604_800, ip_address: '', user_agent: 'Other/1.0', current: false },
  })
  const current = sessions.filter((one: { current: boolean }) => one.current)
  expect(current).toHaveLength(1)
  const { id } = sessions.find(({ user_agent }: { user_agent: string }) => user_agent === 'Other/1.0')
  const end = () => own('DELETE', `/sessions/${id}`)
  expect([(await end()).body, (await end()).status]).toEqual([{ success: true }, 404])
  expect((await own('GET', '/sessions', undefined, other)).status).toBe(401)
})
