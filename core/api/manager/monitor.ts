// Seed 000's monitor configuration.
import { Hono } from 'hono'
import { callerOf, type Env } from '../../http/guard.ts'
import { route } from '../../http/route.ts'
import { valid } from '../../http/validate.ts'
import type { Services } from '../../services/index.ts'
import { monitorIn, monitorOut, monitorSchema } from './monitor.wire.ts'

const tags = ['Monitor']

export function monitorRoutes({ syncSettings }: Pick<Services, 'syncSettings'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/config',
      route({
        summary: 'Which days the monitor page draws',
        right: 'signed-in',
        tags,
        answers: { 200: monitorSchema },
      }),
      (c) => c.json(monitorOut(syncSettings.monitor(callerOf(c)))),
    )
    .post(
      '/config',
      route({
        summary: 'Set which days the monitor page draws',
        right: 'manage',
        tags,
        answers: { 200: monitorSchema },
      }),
      valid('json', monitorIn),
      (c) => c.json(monitorOut(syncSettings.setMonitor(callerOf(c), c.req.valid('json')))),
    )
}
