// Many who guess at once, from many addresses: the owner is not pushed out of the queue by them, nor counted as one of them.
import { expect, test } from 'bun:test'
import { createDoor } from '../testing/door.ts'

const OWNER = { username: 'anna', password: 'correct horse' }

async function stand() {
  const door = await createDoor()
  await door.person(OWNER)
  const login = (address: string, password: string) => {
    const headers = { 'content-type': 'application/json' }
    const body = JSON.stringify({ username: OWNER.username, password })
    return door.root.request('/api/auth/login', { method: 'POST', headers, body }, { requestIP: () => ({ address }) })
  }
  const crowd = (networks: number, each: number) =>
    Array.from({ length: networks * each }, (_, at) => login(`198.51.100.${Math.floor(at / each)}`, 'guess'))
  return { login, crowd, [Symbol.asyncDispose]: () => door[Symbol.asyncDispose]() }
}

test('who has not failed yet comes in between many who have', async () => {
  await using here = await stand()
  const guesses = here.crowd(30, 5)
  expect((await here.login('192.0.2.7', OWNER.password)).status).toBe(200)
  const statuses = (await Promise.all(guesses)).map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([401, 429]))
})

test('who is sent away unread because of the crowd has not failed', async () => {
  await using here = await stand()
  const guesses = here.crowd(70, 1)
  const tries = await Promise.all(Array.from({ length: 8 }, () => here.login('192.0.2.7', OWNER.password)))
  expect(tries.map(({ status }) => status)).toEqual(Array(8).fill(429))
  await Promise.all(guesses)
  expect((await here.login('192.0.2.7', OWNER.password)).status).toBe(200)
})
