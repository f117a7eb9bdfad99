// Walls of live pictures: one's own.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { idOrUuid, valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { messageSchema } from './auth.wire.ts'
import { wallAnswer, wallBody, wallIn, wallOut, wallPatch, wallPatchIn, wallsAnswer } from './walls.wire.ts'

const tags = ['Live']
const right = 'signed-in'
const byId = valid('param', z.object({ id: idOrUuid }))
const TAKEN = 'You have a wall of this name, or too many'

export function wallRoutes({ walls }: Pick<Services, 'walls'>): Hono<Env> {
  return new Hono<Env>()
    .get('/walls', route({ summary: 'Your walls of live pictures', right, tags, answers: { 200: wallsAnswer } }), (c) =>
      c.json({ success: true, data: walls.list(callerOf(c)).map(wallOut) }),
    )
    .post(
      '/walls',
      route({
        ...{ summary: 'Arrange live pictures on a wall of your own', right, tags },
        answers: { 201: wallAnswer, 409: TAKEN },
      }),
      valid('json', wallBody),
      (c) => c.json({ success: true, data: wallOut(walls.create(callerOf(c), wallIn(c.req.valid('json')))) }, 201),
    )
    .put(
      '/walls/:id',
      route({
        ...{ summary: 'Change what is named of a wall', right, tags },
        answers: { 200: wallAnswer, 409: TAKEN },
      }),
      byId,
      valid('json', wallPatch),
      (c) => {
        const wall = walls.change(callerOf(c), c.req.valid('param').id, wallPatchIn(c.req.valid('json')))
        return c.json({ success: true, data: wallOut(wall) })
      },
    )
    .delete(
      '/walls/:id',
      route({ summary: 'Remove a wall; its cameras stay', right, tags, answers: { 200: messageSchema } }),
      byId,
      (c) => {
        walls.remove(callerOf(c), c.req.valid('param').id)
        return c.json({ success: true, message: 'Wall removed' })
      },
    )
}
