// Times and sizes as LightNVR writes and reads them.
import { Fault } from '#plugin'

const DAY_MS = 86_400_000
const MINUTE_MS = 60_000
const SECONDS = /^\d{1,11}(?:\.\d{1,9})?$/
const DAY = /^\d{4}-\d\d-\d\d$/
/** A `+` that was not encoded has come as a blank. */
const TIME = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d(?:\.\d{1,9})?))?(?:Z|([-+ ]?)(\d\d):?(\d\d))?$/i

/** Seconds since 1970, or ISO 8601: without an offset it is UTC, and a day is its beginning, or its end. Null for all else. */
export function timeIn(text: string, which: 'start' | 'end' = 'start'): Date | null {
  const trimmed = text.trim()
  if (SECONDS.test(trimmed)) return new Date(Number(trimmed) * 1000)
  const at = DAY.test(trimmed) ? dayAt(trimmed, which) : momentAt(trimmed)
  // The 30th of February would be one of March.
  return at === null || Number.isNaN(at) ? null : new Date(at)
}

function dayAt(text: string, which: 'start' | 'end'): number | null {
  const at = Date.parse(`${text}T00:00:00Z`)
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(text)) return null
  return which === 'end' ? at + DAY_MS : at
}

function momentAt(text: string): number | null {
  const [, day = '', minutes = '', seconds = '00', sign, hours = '0', rest = '0'] = TIME.exec(text) ?? []
  if (dayAt(day, 'start') === null) return null
  const offset = (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(rest)) * MINUTE_MS
  return Date.parse(`${day}T${minutes}:${seconds}Z`) - offset
}

export interface Span {
  from: Date
  to: Date
}

/** `start` and `end` of a query, by default the last 24 hours. Fault invalid-input. */
export function spanIn({ start, end }: { start?: string | undefined; end?: string | undefined }, now: Date): Span {
  const to = end === undefined || end === '' ? now : timeIn(end, 'end')
  if (!to) throw new Fault('invalid-input', 'Invalid end time format')
  const from = start === undefined || start === '' ? new Date(+to - DAY_MS) : timeIn(start)
  if (!from) throw new Fault('invalid-input', 'Invalid start time format')
  if (from >= to) throw new Fault('invalid-input', 'The end must be after the start')
  return { from, to }
}

export const unix = (at: Date | number): number => Math.floor(+at / 1000)

const two = (value: number) => String(value).padStart(2, '0')

/** `2026-11-21 20:33:05` on the clock of the machine that we run on. */
export function localTime(time: Date | number): string {
  const at = new Date(time)
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:${two(at.getSeconds())}`
}

const UNITS = ['KB', 'MB', 'GB']

/** `233.8 KB`. */
export function sizeText(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  let [size, unit] = [bytes / 1024, 0]
  for (; size >= 1024 && unit < UNITS.length - 1; unit++) size /= 1024
  return `${size.toFixed(1)} ${UNITS[unit]}`
}
