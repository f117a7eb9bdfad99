// Memory of the machine, and what our container may have of memory and processor where it is limited.
import type { Machine } from './machine.ts'

export interface Memory {
  total: number
  used: number
  free: number
}

/** What a container was given; each null where there is no limit. */
export interface Limits {
  memory: number | null
  /** Bytes that we and our children use of it, without what the kernel could drop; null where there is no limit. */
  memoryUsed: number | null
  /** Cores; may be a part of one. */
  cpu: number | null
}

/** `free` is what programs could still get: what only caches files counts as free. Null where it is not told. */
export function readMemory(meminfo: string): Memory | null {
  const of = (name: string) => {
    const kb = new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(meminfo)?.[1]
    return kb === undefined ? null : Number(kb) * 1024
  }
  const [total, free] = [of('MemTotal'), of('MemAvailable') ?? of('MemFree')]
  return total === null || free === null ? null : { total, used: total - free, free }
}

/** Version 1 says "no limit" by a number close to 2^63. */
const ENDLESS = 2 ** 60

const number = (text: string | null): number | null => {
  const value = text === null || text.trim() === '' ? Number.NaN : Number(text)
  return Number.isFinite(value) && value < ENDLESS ? value : null
}

async function version2(machine: Pick<Machine, 'text'>, folder: string): Promise<Limits> {
  const [quota, period] = ((await machine.text(`${folder}/cpu.max`)) ?? 'max').trim().split(' ')
  const cpu = quota === 'max' ? null : Number(quota) / Number(period)
  const memory = number(await machine.text(`${folder}/memory.max`))
  const current = number(await machine.text(`${folder}/memory.current`))
  const idle = Number(/^inactive_file (\d+)$/m.exec((await machine.text(`${folder}/memory.stat`)) ?? '')?.[1] ?? 0)
  return {
    memory,
    memoryUsed: memory === null || current === null ? null : Math.max(0, current - idle),
    cpu: cpu !== null && cpu > 0 && Number.isFinite(cpu) ? cpu : null,
  }
}

async function version1(machine: Pick<Machine, 'text'>, root: string): Promise<Limits> {
  const memory = number(await machine.text(`${root}/memory/memory.limit_in_bytes`))
  const used = number(await machine.text(`${root}/memory/memory.usage_in_bytes`))
  const stat = (await machine.text(`${root}/memory/memory.stat`)) ?? ''
  const idle = Number(/^total_inactive_file (\d+)$/m.exec(stat)?.[1] ?? 0)
  const quota = number(await machine.text(`${root}/cpu/cpu.cfs_quota_us`))
  const period = number(await machine.text(`${root}/cpu/cpu.cfs_period_us`))
  return {
    memory,
    memoryUsed: memory === null || used === null ? null : Math.max(0, used - idle),
    cpu: quota !== null && quota > 0 && period ? quota / period : null,
  }
}

/** Of the control group that we run in, be it a container's or a service's. Where there are both versions, the first one limits. */
export async function readLimits(machine: Pick<Machine, 'text'>): Promise<Limits> {
  const root = '/sys/fs/cgroup'
  const own = /^0::(\/.*)$/m.exec((await machine.text('/proc/self/cgroup')) ?? '')?.[1]
  const folders = own === undefined ? [] : own === '/' || own.includes('..') ? [root] : [`${root}${own}`, root]
  // A Raspberry Pi has only that of the processor, unless it was told otherwise.
  for (const folder of folders)
    for (const file of ['memory.current', 'cpu.max'])
      if ((await machine.text(`${folder}/${file}`)) !== null) return version2(machine, folder)
  return version1(machine, root)
}
