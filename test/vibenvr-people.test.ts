// The accounts of a household as VibeNVR's pages manage them, through the front door.
import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { channels } from '../core/db/schema/index.ts'
import { createDoor } from '../core/testing/door.ts'
import { hearStatements } from '../core/testing/statements.ts'
import { vibenvr } from '../plugins/vibenvr-compat/index.ts'

type Sent = Record<string, string>
const PASSWORD = 'correct horse'

async function household() {
  const door = await createDoor({ plugins: [vibenvr] })
  const anna = await door.person({ username: 'anna' })
  const made = door.device(anna.caller.householdId, 3)
  const [first = 0, second = 0, third = 0] = made.channels.map(({ id }) => id)
  const signIn = async (username: string, password = PASSWORD): Promise<Sent> => {
    const { body } = await door.ask('POST', '/vibenvr/auth/login', {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ username, password }).toString(),
    })
    return { authorization: `Bearer ${body.access_token}` }
  }
  const own = await signIn('anna')
  const ask = (method: string, path: string, body?: unknown, headers: Sent = own) =>
    door.ask(method, `/vibenvr${path}`, { headers, ...(body === undefined ? {} : { body }) })
  const make = async (username: string, more: object = {}) =>
    (await ask('POST', '/users', { username, password: PASSWORD, ...more })).body
  const grants = (id: number) =>
    door.services.accounts.grants(anna.caller, String(id)).map(({ channelId, ...rights }) => [channelId, rights])
  const account = (id: number) => door.services.accounts.get(anna.caller, String(id))
  const end = () => door[Symbol.asyncDispose]()
  return { door, anna, own, first, second, third, signIn, ask, make, grants, account, [Symbol.asyncDispose]: end }
}
const MAY = { view: true, playback: true, export: true, ptz: false }
const seen = (id: number, number: number, more: object = {}) => ({
  ...{ id, name: `Camera ${number}`, can_view: true, can_replay: true, can_control: false, ...more },
})

test('a viewer is made with the cameras that he is to see, each with what he may there', async () => {
  await using house = await household()
  const { ask, make, grants, first, second, signIn } = house
  const accesses = [
    { id: first, can_control: true },
    { id: second, can_replay: false },
  ]
  const made = await ask('POST', '/users', {
    ...{ username: 'vera', password: PASSWORD, email: '', role: 'viewer', language: 'de' },
    ...{ restrict_camera_access: true, camera_accesses: accesses, group_accesses: [] },
  })
  expect(made.status).toBe(200)
  expect(made.body).toMatchObject({ username: 'vera', email: null, role: 'viewer', restrict_camera_access: true })
  const told = [seen(first, 1, { can_control: true }), seen(second, 2, { can_replay: false })]
  expect(made.body).toMatchObject({ language: 'de', camera_accesses: told })
  expect(grants(made.body.id)).toEqual([
    [first, { ...MAY, ptz: true }],
    [second, { ...MAY, playback: false, export: false }],
  ])
  expect((await ask('GET', '/auth/me', undefined, await signIn('vera'))).body.camera_accesses).toEqual(told)
  const older = await make('vito', { restrict_camera_access: true, allowed_camera_ids: [second] })
  expect(older.camera_accesses).toEqual([seen(second, 2)])
})

test('who is not restricted sees all and plays all back, and is no operator by that', async () => {
  await using house = await household()
  const { make, account, grants, ask, signIn } = house
  const made = await make('vera')
  expect(made).toMatchObject({ role: 'viewer', restrict_camera_access: false, camera_accesses: [] })
  expect(account(made.id)).toMatchObject({ role: 'viewer', sees: 'all' })
  expect(grants(made.id)).toEqual([])
  expect(account((await make('otis', { role: 'admin' })).id)).toMatchObject({ role: 'admin', sees: null })
  expect((await ask('GET', '/users', undefined, await signIn('vera'))).status).toBe(403)
})

test('what a page was told and sends back changes nothing, whoever it is about', async () => {
  await using house = await household()
  const { ask, door, anna, first, second, account, grants } = house
  const person = async (username: string, role: 'operator' | 'viewer') =>
    (await door.person({ username, role }, anna.caller)).user.id
  const [olga, vera, tom, all] = [
    await person('olga', 'operator'),
    await person('vera', 'viewer'),
    await person('tom', 'viewer'),
    await person('ally', 'viewer'),
  ]
  door.grant(vera, first, { ptz: true })
  door.services.accounts.change(anna.caller, String(tom), { sees: { tags: ['yard'] } })
  door.services.accounts.change(anna.caller, String(all), { sees: 'all' })
  door.db
    .update(channels)
    .set({ tags: ['yard'] })
    .where(eq(channels.id, second))
    .run()
  const before = [olga, vera, tom, all].map((id) => [account(id), grants(id)])
  const list = (await ask('GET', '/users')).body
  expect(list.find(({ id }: { id: number }) => id === tom).camera_accesses).toEqual([seen(second, 2)])
  for (const user of list) {
    const ids = user.camera_accesses.map(({ id }: { id: number }) => id)
    for (const more of [{}, user.restrict_camera_access ? { allowed_camera_ids: ids, allowed_group_ids: [] } : {}]) {
      const { status, body } = await ask('PUT', `/users/${user.id}`, { ...user, ...more })
      expect([status, body]).toEqual([200, user])
    }
  }
  expect([olga, vera, tom, all].map((id) => [account(id), grants(id)])).toEqual(before)
})

test('an admin of whom no role is said stays one', async () => {
  await using house = await household()
  const { ask, make, account } = house
  const otis = await make('otis', { role: 'admin' })
  for (const role of [{}, { role: null }]) {
    const { status, body } = await ask('PUT', `/users/${otis.id}`, { username: 'otis', ...role })
    expect([role, status, body.role]).toEqual([role, 200, 'admin'])
  }
  expect(account(otis.id).role).toBe('admin')
  expect(await make('vera', { role: null })).toMatchObject({ role: 'viewer', restrict_camera_access: false })
})

test('a list of many accounts asks the database no oftener than one of few', async () => {
  using statements = hearStatements()
  await using house = await household()
  const { ask, door, anna, first, second } = house
  const add = async (name: string) => {
    const { user } = await door.person({ username: name, role: 'viewer' }, anna.caller)
    door.grant(user.id, first, { playback: true, ptz: true })
    door.services.accounts.change(anna.caller, String(user.id), { sees: { tags: ['yard'] } })
    await ask('PUT', `/users/${user.id}`, { username: name, language: 'de' })
  }
  door.db
    .update(channels)
    .set({ tags: ['yard'] })
    .where(eq(channels.id, second))
    .run()
  const asked = async () => {
    statements.clear()
    const list = (await ask('GET', '/users')).body
    for (const { role, ...rest } of list)
      if (role === 'viewer')
        expect(rest).toMatchObject({
          ...{ restrict_camera_access: true, language: 'de' },
          camera_accesses: [seen(first, 1, { can_control: true }), seen(second, 2)],
        })
    return [list.length, statements.count()]
  }
  await add('vera')
  await asked()
  const [few, atFew] = await asked()
  for (const name of ['vito', 'vince', 'vanya']) await add(name)
  expect([few, await asked()]).toEqual([2, [5, atFew]])
})

test('cameras are chosen anew, by a newer page and by an older one, and what he saw by tags goes with that', async () => {
  await using house = await household()
  const { ask, make, door, anna, first, second, third, account, grants } = house
  const vera = await make('vera', { restrict_camera_access: true, allowed_camera_ids: [first] })
  door.services.accounts.change(anna.caller, String(vera.id), { sees: { tags: ['yard'] } })
  const older = await ask('PUT', `/users/${vera.id}`, { ...vera, allowed_camera_ids: [second, third] })
  expect(older.body.camera_accesses).toEqual([seen(second, 2), seen(third, 3)])
  expect(account(vera.id).sees).toBeNull()
  const chosen = [
    { ...seen(second, 2), can_control: true },
    { ...seen(third, 3), can_view: false },
  ]
  const newer = await ask('PUT', `/users/${vera.id}`, { ...older.body, camera_accesses: chosen })
  expect(newer.body.camera_accesses).toEqual([seen(second, 2, { can_control: true })])
  expect(grants(vera.id)).toEqual([[second, { ...MAY, ptz: true }]])
  const opened = await ask('PUT', `/users/${vera.id}`, { ...newer.body, restrict_camera_access: false })
  expect([opened.body.restrict_camera_access, account(vera.id).sees]).toEqual([false, 'all'])
  const closed = await ask('PUT', `/users/${vera.id}`, { ...opened.body, restrict_camera_access: true })
  expect(closed.body).toMatchObject({ restrict_camera_access: true, camera_accesses: newer.body.camera_accesses })
  for (const bad of [{ allowed_camera_ids: [999] }, { group_accesses: [{ id: 1 }] }]) {
    const { status, body } = await ask('PUT', `/users/${vera.id}`, { ...closed.body, ...bad })
    expect([status, typeof body.detail]).toEqual([400, 'string'])
  }
  expect(grants(vera.id)).toEqual([[second, { ...MAY, ptz: true }]])
})

test('names that are taken, short passwords and other roles are refused in words that pages show', async () => {
  await using house = await household()
  const { ask, make } = house
  const vera = await make('vera', { email: 'vera@example.org' })
  const refused = async (method: string, path: string, body: object) => {
    const { status, body: told } = await ask(method, path, body)
    return [status, told.detail]
  }
  const bert = { username: 'bert', password: PASSWORD }
  expect(await refused('POST', '/users', { ...bert, username: 'VERA' })).toEqual([400, 'Username already registered'])
  const email = 'vera@example.org'
  expect(await refused('POST', '/users', { ...bert, email })).toEqual([400, 'Email already registered'])
  const short = 'Password must be at least 8 characters'
  expect(await refused('POST', '/users', { ...bert, password: '1234567' })).toEqual([400, short])
  expect((await refused('POST', '/users', { ...bert, role: 'operator' }))[0]).toBe(422)
  expect((await refused('POST', '/users', { username: 'bert' }))[1][0].loc).toEqual(['body', 'password'])
  expect(await refused('PUT', `/users/${vera.id}`, { username: 'anna' })).toEqual([400, 'Username already registered'])
  expect(await refused('PUT', '/users/4711', { username: 'anna' })).toEqual([404, 'User not found'])
  expect((await ask('GET', '/users?limit=0')).status).toBe(422)
  expect((await ask('GET', '/users?skip=1&limit=1')).body).toMatchObject([{ username: 'vera' }])
})

test('a password is changed with the present one, or by an admin; it ends the sign-ins', async () => {
  await using house = await household()
  const { ask, make, anna, signIn } = house
  const vera = await make('vera')
  const hers = await signIn('vera')
  const change = async (id: number, body: object, headers?: Sent) => {
    const { status, body: told } = await ask('PUT', `/users/${id}/password`, body, headers)
    return [status, told.detail ?? told.username]
  }
  const next = { new_password: 'quite another' }
  expect(await change(vera.id, next, hers)).toEqual([400, 'Old password required'])
  expect(await change(vera.id, { ...next, old_password: 'wrong' }, hers)).toEqual([400, 'Incorrect old password'])
  expect(await change(anna.user.id, next, hers)).toEqual([403, 'Not authorized to change this password'])
  expect(await change(anna.user.id, next)).toEqual([400, 'Old password required'])
  expect(await change(vera.id, { ...next, old_password: PASSWORD }, hers)).toEqual([200, 'vera'])
  expect(await change(vera.id, { new_password: 'a third password' })).toEqual([200, 'vera'])
  expect((await ask('GET', '/auth/me', undefined, hers)).status).toBe(401)
  const put = await ask('PUT', `/users/${vera.id}`, { username: 'vera', password: 'a fourth password' })
  expect(put.status).toBe(200)
  expect((await ask('GET', '/auth/me', undefined, await signIn('vera', 'a fourth password'))).status).toBe(200)
  const own = await ask('PUT', `/users/${anna.user.id}`, { username: 'anna', password: 'a fourth password' })
  expect([own.status, own.body.detail]).toEqual([400, expect.stringContaining('Change your own password')])
})

test('an account is told once more when it is deleted; nobody deletes himself, or anybody of elsewhere', async () => {
  await using house = await household()
  const { ask, make, anna, door } = house
  const vera = await make('vera')
  const gone = await ask('DELETE', `/users/${vera.id}`)
  expect([gone.status, gone.body]).toEqual([200, vera])
  expect((await ask('DELETE', `/users/${vera.id}`)).body).toEqual({ detail: 'User not found' })
  const own = await ask('DELETE', `/users/${anna.user.id}`)
  expect([own.status, own.body]).toEqual([400, { detail: 'Cannot delete your own account' }])
  door.services.settings.set(anna.caller, 'open_registration', true)
  const otto = await door.person({ username: 'otto' })
  for (const [method, body] of [['DELETE'], ['PUT', { username: 'otto' }]] as const)
    expect((await ask(method, `/users/${otto.user.id}`, body)).status).toBe(404)
  const avatar = await ask('POST', `/users/${anna.user.id}/avatar`)
  expect([avatar.status, avatar.body]).toEqual([501, { detail: 'No pictures of people are kept here' }])
})
