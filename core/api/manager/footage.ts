// Seed 000's record days: what a channel, or all channels of a device in a month, have recorded.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../../http/guard.ts'
import { route } from '../../http/route.ts'
import { idOrUuid, valid } from '../../http/validate.ts'
import type { Services } from '../../services/index.ts'
import { monthDataSchema, monthIn, monthOut, recordDayOut, recordDaysSchema } from './footage.wire.ts'

const tags = ['Footage']

export function footageRoutes({ footage }: Pick<Services, 'footage'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/devices/channels/:id/record_days_full',
      route({ summary: 'All days of a channel', right: 'playback', tags, answers: { 200: recordDaysSchema } }),
      valid('param', z.object({ id: idOrUuid })),
      (c) => c.json(footage.days(callerOf(c), c.req.valid('param').id).map(recordDayOut)),
    )
    .get(
      '/devices/:id/channels/month_data/:month',
      route({
        summary: 'A month of all channels of a device; what is missing is read in the background',
        right: 'playback',
        tags,
        answers: { 200: monthDataSchema },
      }),
      valid('param', z.object({ id: idOrUuid, month: monthIn })),
      (c) => {
        const { id, month } = c.req.valid('param')
        return c.json(monthOut(footage.month(callerOf(c), id, month)))
      },
    )
}
