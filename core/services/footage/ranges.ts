// From clips as a device cut them to ranges as people see them: split by the device's days, joined where the gap is small.
import type { Clip } from '#plugin'
import { addDays, dayOf, type OffsetAt, startOfDay } from '../../domain/wall-clock.ts'

export interface Range {
  start: Date
  end: Date
  /** Minutes east of UTC on the device at the start and at the end. */
  startOffset: number
  endOffset: number
}

type Span = Pick<Clip, 'start' | 'end'>

/** A device cuts its files every few minutes and loses a moment at each cut: that is no gap in what it saw. */
export const SMALL_GAP_MS = 5_000

/** Parts of a span, one for each day: none reaches into the next one, and none is empty. */
function splitByDay({ start, end }: Span, offsetAt: OffsetAt): { day: string; start: Date; end: Date }[] {
  const parts: { day: string; start: Date; end: Date }[] = []
  let from = start
  while (from < end) {
    const day = dayOf(from, offsetAt)
    const next = startOfDay(addDays(day, 1), offsetAt)
    const to = new Date(Math.min(+end, +next))
    if (to > from) parts.push({ day, start: from, end: to })
    if (next <= from) break
    from = next
  }
  return parts
}

/** Ranges that begin at most 5 s after the one before has ended are one. Takes any order, gives ascending ones. */
function join(spans: Span[]): Span[] {
  const joined: Span[] = []
  for (const span of spans.toSorted((a, b) => +a.start - +b.start || +a.end - +b.end)) {
    const last = joined.at(-1)
    if (last && +span.start - +last.end <= SMALL_GAP_MS) last.end = span.end > last.end ? span.end : last.end
    else joined.push({ ...span })
  }
  return joined
}

/** Collects clips page by page; a day's clips may come in any order, and a clip twice counts once. */
export function createRanges(offsetAt: OffsetAt) {
  const days = new Map<string, Span[]>()
  return {
    add(clips: readonly Span[]): void {
      for (const clip of clips)
        for (const { day, ...span } of splitByDay(clip, offsetAt)) {
          const known = days.get(day)
          if (known) known.push(span)
          else days.set(day, [span])
        }
    },
    of(day: string): Range[] {
      return join(days.get(day) ?? []).map(({ start, end }) => ({
        start,
        end,
        startOffset: offsetAt(start),
        // In force up to there: a day ends at its own midnight, also where the clock changes at it.
        endOffset: offsetAt(new Date(+end - 1)),
      }))
    },
  }
}
