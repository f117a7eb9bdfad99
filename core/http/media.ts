// What browsers and players load: playlists and segments, pictures, sockets and event streams. The ticket is the sign-in.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { Fault } from '../domain/fault.ts'
import { NO_PICTURE, NO_PICTURE_PATH } from '../domain/no-picture.ts'
import type { Services } from '../services/index.ts'
import { asPerson } from '../services/sessions/index.ts'
import type { Ticket } from '../services/tickets.ts'
import { eventStream, type Subscribing } from './event-stream.ts'
import { backupAnswer, exportAnswer } from './export-answer.ts'
import { recordingAnswer } from './files.ts'
import { footageMediaRoutes, footageSocket } from './footage-media.ts'
import { type Env, originOf } from './guard.ts'
import { logFilterQuery, logSubscribing } from './log-stream.ts'
import { mseSocket } from './mse.ts'
import { pictureAnswer, pictureQuery } from './picture.ts'
import { type RouteWords, route } from './route.ts'
import { letWait, openSocket } from './sockets.ts'
import { valid, wholeNumber } from './validate.ts'
import { vodFile, vodListAnswer } from './vod.ts'

export { websocket } from './sockets.ts'

export interface MediaDeps {
  services: Pick<
    Services,
    | 'alarms'
    | 'backups'
    | 'clipSearch'
    | 'exports'
    | 'live'
    | 'playback'
    | 'recordings'
    | 'snapshots'
    | 'streamLinks'
    | 'system'
    | 'tickets'
  >
  events: Subscribing
}

const tags = ['Media']
const LIST = 'index.m3u8'
const asked = { 502: 'The device could not be asked, and why' }
const words = (summary: string, answers: RouteWords['answers'] = {}) =>
  route({ summary, right: 'ticket', tags, answers })
const bytes = (type: string, description: string) => ({ type, description })

/** What LL-HLS players add to the address of a playlist to wait for what is not there yet. */
const hlsQuery = z
  .object({
    _HLS_msn: wholeNumber(0, 999_999_999).optional().meta({ description: 'Wait until the list has this segment' }),
    _HLS_part: wholeNumber(0, 999_999_999).optional().meta({ description: 'And this part of it' }),
  })
  .refine(({ _HLS_msn, _HLS_part }) => _HLS_part === undefined || _HLS_msn !== undefined, {
    path: ['_HLS_part'],
    message: '_HLS_part needs _HLS_msn beside it',
  })

function wrong(): Fault {
  return new Fault('not-found', 'There is nothing of this name behind this link')
}

/** Routes `/hls/…` and `/media/…`. */
export function mediaRoutes({ services, events }: MediaDeps): Hono<Env> {
  const { tickets, live, playback, recordings, snapshots, alarms, backups, exports, streamLinks } = services

  /** The ticket in the path, or the one behind the stream link there, if it is good for one of these; renewed. */
  function use<T extends Ticket['object']['type']>(c: Context, ...types: T[]) {
    const secret = c.req.param('ticket') ?? ''
    const linked = types.includes('live' as T) ? 'live' : types.includes('snapshot' as T) ? 'snapshot' : null
    const ticket = (linked && streamLinks.ticket(secret, linked, originOf(c))) ?? tickets.use(secret, originOf(c))
    const { object } = ticket
    if (!types.some((type) => type === object.type)) throw wrong()
    return { ticket, object: object as Extract<Ticket['object'], { type: T }> }
  }

  return new Hono<Env>()
    .route(
      '/',
      footageMediaRoutes(services, (c) => use(c, 'footage').ticket),
    )
    .get(
      '/hls/:ticket/:file',
      words(
        'Playlist, init, segment or part of a live picture, of footage that a device plays, or of a recording: `index.m3u8` and what it names',
        {
          200: bytes('application/vnd.apple.mpegurl', 'The playlist; what it names is `video/mp4`'),
          ...asked,
        },
      ),
      valid('query', hlsQuery),
      async (c) => {
        const { ticket, object } = use(c, 'live', 'footage', 'recording')
        const name = c.req.param('file')
        letWait(c)
        if (object.type === 'recording') {
          const { film, recording } = await recordings.film(ticket.caller, object.recordingId)
          if (name === LIST) return vodListAnswer(c, film, recording.startAt)
          const piece = await vodFile(film, name)
          if (!piece) throw wrong()
          return c.body(piece, 200, {
            'content-type': 'video/mp4',
            'content-length': String(piece.length),
            'cache-control': 'private, max-age=3600',
          })
        }
        const relay = object.type === 'live' ? live.hold(ticket) : playback.hold(ticket)
        const { signal } = c.req.raw
        if (name === LIST) {
          const { _HLS_msn: segment, _HLS_part: part } = c.req.valid('query')
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
        const file = await relay.file(name, signal)
        if (!file) throw wrong()
        return c.body(new Uint8Array(file), 200, {
          'content-type': 'video/mp4',
          'cache-control': 'private, max-age=60',
        })
      },
    )
    .get(
      '/media/:ticket/mse',
      words('Live picture or footage over a WebSocket: a text `{ init, epoch, at, from }`, the init, then fragments', {
        101: 'The socket is open',
      }),
      (c) => {
        const { ticket, object } = use(c, 'live', 'footage')
        return openSocket(
          c,
          object.type === 'live' ? mseSocket(ticket, { live, tickets }) : footageSocket(ticket, services),
        )
      },
    )
    .get(
      '/media/:ticket/snapshot.jpg',
      words('A picture of a channel', { 200: bytes('image/jpeg', 'A picture of now'), ...asked }),
      valid('query', pictureQuery),
      async (c) => {
        const { ticket, object } = use(c, 'snapshot')
        letWait(c)
        const { fallback } = c.req.valid('query')
        return pictureAnswer(await asPerson(() => snapshots.take(ticket.caller, object.channelId, { fallback })))
      },
    )
    .get(
      '/media/:ticket/picture.jpg',
      words('The picture of an alarm', { 200: bytes('image/jpeg', 'The picture') }),
      async (c) => {
        const { ticket, object } = use(c, 'alarm-picture', 'hub-picture')
        if (object.type === 'hub-picture') return pictureAnswer(object.picture, 'private, max-age=3600')
        return pictureAnswer(await alarms.picture(ticket.caller, object.alarmId), 'private, max-age=3600')
      },
    )
    .get(
      NO_PICTURE_PATH,
      route({
        summary: 'What a hub shows of a channel without a picture of an alarm',
        right: 'public',
        tags,
        answers: { 200: bytes('image/jpeg', 'A grey picture') },
      }),
      (c) =>
        c.body(new Uint8Array(NO_PICTURE), 200, {
          'content-type': 'image/jpeg',
          'cache-control': 'public, max-age=3600',
        }),
    )
    .get(
      '/media/:ticket/events',
      words('What happens, as it happens', {
        200: bytes('text/event-stream', 'Server-sent events: `hello`, each change as JSON, `here` every 15 seconds'),
      }),
      (c) => {
        const { ticket } = use(c, 'events')
        letWait(c)
        return eventStream(ticket, tickets, events, c.req.raw, 'event')
      },
    )
    .get(
      '/media/:ticket/logs',
      words('Our own log, as it is written', {
        200: bytes('text/event-stream', 'Server-sent events: `hello`, then each line as `log`'),
      }),
      valid('query', logFilterQuery),
      (c) => {
        const { ticket } = use(c, 'logs')
        letWait(c)
        const subscribing = logSubscribing(services.system, c.req.valid('query'), c.req.header('last-event-id'))
        return eventStream(ticket, tickets, subscribing, c.req.raw)
      },
    )
    .get(
      '/media/:ticket/:file',
      words('The file of a recording, export or backup, to be shown or saved as the ticket says', {
        200: bytes('video/mp4', 'The file; 206 for a part by `Range`, 416 for one beyond the end'),
      }),
      async (c) => {
        const { ticket, object } = use(c, 'recording', 'export', 'backup')
        if (object.type === 'backup') return backupAnswer(c, await backups.file(ticket.caller, object.name))
        if (object.type === 'export') return exportAnswer(c, await exports.file(ticket.caller, object.jobId))
        const action = ticket.action === 'export' ? 'export' : 'playback'
        const file = await recordings.file(ticket.caller, object.recordingId, action)
        if (c.req.param('file') !== file.name) throw wrong()
        return recordingAnswer(c, file, action)
      },
    )
}
