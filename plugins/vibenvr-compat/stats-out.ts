// The figures of the dashboard in VibeNVR's shape. What is about the machine is told to who may read of the system, 0 to others.
import type { Caller, Services } from '#plugin'
import { statusOf } from './camera-status.ts'
import { byKind, bytesOf, countOf, gib, type KindSum, mib, percent, perDay, tenth, upFor } from './figures.ts'

const DAY_MS = 86_400_000
const MINUTE = 60

type Channel = ReturnType<Services['access']['visibleChannels']>[number]

/** Nothing is re-encoded here: no hardware is needed for it, and none used. */
const NO_HARDWARE = { enabled: false, type: 'N/A', status: 'INACTIVE' }
/** Cameras themselves tell what they see. */
const NO_AI = { hardware: 'unknown', initialized: false }

/** Days for which the rules keep what is recorded of these cameras; null where one is kept for ever, or nothing is recorded. */
function daysKept({ recorder, settings }: Services, caller: Caller): number | null {
  const rules = recorder.list(caller).filter(({ rule }) => rule.mode !== 'off')
  if (rules.length === 0) return null
  const longest = Math.max(...rules.map(({ rule }) => rule.retentionDays ?? Number.POSITIVE_INFINITY))
  const days = Math.min(longest, settings.get('recording_limits').days ?? Number.POSITIVE_INFINITY)
  return Number.isFinite(days) ? days : null
}

/** What rules and room leave: for who may read of the system. */
async function machineOf({ system, storage }: Services, caller: Caller) {
  const [disk, use, taken] = await Promise.all([system.disk(caller), storage.use(caller), system.resources(caller)])
  const main = disk.volumes.find(({ purpose }) => purpose.split(', ').includes('recordings'))
  const reaches = Map.groupBy(use.cameras, ({ channelId }) => channelId)
  return {
    total: main?.total ?? 0,
    free: main?.free ?? 0,
    folders: use.folders,
    taken,
    database: system.databaseSize(caller),
    /** How many days back a camera's recordings will reach. */
    reach: (channelId: number): number | null => shortest((reaches.get(channelId) ?? []).map((one) => one.reachesDays)),
  }
}

type Machine = Awaited<ReturnType<typeof machineOf>>

function shortest(days: readonly (number | null)[]): number | null {
  const known = days.filter((value) => value !== null)
  return known.length ? tenth(Math.min(...known)) : null
}

export async function statsOut(services: Services, caller: Caller, now: () => Date) {
  const { access, recordingFigures, system, hubLink } = services
  const channels = access.visibleChannels(caller)
  const sums = recordingFigures.sums(caller)
  const lately = recordingFigures.since(caller, new Date(+now() - DAY_MS))
  const machine = access.allows(caller, 'system') ? await machineOf(services, caller) : null
  const { ffmpeg, uptime } = await system.self()
  const used = channels.filter(({ inUse }) => inUse)
  const broken = used.filter((channel) => isBroken(services, channel)).length
  const { movies, images } = byKind(sums)
  const standing = hubLink.standing(caller)
  const { own, ffmpeg: engine, network } = machine?.taken ?? NOTHING_TAKEN
  return {
    active_cameras: used.length,
    total_errors: broken,
    total_events: countOf(sums),
    events_24h: lately.videos + lately.pictures,
    video_count: movies.count,
    picture_count: images.count,
    storage: storageOut(services, caller, { machine, sums, channels }),
    resources: {
      cpu_percent: tenth(own.cpu + engine.cpu),
      memory_mb: mib(own.memory + engine.memory),
      backend_cpu: own.cpu,
      backend_mem_mb: mib(own.memory),
      engine_cpu: engine.cpu,
      engine_mem_mb: mib(engine.memory),
    },
    network: { recv_mbps: inMib(network.received), sent_mbps: inMib(network.sent) },
    engine: {
      status: ffmpeg ? 'ONLINE' : 'OFFLINE',
      hw_accel: NO_HARDWARE.enabled,
      hw_accel_type: NO_HARDWARE.type,
      mqtt: { enabled: standing !== null, host: hostOf(standing?.url), connected: standing?.connected ?? false },
      ai: NO_AI,
    },
    database: { size_mb: mib(machine?.database ?? 0), event_count: countOf(sums) },
    details: {
      global: { movies, images },
      cameras: Object.fromEntries(channels.map(({ id }) => [String(id), cameraOut(machine, sums, id)])),
      profiles: profilesOut(machine, sums),
    },
    system_status: broken > 0 || !ffmpeg ? 'Issues Detected' : used.length > 0 ? 'Healthy' : 'Standby',
    uptime: `${upFor(uptime)} ${Math.floor(uptime / MINUTE) % MINUTE}m`,
    hw_accel: NO_HARDWARE,
  }
}

const NOTHING_TAKEN: Machine['taken'] = {
  own: { cpu: 0, memory: 0 },
  ffmpeg: { cpu: 0, memory: 0 },
  network: { received: 0, sent: 0 },
}

/** Megabytes a second, whatever VibeNVR's name for it says. */
export const inMib = (bytes: number): number => Math.round((bytes / 1024 ** 2) * 100) / 100

const isBroken = (services: Services, channel: Channel) =>
  !['CONNECTED', 'STARTING', 'UNKNOWN'].includes(statusOf(services, channel))

const hostOf = (url: string | null | undefined): string => (url && URL.canParse(url) ? new URL(url).hostname : '')

function storageOut(
  services: Services,
  caller: Caller,
  { machine, sums, channels }: { machine: Machine | null; sums: KindSum[]; channels: Channel[] },
) {
  const days = daysKept(services, caller)
  const quota = services.settings.get('recording_limits').bytes ?? 0
  const used = bytesOf(sums)
  return {
    total_gb: gib(machine?.total ?? 0),
    used_gb: gib(used),
    free_gb: gib(machine?.free ?? 0),
    percent: percent(used, machine?.total ?? 0),
    estimated_retention_days: machine ? shortest(channels.map(({ id }) => machine.reach(id))) : null,
    daily_rate_gb: gib(perDay(sums)),
    configured_retention: days === null ? null : `Max ${days} Days`,
    configured_retention_days: days,
    required_storage_gb: days === null ? null : gib(perDay(sums) * days),
    total_quota_gb: gib(quota),
    quota_percent: percent(used, quota),
  }
}

function cameraOut(machine: Machine | null, sums: readonly KindSum[], id: number) {
  const own = sums.filter(({ channelId }) => channelId === id)
  return {
    ...byKind(own),
    daily_rate_gb: gib(perDay(own)),
    estimated_retention_days: machine?.reach(id) ?? null,
  }
}

/** The data folder, and each folder beside it. */
function profilesOut(machine: Machine | null, sums: readonly KindSum[]) {
  const own = (folder: number | null) => sums.filter(({ folderId }) => folderId === folder)
  const known = machine?.folders.map(({ id, name, path }) => ({ id, name, path })) ?? [
    { id: null, name: '', path: null },
  ]
  return Object.fromEntries(
    known.map(({ id, name, path }) => [
      id === null ? 'default' : String(id),
      {
        name: id === null ? 'Default Profile' : name,
        // Where it lies is the founder's to know.
        path: path ?? '',
        size_gb: gib(bytesOf(own(id))),
        count: countOf(own(id)),
      },
    ]),
  )
}
