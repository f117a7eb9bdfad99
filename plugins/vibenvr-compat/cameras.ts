// Cameras: every channel that the caller may see, with what we know of it and what clients have set.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, createKeptAnswers, type Env, route, type Services, valid } from '#plugin'
import { createKnown } from './camera-known.ts'
import { cameraPath } from './camera-of.ts'

const tags = ['VibeNVR']

/** Of lists, which have no total: from where, and how many. */
export const paging = z.object({
  skip: z
    .string()
    .regex(/^\d{1,9}$/)
    .default('0')
    .transform(Number),
  limit: z
    .string()
    .regex(/^\d{1,5}$/)
    .default('100')
    .transform(Number),
})

export function cameraRoutes(services: Services): Hono<Env> {
  const kept = createKeptAnswers(services)
  const cameras = createKnown(services)
  const words = (summary: string) => route({ summary, right: 'view', limit: 'none', tags })

  return new Hono<Env>()
    .get('/cameras', words('All cameras'), kept.again, valid('query', paging), (c) => {
      const { skip, limit } = c.req.valid('query')
      return kept.json(c, async (caller) => {
        const all = await cameras.all(caller)
        return all.slice(skip, skip + limit).map((known) => cameras.told(caller, known))
      })
    })
    .get('/cameras/:camera_id', words('A camera'), valid('param', cameraPath), async (c) => {
      const caller = callerOf(c)
      return c.json(cameras.told(caller, await cameras.of(caller, c.req.valid('param').camera_id)))
    })
}
