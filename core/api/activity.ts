// The household's activity log, newest first.
import { Hono } from 'hono'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { activitiesSchema, activityOut, activityQuery } from './activity.wire.ts'

export function activityRoutes({ activity }: Pick<Services, 'activity'>): Hono<Env> {
  return new Hono<Env>().get(
    '/activity',
    route({
      summary: 'Who did what; follow `next_cursor` for older entries',
      right: 'people',
      tags: ['Activity'],
      answers: { 200: activitiesSchema },
    }),
    valid('query', activityQuery),
    (c) => {
      const { items, nextCursor } = activity.list(callerOf(c), c.req.valid('query'))
      return c.json({
        success: true,
        data: items.map(activityOut),
        count: items.length,
        next_cursor: nextCursor,
        has_more: nextCursor !== null,
      })
    },
  )
}
