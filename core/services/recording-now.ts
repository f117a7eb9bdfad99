// Whether a device records a channel at an instant, by its weekly schedule and its own wall clock. Pure.
import type { RecordingSchedule } from '#plugin'
import type { Interval } from '../domain/intervals.ts'
import type { OffsetAt } from '../domain/wall-clock.ts'
import { expectedOf } from './gaps/expected.ts'

const AHEAD_MS = 24 * 60 * 60_000

export interface RecordingNow {
  /** `alarm`: only while something moves or happens. */
  state: 'on' | 'off' | 'alarm'
  /** When that changes; null = not within a day. */
  until: Date | null
}

export function recordingNow(schedule: RecordingSchedule, at: Date, offsetAt: OffsetAt): RecordingNow {
  const { continuous, motion } = expectedOf(schedule, { start: +at, end: +at + AHEAD_MS }, offsetAt)
  const covers = (spans: Interval[]) => spans.some(({ start, end }) => start <= +at && end > +at)
  const borders = [...continuous, ...motion].flatMap(({ start, end }) => [start, end])
  const next = Math.min(...borders.filter((border) => border > +at && border < +at + AHEAD_MS))
  return {
    state: covers(continuous) ? 'on' : covers(motion) ? 'alarm' : 'off',
    until: Number.isFinite(next) ? new Date(next) : null,
  }
}
