// How the appliance and its machine are doing: health, figures of now and of the last week, what runs, and the log.
import { and, count, eq, min, sql, sum } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { households, recordings } from '../../db/schema/index.ts'
import type { Action, Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { Log } from '../../log.ts'
import { runningFfmpeg } from '../../media/process.ts'
import { realTimers, type Timers } from '../../timers.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import { callerKey } from '../callers.ts'
import type { DeviceReports } from '../device-reports.ts'
import type { Live } from '../live.ts'
import type { Sessions } from '../sessions/index.ts'
import { type About, readAbout } from './about.ts'
import { cached } from './cached.ts'
import { createCpuMeter, temperatureOf } from './cpu.ts'
import { createDiskLook, type Disks, mainVolume } from './disk.ts'
import { type Gpu, readGpu } from './gpu.ts'
import { createHealth, type HealthProblem, type HealthService } from './health.ts'
import { createLivePoints, type LivePoint } from './live-points.ts'
import type { LogRing } from './log-ring.ts'
import { type Machine, realMachine } from './machine.ts'
import { type Limits, type Memory, readLimits, readMemory } from './memory.ts'
import { type Child, createProcessMeter, readChildren, type Worker } from './processes.ts'
import { createResourceHistory, createResourceMeter, type ResourcePoint, type Resources } from './resources.ts'
import { createStatsKeeper, type StatsPoint } from './stats.ts'
import { createWorkers } from './workers.ts'

export interface CpuState {
  usage: number | null
  cores: ReturnType<Machine['cores']>
  load: number[]
  temperature: number | null
}

export interface SystemService extends Disposable {
  /** Begins to write down a row a minute. */
  start(): void
  health(caller: Caller): Promise<{
    problems: HealthProblem[]
    services: HealthService[]
    cameras: { total: number; active: number }
    recordings: number
  }>
  cpu(caller: Caller): Promise<CpuState>
  /** Null where the machine does not tell. */
  memory(caller: Caller): Promise<{ machine: Memory | null; limits: Limits }>
  /** `recordings` are the bytes of all files that we keep. */
  disk(caller: Caller): Promise<Disks & { recordings: number }>
  gpu(caller: Caller): Promise<Gpu>
  processes(caller: Caller): Promise<{ workers: Worker[]; children: Child[] }>
  uptime(caller: Caller): { process: number; machine: number }
  history(caller: Caller, from: Date, to: Date, points: number): StatsPoint[]
  /** What we take of the machine ourselves. */
  resources(caller: Caller): Promise<Resources>
  /** The same of the last hour, a point a minute, oldest first. */
  resourcesHistory(caller: Caller): readonly ResourcePoint[]
  /** Bytes of the database. */
  databaseSize(caller: Caller): number
  /** What everybody may know: whether the database can be read, whether there is FFmpeg, and the seconds since our start. */
  self(): Promise<{ database: boolean; ffmpeg: boolean; uptime: number }>
  /** The log, for the founder; that it was looked at goes to the activity log. */
  logs(caller: Caller): Pick<LogRing, 'page' | 'after' | 'listen'>
  /** Begins the log anew, for the founder; the activity log stays. */
  clearLogs(caller: Caller): void
  /** What we are and what we run on. */
  about(caller: Caller): Promise<About>
  /** What we recorded of each channel that the caller may see, by its key. */
  sums(caller: Caller): Map<number, { bytes: number; count: number }>
  /** The last ten minutes of a channel's live picture: nothing while nobody reads it. Who may see it is for the caller to ask. */
  livePoints(channelId: number): LivePoint[]
  /** When the first account was made; null while there is none. */
  foundedAt(): Date | null
  /** Ends the appliance, once this was answered. Fault unsupported where it is not its own to end. */
  shutdown(caller: Caller): void
}

interface Deps {
  db: Db
  access: AccessService
  activity: Pick<Activity, 'record'>
  sessions: Pick<Sessions, 'state' | 'listens'>
  live: Pick<Live, 'status'>
  reports: Pick<DeviceReports, 'last'>
  ring: LogRing
  dataFolder: string
  version: string
  logLevel: string
  shutdown: (() => void) | null
  /** Who looks at the disks; without it one of our own. */
  disks?: () => Promise<Disks>
  log: Log
  now: () => Date
  machine?: Machine
  timers?: Timers
}

const FRESH_MS = 2000
const SLOW_MS = 5000
/** Who reads the log on and on is written down once in so long. */
const LOOKED_MS = 600_000
const SYSTEM: Caller = { kind: 'system' }

export function createSystem(deps: Deps): SystemService {
  const { db, access, activity, sessions, live, reports, ring, dataFolder, log, now } = deps
  const { machine = realMachine, timers = realTimers, shutdown } = deps
  const startedAt = now()
  const secondsUp = () => Math.max(0, Math.round((+now() - +startedAt) / 1000))
  const require = (caller: Caller, action: Action) => access.household(caller, action)
  /** For who may read the pages about the system. */
  const reading =
    <T>(read: () => Promise<T>) =>
    async (caller: Caller) => {
      require(caller, 'system')
      return await read()
    }
  const allHealth = createHealth({ db, reports, sessions })
  const meter = createCpuMeter(machine)
  const minuteMeter = createCpuMeter(machine)
  const processMeter = createProcessMeter(machine, now)
  const workers = createWorkers({ access, sessions, live, meter: processMeter, startedAt, now })
  const looked = new Map<string, number>()

  const cpu = cached(FRESH_MS, now, async () => ({
    usage: await meter.usage(),
    cores: machine.cores(),
    load: machine.load(),
    temperature: await temperatureOf(machine),
  }))
  const memory = cached(FRESH_MS, now, async () => {
    const text = await machine.text('/proc/meminfo')
    return { machine: text === null ? null : readMemory(text), limits: await readLimits(machine) }
  })
  const disks = cached(FRESH_MS, now, deps.disks ?? createDiskLook(machine, dataFolder))
  const gpu = cached(SLOW_MS, now, () => readGpu(machine))
  const children = cached(FRESH_MS, now, () => readChildren(runningFfmpeg(), processMeter, now))
  const kept = cached(SLOW_MS, now, async () =>
    Number(
      db
        .select({ bytes: sum(recordings.bytes) })
        .from(recordings)
        .get()?.bytes ?? 0,
    ),
  )

  function cameras(caller: Caller) {
    const all = access.visibleChannels(caller).filter(({ isActive, inUse }) => isActive && inUse)
    const up = all.filter(({ deviceId, isOnline }) => isOnline !== false && sessions.state(deviceId).phase === 'online')
    return { total: all.length, active: up.length }
  }

  const stats = createStatsKeeper({
    db,
    async sample() {
      const [usage, state, found, graphics] = await Promise.all([minuteMeter.usage(), memory(), disks(), gpu()])
      const disk = mainVolume(found)
      const { memory: limit, memoryUsed } = state.limits
      return {
        cpuUsage: usage,
        gpuUsage: graphics.card?.utilization ?? null,
        diskUsage: disk?.used ?? null,
        diskTotal: disk ? disk.used + disk.free : null,
        memoryUsage: limit === null ? (state.machine?.used ?? null) : memoryUsed,
        memoryTotal: limit ?? state.machine?.total ?? null,
        activeCameras: cameras(SYSTEM).active,
        activeStreams: live.status(SYSTEM).filter(({ running }) => running).length,
      }
    },
    ...{ log, now, timers },
  })
  const resources = cached(
    FRESH_MS,
    now,
    createResourceMeter({ machine, meter: createProcessMeter(machine, now), now }),
  )
  const resourceHistory = createResourceHistory({
    measure: createResourceMeter({ machine, meter: createProcessMeter(machine, now), now }),
    ...{ now, timers },
  })
  const hasFfmpeg = cached(SLOW_MS, now, async () => machine.has('ffmpeg'))
  const livePoints = createLivePoints({ read: () => live.status(SYSTEM), timers })
  const about = cached(SLOW_MS, now, () => readAbout(machine, deps))

  // What is busy is known between two looks: the first is now.
  void meter.usage()
  void minuteMeter.usage()

  return {
    start() {
      stats.start()
      livePoints.start()
      resourceHistory.start()
    },
    async health(caller) {
      const householdId = require(caller, 'system')
      const where = and(eq(recordings.householdId, householdId), eq(recordings.kind, 'video'))
      const total = db.select({ count: count() }).from(recordings).where(where).get()?.count ?? 0
      const found = allHealth.read(access.visibleDevices(caller), await disks())
      return { ...found, cameras: cameras(caller), recordings: total }
    },
    cpu: reading(cpu),
    memory: reading(memory),
    async disk(caller) {
      require(caller, 'system')
      return { ...(await disks()), recordings: await kept() }
    },
    gpu: reading(gpu),
    async processes(caller) {
      require(caller, 'system')
      return { workers: await workers.read(caller), children: await children() }
    },
    uptime(caller) {
      require(caller, 'system')
      return { process: secondsUp(), machine: Math.round(machine.uptime()) }
    },
    history(caller, from, to, points) {
      require(caller, 'system')
      return stats.history(from, to, points)
    },
    resources: reading(resources),
    resourcesHistory(caller) {
      require(caller, 'system')
      return resourceHistory.points()
    },
    databaseSize(caller) {
      require(caller, 'system')
      const size = sql`select page_count * page_size as bytes from pragma_page_count(), pragma_page_size()`
      return db.all<{ bytes: number }>(size)[0]?.bytes ?? 0
    },
    async self() {
      return { database: canRead(db), ffmpeg: await hasFfmpeg(), uptime: secondsUp() }
    },
    logs(caller) {
      require(caller, 'appliance')
      const who = callerKey(caller)
      if (+now() - (looked.get(who) ?? Number.NEGATIVE_INFINITY) >= LOOKED_MS) {
        if (looked.size > 100) looked.clear()
        looked.set(who, +now())
        activity.record(caller, { action: 'view_system_logs' })
      }
      return ring
    },
    clearLogs(caller) {
      require(caller, 'appliance')
      ring.clear()
      activity.record(caller, { action: 'clear_system_logs' })
      log.info('The log was cleared', { by: 'username' in caller ? caller.username : caller.kind })
    },
    about: reading(about),
    sums(caller) {
      const householdId = require(caller, 'system')
      const mine = new Set(access.visibleChannels(caller).map(({ id }) => id))
      const rows = db
        .select({ channelId: recordings.channelId, bytes: sum(recordings.bytes), count: count() })
        .from(recordings)
        .where(and(eq(recordings.householdId, householdId), eq(recordings.kind, 'video')))
        .groupBy(recordings.channelId)
        .all()
      return new Map(
        rows.flatMap(({ channelId, bytes, count }) =>
          channelId !== null && mine.has(channelId) ? [[channelId, { bytes: Number(bytes ?? 0), count }]] : [],
        ),
      )
    },
    livePoints: (channelId) => livePoints.of(channelId),
    foundedAt: () =>
      db
        .select({ at: min(households.createdAt) })
        .from(households)
        .get()?.at ?? null,
    shutdown(caller) {
      require(caller, 'appliance')
      if (!shutdown) throw new Fault('unsupported', 'Porchlight cannot end itself here. Stop it by hand.')
      activity.record(caller, { action: 'shutdown' })
      // The answer goes out first.
      setTimeout(shutdown, 200)
    },
    [Symbol.dispose]() {
      stats[Symbol.dispose]()
      livePoints[Symbol.dispose]()
      resourceHistory[Symbol.dispose]()
    },
  }
}

function canRead(db: Db): boolean {
  try {
    db.select({ id: households.id }).from(households).limit(1).all()
    return true
  } catch {
    return false
  }
}
