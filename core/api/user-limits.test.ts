// What limits an account beside its role, through the front door: what a viewer sees, from where it is good, who sets its password.
import { expect, test } from 'bun:test'
import { channels } from '../db/schema/index.ts'
import { createDoor } from '../testing/door.ts'

type Said = { action: string }

const HOME = '192.0.2.10'
const AWAY = '198.51.100.7'

async function household() {
  const door = await createDoor()
  const { accessToken: token, caller } = await door.person({ username: 'anna' })
  const { channels: own } = door.device(caller.householdId, 2)
  const made = await door.ask('POST', '/api/users', {
    token,
    body: { username: 'vera', password: 'correct horse', role: 'viewer' },
  })
  expect(made.body.data).toMatchObject({ sees: null, allowed_networks: null, password_locked: false })
  const path = `/api/users/${made.body.data.id}`
  const change = (body: object) => door.ask('PUT', path, { token, body, from: HOME })
  const login = (from: string, username = 'vera') =>
    door.ask('POST', '/api/auth/login', { body: { username, password: 'correct horse' }, from })
  return { door, token, own, path, change, login, caller, [Symbol.asyncDispose]: () => door[Symbol.asyncDispose]() }
}

test('an admin says what a viewer sees beside his grants, and of nobody else', async () => {
  await using house = await household()
  const { door, change, own } = house
  const { accessToken } = (await house.login(HOME)).body.data
  const seen = async () => {
    const answer = await door.services.access.visibleChannels(door.services.tokens.read(accessToken, door.origin))
    return answer.map(({ id }) => id)
  }
  expect(await seen()).toEqual([])
  const all = await change({ sees: 'all' })
  expect([all.status, all.body.data.sees, await seen()]).toEqual([200, 'all', own.map(({ id }) => id)])
  door.db
    .update(channels)
    .set({ tags: ['garden'] })
    .run()
  expect((await change({ sees: { tags: [' Garden '] } })).body.data.sees).toEqual({ tags: ['Garden'] })
  expect(await seen()).toHaveLength(2)
  expect((await change({ sees: { tags: ['cellar'] } })).status).toBe(200)
  expect(await seen()).toEqual([])

  for (const sees of [{ tags: [] }, { tags: ['a,b'] }, 'some', ['a']])
    expect([sees, (await change({ sees })).status]).toEqual([sees, 400])
  const wrong = await change({ role: 'operator', sees: 'all' })
  expect([wrong.status, wrong.body.detail]).toEqual([400, expect.stringMatching(/^Only what a viewer sees/)])
  expect((await change({ role: 'operator' })).body.data.sees).toBeNull()
  const own403 = await door.ask('PUT', house.path, {
    token: (await house.login(HOME)).body.token,
    body: { sees: 'all' },
  })
  expect(own403.status).toBe(403)
  const said = await door.ask('GET', '/api/activity?action=change_user_limits', { token: house.token })
  expect(said.body.data[0].metadata).toMatchObject({
    username: 'vera',
    before: { sees: { tags: ['cellar'] } },
    after: { sees: null },
  })
})

test('an account with networks of its own is good there alone: login, token, refresh and key', async () => {
  await using house = await household()
  const { door, change, login } = house
  const { token, refresh_token } = (await login(HOME)).body
  const { key } = (await door.ask('POST', '/api/keys', { token, body: { name: 'mine', read_only: false }, from: HOME }))
    .body.data
  const set = await change({ allowed_networks: ['192.0.2.77/24', ' 2001:db8::1 '] })
  expect(set.body.data.allowed_networks).toEqual(['192.0.2.0/24', '2001:db8::1/128'])
  const me = async (shown: object, from?: string) =>
    (await door.ask('GET', '/api/auth/me', { ...shown, ...(from && { from }) })).status
  for (const shown of [{ token }, { key }]) {
    const statuses = [await me(shown, HOME), await me(shown, `::ffff:${HOME}`), await me(shown, '2001:db8::1')]
    expect(statuses).toEqual([200, 200, 200])
    expect([await me(shown, AWAY), await me(shown, '2001:db8::2'), await me(shown)]).toEqual([401, 401, 401])
  }
  expect((await login(HOME)).status).toBe(200)
  // Who tries passwords from elsewhere is not told which one is right, and is stopped as anybody who fails.
  const away = await login(AWAY)
  const wrong = { username: 'vera', password: 'a wrong one' }
  const guessed = await door.ask('POST', '/api/auth/login', { body: wrong, from: AWAY })
  expect([away.status, away.body]).toEqual([401, guessed.body])
  for (let count = 0; count < 3; count++) await login(AWAY)
  expect((await login(AWAY)).status).toBe(429)
  const failed = await door.ask('GET', '/api/activity?action=login_failed', { token: house.token })
  expect(failed.body.data.map(({ error_message }: { error_message: string }) => error_message)).toContainEqual(
    expect.stringContaining('not sign in from this address'),
  )
  const refresh = async (from: string) =>
    (await door.ask('POST', '/api/auth/refresh', { body: { refresh_token }, from })).status
  expect([await refresh(AWAY), await refresh(HOME)]).toEqual([401, 200])
  expect((await change({ allowed_networks: [] })).body.data.allowed_networks).toBeNull()
  expect(await me({ key }, AWAY)).toBe(200)
  const mapped = await change({ allowed_networks: ['::ffff:192.0.2.9/120', '::ffff:198.51.100.7'] })
  expect(mapped.body.data.allowed_networks).toEqual(['192.0.2.0/24', '198.51.100.7/32'])
  for (const one of [
    'home',
    '::ffff:192.0.2.0/95',
    '192.0.2.0/33',
    '1.2',
    '192.0.2.1/24/3',
    '2001:db8::/129',
    'fe80::1%eth0',
  ])
    expect([one, (await change({ allowed_networks: [one] })).status]).toEqual([one, 400])
})

test('a stream link is good where its owner is, whoever opened it first', async () => {
  await using house = await household()
  const { door, own, token, caller } = house
  const link = { channel: own[0]?.id ?? 0, quality: 'main' as const, name: 'wall' }
  const { secret } = door.services.streamLinks.create(caller, link)
  const isOpen = (address: string) =>
    door.services.streamLinks.ticket(secret, 'live', { address, agent: null }) !== null
  expect([isOpen(HOME), isOpen(AWAY)]).toEqual([true, true])
  const body = { allowed_networks: [HOME] }
  expect((await door.ask('PUT', `/api/users/${caller.userId}`, { token, body, from: HOME })).status).toBe(200)
  expect([isOpen(HOME), isOpen(AWAY), isOpen(HOME)]).toEqual([true, false, true])
})

test('nobody shuts himself out by networks', async () => {
  await using house = await household()
  const { door, token } = house
  const set = (allowed_networks: string[]) =>
    door.ask('PUT', `/api/users/${house.caller.userId}`, { token, body: { allowed_networks }, from: HOME })
  const refused = await set([AWAY])
  expect([refused.status, refused.body.detail]).toEqual([400, expect.stringMatching(/^You are at an address/)])
  expect((await set([AWAY, HOME])).status).toBe(200)
})

test('nobody else says from where the founder signs in, or by which name', async () => {
  await using house = await household()
  const { door, caller, token } = house
  const second = await door.person({ username: 'second', role: 'admin' }, caller)
  const path = `/api/users/${caller.userId}`
  for (const body of [{ allowed_networks: [AWAY] }, { password_locked: true }]) {
    const answer = await door.ask('PUT', path, { token: second.accessToken, body })
    expect([answer.status, answer.body.detail]).toEqual([
      403,
      expect.stringContaining('nobody but the founder himself'),
    ])
  }
  expect(() => door.services.accounts.change(second.caller, String(caller.userId), { username: 'nobody' })).toThrow(
    'nobody but the founder himself',
  )
  const same = { token: second.accessToken, body: { allowed_networks: null, full_name: 'Anna' } }
  expect((await door.ask('PUT', path, same)).status).toBe(200)
  expect((await door.ask('PUT', path, { token, body: { password_locked: true } })).status).toBe(200)
})

test('a locked password is changed by an admin alone', async () => {
  await using house = await household()
  const { door, change, login } = house
  const changeOwn = (token: string, old_password: string) =>
    door.ask('POST', '/api/auth/change-password', { token, body: { old_password, new_password: 'another one' } })
  expect((await change({ password_locked: true })).body.data.password_locked).toBe(true)
  const { token } = (await login(HOME)).body
  const refused = await changeOwn(token, 'correct horse')
  expect([refused.status, refused.body.detail]).toEqual([403, 'Password changes are locked for this user'])
  const { token: admin, path } = house
  const set = await door.ask('PUT', `${path}/password`, { token: admin, body: { password: 'given to her' } })
  expect(set.status).toBe(200)
  await change({ password_locked: false })
  const again = await door.ask('POST', '/api/auth/login', { body: { username: 'vera', password: 'given to her' } })
  expect((await changeOwn(again.body.token, 'given to her')).status).toBe(200)
})

test('trusted browsers are listed and ended by whose they are', async () => {
  await using house = await household()
  const { door, token, caller } = house
  const user = door.services.users.me(caller)
  const { value } = door.services.trustedBrowsers.begin(user, door.origin)
  expect(door.services.trustedBrowsers.use(user.id + 1, value, door.origin)).toBe(false)
  expect(door.services.trustedBrowsers.use(user.id, value, door.origin)).toBe(true)
  const list = () => door.ask('GET', '/api/auth/trusted-browsers', { token })
  const [one] = (await list()).body.data
  expect(one).toMatchObject({ user_agent: 'test', ip_address: '192.0.2.1', expires_at: '2026-02-14T12:00:00.000Z' })
  expect(JSON.stringify(one)).not.toContain(value)
  const end = (id: unknown) => door.ask('DELETE', `/api/auth/trusted-browsers/${id}`, { token })
  expect([(await end(one.id)).status, (await end(one.id)).status, (await end('x')).status]).toEqual([200, 404, 400])
  expect(door.services.trustedBrowsers.use(user.id, value, door.origin)).toBe(false)

  const deeds = (await door.ask('GET', '/api/activity', { token })).body.data.map(({ action }: Said) => action)
  expect(deeds).toEqual(expect.arrayContaining(['trust_browser', 'end_trusted_browser']))

  const values = Array.from({ length: 22 }, () => door.services.trustedBrowsers.begin(user, door.origin).value)
  expect((await list()).body.count).toBe(20)
  expect(door.services.trustedBrowsers.use(user.id, values[21] ?? '', door.origin)).toBe(true)
  door.pass(30 * 86_400)
  expect(door.services.trustedBrowsers.use(user.id, values[21] ?? '', door.origin)).toBe(false)
})
