// Accounts and sign-ins through the front door.
import { expect, spyOn, test } from 'bun:test'
import { createDoor } from '../testing/door.ts'

const anna = { username: 'anna', password: 'correct horse' }

test('the first account founds the household; registration is closed from then on', async () => {
  await using door = await createDoor()
  expect((await door.ask('GET', '/health')).body).toMatchObject({ status: 'ok', service: 'porchlight', setup: true })
  const first = await door.ask('POST', '/api/auth/register', { body: { ...anna, role: 'viewer' } })
  expect(first.status).toBe(200)
  expect(first.body).toMatchObject({
    success: true,
    expiresIn: '24h',
    user: { username: 'anna', role: 'admin', founder: true },
  })
  expect(first.body.token).toBe(first.body.access_token)
  expect(first.body.data.accessToken).toBe(first.body.token)
  expect(first.body.data.refreshToken).toBe(first.body.refresh_token)
  expect((await door.ask('GET', '/health')).body.setup).toBe(false)
  const second = await door.ask('POST', '/api/auth/register', { body: { username: 'bob', password: 'battery staple' } })
  expect(second.status).toBe(403)
  expect(second.body.detail).toMatch(/Registration is closed/)
})

test('of two who register at once only one is the first', async () => {
  await using door = await createDoor()
  const answers = await Promise.all(
    ['anna', 'bob', 'anna'].map((username) =>
      door.ask('POST', '/api/auth/register', { body: { username, password: 'correct horse' } }),
    ),
  )
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
  expect(answers.filter(({ status }) => status === 403 || status === 409)).toHaveLength(2)
})

test('an open registration founds an own, empty household, whatever role it asks for', async () => {
  await using door = await createDoor()
  const { accessToken: token } = await door.person(anna)
  await door.ask('PUT', '/api/settings/open_registration', { token, body: { value: true } })
  const bob = await door.ask('POST', '/api/auth/register', {
    body: { username: 'bob', password: 'battery staple', role: 'viewer' },
  })
  expect(bob.body.user).toMatchObject({ role: 'admin', founder: false })
  const settings = await door.ask('GET', '/api/settings', { token: bob.body.token })
  expect(settings.body.data.map((item: { scope: string }) => item.scope)).not.toContain('appliance')
  const taken = await door.ask('POST', '/api/auth/register', { body: { username: 'ANNA', password: 'battery staple' } })
  expect(taken.status).toBe(409)
  expect(taken.body.detail).toBe('Username already exists')
})

test('an admin makes accounts of his household; others may not', async () => {
  await using door = await createDoor()
  const { accessToken: token, caller } = await door.person(anna)
  const made = await door.ask('POST', '/api/auth/register', {
    token,
    body: { username: 'carl', password: 'battery staple', role: 'operator' },
  })
  expect(made.body.user.role).toBe('operator')
  const carl = door.services.tokens.read(made.body.token)
  expect(carl.householdId).toBe(caller.householdId)
  const refused = await door.ask('POST', '/api/auth/register', {
    token: made.body.token,
    body: { username: 'dora', password: 'battery staple' },
  })
  expect(refused.status).toBe(403)
})

const badRegistrations: [object, RegExp, string][] = [
  [{ username: 'ab', password: 'correct horse' }, /^Username must be at least 3 characters$/, 'body.username'],
  [{ username: 'x'.repeat(51), password: 'correct horse' }, /at most 50/, 'body.username'],
  [{ username: '   ', password: 'correct horse' }, /at least 3/, 'body.username'],
  [{ username: 'an\u0007na', password: 'correct horse' }, /control characters/, 'body.username'],
  [{ username: 'anna', password: '12345' }, /^Password must be at least 6 characters$/, 'body.password'],
  [{ username: 'anna', password: 'x'.repeat(257) }, /at most 256/, 'body.password'],
  [{ username: 'anna' }, /^Username and password are required$/, 'body.password'],
  [{ username: 'annanna', password: 'ANNANNA' }, /must not be the user name/, 'body.password'],
  [{ username: 'anna', password: 'correct horse', role: 'god' }, /^Invalid role/, 'body.role'],
  [{ username: 'anna', password: 'correct horse', email: 'no' }, /^Invalid email format$/, 'body.email'],
]
test('a bad registration is 400 and names the field', async () => {
  await using door = await createDoor()
  for (const [body, text, path] of badRegistrations) {
    const answer = await door.ask('POST', '/api/auth/register', { body })
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ success: false, error: expect.stringMatching(text), detail: answer.body.error })
    expect(answer.body.errors[0].path).toBe(path)
  }
})

test('signing in gives both sets of claims, in a payload that plain base64 can read', async () => {
  await using door = await createDoor()
  const username = 'anna>>>???~~~ ünïcödé 漢'
  await door.person({ username, password: anna.password })
  const { body } = await door.ask('POST', '/api/auth/login', { body: { username, password: anna.password } })
  const payload = body.token.split('.')[1]
  expect(payload).not.toMatch(/[-_]/)
  const claims = JSON.parse(atob(payload))
  const { id } = body.user
  expect(id).toMatch(/^[0-9a-f-]{36}$/)
  expect(claims).toMatchObject({
    username,
    role: 'SuperAdmin',
    vms_role: 'admin',
    typ: 'access',
    user_id: id,
    userId: id,
    sub: id,
    superadmin_id: id,
    superAdminId: id,
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name': username,
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier': id,
    'http://schemas.microsoft.com/ws/2008/06/identity/claims/role': 'SuperAdmin',
  })
  expect(claims.exp - claims.iat).toBe(86_400)
  const me = await door.ask('GET', '/api/auth/me', { token: body.token })
  expect(me.body).toMatchObject({ success: true, data: { username, role: 'admin' } })
})

test('a wrong password and an unknown name are the same answer', async () => {
  await using door = await createDoor()
  await door.person(anna)
  const wrong = await door.ask('POST', '/api/auth/login', { body: { username: 'anna', password: 'nope' } })
  const unknown = await door.ask('POST', '/api/auth/login', { body: { username: 'nobody', password: 'nope' } })
  expect(wrong.status).toBe(401)
  expect(unknown.body).toEqual(wrong.body)
  expect(wrong.body.detail).toBe('Invalid username or password')
  expect((await door.ask('POST', '/api/auth/login', { body: { username: 'anna' } })).body.detail).toBe(
    'Username and password are required',
  )
})

test('guessing is slowed down after five failures, and only where it comes from', async () => {
  await using door = await createDoor()
  await door.person(anna)
  const guess = () => door.ask('POST', '/api/auth/login', { body: { username: 'anna', password: 'nope' } })
  for (let i = 0; i < 5; i++) expect((await guess()).status).toBe(401)
  const refused = await guess()
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('30')
  expect(refused.body.retryAfter).toBe(30)
  expect((await door.ask('POST', '/api/auth/login', { body: anna })).status).toBe(429)
  const elsewhere = await door.services.users.verify('anna', anna.password, { address: '198.51.100.7', agent: null })
  expect(elsewhere.username).toBe('anna')
  door.pass(31)
  expect((await guess()).status).toBe(401)
  expect((await guess()).headers.get('retry-after')).toBe('60')
  door.pass(61)
  expect((await door.ask('POST', '/api/auth/login', { body: anna })).status).toBe(200)
  expect((await guess()).status).toBe(401)
})

test('a clock that was set back keeps nobody waiting for it', async () => {
  await using door = await createDoor()
  await door.person(anna)
  const guess = () => door.ask('POST', '/api/auth/login', { body: { username: 'anna', password: 'nope' } })
  for (let i = 0; i < 6; i++) await guess()
  door.pass(-86_400)
  expect((await door.ask('POST', '/api/auth/login', { body: anna })).status).toBe(200)
})

test('a renewal while the clock is wrong does not shorten a sign-in', async () => {
  await using door = await createDoor()
  const { refreshToken } = await door.person(anna)
  const fifty = 50 * 365 * 86_400
  door.pass(-fifty)
  const { body } = await door.ask('POST', '/api/auth/refresh', { body: { refreshToken } })
  door.pass(fifty)
  const later = await door.ask('POST', '/api/auth/refresh', { body: { refreshToken: body.refresh_token } })
  expect(later.status).toBe(200)
})

test('many guesses at once do not slip through together', async () => {
  await using door = await createDoor()
  await door.person(anna)
  const answers = await Promise.all(
    Array.from({ length: 20 }, () =>
      door.ask('POST', '/api/auth/login', { body: { username: 'anna', password: 'nope' } }),
    ),
  )
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(15)
})

test('a refresh token rotates; two tabs at once get the same pair', async () => {
  await using door = await createDoor()
  const { refreshToken } = await door.person(anna)
  const refresh = (token: string) => door.ask('POST', '/api/auth/refresh', { body: { refreshToken: token } })
  const first = await refresh(refreshToken)
  const second = await refresh(refreshToken)
  expect(first.status).toBe(200)
  expect(second.body.refresh_token).toBe(first.body.refresh_token)
  expect(first.body.refresh_token).not.toBe(refreshToken)
  expect((await door.ask('GET', '/api/auth/me', { token: second.body.token })).status).toBe(200)
})

test('a refresh token used again later ends the sign-in and is noted', async () => {
  await using door = await createDoor()
  const { refreshToken } = await door.person(anna)
  const refresh = (token: string) => door.ask('POST', '/api/auth/refresh', { body: { refresh_token: token } })
  const { body } = await refresh(refreshToken)
  door.pass(31)
  expect((await refresh(refreshToken)).status).toBe(401)
  expect((await door.ask('GET', '/api/auth/me', { token: body.token })).status).toBe(401)
  expect((await refresh(body.refresh_token)).body.detail).toBe('Invalid refresh token')
  const again = await door.ask('POST', '/api/auth/login', { body: anna })
  const log = await door.ask('GET', '/api/activity', { token: again.body.token })
  expect(log.body.data.map((row: { action: string }) => row.action)).toContain('refresh_reuse')
})

test('a forged or foreign refresh token ends nothing', async () => {
  await using door = await createDoor()
  const { refreshToken, accessToken } = await door.person(anna)
  const [, rest] = refreshToken.split('.', 2)
  for (const token of ['', 'x', `${refreshToken}x`, refreshToken.replace(rest ?? '', 'A'.repeat(43)), accessToken]) {
    const answer = await door.ask('POST', '/api/auth/refresh', { body: { refreshToken: token } })
    expect([400, 401]).toContain(answer.status)
  }
  expect((await door.ask('GET', '/api/auth/me', { token: accessToken })).status).toBe(200)
  expect((await door.ask('POST', '/api/auth/refresh', { body: {} })).body.detail).toBe('Refresh token is required')
})

test('a sign-in lasts seven days from its last renewal, thirty in all', async () => {
  await using door = await createDoor()
  let { refreshToken } = await door.person(anna)
  for (let day = 6; day < 30; day += 6) {
    door.pass(6 * 86_400)
    const { status, body } = await door.ask('POST', '/api/auth/refresh', { body: { refreshToken } })
    expect(status).toBe(200)
    refreshToken = body.refresh_token
  }
  door.pass(6 * 86_400)
  expect((await door.ask('POST', '/api/auth/refresh', { body: { refreshToken } })).status).toBe(401)
  const late = await door.ask('POST', '/api/auth/login', { body: anna })
  door.pass(7 * 86_400)
  expect(
    (await door.ask('POST', '/api/auth/refresh', { body: { refreshToken: late.body.refresh_token } })).status,
  ).toBe(401)
})

test('signing out ends the token at once, and only this one', async () => {
  await using door = await createDoor()
  const { accessToken: here } = await door.person(anna)
  const there = (await door.ask('POST', '/api/auth/login', { body: anna })).body.token
  const out = await door.ask('POST', '/api/auth/logout', { token: here })
  expect(out.body).toEqual({ success: true, message: 'Logged out successfully' })
  expect((await door.ask('GET', '/api/auth/me', { token: here })).body.detail).toBe('Invalid token')
  expect((await door.ask('GET', '/api/auth/me', { token: there })).status).toBe(200)
})

test('a new password ends every other sign-in, in both spellings', async () => {
  await using door = await createDoor()
  const { accessToken: here } = await door.person(anna)
  const there = (await door.ask('POST', '/api/auth/login', { body: anna })).body.token
  const change = (body: object) => door.ask('POST', '/api/auth/change-password', { token: here, body })
  const wrong = await change({ old_password: 'nope!!', new_password: 'battery staple' })
  expect(wrong.status).toBe(400)
  expect(wrong.body).toMatchObject({ detail: 'Old password incorrect', error: 'Invalid current password' })
  expect((await change({})).body.detail).toBe('Old password and new password are required')
  expect((await change({ old_password: anna.password, new_password: 'short' })).body.detail).toMatch(/at least 6/)
  expect((await change({ old_password: anna.password, oldPassword: 'other!', new_password: 'abcdef' })).status).toBe(
    400,
  )
  const done = await change({ oldPassword: anna.password, newPassword: 'battery staple' })
  expect(done.body).toEqual({ success: true, message: 'Password changed successfully' })
  expect((await door.ask('GET', '/api/auth/me', { token: here })).status).toBe(200)
  expect((await door.ask('GET', '/api/auth/me', { token: there })).status).toBe(401)
  expect((await door.ask('POST', '/api/auth/login', { body: anna })).status).toBe(401)
})

test('of two new passwords at once one is taken, and the other hears that it was not', async () => {
  await using door = await createDoor()
  const { accessToken: token } = await door.person(anna)
  const change = (password: string) =>
    door.ask('POST', '/api/auth/change-password', {
      token,
      body: { old_password: anna.password, new_password: password },
    })
  const answers = await Promise.all([change('battery staple'), change('staple battery')])
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 400])
  const taken = answers[0]?.status === 200 ? 'battery staple' : 'staple battery'
  const login = { username: anna.username, password: taken }
  expect((await door.ask('POST', '/api/auth/login', { body: login })).status).toBe(200)
})

test('a password that was changed while it was being checked is the old one no more', async () => {
  await using door = await createDoor()
  const { accessToken: token } = await door.person(anna)
  const change = (password: string) =>
    door.ask('POST', '/api/auth/change-password', {
      token,
      body: { old_password: anna.password, new_password: password },
    })
  const verify = Bun.password.verify
  const begun = Promise.withResolvers<void>()
  const held = Promise.withResolvers<void>()
  const checks = spyOn(Bun.password, 'verify').mockImplementationOnce(async (...shown: Parameters<typeof verify>) => {
    begun.resolve()
    const isRight = await verify(...shown)
    await held.promise
    return isRight
  })
  try {
    const late = change('staple battery')
    await begun.promise
    expect((await change('battery staple')).status).toBe(200)
    held.resolve()
    expect((await late).status).toBe(400)
  } finally {
    checks.mockRestore()
  }
  const login = { username: anna.username, password: 'battery staple' }
  expect((await door.ask('POST', '/api/auth/login', { body: login })).status).toBe(200)
})

test('what is no token of ours is not let in', async () => {
  await using door = await createDoor()
  const { accessToken, refreshToken } = await door.person(anna)
  const [header = '', payload = '', tag = ''] = accessToken.split('.')
  const none = Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')
  const bad = [
    refreshToken,
    `${none}.${payload}.`,
    `${none}.${payload}.${tag}`,
    `${header}.${payload}.`,
    `${header}.${payload}`,
    `${header}.${payload}.${tag}.x`,
    `${header}.${Buffer.from('{"sid":1}').toString('base64url')}.${tag}`,
    'pl_nothing',
    'x',
  ]
  for (const token of bad) expect((await door.ask('GET', '/api/auth/me', { token })).status).toBe(401)
  expect(
    (await door.ask('GET', '/api/auth/me', { headers: { authorization: `Basic ${btoa('anna:x')}` } })).status,
  ).toBe(401)
  const missing = await door.ask('GET', '/api/auth/me')
  expect(missing.body).toMatchObject({
    detail: 'Authorization header missing',
    error: 'No token provided',
    success: false,
  })
  door.pass(86_400)
  expect((await door.ask('GET', '/api/auth/me', { token: accessToken })).body.detail).toBe('Token expired')
})

test('the account of the environment is made once', async () => {
  await using door = await createDoor()
  await door.services.users.ensureAdmin({ username: 'owner', password: 'correct horse' })
  await door.services.users.ensureAdmin({ username: 'other', password: 'correct horse' })
  const login = (username: string) =>
    door.ask('POST', '/api/auth/login', { body: { username, password: 'correct horse' } })
  expect((await login('owner')).body.user.founder).toBe(true)
  expect((await login('other')).status).toBe(401)
})
