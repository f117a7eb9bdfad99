// From clips as a device cut them to ranges as people see them: split by the device's days, joined where the gap is small.
import type { Clip } from '#plugin'
import { type Interval, join, subtract } from '../../domain/intervals.ts'
import { addDays, dayOf, type OffsetAt, startOfDay } from '../../domain/wall-clock.ts'

export interface Range {
  start: Date
  end: Date
  /** Minutes east of UTC on the device at the start and at the end. */
  startOffset: number
  endOffset: number
  /** The parts of it that are there only because something moved or happened. */
  motion: Interval[]
}

/** Without a kind: recorded all the time. */
export type Span = Pick<Clip, 'start' | 'end'> & { kind?: Clip['kind'] }

/** A device cuts its files every few minutes and loses a moment at each cut: that is no gap in what it saw. */
export const SMALL_GAP_MS = 5_000

/** Ranges by what was recorded all the time and what was not; what is both is the former. Ascending, all of `ranges`. */
export function motionOf(ranges: readonly Interval[], continuous: readonly Interval[]): Interval[] {
  return subtract(ranges, join(continuous, SMALL_GAP_MS))
}

/** Parts of a span, one for each day: none reaches into the next one, and none is empty. */
function splitByDay({ start, end }: Span, offsetAt: OffsetAt): (Interval & { day: string })[] {
  const parts: (Interval & { day: string })[] = []
  let from = start
  while (from < end) {
    const day = dayOf(from, offsetAt)
    const next = startOfDay(addDays(day, 1), offsetAt)
    const to = new Date(Math.min(+end, +next))
    if (to > from) parts.push({ day, start: +from, end: +to })
    if (next <= from) break
    from = next
  }
  return parts
}

/** For each of them, in their order, the parts that lie in it; each part lies in one, and all are ascending. */
function partsIn(ranges: readonly Interval[], parts: readonly Interval[]): Interval[][] {
  let at = 0
  return ranges.map(({ end }) => {
    const first = at
    while ((parts[at]?.end ?? Number.POSITIVE_INFINITY) <= end) at++
    return parts.slice(first, at)
  })
}

const isOfMotion = ({ kind }: Span) => kind === 'motion' || kind === 'alarm'

/** Collects clips page by page; a day's clips may come in any order, and a clip twice counts once. */
export function createRanges(offsetAt: OffsetAt) {
  const days = new Map<string, { all: Interval[]; continuous: Interval[] }>()
  return {
    add(spans: readonly Span[]): void {
      for (const span of spans)
        for (const { day, ...part } of splitByDay(span, offsetAt)) {
          const known = days.get(day) ?? { all: [], continuous: [] }
          days.set(day, known)
          known.all.push(part)
          if (!isOfMotion(span)) known.continuous.push(part)
        }
    },
    /** Ranges that begin at most 5 s after the one before has ended are one. Ascending. */
    of(day: string): Range[] {
      const { all, continuous } = days.get(day) ?? { all: [], continuous: [] }
      const ranges = join(all, SMALL_GAP_MS)
      const motion = partsIn(ranges, motionOf(ranges, continuous))
      return ranges.map((range, index) => ({
        start: new Date(range.start),
        end: new Date(range.end),
        startOffset: offsetAt(new Date(range.start)),
        // In force up to there: a day ends at its own midnight, also where the clock changes at it.
        endOffset: offsetAt(new Date(range.end - 1)),
        motion: motion[index] ?? [],
      }))
    },
  }
}
