// Accounts through the front door: lists, changes, who may, and what nobody may.
import { afterEach, beforeEach, expect, test } from 'bun:test'
import { desc } from 'drizzle-orm'
import { activity } from '../../db/schema/index.ts'
import { createDoor } from '../../testing/door.ts'

type Door = Awaited<ReturnType<typeof createDoor>>

let door: Door
let anna: Awaited<ReturnType<Door['person']>>
beforeEach(async () => {
  door = await createDoor()
  anna = await door.person({ username: 'anna', email: 'anna@example.org' })
})
afterEach(() => door[Symbol.asyncDispose]())

const member = (username: string, role: 'admin' | 'operator' | 'viewer', by = anna) =>
  door.person({ username, role }, by.caller)
const ask = (method: string, path: string, body?: unknown, token = anna.accessToken) =>
  door.ask(method, `/api/users${path}`, { token, ...(body === undefined ? {} : { body }) })

/** The activity log, newest first. */
const logged = () => door.db.select().from(activity).orderBy(desc(activity.id)).all()

/** The household of somebody who came later: its only admin is no founder. */
async function otherHousehold() {
  door.services.settings.set(anna.caller, 'open_registration', true)
  return door.person({ username: 'otto' })
}

test('accounts are listed with filters and pages, without a hash', async () => {
  await member('bert', 'operator')
  await member('carla', 'viewer')
  await otherHousehold()
  const { status, body } = await ask('GET', '')
  expect([status, body.pagination]).toEqual([200, { page: 1, limit: 20, total: 3, totalPages: 1 }])
  expect(body.data[0]).toEqual({
    id: anna.user.uuid,
    user_id: anna.user.id,
    username: 'anna',
    email: 'anna@example.org',
    full_name: null,
    role: 'admin',
    active: true,
    status: 'active',
    founder: true,
    sees: null,
    allowed_networks: null,
    password_locked: false,
    second_factor: false,
    last_login: '2026-01-15T12:00:00.000Z',
    created_at: '2026-01-15T12:00:00.000Z',
    updated_at: '2026-01-15T12:00:00.000Z',
  })
  expect(JSON.stringify(body)).not.toContain('argon2')
  await ask('PUT', `/${body.data[2].id}/status`, { active: false })
  const names = async (query: string) =>
    (await ask('GET', query)).body.data.map((user: { username: string }) => user.username)
  expect(await names('?limit=1&page=2')).toEqual(['bert'])
  expect(await names('?role=viewer')).toEqual(['carla'])
  expect(await names('?active=false')).toEqual(['carla'])
  expect(await names('?active=true')).toEqual(['anna', 'bert'])
  expect(await names('?search=ER')).toEqual(['bert'])
  expect(await names('?search=example.org')).toEqual(['anna'])
  expect(await names('?search=%25')).toEqual([])
  expect(logged().filter(({ action }) => action === 'list_users')).toHaveLength(1)
  expect((await ask('GET', '/stats')).body.data).toEqual({
    totalUsers: 3,
    activeUsers: 2,
    byRole: [
      { role: 'admin', count: 1 },
      { role: 'operator', count: 1 },
      { role: 'viewer', count: 1 },
    ],
  })
})

test('bad input is refused in the words that clients know', async () => {
  const bert = await member('bert', 'operator')
  const good = { username: 'dora', password: 'long enough' }
  const cases: [string, string, unknown, number, string][] = [
    ['GET', '?page=0', undefined, 400, 'Invalid page number'],
    ['GET', '?page=1abc', undefined, 400, 'Invalid page number'],
    ['GET', '?limit=1e2', undefined, 400, 'Invalid limit (must be between 1 and 100)'],
    ['GET', '?role=chief', undefined, 400, 'Invalid role. Must be one of: admin, operator, viewer'],
    ['POST', '', { ...good, username: 'do' }, 400, 'Username must be at least 3 characters'],
    ['POST', '', { ...good, password: 'seven77' }, 400, 'Password must be at least 8 characters'],
    ['POST', '', { ...good, password: 'dora' }, 400, 'Password must be at least 8 characters'],
    ['POST', '', { ...good, email: 'nowhere' }, 400, 'Invalid email format'],
    ['POST', '', { ...good, role: 'SuperAdmin' }, 400, 'Invalid role. Must be one of: admin, operator, viewer'],
    ['POST', '', { ...good, username: 'BERT' }, 409, 'Username already exists'],
    ['POST', '', { ...good, email: 'Anna@Example.org' }, 409, 'Email already exists'],
    ['PUT', `/${bert.user.uuid}`, { email: 'ANNA@example.org' }, 409, 'Email already exists'],
    ['PUT', `/${bert.user.uuid}`, { active: true, status: 'disabled' }, 400, 'status and active contradict each other'],
    ['PUT', `/${bert.user.uuid}/role`, {}, 400, 'Missing required field: role'],
    ['PUT', `/${bert.user.uuid}/role`, { role: 'x' }, 400, 'Invalid role. Must be one of: admin, operator, viewer'],
    ['PUT', `/${bert.user.uuid}/status`, {}, 400, 'Missing required field: status'],
    ['PUT', '/4711', {}, 404, 'User not found'],
    ['GET', `/${Bun.randomUUIDv7()}`, undefined, 404, 'User not found'],
    ['GET', '/nobody', undefined, 400, 'Invalid id format'],
  ]
  for (const [method, path, body, status, text] of cases) {
    const answer = await ask(method, path, body)
    expect([path, body, answer.status, answer.body.error]).toEqual([path, body, status, text])
  }
})

test('an account is made, changed and deleted, and each is logged with before and after', async () => {
  const made = await ask('POST', '', {
    username: 'dora',
    password: 'long enough',
    email: 'dora@example.org',
    full_name: ' Dora Door ',
    role: 'operator',
  })
  expect([made.status, made.body.message]).toEqual([201, 'User created successfully'])
  expect(made.body.data).toMatchObject({ username: 'dora', full_name: 'Dora Door', role: 'operator', active: true })
  const { id, user_id } = made.body.data
  const changed = await ask('PUT', `/${user_id}`, { email: null, full_name: '', role: 'viewer', active: false })
  expect([changed.status, changed.body.message]).toEqual([200, 'User updated successfully'])
  expect(changed.body.data).toMatchObject({ id, email: null, full_name: null, role: 'viewer', status: 'disabled' })
  expect((await ask('PUT', `/${id}/status`, { status: 'active' })).body).toMatchObject({
    data: { active: true },
    message: 'User status updated successfully',
  })
  expect((await ask('PUT', `/${id}/role`, { role: 'viewer' })).body.message).toBe('User role updated successfully')
  const gone = await ask('DELETE', `/${id}`)
  expect([gone.status, gone.body]).toEqual([200, { success: true, message: 'User deleted successfully' }])
  expect((await ask('GET', `/${id}`)).status).toBe(404)
  const items = logged()
  const rows = items.filter(({ resourceId }) => resourceId === id).map(({ action, metadata }) => [action, metadata])
  expect(rows.reverse()).toEqual([
    ['create_user', { username: 'dora', role: 'operator' }],
    [
      'update_user',
      {
        username: 'dora',
        before: { email: 'dora@example.org', full_name: 'Dora Door' },
        after: { email: null, full_name: null },
      },
    ],
    ['change_user_role', { username: 'dora', before: { role: 'operator' }, after: { role: 'viewer' } }],
    ['change_user_status', { username: 'dora', before: { active: true }, after: { active: false } }],
    ['change_user_status', { username: 'dora', before: { active: false }, after: { active: true } }],
    ['delete_user', { username: 'dora', role: 'viewer' }],
  ])
})

test('what a deleted account did stays in the log, under its name', async () => {
  const bert = await member('bert', 'admin')
  await ask('POST', '', { username: 'dora', password: 'long enough' }, bert.accessToken)
  await ask('DELETE', `/${bert.user.id}`)
  const items = logged()
  expect(items.find(({ action, username }) => action === 'create_user' && username === 'bert')).toMatchObject({
    userId: null,
    metadata: { username: 'dora', role: 'viewer' },
  })
})

test('everybody sees and names himself, and no more', async () => {
  const viewer = await member('vera', 'viewer')
  const operator = await member('oskar', 'operator')
  const other = await otherHousehold()
  const as = async (token: string, method: string, path: string, body?: unknown) => {
    const answer = await ask(method, path, body, token)
    return [answer.status, answer.body.error ?? answer.body.data?.username]
  }
  for (const { user, accessToken: token } of [viewer, operator]) {
    expect(await as(token, 'GET', `/${user.uuid}`)).toEqual([200, user.username])
    const email = `${user.username}@example.org`
    expect((await ask('PUT', `/${user.id}`, { email, full_name: 'Me' }, token)).body.data).toMatchObject({ email })
    expect(await as(token, 'PUT', `/${user.id}`, { role: 'admin' })).toEqual([
      403,
      'Forbidden: Only admins can change role or active status',
    ])
    expect(await as(token, 'PUT', `/${user.id}`, { active: true })).toEqual([
      403,
      'Forbidden: Only admins can change role or active status',
    ])
    expect(await as(token, 'GET', `/${anna.user.uuid}`)).toEqual([403, 'Forbidden: You can only view your own profile'])
    expect((await as(token, 'PUT', `/${anna.user.uuid}`, { full_name: 'x' }))[0]).toBe(403)
    expect((await as(token, 'GET', `/${user.uuid}/grants`))[0]).toBe(200)
    expect((await as(token, 'GET', `/${anna.user.uuid}/grants`))[0]).toBe(403)
    expect((await as(token, 'GET', `/${other.user.uuid}`))[0]).toBe(404)
    const refused: [string, string, unknown?][] = [
      ['GET', ''],
      ['GET', '/stats'],
      ['POST', '', { username: 'mine', password: 'long enough' }],
      ['PUT', `/${user.id}/role`, { role: 'admin' }],
      ['PUT', `/${user.id}/status`, { active: false }],
      ['PUT', `/${user.id}/password`, { password: 'long enough' }],
      ['PUT', `/${user.id}/grants`, []],
      ['DELETE', `/${anna.user.id}`],
    ]
    for (const [method, path, body] of refused)
      expect([path, (await as(token, method, path, body))[0]]).toEqual([path, 403])
  }
})

test('an admin of another household finds nobody here', async () => {
  const bert = await member('bert', 'operator')
  const { accessToken: token } = await otherHousehold()
  const tries: [string, string, unknown?][] = [
    ['GET', ''],
    ['PUT', '', { full_name: 'x' }],
    ['PUT', '/role', { role: 'viewer' }],
    ['PUT', '/status', { active: false }],
    ['PUT', '/password', { password: 'long enough' }],
    ['GET', '/grants'],
    ['PUT', '/grants', []],
    ['DELETE', ''],
  ]
  for (const [method, path, body] of tries)
    expect([method, path, (await ask(method, `/${bert.user.uuid}${path}`, body, token)).status]).toEqual([
      method,
      path,
      404,
    ])
  expect((await ask('GET', '', undefined, token)).body.pagination.total).toBe(1)
})

test('a key that may only read changes nothing, not even its owner', async () => {
  const { key } = door.services.apiKeys.create(anna.caller, { name: 'reader', readOnly: true })
  const put = await door.ask('PUT', `/api/users/${anna.user.id}`, { key, body: { full_name: 'x' } })
  expect(put.status).toBe(403)
  expect((await door.ask('GET', '/api/users', { key })).status).toBe(403)
})

test('an admin gives a new password, which ends every sign-in; his own and the founder’s he does not', async () => {
  const bert = await member('bert', 'admin')
  const vera = await member('vera', 'viewer')
  const put = (id: number, password: string, token: string) => ask('PUT', `/${id}/password`, { password }, token)
  const login = (password: string) =>
    door.ask('POST', '/api/auth/login', { body: { username: 'vera', password } }).then(({ status }) => status)
  expect((await put(vera.user.id, 'vera', bert.accessToken)).status).toBe(400)
  expect((await put(vera.user.id, 'a new password', bert.accessToken)).body.message).toBe('Password updated')
  expect([await login('correct horse'), await login('a new password')]).toEqual([401, 200])
  expect((await door.ask('GET', '/api/auth/me', { token: vera.accessToken })).status).toBe(401)
  expect((await door.ask('POST', '/api/auth/refresh', { body: { refreshToken: vera.refreshToken } })).status).toBe(401)
  expect((await put(bert.user.id, 'a new password', bert.accessToken)).status).toBe(400)
  expect((await put(anna.user.id, 'a new password', bert.accessToken)).status).toBe(403)
  const items = logged()
  expect(JSON.stringify(items)).not.toContain('a new password')
  expect(items.find(({ action }) => action === 'change_password')).toMatchObject({
    username: 'bert',
    resourceId: vera.user.uuid,
  })
})

test('a failed sign-in under an unknown name is in the log of nobody’s household, with the name', async () => {
  await door.ask('POST', '/api/auth/login', { body: { username: 'nobody', password: 'whatever it is' } })
  const row = logged().find(({ action }) => action === 'login_failed')
  expect(row).toMatchObject({ username: 'nobody', userId: null, householdId: null, success: false })
})

test('grants are replaced as a whole, by number or uuid, and logged with what has changed', async () => {
  const vera = await member('vera', 'viewer')
  const { channels } = door.device(anna.user.householdId, 3)
  const [one, two, three] = channels as [(typeof channels)[0], (typeof channels)[0], (typeof channels)[0]]
  const put = (body: unknown) => ask('PUT', `/${vera.user.id}/grants`, body)
  expect((await ask('GET', `/${vera.user.uuid}/grants`)).body).toEqual({ success: true, data: [], count: 0 })
  const first = await put([
    { channel_id: one.id, playback: true },
    { channel_id: two.uuid, view: true, export: true, ptz: true },
    { channel_id: String(three.id), view: false },
  ])
  expect([first.status, first.body.message]).toEqual([200, 'Grants updated successfully'])
  expect(first.body.data).toEqual([
    { channel_id: one.id, view: true, playback: true, export: false, ptz: false },
    { channel_id: two.id, view: true, playback: false, export: true, ptz: true },
  ])
  await put([{ channel_id: two.id }])
  await put([{ channel_id: two.id }])
  expect((await ask('GET', `/${vera.user.id}/grants`, undefined, vera.accessToken)).body.data).toEqual([
    { channel_id: two.id, view: true, playback: false, export: false, ptz: false },
  ])
  const items = logged()
  expect(items.filter(({ action }) => action === 'update_user_grants').map(({ metadata }) => metadata)).toEqual([
    {
      username: 'vera',
      before: { [one.id]: 'view playback', [two.id]: 'view export ptz' },
      after: { [one.id]: 'none', [two.id]: 'view' },
    },
    {
      username: 'vera',
      before: { [one.id]: 'none', [two.id]: 'none' },
      after: { [one.id]: 'view playback', [two.id]: 'view export ptz' },
    },
  ])
  const otto = await otherHousehold()
  const foreign = door.device(otto.user.householdId, 1).channels[0]
  const bad: [unknown, number, string][] = [
    [[{ channel_id: foreign?.id }], 404, 'Channel not found'],
    [[{ channel_id: one.id }, { channel_id: 4711 }], 404, 'Channel not found'],
    [[{ channel_id: one.id }, { channel_id: one.uuid }], 400, 'A channel is named twice'],
    [
      [{ channel_id: one.id, view: false, ptz: true }],
      400,
      'Whoever may play back, export or move a camera must be allowed to view it',
    ],
  ]
  for (const [body, status, text] of bad) {
    const answer = await put(body)
    expect([answer.status, answer.body.error]).toEqual([status, text])
  }
  expect((await put({ grants: [] })).status).toBe(400)
  expect((await ask('GET', `/${vera.user.id}/grants`)).body.count).toBe(1)
})
