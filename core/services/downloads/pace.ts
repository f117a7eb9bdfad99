// How fast downloads may be, all of a household together.
import { realTimers, sleep, type Timers } from '../../timers.ts'

export interface Pace {
  /** Resolves when so many more bytes may be taken. */
  take(bytes: number, signal: AbortSignal): Promise<void>
}

/** `mbit` is asked for each time, so that a changed setting counts at once; null = no limit. */
export function createPace(mbit: () => number | null, timers: Timers = realTimers): Pace {
  /** When what was taken so far is paid for, on the clock of `performance.now()`. */
  let paidAt = 0
  return {
    async take(bytes, signal) {
      const limit = mbit()
      if (limit === null) return
      const now = performance.now()
      paidAt = Math.max(paidAt, now) + (bytes * 8) / (limit * 1000)
      if (paidAt - now > 1) await sleep(timers, paidAt - now, signal)
    },
  }
}
