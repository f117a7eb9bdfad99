// The root as strangers, browsers and proxies meet it.
import { describe, expect, jest, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Hono } from 'hono'
import { Fault } from '../domain/fault.ts'
import type { Plugin } from '../plugin/index.ts'
import { createDoor } from '../testing/door.ts'
import { describeHostile } from '../testing/hostile.ts'
import { describeLocked } from '../testing/locked.ts'
import { declaredRoutes, route } from './route.ts'
import { serve } from './serve.ts'

describeLocked('the door alone', async () => {
  const door = await createDoor()
  return { root: door.root as unknown as Hono, close: () => door[Symbol.asyncDispose]() }
})

describe('paths', () => {
  test('unknown paths are JSON below an API and the page only for a browser that goes somewhere', async () => {
    await using door = await createDoor()
    const page = { accept: 'text/html,*/*', 'sec-fetch-mode': 'navigate' }
    for (const path of [
      '/api/nope',
      '/api',
      '/hls/x/index.m3u8',
      '/media/x',
      '/lightnvr/api/x',
      '/vibenvr',
      '/health/x',
    ]) {
      const answer = await door.ask('GET', path, { headers: page })
      expect([path, answer.status]).toEqual([path, 404])
      expect(answer.body).toMatchObject({ success: false, detail: expect.any(String) })
    }
    expect((await door.ask('GET', '/devices/3', { headers: page })).body).toContain('<title>Porchlight')
    expect((await door.ask('GET', '/devices/3')).status).toBe(404)
    expect((await door.ask('POST', '/devices/3', { headers: page })).status).toBe(404)
    expect((await door.ask('GET', '/nope.js', { headers: page })).status).toBe(404)
  })

  test('a wrong method on a known path is 405 with Allow', async () => {
    await using door = await createDoor()
    const { accessToken: token } = await door.person({ username: 'anna' })
    for (const ask of [{}, { token }]) {
      const answer = await door.ask('GET', '/api/auth/login', ask)
      expect(answer.status).toBe(405)
      expect(answer.headers.get('allow')).toBe('POST')
      expect((await door.ask('PATCH', '/api/keys/3', ask)).headers.get('allow')).toBe('DELETE')
      expect((await door.ask('DELETE', '/api/settings', ask)).headers.get('allow')).toBe('GET, HEAD')
    }
    expect((await door.ask('POST', '/health')).status).toBe(405)
  })

  test('nothing outside the bundle can be reached', async () => {
    await using door = await createDoor()
    for (const path of [
      '/../../etc/passwd',
      '/..%2f..%2fetc%2fpasswd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/main-abcdefgh.js%00',
      '/%ff',
    ])
      expect((await door.ask('GET', path)).status).toBe(404)
  })
})

describe('the page', () => {
  test('its base follows the path of the proxy, and only a plain path', async () => {
    await using door = await createDoor()
    const base = async (path?: string) => {
      const answer = await door.ask('GET', '/', path === undefined ? {} : { headers: { 'x-ingress-path': path } })
      return /<base href="([^"]*)">/.exec(answer.body)?.[1]
    }
    expect(await base()).toBe('/')
    expect(await base('/api/hassio_ingress/AbC-1_2')).toBe('/api/hassio_ingress/AbC-1_2/')
    expect(await base('/cameras/')).toBe('/cameras/')
    for (const bad of ['//evil.example', '/x"><script>', 'javascript:alert(1)', '/../x', 'https://evil.example/'])
      expect(await base(bad)).toBe('/')
  })

  test('hashed files are kept for ever, packed for those who can unpack', async () => {
    await using door = await createDoor()
    const packed = await door.ask('GET', '/main-abcdefgh.js', { headers: { 'accept-encoding': 'gzip, br' } })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(packed.headers.get('cache-control')).toContain('immutable')
    const plain = await door.ask('GET', '/main-abcdefgh.js')
    expect(plain.headers.get('content-encoding')).toBe(null)
    expect(plain.headers.get('content-type')).toMatch(/javascript/)
    expect((await door.ask('GET', '/')).headers.get('cache-control')).toBe('no-store')
  })

  test('headers forbid foreign frames and scripts; behind ingress the hub may frame us', async () => {
    await using door = await createDoor()
    const own = (await door.ask('GET', '/')).headers
    expect(own.get('content-security-policy')).toContain("default-src 'self'")
    expect(own.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(own.get('x-frame-options')).toBe('DENY')
    expect(own.get('x-content-type-options')).toBe('nosniff')
    expect(own.get('referrer-policy')).toBe('no-referrer')
    expect(own.get('strict-transport-security')).toBe(null)
    const framed = (await door.ask('GET', '/', { headers: { 'x-ingress-path': '/api/hassio_ingress/x' } })).headers
    expect(framed.get('content-security-policy')).toContain("frame-ancestors 'self'")
    expect(framed.get('x-frame-options')).toBe(null)
  })

  test('answers of the API are never kept and carry a request id, errors too', async () => {
    await using door = await createDoor()
    for (const path of ['/health', '/api/auth/me', '/api/nope']) {
      const { headers } = await door.ask('GET', path)
      expect(headers.get('cache-control')).toBe('no-store')
      expect(headers.get('x-request-id')).toMatch(/^[\w-]{36}$/)
      expect(headers.get('access-control-allow-origin')).toBe(null)
    }
    expect(
      (await door.ask('GET', '/health', { headers: { 'x-request-id': 'mine-1234' } })).headers.get('x-request-id'),
    ).toBe('mine-1234')
  })
})

describeHostile('the door alone', async () => {
  const door = await createDoor()
  const { accessToken: token } = await door.person({ username: 'anna' })
  return { root: door.root as unknown as Hono, token, lines: door.lines, close: () => door[Symbol.asyncDispose]() }
})

describe('bodies', () => {
  test('a body without a length is cut off at the limit', async () => {
    await using door = await createDoor()
    let sent = 0
    const body = new ReadableStream({
      pull(controller) {
        sent += 65536
        controller.enqueue(new Uint8Array(65536).fill(32))
      },
    })
    const answer = await door.ask('POST', '/api/auth/login', { body, headers: { 'content-type': 'application/json' } })
    expect(answer.status).toBe(413)
    expect(sent).toBeLessThan(4_000_000)
  })
})

test('a body that never ends is not waited for', async () => {
  await using door = await createDoor()
  jest.useFakeTimers()
  try {
    const asked = Promise.withResolvers<void>()
    const trickle = new ReadableStream({ pull: () => asked.resolve() }, { highWaterMark: 0 })
    const headers = { 'content-type': 'application/json' }
    const asking = door.ask('POST', '/api/auth/login', { body: trickle, headers })
    await asked.promise
    jest.advanceTimersByTime(30_000)
    const answer = await asking
    expect([answer.status, answer.body.detail]).toEqual([400, 'The body did not arrive within 30 seconds'])
  } finally {
    jest.useRealTimers()
  }
})

test('what nobody foresaw is a 500 that says nothing, with its cause in the log', async () => {
  const users = {
    hasAccount: () => {
      throw new Error('disk I/O error at /var/lib/x')
    },
  }
  await using door = await createDoor({ more: { users: users as never } })
  const answer = await door.ask('GET', '/health')
  expect(answer.status).toBe(500)
  expect(answer.body).toEqual({
    success: false,
    error: 'Internal error',
    message: 'Internal error',
    detail: 'Internal error',
  })
  const line = door.lines.find((text) => text.includes('A request failed'))
  expect(line).toContain('disk I/O error')
  expect(line).toContain(answer.headers.get('x-request-id') ?? 'none')
})

test('the description of the API names every route of it and their inputs', async () => {
  await using door = await createDoor()
  const { status, body } = await door.ask('GET', '/api/openapi.json')
  expect(status).toBe(200)
  expect(body.openapi).toBe('3.1.0')
  const login = body.paths['/api/auth/login'].post
  expect(login.requestBody.content['application/json'].schema.required).toEqual(['username', 'password'])
  for (const { method, path } of declaredRoutes(door.root as unknown as Hono)) {
    if (!path.startsWith('/api/') || path.endsWith('.json')) continue
    expect(body.paths[path.replace(/:(\w+)/g, '{$1}')]?.[method.toLowerCase()]?.summary).toBeString()
  }
})

test('a dialect has its own lock, its own public paths and its own errors', async () => {
  const plugin: Plugin = {
    id: 'test',
    title: 'Test',
    dialect: {
      at: { path: '/vibenvr' },
      public: ['/hello'],
      authenticate: async (request) => (request.headers.get('x-who') === 'me' ? ({ kind: 'system' } as const) : null),
      fault: (fault) => Response.json({ detail: fault.message, kind: fault.kind }, { status: 418 }),
      routes: () =>
        new Hono()
          .get('/hello', route({ summary: 'Hello', right: 'public' }), (c) => c.text('hello'))
          .get('/secret', route({ summary: 'Secret', right: 'signed-in' }), (c) => c.text('secret'))
          .get('/broken', route({ summary: 'Broken', right: 'signed-in' }), () => {
            throw new Fault('conflict', 'No')
          }),
    },
  }
  await using door = await createDoor({ plugins: [plugin] })
  expect((await door.ask('GET', '/vibenvr/hello')).body).toBe('hello')
  expect((await door.ask('GET', '/vibenvr/secret')).body).toMatchObject({ kind: 'not-signed-in' })
  const headers = { 'x-who': 'me' }
  expect((await door.ask('GET', '/vibenvr/secret', { headers })).body).toBe('secret')
  expect((await door.ask('GET', '/vibenvr/broken', { headers })).body).toEqual({ detail: 'No', kind: 'conflict' })
  expect((await door.ask('GET', '/vibenvr/nope', { headers })).body).toMatchObject({ kind: 'not-found' })
})

test('a route that does not say its right stops the start, with its name', async () => {
  const forgetful = (routes: Hono): Plugin => ({
    id: 'test',
    title: 'Test',
    dialect: { at: { path: '/api/test' }, public: [], fault: () => new Response(), routes: () => routes },
  })
  const start = async (routes: Hono) => {
    await using _ = await createDoor({ plugins: [forgetful(routes)] })
  }
  const declared = route({ summary: 'Things', right: 'view' })
  await start(new Hono().get('/things', declared, (c) => c.json([])))
  await expect(
    start(new Hono().get('/things', declared, (c) => c.json([])).put('/things', (c) => c.json({}))),
  ).rejects.toThrow('do not say which right they need: PUT /api/test/things')
  await expect(start(new Hono().all('/whatever', (c) => c.json({})))).rejects.toThrow(
    'any method of /api/test/whatever',
  )
})

describe('listening', () => {
  test('a server answers on its port, knows who asks, and stops though a stream is open', async () => {
    await using door = await createDoor({ env: { PORCHLIGHT_TRUST_PROXY: '127.0.0.0/8' } })
    const root = new Hono().get(
      '/stream',
      () => new Response(new ReadableStream({ start: (c) => c.enqueue(new Uint8Array(1)) })),
    )
    root.route('/', door.root as unknown as Hono)
    const server = serve({ config: door.config, root: root as never, log: door.log })
    const login = (forwarded?: string) =>
      fetch(`${server.url}/api/auth/login`, {
        method: 'POST',
        body: JSON.stringify({ username: 'x', password: 'y' }),
        headers: { 'content-type': 'application/json', ...(forwarded ? { 'x-forwarded-for': forwarded } : {}) },
      })
    expect((await login('203.0.113.9, 127.0.0.2')).status).toBe(401)
    expect((await login()).status).toBe(401)
    const addresses = door.db.query.activity
      .findMany()
      .sync()
      .map((row) => row.address)
    expect(addresses).toEqual(['203.0.113.9', '127.0.0.1'])
    const open = await fetch(`${server.url}/stream`)
    const began = performance.now()
    await server[Symbol.asyncDispose]()
    expect(performance.now() - began).toBeLessThan(15_000)
    await open.body?.cancel().catch(() => {})
    expect(fetch(`${server.url}/health`)).rejects.toThrow()
  })

  test('a forwarded address from anybody else counts for nothing', async () => {
    await using door = await createDoor()
    await using server = serve({ config: door.config, root: door.root, log: door.log })
    await fetch(`${server.url}/api/auth/login`, {
      method: 'POST',
      body: '{"username":"x","password":"y"}',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '203.0.113.9' },
    })
    expect(door.db.query.activity.findFirst().sync()?.address).toBe('127.0.0.1')
  })

  test.skipIf(!Bun.which('openssl'))(
    'with a certificate it speaks TLS; one that cannot be read stops the start in words',
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'porchlight-tls-'))
      const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
      const made = Bun.spawnSync(
        [
          'openssl',
          'req',
          '-x509',
          '-newkey',
          'ec',
          '-pkeyopt',
          'ec_paramgen_curve:P-256',
          '-nodes',
          '-days',
          '1',
        ].concat(['-subj', '/CN=localhost', '-keyout', keyFile, '-out', certFile]),
        { stderr: 'ignore' },
      )
      expect(made.exitCode).toBe(0)
      await using door = await createDoor()
      await using server = serve({
        config: { ...door.config, tls: { certFile, keyFile } },
        root: door.root,
        log: door.log,
      })
      expect(server.url).toStartWith('https://')
      const answer = await fetch(`${server.url}/health`, { tls: { rejectUnauthorized: false } })
      expect(answer.status).toBe(200)
      rmSync(folder, { recursive: true })
      const start = () =>
        serve({ config: { ...door.config, tls: { certFile, keyFile } }, root: door.root, log: door.log })
      expect(start).toThrow(/cannot be read \(PORCHLIGHT_TLS_CERT/)
    },
  )

  test('a port in use is said in words', async () => {
    await using door = await createDoor()
    await using server = serve({ config: door.config, root: door.root, log: door.log })
    expect(() => serve({ config: { ...door.config, port: server.port }, root: door.root, log: door.log })).toThrow(
      /in use by another program/,
    )
  })
})
