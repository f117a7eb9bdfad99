// Which clips a rule wants fetched now, and whether it may begin to: decided from what is known, without asking anybody.
import type { ScheduleSpan } from '../db/schema/recordings.ts'
import { type ClipRow, clipKeyOf } from './downloads/clips.ts'

/** A recording that the rule has fetched before. */
export interface Held {
  startAt: Date
  bytes: number
  isProtected: boolean
}

export interface Wanting {
  clips: readonly ClipRow[]
  /** Only what touches one of these; null = everything. */
  spans: readonly { from: Date; to: Date }[] | null
  quotaBytes: number | null
  held: readonly Held[]
  now: Date
}

/** A clip that ended less than this ago may still be growing. */
export const SETTLED_MS = 3 * 60_000

/**
 * In the order of time. Of more than the quota holds the newest are wanted, so that nothing is fetched only to be removed; and
 * nothing that was fetched before, whatever became of it.
 */
export function wantedClips({ clips, spans, quotaBytes, held, now }: Wanting): ClipRow[] {
  const wanted = clips.filter(
    (clip) =>
      +clip.endAt <= +now - SETTLED_MS &&
      clip.fetchedKey !== clipKeyOf(clip) &&
      (!spans || spans.some(({ from, to }) => clip.startAt < to && clip.endAt > from)),
  )
  if (quotaBytes === null) return wanted.sort((a, b) => +a.startAt - +b.startAt)
  let used = held.reduce((sum, { isProtected, bytes }) => sum + (isProtected ? bytes : 0), 0)
  const newestFirst = [
    ...held.filter(({ isProtected }) => !isProtected).map(({ startAt, bytes }) => ({ startAt, bytes, clip: null })),
    ...wanted.map((clip) => ({ startAt: clip.startAt, bytes: clip.bytes ?? 0, clip })),
  ].sort((a, b) => +b.startAt - +a.startAt)
  const kept: ClipRow[] = []
  for (const { bytes, clip } of newestFirst) {
    used += bytes
    if (used > quotaBytes) break
    if (clip) kept.push(clip)
  }
  return kept.reverse()
}

const minuteOf = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))

/** Whether a schedule is open at an instant of the device's wall clock; an empty one always is. */
export function isOpen(schedule: readonly ScheduleSpan[], at: Date, utcOffsetMinutes: number): boolean {
  if (!schedule.length) return true
  const wall = new Date(+at + utcOffsetMinutes * 60_000)
  const minute = wall.getUTCHours() * 60 + wall.getUTCMinutes()
  const day = (wall.getUTCDay() + 6) % 7
  return schedule.some(({ days, start, end }) => {
    const [from, to] = [minuteOf(start), minuteOf(end)]
    if (from < to) return days.includes(day) && minute >= from && minute < to
    // Over midnight: what is left of the day before, or what begins today.
    return (days.includes(day) && minute >= from) || (days.includes((day + 6) % 7) && minute < to)
  })
}
