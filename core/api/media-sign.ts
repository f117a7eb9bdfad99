// Makes tickets: a browser element or player cannot send a token, so it gets an address that holds a secret.
import { Hono } from 'hono'
import { z } from 'zod'
import type { Action, Caller } from '../domain/caller.ts'
import { isTime } from '../domain/time-input.ts'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { invalid, valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { TICKET_SECONDS, type TicketObject } from '../services/tickets.ts'

type Needed = Pick<Services, 'access' | 'alarms' | 'backups' | 'clipSearch' | 'exports' | 'recordings' | 'tickets'>

interface Signable {
  object: TicketObject
  action: Action
  address(secret: string): string
}

const ID = '(\\d{1,15}|[0-9a-fA-F-]{36})'

/** Held before the device is asked for its clock. */
function checkMoment(text: string): void {
  if (isTime(text)) return
  const message = 'must name the moment as 2026-01-12T08:00:00Z; without an offset it is the recorder’s wall clock'
  throw invalid([{ path: 'body.path', code: 'moment', message }])
}

/** What can be signed: pattern of the path → the object behind it. */
const SIGNABLE: [RegExp, (services: Needed, caller: Caller, parts: string[]) => Signable | Promise<Signable>][] = [
  [
    new RegExp(`^/channels/${ID}/(main|sub)/(mse|index\\.m3u8)$`),
    ({ access }, caller, [id = '', quality, name]) => ({
      object: {
        type: 'live',
        channelId: access.channel(caller, id, 'view').id,
        quality: quality === 'main' ? 'main' : 'sub',
      },
      action: 'view',
      address: (secret) => (name === 'mse' ? `/media/${secret}/mse` : `/hls/${secret}/index.m3u8`),
    }),
  ],
  [
    new RegExp(`^/channels/${ID}/footage/([^/]{1,40})/(mse|index\\.m3u8)$`),
    async ({ access, clipSearch }, caller, [id = '', text = '', name]) => {
      const channelId = access.channel(caller, id, 'playback').id
      checkMoment(text)
      const [from] = await clipSearch.instants(caller, channelId, [text])
      return {
        object: { type: 'footage', channelId, from },
        action: 'playback',
        address: (secret) => (name === 'mse' ? `/media/${secret}/mse` : `/hls/${secret}/index.m3u8`),
      }
    },
  ],
  [
    new RegExp(`^/channels/${ID}/snapshot\\.jpg$`),
    ({ access }, caller, [id = '']) => ({
      object: { type: 'snapshot', channelId: access.channel(caller, id, 'view').id },
      action: 'view',
      address: (secret) => `/media/${secret}/snapshot.jpg`,
    }),
  ],
  [
    new RegExp(`^/alarms/${ID}/picture\\.jpg$`),
    ({ alarms }, caller, [id = '']) => {
      const alarm = alarms.get(caller, id)
      return {
        object: {
          type: 'alarm-picture',
          alarmId: alarm.id,
          channelId: alarm.channelId,
          householdId: alarm.householdId,
        },
        action: 'view',
        address: (secret) => `/media/${secret}/picture.jpg`,
      }
    },
  ],
  [
    new RegExp(`^/recordings/${ID}/(stream|download|stream\\?format=hls)$`),
    async ({ recordings }, caller, [id = '', name]) => {
      const action = name === 'download' ? 'export' : 'playback'
      const { recording, name: file } = await recordings.file(caller, id, action)
      if (action === 'export') recordings.noteSaved(caller, recording)
      return {
        object: {
          type: 'recording',
          recordingId: recording.id,
          channelId: recording.channelId,
          householdId: recording.householdId,
        },
        action,
        address: (secret) =>
          name === 'stream' || name === 'download'
            ? `/media/${secret}/${encodeURIComponent(file)}`
            : `/hls/${secret}/index.m3u8`,
      }
    },
  ],
  [
    new RegExp(`^/jobs/${ID}/file$`),
    async ({ exports }, caller, [id = '']) => {
      const { name, jobId } = await exports.file(caller, id)
      return {
        object: { type: 'export', jobId },
        action: 'export',
        address: (secret) => `/media/${secret}/${encodeURIComponent(name)}`,
      }
    },
  ],
  [
    /^\/system\/backups\/([\w.-]{1,128})\/file$/,
    async ({ backups }, caller, [text = '']) => {
      const { name } = await backups.file(caller, text)
      return {
        object: { type: 'backup', name },
        action: 'appliance',
        address: (secret) => `/media/${secret}/${encodeURIComponent(name)}`,
      }
    },
  ],
  [
    /^\/events$/,
    () => ({ object: { type: 'events' }, action: 'view', address: (secret) => `/media/${secret}/events` }),
  ],
  [
    /^\/system\/logs$/,
    ({ access }, caller) => ({
      object: { type: 'logs', channelId: null, householdId: access.household(caller, 'appliance') },
      action: 'appliance',
      address: (secret) => `/media/${secret}/logs`,
    }),
  ],
]

const signIn = z.object({ path: z.string().max(256) })
const signedSchema = z
  .object({ success: z.literal(true), url: z.string(), expires_at: z.string(), ticket: z.string() })
  .meta({ description: 'An address below our base path. It ends 90 seconds after its last use' })

export function mediaSignRoutes(services: Needed): Hono<Env> {
  return new Hono<Env>().post(
    '/media/sign',
    route({
      summary: 'An address for a player or picture element',
      right: 'signed-in',
      tags: ['Live'],
      answers: { 200: signedSchema },
    }),
    valid('json', signIn),
    async (c) => {
      const { path } = c.req.valid('json')
      for (const [pattern, signable] of SIGNABLE) {
        const match = path.match(pattern)
        if (!match) continue
        const { object, action, address } = await signable(services, callerOf(c), match.slice(1))
        const ticket = services.tickets.issue(callerOf(c), object, action)
        return c.json({
          success: true,
          url: address(ticket.secret),
          expires_at: new Date(+ticket.lastUsed + TICKET_SECONDS * 1000).toISOString(),
          ticket: ticket.secret,
        })
      }
      throw invalid([
        {
          path: 'body.path',
          code: 'unknown',
          message: 'must be the path of something that can be shown, such as /channels/1/sub/mse or /events',
        },
      ])
    },
  )
}
