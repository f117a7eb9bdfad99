// Many who guess at once, from many addresses: the owner is not pushed out of the queue by them, nor counted as one of them.
import { expect, test } from 'bun:test'
import { createDoor } from '../testing/door.ts'

const OWNER = { username: 'anna', password: 'correct horse' }

async function stand() {
  const door = await createDoor()
  const { caller } = await door.person(OWNER)
  const login = async (address: string, password: string, more: { username?: string; headers?: object } = {}) => {
    const headers = { 'content-type': 'application/json', ...more.headers }
    const body = JSON.stringify({ username: more.username ?? OWNER.username, password })
    return door.root.request('/api/auth/login', { method: 'POST', headers, body }, { requestIP: () => ({ address }) })
  }
  const crowd = (networks: number, each: number) =>
    Array.from({ length: networks * each }, (_, at) => login(`198.51.100.${Math.floor(at / each)}`, 'guess'))
  return { ...door, caller, login, crowd, [Symbol.asyncDispose]: () => door[Symbol.asyncDispose]() }
}

const statusesOf = async (answers: Promise<Response>[]) => (await Promise.all(answers)).map(({ status }) => status)

test('who has not failed yet comes in between many who have', async () => {
  await using here = await stand()
  const guesses = here.crowd(30, 5)
  expect((await here.login('192.0.2.7', OWNER.password)).status).toBe(200)
  const statuses = (await Promise.all(guesses)).map(({ status }) => status)
  expect(new Set(statuses)).toEqual(new Set([401, 429]))
})

test('who comes from a network that never signed in may be sent away unread by a crowd, and has not failed by that', async () => {
  await using here = await stand()
  const guesses = here.crowd(100, 1)
  const tries = await statusesOf(Array.from({ length: 8 }, () => here.login('192.0.2.7', OWNER.password)))
  expect(tries).toEqual(Array(8).fill(429))
  await Promise.all(guesses)
  expect((await here.login('192.0.2.7', OWNER.password)).status).toBe(200)
})

test('who is signed in from there, or is at the machine itself, comes before a hundred strangers', async () => {
  await using here = await stand()
  expect((await here.login('192.0.2.7', OWNER.password)).status).toBe(200)
  expect((await here.login('2001:db8::7', OWNER.password)).status).toBe(200)
  let read = 0
  const guesses = here.crowd(100, 1).map((guess) => guess.then(({ status }) => status === 401 && read++))
  for (const address of ['192.0.2.7', '2001:db8::8', '127.0.0.1', '::1', '::ffff:127.0.0.1'])
    expect([address, (await here.login(address, OWNER.password)).status]).toEqual([address, 200])
  expect(read).toBeLessThan(15)
  await Promise.all(guesses)
})

test('a proxy on the machine, an ended sign-in and that of another account make nobody known', async () => {
  await using here = await stand()
  const bert = { username: 'bert', password: 'battery staple' }
  await here.person(bert, here.caller)
  expect((await here.login('192.0.2.8', bert.password, bert)).status).toBe(200)
  const signedIn = await here.login('192.0.2.7', OWNER.password)
  const { token } = (await signedIn.json()) as { token: string }
  here.services.tokens.signOut(here.services.tokens.read(token))
  const guesses = here.crowd(100, 1)
  const proxies = ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'].map((name) =>
    here.login('127.0.0.1', OWNER.password, { headers: { [name]: '192.0.2.7' } }),
  )
  const others = ['192.0.2.7', '192.0.2.8'].map((address) => here.login(address, OWNER.password))
  expect(new Set(await statusesOf([...proxies, ...others]))).toEqual(new Set([429]))
  await Promise.all(guesses)
})

test('guesses at one name leave room for another name, and at two for a third', async () => {
  await using here = await stand()
  await here.person({ username: 'bert', password: 'battery staple' }, here.caller)
  const guesses = here.crowd(100, 1)
  const atAnother = Array.from({ length: 100 }, (_, at) => here.login(`203.0.113.${at}`, 'guess', { username: 'carl' }))
  const bert = here.login('192.0.2.7', 'battery staple', { username: 'bert' })
  expect((await bert).status).toBe(200)
  expect(new Set(await statusesOf([...guesses, ...atAnother]))).toEqual(new Set([401, 429]))
})
