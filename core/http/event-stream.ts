// Server-sent events for one ticket, until either side ends it.
import type { Ticket, Tickets } from '../services/tickets.ts'

/** Proxies and browsers give up silent streams. */
const SIGN_MS = 15_000
/** A sign of life: a comment, or an event for a page, which is told nothing of comments and cannot know that a line is dead. */
const SIGNS = { comment: ': still here\n\n', event: 'event: here\ndata: {}\n\n' }
/** A client that is so many messages behind is cut off; it opens the stream anew and reads the state again. */
const MOST_WAITING = 1000

/** `id` is what a client names as `Last-Event-ID` when it comes back. */
export type Send = (name: string, data: unknown, id?: string) => void

export interface Subscribing {
  /** Sends every event from now on; disposing ends it. */
  subscribe(caller: Ticket['caller'], send: Send): Disposable
}

const HEADERS = { 'content-type': 'text/event-stream', 'cache-control': 'no-store', 'x-accel-buffering': 'no' }

/** `hello`, then whatever the caller may see. */
export function eventStream(
  ticket: Ticket,
  tickets: Tickets,
  events: Subscribing,
  request: Request,
  sign: keyof typeof SIGNS = 'comment',
): Response {
  // Nobody would read what it is sent.
  if (request.method === 'HEAD') return new Response(null, { headers: HEADERS })
  const { signal } = request
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
        const send: Send = (name, data, id) =>
          write(`${id === undefined ? '' : `id: ${id}\n`}event: ${name}\ndata: ${JSON.stringify(data)}\n\n`)
        const every = (ms: number, work: () => void) => {
          const timer = setInterval(work, ms)
          open.defer(() => clearInterval(timer))
        }
        send('hello', { at: new Date().toISOString() })
        every(SIGN_MS, () => write(SIGNS[sign]))
        signal.addEventListener('abort', end, { once: true })
        open.use(events.subscribe(ticket.caller, send))
        open.use(tickets.hold(ticket.secret, end))
        // One that has gone while its caller was looked for says nothing any more.
        if (signal.aborted) end()
      },
      cancel: () => open.dispose(),
    },
    new CountQueuingStrategy({ highWaterMark: MOST_WAITING }),
  )
  return new Response(body, { headers: HEADERS })
}
