// What a process holds, as the kernel counts it.
import { readFileSync } from 'node:fs'

export interface Held {
  /** All that it has in memory. */
  rss: number
  /** The same with what it shares with others counted in parts: it grows when the others end. */
  pss: number
  /** What is its own alone and lies in no file: this much goes when it ends. */
  own: number
}

/** In MB. */
export function heldBy(pid: number): Held {
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, 'latin1')
  const of = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(text)?.[1] ?? 0) / 1024
  return { rss: of('Rss'), pss: of('Pss'), own: of('Private_Dirty') }
}
