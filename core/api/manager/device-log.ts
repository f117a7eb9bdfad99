// Seed 000's device log: asked of the device at each request.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../../http/guard.ts'
import { route } from '../../http/route.ts'
import { idOrUuid, valid } from '../../http/validate.ts'
import type { Services } from '../../services/index.ts'
import { deviceLogIn, deviceLogSchema, entryOut, frontEndOut, logQuery } from './device-log.wire.ts'

export function deviceLogRoutes({ deviceLog }: Pick<Services, 'deviceLog'>): Hono<Env> {
  return new Hono<Env>().post(
    '/logs/device/:device',
    route({
      summary: 'Search the log that a device keeps',
      right: 'system',
      limit: 'search',
      tags: ['Logs'],
      answers: { 200: deviceLogSchema, 502: 'The device could not be asked, and why' },
    }),
    valid('param', z.object({ device: idOrUuid })),
    valid('json', deviceLogIn),
    async (c) => {
      const body = c.req.valid('json')
      const { deviceId, entries } = await deviceLog.search(callerOf(c), c.req.valid('param').device, logQuery(body))
      return body.from === undefined ? c.json(entries.map(entryOut)) : c.json(frontEndOut(deviceId, entries))
    },
  )
}
