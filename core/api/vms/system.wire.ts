// How the machine is doing, on the wire of seed 004. What could not be measured is null, and its text says "unknown".
import { z } from 'zod'
import { instantOf, isTime } from '../../domain/time-input.ts'
import { invalid, wholeNumber } from '../../http/validate.ts'
import { type Disks, mainVolume, usedPercent } from '../../services/system/disk.ts'
import type { Gpu } from '../../services/system/gpu.ts'
import type { CpuState, SystemService } from '../../services/system/index.ts'
import type { Limits, Memory } from '../../services/system/memory.ts'
import type { StatsPoint } from '../../services/system/stats.ts'
import { bytesText, percentText, sizeText, uptimeText } from './words.ts'

const one = <T extends z.ZodType>(data: T, description: string) =>
  z.object({ success: z.literal(true), data }).meta({ description })
const maybe = z.number().nullable()
const percent = maybe.meta({ description: 'Per cent' })
const bytes = maybe.meta({ description: 'Bytes' })

const problemSchema = z.object({
  kind: z.enum(['away', 'refused', 'not-listening', 'clock', 'sync', 'disk', 'disk-away']),
  device_id: z.int().nullable(),
  device_name: z.string().nullable(),
  since: z.string().nullable(),
  text: z.string(),
  detail: z.string().nullable(),
})
export const statusSchema = one(
  z.object({
    health: z.enum(['healthy', 'degraded']),
    services: z.array(z.object({ name: z.string(), status: z.string(), healthy: z.boolean() })),
    problems: z.array(problemSchema).meta({ description: 'Why it is degraded' }),
    cameras: z.object({ total: z.int(), active: z.int() }),
    recordings: z.object({ total: z.int() }),
    timestamp: z.string(),
  }),
  'Whether all is well',
)

export function statusOut(found: Awaited<ReturnType<SystemService['health']>>, now: Date) {
  return {
    health: found.problems.length ? ('degraded' as const) : ('healthy' as const),
    services: found.services,
    problems: found.problems.map(({ kind, deviceId, device, since, text, detail }) => ({
      kind,
      device_id: deviceId,
      device_name: device,
      since: since?.toISOString() ?? null,
      text,
      detail,
    })),
    cameras: found.cameras,
    recordings: { total: found.recordings },
    timestamp: now.toISOString(),
  } satisfies z.output<typeof statusSchema>['data']
}

export const cpuSchema = one(
  z.object({
    usage: percent.meta({ description: 'Per cent of all cores over the last interval' }),
    temperature: maybe.meta({ description: 'Degrees Celsius' }),
    loadAverage: z.array(z.number()),
    cores: z.array(
      z.object({
        core: z.int(),
        model: z.string(),
        speed: z.number().meta({ description: 'MHz' }),
        times: z
          .object({ user: z.number(), nice: z.number(), sys: z.number(), idle: z.number(), irq: z.number() })
          .meta({ description: 'Milliseconds since the machine was started' }),
      }),
    ),
  }),
  'The processor',
)

export function cpuOut({ usage, cores, load, temperature }: CpuState): z.output<typeof cpuSchema>['data'] {
  return {
    usage,
    temperature,
    loadAverage: load,
    cores: cores.map(({ model, speed, times }, core) => ({ core, model, speed, times })),
  }
}

const gpuDataSchema = z.union([
  z.object({ available: z.literal(false), message: z.string(), accelerators: z.array(z.string()) }),
  z.object({
    available: z.literal(true),
    name: z.string(),
    driver: z.string(),
    utilization: percent,
    memory: z.object({ total: bytes, used: bytes, free: bytes }),
    temperature: maybe,
    encoderUtilization: percent,
    decoderUtilization: percent,
  }),
])
export const gpuSchema = one(gpuDataSchema, 'The graphics card')

export function gpuOut(gpu: Gpu): z.output<typeof gpuDataSchema> {
  if (gpu.card) return { available: true, ...gpu.card }
  return { available: false, message: gpu.message, accelerators: gpu.accelerators }
}

const diskKeys = {
  total: bytes,
  used: bytes,
  free: bytes,
  usagePercent: percent,
  recordingsSize: z.number(),
  totalFormatted: z.string(),
  usedFormatted: z.string(),
  freeFormatted: z.string(),
  recordingsSizeFormatted: z.string(),
}
export const diskSchema = one(
  z.object({
    ...diskKeys,
    volumes: z.array(
      z.object({
        mount: z.string(),
        purpose: z.string(),
        total: z.number(),
        used: z.number(),
        free: z.number(),
        usagePercent: z.number(),
        filesystem: z.string(),
        network: z.boolean(),
      }),
    ),
  }),
  'The disks that our data lies on; the figures at the top are those of the recordings',
)

export function diskOut({ volumes, recordings }: Pick<Disks, 'volumes'> & { recordings: number }) {
  const disk = mainVolume({ volumes })
  return {
    total: disk?.total ?? null,
    used: disk?.used ?? null,
    free: disk?.free ?? null,
    usagePercent: disk ? usedPercent(disk) : null,
    recordingsSize: recordings,
    totalFormatted: sizeText(disk?.total ?? null),
    usedFormatted: sizeText(disk?.used ?? null),
    freeFormatted: sizeText(disk?.free ?? null),
    recordingsSizeFormatted: bytesText(recordings),
    volumes: volumes.map((volume) => ({ ...volume, usagePercent: usedPercent(volume) })),
  } satisfies z.output<typeof diskSchema>['data']
}

const memorySchema = z.object({
  total: bytes,
  used: bytes,
  free: bytes,
  usagePercent: percent,
  totalFormatted: z.string(),
  usedFormatted: z.string(),
  freeFormatted: z.string(),
})
const containerSchema = z
  .object({
    memoryLimit: bytes,
    memoryUsed: bytes,
    cpuLimit: maybe.meta({ description: 'Cores' }),
  })
  .nullable()
  .meta({ description: 'What our container or service is limited to; null = to nothing' })
export const statsSchema = one(
  z.object({
    cpu: z.object({ usage: percent, cores: z.int(), model: z.string().nullable(), usageFormatted: z.string() }),
    memory: memorySchema,
    disk: z.object(diskKeys),
    gpu: gpuDataSchema,
    container: containerSchema,
    uptime: z.int().meta({ description: 'Seconds since we were started' }),
    uptimeFormatted: z.string(),
    machineUptime: z.int(),
  }),
  'The figures of now',
)

function memoryOut(memory: Memory | null): z.output<typeof memorySchema> {
  const { total, used, free } = memory ?? { total: null, used: null, free: null }
  return {
    total,
    used,
    free,
    usagePercent: memory?.total ? Math.round((memory.used / memory.total) * 1000) / 10 : null,
    totalFormatted: sizeText(total),
    usedFormatted: sizeText(used),
    freeFormatted: sizeText(free),
  }
}

interface Figures {
  cpu: CpuState
  memory: { machine: Memory | null; limits: Limits }
  disk: Pick<Disks, 'volumes'> & { recordings: number }
  gpu: Gpu
  uptime: { process: number; machine: number }
}

export function statsOut({ cpu, memory, disk, gpu, uptime }: Figures): z.output<typeof statsSchema>['data'] {
  const { volumes: _, ...figures } = diskOut(disk)
  const { limits } = memory
  return {
    cpu: {
      usage: cpu.usage,
      cores: cpu.cores.length,
      model: cpu.cores[0]?.model ?? null,
      usageFormatted: percentText(cpu.usage),
    },
    memory: memoryOut(memory.machine),
    disk: figures,
    gpu: gpuOut(gpu),
    container:
      limits.memory === null && limits.cpu === null
        ? null
        : { memoryLimit: limits.memory, memoryUsed: limits.memoryUsed, cpuLimit: limits.cpu },
    uptime: uptime.process,
    uptimeFormatted: uptimeText(uptime.process),
    machineUptime: uptime.machine,
  }
}

export const processesSchema = one(
  z.object({
    pm2: z.array(
      z.object({
        name: z.string(),
        pid: z.int(),
        status: z.enum(['online', 'launching', 'stopped', 'errored']),
        cpu: percent,
        memory: bytes,
        uptime: maybe,
        restarts: maybe,
        reason: z.string().nullable(),
      }),
    ),
    ffmpeg: z.array(z.object({ pid: z.int(), cpu: percent, memory: bytes, command: z.string(), uptime: z.number() })),
  }),
  'Our own workers (there is no PM2), and every FFmpeg; a command has its addresses and files masked',
)

const time = z.string().max(40).refine(isTime, 'must be a time such as 2026-01-12T08:00:00Z')
export const historyQuery = z.object({
  from: time.optional().meta({ description: 'Without it a day before `to`' }),
  to: time.optional().meta({ description: 'Without it now' }),
  points: wholeNumber(1, 1440).default(288),
})

const DAY_MS = 86_400_000

export function rangeOf({ from, to }: z.output<typeof historyQuery>, now: Date): { from: Date; to: Date } {
  const end = to === undefined ? now : instantOf(to, () => 0)
  const start = from === undefined ? new Date(+end - DAY_MS) : instantOf(from, () => 0)
  if (start >= end) throw invalid([{ path: 'query.from', code: 'order', message: 'must be before to' }])
  return { from: start, to: end }
}

const pointSchema = z.object({
  time: z.string().meta({ description: 'Its beginning' }),
  cpu_usage: percent,
  gpu_usage: percent,
  memory_usage: bytes,
  memory_total: bytes,
  disk_usage: bytes,
  disk_total: bytes,
  active_cameras: maybe,
  active_streams: maybe,
})
export const historySchema = z
  .object({ success: z.literal(true), data: z.array(pointSchema), count: z.int() })
  .meta({ description: 'Means of stretches of the same length, oldest first; null where nothing was measured' })

export function pointOut(point: StatsPoint): z.output<typeof pointSchema> {
  return {
    time: point.at.toISOString(),
    cpu_usage: point.cpuUsage,
    gpu_usage: point.gpuUsage,
    memory_usage: point.memoryUsage,
    memory_total: point.memoryTotal,
    disk_usage: point.diskUsage,
    disk_total: point.diskTotal,
    active_cameras: point.activeCameras,
    active_streams: point.activeStreams,
  }
}
