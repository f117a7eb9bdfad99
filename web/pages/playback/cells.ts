// A day of a channel as a cell of the month: how much is recorded, what is missing of the schedule, and both in words.
import { t } from '../../texts/t.ts'
import type { ChannelMonth, DayOut, RecordingModeOut } from './asks.ts'
import { addDays, weekdayOf } from './month.ts'

/** Seconds of a day, from and to. */
export type Stretch = readonly [from: number, to: number]

export interface Cell {
  /** 0 nothing, 1 … 5 the share of the day. */
  step: number
  /** `unread`: there is footage, its amount is not known yet. */
  state: 'recorded' | 'unread' | 'nothing' | 'unknown' | 'future'
  missing: 'all' | 'some' | 'none'
  words: string
}

export interface Context {
  /** Days up to this one are over on the device, and were told by it. */
  closed: string
  /** The day that it is. */
  today: string
}

const DAY = 86_400
const STEPS = 5
/** Files do not end and begin in the same second. */
const SEAM = 60
/** Less than this is no gap that anybody would miss. */
const LEAST = 300

const secondsOf = (time: string): number => {
  const [hours = 0, minutes = 0, seconds = 0] = time.split(':').map(Number)
  return hours * 3600 + minutes * 60 + seconds
}
/** A day ends at 23:59:59 to the API. */
const endOf = (time: string): number => (time.startsWith('23:59:59') ? DAY : secondsOf(time))

export const stretchesOf = (day: Pick<DayOut, 'time_ranges'>): Stretch[] =>
  day.time_ranges
    .map(({ start_time, end_time }): Stretch => [secondsOf(start_time), endOf(end_time)])
    .filter(([from, to]) => to > from)

/** Overlapping and touching ones become one; ascending. */
function merged(stretches: readonly Stretch[]): Stretch[] {
  const out: [number, number][] = []
  for (const [from, to] of stretches.toSorted((a, b) => a[0] - b[0])) {
    const last = out.at(-1)
    if (last && from <= last[1]) last[1] = Math.max(last[1], to)
    else out.push([from, to])
  }
  return out
}

export const total = (stretches: readonly Stretch[]): number =>
  merged(stretches).reduce((sum, [from, to]) => sum + to - from, 0)

/** When the device is to record without a pause on that weekday (0 = Monday). */
export function scheduled(mode: RecordingModeOut | undefined, weekday: number): Stretch[] {
  if (!mode?.schedule_enable) return []
  return merged(
    mode.timeline
      .filter((entry) => entry.mode === 'continuous')
      .flatMap((entry): Stretch[] => {
        const end = /^(00|24):00:00/.test(entry.end_time) ? DAY : secondsOf(entry.end_time)
        const wraps = entry.day_end_of_week !== entry.day_of_week && end !== DAY
        return [
          ...(entry.day_of_week === weekday ? [[secondsOf(entry.start_time), wraps ? DAY : end] as const] : []),
          ...(wraps && entry.day_end_of_week === weekday ? [[0, end] as const] : []),
        ]
      }),
  )
}

/** What of the first list is not in the second. */
export function without(wanted: readonly Stretch[], there: readonly Stretch[]): Stretch[] {
  const gaps: Stretch[] = []
  const have = merged(there)
  for (const [from, to] of wanted) {
    let at = from
    for (const [begin, end] of have) {
      if (end <= at || begin >= to) continue
      if (begin > at) gaps.push([at, begin])
      at = Math.max(at, end)
    }
    if (at < to) gaps.push([at, to])
  }
  return gaps.filter(([from, to]) => to - from > SEAM)
}

/** “21 h 40 min”. */
export function lengthWords(seconds: number): string {
  const minutes = Math.round(seconds / 60)
  if (minutes === 0) return t('playback.underMinute')
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60]
  if (hours === 0) return t('playback.minutes', { minutes: rest })
  return rest === 0 ? t('playback.hours', { hours }) : t('playback.hoursMinutes', { hours, minutes: rest })
}

const stepOf = (seconds: number) => Math.min(STEPS, Math.max(1, Math.ceil((seconds / DAY) * STEPS)))

/** A channel of a month and its schedule → the cell of each day asked for. */
export function cellsOf(
  of: ChannelMonth,
  mode: RecordingModeOut | undefined,
  { closed, today }: Context,
): (day: string) => Cell {
  const known = new Map(of.record_days.map((day) => [day.record_date, day]))
  const { oldest_record_date: oldest } = of.channel
  return (day) => {
    const row = known.get(day)
    if (!row?.has_record) {
      if (day > today) return { step: 0, state: 'future', missing: 'none', words: t('playback.cell.future') }
      // The device tells every day of a month up to the present one, or that all of it is empty; what is older than its
      // oldest day has been overwritten.
      const untold = !of.days_known || (known.size > 0 && oldest !== null && day > oldest)
      if (!row && untold) return { step: 0, state: 'unknown', missing: 'none', words: t('playback.cell.unknown') }
      const absent = day <= closed && oldest !== null && day > oldest && total(scheduled(mode, weekdayOf(day))) >= LEAST
      return {
        step: 0,
        state: 'nothing',
        missing: absent ? 'all' : 'none',
        words: t(absent ? 'playback.cell.absent' : 'playback.cell.nothing'),
      }
    }
    if (!row.ranges_known) return { step: 0, state: 'unread', missing: 'none', words: t('playback.cell.unread') }
    const stretches = stretchesOf(row)
    const seconds = total(stretches)
    const words = t('playback.cell.share', { length: lengthWords(seconds) })
    // Of the oldest day the beginning has been overwritten.
    const gap = day <= closed && day !== oldest ? total(without(scheduled(mode, weekdayOf(day)), stretches)) : 0
    if (gap < LEAST) return { step: stepOf(seconds), state: 'recorded', missing: 'none', words }
    return {
      step: stepOf(seconds),
      state: 'recorded',
      missing: 'some',
      words: t('playback.cell.missing', { words, length: lengthWords(gap) }),
    }
  }
}

/** The device may live in another zone: its own newest footage says best what day it is there. */
export function contextOf(channels: readonly ChannelMonth[], here: string): Context {
  const newest = channels.map(({ channel }) => channel.latest_record_date ?? '').reduce((a, b) => (a > b ? a : b), here)
  const recordsToday = channels.some(({ channel }) => (channel.latest_record_date ?? '') >= here)
  return { closed: addDays(here, recordsToday ? -1 : -2), today: newest }
}
