// Many recordings at once: protected in one go, or deleted one by one as a job that goes on after a restart.
import { sql } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { recordings as table } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import { asFault } from '../../errors.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import type { JobHandler, JobRow, Jobs } from '../jobs.ts'
import type { CatalogQuery, RecordingCatalog } from './catalog.ts'
import type { Recordings } from './index.ts'

/** Keys of recordings and of clips on devices. */
export interface Batch {
  recordingIds: readonly number[]
  clipIds: readonly number[]
}

/** What stands in the job while it runs, and as its result. */
export interface Deleted extends Record<string, unknown> {
  succeeded: number
  failed: number
  /** Sentence → how many it is true of. */
  reasons: Record<string, number>
}

export interface RecordingBatches {
  /**
   * Those that are named, or that are found now. Rights: `manage`. What is protected, and what only a device has, is left and
   * counted as failed. Fault not-found never: what is not there has failed, too.
   */
  remove(caller: Caller, what: Batch | { query: Omit<CatalogQuery, 'told'> }): JobRow
  /** For who sees the job. Fault `Job not found`, also for a job of another kind. */
  deleted(caller: Caller, jobId: string): { job: JobRow } & Deleted
  /** Rights: `manage`. */
  protect(caller: Caller, batch: Batch, isProtected: boolean): { done: number; failed: number }
  /** Says how batches are deleted: those that wait begin. */
  start(): void
}

interface Deps {
  db: Db
  access: AccessService
  activity: Activity
  jobs: Jobs
  catalog: RecordingCatalog
  recordings: Pick<Recordings, 'clip' | 'remove'>
}

const SYSTEM: Caller = { kind: 'system' }
/** Written down in one row of the log. */
const BITE = 25
const NOT_THERE = 'there is no such recording'
const MOST_NAMED = 100
const MOST_REASONS = 20

const listed = (ids: readonly number[]) => sql`(select value from json_each(${JSON.stringify(ids)}))`

export function createRecordingBatches(deps: Deps): RecordingBatches {
  const { db, access, activity, jobs, catalog, recordings } = deps

  const ownOf = (householdId: number, ids: readonly number[]) =>
    db
      .all<{ id: number }>(
        sql`select ${table.id} as id from ${table} where ${table.id} in ${listed(ids)} and ${table.householdId} = ${householdId}`,
      )
      .map(({ id }) => id)

  function why(caller: Caller, clipId: number): string {
    try {
      const { device } = recordings.clip(caller, clipId).channel
      const name = device.name ?? device.info?.name ?? device.address
      return `kept on ${name}, which does not delete single recordings`
    } catch (error) {
      if (asFault(error).kind === 'not-found') return NOT_THERE
      throw error
    }
  }

  function count(reasons: Record<string, number>, sentence: string, by = 1): void {
    const isKnown = sentence in reasons || Object.keys(reasons).length < MOST_REASONS
    const key = isKnown ? sentence : 'other reasons'
    reasons[key] = (reasons[key] ?? 0) + by
  }

  /** One that is gone when its turn comes was removed by us before a restart, or by somebody else: either way it is deleted. */
  const handler: JobHandler = async (job, progress, signal) => {
    const { ids, refused } = job.input as { ids: number[]; refused: Record<string, number> }
    const reasons = { ...refused }
    const failedBefore = Object.values(refused).reduce((sum, some) => sum + some, 0)
    const total = ids.length + failedBefore
    const result: Deleted = { succeeded: 0, failed: failedBefore, reasons }
    const gone: { id: number; file: string; bytes: number }[] = []
    const note = () => {
      if (!gone.length) return
      const bytes = gone.reduce((sum, row) => sum + row.bytes, 0)
      activity.record(SYSTEM, {
        ...{ action: 'recordings_deleted', resourceType: 'job', resourceId: job.id, householdId: job.householdId },
        metadata: { bytes, recordings: gone.splice(0) },
      })
    }
    try {
      for (const [index, id] of ids.entries()) {
        signal.throwIfAborted()
        const row = db.get<{ file: string; bytes: number }>(
          sql`select ${table.file} as file, ${table.bytes} as bytes from ${table} where ${table.id} = ${id}`,
        )
        try {
          if (row) await recordings.remove(SYSTEM, id, { isNoted: false })
          if (row) gone.push({ id, ...row })
          result.succeeded++
        } catch (error) {
          const fault = asFault(error)
          if (fault.kind === 'internal') throw error
          if (fault.kind === 'not-found') result.succeeded++
          else {
            result.failed++
            count(reasons, fault.message)
          }
        }
        if (gone.length >= BITE) note()
        if (index % BITE === 0 || index === ids.length - 1)
          progress({
            ...{ itemsDone: index + 1 + failedBefore, itemsTotal: total, progress: (index + 1) / ids.length },
            ...{ attempts: 0, result },
          })
      }
    } finally {
      note()
    }
    progress({ itemsDone: total, itemsTotal: total })
    return result
  }

  return {
    remove(caller, what) {
      const householdId = access.household(caller, 'manage')
      const batch = 'query' in what ? catalog.keys(caller, { ...what.query, told: [] }) : what
      const wanted = [...new Set(batch.recordingIds)]
      const ids = ownOf(householdId, wanted)
      const refused: Record<string, number> = {}
      if (wanted.length > ids.length) count(refused, NOT_THERE, wanted.length - ids.length)
      for (const clipId of new Set(batch.clipIds)) count(refused, why(caller, clipId))
      const job = jobs.create(caller, { kind: 'delete', input: { ids, refused } })
      activity.record(caller, {
        ...{ action: 'delete_recordings', resourceType: 'job', resourceId: job.id },
        metadata: { recordings: ids.length, ids: ids.slice(0, MOST_NAMED) },
      })
      return job
    },
    deleted(caller, jobId) {
      const job = jobs.get(caller, jobId)
      if (job.kind !== 'delete') throw new Fault('not-found', 'Job not found')
      const refused = (job.input.refused ?? {}) as Record<string, number>
      const failed = Object.values(refused).reduce((sum, some) => sum + some, 0)
      return { job, ...((job.result as Deleted | null) ?? { succeeded: 0, failed, reasons: refused }) }
    },
    protect(caller, { recordingIds, clipIds }, isProtected) {
      const householdId = access.household(caller, 'manage')
      const wanted = [...new Set(recordingIds)]
      const own = ownOf(householdId, wanted)
      db.run(sql`update ${table} set is_protected = ${Number(isProtected)} where ${table.id} in ${listed(own)}`)
      activity.record(caller, {
        action: isProtected ? 'protect_recordings' : 'unprotect_recordings',
        metadata: { recordings: own.length, ids: own.slice(0, MOST_NAMED) },
      })
      return { done: own.length, failed: wanted.length - own.length + new Set(clipIds).size }
    },
    start() {
      jobs.handle('delete', handler)
    },
  }
}
