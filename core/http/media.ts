// What browsers and players load: playlists and segments, pictures, sockets and event streams. The ticket is the sign-in.
import { type Context, Hono } from 'hono'
import { Fault } from '../domain/fault.ts'
import type { Services } from '../services/index.ts'
import { asPerson } from '../services/sessions/index.ts'
import type { Ticket } from '../services/tickets.ts'
import { eventStream, type Subscribing } from './event-stream.ts'
import type { Env } from './guard.ts'
import { mseSocket } from './mse.ts'
import { pictureAnswer, pictureQuery } from './picture.ts'
import { route } from './route.ts'
import { letWait, openSocket } from './sockets.ts'
import { valid } from './validate.ts'

export { websocket } from './sockets.ts'

export interface MediaDeps {
  services: Pick<Services, 'alarms' | 'live' | 'snapshots' | 'tickets'>
  events: Subscribing
}

const tags = ['Media']
const LIST = 'index.m3u8'
const words = (summary: string, answer: string) => route({ summary, right: 'ticket', tags, answers: { 200: answer } })

/** A number of LL-HLS's query; undefined when it is not there. */
function directive(c: Context, name: string): number | undefined {
  const text = c.req.query(name)
  if (text === undefined) return undefined
  if (!/^\d{1,9}$/.test(text)) throw new Fault('invalid-input', `${name} must be a whole number`)
  return Number(text)
}

function wrong(): Fault {
  return new Fault('not-found', 'There is nothing of this name behind this link')
}

/** Routes `/hls/…` and `/media/…`. */
export function mediaRoutes({ services, events }: MediaDeps): Hono<Env> {
  const { tickets, live, snapshots, alarms } = services

  /** The ticket in the path if it is good for this, renewed. */
  function use<T extends Ticket['object']['type']>(c: Context, type: T) {
    const ticket = tickets.use(c.req.param('ticket') ?? '')
    const { object } = ticket
    if (object.type !== type) throw wrong()
    return { ticket, object: object as Extract<Ticket['object'], { type: T }> }
  }

  return new Hono<Env>()
    .get(
      '/hls/:ticket/:file',
      words('Playlist, init, segment or part of a live picture', 'Playlist or MP4'),
      async (c) => {
        const { ticket } = use(c, 'live')
        const name = c.req.param('file')
        letWait(c)
        const relay = live.hold(ticket)
        const { signal } = c.req.raw
        if (name === LIST) {
          const segment = directive(c, '_HLS_msn')
          const part = directive(c, '_HLS_part')
          if (part !== undefined && segment === undefined)
            throw new Fault('invalid-input', '_HLS_part needs _HLS_msn beside it')
          const wanted = {
            signal,
            ...(segment === undefined ? {} : { segment }),
            ...(part === undefined ? {} : { part }),
          }
          return c.body(await relay.playlist(wanted), 200, {
            'content-type': 'application/vnd.apple.mpegurl',
            'cache-control': 'no-store',
          })
        }
        const bytes = await relay.file(name, signal)
        if (!bytes) throw wrong()
        return c.body(new Uint8Array(bytes), 200, {
          'content-type': 'video/mp4',
          'cache-control': 'private, max-age=60',
        })
      },
    )
    .get('/media/:ticket/mse', words('Live picture over a WebSocket', 'Socket'), (c) => {
      const { ticket } = use(c, 'live')
      return openSocket(c, mseSocket(ticket, { live, tickets }))
    })
    .get(
      '/media/:ticket/snapshot.jpg',
      words('A picture of a channel', 'JPEG'),
      valid('query', pictureQuery),
      async (c) => {
        const { ticket, object } = use(c, 'snapshot')
        letWait(c)
        const { fallback } = c.req.valid('query')
        return pictureAnswer(await asPerson(() => snapshots.take(ticket.caller, object.channelId, { fallback })))
      },
    )
    .get('/media/:ticket/picture.jpg', words('The picture that came with an alarm', 'JPEG'), async (c) => {
      const { ticket, object } = use(c, 'alarm-picture')
      return pictureAnswer(await alarms.picture(ticket.caller, object.alarmId), 'private, max-age=3600')
    })
    .get('/media/:ticket/events', words('What happens, as it happens', 'Server-sent events'), (c) => {
      const { ticket } = use(c, 'events')
      letWait(c)
      return eventStream(ticket, tickets, events, c.req.raw.signal)
    })
}
