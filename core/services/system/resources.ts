// What we ourselves take of the machine, our process and FFmpeg apart, now and in the last hour. In memory alone.
import { runningFfmpeg } from '../../media/process.ts'
import type { Timers } from '../../timers.ts'
import type { Machine } from './machine.ts'
import { createTrafficMeter, type Traffic } from './network.ts'
import { type ProcessMeter, readChildren } from './processes.ts'

export interface Taken {
  /** Per cent of all cores together. */
  cpu: number
  /** Bytes. */
  memory: number
}

export interface Resources {
  own: Taken
  ffmpeg: Taken
  /** Of the whole machine. */
  network: Traffic
}

export interface ResourcePoint extends Resources {
  at: Date
}

interface MeterDeps {
  machine: Machine
  /** Of one reader: another one would cut its stretches of time short. */
  meter: ProcessMeter
  now: () => Date
}

/** What the kernel does not tell counts as nothing. */
export function createResourceMeter({ machine, meter, now }: MeterDeps): () => Promise<Resources> {
  const traffic = createTrafficMeter(machine, now)
  const startedAt = new Date(+now() - process.uptime() * 1000)
  return async () => {
    const [own, children, network] = await Promise.all([
      meter.of(process.pid, startedAt),
      readChildren(runningFfmpeg(), meter, now),
      traffic(),
    ])
    const cores = Math.max(1, machine.cores().length)
    const sum = (all: readonly { cpu: number | null; memory: number | null }[]): Taken => ({
      cpu: Math.round((all.reduce((total, { cpu }) => total + (cpu ?? 0), 0) / cores) * 10) / 10,
      memory: all.reduce((total, { memory }) => total + (memory ?? 0), 0),
    })
    return { own: sum([own]), ffmpeg: sum(children), network }
  }
}

export const MOST_RESOURCE_POINTS = 60
const MINUTE_MS = 60_000

interface HistoryDeps {
  measure: () => Promise<Resources>
  now: () => Date
  timers: Timers
}

/** A point at the start and one a minute from then on, the newest hour of them. */
export function createResourceHistory({ measure, now, timers }: HistoryDeps) {
  let points: ResourcePoint[] = []
  let timer: Disposable | null = null
  let stopped = false

  async function look(): Promise<void> {
    const seen = await measure().catch(() => null)
    if (seen && !stopped) points = [...points, { at: now(), ...seen }].slice(-MOST_RESOURCE_POINTS)
  }

  function later(): void {
    if (stopped) return
    timer = timers.after(MINUTE_MS, () => {
      later()
      void look()
    })
  }

  return {
    start() {
      void look()
      later()
    },
    /** Oldest first. */
    points: (): readonly ResourcePoint[] => points,
    [Symbol.dispose]() {
      stopped = true
      timer?.[Symbol.dispose]()
    },
  }
}
