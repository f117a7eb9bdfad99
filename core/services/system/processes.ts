// What runs: our own workers, and FFmpeg from our own table of children, as much as the kernel tells of each.
import type { RunningFfmpeg } from '../../media/process.ts'
import type { Machine } from './machine.ts'

export interface Worker {
  name: string
  pid: number
  status: 'online' | 'launching' | 'stopped' | 'errored'
  /** Per cent of one core; null where it shares our process with others. */
  cpu: number | null
  /** Bytes. */
  memory: number | null
  /** Seconds; null = not known. */
  uptime: number | null
  restarts: number | null
  /** Why it does not work, for people. */
  reason: string | null
}

export interface Child {
  pid: number
  cpu: number | null
  memory: number | null
  command: string
  uptime: number
}

interface Usage {
  /** Seconds of processor. */
  seconds: number
  memory: number | null
}

/** Ticks of `/proc` per second: 100 on every Linux that programs can see. */
const TICKS = 100

/** `comm` may hold spaces and brackets: fields are counted from the last `)`. */
export function readStat(stat: string, status: string | null): Usage | null {
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [user, system] = [Number(fields[11]), Number(fields[12])]
  if (!Number.isFinite(user) || !Number.isFinite(system)) return null
  const kb = /^VmRSS:\s+(\d+) kB/m.exec(status ?? '')?.[1]
  return { seconds: (user + system) / TICKS, memory: kb === undefined ? null : Number(kb) * 1024 }
}

/** Addresses and paths tell nothing that a person needs here, and may tell what he should not know. */
export function maskCommand(program: string, args: readonly string[]): string {
  const masked = args.map((text) => {
    if (/[a-z][a-z0-9+.-]*:\/\//i.test(text)) return '<address>'
    return text.includes('/') && !/^\d+\/\d+$/.test(text) ? '<file>' : text.slice(0, 200)
  })
  return [program, ...masked].join(' ')
}

export interface ProcessMeter {
  of(pid: number, startedAt: Date): Promise<{ cpu: number | null; memory: number | null }>
}

/** Processor since the last look, the first time since the process began. */
export function createProcessMeter(machine: Pick<Machine, 'text'>, now: () => Date): ProcessMeter {
  const last = new Map<number, { seconds: number; at: number; cpu: number }>()
  return {
    async of(pid, startedAt) {
      const stat = await machine.text(`/proc/${pid}/stat`)
      const usage = stat === null ? null : readStat(stat, await machine.text(`/proc/${pid}/status`))
      if (!usage) {
        last.delete(pid)
        return { cpu: null, memory: null }
      }
      const before = last.get(pid)
      const isSame = before !== undefined && before.seconds <= usage.seconds && before.at >= +startedAt
      const from = isSame ? before : { seconds: 0, at: +startedAt, cpu: 0 }
      const passed = (+now() - from.at) / 1000
      if (passed < 0.5) return { cpu: isSame ? from.cpu : null, memory: usage.memory }
      const cpu = Math.round(((usage.seconds - from.seconds) / passed) * 1000) / 10
      last.set(pid, { seconds: usage.seconds, at: +now(), cpu })
      if (last.size > 1000) last.delete(last.keys().next().value as number)
      return { cpu, memory: usage.memory }
    },
  }
}

export async function readChildren(
  children: readonly RunningFfmpeg[],
  meter: ProcessMeter,
  now: () => Date,
): Promise<Child[]> {
  return Promise.all(
    children.map(async ({ pid, arguments: args, startedAt }) => ({
      pid,
      ...(await meter.of(pid, startedAt)),
      command: maskCommand('ffmpeg', args),
      uptime: Math.max(0, Math.round((+now() - +startedAt) / 1000)),
    })),
  )
}
