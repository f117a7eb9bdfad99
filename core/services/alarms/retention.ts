// How long alarms are kept, by age and by number, and their removal in bites so small that nobody waits for one.
import type { Timers } from '../../timers.ts'
import type { Cursor } from './pages.ts'
import type { AlarmStore } from './store.ts'

/** The setting `alarm_retention` of a household. */
export interface Retention {
  days: number
  count: number
}

/** The one thing that is asked of the settings. */
export interface RetentionSettings {
  get(key: 'alarm_retention', householdId: number): Retention
}

/** Alarms removed, or counted, in one go: a few milliseconds each. */
const BITE = 200
const STRIDE = 5000
/** What others get between two bites. */
const REST_MS = 2
/** A clock before this is wrong: a Pi without one boots in 1970. */
const PLAUSIBLE = Date.UTC(2025, 0, 1)

export interface TrimDeps {
  store: AlarmStore
  settings: RetentionSettings
  /** Removes the rows and whatever hangs on them. */
  remove(householdId: number, ids: number[]): Promise<void>
  now: () => Date
  /** Once true, the work ends after the bite. */
  ended: () => boolean
}

/** Between two bites others get their turn, in real time: it is no time that a test would want to move. */
export const rest = () => new Promise((resolve) => setTimeout(resolve, REST_MS))

/** Removes bite by bite what `next` gives, until it gives nothing; returns how many there were. */
export async function inBites(
  next: (most: number) => number[],
  remove: (ids: number[]) => Promise<void>,
): Promise<number> {
  let count = 0
  for (let ids = next(BITE); ids.length; ids = next(BITE)) {
    await remove(ids)
    count += ids.length
    await rest()
  }
  return count
}

/** Removes what is beyond a household's retention, which counts alarms and events of our own each for themselves. What goes on stays, however long. Returns how many went. */
export async function trim({ store, settings, remove, now, ended }: TrimDeps): Promise<number> {
  let count = 0
  for (const household of store.households()) {
    const { days, count: most } = settings.get('alarm_retention', household)
    const clear = (ours: boolean, olderThan: Cursor) =>
      inBites(
        (bite) => (ended() ? [] : store.oldest(household, bite, { ours, olderThan })),
        (ids) => remove(household, ids),
      )
    const newest = store.newest()
    // While the clock is implausible nothing goes by age (DESIGN 6): not before our time, not before what we have seen.
    const byAge = newest && now().getTime() > PLAUSIBLE && newest.beganAt <= now()
    for (const ours of [false, true]) {
      if (byAge) count += await clear(ours, { time: new Date(now().getTime() - days * 86_400_000), id: 0 })
      const last = await lastToStay(ours, household, most)
      if (last) count += await clear(ours, last)
    }
  }
  return count

  /** Found in strides: to count a million rows at once would stop everything else. Null where all may stay. */
  async function lastToStay(ours: boolean, household: number, most: number): Promise<Cursor | null> {
    let last: Cursor | null = null
    for (let left = most; left > 0; left -= STRIDE) {
      if (ended()) return null
      last = store.nth(ours ? 'ours' : 'told', household, Math.min(left, STRIDE), last)
      if (!last) return null
      await new Promise((resolve) => setImmediate(resolve))
    }
    return last
  }
}

const SOON_MS = 1000
const FIRST_MS = 60_000
const EVERY_MS = 3_600_000

/** Trims a minute after the start, then every hour or as often as is said, and soon after `hurry`; never twice at once. */
export function createTrimmer(deps: { timers: Timers; work: () => Promise<unknown>; everyMs?: number }) {
  let timer: Disposable | null = null
  let running: Promise<unknown> | null = null
  let stopped = false

  function later(ms: number): void {
    timer?.[Symbol.dispose]()
    if (stopped) return
    timer = deps.timers.after(ms, () => {
      timer = null
      if (running) return later(SOON_MS)
      running = deps.work().finally(() => {
        running = null
        if (!timer) later(deps.everyMs ?? EVERY_MS)
      })
    })
  }

  return {
    start: () => later(FIRST_MS),
    hurry: () => later(SOON_MS),
    ended: () => stopped,
    async stop(): Promise<void> {
      stopped = true
      timer?.[Symbol.dispose]()
      await running
    },
  }
}
