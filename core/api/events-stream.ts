// The event stream for scripts: the same events that pages hear, with an API key, and going on where it was cut off.
import { Hono } from 'hono'
import { Fault } from '../domain/fault.ts'
import { eventStream, type Subscribing } from '../http/event-stream.ts'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { letWait } from '../http/sockets.ts'
import type { Services } from '../services/index.ts'
import { note, readTold, tellMissed, tellOpen } from './event-cursor.ts'
import type { EventStream } from './events.ts'
import type { AlarmOut } from './manager/alarms.wire.ts'

/** Open streams of one caller: a script that forgets to close them must not fill our memory. */
const MOST_STREAMS = 10

type Needed = Pick<Services, 'alarms' | 'tickets'>

export function eventRoutes({ alarms, tickets }: Needed, events: EventStream): Hono<Env> {
  const ours = new Set<string>()

  /** `lastEventId` as the client sent it; without one it is told first what is open. */
  function subscribing(secret: string, lastEventId: string | undefined): Subscribing {
    return {
      subscribe(caller, send) {
        const ending = new DisposableStack()
        ending.defer(() => tickets.end(secret))
        const known = readTold(lastEventId)
        const isKnown = known !== null && tellMissed(alarms, caller, known, send)
        const told = isKnown ? known : tellOpen(alarms, caller, Boolean(lastEventId), send)
        ending.use(
          events.subscribe(caller, (name, data) => {
            if (name === 'alarm.began' || name === 'alarm.ended')
              send(name, data, note(told, name, (data as AlarmOut).id))
            else send(name, data)
          }),
        )
        return ending
      },
    }
  }

  return new Hono<Env>().get(
    '/events/stream',
    route({
      summary: 'What happens, as it happens; `Last-Event-ID` goes on with the alarms since',
      right: 'signed-in',
      tags: ['Events'],
      answers: {
        200: { type: 'text/event-stream', description: 'Server-sent events; a comment every 15 seconds' },
        429: 'This caller has too many streams open',
      },
    }),
    (c) => {
      const caller = callerOf(c)
      if (tickets.of(caller, ({ secret }) => ours.has(secret)).length >= MOST_STREAMS)
        throw new Fault('too-many', `There are ${MOST_STREAMS} streams open already: close one first`)
      letWait(c)
      const ticket = tickets.issue(caller, { type: 'events' }, 'view')
      if (c.req.raw.method === 'HEAD') tickets.end(ticket.secret)
      else ours.add(ticket.secret)
      tickets.onEnd(ticket.secret, () => ours.delete(ticket.secret))
      return eventStream(ticket, tickets, subscribing(ticket.secret, c.req.header('last-event-id')), c.req.raw)
    },
  )
}
