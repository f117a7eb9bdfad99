// How often one may ask, through the front door: each class on its own, and nobody at the cost of another.
import { describe, expect, test } from 'bun:test'
import { Hono } from 'hono'
import type { Plugin } from '../plugin/index.ts'
import { createDoor } from '../testing/door.ts'
import { problem } from './problem.ts'
import { LIMITS, type LimitClass } from './rate-limits.ts'
import { route } from './route.ts'
import { serve } from './serve.ts'

/** A route of each class below `/api/test`; `/free` does not say one. */
function classes(file = ''): Plugin {
  const routes = new Hono()
  const words = (limit?: LimitClass) => route({ summary: 'Test', right: 'signed-in', ...(limit ? { limit } : {}) })
  for (const name of Object.keys(LIMITS) as LimitClass[])
    routes.get(`/${name}`, words(name), () => (file ? new Response(Bun.file(file)) : Response.json({})))
  routes.get('/plain', words(), (c) => c.json({}))
  const dialect = { at: { path: '/api/test' as const }, public: [], fault: problem, routes: () => routes }
  return { id: 'test', title: 'Test', dialect }
}

async function stand(env: Record<string, string> = {}, file?: string) {
  const door = await createDoor({ limited: true, plugins: [classes(file)], env })
  const { accessToken: token } = await door.person({ username: 'anna' })
  /** Asks until it is told to wait; how often it was answered before. */
  async function untilRefused(path: string, ask: object = { token }) {
    for (let count = 0; count < 1000; count++) {
      const answer = await door.ask('GET', path, ask)
      if (answer.status === 429) return { count, answer }
    }
    throw new Error('never refused')
  }
  return { ...door, door, token, untilRefused, [Symbol.asyncDispose]: () => door[Symbol.asyncDispose]() }
}

describe('a class', () => {
  test.each(Object.entries(LIMITS))(
    '%s ends at its own number, and no other with it',
    async (name, { most, ...rest }) => {
      if ('atOnce' in rest) return
      await using here = await stand()
      const { count, answer } = await here.untilRefused(`/api/test/${name}`)
      expect(count).toBe(most)
      expect(answer.body.success).toBe(false)
      expect(answer.body.error).toContain('Too many requests')
      expect(answer.body.detail).toBe(answer.body.error)
      expect(Number(answer.headers.get('retry-after'))).toBe(answer.body.retryAfter)
      expect(answer.body.retryAfter).toBe(Math.ceil(rest.seconds / most))
      for (const other of Object.keys(LIMITS).filter((other) => other !== name))
        expect([other, (await here.ask('GET', `/api/test/${other}`, { token: here.token })).status]).toEqual([
          other,
          200,
        ])
    },
  )

  test('fills up steadily, and says in each answer how full it is and when it is again', async () => {
    await using here = await stand()
    const state = async () => {
      const { status, headers } = await here.ask('GET', '/api/test/device', { token: here.token })
      const [limit, remaining, reset] = ['limit', 'remaining', 'reset'].map((name) =>
        Number(headers.get(`x-ratelimit-${name}`)),
      )
      return { status, limit, remaining, resetIn: (reset ?? 0) - +here.now() / 1000 }
    }
    expect(await state()).toEqual({ status: 200, limit: 20, remaining: 19, resetIn: 3 })
    await here.untilRefused('/api/test/device')
    expect(await state()).toEqual({ status: 429, limit: 20, remaining: 0, resetIn: 60 })
    here.pass(2)
    expect((await state()).status).toBe(429)
    here.pass(1)
    expect(await state()).toMatchObject({ status: 200, remaining: 0 })
    expect((await state()).status).toBe(429)
    here.pass(3600)
    expect(await state()).toMatchObject({ status: 200, remaining: 19 })
  })

  test('that is not said is the usual one; the page, its files and /health have none', async () => {
    await using here = await stand()
    const plain = await here.ask('GET', '/api/test/plain', { token: here.token })
    expect(plain.headers.get('x-ratelimit-limit')).toBe(String(LIMITS.usual.most))
    for (const path of ['/', '/main-abcdefgh.js', '/health'])
      expect([path, (await here.ask('GET', path)).headers.get('x-ratelimit-limit')]).toEqual([path, null])
  })

  test('a clock that is set back makes nobody wait longer', async () => {
    await using here = await stand()
    await here.untilRefused('/api/test/connect')
    here.pass(-86_400)
    here.pass(6)
    await here.ask('GET', '/api/test/connect', { token: here.token })
    here.pass(6)
    expect((await here.ask('GET', '/api/test/connect', { token: here.token })).status).toBe(200)
  })
})

describe('who', () => {
  test('a person is one with all his keys and sign-ins; another person is another', async () => {
    await using here = await stand()
    const key = (await here.ask('POST', '/api/keys', { token: here.token, body: { name: 'script' } })).body.data.key
    await here.untilRefused('/api/test/connect')
    expect((await here.ask('GET', '/api/test/connect', { key })).status).toBe(429)
    const anna = here.services.tokens.read(here.token)
    const { accessToken: other } = await here.person({ username: 'berta', role: 'viewer' }, anna)
    expect((await here.ask('GET', '/api/test/connect', { token: other })).status).toBe(200)
  })

  test('strangers without or with a wrong token are counted where they come from, and no signed-in person with them', async () => {
    await using here = await stand()
    for (const ask of [{}, { token: 'x.y.z' }]) {
      const { count } = await here.untilRefused('/api/test/plain', ask)
      expect(count).toBeLessThanOrEqual(LIMITS.usual.most)
    }
    expect((await here.ask('GET', '/api/nope')).status).toBe(429)
    expect((await here.ask('GET', '/api/test/plain', { token: here.token })).status).toBe(200)
    expect((await here.ask('GET', '/health')).status).toBe(200)
  })

  test('a forged forwarded address is no other address; one of a trusted proxy is, by its /64', async () => {
    for (const trusted of [false, true]) {
      await using here = await stand(trusted ? { PORCHLIGHT_TRUST_PROXY: '127.0.0.1' } : {})
      await using server = serve({ config: here.config, root: here.root, log: here.log })
      const remaining = async (from: string) => {
        const answer = await fetch(`${server.url}/api/nope`, { headers: { 'x-forwarded-for': from } })
        await answer.body?.cancel()
        return Number(answer.headers.get('x-ratelimit-remaining'))
      }
      const most = LIMITS.usual.most
      expect(await remaining('2001:db8::1')).toBe(most - 1)
      expect(await remaining('2001:db8::ffff:2')).toBe(most - 2)
      expect(await remaining('2001:db8:0:1::1')).toBe(trusted ? most - 1 : most - 3)
      expect(await remaining('203.0.113.9')).toBe(trusted ? most - 1 : most - 4)
    }
  })
})

test('a sign-in is renewed thirty times in a quarter of an hour, and another one besides', async () => {
  await using here = await stand()
  const signIn = async () =>
    (await here.ask('POST', '/api/auth/login', { body: { username: 'anna', password: 'correct horse' } })).body
  let { refresh_token } = await signIn()
  const renew = () => here.ask('POST', '/api/auth/refresh', { body: { refresh_token } })
  for (let count = 0; count < LIMITS.refresh.most; count++) {
    const answer = await renew()
    expect([count, answer.status]).toEqual([count, 200])
    refresh_token = answer.body.refresh_token
  }
  expect((await renew()).status).toBe(429)
  refresh_token = (await signIn()).refresh_token
  expect((await renew()).status).toBe(200)
})

test('four films at once, and the next as soon as one has ended', async () => {
  const file = `${process.env.TMPDIR ?? '/tmp'}/porchlight-film-${process.pid}`
  await Bun.write(file, new Uint8Array(32_000_000))
  await using here = await stand({}, file)
  await using server = serve({ config: here.config, root: here.root, log: here.log })
  const start = () => fetch(`${server.url}/api/test/stream`, { headers: { authorization: `Bearer ${here.token}` } })
  const open = await Promise.all([1, 2, 3, 4].map(start))
  expect(open.map(({ status }) => status)).toEqual([200, 200, 200, 200])
  const fifth = await start()
  expect([fifth.status, fifth.headers.get('retry-after')]).toEqual([429, '1'])
  await fifth.body?.cancel()
  expect((await open[0]?.arrayBuffer())?.byteLength).toBe(32_000_000)
  await open[1]?.body?.cancel()
  const until = Date.now() + 5000
  let again = await start()
  for (; again.status === 429 && Date.now() < until; again = await start()) await again.body?.cancel()
  expect(again.status).toBe(200)
  await Promise.all([...open, again].map((answer) => answer.body?.cancel().catch(() => {})))
  await Bun.file(file).delete()
})
