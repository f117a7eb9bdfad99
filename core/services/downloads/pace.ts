// How fast downloads may be, all of a household together.
import { realTimers, sleep, type Timers } from '../../timers.ts'

export interface Pace {
  /** Null when so many more bytes may be taken at once, else resolves when they may. */
  take(bytes: number, signal: AbortSignal): Promise<void> | null
}

/** `mbit` is asked for each time, so that a changed setting counts at once; null = no limit. */
export function createPace(mbit: () => number | null, timers: Timers = realTimers): Pace {
  /** When what was taken so far is paid for, on the clock of `performance.now()`. */
  let paidAt = 0
  return {
    take(bytes, signal) {
      const limit = mbit()
      if (limit === null) return null
      const now = performance.now()
      paidAt = Math.max(paidAt, now) + (bytes * 8) / (limit * 1000)
      return paidAt - now > 1 ? sleep(timers, paidAt - now, signal) : null
    },
  }
}
