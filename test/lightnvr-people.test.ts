// Accounts as LightNVR's clients manage them, through the front door: who may what, in which words, and what it does to ours.
import { expect, test } from 'bun:test'
import { channels } from '../core/db/schema/index.ts'
import { type Ask, createDoor } from '../core/testing/door.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'

const PASSWORD = 'correct horse'
const USERS = '/lightnvr/api/auth/users'
type Sent = Record<string, string>

async function household() {
  const door = await createDoor({ plugins: [lightnvr] })
  const { caller, accessToken } = await door.person({ username: 'anna' })
  const basic = (username: string, password = PASSWORD): Sent => ({
    authorization: `Basic ${btoa(`${username}:${password}`)}`,
  })
  const ask = (who: string, method: string, path: string, body?: unknown, more: Ask = {}) =>
    door.ask(method, path, { headers: basic(who), ...(body === undefined ? {} : { body }), ...more })
  const make = async (username: string, more: object = {}) => {
    const { status, body } = await ask('anna', 'POST', USERS, { username, password: PASSWORD, ...more })
    expect([status, body]).toEqual([200, expect.anything()])
    return body as { id: number }
  }
  const login = async (username: string, password = PASSWORD, more: Ask = {}) =>
    (await door.ask('POST', '/lightnvr/api/auth/login', { body: { username, password }, ...more })).status
  const said = async (...args: Parameters<typeof ask>) => {
    const { status, body } = await ask(...args)
    return [status, body.error]
  }
  const end = () => door[Symbol.asyncDispose]()
  return { door, caller, accessToken, basic, ask, make, login, said, [Symbol.asyncDispose]: end }
}

test('an admin makes accounts of all four roles; each is told what it was made as, and may what ours of that rank may', async () => {
  await using house = await household()
  const { ask, make, door, basic } = house
  const list = (await ask('anna', 'GET', USERS)).body.users
  expect(list).toEqual([
    {
      ...{ id: house.caller.userId, username: 'anna', email: '', role: 0, role_name: 'admin', is_active: true },
      ...{ created_at: 1_768_478_400, updated_at: 1_768_478_400, last_login: 1_768_478_400 },
      ...{ password_change_locked: false, totp_enabled: false, allowed_tags: null, allowed_login_cidrs: null },
    },
  ])
  for (const [role, name, ours] of [
    [0, 'admin', 'admin'],
    [1, 'user', 'operator'],
    [2, 'viewer', 'viewer'],
    [3, 'api', 'operator'],
  ] as const) {
    const made = await make(`one-${name}`, { role, email: `${name}@example.org` })
    expect(made).toMatchObject({ role, role_name: name, email: `${name}@example.org`, last_login: 0 })
    const headers = basic(`one-${name}`)
    const verified = await door.ask('GET', '/lightnvr/api/auth/verify', { headers })
    expect(verified.body).toMatchObject({ role: name, role_id: role, id: made.id })
    expect((await ask('anna', 'GET', `${USERS}/${made.id}`)).body).toMatchObject({ role, role_name: name })
    expect(house.door.services.accounts.get(house.caller, String(made.id)).role).toBe(ours)
  }
  expect(await make('plain')).toMatchObject({ role: 1, role_name: 'user' })
  // The other name of an operator goes with the role.
  const [, , , , api] = (await ask('anna', 'GET', USERS)).body.users
  const promoted = await ask('anna', 'PUT', `${USERS}/${api.id}`, { role: 1 })
  expect(promoted.body).toMatchObject({ role: 1, role_name: 'user' })
})

test('what is wrong with an account is said in LightNVR’s words', async () => {
  await using house = await household()
  const { said, make } = house
  const post = (body: unknown) => said('anna', 'POST', USERS, body)
  const whole = { username: 'vera', password: PASSWORD }
  expect(await post('nothing')).toEqual([400, 'Invalid JSON in request body'])
  expect(await post({ username: 'vera' })).toEqual([400, 'Missing required fields: username and password'])
  expect(await post({ ...whole, username: 7 })).toEqual([400, 'Missing required fields: username and password'])
  const length = 'Username must be between 3 and 32 characters'
  for (const username of ['', 've', 'v'.repeat(33)]) expect(await post({ ...whole, username })).toEqual([400, length])
  expect(await post({ ...whole, username: 've\nra' })).toEqual([400, 'Username must not hold control characters'])
  expect(await post({ ...whole, password: 'short' })).toEqual([400, 'Password must be at least 8 characters'])
  expect(await post({ ...whole, role: 4 })).toEqual([400, 'Invalid role'])
  expect(await post({ ...whole, role: -1 })).toEqual([400, 'Invalid role'])
  expect(await post({ ...whole, role: 0.5 })).toEqual([400, 'Invalid role'])
  expect(await post({ ...whole, email: 'nowhere' })).toEqual([400, 'Invalid email format'])
  const [status, words] = await post({ ...whole, allowed_login_cidrs: 'at home' })
  expect([status, words]).toEqual([400, expect.stringContaining('“at home” is no address')])
  expect(await post({ ...whole, allowed_tags: 'garden' })).toEqual([
    400,
    'allowed_tags are for viewers: all other roles see every stream',
  ])
  const { id } = await make('vera')
  expect(await post(whole)).toEqual([409, 'Username already exists'])
  expect(await said('anna', 'GET', `${USERS}/x`)).toEqual([400, 'Invalid user ID'])
  expect(await said('anna', 'GET', `${USERS}/9999`)).toEqual([404, 'User not found'])
  expect(await said('anna', 'PUT', `${USERS}/${id}`, { username: 'ANNA' })).toEqual([409, 'Username already exists'])
  const { userId } = house.caller
  expect(await said('anna', 'DELETE', `${USERS}/${userId}`)).toEqual([403, 'Forbidden: You cannot delete yourself'])
  await make('second', { role: 0 })
  expect(await said('second', 'DELETE', `${USERS}/${userId}`)).toEqual([
    400,
    'Cannot delete the founder of this appliance',
  ])
})

test('whoever is no admin changes his own names and nothing else, and sees nobody', async () => {
  await using house = await household()
  const { ask, said, make } = house
  const { id } = await make('vera', { role: 2 })
  const { id: otto } = await make('otto')
  const { userId: anna } = house.caller
  for (const who of ['vera', 'otto'])
    for (const [method, path, body] of [
      ['GET', USERS],
      ['POST', USERS, { username: 'made', password: PASSWORD }],
      ['GET', `${USERS}/${anna}`],
      ['DELETE', `${USERS}/${anna}`],
      ['PUT', `${USERS}/${anna}/password-lock`, { locked: true }],
      ['POST', `${USERS}/${anna}/login-lockout/clear`],
      ['POST', `${USERS}/${anna}/api-key`],
    ] as const)
      expect([who, method, path, (await ask(who, method, path, body)).status]).toEqual([who, method, path, 403])
  expect(await said('vera', 'PUT', `${USERS}/${otto}`, { email: 'x@example.org' })).toEqual([
    403,
    'You can only update your own account',
  ])
  for (const more of [{ role: 0 }, { is_active: false }, { allowed_tags: null }, { password: 'a new password' }])
    expect(await said('vera', 'PUT', `${USERS}/${id}`, more)).toEqual([
      403,
      'You can only update your own username and email',
    ])
  const own = await ask('vera', 'PUT', `${USERS}/${id}`, { username: 'veronica', email: 'v@example.org' })
  expect([own.status, own.body.username, own.body.email]).toEqual([200, 'veronica', 'v@example.org'])
  expect([await house.login('vera'), await house.login('veronica')]).toEqual([401, 200])
  // A key for himself, but not for a viewer.
  expect((await ask('otto', 'POST', `${USERS}/${otto}/api-key`)).status).toBe(200)
  expect((await ask('veronica', 'POST', `${USERS}/${id}/api-key`)).status).toBe(403)
  const nobody = await house.door.ask('GET', USERS)
  expect([nobody.status, nobody.body]).toEqual([401, { error: 'Unauthorized' }])
})

test('a viewer made here sees every stream or those with his tags, and one who was granted cameras keeps to them', async () => {
  await using house = await household()
  const { ask, make, door, caller, said } = house
  const { channels: own } = door.device(caller.householdId, 2)
  const seenBy = (id: number) => {
    const { accessToken } = door.services.tokens.signIn(door.services.accounts.get(caller, String(id)), door.origin)
    return door.services.access.visibleChannels(door.services.tokens.read(accessToken, door.origin)).length
  }
  const { id } = await make('vera', { role: 2 })
  expect(seenBy(id)).toBe(2)
  const tagged = await ask('anna', 'PUT', `${USERS}/${id}`, { allowed_tags: ' garden, Front ,garden' })
  expect(tagged.body.allowed_tags).toBe('garden,Front')
  expect(seenBy(id)).toBe(0)
  door.db
    .update(channels)
    .set({ tags: ['front'] })
    .run()
  expect(seenBy(id)).toBe(own.length)
  expect((await ask('anna', 'PUT', `${USERS}/${id}`, { allowed_tags: '' })).body.allowed_tags).toBeNull()
  expect(door.services.accounts.get(caller, String(id)).sees).toBe('all')

  const granted = await door.person({ username: 'gregor', role: 'viewer' }, caller)
  const path = `${USERS}/${granted.caller.userId}`
  const told = (await ask('anna', 'GET', path)).body
  expect((await ask('anna', 'PUT', path, { ...told, email: 'g@example.org' })).status).toBe(200)
  expect(seenBy(granted.caller.userId)).toBe(0)
  const raised = await said('anna', 'PUT', path, { role: 1, allowed_tags: 'garden' })
  expect(raised).toEqual([400, 'allowed_tags are for viewers: all other roles see every stream'])
  await ask('anna', 'PUT', path, { role: 1 })
  expect((await ask('anna', 'PUT', path, { role: 2 })).body.allowed_tags).toBeNull()
  expect(seenBy(granted.caller.userId)).toBe(2)
})

test('an account with networks gets in from them alone, by cookie, name and password, and key', async () => {
  await using house = await household()
  const { ask, make, door, login, basic } = house
  const { id } = await make('otto')
  const { api_key: key } = (await ask('otto', 'POST', `${USERS}/${id}/api-key`)).body
  const cookie = await door.ask('POST', '/lightnvr/api/auth/login', { body: { username: 'otto', password: PASSWORD } })
  const headers = { cookie: cookie.headers.get('set-cookie')?.split(';')[0] ?? '' }
  const set = await ask('anna', 'PUT', `${USERS}/${id}`, { allowed_login_cidrs: '192.0.2.9, 198.51.100.77/24' })
  expect(set.body.allowed_login_cidrs).toBe('192.0.2.9/32\n198.51.100.0/24')
  const ice = async (sent: Sent, from: string) =>
    (await door.ask('GET', '/lightnvr/api/ice-servers', { headers: sent, from })).status
  for (const sent of [headers, basic('otto'), { 'x-api-key': key }])
    expect([await ice(sent, '192.0.2.9'), await ice(sent, '198.51.100.1'), await ice(sent, '192.0.2.8')]).toEqual([
      200, 200, 401,
    ])
  expect([
    await login('otto', PASSWORD, { from: '192.0.2.9' }),
    await login('otto', PASSWORD, { from: '192.0.2.8' }),
  ]).toEqual([200, 401])
})

test('a key takes the place of the former one, and nobody but an admin himself makes his', async () => {
  await using house = await household()
  const { ask, make, door, said, caller } = house
  const { id } = await make('otto')
  const works = async (key: string) => (await door.ask('GET', '/lightnvr/api/ice-servers', { key })).status
  const first = (await ask('anna', 'POST', `${USERS}/${id}/api-key`)).body
  expect(first).toEqual({ success: true, api_key: expect.stringMatching(/^pl_[\w-]{43}$/) })
  expect(await works(first.api_key)).toBe(200)
  const second = (await ask('otto', 'POST', `${USERS}/${id}/api-key`)).body.api_key
  expect([await works(first.api_key), await works(second)]).toEqual([401, 200])
  expect((await door.ask('GET', USERS, { key: second })).status).toBe(403)
  expect(JSON.stringify((await ask('anna', 'GET', USERS)).body)).not.toContain(second)
  const { id: another } = await make('second', { role: 0 })
  const refused = 'Insufficient permissions: nobody but an admin himself makes his keys'
  expect(await said('second', 'POST', `${USERS}/${caller.userId}/api-key`)).toEqual([403, refused])
  expect(await said('anna', 'POST', `${USERS}/${another}/api-key`)).toEqual([403, refused])
  expect((await ask('second', 'POST', `${USERS}/${another}/api-key`)).status).toBe(200)
  expect(await said('anna', 'POST', `${USERS}/9999/api-key`)).toEqual([404, 'User not found'])
  // A key is no person: it makes no other.
  const own = (await ask('anna', 'POST', `${USERS}/${caller.userId}/api-key`)).body.api_key
  const byKey = await door.ask('POST', `${USERS}/${caller.userId}/api-key`, { key: own })
  expect([byKey.status, byKey.body.error]).toEqual([403, 'Sign in with a password to manage API keys'])
})

test('passwords: one’s own with the present one, that of others by an admin, and none that is locked', async () => {
  await using house = await household()
  const { ask, make, login, said } = house
  const { id } = await make('otto')
  const path = `${USERS}/${id}/password`
  const next = 'a new password'
  expect(await said('otto', 'PUT', path, {})).toEqual([400, 'New password is required'])
  expect(await said('otto', 'PUT', path, { new_password: next })).toEqual([400, 'Current password is required'])
  expect(await said('otto', 'PUT', path, { new_password: 'short', old_password: PASSWORD })).toEqual([
    400,
    'Password must be at least 8 characters',
  ])
  expect(await said('otto', 'PUT', path, { new_password: next, old_password: 'wrong one' })).toEqual([
    401,
    'Current password is incorrect',
  ])
  const locked = await ask('anna', 'PUT', `${USERS}/${id}/password-lock`, { locked: true })
  expect([locked.status, locked.body.password_change_locked]).toEqual([200, true])
  const lockless = await said('anna', 'PUT', `${USERS}/${id}/password-lock`, { locked: 'yes' })
  expect(lockless).toEqual([400, 'Missing or invalid field: locked'])
  const body = { new_password: next, old_password: PASSWORD }
  expect(await said('otto', 'PUT', path, body)).toEqual([403, 'Password changes are locked for this user'])
  await ask('anna', 'PUT', `${USERS}/${id}/password-lock`, { locked: false })
  expect((await ask('otto', 'PUT', path, body)).body).toEqual({ success: true })
  expect([await login('otto'), await login('otto', next)]).toEqual([401, 200])
  expect((await ask('anna', 'PUT', path, { new_password: PASSWORD })).body).toEqual({ success: true })
  expect(await login('otto')).toBe(200)
  expect((await ask('anna', 'PUT', `${USERS}/${id}`, { password: next })).status).toBe(200)
  expect(await login('otto', next)).toBe(200)
  expect((await said('anna', 'PUT', `${USERS}/${house.caller.userId}`, { password: next }))[0]).toBe(400)
  // Either both are changed or neither.
  const both = { password: PASSWORD, username: 'anna' }
  expect(await said('anna', 'PUT', `${USERS}/${id}`, both)).toEqual([409, 'Username already exists'])
  expect(await login('otto', next)).toBe(200)
  const sameAsName = { password: 'otto the second', username: 'otto the second' }
  expect((await said('anna', 'PUT', `${USERS}/${id}`, sameAsName))[0]).toBe(400)
  expect(await login('otto', next)).toBe(200)
  expect((await ask('anna', 'PUT', `${USERS}/${id}`, { is_active: false })).body.is_active).toBe(false)
  expect(await login('otto', next)).toBe(401)
})

test('failed logins are forgotten by an admin', async () => {
  await using house = await household()
  const { ask, make, login } = house
  const { id } = await make('otto')
  for (let count = 0; count < 5; count++) await login('otto', 'wrong one')
  expect(await login('otto')).toBe(429)
  const clear = () => ask('anna', 'POST', `${USERS}/${id}/login-lockout/clear`)
  expect((await clear()).body).toEqual({ success: true, cleared: true, message: 'Login lockout cleared' })
  expect(await login('otto')).toBe(200)
  expect((await clear()).body).toMatchObject({ success: true, cleared: false })
  const { items } = house.door.services.activity.list(house.caller, { limit: 5 })
  expect(items.map(({ action }) => action)).toContain('clear_login_failures')
})

test('an account is deleted, and its sign-ins with it', async () => {
  await using house = await household()
  const { ask, make, door, basic } = house
  const { id } = await make('otto')
  const ice = async () => (await door.ask('GET', '/lightnvr/api/ice-servers', { headers: basic('otto') })).status
  expect(await ice()).toBe(200)
  const gone = await ask('anna', 'DELETE', `${USERS}/${id}`)
  expect([gone.status, gone.body]).toEqual([200, { success: true, message: 'User deleted successfully' }])
  expect([await ice(), (await ask('anna', 'DELETE', `${USERS}/${id}`)).status]).toEqual([401, 404])
})
