// The signal by which a terminal says that it was closed.
import { readFileSync } from 'node:fs'

/** Of SIGHUP, in the mask that the kernel shows. */
const HANG_UP = 1n

/** Whoever began us by `nohup` wants us to go on: then the signal is ignored from the beginning, and must stay so. */
export function isOverheard(): boolean {
  try {
    const [, mask = '0'] = /^SigIgn:\s*([0-9a-f]+)$/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
    return (BigInt(`0x${mask}`) & HANG_UP) !== 0n
  } catch {
    return false
  }
}
