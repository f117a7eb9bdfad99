// Moving cameras: speeds that end by themselves, places, home and presets.
import { Hono } from 'hono'
import type { z } from 'zod'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import {
  absoluteIn,
  movedSchema,
  moveIn,
  placeIn,
  presetIn,
  presetPath,
  presetSchema,
  presetsSchema,
  ptzOut,
  ptzPath,
  ptzSchema,
  relativeIn,
  vectorIn,
} from './ptz.wire.ts'

const REFUSED = { 501: 'The camera cannot do that', 502: 'The device did not take it, and why' }
const words = (summary: string, schema: z.ZodType = movedSchema, status = 200, right: 'view' | 'ptz' = 'ptz') =>
  route({ summary, right, tags: ['Cameras'], answers: { [status]: schema, ...REFUSED } })
const byId = valid('param', ptzPath)
const byToken = valid('param', presetPath)
const done = { success: true } as const

export function ptzRoutes({ ptz }: Pick<Services, 'ptz'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/cameras/:id/ptz',
      words('How a camera can be moved, and where it looks', ptzSchema, 200, 'view'),
      byId,
      async (c) => {
        const { abilities, position } = await ptz.get(callerOf(c), c.req.valid('param').id)
        return c.json(ptzOut(abilities, position))
      },
    )
    .post(
      '/cameras/:id/ptz/move',
      words('Move a camera at a speed; ten times a second at most, of more the last one wins'),
      byId,
      valid('json', moveIn),
      async (c) => {
        const { seconds, ...speed } = c.req.valid('json')
        await ptz.move(callerOf(c), c.req.valid('param').id, vectorIn(speed), seconds)
        return c.json(done)
      },
    )
    .post('/cameras/:id/ptz/stop', words('Stop a camera at once'), byId, async (c) => {
      await ptz.stop(callerOf(c), c.req.valid('param').id)
      return c.json(done)
    })
    .post(
      '/cameras/:id/ptz/relative',
      words('Turn a camera by a share of its range'),
      byId,
      valid('json', relativeIn),
      async (c) => {
        await ptz.relative(callerOf(c), c.req.valid('param').id, vectorIn(c.req.valid('json')))
        return c.json(done)
      },
    )
    .post(
      '/cameras/:id/ptz/absolute',
      words('Turn a camera to a place; what is not named stays'),
      byId,
      valid('json', absoluteIn),
      async (c) => {
        await ptz.absolute(callerOf(c), c.req.valid('param').id, placeIn(c.req.valid('json')))
        return c.json(done)
      },
    )
    .post('/cameras/:id/ptz/home', words('Turn a camera home'), byId, async (c) => {
      await ptz.goHome(callerOf(c), c.req.valid('param').id)
      return c.json(done)
    })
    .post('/cameras/:id/ptz/set-home', words('Where a camera looks now is home from here on'), byId, async (c) => {
      await ptz.setHome(callerOf(c), c.req.valid('param').id)
      return c.json(done)
    })
    .get('/cameras/:id/ptz/presets', words('Presets of a camera', presetsSchema, 200, 'view'), byId, async (c) =>
      c.json({ success: true, data: await ptz.presets(callerOf(c), c.req.valid('param').id) }),
    )
    .post(
      '/cameras/:id/ptz/presets',
      words('Keep where a camera looks now as a preset, or as one that is there', presetSchema, 201),
      byId,
      valid('json', presetIn),
      async (c) => {
        const { name, token } = c.req.valid('json')
        const data = await ptz.setPreset(callerOf(c), c.req.valid('param').id, name, token)
        return c.json({ success: true, data }, 201)
      },
    )
    .post('/cameras/:id/ptz/presets/:token/goto', words('Turn a camera to a preset'), byToken, async (c) => {
      const { id, token } = c.req.valid('param')
      await ptz.goTo(callerOf(c), id, token)
      return c.json(done)
    })
    .delete('/cameras/:id/ptz/presets/:token', words('Remove a preset'), byToken, async (c) => {
      const { id, token } = c.req.valid('param')
      await ptz.removePreset(callerOf(c), id, token)
      return c.json(done)
    })
}
