// Rounds of the sync: by the clock, when somebody asks, and after a device has been away. Each is a job of one device.
import { and, asc, eq } from 'drizzle-orm'
import type { Bus, BusEvents } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import { devices, jobs as jobTable } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import { asFault } from '../../errors.ts'
import { realTimers, type Timers } from '../../timers.ts'
import type { AccessService, DeviceRow } from '../access.ts'
import type { ActivityEntry } from '../activity.ts'
import { replacementOf } from '../devices/replacement.ts'
import type { JobHandler, JobRow, Jobs } from '../jobs.ts'
import { asBackground, asPerson, type Sessions } from '../sessions/index.ts'
import type { Settings } from '../settings.ts'
import { createSyncLog, type SyncLogRow } from './log.ts'
import { type OneDeviceDeps, type RoundResult, roundOfDevice } from './one-device.ts'

export type { SyncLogRow } from './log.ts'
export type { RoundResult } from './one-device.ts'

export interface Rounds extends Disposable {
  /** Begins to take up jobs and to look at the clock. */
  start(): void
  /** A round of every checked device of the caller's household; returns before any of them was asked. */
  all(caller: Caller): JobRow[]
  /** A round of one device, checked or not; returns before it was asked. `anew` reads what is known already, too. */
  begin(caller: Caller, deviceId: string | number, options?: { anew?: boolean }): JobRow
  /** Waits for the round of one device. Rejects with the device's fault. */
  one(caller: Caller, deviceId: string | number, options?: { anew?: boolean }): Promise<RoundResult>
  /** The sync log, newest first; of all devices of the household or of one. */
  log(caller: Caller, deviceId?: string | number): SyncLogRow[]
}

export interface RoundsDeps extends OneDeviceDeps {
  db: Db
  bus: Bus
  access: AccessService
  jobs: Jobs
  sessions: Sessions
  settings: Pick<Settings, 'get'>
  timers?: Timers
}

const LOOK_MS = 30_000
const TRIM_MS = 60 * 60_000
const MINUTE_MS = 60_000
/** All devices at once: they wait for their devices, not for us. */
const AT_ONCE = 64
const MOST_OUTCOMES = 200

export function createRounds(deps: RoundsDeps): Rounds {
  const { db, bus, access, jobs, sessions, settings, now, timers = realTimers } = deps
  const syncLog = createSyncLog({ db, access, now })
  /** Device → its job that is queued or runs. */
  const under = new Map<number, number>()
  /** How the last rounds ended, for whoever waits for one. */
  const outcomes = new Map<number, RoundResult | Fault>()
  let look: Disposable | null = null
  let trimmedAt = Number.NEGATIVE_INFINITY
  let stopped = false

  const read = (id: number) => db.select().from(devices).where(eq(devices.id, id)).get()

  function queue(caller: Caller, device: DeviceRow, input: { person?: boolean; anew?: boolean } = {}): JobRow {
    const running = under.get(device.id)
    if (running !== undefined) return jobs.get({ kind: 'system' }, running)
    const job = jobs.create(caller, {
      kind: 'sync',
      householdId: device.householdId,
      input: { device_id: device.id, ...input },
    })
    follow(device.id, job.id)
    return job
  }

  function follow(deviceId: number, jobId: number): void {
    under.set(deviceId, jobId)
    void jobs.ended(jobId).then(() => under.delete(deviceId))
  }

  const tell = (
    { id, householdId }: DeviceRow,
    ended: Pick<BusEvents['sync.ended'], 'isSuccess' | 'kind' | 'message'>,
  ) => bus.emit('sync.ended', { deviceId: id, householdId, ...ended })

  function remember(jobId: number, outcome: RoundResult | Fault): void {
    outcomes.set(jobId, outcome)
    for (const oldest of outcomes.keys()) if (outcomes.size > MOST_OUTCOMES) outcomes.delete(oldest)
  }

  async function run(job: JobRow, progress: Parameters<JobHandler>[1], signal: AbortSignal): Promise<RoundResult> {
    const device = read(Number(job.input.device_id))
    if (!device) throw new Fault('not-found', 'Device not found')
    const { set_clock: setClock } = settings.get('sync', device.householdId)
    const replacedAt = () => +(replacementOf(db, device.id)?.at ?? 0)
    async function attempt(one: DeviceRow): Promise<RoundResult> {
      progress({ step: 'Connecting' })
      const use = () => sessions.use(one.id)
      const session = await (job.input.person ? asPerson(use) : use())
      return roundOfDevice(deps, one, session, { anew: job.input.anew === true, setClock, signal, progress })
    }
    try {
      const before = replacedAt()
      const first = await attempt(device).then(
        (result) => () => result,
        (error) => () => {
          throw error
        },
      )
      // Found out on the way: the session that it began with is over, and what it has read may be the old device's.
      const isOver = replacedAt() !== before && !signal.aborted
      const result = isOver ? await attempt(device) : first()
      syncLog.write(device, result)
      tell(device, { isSuccess: result.isSuccess, kind: null, message: result.message })
      remember(job.id, result)
      return result
    } catch (error) {
      const fault = asFault(error)
      if (!signal.aborted) {
        syncLog.write(device, { isSuccess: false, message: fault.message })
        tell(device, { isSuccess: false, kind: fault.kind, message: fault.message })
      }
      remember(job.id, fault)
      throw error
    }
  }

  const handler: JobHandler = async (job, progress, signal) => {
    const { clockSetBy, isSuccess, ...rest } = await asBackground(() => run(job, progress, signal))
    return { ...rest, is_success: isSuccess, clock_set_by: clockSetBy }
  }

  /** By the setting of its household. A clock that was set back does not stop the rounds. */
  function isDue(device: DeviceRow): boolean {
    const { is_enabled, interval_minutes } = settings.get('sync', device.householdId)
    if (!is_enabled) return false
    const last = syncLog.last(device.id)
    return !last || Math.abs(+now() - +last.at) >= interval_minutes * MINUTE_MS
  }

  /** Perhaps it is another device now: what is known may be of the old one. */
  function hasMoved(device: DeviceRow): boolean {
    const last = syncLog.last(device.id)
    return last !== undefined && last.address !== device.address
  }

  /** A device that has just come, or come back, is read at once when it never was, or when the last round failed. */
  function isDueOnOpening(device: DeviceRow): boolean {
    const last = syncLog.last(device.id)
    if (!last || hasMoved(device) || isDue(device)) return true
    if (+(replacementOf(db, device.id)?.at ?? 0) > +last.at) return true
    return !last.isSuccess && settings.get('sync', device.householdId).is_enabled && +now() - +last.at >= MINUTE_MS
  }

  /** Of people alone: the hub's commands are written down as what they are. */
  function record(caller: Caller, about: Partial<ActivityEntry>): void {
    if ('userId' in caller) deps.activity.record(caller, { action: 'sync_now', ...about })
  }

  function begin(caller: Caller, deviceId: string | number, { anew = false } = {}): JobRow {
    const device = access.device(caller, deviceId, 'restart')
    const job = queue(caller, device, { person: true, ...(anew && { anew }) })
    record(caller, { resourceType: 'device', resourceId: device.id, metadata: { job: job.uuid } })
    return job
  }

  const system: Caller = { kind: 'system' }

  function lookAround(): void {
    if (stopped) return
    for (const device of db.select().from(devices).where(eq(devices.isChecked, true)).all())
      if (isDue(device)) queue(system, device)
    if (+now() - trimmedAt >= TRIM_MS || +now() < trimmedAt) {
      trimmedAt = +now()
      syncLog.trim()
    }
    look = timers.after(LOOK_MS, lookAround)
  }

  const opened = sessions.onOpened(({ id }) => {
    const device = read(id)
    if (stopped || !device?.isChecked || !isDueOnOpening(device)) return
    queue(system, device, hasMoved(device) ? { anew: true } : {})
  })
  const removed = bus.on('device.removed', ({ deviceId }) => {
    const job = under.get(deviceId)
    if (job !== undefined && !outcomes.has(job)) jobs.cancel(system, job)
  })

  return {
    start() {
      // Taken up again after a restart: these are under way already.
      const queued = db
        .select()
        .from(jobTable)
        .where(and(eq(jobTable.state, 'queued'), eq(jobTable.kind, 'sync')))
        .all()
      for (const { id, input } of queued) follow(Number(input.device_id), id)
      jobs.handle('sync', handler, { most: AT_ONCE })
      lookAround()
    },
    all(caller) {
      const householdId = access.household(caller, 'restart')
      const rows = db
        .select()
        .from(devices)
        .where(and(eq(devices.householdId, householdId), eq(devices.isChecked, true)))
        .orderBy(asc(devices.id))
        .all()
      const queued = rows.map((device) => queue(caller, device, { person: true }))
      record(caller, { metadata: { device_ids: rows.map(({ id }) => id) } })
      return queued
    },
    begin,
    async one(caller, deviceId, options) {
      const running = under.get(access.device(caller, deviceId, 'restart').id)
      // What is under way reads less than is asked: it ends first, and is not taken for the answer.
      if (options?.anew && running !== undefined && !jobs.get(system, running).input.anew) await jobs.ended(running)
      const job = begin(caller, deviceId, options)
      const { state, error } = await jobs.ended(job.id)
      const outcome = outcomes.get(job.id)
      if (outcome instanceof Fault) throw outcome
      if (!outcome) throw new Fault('not-ready', error ?? `The sync was not finished: it is ${state}`)
      return outcome
    },
    log: (caller, deviceId) =>
      syncLog.list(caller, deviceId === undefined ? undefined : access.device(caller, deviceId, 'system').id),
    [Symbol.dispose]() {
      stopped = true
      look?.[Symbol.dispose]()
      for (const one of [opened, removed]) one[Symbol.dispose]()
    },
  }
}
