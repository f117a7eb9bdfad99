// Zones of a camera's picture: read, and replaced as a whole.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { idOrUuid, valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { zoneIn, zoneOut, zonesAnswer, zonesBody } from './zones.wire.ts'

const tags = ['Cameras']
const byId = valid('param', z.object({ id: idOrUuid }))

export function zoneRoutes({ zones }: Pick<Services, 'zones'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/cameras/:id/zones',
      route({
        ...{ summary: 'Zones of a camera’s picture', right: 'view', tags },
        answers: { 200: zonesAnswer },
      }),
      byId,
      (c) => c.json({ success: true, data: zones.list(callerOf(c), c.req.valid('param').id).map(zoneOut) }),
    )
    .put(
      '/cameras/:id/zones',
      route({
        ...{
          summary: 'Draw the zones of a camera’s picture anew; replaces all that there were',
          right: 'manage',
          tags,
        },
        answers: { 200: zonesAnswer },
      }),
      byId,
      valid('json', zonesBody),
      (c) => {
        const all = c.req.valid('json').zones.map(zoneIn)
        const data = zones.replace(callerOf(c), c.req.valid('param').id, all).map(zoneOut)
        return c.json({ success: true, data })
      },
    )
}
