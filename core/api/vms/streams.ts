// Streams of seed 004: what is read at this moment, and where a camera can be watched. None of these begins to read a camera.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../../http/guard.ts'
import { type RouteWords, route } from '../../http/route.ts'
import { idOrUuid, valid } from '../../http/validate.ts'
import type { Services } from '../../services/index.ts'
import {
  streamHealthOut,
  streamHealthSchema,
  streamOut,
  streamQuery,
  streamStatusOut,
  streamStatusSchema,
  streamsOfCameraOut,
  streamsOfCameraSchema,
  streamsSchema,
} from './streams.wire.ts'

const tags = ['Streams']
const words = (summary: string, right: RouteWords['right'], answers: NonNullable<RouteWords['answers']>) =>
  route({ summary, right, tags, answers })
const byId = valid('param', z.object({ id: idOrUuid }))

export function streamRoutes({ streams }: Pick<Services, 'streams'>): Hono<Env> {
  return new Hono<Env>()
    .get('/streams', words('Cameras that are read at this moment', 'view', { 200: streamsSchema }), (c) => {
      const data = streams.list(callerOf(c)).map(streamOut)
      return c.json({ success: true, data, count: data.length })
    })
    .get(
      '/streams/camera/:id',
      words('Where a camera can be watched', 'view', { 200: streamsOfCameraSchema }),
      byId,
      valid('query', streamQuery),
      async (c) => {
        const { quality } = c.req.valid('query')
        const found = await streams.ofCamera(callerOf(c), c.req.valid('param').id, quality)
        return c.json({ success: true, data: streamsOfCameraOut(found) })
      },
    )
    .get(
      '/streams/status/:id',
      words('Whether a camera is read at this moment', 'view', { 200: streamStatusSchema }),
      byId,
      async (c) => {
        const found = await streams.status(callerOf(c), c.req.valid('param').id)
        return c.json({ success: true, data: streamStatusOut(found) })
      },
    )
    .get(
      '/streams/health',
      words('Whether cameras can be read at all', 'signed-in', { 200: streamHealthSchema }),
      async (c) => c.json({ success: true, data: streamHealthOut(await streams.health()) }),
    )
}
