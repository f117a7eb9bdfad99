// Stretches of time as pairs of numbers, and what is left when one set of them is held against another. Lists are ascending.

/** From `start` on, up to but without `end`; milliseconds since 1970. */
export interface Interval {
  start: number
  end: number
}

/** One list without overlaps; neighbours no further apart than `gap` become one. Takes any order; what is empty falls out. */
export function join(intervals: readonly Interval[], gap = 0): Interval[] {
  const joined: Interval[] = []
  for (const { start, end } of intervals
    .filter(({ start, end }) => end > start)
    .toSorted((a, b) => a.start - b.start)) {
    const last = joined.at(-1)
    if (last && start - last.end <= gap) last.end = Math.max(last.end, end)
    else joined.push({ start, end })
  }
  return joined
}

/** What both have. Both are joined lists. */
export function intersect(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const both: Interval[] = []
  for (let i = 0, j = 0; i < a.length && j < b.length; ) {
    const [one, other] = [a[i] as Interval, b[j] as Interval]
    const [start, end] = [Math.max(one.start, other.start), Math.min(one.end, other.end)]
    if (end > start) both.push({ start, end })
    if (one.end < other.end) i++
    else j++
  }
  return both
}

/** What `a` has and `b` has not. Both are joined lists. */
export function subtract(a: readonly Interval[], b: readonly Interval[]): Interval[] {
  const left: Interval[] = []
  let j = 0
  for (const { start, end } of a) {
    let from = start
    while (j < b.length && (b[j] as Interval).end <= from) j++
    for (let k = j; k < b.length && (b[k] as Interval).start < end; k++) {
      const other = b[k] as Interval
      if (other.start > from) left.push({ start: from, end: other.start })
      from = Math.max(from, other.end)
    }
    if (end > from) left.push({ start: from, end })
  }
  return left
}

export const lengthOf = (intervals: readonly Interval[]): number =>
  intervals.reduce((sum, { start, end }) => sum + end - start, 0)
