// Many recordings at once: deleted as a job that can be followed, protected, and saved as one ZIP.
import { Hono } from 'hono'
import { z } from 'zod'
import { batchOf, callerOf, type Env, Fault, letWait, route, type Services, servedAnswer } from '#plugin'
import { filterIn } from './recording-filter.ts'
import { bodyOf, channelsOf } from './recordings.ts'
import { idOf, idsIn } from './recordings.wire.ts'
import { refuseOtherKeys } from './said.ts'
import { read } from './wire.ts'

const tags = ['LightNVR']
const MOST_SAVED = 200
const MOST_NAMES = 1000

const anyIn = z.looseObject({ ids: z.unknown().optional(), filter: z.unknown().optional() })
const protectIn = z.object({ ids: idsIn.min(1), protected: z.boolean() })
const saveIn = z.object({
  ids: idsIn.min(1).max(MOST_SAVED),
  filename: z.string().trim().min(1).max(200).optional().catch(undefined),
})
const WHICH = "Missing or invalid 'ids' array"

type JobState = ReturnType<Services['jobs']['get']>['state']
const STATES: Record<JobState, string> = {
  queued: 'pending',
  paused: 'pending',
  running: 'running',
  done: 'complete',
  failed: 'error',
  cancelled: 'error',
}

export function recordingBatchRoutes(services: Services): Hono<Env> {
  const { exports, jobs, recordingBatches: batches } = services
  /** Names that clients gave to what they save. */
  const names = new Map<string, string>()
  const words = (summary: string, right: 'manage' | 'export' | 'signed-in', limit: 'dialect' | 'stream' = 'dialect') =>
    route({ summary, right, limit, tags })

  /** A ZIP that was asked for here or elsewhere. */
  function zipJob(caller: Parameters<typeof jobs.get>[0], token: string) {
    const job = jobs.get(caller, token)
    if (job.kind !== 'export') throw new Fault('not-found', 'Download not found')
    return job
  }

  return new Hono<Env>()
    .post('/api/recordings/batch-delete', words('Delete many recordings', 'manage'), async (c) => {
      const caller = callerOf(c)
      const body = read(anyIn, await bodyOf(c), 'Invalid JSON in request body')
      refuseOtherKeys(body, ['ids', 'filter', 'totalCount'])
      const { ids, filter } = body
      if (Array.isArray(ids) && !ids.length) throw new Fault('invalid-input', "Empty 'ids' array")
      if (ids === undefined && filter === undefined)
        throw new Fault('invalid-input', "Request must contain either 'ids' array or 'filter' object")
      const job = ids === undefined ? byFilter() : batches.remove(caller, batchOf(read(idsIn, ids, WHICH)))
      return c.json({ job_id: job.uuid, status: 'started' }, 202)

      function byFilter() {
        const { query, streams } = filterIn(filter)
        const channelIds = channelsOf(services, caller, streams)
        return batches.remove(caller, { query: { ...query, ...(channelIds && { channelIds }) } })
      }
    })
    .get('/api/recordings/batch-delete/progress/:job', words('How far a deletion is', 'signed-in'), (c) => {
      const { job, total, succeeded, failed, reasons } = batches.deleted(callerOf(c), c.req.param('job'))
      const why = Object.entries(reasons).map(([sentence, count]) => `${count}: ${sentence}`)
      return c.json({
        job_id: job.uuid,
        status: STATES[job.state],
        total,
        current: succeeded + failed,
        succeeded,
        failed,
        status_message: [`${succeeded} of ${total} deleted`, ...why].join('; '),
        ...(job.error ? { error_message: job.error } : {}),
        complete: job.endedAt !== null,
      })
    })
    .post('/api/recordings/batch-protect', words('Protect many recordings, or no longer', 'manage'), async (c) => {
      const said = read(protectIn, await bodyOf(c), "Missing or invalid 'ids' array or 'protected' field")
      const { done, failed } = batches.protect(callerOf(c), batchOf(said.ids), said.protected)
      const message = `${done} ${said.protected ? 'protected' : 'no longer protected'}, ${failed} failed`
      return c.json({ success_count: done, fail_count: failed, protected: said.protected, message })
    })
    .post('/api/recordings/batch-download', words('Save many recordings as a ZIP', 'export'), async (c) => {
      const caller = callerOf(c)
      const { ids, filename } = read(saveIn, await bodyOf(c), `${WHICH} of at most ${MOST_SAVED}`)
      const items = ids.map((number) => {
        const id = idOf(number)
        if (!id) throw new Fault('not-found', 'Recording not found')
        const clip = 'clipId' in id ? services.recordings.clip(caller, id.clipId) : null
        return { recordingId: 'recordingId' in id ? id.recordingId : (clip?.recordingId ?? clip?.clip.uuid ?? 0) }
      })
      const job = exports.create(caller, 'zip', items)
      if (filename !== undefined) names.set(job.uuid, /\.zip$/i.test(filename) ? filename : `${filename}.zip`)
      for (const oldest of names.keys()) if (names.size > MOST_NAMES) names.delete(oldest)
      return c.json({ token: job.uuid, total: items.length }, 202)
    })
    .get('/api/recordings/batch-download/status/:token', words('How far a ZIP is', 'signed-in'), (c) => {
      const { state, input, error } = zipJob(callerOf(c), c.req.param('token'))
      const total = (input.items as unknown[]).length
      return c.json({ status: STATES[state], current: state === 'done' ? total : 0, total, error: error ?? '' })
    })
    .get('/api/recordings/batch-download/result/:token', words('The ZIP', 'export', 'stream'), async (c) => {
      const caller = callerOf(c)
      const { id, uuid } = zipJob(caller, c.req.param('token'))
      const file = await exports.file(caller, id)
      if (file.kind !== 'zip') throw new Fault('not-found', 'Download not found')
      letWait(c)
      const { zip, etag, changed } = file
      const name = names.get(uuid) ?? file.name
      const about = {
        bytes: zip.bytes,
        etag,
        changed,
        name,
        type: 'application/zip',
        disposition: 'attachment',
      } as const
      return servedAnswer(c, { ...about, read: zip.stream })
    })
}
