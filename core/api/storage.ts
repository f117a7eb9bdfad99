// What our recordings take of the disks, and how long there is room.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../http/guard.ts'
import { type RouteWords, route } from '../http/route.ts'
import { valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { done, folderBody, folderName, placeAnswer, placeOut, storageAnswer, storageOut } from './storage.wire.ts'

const tags = ['System']
const byId = valid('param', z.object({ id: z.coerce.number().int().positive() }))
const words = (summary: string, right: RouteWords['right'], answers: RouteWords['answers']) =>
  route({ summary, right, tags, ...(answers && { answers }) })
const taken = { 409: 'Recordings lie there, or are to go there' }

export function storageRoutes({ storage }: Pick<Services, 'storage'>): Hono<Env> {
  return new Hono<Env>()
    .get(
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
    .post(
      '/storage/folders',
      route({
        summary: 'Add a folder for recordings, on a disk of its own',
        right: 'appliance',
        tags,
        answers: { 201: placeAnswer },
        // It looks at and writes to whatever place is named.
        limit: 'connect',
      }),
      valid('json', folderBody),
      async (c) => {
        const row = await storage.folders.add(callerOf(c), c.req.valid('json'))
        return c.json({ success: true, data: placeOut(row) }, 201)
      },
    )
    .put(
      '/storage/folders/:id',
      words('Name a folder for recordings', 'appliance', { 200: placeAnswer }),
      byId,
      valid('json', folderName),
      (c) => {
        const row = storage.folders.rename(callerOf(c), c.req.valid('param').id, c.req.valid('json').name)
        return c.json({ success: true, data: placeOut(row) })
      },
    )
    .delete(
      '/storage/folders/:id',
      words('Use a folder for recordings no longer; nothing in it is removed', 'appliance', { 200: done, ...taken }),
      byId,
      async (c) => {
        await storage.folders.remove(callerOf(c), c.req.valid('param').id)
        return c.json({ success: true, message: 'Storage folder removed' })
      },
    )
}
