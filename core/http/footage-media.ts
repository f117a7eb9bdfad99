// Playing footage through a ticket: what a viewer tells it beside what he watches.
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { asFault } from '../errors.ts'
import type { Services } from '../services/index.ts'
import type { Ticket } from '../services/tickets.ts'
import type { FootageError } from './footage.wire.ts'
import type { Env } from './guard.ts'
import { mseSocket } from './mse.ts'
import { route } from './route.ts'
import type { SocketEvents } from './sockets.ts'
import { valid } from './validate.ts'

type Needed = Pick<Services, 'playback' | 'tickets'>

const moment = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .meta({ description: 'Where to go on, with `Z` or an offset; the next recording where there is none' })
const seekBody = z.object({ from: moment })
const seekText = z.object({ seek: moment })
const told = z.object({ status: z.literal('ok') })
const tags = ['Media']

/**
 * The socket of a footage ticket. As for live pictures, but that `at` is the footage's own time, that `{"ended":true}` says that
 * nothing follows, and that the client may send `{"seek":"2026-01-12T08:00:00Z"}`.
 */
export function footageSocket(ticket: Ticket, { playback, tickets }: Needed): SocketEvents {
  return {
    ...mseSocket(ticket, { live: playback, tickets }),
    onText(socket, text) {
      try {
        const { seek } = seekText.parse(JSON.parse(text))
        if (tickets.peek(ticket.secret)) playback.seek(ticket, seek)
      } catch (error) {
        const isOurs = !(error instanceof SyntaxError || error instanceof z.ZodError)
        const message = isOurs ? asFault(error).message : 'Send {"seek":"2026-01-12T08:00:00Z"}'
        socket.send(JSON.stringify({ error: message } satisfies FootageError))
      }
    },
  }
}

/** Routes `/media/<ticket>/seek` and `/media/<ticket>/stop`. `use` gives the ticket if it is one for footage. */
export function footageMediaRoutes({ playback, tickets }: Needed, use: (c: Context) => Ticket): Hono<Env> {
  /** Strangers learn nothing of what may be asked. */
  const locked: MiddlewareHandler = async (c, next) => {
    use(c)
    await next()
  }
  return new Hono<Env>()
    .post(
      '/media/:ticket/seek',
      route({
        summary: 'Go on at another moment: the recorder is asked anew, and what follows is a new epoch',
        right: 'ticket',
        tags,
        answers: { 200: told },
      }),
      locked,
      valid('json', seekBody),
      (c) => {
        playback.seek(use(c), c.req.valid('json').from)
        return c.json({ status: 'ok' })
      },
    )
    .post(
      '/media/:ticket/stop',
      route({ summary: 'Ends this playback and its link', right: 'ticket', tags, answers: { 200: told } }),
      (c) => {
        tickets.end(use(c).secret)
        return c.json({ status: 'ok' })
      },
    )
}
