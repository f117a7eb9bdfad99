// When a device was to record: its weekly schedule, by its own wall clock, as instants.
import type { RecordingSchedule } from '#plugin'
import { type Interval, intersect, join, subtract } from '../../domain/intervals.ts'
import { addDays, dayOf, instantOfWall, type OffsetAt } from '../../domain/wall-clock.ts'

export interface Expected {
  continuous: Interval[]
  /** Only when something moves; never what is continuous too. */
  motion: Interval[]
}

const secondsOf = (time: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  return hours * 3600 + minutes * 60 + seconds
}

/** 0 = Monday. */
const weekdayOf = (day: string): number => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7

/** An hour that comes twice is recorded twice, and one that is skipped takes no time. */
export function expectedOf(schedule: RecordingSchedule, asked: Interval, offsetAt: OffsetAt): Expected {
  const spans: Record<'continuous' | 'motion', Interval[]> = { continuous: [], motion: [] }
  const last = dayOf(new Date(asked.end), offsetAt)
  // An entry reaches into the next week at most.
  for (let day = addDays(dayOf(new Date(asked.start), offsetAt), -7); day <= last; day = addDays(day, 1))
    for (const entry of schedule.enabled ? schedule.entries : []) {
      if (entry.mode === 'off' || entry.day !== weekdayOf(day)) continue
      const [from, to] = [secondsOf(entry.start), secondsOf(entry.end)]
      const days = (entry.endDay - entry.day + 7) % 7 || (to <= from ? 1 : 0)
      const midnight = Date.parse(day)
      const start = instantOfWall(midnight + from * 1000, offsetAt, 'first')
      const end = instantOfWall(midnight + days * 86_400_000 + to * 1000, offsetAt, 'last')
      spans[entry.mode].push({ start: +start, end: +end })
    }
  const continuous = intersect(join(spans.continuous), [asked])
  return { continuous, motion: subtract(intersect(join(spans.motion), [asked]), continuous) }
}
