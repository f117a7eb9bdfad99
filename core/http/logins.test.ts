// Ten thousand guesses at one name: the owner still comes in from elsewhere, and nothing grows by them.
import { expect, test } from 'bun:test'
import { createDoor } from '../testing/door.ts'

const OWNER = { username: 'anna', password: 'correct horse' }

async function stand() {
  const door = await createDoor({ limited: true })
  const { caller, user } = await door.person(OWNER)
  /** As if it came from that address. */
  async function login(address: string, password: string, more: Record<string, string> = {}) {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...more },
      body: JSON.stringify({ username: OWNER.username, password }),
    }
    const answer = await door.root.request('/api/auth/login', init, { requestIP: () => ({ address }) })
    await answer.arrayBuffer()
    return answer
  }
  const failures = () =>
    door.db.query.activity
      .findMany()
      .sync()
      .filter(({ action }) => action === 'login_failed').length
  return { ...door, caller, user, login, failures, [Symbol.asyncDispose]: () => door[Symbol.asyncDispose]() }
}

test('from one address: five are read, the rest is refused unread and leaves nothing behind', async () => {
  await using here = await stand()
  const seen = new Map<number, number>()
  for (let index = 0; index < 10_000; index++) {
    const { status } = await here.login('203.0.113.9', `guess ${index}`)
    seen.set(status, (seen.get(status) ?? 0) + 1)
  }
  expect([...seen]).toEqual([
    [401, 5],
    [429, 9995],
  ])
  expect(here.failures()).toBe(5)
  expect((await here.login('192.0.2.7', OWNER.password)).status).toBe(200)
  const waiting = await here.login('203.0.113.9', OWNER.password)
  expect([waiting.status, Number(waiting.headers.get('retry-after')) > 0]).toEqual([429, true])
  here.pass(15 * 60)
  expect((await here.login('203.0.113.9', OWNER.password)).status).toBe(200)
}, 120_000)

test('from a thousand networks: each has its five, and the owner comes in between them', async () => {
  await using here = await stand()
  let came = 0
  for (let network = 0; network < 1000; network++) {
    for (let count = 0; count < 6; count++) {
      // Another address of the same /64 is no other guesser.
      const { status } = await here.login(`2001:db8:${network.toString(16)}::${count + 1}`, 'guess')
      expect([network, count, status]).toEqual([network, count, count < 5 ? 401 : 429])
    }
    if (network % 100 === 0 && (await here.login('192.0.2.7', OWNER.password)).status === 200) came++
  }
  expect(came).toBe(10)
}, 120_000)

test('at the machine itself nobody waits longer than half a minute, whatever a proxy on it passes on', async () => {
  await using here = await stand()
  const wait = async (headers = {}) => {
    const answer = await here.login('127.0.0.1', 'guess', headers)
    return answer.status === 429 ? Number(answer.headers.get('retry-after')) : 0
  }
  const forwarded = { 'x-forwarded-for': '203.0.113.9' }
  for (let count = 0; count < 50; count++) {
    const seconds = await wait()
    expect(seconds).toBeLessThanOrEqual(30)
    here.pass(seconds)
  }
  const outside: number[] = []
  while (outside.length < 9) {
    outside.push(await wait(forwarded))
    here.pass(outside.at(-1) ?? 0)
  }
  expect(Math.max(...outside)).toBeGreaterThan(30)
  here.pass(30)
  expect((await here.login('127.0.0.1', OWNER.password)).status).toBe(200)
})

test('a new password forgets what was guessed at the former one from everywhere, and nothing else', async () => {
  await using here = await stand()
  const { user: bert } = await here.person({ username: 'bert' }, here.caller)
  const guessed = async (address: string, times: number) => {
    for (let count = 0; count < times; count++) await here.login(address, 'guess')
  }
  await guessed('203.0.113.9', 6)
  expect((await here.login('203.0.113.9', OWNER.password)).status).toBe(429)
  await here.services.accounts.setPassword(here.caller, bert.uuid, 'battery staple')
  expect((await here.login('203.0.113.9', OWNER.password)).status).toBe(429)
  await here.services.users.changePassword(here.caller, OWNER.password, 'brand new horse')
  expect((await here.login('203.0.113.9', 'brand new horse')).status).toBe(200)
})
