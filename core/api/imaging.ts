// Picture settings of a camera: how bright, how sharp, and where its infrared filter stands.
import { Hono } from 'hono'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import {
  imagingIn,
  imagingOut,
  imagingPatch,
  imagingPath,
  imagingSchema,
  imagingWrittenOut,
  imagingWrittenSchema,
  inBody,
} from './imaging.wire.ts'

const REFUSED = {
  501: 'The camera has no picture settings that can be asked for',
  502: 'The device did not take it, and why',
}
const tags = ['Cameras']
const byId = valid('param', imagingPath)

export function imagingRoutes({ imaging }: Pick<Services, 'imaging'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/cameras/:id/imaging',
      route({
        ...{ summary: 'Picture settings of a camera, asked of it', right: 'view', tags },
        answers: { 200: imagingSchema, ...REFUSED },
      }),
      byId,
      async (c) => c.json(imagingOut(await imaging.get(callerOf(c), c.req.valid('param').id))),
    )
    .put(
      '/cameras/:id/imaging',
      route({
        ...{ summary: 'Change picture settings of a camera; what is not named stays', right: 'manage', tags },
        ...{ limit: 'device', answers: { 200: imagingWrittenSchema, ...REFUSED } },
      }),
      byId,
      valid('json', imagingIn),
      async (c) => {
        const asked = imaging.change(callerOf(c), c.req.valid('param').id, imagingPatch(c.req.valid('json')))
        const written = await asked.catch((error: unknown) => Promise.reject(inBody(error)))
        return c.json(imagingWrittenOut(written))
      },
    )
}
