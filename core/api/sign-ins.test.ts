// Open sign-ins through the front door: seen, and ended one by one or all at once.
import { expect, test } from 'bun:test'
import { createDoor } from '../testing/door.ts'

const anna = { username: 'anna', password: 'correct horse' }

async function signedIn(door: Awaited<ReturnType<typeof createDoor>>, agent: string): Promise<string> {
  const answer = await door.ask('POST', '/api/auth/login', { body: anna, headers: { 'user-agent': agent } })
  return answer.body.token
}

test('a person sees where she is signed in, and which of them she looks from', async () => {
  await using door = await createDoor()
  const { accessToken: here } = await door.person(anna)
  door.pass(60)
  await signedIn(door, 'Tablet in the kitchen')
  const { status, body } = await door.ask('GET', '/api/auth/sign-ins', { token: here })
  expect(status).toBe(200)
  expect(body.count).toBe(2)
  expect(body.data).toMatchObject([
    { current: false, user_agent: 'Tablet in the kitchen' },
    { current: true, user_agent: 'test', ip_address: '192.0.2.1' },
  ])
  // What prolongs a sign-in is in no list.
  expect(JSON.stringify(body)).not.toMatch(/refresh|hash/)
})

test('ending one ends its token and its tickets at once, and nobody else’s', async () => {
  await using door = await createDoor()
  const { accessToken: here } = await door.person(anna)
  const lost = await signedIn(door, 'Lost phone')
  const caller = door.services.tokens.read(lost)
  const { secret } = door.services.tickets.issue(caller, { type: 'events' }, 'view')
  const list = (await door.ask('GET', '/api/auth/sign-ins', { token: here })).body.data
  const { id } = list.find(({ user_agent }: { user_agent: string }) => user_agent === 'Lost phone')
  expect((await door.ask('DELETE', `/api/auth/sign-ins/${id}`, { token: here })).status).toBe(200)
  expect((await door.ask('GET', '/api/auth/me', { token: lost })).status).toBe(401)
  expect(door.services.tickets.peek(secret)).toBeNull()
  expect((await door.ask('GET', '/api/auth/me', { token: here })).status).toBe(200)
  expect((await door.ask('DELETE', `/api/auth/sign-ins/${id}`, { token: here })).status).toBe(404)
  const { items } = door.services.activity.list(door.services.tokens.read(here), { limit: 1 })
  expect(items[0]).toMatchObject({ action: 'end_sign_in', metadata: { agent: 'Lost phone' } })
})

test('everywhere else at once leaves the one that asks', async () => {
  await using door = await createDoor()
  const { accessToken: here } = await door.person(anna)
  const others = [await signedIn(door, 'One'), await signedIn(door, 'Two')]
  const answer = await door.ask('DELETE', '/api/auth/sign-ins', { token: here })
  expect(answer.body).toMatchObject({ success: true, ended: 2 })
  for (const token of others) expect((await door.ask('GET', '/api/auth/me', { token })).status).toBe(401)
  expect((await door.ask('GET', '/api/auth/sign-ins', { token: here })).body.data).toMatchObject([{ current: true }])
})

test('somebody else’s sign-in is not there, and a key may not look at any', async () => {
  await using door = await createDoor()
  const { accessToken: here, caller } = await door.person(anna)
  const bob = await door.person({ username: 'bob', role: 'admin' }, caller)
  const { signInId } = bob.caller as { signInId: string }
  expect((await door.ask('DELETE', `/api/auth/sign-ins/${signInId}`, { token: here })).status).toBe(404)
  expect((await door.ask('GET', '/api/auth/me', { token: bob.accessToken })).status).toBe(200)
  const { key } = door.services.apiKeys.create(caller, { name: 'script', readOnly: false })
  for (const method of ['GET', 'DELETE'])
    expect((await door.ask(method, '/api/auth/sign-ins', { key })).status).toBe(403)
})

test('one that has run out is not listed', async () => {
  await using door = await createDoor()
  await door.person(anna)
  door.pass(8 * 86_400)
  const here = await signedIn(door, 'Now')
  expect((await door.ask('GET', '/api/auth/sign-ins', { token: here })).body.count).toBe(1)
})
