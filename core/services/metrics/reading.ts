// What the metrics are made from: one look at the appliance, however many cameras it has.
import { and, count, eq, inArray } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { channels, devices, jobs } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import type { DevicePhase } from '../../domain/device.ts'
import { runningFfmpeg } from '../../media/process.ts'
import type { HubLinkService } from '../hub-link.ts'
import { OPEN } from '../job-runner.ts'
import type { Live } from '../live.ts'
import type { Sessions } from '../sessions/index.ts'
import type { Look } from '../storage/disks.ts'
import type { StorageFolders } from '../storage/folders.ts'
import type { Sum, Sums } from '../storage/sums.ts'
import { cached } from '../system/cached.ts'
import type { Disks } from '../system/disk.ts'
import type { SystemService } from '../system/index.ts'
import type { Tallies } from './tallies.ts'

/** `off`: a person has switched it off; `missing`: its device no longer has it. */
export type ChannelStanding = 'online' | 'away' | 'off' | 'missing'

export interface Reading {
  version: string
  own: { cpuSeconds: number; memory: number; startedAt: Date }
  ffmpeg: { processes: number; memory: number; cpuShare: number }
  devices: Map<DevicePhase, number>
  channels: Map<ChannelStanding, number>
  relays: ReturnType<Live['status']>
  tallies: ReturnType<Tallies['of']>
  jobs: { kind: string; state: string; count: number }[]
  recordings: readonly Sum[]
  /** What is of no household: for the founder. */
  appliance: {
    /** Null = there is no broker. */
    brokerConnected: boolean | null
    disks: Disks
    /** For recordings, beside the data folder. */
    folders: readonly ({ id: number } & Look)[]
    databaseBytes: number
    video: ReturnType<Live['totals']>
  } | null
}

export interface ReadingDeps {
  db: Db
  sessions: Pick<Sessions, 'state'>
  live: Pick<Live, 'status' | 'totals'>
  hubLink: Pick<HubLinkService, 'standing'>
  system: Pick<SystemService, 'resources' | 'databaseSize'>
  sums: Sums
  disks: () => Promise<Disks>
  /** As they were seen last: a look at a disk that hangs would keep whoever asks waiting. */
  folders: Pick<StorageFolders, 'all' | 'seen'>
  tallies: Tallies
  version: string
  now: () => Date
}

const SYSTEM: Caller = { kind: 'system' }
/** The walk over all recordings is the one question whose cost grows with the years. */
const RECORDINGS_MS = 60_000

/** Whether the caller may be told of all households together: counts alone, nothing of whom. */
const isFounder = (caller: Caller) => 'founder' in caller && caller.founder

export function createReading(deps: ReadingDeps): (caller: Caller, householdId: number) => Promise<Reading> {
  const { db, sessions, live, hubLink, system, tallies, version, now } = deps
  const startedAt = new Date(+now() - process.uptime() * 1000)
  const recordings = cached(RECORDINGS_MS, now, async () => deps.sums())

  return async (caller, householdId) => {
    const whole = isFounder(caller)
    const own = whole ? null : householdId
    const { user, system: kernel } = process.cpuUsage()
    const asked = [system.resources(caller), recordings(), whole ? deps.disks() : null] as const
    const [{ ffmpeg }, sums, disks] = await Promise.all(asked)
    const phases = phasesOf(db, sessions, own)
    return {
      version,
      own: { cpuSeconds: (user + kernel) / 1e6, memory: process.memoryUsage.rss(), startedAt },
      ffmpeg: { processes: runningFfmpeg().length, memory: ffmpeg.memory, cpuShare: ffmpeg.cpu / 100 },
      devices: countBy(phases.values()),
      channels: countBy(standingsOf(db, phases, own)),
      relays: live.status(whole ? SYSTEM : caller),
      tallies: tallies.of(own),
      jobs: openJobs(db, own),
      recordings: sums.filter((sum) => own === null || sum.householdId === own),
      appliance: disks
        ? {
            brokerConnected: hubLink.standing(caller)?.connected ?? null,
            disks,
            folders: seenFolders(deps.folders),
            databaseBytes: system.databaseSize(caller),
            video: live.totals(),
          }
        : null,
    }
  }
}

export function countBy<T>(all: Iterable<T>): Map<T, number> {
  const counts = new Map<T, number>()
  for (const one of all) counts.set(one, (counts.get(one) ?? 0) + 1)
  return counts
}

/** One that was added a moment ago is told of when it was looked at. */
function seenFolders(folders: ReadingDeps['folders']) {
  return folders.all().flatMap(({ id }) => {
    const seen = folders.seen(id)
    return seen ? [{ id, ...seen }] : []
  })
}

function phasesOf(db: Db, sessions: Pick<Sessions, 'state'>, householdId: number | null): Map<number, DevicePhase> {
  const where = householdId === null ? undefined : eq(devices.householdId, householdId)
  const rows = db.select({ id: devices.id }).from(devices).where(where).all()
  return new Map(rows.map(({ id }) => [id, sessions.state(id).phase]))
}

function standingsOf(db: Db, phases: Map<number, DevicePhase>, householdId: number | null): ChannelStanding[] {
  const { deviceId, isActive, inUse, isOnline } = channels
  const where = householdId === null ? undefined : eq(channels.householdId, householdId)
  const rows = db.select({ deviceId, isActive, inUse, isOnline }).from(channels).where(where).all()
  return rows.map((row) => {
    if (!row.isActive) return 'missing'
    const phase = phases.get(row.deviceId)
    // Of a device that nobody wants asked, no channel is missed.
    if (!row.inUse || phase === 'unchecked') return 'off'
    return row.isOnline !== false && phase === 'online' ? 'online' : 'away'
  })
}

/** Those that have ended are told by the tallies: their rows grow without end. */
function openJobs(db: Db, householdId: number | null): Reading['jobs'] {
  const open = inArray(jobs.state, OPEN)
  return db
    .select({ kind: jobs.kind, state: jobs.state, count: count() })
    .from(jobs)
    .where(householdId === null ? open : and(open, eq(jobs.householdId, householdId)))
    .groupBy(jobs.kind, jobs.state)
    .all()
}
