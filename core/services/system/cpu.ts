// How busy the processor is, measured between two looks; what it is; how warm.
import type { Machine } from './machine.ts'

interface Ticks {
  busy: number
  total: number
}

/** The first line of `/proc/stat`; null where it is none. What guests use is in `user` already. */
export function readTicks(stat: string): Ticks | null {
  const fields = /^cpu\s+([\d ]+)$/m.exec(stat)?.[1]?.trim().split(/\s+/).map(Number)
  if (!fields || fields.length < 4) return null
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, irq = 0, soft = 0, steal = 0] = fields
  const busy = user + nice + system + irq + soft + steal
  return { busy, total: busy + idle + wait }
}

/** Fewer than these say nothing. */
const LEAST_TICKS = 10

export interface CpuMeter {
  /** Per cent of all cores since the last look; null while it is not known. */
  usage(): Promise<number | null>
}

export function createCpuMeter(machine: Pick<Machine, 'text'>): CpuMeter {
  let last: Ticks | null = null
  let known: number | null = null
  return {
    async usage() {
      const text = await machine.text('/proc/stat')
      const ticks = text === null ? null : readTicks(text)
      if (!ticks) return null
      const before = last
      if (before && ticks.total - before.total < LEAST_TICKS) return known
      last = ticks
      if (!before) return known
      const share = (ticks.busy - before.busy) / (ticks.total - before.total)
      known = Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10
      return known
    },
  }
}

const CPU_ZONE = /cpu|soc|x86_pkg|acpitz|k10temp/i

/** Degrees Celsius; null where no sensor says that it is the processor's. */
export async function temperatureOf(machine: Pick<Machine, 'text' | 'names'>): Promise<number | null> {
  const folder = '/sys/class/thermal'
  for (const zone of (await machine.names(folder)).filter((name) => name.startsWith('thermal_zone')).sort()) {
    if (!CPU_ZONE.test((await machine.text(`${folder}/${zone}/type`)) ?? '')) continue
    const milli = Number((await machine.text(`${folder}/${zone}/temp`)) ?? Number.NaN)
    if (Number.isFinite(milli) && milli > 0) return Math.round(milli / 100) / 10
  }
  return null
}
