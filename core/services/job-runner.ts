// Runs queued jobs: the most urgent first, so many at a time of each kind and in each lane, again after a failure that may pass.
import { and, asc, desc, eq, gt, inArray, isNull, lte, or } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { jobs } from '../db/schema/index.ts'
import { Fault } from '../domain/fault.ts'
import { asFault } from '../errors.ts'
import type { Log } from '../log.ts'
import { realTimers, type Timers } from '../timers.ts'

export type JobRow = typeof jobs.$inferSelect
export type JobKind = JobRow['kind']
/** What a running job may say of itself. `attempts: 0`: it has come on, so that failures are counted anew. `result`: so far. */
export type JobProgress = Partial<
  Pick<
    JobRow,
    'progress' | 'step' | 'itemsDone' | 'itemsTotal' | 'bytesDone' | 'bytesTotal' | 'etaSeconds' | 'attempts' | 'result'
  >
>
/** A unit of the work is finished or not begun when the signal aborts; what it returns is the job's result. */
export type JobHandler = (
  job: JobRow,
  progress: (update: JobProgress) => void,
  signal: AbortSignal,
) => Promise<Record<string, unknown> | null>

export interface JobWays {
  /** Of this kind at the same time. */
  most?: number
  /** Of those with the same lane. */
  perLane?: number
  /** What a failure means: milliseconds until another try, a pause until a person acts, or (by default) the end. */
  onFault?(fault: Fault, attempts: number): number | 'pause' | 'fail'
  /** The last open job of the kind has ended, and nothing works on one any more. */
  onIdle?(): void
}

/** States of jobs that have not ended. */
export const OPEN: JobRow['state'][] = ['queued', 'running', 'paused']

export interface JobRunner extends AsyncDisposable {
  handle(kind: JobKind, handler: JobHandler, ways?: JobWays): void
  /** Starts what may start. */
  wake(): void
  /** Ends the work on a job whose row says already what became of it. */
  stop(id: number, reason: Fault): void
  /** Says to the kind's owner when nobody is at a job of it any more. */
  rest(kind: JobKind): void
  /** What was running when the appliance ended is queued again. */
  takeUp(): void
  readonly stopping: boolean
}

interface Deps {
  db: Db
  log: Log
  now: () => Date
  atOnce: number
  timers?: Timers
  /** A job has ended, or the appliance stops. */
  onEnd(job: JobRow): void
}

/** Starts that an interruption may cost. Fetching and cutting can do no harm: they go on until they are done. */
const INTERRUPTIONS: Record<JobKind, number> = {
  sync: 5,
  delete: 5,
  backup: 5,
  download: Number.POSITIVE_INFINITY,
  export: Number.POSITIVE_INFINITY,
}
/** Looked at for one start; jobs of lanes that are full stand before others. */
const LOOKED_AT = 200

export function createJobRunner({ db, log, now, atOnce, timers = realTimers, onEnd }: Deps): JobRunner {
  const handlers = new Map<JobKind, { handler: JobHandler; ways: JobWays }>()
  const running = new Map<number, { job: JobRow; abort: AbortController; done: Promise<void> }>()
  let alarm: Disposable | null = null
  let stopping = false

  const change = (id: number, values: Partial<JobRow>) =>
    db.update(jobs).set(values).where(eq(jobs.id, id)).returning().get()

  function outcomeOf(job: JobRow, error: unknown, ways: JobWays): Partial<JobRow> {
    const fault = asFault(error)
    const attempts = db.select().from(jobs).where(eq(jobs.id, job.id)).get()?.attempts ?? job.attempts
    const next = ways.onFault?.(fault, attempts) ?? 'fail'
    const said = { error: fault.message, etaSeconds: null }
    if (next === 'pause') return { ...said, state: 'paused' }
    if (next !== 'fail') return { ...said, state: 'queued', notBefore: new Date(+now() + next) }
    log.warn('A job failed', { job: job.uuid, kind: job.kind, error: fault.cause ?? fault })
    return { ...said, state: 'failed', endedAt: now() }
  }

  async function run(job: JobRow, { handler, ways }: { handler: JobHandler; ways: JobWays }, signal: AbortSignal) {
    let outcome: Partial<JobRow>
    try {
      const result = await handler(job, (update) => void (signal.aborted || change(job.id, update)), signal)
      outcome = { state: 'done', progress: 1, result, etaSeconds: null, error: null, endedAt: now() }
    } catch (error) {
      outcome = signal.aborted ? {} : outcomeOf(job, error, ways)
    }
    // At a stop the row stays `running`, which the next start queues again; one that was stopped by a person says so already.
    if (signal.aborted) return
    const row = change(job.id, outcome)
    if (row?.endedAt) onEnd(row)
  }

  function mayStart(job: JobRow, { perLane }: JobWays): boolean {
    if (running.has(job.id)) return false
    if (!job.lane || perLane === undefined) return true
    return [...running.values()].filter((other) => other.job.lane === job.lane).length < perLane
  }

  function start(job: JobRow, work: { handler: JobHandler; ways: JobWays }): void {
    const row = change(job.id, {
      state: 'running',
      startedAt: now(),
      notBefore: null,
      error: null,
      attempts: job.attempts + 1,
    })
    if (!row) return
    const abort = new AbortController()
    // Told first, so that a handler that fails at once finds itself among the running.
    const done = Promise.resolve()
      .then(() => run(row, work, abort.signal))
      .finally(() => {
        running.delete(job.id)
        wake()
        rest(job.kind)
      })
    running.set(job.id, { job: row, abort, done })
  }

  function wake(): void {
    if (stopping) return
    // One moment for both: what rests until just after the first look must not be missed by the second.
    const at = now()
    for (const [kind, work] of handlers) {
      const { most = atOnce } = work.ways
      const busy = () => [...running.values()].filter(({ job }) => job.kind === kind).length
      if (busy() >= most) continue
      const queued = db
        .select()
        .from(jobs)
        .where(and(eq(jobs.state, 'queued'), eq(jobs.kind, kind), or(isNull(jobs.notBefore), lte(jobs.notBefore, at))))
        .orderBy(desc(jobs.priority), asc(jobs.id))
        .limit(LOOKED_AT)
        .all()
      for (const job of queued) {
        if (busy() >= most) break
        if (mayStart(job, work.ways)) start(job, work)
      }
    }
    setAlarm(at)
  }

  function rest(kind: JobKind): void {
    const { onIdle } = handlers.get(kind)?.ways ?? {}
    if (!onIdle || stopping || [...running.values()].some(({ job }) => job.kind === kind)) return
    const open = and(eq(jobs.kind, kind), inArray(jobs.state, OPEN))
    if (!db.select({ id: jobs.id }).from(jobs).where(open).limit(1).get()) onIdle()
  }

  /** For the next job that rests after a failure. */
  function setAlarm(at: Date): void {
    alarm?.[Symbol.dispose]()
    alarm = null
    const next = db
      .select({ at: jobs.notBefore })
      .from(jobs)
      .where(and(eq(jobs.state, 'queued'), gt(jobs.notBefore, at)))
      .orderBy(asc(jobs.notBefore))
      .limit(1)
      .get()
    if (next?.at) alarm = timers.after(Math.min(+next.at - +at + 10, 3_600_000), wake)
  }

  return {
    get stopping() {
      return stopping
    },
    handle(kind, handler, ways = {}) {
      handlers.set(kind, { handler, ways })
      queueMicrotask(wake)
    },
    wake,
    rest,
    stop(id, reason) {
      running.get(id)?.abort.abort(reason)
    },
    takeUp() {
      for (const job of db.select().from(jobs).where(eq(jobs.state, 'running')).all()) {
        if (running.has(job.id)) continue
        if (job.attempts < INTERRUPTIONS[job.kind]) change(job.id, { state: 'queued' })
        else {
          const error = `Given up: it was interrupted ${job.attempts} times`
          const row = change(job.id, { state: 'failed', endedAt: now(), error })
          if (row) onEnd(row)
        }
      }
      wake()
    },
    async [Symbol.asyncDispose]() {
      stopping = true
      alarm?.[Symbol.dispose]()
      for (const { abort } of running.values()) abort.abort(new Fault('not-ready', 'The appliance is stopping'))
      await Promise.allSettled([...running.values()].map(({ done }) => done))
    },
  }
}
