// What Prometheus reads: not below `/api`, since everybody's Prometheus looks for it here.
import { Hono } from 'hono'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import type { Services } from '../services/index.ts'

/** Of the text format; Prometheus asks for it by this name. */
const TYPE = 'text/plain; version=0.0.4; charset=utf-8'

export function metricsRoutes({ metrics }: Pick<Services, 'metrics'>): Hono<Env> {
  return new Hono<Env>().get(
    '/metrics',
    route({
      summary: 'Figures for Prometheus',
      right: 'system',
      tags: ['System'],
      answers: { 200: { description: 'In the text format of Prometheus', type: 'text/plain' } },
    }),
    async (c) => c.body(await metrics.text(callerOf(c)), 200, { 'content-type': TYPE, 'cache-control': 'no-store' }),
  )
}
