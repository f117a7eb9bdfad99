// Jobs: long work as rows, run a few at a time, seen by their household and taken up again after a restart.
import { and, asc, desc, eq, inArray, lt } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { jobs } from '../db/schema/index.ts'
import { type Caller, can } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import { asFault } from '../errors.ts'
import type { Log } from '../log.ts'
import type { AccessService } from './access.ts'
import { byKeyOrUuid } from './key-or-uuid.ts'

export type JobRow = typeof jobs.$inferSelect
export type JobKind = JobRow['kind']
/** What a running job may say of itself. */
export type JobProgress = Partial<
  Pick<JobRow, 'progress' | 'step' | 'itemsDone' | 'itemsTotal' | 'bytesDone' | 'bytesTotal' | 'etaSeconds'>
>
/** A unit of the work is finished or not begun when the signal aborts; what it returns is the job's result. */
export type JobHandler = (
  job: JobRow,
  progress: (update: JobProgress) => void,
  signal: AbortSignal,
) => Promise<Record<string, unknown> | null>

export interface Jobs extends AsyncDisposable {
  /** Whether the caller may is for the service to ask that has the work done. */
  create(caller: Caller, job: { kind: JobKind; input: Record<string, unknown>; householdId?: number }): JobRow
  /** Newest first; `open`: those that have not ended. All of the household with the right `system`, else one's own. */
  list(caller: Caller, page: { before?: number; limit: number; open?: boolean }): JobRow[]
  /** By key or uuid. Fault `Job not found`. */
  get(caller: Caller, id: string | number): JobRow
  /** One's own, or any with the right `manage`. Fault conflict for one that has ended. */
  cancel(caller: Caller, id: string | number): JobRow
  /** Says how work of a kind is done, and how many of it at the same time; queued jobs of it start. */
  handle(kind: JobKind, handler: JobHandler, most?: number): void
  /** Resolves with the job as it has ended; at a stop of the appliance as it is then. */
  ended(id: number): Promise<JobRow>
  /** After a start: what was running is queued again. */
  resume(): void
}

interface Deps {
  db: Db
  access: Pick<AccessService, 'require'>
  log: Log
  now: () => Date
  /** Jobs of one kind that run at the same time. */
  atOnce?: number
}

const MOST_ATTEMPTS = 5
const ENDED: ReadonlySet<JobRow['state']> = new Set(['done', 'failed', 'cancelled'])
const OPEN: JobRow['state'][] = ['queued', 'running', 'paused']

export function createJobs({ db, access, log, now, atOnce = 2 }: Deps): Jobs {
  const handlers = new Map<JobKind, { handler: JobHandler; most: number }>()
  const waiting = new Map<number, PromiseWithResolvers<JobRow>>()
  const running = new Map<number, { kind: JobKind; abort: AbortController; done: Promise<void> }>()
  let stopping = false

  const change = (id: number, values: Partial<JobRow>) =>
    db.update(jobs).set(values).where(eq(jobs.id, id)).returning().get()

  function tell(job: JobRow): void {
    waiting.get(job.id)?.resolve(job)
    waiting.delete(job.id)
  }

  async function run(job: JobRow, handler: JobHandler, signal: AbortSignal): Promise<void> {
    let outcome: Partial<JobRow>
    try {
      const result = await handler(job, (update) => void (signal.aborted || change(job.id, update)), signal)
      outcome = { state: 'done', progress: 1, result, etaSeconds: null }
    } catch (error) {
      const fault = asFault(error)
      if (!signal.aborted) log.warn('A job failed', { job: job.uuid, kind: job.kind, error: fault.cause ?? fault })
      outcome = { state: 'failed', error: fault.message, etaSeconds: null }
    }
    // At a stop the row stays `running`, which the next start queues again; a cancelled one has been written already.
    const row = signal.aborted ? undefined : change(job.id, { ...outcome, endedAt: now() })
    tell(row ?? { ...job, ...outcome })
  }

  function startNext(): void {
    for (const [kind, { handler, most }] of stopping ? [] : handlers) {
      const free = most - [...running.values()].filter((other) => other.kind === kind).length
      if (free <= 0) continue
      const queued = db
        .select()
        .from(jobs)
        .where(and(eq(jobs.state, 'queued'), eq(jobs.kind, kind)))
        .orderBy(asc(jobs.id))
        .limit(free)
        .all()
      for (const { id, attempts } of queued) {
        const job = change(id, { state: 'running', startedAt: now(), attempts: attempts + 1 })
        if (!job) continue
        const abort = new AbortController()
        const done = run(job, handler, abort.signal).finally(() => {
          running.delete(id)
          startNext()
        })
        running.set(id, { kind, abort, done })
      }
    }
  }

  function own(caller: Caller, job: JobRow): boolean {
    return 'userId' in caller && caller.userId === job.userId && caller.householdId === job.householdId
  }

  const service: Jobs = {
    create(caller, { kind, input, householdId }) {
      const household = caller.kind === 'system' ? householdId : caller.householdId
      if (household === undefined) throw new Fault('internal', 'A job of the appliance itself must name a household')
      const job = db
        .insert(jobs)
        .values({
          uuid: Bun.randomUUIDv7(),
          householdId: household,
          userId: 'userId' in caller ? caller.userId : null,
          kind,
          state: 'queued',
          input,
          createdAt: now(),
        })
        .returning()
        .get()
      queueMicrotask(startNext)
      return job
    },
    list(caller, { before, limit, open = false }) {
      const household = caller.kind === 'system' ? undefined : caller.householdId
      const all = caller.kind === 'system' || can(caller, 'system', { householdId: caller.householdId })
      return db
        .select()
        .from(jobs)
        .where(
          and(
            household === undefined ? undefined : eq(jobs.householdId, household),
            all ? undefined : eq(jobs.userId, 'userId' in caller ? caller.userId : -1),
            before === undefined ? undefined : lt(jobs.id, before),
            open ? inArray(jobs.state, OPEN) : undefined,
          ),
        )
        .orderBy(desc(jobs.id))
        .limit(limit)
        .all()
    },
    get(caller, id) {
      const where = byKeyOrUuid(jobs, id)
      const job = where && db.select().from(jobs).where(where).get()
      if (!job) throw new Fault('not-found', 'Job not found')
      if (!own(caller, job)) access.require(caller, 'system', { householdId: job.householdId, grant: null }, 'Job')
      return job
    },
    cancel(caller, id) {
      const job = service.get(caller, id)
      const reader = caller.kind === 'key' && caller.readOnly
      if (reader || !own(caller, job)) access.require(caller, 'manage', { householdId: job.householdId })
      const changed = db
        .update(jobs)
        .set({ state: 'cancelled', endedAt: now(), etaSeconds: null })
        .where(and(eq(jobs.id, job.id), inArray(jobs.state, OPEN)))
        .returning()
        .get()
      if (!changed) throw new Fault('conflict', `This job has ended already: it is ${job.state}`)
      running.get(job.id)?.abort.abort(new Fault('conflict', 'Cancelled'))
      tell(changed)
      return changed
    },
    handle(kind, handler, most = atOnce) {
      handlers.set(kind, { handler, most })
      queueMicrotask(startNext)
    },
    async ended(id) {
      const job = db.select().from(jobs).where(eq(jobs.id, id)).get()
      if (!job) throw new Fault('not-found', 'Job not found')
      if (stopping || ENDED.has(job.state)) return job
      const entry = waiting.get(id) ?? Promise.withResolvers<JobRow>()
      waiting.set(id, entry)
      return entry.promise
    },
    resume() {
      for (const job of db.select().from(jobs).where(eq(jobs.state, 'running')).all()) {
        if (running.has(job.id)) continue
        if (job.attempts < MOST_ATTEMPTS) change(job.id, { state: 'queued' })
        else
          change(job.id, {
            state: 'failed',
            endedAt: now(),
            error: `Given up: it was interrupted ${job.attempts} times`,
          })
      }
      startNext()
    },
    async [Symbol.asyncDispose]() {
      stopping = true
      for (const { abort } of running.values()) abort.abort(new Fault('not-ready', 'The appliance is stopping'))
      await Promise.allSettled([...running.values()].map(({ done }) => done))
      const left = [...waiting.keys()]
      if (left.length) for (const job of db.select().from(jobs).where(inArray(jobs.id, left)).all()) tell(job)
    },
  }
  return service
}
