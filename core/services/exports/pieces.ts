// Which parts of which recordings make up a time: one after the other, no moment twice, and what is missing.
import { type Interval, intersect, join, subtract } from '../../domain/intervals.ts'
import type { RecordingRow } from '../recordings/store.ts'

type Span = Pick<RecordingRow, 'startAt' | 'endAt'>

export interface Piece<R extends Span> {
  recording: R
  /** Seconds from the beginning of its file; absent = from its beginning, to its end. */
  from?: number
  to?: number
}

/** In the order of time; each ends where the next begins. What lies within another one is left out. */
export function piecesOf<R extends Span>(recordings: readonly R[], asked: Interval): Piece<R>[] {
  const kept: R[] = []
  const sorted = recordings
    .filter(({ startAt, endAt }) => +endAt > asked.start && +startAt < asked.end)
    .toSorted((a, b) => +a.startAt - +b.startAt || +b.endAt - +a.endAt)
  for (const one of sorted) {
    const last = kept.at(-1)
    if (!last || one.endAt > last.endAt) kept.push(one)
  }
  return kept.map((recording, index) => {
    const start = +recording.startAt
    const end = Math.min(asked.end, +(kept[index + 1]?.startAt ?? recording.endAt), +recording.endAt)
    return {
      recording,
      ...(start < asked.start && { from: (asked.start - start) / 1000 }),
      ...(end < +recording.endAt && { to: (end - start) / 1000 }),
    }
  })
}

/** Moments lost between two files count as there. */
export function missingOf(recordings: readonly Span[], asked: readonly Interval[], gapMs: number): Interval[] {
  const there = join(
    recordings.map(({ startAt, endAt }) => ({ start: +startAt, end: +endAt })),
    gapMs,
  )
  return subtract(asked, intersect(there, join(asked))).filter(({ start, end }) => end - start > gapMs)
}
