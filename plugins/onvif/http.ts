// Sockets to one camera: to the address that was checked, answers of a bounded size, and redirects that nobody follows.
import { Agent, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect as connectTcp } from 'node:net'
import type { Duplex } from 'node:stream'
import { connectPinned, Fault, rawOf } from '#plugin'

export interface Outgoing {
  method: 'GET' | 'POST'
  /** Absolute, on the camera; its host and scheme are not looked at. */
  url: URL
  headers?: Readonly<Record<string, string>>
  body?: string
  /** Only asks, so that it may go out again after a kept connection that was closed meanwhile. */
  repeatable: boolean
  signal: AbortSignal
}

export interface Reply {
  status: number
  /** Each `WWW-Authenticate` by itself. */
  challenges: string[]
  location: string
  bytes: Buffer
}

export interface Http {
  send(outgoing: Outgoing): Promise<Reply>
  close(): void
}

export interface HttpOptions {
  url: URL
  /** The address to connect to; the name in `url` stays in the Host header and in TLS. */
  connectTo: string
  verifyTls: boolean
  pinned: string | null
  shown(certificate: string): void
}

/** Far above any letter or picture of a camera. */
export const MOST_BYTES = 4 << 20

function ignore(): void {}

export function portOf(url: URL): number {
  return Number(url.port || (url.protocol === 'https:' ? 443 : 80))
}

async function read(message: IncomingMessage, device: string): Promise<Buffer> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of message) {
    parts.push(part as Buffer)
    size += (part as Buffer).length
    if (size > MOST_BYTES) throw new Fault('device-garbled', `${device} sent an answer that is too large to be right.`)
  }
  return Buffer.concat(parts)
}

export function createHttp(options: HttpOptions): Http {
  const { url, connectTo } = options
  const tls = url.protocol === 'https:'
  const expected = { raw: options.pinned === null ? null : rawOf(options.pinned) }

  class CameraAgent extends Agent {
    override createConnection(wanted: object, done?: (error: Error | null, stream: Duplex) => void): Duplex {
      const { port } = wanted as { port: number }
      if (!tls) return connectTcp({ host: connectTo, port }).on('error', ignore)
      const at = Object.assign(new URL(url), { port: String(port) })
      connectPinned({ ...options, url: at }, expected).then(
        (socket) => done?.(null, socket),
        (error: Error) => done?.(error, undefined as unknown as Duplex),
      )
      return undefined as unknown as Duplex
    }
  }
  const kept = new CameraAgent({ keepAlive: true, maxFreeSockets: 2 })
  const fresh = new CameraAgent({ keepAlive: false })

  async function once(outgoing: Outgoing, agent: Agent): Promise<Reply> {
    const port = portOf(outgoing.url)
    const request = httpRequest({
      ...{ agent, host: connectTo, port, method: outgoing.method, signal: outgoing.signal },
      path: outgoing.url.pathname + outgoing.url.search,
      headers: {
        Host: `${url.hostname}${port === (tls ? 443 : 80) ? '' : `:${port}`}`,
        ...outgoing.headers,
        ...(outgoing.body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(outgoing.body)) }),
      },
    })
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      request.once('response', resolve)
      request.on('error', reject)
    })
    request.end(outgoing.body)
    try {
      const message = await answered
      const { rawHeaders, statusCode: status = 502 } = message
      const challenges = rawHeaders.filter(
        (_, at) => at % 2 === 1 && rawHeaders[at - 1]?.toLowerCase() === 'www-authenticate',
      )
      const bytes = await read(message, url.hostname)
      return { status, challenges, location: message.headers.location ?? '', bytes }
    } catch (error) {
      const wasKept = request.reusedSocket && !outgoing.signal.aborted && !(error instanceof Fault)
      request.destroy()
      if (wasKept && outgoing.repeatable) return await once(outgoing, fresh)
      throw error
    }
  }

  return {
    async send(outgoing) {
      outgoing.signal.throwIfAborted()
      // What does something must not meet a connection that was closed meanwhile: nobody could tell whether it was done.
      return await once(outgoing, outgoing.repeatable ? kept : fresh)
    },
    close() {
      kept.destroy()
      fresh.destroy()
    },
  }
}
