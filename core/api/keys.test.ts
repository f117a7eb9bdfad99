// What becomes of an account's API keys when the account changes: they have its rights of that moment, and end with its state.
import { expect, test } from 'bun:test'
import { createDoor } from '../testing/door.ts'

/** An admin of Anna's household with a key that may write, and what the key may at this moment: look, read people, change one. */
async function stand() {
  const door = await createDoor()
  const anna = await door.person({ username: 'anna' })
  const bert = await door.person({ username: 'bert', role: 'admin' }, anna.caller)
  const made = await door.ask('POST', '/api/keys', { token: bert.accessToken, body: { name: 'script' } })
  const key = made.body.data.key as string
  const other = await door.person({ username: 'vera', role: 'viewer' }, anna.caller)
  const asked = [
    ['GET', '/api/auth/me'],
    ['GET', '/api/users'],
    ['PUT', `/api/users/${other.user.id}/role`, { role: 'viewer' }],
  ] as const
  return {
    ...door,
    bert,
    /** As an admin of the household. */
    put: async (path: string, body: object) =>
      (await door.ask('PUT', `/api/users/${bert.user.id}${path}`, { token: anna.accessToken, body })).status,
    remove: async () => (await door.ask('DELETE', `/api/users/${bert.user.id}`, { token: anna.accessToken })).status,
    opens: () =>
      Promise.all(asked.map(async ([method, path, body]) => (await door.ask(method, path, { key, body })).status)),
  }
}

test('a key acts with the role that its owner has now, less or more', async () => {
  await using here = await stand()
  expect(await here.opens()).toEqual([200, 200, 200])
  for (const role of ['operator', 'viewer']) {
    expect(await here.put('/role', { role })).toBe(200)
    expect(await here.opens()).toEqual([200, 403, 403])
  }
  expect(await here.put('/role', { role: 'admin' })).toBe(200)
  expect(await here.opens()).toEqual([200, 200, 200])
})

test('a key stays when its owner gets or chooses another password', async () => {
  await using here = await stand()
  const passwords = { old_password: 'correct horse', new_password: 'quite another' }
  const change = { token: here.bert.accessToken, body: passwords }
  expect((await here.ask('POST', '/api/auth/change-password', change)).status).toBe(200)
  expect(await here.opens()).toEqual([200, 200, 200])
  expect(await here.put('/password', { password: 'a third password' })).toBe(200)
  expect((await here.ask('GET', '/api/auth/me', { token: here.bert.accessToken })).status).toBe(401)
  expect(await here.opens()).toEqual([200, 200, 200])
})

test('a key opens nothing while its owner is disabled, and nothing ever after he is removed', async () => {
  await using here = await stand()
  expect(await here.put('/status', { status: 'disabled' })).toBe(200)
  expect(await here.opens()).toEqual([401, 401, 401])
  expect(await here.put('/status', { status: 'active' })).toBe(200)
  expect(await here.opens()).toEqual([200, 200, 200])
  expect(await here.remove()).toBe(200)
  expect(await here.opens()).toEqual([401, 401, 401])
})
