// Long work: what runs, how far it is, and stopping it.
import { Hono } from 'hono'
import { z } from 'zod'
import type { Caller } from '../domain/caller.ts'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { idOrUuid, valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import type { JobRow } from '../services/jobs.ts'
import { jobOut, jobQuery, jobSchema, jobsSchema } from './jobs.wire.ts'

const tags = ['Jobs']
const path = z.object({ id: idOrUuid })

export function jobRoutes({ jobs }: Pick<Services, 'jobs'>): Hono<Env> {
  const out = (caller: Caller, row: JobRow) => jobOut(row, jobs.steers(caller, row))
  return new Hono<Env>()
    .get(
      '/jobs',
      route({ summary: 'Jobs, newest first', right: 'signed-in', tags, answers: { 200: jobsSchema } }),
      valid('query', jobQuery),
      (c) => {
        const { cursor, limit, open = false } = c.req.valid('query')
        const page = { ...(cursor === undefined ? {} : { before: cursor }), limit: limit + 1, open }
        const rows = jobs.list(callerOf(c), page)
        const data = rows.slice(0, limit).map((row) => out(callerOf(c), row))
        const more = rows.length > limit
        return c.json({
          success: true,
          data,
          count: data.length,
          next_cursor: more ? (data.at(-1)?.id ?? null) : null,
          has_more: more,
        })
      },
    )
    .get(
      '/jobs/:id',
      route({ summary: 'One job', right: 'signed-in', tags, answers: { 200: jobSchema } }),
      valid('param', path),
      (c) => c.json(out(callerOf(c), jobs.get(callerOf(c), c.req.valid('param').id))),
    )
    .post(
      '/jobs/:id/cancel',
      route({
        summary: 'Stop a job',
        right: 'signed-in',
        tags,
        answers: { 200: jobSchema, 409: 'It has ended already' },
      }),
      valid('param', path),
      (c) => c.json(out(callerOf(c), jobs.cancel(callerOf(c), c.req.valid('param').id))),
    )
    .post(
      '/jobs/:id/pause',
      route({
        summary: 'Stop a download or export until it is resumed',
        right: 'signed-in',
        tags,
        answers: { 200: jobSchema, 409: 'It neither waits nor runs, or cannot be paused' },
      }),
      valid('param', path),
      (c) => c.json(out(callerOf(c), jobs.pause(callerOf(c), c.req.valid('param').id))),
    )
    .post(
      '/jobs/:id/resume',
      route({
        summary: 'Queue a download or export again that is paused, failed or cancelled',
        right: 'signed-in',
        tags,
        answers: { 200: jobSchema, 409: 'There is nothing to resume' },
      }),
      valid('param', path),
      (c) => c.json(out(callerOf(c), jobs.resume(callerOf(c), c.req.valid('param').id))),
    )
}
