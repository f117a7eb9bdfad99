// Tokens that last a week: whose they are, when they end, and that no other door takes them.
import { expect, test } from 'bun:test'
import { eq } from 'drizzle-orm'
import { signIns } from '../db/schema/index.ts'
import { createPeople } from '../testing/people.ts'
import { LASTING_SECONDS } from './lasting-tokens.ts'

const HERE = { address: '192.0.2.1', agent: 'test' }

async function signedIn() {
  const people = createPeople()
  const { user } = await people.person({ username: 'anna' })
  const { lastingTokens, tokens } = people.services
  return { people, user, lastingTokens, tokens, ...lastingTokens.begin(user, HERE) }
}
const partsOf = (token: string) => token.split('.').map((part) => Buffer.from(part, 'base64url').toString())

test('a token is a JWT that names its account, and is good for seven days and no second longer', async () => {
  const { people, lastingTokens, token, seconds } = await signedIn()
  await using _open = people
  const [header, claims] = partsOf(token)
  expect(JSON.parse(header ?? '')).toEqual({ alg: 'HS256', typ: 'JWT' })
  expect(JSON.parse(claims ?? '')).toMatchObject({ sub: 'anna', exp: +people.now() / 1000 + 7 * 86_400 })
  expect([seconds, LASTING_SECONDS]).toEqual([604_800, 604_800])
  people.pass(604_799)
  expect(lastingTokens.secondsLeft(token)).toBe(1)
  expect(lastingTokens.read(token, HERE)).toMatchObject({ kind: 'user', username: 'anna' })
  people.pass(1)
  expect(lastingTokens.read(token, HERE)).toBeNull()
  expect(lastingTokens.secondsLeft(token)).toBe(0)
})

test('it ends with its sign-in, at once', async () => {
  const { people, lastingTokens, tokens, token } = await signedIn()
  await using _open = people
  const caller = lastingTokens.read(token, HERE)
  if (!caller) throw new Error('It is not good')
  tokens.signOut(caller)
  expect(lastingTokens.read(token, HERE)).toBeNull()
})

test('it is no access token, and an access token is none of these; what was changed in it is nothing', async () => {
  const { people, lastingTokens, tokens, user, token } = await signedIn()
  await using _open = people
  expect(tokens.callerOf(token)).toBeNull()
  expect(lastingTokens.read(tokens.signIn(user, HERE).accessToken, HERE)).toBeNull()
  const [header, claims, tag] = token.split('.')
  const other = Buffer.from(JSON.stringify({ ...JSON.parse(partsOf(token)[1] ?? ''), exp: 9e9 })).toString('base64url')
  const none = Buffer.from(JSON.stringify({ alg: 'none', typ: 'JWT' })).toString('base64url')
  for (const bad of [
    '',
    'x',
    '..',
    `${header}.${other}.${tag}`,
    `${none}.${claims}.`,
    `${header}.${claims}`,
    `${token}.x`,
  ])
    expect(lastingTokens.read(bad, HERE)).toBeNull()
})

test('the one that is used all the time outlives what signed in after it; its use is noted once a minute', async () => {
  const { people, user, lastingTokens, token } = await signedIn()
  await using _open = people
  const ELSEWHERE = { ...HERE, address: '192.0.2.2' }
  const { sid } = JSON.parse(partsOf(token)[1] ?? '')
  const used = () => people.db.select().from(signIns).where(eq(signIns.id, sid)).get()
  const began = people.now()
  people.pass(59)
  lastingTokens.read(token, ELSEWHERE)
  expect(used()).toMatchObject({ lastUsedAt: began, address: HERE.address })
  people.pass(1)
  lastingTokens.read(token, ELSEWHERE)
  expect(used()).toMatchObject({ lastUsedAt: people.now(), address: ELSEWHERE.address })
  for (let n = 0; n < 60; n++) {
    people.pass(60)
    lastingTokens.begin(user, HERE)
    expect([n, lastingTokens.read(token, HERE)?.username]).toEqual([n, 'anna'])
  }
})
