// The wall clock of a recorder, by what the API says of its days.
import { language, t } from '../../../texts/t.ts'

interface DayOf {
  start: string
  end: string
  utc_offset_minutes: number
}

const MINUTE = 60_000
const format = (options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat(language, { ...options, timeZone: 'UTC', hourCycle: 'h23' })
const seconds = format({ hour: '2-digit', minute: '2-digit', second: '2-digit' })
const minutes = format({ hour: '2-digit', minute: '2-digit' })
const day = format({ weekday: 'short', day: 'numeric', month: 'short' })
const date = format({ day: 'numeric', month: 'short' })
const whole = format({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })

export interface Wall {
  /** Minutes ahead of UTC at that moment. */
  offset(at: number): number
  /** “08:14:05”. */
  exact(at: number): string
  /** “08:14”. */
  short(at: number): string
  /** “Mon 12 Oct”. */
  day(at: number): string
  /** “12 Oct”. */
  shortDay(at: number): string
  /** “Monday 12 October 2026, 08:14:05”. */
  full(at: number): string
  /** `2026-10-12`. */
  date(at: number): string
}

/**
 * Days ascending, as told; outside of them the nearest one counts. Which hour of a day the clocks change in is not told: a
 * day that is shorter or longer turns at three, as in most of the world.
 */
export function wallOf(days: readonly DayOf[], fallback = -new Date().getTimezoneOffset()): Wall {
  const told = days.map(({ start, end, utc_offset_minutes: offset }) => ({
    ...{ start: Date.parse(start), end: Date.parse(end), offset },
  }))
  const offset = (at: number): number => {
    const index = told.findIndex(({ end }) => at < end)
    const own = index < 0 ? told.at(-1) : told[index]
    if (!own) return fallback
    const next = index < 0 ? undefined : told[index + 1]
    const turns = own.start + 3 * 60 * MINUTE - Math.max(0, (next?.offset ?? own.offset) - own.offset) * MINUTE
    return next && next.offset !== own.offset && at >= turns ? next.offset : own.offset
  }
  const wall = (at: number) => new Date(at + offset(at) * MINUTE)
  return {
    offset,
    exact: (at) => seconds.format(wall(at)),
    short: (at) => minutes.format(wall(at)),
    day: (at) => day.format(wall(at)),
    shortDay: (at) => date.format(wall(at)),
    full: (at) => t('day.at', { day: whole.format(wall(at)), time: seconds.format(wall(at)) }),
    date: (at) => wall(at).toISOString().slice(0, 10),
  }
}
