// Listens, and stops in a bounded time.
import type { Hono } from 'hono'
import type { Config } from '../config.ts'
import { Fault } from '../domain/fault.ts'
import type { Log } from '../log.ts'
import { realTimers, type Timers } from '../timers.ts'
import { type Certificate, followCertificate, readCertificate } from './certificate.ts'
import type { Env } from './guard.ts'
import { hardened } from './headers.ts'
import { tooLarge } from './limits.ts'
import { listenTrouble } from './listen-trouble.ts'
import { problem } from './problem.ts'
import { overTls, redirectTo } from './redirect.ts'

type BunServer = ReturnType<typeof Bun.serve>
type ServeOptions = Parameters<typeof Bun.serve>[0]
type WebSocketHandler = NonNullable<ServeOptions['websocket']>

/** A port that is in use is told by the variable that names it. */
type PortName = `PORCHLIGHT_${string}PORT`

export interface Listening extends AsyncDisposable {
  port: number
  /** Where we can be reached on this machine. */
  url: string
  /** The plain port that leads to this one; null: there is none. */
  redirectPort: number | null
}

export interface ServeDeps {
  config: Pick<Config, 'host' | 'port' | 'tls' | 'publicUrl' | 'redirectPort'>
  root: Hono<Env>
  log: Log
  timers?: Timers
  /** From `hono/bun`, for the sockets of live pictures. */
  websocket?: WebSocketHandler
  /** The variable that names the port; the main port's by default. */
  name?: PortName
  /** What says no before any route does. */
  refuse?: (fault: Fault) => Response
}

/** Beyond any JSON body; what says that it is larger never reaches a route, but for a backup, which is written as it comes. */
const MOST_BYTES = 16 * 1024 * 1024
const UPLOADS = /\/api\/system\/backups$/
/** Requests and sockets that are open at once. Media has no other limit; a wall of 64 channels has some 70. */
const MOST_OPEN = 2000
const PATIENCE_MS = 2000

/** Throws an Error for people when a port cannot be had or the certificate cannot be used. */
export function serve({ config, root, log, timers = realTimers, websocket, ...rest }: ServeDeps): Listening {
  const { name = 'PORCHLIGHT_PORT', refuse = problem } = rest
  const { host, tls, publicUrl, redirectPort } = config
  const servers: BunServer[] = []
  const certificate = tls ? readCertificate(tls) : null

  function answer(request: Request, self: BunServer) {
    if (!URL.canParse(request.url)) return hardened(refuse(noHost()))
    if (isTooLong(request)) return hardened(refuse(tooLarge()))
    if (self.pendingRequests + self.pendingWebSockets > MOST_OPEN) return hardened(refuse(full()))
    return root.fetch(request, self)
  }

  function open(port: number, pair: Certificate | null): BunServer {
    const server = listen(host, port, name, {
      fetch: answer,
      ...(websocket ? { websocket } : {}),
      ...(pair ? { tls: pair } : {}),
    })
    servers.push(server)
    return server
  }

  const first = open(config.port, certificate)
  const port = first.port ?? config.port
  let current = first
  /** A server keeps its certificate as long as it lives: another one takes its port, and what is open goes on with the former. */
  function use(pair: Certificate): void {
    const former = current
    void former.stop().finally(() => servers.splice(servers.indexOf(former), 1))
    take(pair)
  }

  function take(pair: Certificate): void {
    try {
      current = open(port, pair)
    } catch (error) {
      log.error('The port could not be had again; it is tried every second', { port, error })
      timers.after(1000, () => take(pair))
    }
  }

  using stack = new DisposableStack()
  stack.defer(() => void first.stop(true))
  if (redirectPort !== null)
    servers.push(
      listen(host, redirectPort, 'PORCHLIGHT_REDIRECT_PORT', {
        fetch(request, self) {
          if (!URL.canParse(request.url)) return hardened(problem(noHost()))
          if (new URL(request.url).pathname === '/health') return root.fetch(request, self)
          return hardened(redirectTo(overTls(new URL(request.url), { publicUrl, port })))
        },
      }),
    )
  const plain = redirectPort === null ? null : (servers.at(-1)?.port ?? redirectPort)
  const following = tls && certificate ? followCertificate({ files: tls, known: certificate, use, log, timers }) : null
  stack.move()

  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return {
    port,
    redirectPort: plain,
    url: `${tls ? 'https' : 'http'}://${shown.includes(':') ? `[${shown}]` : shown}:${port}`,
    async [Symbol.asyncDispose]() {
      following?.[Symbol.dispose]()
      const open = [...servers]
      // A graceful stop waits for open sockets and streams, which may never end by themselves.
      const graceful = Promise.all(open.map((server) => server.stop()))
      const timer = Promise.withResolvers<void>()
      const handle = setTimeout(timer.resolve, PATIENCE_MS)
      await Promise.race([graceful, timer.promise])
      clearTimeout(handle)
      await Promise.all(open.map((server) => server.stop(true)))
    },
  }
}

type Answering = (request: Request, self: BunServer) => Response | Promise<Response>

function listen(hostname: string, port: number, name: PortName, own: { fetch: Answering }): BunServer {
  try {
    return Bun.serve({
      hostname,
      port,
      // Longer than a blocking playlist waits; streams that may be silent for longer set their own.
      idleTimeout: 120,
      // Routes read what they take, and stop at a limit of their own; nothing is read of a body that none takes.
      maxRequestBodySize: Number.MAX_SAFE_INTEGER,
      development: false,
      // Without it Bun shares the port with whoever holds it, when not in development.
      reusePort: false,
      error: () => hardened(problem(new Fault('internal', 'Internal error'))),
      ...own,
    } as ServeOptions)
  } catch (error) {
    const { found, todo } = listenTrouble(error, { host: hostname, port, name })
    throw new Error(`Port ${port} ${found}. ${todo}.`, { cause: error })
  }
}

function isTooLong(request: Request): boolean {
  if (!(Number(request.headers.get('content-length') ?? 0) > MOST_BYTES)) return false
  return !(request.method === 'POST' && UPLOADS.test(new URL(request.url).pathname))
}

const full = () => new Fault('not-ready', 'Too much is open at once. Try again soon.', { retryAfterSeconds: 5 })

/** Nothing of ours could say where it was asked. */
const noHost = () => new Fault('invalid-input', 'The request has no valid Host')
