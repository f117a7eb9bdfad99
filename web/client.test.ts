// The API client against a small server: honest results, one renewal at a time, no second try of anything else.
import { expect, test } from 'bun:test'
import { accessIn, type ClientDeps, createClient, type Kept } from './client.ts'

function startHouse(overrides: Partial<ClientDeps> = {}) {
  const asked: string[] = []
  let good = 'fresh'
  let renewal = 200
  let renewals = 0
  let breaksOff = false
  const renewedWith: unknown[] = []
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    async fetch(request) {
      const { pathname } = new URL(request.url)
      asked.push(`${request.method} ${pathname} ${request.headers.get('authorization') ?? '-'}`)
      if (pathname === '/api/auth/refresh') {
        renewals++
        renewedWith.push(await request.json())
        if (renewal === 200) return breaksOff ? new Response('{"access_to') : Response.json({ access_token: 'fresh' })
        return Response.json({ detail: 'ended' }, { status: renewal })
      }
      if (pathname === '/slow') await new Promise((done) => request.signal.addEventListener('abort', done))
      if (pathname === '/text') return new Response('<html>')
      if (pathname === '/empty') return new Response(null, { status: 204 })
      if (pathname === '/bad')
        return Response.json(
          { detail: 'Please check', errors: [{ path: 'body.ip_web', code: 'x', message: 'is missing' }] },
          { status: 400 },
        )
      if (pathname === '/down') return new Response('bad gateway', { status: 502 })
      return request.headers.get('authorization') === `Bearer ${good}`
        ? Response.json({ well: true })
        : Response.json({ detail: 'no' }, { status: 401 })
    },
  })
  let kept: Kept | null = { access: 'old' }
  let signedOut = 0
  const client = createClient({
    address: (path) => `http://127.0.0.1:${server.port}${path}`,
    tokens: {
      read: () => kept,
      write: (access) => {
        kept = access === null ? null : { access }
      },
    },
    onSignedOut: () => signedOut++,
    texts: { network: 'no network', garbled: 'garbled', status: (status) => `fault ${status}` },
    ...overrides,
  })
  return {
    client,
    asked,
    keep: (next: Kept | null) => {
      kept = next
    },
    /** What a renewal is answered from now on. */
    renewing: (status: number, broken = false) => {
      renewal = status
      breaksOff = broken
    },
    renewedWith,
    kept: () => kept,
    accept: (token: string) => {
      good = token
    },
    signedOut: () => signedOut,
    renewals: () => renewals,
    [Symbol.asyncDispose]: () => server.stop(true),
  }
}

test('many requests with an outdated token renew it once and all succeed', async () => {
  await using house = startHouse()
  const answers = await Promise.all(Array.from({ length: 8 }, () => house.client.ask('/api/devices')))
  expect(answers.every((answer) => answer.kind === 'ok')).toBe(true)
  expect(house.renewals()).toBe(1)
  expect(house.kept()).toEqual({ access: 'fresh' })
  // What renews is the cookie, which the browser sends by itself.
  expect(house.renewedWith).toEqual([{ cookie: true }])
})

test('a token that another tab has renewed meanwhile is used, not renewed again', async () => {
  await using house = startHouse({
    fetch: async (url, init) => {
      const response = await fetch(url, init)
      house.keep({ access: 'fresh' })
      return response
    },
  })
  expect((await house.client.ask('/api/devices')).kind).toBe('ok')
  expect(house.renewals()).toBe(0)
})

test('a sign-in that cannot be renewed has ended, and is told once for each question', async () => {
  await using house = startHouse()
  house.renewing(401)
  expect(await house.client.ask('/api/devices')).toEqual({ kind: 'signed-out' })
  expect(house.kept()).toBeNull()
  expect(house.signedOut()).toBe(1)
})

test('a token that is refused although it is new ends the sign-in instead of going round', async () => {
  await using house = startHouse()
  house.accept('never')
  expect((await house.client.ask('/api/devices')).kind).toBe('signed-out')
  expect(house.renewals()).toBe(1)
})

test('without a token nothing is asked', async () => {
  await using house = startHouse()
  house.keep(null)
  expect((await house.client.ask('/api/devices')).kind).toBe('signed-out')
  expect(house.asked).toEqual([])
})

test('a wrong password is the answer of the form, not the end of a sign-in', async () => {
  await using house = startHouse()
  const answer = await house.client.ask('/api/auth/login', { method: 'POST', open: true, body: {} })
  expect(answer).toEqual({ kind: 'fault', fault: { status: 401, message: 'no', problems: [] } })
  expect(house.signedOut()).toBe(0)
  expect(house.asked).toEqual(['POST /api/auth/login -'])
})

test('what is wrong with a field comes back under the name of the field', async () => {
  await using house = startHouse()
  expect(await house.client.ask('/bad', { open: true })).toEqual({
    kind: 'fault',
    fault: { status: 400, message: 'Please check', problems: [{ path: 'ip_web', message: 'is missing' }] },
  })
})

test('an answer without JSON is a fault in words, an empty one is none', async () => {
  await using house = startHouse()
  expect(await house.client.ask('/text', { open: true })).toMatchObject({ fault: { message: 'garbled' } })
  expect(await house.client.ask('/down', { open: true })).toMatchObject({
    fault: { status: 502, message: 'fault 502' },
  })
  expect(await house.client.ask('/empty', { open: true })).toEqual({ kind: 'ok', data: null })
})

test('a server that is not there is a fault of the network, and the sign-in stays', async () => {
  const house = startHouse()
  await house[Symbol.asyncDispose]()
  expect(await house.client.ask('/api/devices')).toMatchObject({
    kind: 'fault',
    fault: { status: 0, message: 'no network' },
  })
  expect(house.kept()).not.toBeNull()
})

test('a renewal that the network swallows does not sign anybody out', async () => {
  await using house = startHouse({
    fetch: (url, init) => (url.endsWith('refresh') ? Promise.reject(new TypeError('net')) : fetch(url, init)),
  })
  expect(await house.client.ask('/api/devices')).toMatchObject({ kind: 'fault', fault: { status: 0 } })
  expect(house.kept()).toEqual({ access: 'old' })
  expect(house.signedOut()).toBe(0)
})

test('what a page no longer wants is aborted, and no fault', async () => {
  await using house = startHouse()
  const ending = new AbortController()
  const answer = house.client.ask('/slow', { open: true, signal: ending.signal })
  ending.abort()
  expect(await answer).toEqual({ kind: 'aborted' })
})

test('an appliance that is starting anew or busy signs nobody out', async () => {
  await using house = startHouse()
  for (const status of [429, 500, 503]) {
    house.renewing(status)
    expect(await house.client.ask('/api/devices')).toMatchObject({ kind: 'fault', fault: { status, message: 'ended' } })
    expect(house.kept()).toEqual({ access: 'old' })
  }
  expect(house.signedOut()).toBe(0)
})

test('a renewal whose answer breaks off as the page is left signs nobody out', async () => {
  await using house = startHouse()
  house.keep({ access: null })
  house.renewing(200, true)
  expect(await house.client.ask('/api/devices')).toMatchObject({ kind: 'fault', fault: { message: 'garbled' } })
  expect(house.kept()).toEqual({ access: null })
  expect(house.signedOut()).toBe(0)
  house.renewing(200)
  expect(await house.client.ask('/api/devices')).toEqual({ kind: 'ok', data: { well: true } })
})

test('a tab without a token of its own renews before it asks', async () => {
  await using house = startHouse()
  house.keep({ access: null })
  const answers = await Promise.all([house.client.ask('/api/devices'), house.client.ask('/api/channels')])
  expect(answers.every((answer) => answer.kind === 'ok')).toBe(true)
  expect(house.renewals()).toBe(1)
  expect(house.asked[0]).toBe('POST /api/auth/refresh -')
})

test('a refresh token that earlier pages kept is exchanged once, and then gone', async () => {
  await using house = startHouse()
  house.keep({ access: null, former: 'r_old' })
  expect((await house.client.ask('/api/devices')).kind).toBe('ok')
  expect(house.renewedWith).toEqual([{ cookie: true, refresh_token: 'r_old' }])
  expect(house.kept()).toEqual({ access: 'fresh' })
})

test('an access token is read in either spelling', () => {
  expect(accessIn({ token: 'a' })).toBe('a')
  expect(accessIn({ access_token: 'a', refresh_token: 'r' })).toBe('a')
  expect(accessIn({ message: 'Password updated' })).toBeNull()
})

test('whoever signs out is not told of requests that were still under way, and none begins before the answer', async () => {
  await using house = startHouse()
  house.keep({ access: 'fresh' })
  const slow = house.client.ask('/slow')
  while (!house.asked.length) await Bun.sleep(1)
  const leaving = house.client.leave('/out')
  const late = house.client.ask('/late')
  expect(await slow).toEqual({ kind: 'aborted' })
  expect(await late).toEqual({ kind: 'aborted' })
  expect(await leaving).toEqual({ kind: 'ok', data: { well: true } } as never)
  expect(await house.client.ask('/after')).toEqual({ kind: 'ok', data: { well: true } } as never)
  expect(house.asked.map((line) => line.split(' ')[1])).toEqual(['/slow', '/out', '/after'])
  expect(house.signedOut()).toBe(0)
})
