// Events deleted one by one and together; and what only VibeNVR's own engine could add.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  batchOf,
  callerOf,
  type Env,
  Fault,
  footageOf,
  letWait,
  route,
  type Services,
  STRETCHES_FROM,
  valid,
} from '#plugin'
import { eventOut, KINDS } from './events.wire.ts'
import { oneOf } from './lax.ts'
import { eventAt, eventPath } from './media.ts'

const tags = ['VibeNVR']
const MOST_IDS = 10_000
/** Whoever waits for longer has given up; the rest is deleted all the same. */
const LONGEST_WAIT_MS = 60_000

const idsIn = z.object({ event_ids: z.array(z.int().min(1).lt(STRETCHES_FROM)).max(MOST_IDS) })
const kind = oneOf('video', 'snapshot', 'picture').optional()
/** VibeNVR's pages say `event_type` and mean `type`. */
const allIn = z.object({ event_type: kind, type: kind })

type What = Parameters<Services['recordingBatches']['remove']>[1]

export function eventWriteRoutes(services: Services, waitMs = LONGEST_WAIT_MS): Hono<Env> {
  const { access, jobs, recordingBatches, recordings } = services
  const words = (summary: string) => route({ summary, right: 'manage', limit: 'dialect', tags })

  /** As a job, which is waited for. What stays is said with the reason and how many it is true of. */
  async function remove(c: Context<Env>, what: What) {
    letWait(c)
    const caller = callerOf(c)
    const { id, uuid } = recordingBatches.remove(caller, what)
    const { promise: late, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, waitMs)
    await Promise.race([jobs.ended(id), late])
    clearTimeout(timer)
    const { job, total, succeeded, failed, bytes, reasons } = recordingBatches.deleted(caller, uuid)
    const errors = Object.entries(reasons).map(([why, count]) => `${count} not deleted: ${why}`)
    const left = total - succeeded - failed
    if (!job.endedAt) errors.push(`${left} are still being deleted, as job ${id}`)
    else if (job.error) errors.push(`${left} not deleted: ${job.error}`)
    return { count: succeeded, bytes, errors }
  }

  const refuse =
    (words: string) =>
    (c: Context<Env>): never => {
      access.household(callerOf(c), 'manage')
      throw new Fault('unsupported', words)
    }

  return new Hono<Env>()
    .post(
      '/events',
      words('Would add an event'),
      refuse('An event is a recording here: it begins and ends with what is recorded, and cannot be written by hand'),
    )
    .post(
      '/events/webhook',
      words('Would take events of VibeNVR’s engine'),
      refuse('Only VibeNVR’s own engine tells its events so: here cameras and recorders tell theirs'),
    )
    .post('/events/bulk-delete', words('Delete many events'), valid('json', idsIn), async (c) => {
      const ids = c.req.valid('json').event_ids
      access.household(callerOf(c), 'manage')
      const { count, errors } = ids.length ? await remove(c, batchOf(ids)) : { count: 0, errors: [] }
      return c.json({ deleted_count: count, errors })
    })
    .delete('/events/bulk/all', words('Delete all events'), valid('query', allIn), async (c) => {
      const { event_type: said, type = said } = c.req.valid('query')
      const { count, bytes, errors } = await remove(c, {
        query: { source: 'local', kind: type === undefined ? 'both' : KINDS[type] },
      })
      return c.json({
        ...{ deleted_count: count, deleted_size_bytes: bytes },
        deleted_size_mb: Math.round((bytes / 1024 ** 2) * 100) / 100,
        ...{ type: type ?? 'all', errors },
      })
    })
    .delete('/events/:event_id', words('Delete an event and its file'), valid('param', eventPath), async (c) => {
      try {
        const footage = footageOf(String(c.req.valid('param').event_id))
        const found = eventAt(services, c, footage)
        access.household(callerOf(c), 'manage')
        await recordings.remove(callerOf(c), 'clip' in found ? found.clip.uuid : found.recording.id)
        return c.json(eventOut(found))
      } catch (error) {
        const isNothing = error instanceof Fault && error.kind === 'not-found'
        throw isNothing ? new Fault('not-found', 'Event not found', { cause: error }) : error
      }
    })
}
