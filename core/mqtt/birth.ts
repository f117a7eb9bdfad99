// The hub has begun anew and has forgotten us: when to tell it everything again (DISCOVERY 15).
import type { Timers } from '../timers.ts'

/** Several appliances must not all answer at once. */
const PAUSE_MS = { least: 1000, spread: 4000 }
/** Repeated within this time, it counts once. */
const AGAIN_MS = 10_000

export interface Birth {
  /** The hub said that it has begun. */
  heard(): void
  /** The connection is gone, and with it what was planned. */
  forget(): void
}

interface Deps {
  announce: () => void
  random: () => number
  timers: Timers
}

export function createBirth({ announce, random, timers }: Deps): Birth {
  let planned: DisposableStack | null = null

  function forget(): void {
    planned?.dispose()
    planned = null
  }

  return {
    heard() {
      if (planned) return
      planned = new DisposableStack()
      planned.use(timers.after(PAUSE_MS.least + random() * PAUSE_MS.spread, announce))
      planned.use(timers.after(AGAIN_MS, forget))
    },
    forget,
  }
}
