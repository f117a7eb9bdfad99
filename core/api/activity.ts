// The household's activity log: who did what, newest first.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../http/guard.ts'
import { type RouteWords, route } from '../http/route.ts'
import { idOrUuid, valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import {
  activitiesSchema,
  activityAnswer,
  activityIn,
  activityOut,
  activityQuery,
  cleanedSchema,
  cleanupQuery,
  cursorPageOut,
  mineQuery,
  mineSchema,
  pageOut,
  statsOut,
  statsQuery,
  statsSchema,
  undoIn,
  undoneOut,
  undoneSchema,
} from './activity.wire.ts'
import { offsetOf } from './vms/paging.ts'

const words = (summary: string, answer: z.ZodType, more: Partial<RouteWords> = {}) =>
  route({ summary, right: 'people', tags: ['Activity'], answers: { 200: answer }, ...more })
const byId = valid('param', z.object({ id: idOrUuid }))

export function activityRoutes({ activity, undo }: Pick<Services, 'activity' | 'undo'>): Hono<Env> {
  return new Hono<Env>()
    .get('/activity', words('Who did what, newest first', activitiesSchema), valid('query', activityQuery), (c) => {
      const caller = callerOf(c)
      const query = c.req.valid('query')
      const wanted = activityIn(query)
      const { limit, cursor } = query
      if (cursor !== undefined) return c.json(cursorPageOut(activity.list(caller, { ...wanted, cursor, limit })))
      const total = activity.count(caller, wanted)
      return c.json(pageOut(activity.list(caller, { ...wanted, offset: offsetOf(query), limit }), total, query))
    })
    .get(
      '/activity/stats',
      words('How much was done, and what failed of late', statsSchema, { limit: 'search' }),
      valid('query', statsQuery),
      (c) => c.json({ success: true, data: statsOut(activity.stats(callerOf(c), c.req.valid('query').userId)) }),
    )
    .get(
      '/activity/me',
      words('What the caller did', mineSchema, { right: 'signed-in' }),
      valid('query', mineQuery),
      (c) => {
        const data = activity.mine(callerOf(c), c.req.valid('query').limit).map(activityOut)
        return c.json({ success: true, data, count: data.length })
      },
    )
    .delete(
      '/activity/cleanup',
      words('Remove old entries', cleanedSchema),
      valid('query', cleanupQuery),
      async (c) => {
        const { daysToKeep } = c.req.valid('query')
        const deletedCount = await activity.cleanup(callerOf(c), daysToKeep)
        const message = `Deleted ${deletedCount} activity logs older than ${daysToKeep} days`
        return c.json({ success: true, data: { deletedCount }, message })
      },
    )
    .get('/activity/:id', words('One entry', activityAnswer), byId, (c) =>
      c.json({ success: true, data: activityOut(activity.get(callerOf(c), c.req.valid('param').id)) }),
    )
    .post(
      '/activity/:id/undo',
      words('Write the state before a change back', undoneSchema, {
        limit: 'device',
        answers: {
          200: undoneSchema,
          409: 'It was changed again since, or there is nothing to write back',
          502: 'The device did not take it, and why',
        },
      }),
      byId,
      valid('json', undoIn),
      async (c) => {
        const { id } = c.req.valid('param')
        return c.json(undoneOut(await undo.run(callerOf(c), id, { force: c.req.valid('json').force ?? false })))
      },
    )
}
