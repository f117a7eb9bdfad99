// Seed 000's sync: of all devices or one, its setting and its log.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../../http/guard.ts'
import { route } from '../../http/route.ts'
import { takesLong } from '../../http/takes-long.ts'
import { idOrUuid, valid } from '../../http/validate.ts'
import type { Services } from '../../services/index.ts'
import {
  messageSchema,
  roundOut,
  roundSchema,
  syncLogOut,
  syncLogQuery,
  syncLogSchema,
  syncNowQuery,
  syncSettingIn,
  syncSettingSchema,
  syncStartedSchema,
} from './sync.wire.ts'

const tags = ['Sync']
const path = z.object({ id: idOrUuid })
const answers = { 200: roundSchema, 502: 'The device failed' }

export function syncRoutes({ rounds, syncSettings }: Pick<Services, 'rounds' | 'syncSettings'>): Hono<Env> {
  return new Hono<Env>()
    .post(
      '/sync/now',
      route({
        summary: 'Read all checked devices now, or one device, in the background',
        right: 'restart',
        limit: 'device',
        tags,
        answers: { 200: syncStartedSchema },
      }),
      valid('query', syncNowQuery),
      (c) => {
        const { device_id: one, anew = false } = c.req.valid('query')
        const caller = callerOf(c)
        const jobs = one === undefined ? rounds.all(caller) : [rounds.begin(caller, one, { anew })]
        return c.json({ message: 'Sync started', jobs: jobs.map((job) => job.uuid) })
      },
    )
    .get(
      '/sync/setting',
      route({ summary: 'How often devices are read', right: 'system', tags, answers: { 200: syncSettingSchema } }),
      (c) => c.json(syncSettings.get(callerOf(c))),
    )
    .post(
      '/sync/setting',
      route({ summary: 'Set how often devices are read', right: 'manage', tags, answers: { 200: messageSchema } }),
      valid('json', syncSettingIn),
      (c) => {
        syncSettings.set(callerOf(c), c.req.valid('json'))
        return c.json({ message: 'Saved' })
      },
    )
    .get(
      '/logs',
      route({ summary: 'The sync log', right: 'system', tags, answers: { 200: syncLogSchema } }),
      valid('query', syncLogQuery),
      (c) => {
        const caller = callerOf(c)
        const rows = rounds.log(caller, c.req.valid('query').device_id)
        const ownerId = syncSettings.ownerId(caller)
        return c.json(rows.map((row) => syncLogOut(row, ownerId)))
      },
    )
    .post(
      '/devices/:id/get_channels_record_info',
      route({
        summary: 'Read all channels and footage of a device anew, and wait',
        right: 'restart',
        limit: 'device',
        tags,
        answers,
      }),
      valid('param', path),
      async (c) => {
        takesLong(c)
        const result = await rounds.one(callerOf(c), c.req.valid('param').id, { anew: true })
        return c.json(roundOut('Channels record info updated successfully', result))
      },
    )
    .post(
      '/devices/:id/channelsdata/sync',
      route({ summary: 'Read what is new on a device, and wait', right: 'restart', limit: 'device', tags, answers }),
      valid('param', path),
      async (c) => {
        takesLong(c)
        return c.json(roundOut('Synced', await rounds.one(callerOf(c), c.req.valid('param').id)))
      },
    )
}
