// WebSockets: what Bun.serve needs for them, and the way from a route to a socket.
import type { ServerWebSocket } from 'bun'
import type { Context } from 'hono'
import { Fault } from '../domain/fault.ts'

/** What a route does with its socket. */
export interface SocketEvents {
  onOpen(socket: ServerWebSocket<SocketEvents>): void
  /** A text of the client; most sockets have nothing to be told. */
  onText?(socket: ServerWebSocket<SocketEvents>, text: string): void
  onClose(): void
}

export type Socket = ServerWebSocket<SocketEvents>

/** For `Bun.serve({ websocket })`. */
export const websocket = {
  open: (socket: Socket) => socket.data.onOpen(socket),
  message(socket: Socket, message: string | Buffer) {
    if (typeof message === 'string') socket.data.onText?.(socket, message)
  },
  close: (socket: Socket) => socket.data.onClose(),
  maxPayloadLength: 4096,
  /** Pings are sent by themselves; who answers none for so many seconds is gone. */
  idleTimeout: 60,
  sendPings: true,
  perMessageDeflate: false,
}

interface Upgrader {
  upgrade(request: Request, options: { data: SocketEvents }): boolean
}

/** Turns the request into a socket. Throws a Fault for a request that does not ask for one. */
export function openSocket(c: Context, events: SocketEvents): Response {
  const server = c.env as Partial<Upgrader> | undefined
  if (!server?.upgrade?.(c.req.raw, { data: events }))
    throw new Fault('invalid-input', 'This address is for a WebSocket')
  return new Response(null)
}

/** The reason why a socket is closed, for which there are 123 bytes. */
export function shortened(text: string): string {
  const bytes = Buffer.from(text)
  return bytes.length <= 123 ? text : `${bytes.toString('utf8', 0, 119).replace(/\uFFFD+$/, '')}…`
}

/** Lets this request wait as long as it wants: the server would cut it off otherwise. */
export function letWait(c: Context): void {
  const server = c.env as { timeout?: (request: Request, seconds: number) => void } | undefined
  server?.timeout?.(c.req.raw, 0)
}
