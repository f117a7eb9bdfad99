// Jobs: long work as rows, seen and steered by their household, and taken up again after a restart.
import { and, desc, eq, inArray, lt } from 'drizzle-orm'
import type { Bus } from '../bus.ts'
import { durably } from '../db/durably.ts'
import type { Db } from '../db/open.ts'
import { jobs } from '../db/schema/index.ts'
import { type Caller, can } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import type { Log } from '../log.ts'
import type { Timers } from '../timers.ts'
import type { AccessService } from './access.ts'
import type { Activity } from './activity.ts'
import { createJobRunner, type JobHandler, type JobKind, type JobRow, type JobWays, OPEN } from './job-runner.ts'
import { byKeyOrUuid } from './key-or-uuid.ts'

export type { JobHandler, JobKind, JobProgress, JobRow, JobWays } from './job-runner.ts'

export interface NewJob {
  kind: JobKind
  input: Record<string, unknown>
  householdId?: number
  /** Higher ones start first; 0 when not said. */
  priority?: number
  /** Work that must not crowd: see `JobWays.perLane`. */
  lane?: string
}

export interface Jobs extends AsyncDisposable {
  /** Whether the caller may is for the service to ask that has the work done; a key that may only read begins none. */
  create(caller: Caller, job: NewJob): JobRow
  /** Newest first, of one kind or all; `open`: those that have not ended. All of the household with the right `system`, else one's own. */
  list(caller: Caller, page: { before?: number; limit: number; open?: boolean; kind?: JobKind }): JobRow[]
  /** By key or uuid. Fault `Job not found`. */
  get(caller: Caller, id: string | number): JobRow
  /** Whether the caller may pause, resume and cancel it: one's own, or any with the right `manage`. */
  steers(caller: Caller, job: JobRow): boolean
  /** Rights as `steers` says. Fault conflict for one that has ended. */
  cancel(caller: Caller, id: string | number): JobRow
  /** Stops it until somebody resumes it; the unit of work that is under way is begun anew then. Rights as `steers` says. */
  pause(caller: Caller, id: string | number): JobRow
  /** Queues what is paused, failed or cancelled again. Rights as `steers` says. */
  resume(caller: Caller, id: string | number): JobRow
  /** Says how work of a kind is done; queued jobs of it start. */
  handle(kind: JobKind, handler: JobHandler, ways?: JobWays): void
  /** Resolves with the job as it has ended; at a stop of the appliance as it is then. */
  ended(id: number): Promise<JobRow>
  /** After a start: what was running is queued again. */
  takeUp(): void
}

interface Deps {
  db: Db
  access: Pick<AccessService, 'require'>
  activity: Pick<Activity, 'record'>
  bus: Pick<Bus, 'emit'>
  log: Log
  now: () => Date
  timers?: Timers
  /** Jobs of one kind that run at the same time. */
  atOnce?: number
}

const ENDED: ReadonlySet<JobRow['state']> = new Set(['done', 'failed', 'cancelled'])
/** Kinds that can be begun anew by hand: the others are asked for where they belong. */
const RESUMABLE: ReadonlySet<JobKind> = new Set(['download', 'export'])

export function createJobs({ db, bus, access, activity, log, now, timers, atOnce = 2 }: Deps): Jobs {
  const waiting = new Map<number, PromiseWithResolvers<JobRow>>()

  function tell(job: JobRow): void {
    waiting.get(job.id)?.resolve(job)
    waiting.delete(job.id)
  }

  function onEnd(job: JobRow): void {
    tell(job)
    const { householdId, kind, input, state, error } = job
    bus.emit('job.ended', { householdId, kind, input, isSuccess: state === 'done', message: error })
  }

  const runner = createJobRunner({ db, log, now, atOnce, onEnd, ...(timers && { timers }) })

  function own(caller: Caller, job: JobRow): boolean {
    return 'userId' in caller && caller.userId === job.userId && caller.householdId === job.householdId
  }

  /** What it may read it may not have made: a job writes. */
  const isReader = (caller: Caller) => caller.kind === 'key' && caller.readOnly

  /** The job, if the caller may steer it. */
  function steered(caller: Caller, id: string | number): JobRow {
    const job = service.get(caller, id)
    if (!service.steers(caller, job)) access.require(caller, 'manage', { householdId: job.householdId })
    return job
  }

  const turn = (job: JobRow, from: JobRow['state'][], values: Partial<JobRow>) =>
    db
      .update(jobs)
      .set({ etaSeconds: null, ...values })
      .where(and(eq(jobs.id, job.id), inArray(jobs.state, from)))
      .returning()
      .get()

  /** What the appliance does with its own work is nobody's deed. */
  function record(caller: Caller, action: string, before: JobRow): void {
    if (caller.kind === 'system') return
    activity.record(caller, {
      ...{ action, resourceType: 'job', resourceId: before.id },
      metadata: { job: before.kind, state: before.state },
    })
  }

  const service: Jobs = {
    create(caller, { kind, input, householdId, priority = 0, lane }) {
      const household = caller.kind === 'system' ? householdId : caller.householdId
      if (household === undefined) throw new Fault('internal', 'A job of the appliance itself must name a household')
      if (isReader(caller)) access.require(caller, 'manage', { householdId: household })
      const insert = db
        .insert(jobs)
        .values({
          uuid: Bun.randomUUIDv7(),
          householdId: household,
          userId: 'userId' in caller ? caller.userId : null,
          kind,
          state: 'queued',
          input,
          priority,
          lane: lane ?? null,
          createdAt: now(),
        })
        .returning()
      const job = durably(db, () => insert.get())
      queueMicrotask(runner.wake)
      return job
    },
    list(caller, { before, limit, open = false, kind }) {
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
            kind && eq(jobs.kind, kind),
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
    steers: (caller, job) =>
      (own(caller, job) && !isReader(caller)) || can(caller, 'manage', { householdId: job.householdId }),
    cancel(caller, id) {
      const job = steered(caller, id)
      const changed = turn(job, OPEN, { state: 'cancelled', endedAt: now() })
      if (!changed) throw new Fault('conflict', `This job has ended already: it is ${job.state}`)
      runner.stop(job.id, new Fault('conflict', 'Cancelled'))
      runner.rest(job.kind)
      tell(changed)
      record(caller, 'cancel_job', job)
      return changed
    },
    pause(caller, id) {
      const job = steered(caller, id)
      if (!RESUMABLE.has(job.kind)) throw new Fault('conflict', 'A job of this kind cannot be paused: cancel it')
      const changed = turn(job, ['queued', 'running'], { state: 'paused', notBefore: null })
      if (!changed) throw new Fault('conflict', `Only what waits or runs can be paused: this job is ${job.state}`)
      runner.stop(job.id, new Fault('conflict', 'Paused'))
      record(caller, 'pause_job', job)
      return changed
    },
    resume(caller, id) {
      const job = steered(caller, id)
      if (!RESUMABLE.has(job.kind)) throw new Fault('conflict', 'A job of this kind cannot be resumed: begin it anew')
      const fresh = { attempts: 0, error: null, endedAt: null, notBefore: null }
      const changed = turn(job, ['paused', 'failed', 'cancelled'], { ...fresh, state: 'queued' })
      if (!changed) throw new Fault('conflict', `There is nothing to resume: this job is ${job.state}`)
      queueMicrotask(runner.wake)
      record(caller, 'resume_job', job)
      return changed
    },
    handle: runner.handle,
    async ended(id) {
      const job = db.select().from(jobs).where(eq(jobs.id, id)).get()
      if (!job) throw new Fault('not-found', 'Job not found')
      if (runner.stopping || ENDED.has(job.state)) return job
      const entry = waiting.get(id) ?? Promise.withResolvers<JobRow>()
      waiting.set(id, entry)
      return entry.promise
    },
    takeUp: runner.takeUp,
    async [Symbol.asyncDispose]() {
      await runner[Symbol.asyncDispose]()
      const left = [...waiting.keys()]
      if (left.length) for (const job of db.select().from(jobs).where(inArray(jobs.id, left)).all()) tell(job)
    },
  }
  return service
}
