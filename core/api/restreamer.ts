// Whether the program that hands video on takes our cameras. What it is and where is a setting.
import { Hono } from 'hono'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import type { Services } from '../services/index.ts'
import { restreamerAnswerSchema, restreamerOut } from './restreamer.wire.ts'

export function restreamerRoutes({ restream }: Pick<Services, 'restream'>): Hono<Env> {
  return new Hono<Env>().get(
    '/restreamer',
    route({
      summary: 'How we stand with the restreamer',
      right: 'appliance',
      tags: ['Streams'],
      answers: { 200: restreamerAnswerSchema },
    }),
    (c) => c.json({ success: true, data: restreamerOut(restream.state(callerOf(c))) }),
  )
}
