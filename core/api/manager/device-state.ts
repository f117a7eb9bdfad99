// A device's clock and health, asked of the device itself at each request; all clocks as they were last told.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../../http/guard.ts'
import { route } from '../../http/route.ts'
import { idOrUuid, valid } from '../../http/validate.ts'
import type { Services } from '../../services/index.ts'
import { clockOut, clockSchema, clocksOut, clocksSchema, healthOut, healthSchema } from './device-state.wire.ts'

const tags = ['Device system information']
const path = z.object({ id: idOrUuid })
const asked = { 502: 'The device could not be asked, and why' }

export function deviceStateRoutes({ deviceStates }: Pick<Services, 'deviceStates'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/clocks',
      route({
        summary: 'Clocks of all devices beside ours, as they were last told',
        right: 'system',
        tags,
        answers: { 200: clocksSchema },
      }),
      (c) => c.json(clocksOut(deviceStates.clocks(callerOf(c)))),
    )
    .get(
      '/device/:id/clock',
      route({
        summary: 'A device’s clock beside ours',
        right: 'system',
        tags,
        answers: { 200: clockSchema, ...asked },
      }),
      valid('param', path),
      async (c) => c.json(clockOut(await deviceStates.clock(callerOf(c), c.req.valid('param').id))),
    )
    .get(
      '/device/:id/health',
      route({ summary: 'How a device is doing', right: 'system', tags, answers: { 200: healthSchema, ...asked } }),
      valid('param', path),
      async (c) => c.json(healthOut(await deviceStates.health(callerOf(c), c.req.valid('param').id))),
    )
}
