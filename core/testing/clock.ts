// A clock that tests move: what waits for a time runs when the test says that it has come.
import type { Timers } from '../timers.ts'

export interface Clock {
  now(): Date
  timers: Timers
  /** Moves on, running what falls due in its order, with room for promises after each. */
  advance(ms: number): Promise<void>
  /** What it shows from now on, as somebody sets it; what waits, waits as long as before. */
  set(time: Date): void
  /** Milliseconds that have passed, whatever it shows. */
  elapsed(): number
  /** How many wait. */
  readonly waiting: number
}

/** Lets everything run that waits for no time. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 5; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
}

export function createClock(start = new Date('2025-06-01T12:00:00Z')): Clock {
  let at = +start
  /** What it would show when it began, had it always been as it was last set. */
  let zero = +start
  const due = new Set<{ at: number; run: () => void }>()
  return {
    now: () => new Date(at),
    timers: {
      after(ms, run) {
        const entry = { at: at + ms, run }
        due.add(entry)
        return { [Symbol.dispose]: () => void due.delete(entry) }
      },
    },
    async advance(ms) {
      const end = at + ms
      await settle()
      for (;;) {
        const next = [...due].filter((entry) => entry.at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        due.delete(next)
        at = Math.max(at, next.at)
        next.run()
        await settle()
      }
      at = end
    },
    set(time) {
      for (const entry of due) entry.at += +time - at
      zero += +time - at
      at = +time
    },
    elapsed: () => at - zero,
    get waiting() {
      return due.size
    },
  }
}
