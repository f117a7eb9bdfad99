// Exports: asked for as a job, and saved when it is done.
import { Hono } from 'hono'
import { z } from 'zod'
import { exportAnswer } from '../http/export-answer.ts'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { idOrUuid, valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { exportIn, exportOut } from './exports.wire.ts'

const tags = ['Recordings']

export function exportRoutes({ exports }: Pick<Services, 'exports'>): Hono<Env> {
  return new Hono<Env>()
    .post(
      '/exports',
      route({
        summary: 'A time of a camera as one film, or many recordings as a ZIP',
        right: 'export',
        tags,
        answers: { 202: exportOut },
      }),
      valid('json', exportIn),
      (c) => {
        const { format, items } = c.req.valid('json')
        const { id, uuid } = exports.create(callerOf(c), format, items)
        return c.json({ success: true, job_id: id, job_uuid: uuid }, 202)
      },
    )
    .get(
      '/jobs/:id/file',
      route({
        summary: 'What an export has made',
        right: 'export',
        limit: 'stream',
        tags,
        answers: {
          200: { description: 'The file; 206 for a part by `Range`, 416 for one beyond the end', type: 'video/mp4' },
          409: 'It is not there yet',
        },
      }),
      valid('param', z.object({ id: idOrUuid })),
      async (c) => exportAnswer(c, await exports.file(callerOf(c), c.req.valid('param').id)),
    )
}
