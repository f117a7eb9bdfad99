// How long a device that failed is left alone, and what those who ask for it meanwhile are told.
import { Fault } from '#plugin'
import { pauseMs } from './pauses.ts'

/** A session that broke sooner than this counts as one more failure: its pauses go on growing. */
const STABLE_MS = 30_000
/** A person who asks for an absent device does not wait for a pause of a minute, nor does he start a storm. */
const PERSON_MS = 5_000
/** However long a device asks us to stay away. */
const LONGEST_MS = 600_000

export interface Patience {
  /** Notes a failure of a session that had lasted so many milliseconds; gives the pause, and its end in epoch milliseconds. */
  failed(fault: Fault, lastedMs: number): { pauseMs: number; until: number }
  /** Why the device is not asked now; null when it is worth it. */
  refusal(isPerson: boolean): Fault | null
  /** It has answered. Whether it is stable is only known when the session ends. */
  answered(): void
  /** A person has changed it: nothing that was counts. */
  forget(): void
}

export function createPatience({ now, random }: { now: () => Date; random: () => number }): Patience {
  let last: { fault: Fault; at: number; until: number } | null = null
  let failures = 0
  return {
    failed(fault, lastedMs) {
      if (lastedMs > STABLE_MS) failures = 0
      const at = +now()
      const pause = Math.max(pauseMs(failures++, random), Math.min((fault.retryAfterSeconds ?? 0) * 1000, LONGEST_MS))
      last = { fault, at, until: at + pause }
      return { pauseMs: pause, until: last.until }
    },
    refusal(isPerson) {
      // The clock was set back: how long ago it failed is not known any more.
      if (!last || +now() < last.at) return null
      const wait = (isPerson ? Math.min(last.until, last.at + PERSON_MS) : last.until) - +now()
      if (wait <= 0) return null
      const { kind, message, cause } = last.fault
      return new Fault(kind, message, { cause, retryAfterSeconds: Math.ceil(wait / 1000) })
    },
    answered() {
      last = null
    },
    forget() {
      last = null
      failures = 0
    },
  }
}
