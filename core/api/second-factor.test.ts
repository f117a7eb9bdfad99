// The second factor through the front door, with an authenticator of our own that knows nothing but the address.
import { expect, test } from 'bun:test'
import { recoveryCodes, secondFactors } from '../db/schema/index.ts'
import { createAuthenticator } from '../testing/authenticator.ts'
import { createDoor } from '../testing/door.ts'

const anna = { username: 'anna', password: 'correct horse' }
type Door = Awaited<ReturnType<typeof createDoor>>

const login = (door: Door, totp_code?: string) =>
  door.ask('POST', '/api/auth/login', { body: { ...anna, ...(totp_code === undefined ? {} : { totp_code }) } })

/** Switches it on for somebody who is signed in. */
async function switchOn(door: Door, token: string, password = anna.password) {
  const setup = await door.ask('POST', '/api/auth/totp/setup', { token, body: { password } })
  expect(setup.status).toBe(200)
  const code = createAuthenticator(setup.body.data.otpauth_url, door.now)
  const enabled = await door.ask('POST', '/api/auth/totp/enable', { token, body: { code: code() } })
  expect(enabled.status).toBe(200)
  door.pass(30)
  return { code, setup: setup.body.data, recovery: enabled.body.data.recovery_codes as string[] }
}

/** Anna with a second factor that she has just switched on. */
async function withFactor(door: Door) {
  const { accessToken: token, caller } = await door.person(anna)
  return { token, caller, ...(await switchOn(door, token)) }
}

test('once it is on, a password alone lets nobody in; with a code it does', async () => {
  await using door = await createDoor()
  const { token, code, setup, recovery } = await withFactor(door)
  expect(setup.qr_code).toStartWith('data:image/svg+xml;base64,')
  expect(atob(setup.qr_code.split(',')[1])).toContain('<svg')
  expect(setup.otpauth_url).toContain('issuer=Porchlight')
  expect(new Set(recovery).size).toBe(10)
  const without = await login(door)
  expect(without.status).toBe(401)
  expect(without.body).toMatchObject({ success: false, totp_required: true })
  expect(JSON.stringify(without.body)).not.toMatch(/token":/)
  const wrong = await login(door, '000000')
  expect(wrong.status).toBe(401)
  expect(wrong.body).toMatchObject({ totp_required: true, detail: expect.stringMatching(/^Invalid code/) })
  const right = await login(door, code())
  expect(right.status).toBe(200)
  expect((await door.ask('GET', '/api/auth/me', { token: right.body.token })).status).toBe(200)
  expect((await door.ask('GET', '/api/auth/totp', { token })).body.data).toMatchObject({
    enabled: true,
    pending: false,
    recovery_codes_left: 10,
  })
})

test('whoever has no right password does not learn that there is a second factor', async () => {
  await using door = await createDoor()
  const { code } = await withFactor(door)
  const answer = await door.ask('POST', '/api/auth/login', { body: { ...anna, password: 'no', totp_code: code() } })
  expect(answer.status).toBe(401)
  expect(answer.body.totp_required).toBeUndefined()
  expect(answer.body.detail).toBe('Invalid username or password')
})

test('a code is good once, one step early or late, and never after a newer one', async () => {
  await using door = await createDoor()
  const { code } = await withFactor(door)
  const now = code()
  expect((await login(door, now)).status).toBe(200)
  expect((await login(door, now)).status).toBe(401)
  expect((await login(door, code(1))).status).toBe(200)
  door.pass(60)
  expect((await login(door, code(-1))).status).toBe(401)
  door.pass(300)
  expect((await login(door, code(-2))).status).toBe(401)
  expect((await login(door, code(2))).status).toBe(401)
  expect((await login(door, ` ${code().slice(0, 3)} ${code().slice(3)} `)).status).toBe(200)
})

test('of two who come with the same code at once, one comes in', async () => {
  await using door = await createDoor()
  const { code, recovery } = await withFactor(door)
  for (const shown of [code(), recovery[0]]) {
    const answers = await Promise.all([login(door, shown), login(door, shown), login(door, shown)])
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  }
})

test('each recovery code lets in once, however it is typed, and new ones make the former worthless', async () => {
  await using door = await createDoor()
  const { token, code, recovery } = await withFactor(door)
  const [first = '', second = '', third = ''] = recovery
  expect((await login(door, first.toUpperCase().replaceAll('-', ' '))).status).toBe(200)
  expect((await login(door, first)).status).toBe(401)
  expect((await door.ask('GET', '/api/auth/totp', { token })).body.data.recovery_codes_left).toBe(9)
  const body = { password: anna.password, code: second }
  const renewed = await door.ask('POST', '/api/auth/recovery-codes', { token, body })
  expect(renewed.body.data.recovery_codes).toHaveLength(10)
  expect((await login(door, third)).status).toBe(401)
  expect((await login(door, renewed.body.data.recovery_codes[0])).status).toBe(200)
  expect((await login(door, code())).status).toBe(200)
})

test('switching it on ends the other sign-ins, which came in without it', async () => {
  await using door = await createDoor()
  const { accessToken: token } = await door.person(anna)
  const other = (await login(door)).body.token
  const setup = await door.ask('POST', '/api/auth/totp/setup', { token, body: { password: anna.password } })
  const code = createAuthenticator(setup.body.data.otpauth_url, door.now)
  expect((await login(door)).status).toBe(200)
  expect((await door.ask('POST', '/api/auth/totp/enable', { token, body: { code: code(5) } })).status).toBe(400)
  expect((await door.ask('POST', '/api/auth/totp/enable', { token, body: { code: code() } })).status).toBe(200)
  expect((await door.ask('GET', '/api/auth/me', { token: other })).status).toBe(401)
  expect((await door.ask('GET', '/api/auth/me', { token })).status).toBe(200)
})

test('it is set up and switched off only by somebody who knows the password, and off only with a code', async () => {
  await using door = await createDoor()
  const { accessToken: token, caller } = await door.person(anna)
  const setUp = (body: object, who: object = { token }) => door.ask('POST', '/api/auth/totp/setup', { ...who, body })
  expect((await setUp({ password: 'no' })).body.errors).toMatchObject([{ path: 'body.password' }])
  expect((await setUp({})).status).toBe(400)
  const { key } = door.services.apiKeys.create(caller, { name: 'script', readOnly: false })
  expect((await setUp({ password: anna.password }, { key })).status).toBe(403)
  expect((await door.ask('POST', '/api/auth/totp/enable', { token, body: { code: '123456' } })).status).toBe(409)
  const code = createAuthenticator((await setUp({ password: anna.password })).body.data.otpauth_url, door.now)
  await door.ask('POST', '/api/auth/totp/enable', { token, body: { code: code() } })
  expect((await setUp({ password: anna.password })).status).toBe(409)
  door.pass(30)
  const off = (body: object) => door.ask('POST', '/api/auth/totp/disable', { token, body })
  expect((await off({ password: 'no', code: code() })).status).toBe(400)
  expect((await off({ password: anna.password, code: '000000' })).status).toBe(400)
  expect((await off({ password: anna.password, code: code() })).status).toBe(200)
  expect((await off({ password: anna.password, code: code(1) })).status).toBe(409)
  expect((await login(door)).status).toBe(200)
})

test('a login without a code counts as a failed one, and so does a wrong code', async () => {
  await using door = await createDoor()
  const { code } = await withFactor(door)
  for (let i = 0; i < 3; i++) expect((await login(door)).status).toBe(401)
  for (let i = 0; i < 2; i++) expect((await login(door, '000000')).status).toBe(401)
  const waiting = await login(door, code())
  expect(waiting.status).toBe(429)
  expect(waiting.headers.get('retry-after')).not.toBeNull()
})

test('six digits are not guessed from many addresses; a recovery code works on meanwhile', async () => {
  await using door = await createDoor()
  const { code, recovery } = await withFactor(door)
  const from = (host: number, shown: string) =>
    door.services.users
      .verify(anna.username, anna.password, { address: `198.51.100.${host}`, agent: null }, shown)
      .then(
        () => 'in',
        (fault) => fault.kind,
      )
  for (let i = 0; i < 20; i++) await from(i, '000000')
  expect(await from(100, code())).toBe('too-many')
  expect(await from(101, recovery[0] ?? '')).toBe('in')
})

test('an admin takes it off somebody of the household who has lost it, and nobody else does', async () => {
  await using door = await createDoor()
  const founder = await door.person({ username: 'founder' })
  const admin = await door.person({ username: 'admin', role: 'admin' }, founder.caller)
  const bob = await door.person({ ...anna, role: 'viewer' }, founder.caller)
  const takeOff = (id: number | string, { accessToken: token }: { accessToken: string }) =>
    door.ask('DELETE', `/api/users/${id}/totp`, { token })
  expect((await takeOff(bob.user.id, admin)).status).toBe(409)
  const setup = { token: bob.accessToken, body: { password: anna.password } }
  await door.ask('POST', '/api/auth/totp/setup', setup)
  // What was begun asks for nothing yet.
  const begun = await door.ask('GET', `/api/users/${bob.user.id}`, { token: admin.accessToken })
  expect(begun.body.data.second_factor).toBe(false)
  await switchOn(door, bob.accessToken)
  await switchOn(door, founder.accessToken)
  await door.ask('PUT', '/api/settings/open_registration', { token: founder.accessToken, body: { value: true } })
  const stranger = await door.person({ username: 'stranger' })
  expect((await login(door)).body.totp_required).toBe(true)
  const shown = async () => {
    const { body } = await door.ask('GET', '/api/users', { token: admin.accessToken })
    return Object.fromEntries(body.data.map((one: Record<string, unknown>) => [one.username, one.second_factor]))
  }
  expect(await shown()).toEqual({ founder: true, admin: false, anna: true })
  expect((await takeOff(bob.user.id, bob)).status).toBe(403)
  expect((await takeOff(bob.user.id, stranger)).status).toBe(404)
  expect((await takeOff(bob.user.uuid, admin)).status).toBe(200)
  expect(await shown()).toEqual({ founder: true, admin: false, anna: false })
  expect((await login(door)).status).toBe(200)
  const { items } = door.services.activity.list(admin.caller, { limit: 2 })
  expect(items[1]).toMatchObject({ action: 'remove_second_factor', username: 'admin', resourceId: bob.user.uuid })
  // Who may touch the appliance itself is not disarmed by somebody who may not.
  expect((await takeOff(founder.user.id, admin)).status).toBe(403)
  expect((await takeOff(founder.user.id, founder)).status).toBe(403)
  const one = (await door.ask('GET', `/api/users/${founder.user.id}`, { token: admin.accessToken })).body.data
  expect(one).toMatchObject({ founder: true, second_factor: true })
})

test('the secret stands encrypted in the database, and no code is in the log', async () => {
  await using door = await createDoor()
  const { setup, recovery, caller } = await withFactor(door)
  const rows = JSON.stringify([
    door.db.select().from(secondFactors).all(),
    door.db.select().from(recoveryCodes).all(),
    door.services.activity.list(caller, { limit: 50 }).items,
    door.lines,
  ])
  expect(rows).toContain('"v1.')
  for (const secret of [setup.secret, ...recovery, ...recovery.map((code) => code.replaceAll('-', ''))])
    expect(rows).not.toContain(secret)
})
