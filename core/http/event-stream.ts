// Server-sent events for one ticket, until either side ends it.
import type { Ticket, Tickets } from '../services/tickets.ts'

/** Proxies and browsers give up silent streams. */
const COMMENT_MS = 15_000
const RENEW_MS = 30_000
/** A client that is so many messages behind is cut off; it opens the stream anew and reads the state again. */
const MOST_WAITING = 1000

export interface Subscribing {
  /** Sends every event from now on; disposing ends it. */
  subscribe(caller: Ticket['caller'], send: (name: string, data: unknown) => void): Disposable
}

/** `hello`, then whatever the caller may see. */
export function eventStream(ticket: Ticket, tickets: Tickets, events: Subscribing, signal: AbortSignal): Response {
  const open = new DisposableStack()
  const encoder = new TextEncoder()
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = () => {
          if (open.disposed) return
          open.dispose()
          try {
            controller.close()
          } catch {
            // The client has gone already.
          }
        }
        const write = (text: string) => {
          if (open.disposed) return
          if ((controller.desiredSize ?? 0) <= 0) end()
          else controller.enqueue(encoder.encode(text))
        }
        const send = (name: string, data: unknown) => write(`event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
        const every = (ms: number, work: () => void) => {
          const timer = setInterval(work, ms)
          open.defer(() => clearInterval(timer))
        }
        send('hello', { at: new Date().toISOString() })
        every(COMMENT_MS, () => write(': still here\n\n'))
        every(RENEW_MS, () => {
          try {
            tickets.use(ticket.secret)
          } catch {
            end()
          }
        })
        signal.addEventListener('abort', end, { once: true })
        open.use(events.subscribe(ticket.caller, send))
        open.use(tickets.onEnd(ticket.secret, end))
      },
      cancel: () => open.dispose(),
    },
    new CountQueuingStrategy({ highWaterMark: MOST_WAITING }),
  )
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
  })
}
