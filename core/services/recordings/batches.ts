// Many recordings at once: protected in one go, or deleted one by one as a job that goes on after a restart.
import { eq, sql } from 'drizzle-orm'
import { listed } from '../../db/listed.ts'
import type { Db } from '../../db/open.ts'
import { recordings as table } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import { asFault } from '../../errors.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import type { JobHandler, JobRow, Jobs } from '../jobs.ts'
import type { Picked, PickQuery, RecordingCatalog } from './catalog.ts'
import type { Recordings } from './index.ts'

/** Keys of recordings and of clips on devices. */
export interface Batch {
  recordingIds: readonly number[]
  clipIds: readonly number[]
}

/** What stands in the job while it runs, and as its result. */
export interface Deleted extends Record<string, unknown> {
  succeeded: number
  /** Of those that went. */
  bytes: number
  failed: number
  /** Sentence → how many it is true of. */
  reasons: Record<string, number>
}

export interface RecordingBatches {
  /**
   * Those that are named, or that are there now and are found when their turn comes. Rights: `manage`. What is protected, and what only a device has, is left and
   * counted as failed. Fault not-found never: what is not there has failed, too.
   */
  remove(caller: Caller, what: Batch | { query: PickQuery }): JobRow
  /** For who sees the job. Fault `Job not found`, also for a job of another kind. */
  deleted(caller: Caller, jobId: string): { job: JobRow; total: number } & Deleted
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
  recordings: Pick<Recordings, 'remove'>
}

const SYSTEM: Caller = { kind: 'system' }
/** Written down in one row of the log. */
const BITE = 25
const NOT_THERE = 'there is no such recording'
const MOST_NAMED = 100
const MOST_REASONS = 20

/** Looked up at a time of what a filter finds. */
const READ = 200

/**
 * As it stands in the job. What a filter finds may be all that there is: its numbers are looked up bit by bit, up to the last
 * one that there was.
 */
type Input = { refused: Record<string, number>; recordings: number } & ({ ids: number[] } | { pick: Picked })

const sumOf = (reasons: Record<string, number>) => Object.values(reasons).reduce((sum, some) => sum + some, 0)

const totalOf = (input: Input) => ('ids' in input ? input.ids.length : input.recordings) + sumOf(input.refused)

/** Times come back out of a job as texts. */
function read({ filter, ...pick }: Picked): Picked {
  const time = (at: Date | undefined) => at && new Date(at)
  const { from, to, startsFrom, startsTo } = filter
  const times = { from: time(from), to: time(to), startsFrom: time(startsFrom), startsTo: time(startsTo) }
  return { ...pick, filter: { ...filter, ...times } }
}

export function createRecordingBatches(deps: Deps): RecordingBatches {
  const { db, access, activity, jobs, catalog, recordings } = deps

  const ownOf = (householdId: number, ids: readonly number[]) =>
    db
      .all<{ id: number }>(
        sql`select ${table.id} as id from ${table} where ${table.id} in ${listed(ids)} and ${table.householdId} = ${householdId}`,
      )
      .map(({ id }) => id)

  /** Of clips on devices, by the sentence why each stays. */
  function countClips(caller: Caller, what: Parameters<RecordingCatalog['clipsByChannel']>[1]): Record<string, number> {
    const reasons: Record<string, number> = {}
    for (const { channelId, count: some } of catalog.clipsByChannel(caller, what))
      count(reasons, whyOf(caller, channelId), some)
    return reasons
  }

  function whyOf(caller: Caller, channelId: number): string {
    try {
      const { device } = access.channel(caller, channelId, 'playback')
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

  const rowOf = (id: number) =>
    db.select({ file: table.file, bytes: table.bytes }).from(table).where(eq(table.id, id)).get()

  function* picked(pick: Picked, after: number): Generator<number> {
    let last = after
    for (let ids = catalog.keysAfter(pick, last, READ); ids.length; ids = catalog.keysAfter(pick, last, READ))
      for (last of ids) yield last
  }

  /** How far it was when we were stopped: the one whose turn it was then may be gone already. */
  function takenUp({ input, result }: JobRow): { after: number; result: Deleted } {
    const { refused } = input as unknown as Input
    const before = 'pick' in input ? (result as (Deleted & { turn?: number }) | null) : null
    if (!before)
      return { after: 0, result: { succeeded: 0, bytes: 0, failed: sumOf(refused), reasons: { ...refused } } }
    const { turn = 0, ...so } = before
    const isGone = turn > 0 && !rowOf(turn)
    return {
      after: isGone ? turn : turn - 1,
      result: { ...so, bytes: so.bytes ?? 0, succeeded: so.succeeded + Number(isGone) },
    }
  }

  /** One that is gone when its turn comes was removed by us before a restart, or by somebody else: either way it is deleted. */
  const handler: JobHandler = async (job, progress, signal) => {
    const input = job.input as unknown as Input
    const { after, result } = takenUp(job)
    const ids = 'pick' in input ? picked(read(input.pick), after) : input.ids
    const expected = totalOf(input)
    const gone: { id: number; file: string; bytes: number }[] = []
    const note = () => {
      if (!gone.length) return
      const bytes = gone.reduce((sum, row) => sum + row.bytes, 0)
      activity.record(SYSTEM, {
        ...{ action: 'recordings_deleted', resourceType: 'job', resourceId: job.id, householdId: job.householdId },
        metadata: { bytes, recordings: gone.splice(0) },
      })
    }
    const tell = (turn?: number) => {
      const done = result.succeeded + result.failed
      const total = Math.max(expected, done)
      progress({
        ...{ itemsDone: done, itemsTotal: total, progress: done / Math.max(1, total), attempts: 0 },
        result: turn === undefined ? result : { ...result, turn },
      })
    }
    try {
      let index = 0
      for (const id of ids) {
        signal.throwIfAborted()
        if ('pick' in input) tell(id)
        const row = rowOf(id)
        try {
          if (row) await recordings.remove(SYSTEM, id, { isNoted: false })
          if (row) gone.push({ id, ...row })
          result.bytes += row?.bytes ?? 0
          result.succeeded++
        } catch (error) {
          const fault = asFault(error)
          if (fault.kind === 'internal') throw error
          if (fault.kind === 'not-found') result.succeeded++
          else {
            result.failed++
            count(result.reasons, fault.message)
          }
        }
        if (gone.length >= BITE) note()
        // Their row holds all the numbers, and is written whole.
        if ('ids' in input && index++ % BITE === 0) tell()
      }
    } finally {
      note()
    }
    const done = result.succeeded + result.failed
    progress({ itemsDone: done, itemsTotal: done })
    return result
  }

  /** What is kept of the job's work, and the first ones for the log. */
  function inputOf(caller: Caller, householdId: number, what: Batch | { query: PickQuery }): [Input, number[]] {
    if ('query' in what) {
      const refused = countClips(caller, what)
      const pick = catalog.pick(caller, what.query)
      if (!pick) return [{ ids: [], refused, recordings: 0 }, []]
      return [{ pick, refused, recordings: catalog.countOf(pick) }, catalog.keysAfter(pick, 0, MOST_NAMED)]
    }
    const wanted = [...new Set(what.recordingIds)]
    const clipIds = [...new Set(what.clipIds)]
    const ids = ownOf(householdId, wanted)
    const refused = countClips(caller, { ids: clipIds })
    const lacking = wanted.length - ids.length + clipIds.length - sumOf(refused)
    if (lacking) count(refused, NOT_THERE, lacking)
    return [{ ids, refused, recordings: ids.length }, ids.slice(0, MOST_NAMED)]
  }

  return {
    remove(caller, what) {
      const householdId = access.household(caller, 'manage')
      const [input, first] = inputOf(caller, householdId, what)
      const job = jobs.create(caller, { kind: 'delete', input: { ...input } })
      activity.record(caller, {
        ...{ action: 'delete_recordings', resourceType: 'job', resourceId: job.id },
        metadata: { recordings: input.recordings, ids: first },
      })
      return job
    },
    deleted(caller, jobId) {
      const job = jobs.get(caller, jobId)
      if (job.kind !== 'delete') throw new Fault('not-found', 'Job not found')
      const input = job.input as unknown as Input
      const told = job.result as Deleted | null
      const begun = { succeeded: 0, bytes: 0, failed: sumOf(input.refused), reasons: input.refused }
      const { succeeded, bytes, failed, reasons } = { ...begun, ...told }
      return { job, total: job.itemsTotal ?? totalOf(input), succeeded, bytes, failed, reasons }
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
