// Live pictures over a WebSocket, for Media Source: an init and the fragments from the newest key frame on.

import type { Fault } from '../domain/fault.ts'
import { asFault, statusOf } from '../errors.ts'
import type { Fragment, Relay } from '../services/live.ts'
import type { Ticket, Tickets } from '../services/tickets.ts'
import { type Socket, type SocketEvents, shortened } from './sockets.ts'

/** A client that does not keep up is sent nothing until the next key frame. */
const MOST_BUFFERED = 2 << 20
/** Footage waits before that. */
const CROWDED = 1 << 20
/** A pause in the pictures up to here is bridged by the player; longer ones are told. */
const BRIDGED_MS = 10_000

export const CLOSE_TICKET_ENDED = 4401

/** Other ends of ours: 4000 and the status that the fault would have over HTTP; the reason is its text. */
export function closeCode(fault: Fault): number {
  return 4000 + statusOf(fault)
}

/** Whose relay it is, live or of the past. */
export interface Joinable {
  relayOf(ticket: Ticket): Pick<Relay, 'join'>
}

/** What happens on the socket of a live ticket. */
export function mseSocket(ticket: Ticket, services: { live: Joinable; tickets: Tickets }): SocketEvents {
  const { live, tickets } = services
  const open = new DisposableStack()
  let epoch = 0
  let skipping = false
  let lastSent = 0

  function send(socket: Socket, fragment: Fragment): void {
    if (socket.getBufferedAmount() > MOST_BUFFERED) skipping = true
    else if (fragment.key) skipping = false
    if (skipping) return
    lastSent = Date.now()
    if (epoch !== fragment.epoch.id) {
      epoch = fragment.epoch.id
      const { decodeTime, time } = fragment
      // Wall clock (ms) of decode time 0, and where in the epoch this socket begins.
      const at = Math.round(time - decodeTime * 1000)
      socket.send(JSON.stringify({ init: fragment.epoch.mime, epoch, at, from: decodeTime }))
      socket.send(fragment.epoch.init)
    }
    socket.send(fragment.data)
  }

  function begin(socket: Socket): void {
    const close = (fault: Fault) => socket.close(closeCode(fault), shortened(fault.message))
    const leave = live.relayOf(ticket).join({
      way: 'mse',
      onFragment: (fragment) => send(socket, fragment),
      onTrouble(fault) {
        if (Date.now() - lastSent > BRIDGED_MS) close(fault)
      },
      isBehind: () => socket.getBufferedAmount() > CROWDED,
      onDone: () => socket.send(JSON.stringify({ ended: true })),
      onEnd(fault) {
        if (fault) close(fault)
        else socket.close(1012, 'The stream begins anew')
      },
    })
    if (open.disposed) leave()
    else open.defer(leave)
  }

  return {
    onOpen(socket) {
      const ended = () => socket.close(CLOSE_TICKET_ENDED, 'This link has ended')
      if (!tickets.peek(ticket.secret)) return ended()
      open.use(tickets.hold(ticket.secret, ended))
      try {
        begin(socket)
      } catch (error) {
        const fault = asFault(error)
        socket.close(closeCode(fault), shortened(fault.message))
      }
    },
    onClose: () => open.dispose(),
  }
}
