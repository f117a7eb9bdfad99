// What is done with found entries: older ones put behind them, those that fit a word, and pieces that are drawn together.
import type { LogEntry } from './asks.ts'

/**
 * Puts older entries behind the known ones. They were asked up to the very second of the oldest known one, since more of that
 * second may have been cut off; what is there of it twice stays once.
 */
export function withOlder(known: readonly LogEntry[], older: readonly LogEntry[]): LogEntry[] {
  const border = known.at(-1)?.time
  if (border === undefined) return [...older]
  const fresh = older.filter(({ time }) => time <= border)
  const [before, after] = [known, fresh].map((entries) => entries.filter(({ time }) => time === border))
  const keep = (before?.length ?? 0) > (after?.length ?? 0)
  return [
    ...known.filter(({ time }) => keep || time !== border),
    ...fresh.filter(({ time }) => !keep || time !== border),
  ]
}

/** Entries in which every word of the text occurs, in any case. */
export function fitting(entries: readonly LogEntry[], text: string): readonly LogEntry[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return entries
  return entries.filter((entry) => {
    const whole = [entry.eventTime, entry.description, entry.majorType, entry.subType, entry.userName, entry.ipAddress]
      .join(' ')
      .toLowerCase()
    return words.every((word) => whole.includes(word))
  })
}

export interface Piece {
  /** Position of its first entry in the whole list. */
  at: number
  entries: readonly LogEntry[]
  /** The day of the entry before it, so that a day is named once. */
  dayBefore: string
}

/** Minutes that the device's clock was ahead of UTC. */
export const offsetOf = ({ eventTime, time }: Pick<LogEntry, 'eventTime' | 'time'>): number =>
  Math.round((Date.parse(`${eventTime.slice(0, 19).replace(' ', 'T')}Z`) - Date.parse(time)) / 60_000)

export const dayOf = ({ eventTime }: Pick<LogEntry, 'eventTime'>): string => eventTime.slice(0, 10)

export function piecesOf(entries: readonly LogEntry[], size: number): Piece[] {
  const pieces: Piece[] = []
  for (let at = 0; at < entries.length; at += size) {
    const before = entries[at - 1]
    pieces.push({ at, entries: entries.slice(at, at + size), dayBefore: before ? dayOf(before) : '' })
  }
  return pieces
}
