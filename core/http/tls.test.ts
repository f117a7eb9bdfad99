// TLS as browsers, proxies and whoever renews certificates meet it.
import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { Hono } from 'hono'
import { createDoor } from '../testing/door.ts'
import { until } from '../testing/until.ts'
import type { Timers } from '../timers.ts'
import { serve } from './serve.ts'

setDefaultTimeout(60_000)

/** Makes certificate and key of that name. */
function make(folder: string, name: string): void {
  const files = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.pem`)]
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1']
  const made = Bun.spawnSync(['openssl', 'req', ...kind, '-subj', `/CN=${name}`, ...files], { stderr: 'ignore' })
  if (made.exitCode !== 0) throw new Error('openssl made no certificate')
}

/** The door over TLS, with a clock for its minutes. */
async function stand(options: { redirect?: boolean; env?: Record<string, string>; sockets?: boolean } = {}) {
  const stack = new AsyncDisposableStack()
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-tls-'))
  stack.defer(() => rmSync(folder, { recursive: true }))
  for (const name of ['one', 'two']) make(folder, name)
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const put = (cert: string, key = cert) => {
    copyFileSync(join(folder, `${cert}.pem`), certFile)
    copyFileSync(join(folder, `${key}.key`), keyFile)
  }
  put('one')
  const door = stack.use(await createDoor(options.env ? { env: options.env } : {}))
  let minute = () => {}
  const timers: Timers = {
    after(_ms, run) {
      minute = run
      return { [Symbol.dispose]() {} }
    },
  }
  const root = new Hono().get(
    '/open',
    () => new Response(new ReadableStream({ start: (c) => c.enqueue(new Uint8Array(1)) })),
  )
  root.route('/', door.root as unknown as Hono)
  const config = { ...door.config, tls: { certFile, keyFile }, redirectPort: options.redirect ? 0 : null }
  const server = stack.use(serve({ config, root: root as never, log: door.log, timers }))
  /** The name in the certificate that a new connection meets. */
  function shown(): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    const socket = connect({ port: server.port, host: '127.0.0.1', rejectUnauthorized: false }, () => {
      resolve(String(socket.getPeerCertificate().subject.CN))
      socket.destroy()
    })
    socket.on('error', reject)
    return promise
  }
  const ask = (url: string, init: RequestInit = {}) =>
    fetch(url, { ...init, redirect: 'manual', tls: { rejectUnauthorized: false } } as RequestInit)
  const set = (key: string, value: unknown) => door.services.settings.set({ kind: 'system' }, key, value)
  return {
    ...door,
    door,
    server,
    certFile,
    put,
    shown,
    ask,
    set,
    pass: () => minute(),
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

describe.skipIf(!Bun.which('openssl'))('a renewed certificate', () => {
  test('is shown within the minute, and what is open stays open', async () => {
    await using here = await stand()
    expect(await here.shown()).toBe('one')
    const open = await here.ask(`${here.server.url}/open`)
    const reader = open.body?.getReader()
    expect((await reader?.read())?.value?.byteLength).toBe(1)
    here.put('two')
    here.pass()
    expect(await here.shown()).toBe('two')
    expect((await here.ask(`${here.server.url}/health`)).status).toBe(200)
    const next = await Promise.race([reader?.read().then(() => 'ended'), Bun.sleep(200).then(() => 'open')])
    expect(next).toBe('open')
    here.put('one')
    here.pass()
    expect(await here.shown()).toBe('one')
    await reader?.cancel().catch(() => {})
  })

  test('is shown at once at SIGHUP', async () => {
    await using here = await stand()
    here.put('two')
    process.kill(process.pid, 'SIGHUP')
    await until('the new one is shown', async () => (await here.shown().catch(() => '')) === 'two')
  })

  test('that does not fit its key, or is none, changes nothing, and is said once', async () => {
    await using here = await stand()
    for (const spoil of [
      () => here.put('two', 'one'),
      () => writeFileSync(here.certFile, 'half of it'),
      () => rmSync(here.certFile),
    ]) {
      const before = here.lines.length
      spoil()
      here.pass()
      here.pass()
      expect(await here.shown()).toBe('one')
      expect(here.lines.slice(before).filter((line) => line.includes('former certificate stays in use')).length).toBe(1)
    }
    here.put('two')
    here.pass()
    expect(await here.shown()).toBe('two')
  })

  test('stops the start where it does not fit its key', async () => {
    await using here = await stand()
    here.put('one', 'two')
    const config = { ...here.config, tls: { certFile: here.certFile, keyFile: here.certFile.replace('cert', 'key') } }
    expect(() => serve({ config, root: here.root, log: here.log })).toThrow(/is not that of the certificate/)
  })
})

describe.skipIf(!Bun.which('openssl'))('the plain port', () => {
  test('leads to the same thing over TLS, with method and body, and answers whether we are well', async () => {
    await using here = await stand({ redirect: true })
    const plain = `http://127.0.0.1:${here.server.redirectPort}`
    const answer = await here.ask(`${plain}/devices/3?tab=log`, { method: 'PUT', body: '{}' })
    expect([answer.status, answer.headers.get('location')]).toEqual([308, `${here.server.url}/devices/3?tab=log`])
    const named = await here.ask(`${plain}/`, { headers: { host: 'cam.lan:8080' } })
    expect(named.headers.get('location')).toBe(`https://cam.lan:${here.server.port}/`)
    const health = await here.ask(`${plain}/health`)
    expect([health.status, ((await health.json()) as { status: string }).status]).toEqual([200, 'ok'])
    expect((await here.ask(`${plain}/api/auth/me`)).status).toBe(308)
  })

  test('leads to the address that others know us by, where that is over TLS', async () => {
    await using here = await stand({ redirect: true, env: { PORCHLIGHT_PUBLIC_URL: 'https://porch.example/cams' } })
    const answer = await here.ask(`http://127.0.0.1:${here.server.redirectPort}/devices`)
    expect(answer.headers.get('location')).toBe('https://porch.example/cams/devices')
  })
})

describe.skipIf(!Bun.which('openssl'))('Strict-Transport-Security', () => {
  const header = 'strict-transport-security'

  test('is sent over TLS alone, when it is switched on, and without a word about other hosts', async () => {
    await using here = await stand({ redirect: true })
    const over = async (url: string) => (await here.ask(`${url}/health`)).headers.get(header)
    expect(await over(here.server.url)).toBe(null)
    here.set('hsts_seconds', 86_400)
    expect(await over(here.server.url)).toBe('max-age=86400')
    expect(await over(`http://127.0.0.1:${here.server.redirectPort}`)).toBe(null)
    here.set('hsts_seconds', 0)
    expect(await over(here.server.url)).toBe('max-age=0')
    expect(() => here.set('hsts_seconds', 31_536_001)).toThrow()
  })

  test('is sent where a trusted proxy says that it was spoken to over TLS, and nobody else', async () => {
    for (const trusted of [true, false]) {
      await using door = await createDoor(trusted ? { env: { PORCHLIGHT_TRUST_PROXY: '127.0.0.1' } } : {})
      door.services.settings.set({ kind: 'system' }, 'hsts_seconds', 60)
      await using server = serve({ config: door.config, root: door.root, log: door.log })
      const said = async (proto: string) =>
        (await fetch(`${server.url}/health`, { headers: { 'x-forwarded-proto': proto } })).headers.get(header)
      expect(await said('https')).toBe(trusted ? 'max-age=60' : null)
      expect(await said('http')).toBe(null)
      // The first one is what the client wrote himself.
      expect(await said('https, http')).toBe(null)
    }
  })
})
