// Playing footage through a ticket: what a viewer tells it beside what he watches.
import { type Context, Hono, type MiddlewareHandler } from 'hono'
import { z } from 'zod'
import { isTime } from '../domain/time-input.ts'
import { asFault } from '../errors.ts'
import type { Services } from '../services/index.ts'
import type { Ticket } from '../services/tickets.ts'
import type { FootageError } from './footage.wire.ts'
import type { Env } from './guard.ts'
import { mseSocket } from './mse.ts'
import { route } from './route.ts'
import type { SocketEvents } from './sockets.ts'
import { valid } from './validate.ts'

type Needed = Pick<Services, 'clipSearch' | 'playback' | 'tickets'>

const moment = z.string().max(64).refine(isTime, 'must be a time such as 2026-01-12T08:00:00Z').meta({
  description:
    'Where to go on; without an offset it is the recorder’s wall clock. The next recording where there is none',
})
const seekBody = z.object({ from: moment })
const seekText = z.object({ seek: moment })
const told = z.object({ status: z.literal('ok') })
const tags = ['Media']

/** The moment as it was written, on the clock of the recorder that is played. */
async function momentFor({ caller, object }: Ticket, text: string, { clipSearch }: Needed): Promise<Date> {
  const [at] = await clipSearch.instants(caller, object.type === 'footage' ? object.channelId : '', [text])
  return at
}

/**
 * The socket of a footage ticket. As for live pictures, but that `at` is the footage's own time, that `{"ended":true}` says that
 * nothing follows, and that the client may send `{"seek":"2026-01-12T08:00:00Z"}`.
 */
export function footageSocket(ticket: Ticket, services: Needed): SocketEvents {
  const { playback, tickets } = services
  let newest = 0
  return {
    ...mseSocket(ticket, { live: playback, tickets }),
    onText(socket, text) {
      const number = ++newest
      const tell = (message: string) => socket.send(JSON.stringify({ error: message } satisfies FootageError))
      const asked = seekText.safeParse(jsonOf(text))
      if (!asked.success) return tell('Send {"seek":"2026-01-12T08:00:00Z"}')
      momentFor(ticket, asked.data.seek, services)
        .then((at) => {
          // The recorder may have been asked for its clock meanwhile: who seeks again does not go back.
          if (number === newest && tickets.peek(ticket.secret)) playback.seek(ticket, at)
        })
        .catch((error: unknown) => tell(asFault(error).message))
    },
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Routes `/media/<ticket>/seek` and `/media/<ticket>/stop`. `use` gives the ticket if it is one for footage. */
export function footageMediaRoutes(services: Needed, use: (c: Context) => Ticket): Hono<Env> {
  const { playback, tickets } = services
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
      async (c) => {
        const at = await momentFor(use(c), c.req.valid('json').from, services)
        playback.seek(use(c), at)
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
