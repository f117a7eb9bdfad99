// Days and months by a device's wall clock: dates as `YYYY-MM-DD`, months as `YYYY-MM`, instants as Date.

/** Minutes east of UTC on the device at an instant. */
export type OffsetAt = (time: Date) => number

const MINUTE = 60_000
const DAY = 86_400_000

/** The day that it is on the device at that instant. */
export function dayOf(time: Date, offsetAt: OffsetAt): string {
  return new Date(+time + offsetAt(time) * MINUTE).toISOString().slice(0, 10)
}

/** No zone changes its offset twice in a shorter time. */
const NO_TWO_CHANGES = 14 * DAY

/** When the device's clock is set to another offset within a time, exact to the second, and to which. Ascending. */
export function offsetChanges(offsetAt: OffsetAt, start: number, end: number): { at: number; minutes: number }[] {
  const offset = (time: number) => offsetAt(new Date(time))
  const changes: { at: number; minutes: number }[] = []
  for (let from = start; from < end; from += NO_TWO_CHANGES) {
    let [before, after] = [from, Math.min(from + NO_TWO_CHANGES, end)]
    const [old, next] = [offset(before), offset(after)]
    if (old === next) continue
    while (after - before > 1000) {
      const middle = Math.floor((before + after) / 2000) * 1000
      if (offset(middle) === old) before = middle
      else after = middle
    }
    changes.push({ at: after, minutes: next })
  }
  return changes
}

export const monthOf = (day: string): string => day.slice(0, 7)

/** A day so many days later, or earlier. */
export function addDays(day: string, count: number): string {
  return new Date(Date.parse(day) + count * DAY).toISOString().slice(0, 10)
}

export function addMonths(month: string, count: number): string {
  const [year = 0, number = 1] = month.split('-').map(Number)
  return new Date(Date.UTC(year, number - 1 + count, 1)).toISOString().slice(0, 7)
}

/** Days of a month, ascending. */
export function daysOfMonth(month: string): string[] {
  const [year = 0, number = 1] = month.split('-').map(Number)
  const count = new Date(Date.UTC(year, number, 0)).getUTCDate()
  return Array.from({ length: count }, (_, index) => `${month}-${String(index + 1).padStart(2, '0')}`)
}

/**
 * The instant at which a day begins on the device. Where summer time skips midnight it is the first instant after the gap,
 * where it repeats it the first of the two.
 */
export function startOfDay(day: string, offsetAt: OffsetAt): Date {
  const midnight = Date.parse(day)
  // The offset in force a day before and a day after: one of them, or the earlier result of both, is the right one.
  const offsets = [offsetAt(new Date(midnight - DAY)), offsetAt(new Date(midnight + DAY))]
  const right = offsets
    .map((offset) => new Date(midnight - offset * MINUTE))
    .filter((time) => +time + offsetAt(time) * MINUTE === midnight)
    .sort((a, b) => +a - +b)[0]
  return right ?? new Date(midnight - Math.min(...offsets) * MINUTE)
}

/**
 * The instant at which a device's wall clock shows these digits, given as if they were UTC. Of an hour that comes twice the
 * first or the last; of one that is skipped the instant of the skip.
 */
export function instantOfWall(wall: number, offsetAt: OffsetAt, which: 'first' | 'last' = 'first'): Date {
  const offsets = [offsetAt(new Date(wall - DAY)), offsetAt(new Date(wall + DAY))]
  const places = offsets.map((offset) => wall - offset * MINUTE).sort((a, b) => a - b)
  const right = places.filter((time) => time + offsetAt(new Date(time)) * MINUTE === wall)
  const found = which === 'first' ? right[0] : right.at(-1)
  if (found !== undefined) return new Date(found)
  let [before = wall, after = wall] = places
  const old = offsetAt(new Date(before))
  while (after - before > 1000) {
    const middle = Math.floor((before + after) / 2000) * 1000
    if (offsetAt(new Date(middle)) === old) before = middle
    else after = middle
  }
  return new Date(after)
}
