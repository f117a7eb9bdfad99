// A small HTTP server with login for the driver's unit tests: its own Digest, its own book of what reached it.
import { createHash, randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import type { DriverContext, Target } from '#plugin'
import { type ClientOptions, createClient, type IsapiClient } from './isapi/client.ts'

type Handler = (request: IncomingMessage, response: ServerResponse) => void

export interface TestDeviceOptions {
  username?: string
  password?: string
  /** What stands in the challenges; `$nonce` is replaced. Several make several headers. */
  challenges?: string[]
  tls?: { key: string; cert: string }
  /** Path with query → answer, for requests that are signed in. */
  answers?: Record<string, Handler | string>
  /** Body of a 401 that answers a wrong login. */
  refusal?: string
  /** Body of the 401 that answers a request without login. */
  challengeBody?: string
}

export interface TestDevice extends AsyncDisposable {
  readonly url: URL
  /** `200 GET /path` in order. */
  readonly requests: string[]
  readonly headers: (string | undefined)[]
  /** Wrong answers to a nonce in force. */
  refused: number
  /** Right answers with a counter that was used before. */
  replays: number
  /** Logins that carried a nonce no longer in force. */
  outdated: number
  connections: number
  password: string
  /** Puts a new nonce in force, as devices do after a while. */
  expire(): void
}

const HASHES: Record<string, string> = { md5: 'md5', 'sha-256': 'sha256', 'sha-512-256': 'sha512-256' }

export async function startTestDevice(options: TestDeviceOptions = {}): Promise<TestDevice> {
  const {
    username = 'admin',
    challenges = ['Digest qop="auth", realm="IP Camera(1)", nonce="$nonce", stale="FALSE"'],
  } = options
  let nonce = randomBytes(12).toString('hex')
  let counters = new Set<string>()
  const sockets = new Set<Socket>()

  function verify(request: IncomingMessage): 'right' | 'wrong' | 'replayed' | 'outdated' | 'none' {
    const header = Buffer.from(request.headers.authorization ?? '', 'latin1').toString('utf8')
    if (!header) return 'none'
    if (/^basic /i.test(header)) {
      const login = Buffer.from(header.slice(6), 'base64').toString('utf8')
      return login === `${username}:${device.password}` ? 'right' : 'wrong'
    }
    const field = (name: string) => {
      const found = new RegExp(`[ ,]${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^,]*))`).exec(header)
      return (found?.[1] ?? found?.[2] ?? '').replace(/\\(.)/g, '$1')
    }
    if (field('nonce') !== nonce) return 'outdated'
    const algorithm = (field('algorithm') || 'MD5').toLowerCase().replace('-sess', '')
    const hash = (text: string) =>
      createHash(HASHES[algorithm] ?? 'md5')
        .update(text)
        .digest('hex')
    const ha1 = hash(`${username}:${field('realm')}:${device.password}`)
    const ha2 = hash(`${request.method}:${request.url}`)
    const middle = field('qop') ? `${field('nc')}:${field('cnonce')}:auth` : ''
    const expected = hash(middle ? `${ha1}:${nonce}:${middle}:${ha2}` : `${ha1}:${nonce}:${ha2}`)
    if (field('username') !== username || field('uri') !== request.url || field('response') !== expected) return 'wrong'
    if (middle && counters.has(field('nc'))) return 'replayed'
    counters.add(field('nc'))
    return 'right'
  }

  const listener: RequestListener = (request, response) => {
    device.headers.push(request.headers.authorization)
    response.on('finish', () => device.requests.push(`${response.statusCode} ${request.method} ${request.url}`))
    const result = verify(request)
    if (result === 'right') {
      const answer = options.answers?.[request.url ?? '']
      if (typeof answer === 'function') return answer(request, response)
      response.writeHead(answer === undefined ? 404 : 200, { 'Content-Type': 'application/xml' })
      response.end(answer ?? '')
      return
    }
    if (result === 'wrong') device.refused++
    if (result === 'replayed') device.replays++
    if (result === 'outdated') device.outdated++
    if (result !== 'none' && result !== 'wrong') device.expire()
    const stale = result === 'outdated' || result === 'replayed'
    response.writeHead(401, {
      'WWW-Authenticate': challenges.map((challenge) =>
        challenge.replace('$nonce', nonce).replace('"FALSE"', stale ? '"TRUE"' : '"FALSE"'),
      ),
    })
    response.end(result === 'none' ? (options.challengeBody ?? '') : (options.refusal ?? ''))
  }
  const server = options.tls ? createSecureServer(options.tls, listener) : createServer(listener)
  server.on('connection', (socket: Socket) => {
    device.connections++
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  const device: TestDevice = {
    url: new URL('http://127.0.0.1'),
    requests: [],
    headers: [],
    refused: 0,
    replays: 0,
    outdated: 0,
    connections: 0,
    password: options.password ?? 'correct horse',
    expire() {
      nonce = randomBytes(12).toString('hex')
      counters = new Set()
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return Object.assign(device, { url: new URL(`${options.tls ? 'https' : 'http'}://127.0.0.1:${port}`) })
}

export function testTarget(device: TestDevice, more: Partial<Target> = {}): Target {
  return {
    address: device.url,
    streamHost: null,
    username: 'admin',
    password: 'correct horse',
    verifyTls: false,
    pinnedCertificate: null,
    ...more,
  }
}

export function testContext(more: Partial<DriverContext> = {}): DriverContext {
  return {
    signal: new AbortController().signal,
    limit: (work) => work(),
    shown() {},
    resolve: async (host) => host,
    now: () => new Date(),
    log: { debug() {}, info() {}, warn() {} },
    ...more,
  }
}

export function testClient(device: TestDevice, more: Partial<ClientOptions> = {}): IsapiClient {
  return createClient({
    url: device.url,
    connectTo: '127.0.0.1',
    username: 'admin',
    password: 'correct horse',
    verifyTls: false,
    pinnedCertificate: null,
    shown() {},
    limit: (work) => work(),
    signal: new AbortController().signal,
    timeoutMs: 3000,
    ...more,
  })
}
