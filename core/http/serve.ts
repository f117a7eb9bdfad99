// Listens, and stops in a bounded time.
import { readFileSync } from 'node:fs'
import type { Hono } from 'hono'
import type { Config } from '../config.ts'
import type { Env } from './guard.ts'
import { tooLarge } from './limits.ts'
import { problem } from './problem.ts'

type BunServer = ReturnType<typeof Bun.serve>
type WebSocketHandler = NonNullable<Parameters<typeof Bun.serve>[0]['websocket']>

export interface Listening extends AsyncDisposable {
  port: number
  /** Where we can be reached on this machine. */
  url: string
}

export interface ServeDeps {
  config: Pick<Config, 'host' | 'port' | 'tls'>
  root: Hono<Env>
  /** From `hono/bun`, for the sockets of live pictures. */
  websocket?: WebSocketHandler
}

/** Beyond any JSON body; what says that it is larger never reaches a route, but for a backup, which is written as it comes. */
const MOST_BYTES = 16 * 1024 * 1024
const UPLOADS = /\/api\/system\/backups$/
const PATIENCE_MS = 2000

/** Throws an Error for people when the port cannot be had or the certificate cannot be read. */
export function serve({ config, root, websocket }: ServeDeps): Listening {
  const { host, port, tls } = config
  let server: BunServer
  try {
    server = Bun.serve({
      hostname: host,
      port,
      // Longer than a blocking playlist waits; streams that may be silent for longer set their own.
      idleTimeout: 120,
      // Routes read what they take, and stop at a limit of their own; nothing is read of a body that none takes.
      maxRequestBodySize: Number.MAX_SAFE_INTEGER,
      development: false,
      // Without it Bun shares the port with whoever holds it, when not in development.
      reusePort: false,
      fetch: (request: Request, self: BunServer) =>
        isTooLong(request) ? problem(tooLarge()) : root.fetch(request, self),
      error: () =>
        Response.json({ success: false, error: 'Internal error', detail: 'Internal error' }, { status: 500 }),
      ...(websocket ? { websocket } : {}),
      ...(tls ? { tls: { cert: read(tls.certFile), key: read(tls.keyFile) } } : {}),
    } as Parameters<typeof Bun.serve>[0])
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
      throw new Error(`Port ${port} is in use by another program. Stop that one, or set PORCHLIGHT_PORT.`)
    throw error
  }
  const shown = host === '0.0.0.0' || host === '::' ? 'localhost' : host
  return {
    port: server.port ?? port,
    url: `${tls ? 'https' : 'http'}://${shown.includes(':') ? `[${shown}]` : shown}:${server.port}`,
    async [Symbol.asyncDispose]() {
      // A graceful stop waits for open sockets and streams, which may never end by themselves.
      const graceful = server.stop()
      const timer = Promise.withResolvers<void>()
      const handle = setTimeout(timer.resolve, PATIENCE_MS)
      await Promise.race([graceful, timer.promise])
      clearTimeout(handle)
      await server.stop(true)
    },
  }
}

function isTooLong(request: Request): boolean {
  if (!(Number(request.headers.get('content-length') ?? 0) > MOST_BYTES)) return false
  return !(request.method === 'POST' && UPLOADS.test(new URL(request.url).pathname))
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    throw new Error(`The certificate or key file ${file} cannot be read (PORCHLIGHT_TLS_CERT, PORCHLIGHT_TLS_KEY)`)
  }
}
