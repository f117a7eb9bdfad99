// Sockets to one device: kept alive, to the address that was checked, and under TLS only to the certificate that is ours.
import { Agent, type ClientRequest, request as httpRequest, type IncomingMessage } from 'node:http'
import { connect as connectTcp, type Socket } from 'node:net'
import type { TLSSocket } from 'node:tls'
import { connectPinned, Fault, rawOf } from '#plugin'

export interface Outgoing {
  method: string
  path: string
  headers?: Readonly<Record<string, string>>
  body?: string
  /** Sent twice it does no more than once, so that it may go out again after a connection that was closed meanwhile. */
  repeatable?: boolean
  signal: AbortSignal
}

export interface Transport {
  /** Sends one request; redirects are not followed. Fails with the network's own error, or a Fault of the certificate. */
  send(outgoing: Outgoing): Promise<Response>
  close(): void
}

export interface TransportOptions {
  url: URL
  /** The address to connect to; the name in `url` stays in the Host header and in TLS. */
  connectTo: string
  /** False: the certificate is compared with `pinned`, or pinned when there is none yet. */
  verifyTls: boolean
  pinned: string | null
  /** Called with the certificate (PEM) that there is when none is pinned, or that is not the pinned one. */
  shown(certificate: string): void
}

const idle = new WeakSet<Error>()

/** True for an error of a connection that was kept alive: the device may have closed it in the moment in which we used it. */
export function wasIdle(error: unknown): boolean {
  return error instanceof Error && idle.has(error)
}

/** Bytes of a piece worth giving back at once. */
const LARGE = 64 * 1024

/** A kept connection may break while nobody uses it; whoever uses one has a listener of his own. */
function ignore(): void {}

const releasing = new WeakSet<object>()

/**
 * Bun hands the parser a copy of what the socket read, and us a copy of that. At hundreds of megabytes a second the collector
 * lets tens of them pile up, so large copies are given back when the parser has done with them: a turn later.
 */
function releasePieces(socket: Socket): void {
  if (releasing.has(socket)) return
  releasing.add(socket)
  socket.on('data', ({ buffer, byteLength }: Buffer) => {
    if (byteLength < LARGE || byteLength !== buffer.byteLength || !(buffer instanceof ArrayBuffer)) return
    setImmediate(() => buffer.transfer(0))
  })
}

/** What comes, as it comes: half the work of `Readable.toWeb`, of which a download of gigabytes has much. */
function toWeb(message: IncomingMessage): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        message.pause()
        message.on('data', (chunk: Uint8Array) => {
          controller.enqueue(chunk)
          if ((controller.desiredSize ?? 0) <= 0) message.pause()
        })
        let over = false
        const fail = (error?: Error) => {
          if (!over) controller.error(error ?? Object.assign(new Error('aborted'), { code: 'ECONNRESET' }))
          over = true
        }
        message.once('end', () => {
          if (!over) controller.close()
          over = true
        })
        message.on('error', fail)
        message.once('aborted', () => fail())
        message.once('close', () => message.complete || fail())
      },
      pull() {
        message.resume()
      },
      cancel() {
        message.destroy()
      },
    },
    { highWaterMark: 1 },
  )
}

function toResponse(message: IncomingMessage): Response {
  const headers = new Headers()
  for (let at = 0; at + 1 < message.rawHeaders.length; at += 2) {
    try {
      headers.append(message.rawHeaders[at] as string, message.rawHeaders[at + 1] as string)
    } catch {
      // A header that no standard allows is of no use to us.
    }
  }
  releasePieces(message.socket)
  const status = message.statusCode ?? 502
  const empty = status === 204 || status === 205 || status === 304
  if (empty) message.resume()
  const body = empty ? null : toWeb(message)
  return new Response(body, { status: status < 200 || status > 599 ? 502 : status, headers })
}

export function createTransport(options: TransportOptions): Transport {
  const { url, connectTo } = options
  const tls = url.protocol === 'https:'
  const port = Number(url.port || (tls ? 443 : 80))
  const expected = { raw: options.pinned === null ? null : rawOf(options.pinned) }

  class DeviceAgent extends Agent {
    override createConnection(
      _options: object,
      done?: (error: Error | null, stream: import('node:stream').Duplex) => void,
    ): import('node:stream').Duplex {
      if (!tls) return connectTcp({ host: connectTo, port }).on('error', ignore)
      connectPinned(options, expected).then(
        (socket) => done?.(null, socket),
        (error: Error) => done?.(error, undefined as unknown as TLSSocket),
      )
      return undefined as unknown as TLSSocket
    }
  }
  const agent = new DeviceAgent({ keepAlive: true, maxFreeSockets: 4 })

  function once(outgoing: Outgoing): { request: ClientRequest; response: Promise<Response> } {
    const request = httpRequest({
      agent,
      host: connectTo,
      port,
      method: outgoing.method,
      path: outgoing.path,
      signal: outgoing.signal,
      headers: {
        Host: url.host,
        Accept: '*/*',
        ...outgoing.headers,
        ...(outgoing.body === undefined ? {} : { 'Content-Length': String(Buffer.byteLength(outgoing.body)) }),
      },
    })
    const response = new Promise<Response>((resolve, reject) => {
      request.once('response', (message) => resolve(toResponse(message)))
      request.on('error', reject)
    })
    request.end(outgoing.body)
    return { request, response }
  }

  return {
    async send(outgoing) {
      outgoing.signal.throwIfAborted()
      const { request, response } = once(outgoing)
      try {
        return await response
      } catch (error) {
        if (request.reusedSocket && error instanceof Error && !(error instanceof Fault)) idle.add(error)
        throw error
      }
    },
    close() {
      agent.destroy()
    },
  }
}
