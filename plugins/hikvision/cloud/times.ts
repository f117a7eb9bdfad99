// Times as clients of seed 002 write and read them.
import { Fault, type Footage } from '#plugin'
import { instantOf } from '../capabilities/clock.ts'
import { instantsOfWall, wallOf } from '../capabilities/times.ts'

const FORM = /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d)(:\d\d)?(?:\.\d{1,9})?)?\s*(Z|[+-]\d\d:?\d\d)?$/i

/** A time as it was written: an instant, or the digits of the recorder's wall clock. */
export type Written = { instant: Date } | { wall: number }

const wrong = (field: string, message: string) =>
  new Fault('invalid-input', `${field} ${message}`, { problems: [{ path: `body.${field}`, code: 'time', message }] })

/** What Python's `fromisoformat` reads. Fault invalid-input for anything else, and for days that do not exist. */
export function readTime(field: string, text: string | undefined): Written {
  if (text === undefined) throw wrong(field, 'is required')
  const found = FORM.exec(text.trim())
  const digits = found && `${found[1]}T${found[2] ?? '00:00'}${found[3] ?? ':00'}`
  const wall = wallOf(digits)
  if (!found || wall === null || new Date(wall).toISOString().slice(0, 19) !== digits)
    throw wrong(field, 'must be a time as 2026-01-31T08:00:00')
  const zone = found[4]?.toUpperCase()
  const instant = zone ? instantOf(`${digits}${zone}`, null) : null
  return instant ? { instant } : { wall }
}

/** The instant that is meant. Of an hour that the clock repeats, a start is in the first and an end in the second. */
export function instantFor(
  written: Written,
  { utcOffsetMinutesAt }: Pick<Footage, 'utcOffsetMinutesAt'>,
  side: 'start' | 'end',
): Date {
  if ('instant' in written) return written.instant
  const fitting = instantsOfWall(written.wall, utcOffsetMinutesAt)
  return fitting.at(side === 'start' ? 0 : -1) as Date
}

/** UTC, to the second. */
export const shown = (time: Date): string => `${time.toISOString().slice(0, 19)}Z`
