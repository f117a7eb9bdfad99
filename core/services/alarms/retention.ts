// The cap on age and number of alarms, in small bites so that nobody waits for it.
import type { AlarmStore } from './store.ts'

export interface Cap {
  days: number
  /** Per household. */
  count: number
}

export const DEFAULT_CAP: Cap = { days: 90, count: 100_000 }
const BITE = 500
/** A clock before this is wrong: a Pi without one boots in 1970. */
const PLAUSIBLE = Date.UTC(2025, 0, 1)

/** Removes what is beyond the cap; gives the number of alarms and the names of the pictures that went with them. */
export async function trim(
  store: AlarmStore,
  now: Date,
  cap: Cap = DEFAULT_CAP,
): Promise<{ count: number; pictures: string[] }> {
  const gone = { count: 0, pictures: [] as string[] }
  const bite = async (ids: number[]) => {
    if (!ids.length) return false
    const removed = store.remove(ids)
    gone.count += removed.count
    gone.pictures.push(...removed.pictures)
    await new Promise((resolve) => setImmediate(resolve))
    return true
  }
  const newest = store.newest()
  // While the clock is implausible nothing goes by age (DESIGN 6): not before our time, not before what we have seen.
  const plausible = now.getTime() > PLAUSIBLE && newest !== null && newest.beganAt <= now
  const before = new Date(now.getTime() - cap.days * 86_400_000)
  for (const household of store.households()) {
    if (plausible) while (await bite(store.oldest(household, BITE, { before })));
    for (let over = store.count(household) - cap.count; over > 0; over -= BITE)
      await bite(store.oldest(household, Math.min(over, BITE), {}))
  }
  return gone
}
