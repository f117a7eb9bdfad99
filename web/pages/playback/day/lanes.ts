// Ranges of time as shapes of a lane: what lies closer than a point is drawn as one, so that a day of thousands stays light.
import { shareOf, type View } from './view.ts'

export interface Span {
  start: number
  end: number
}

interface Bar {
  from: number
  to: number
}

/** Narrower ones would not be seen. */
const LEAST = 1
/** Gaps narrower than that are not drawn. */
const SEAM = 0.5

/** Bars in points of a lane that is so long; ascending and apart. `spans` ascending by their start. */
export function barsOf(spans: readonly Span[], view: View, length: number): Bar[] {
  const bars: Bar[] = []
  for (const { start, end } of spans) {
    if (end <= view.start || start >= view.end) continue
    const from = Math.max(0, shareOf(view, start) * length)
    const to = Math.min(length, Math.max(shareOf(view, end) * length, from + LEAST))
    const last = bars.at(-1)
    if (last && from - last.to < SEAM) last.to = Math.max(last.to, to)
    else bars.push({ from, to })
  }
  return bars
}

const round = (number: number) => Math.round(number * 100) / 100

/** One path for all bars of a lane of which the other side is 0 … 1; `down` where time runs downwards. */
export function pathOf(spans: readonly Span[], view: View, length: number, down: boolean): string {
  return barsOf(spans, view, length)
    .map(({ from, to }) =>
      down ? `M0 ${round(from)}H1V${round(to)}H0Z` : `M${round(from)} 0H${round(to)}V1H${round(from)}Z`,
    )
    .join('')
}

/** What of `whole` is in none of the others; both ascending. */
export function without(whole: readonly Span[], others: readonly Span[]): Span[] {
  const out: Span[] = []
  for (const { start, end } of whole) {
    let at = start
    for (const other of others) {
      if (other.end <= at || other.start >= end) continue
      if (other.start > at) out.push({ start: at, end: other.start })
      at = Math.max(at, other.end)
    }
    if (at < end) out.push({ start: at, end })
  }
  return out
}

/** The one that holds a moment. */
export const spanAt = <T extends Span>(spans: readonly T[], at: number): T | undefined =>
  spans.find(({ start, end }) => at >= start && at < end)

/** The first that begins after it. */
export const spanAfter = <T extends Span>(spans: readonly T[], at: number): T | undefined =>
  spans.find(({ start }) => start > at)

/** Marks that lie so close that they would cover each other become one; by their place, in points. */
export function grouped<T extends { start: number }>(
  marks: readonly T[],
  view: View,
  length: number,
  apart: number,
): { place: number; marks: T[] }[] {
  const groups: { place: number; marks: T[] }[] = []
  for (const mark of marks) {
    const place = shareOf(view, mark.start) * length
    if (place < 0 || place > length) continue
    const last = groups.at(-1)
    if (last && place - last.place < apart) last.marks.push(mark)
    else groups.push({ place, marks: [mark] })
  }
  return groups
}
