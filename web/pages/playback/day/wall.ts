// The wall clock of a recorder, by what the API says of its offsets.
import { language, t } from '../../../texts/t.ts'
import { offsetAt } from '../../../zone.ts'

interface OffsetFrom {
  at: string
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

/** Offsets ascending, each from its moment on; before the first one that one counts too, and without any the fallback. */
export function wallOf(offsets: readonly OffsetFrom[], fallback = offsetAt(Date.now())): Wall {
  const told = offsets.map(({ at, utc_offset_minutes: offset }) => ({ from: Date.parse(at), offset }))
  const offset = (at: number) => (told.findLast(({ from }) => from <= at) ?? told[0])?.offset ?? fallback
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
