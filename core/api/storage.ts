// What our recordings take of the disks, and how long there is room.
import { Hono } from 'hono'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import type { Services } from '../services/index.ts'
import { storageAnswer, storageOut } from './storage.wire.ts'

const tags = ['System']

export function storageRoutes({ storage }: Pick<Services, 'storage'>): Hono<Env> {
  return new Hono<Env>().get(
    '/storage',
    route({
      summary: 'What recordings take, camera by camera, and the day the disk will be full',
      right: 'system',
      tags,
      answers: { 200: storageAnswer },
      limit: 'search',
    }),
    async (c) => c.json({ success: true, data: storageOut(await storage.use(callerOf(c))) }),
  )
}
