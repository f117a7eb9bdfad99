// The device's wall clock: a zone written like `CST-8:00:00` (sign inverted, name always CST), with its summer time.

interface Change {
  month: number
  week: number
  weekday: number
  seconds: number
}

export interface Zone {
  text: string
  /** Seconds east of UTC without summer time. */
  standardSeconds: number
  summer: { seconds: number; from: Change; until: Change } | null
}

const shape =
  /^[A-Za-z]+([+-]?)(\d{1,2}):(\d{2}):(\d{2})(?:DST(\d{2}):(\d{2}):(\d{2}),M(\d+)\.(\d)\.(\d)\/(\d{2}):(\d{2}):(\d{2}),M(\d+)\.(\d)\.(\d)\/(\d{2}):(\d{2}):(\d{2}))?$/

/** Reads a zone; throws with a text for people when it is none. */
export function parseZone(text: string): Zone {
  const found = shape.exec(text)
  const hours = Number(found?.[2])
  if (!found || hours > 14)
    throw new Error(`"${text}" is not a time zone of these devices; write it like CST-8:00:00, which is UTC+8.`)
  const part = (index: number) => Number(found[index])
  const span = (index: number) => part(index) * 3600 + part(index + 1) * 60 + part(index + 2)
  const change = (index: number): Change => ({
    month: part(index),
    week: part(index + 1),
    weekday: part(index + 2),
    seconds: span(index + 3),
  })
  return {
    text,
    standardSeconds: span(2) * (found[1] === '-' ? 1 : -1),
    summer: found[5] === undefined ? null : { seconds: span(5), from: change(8), until: change(14) },
  }
}

/** The change's wall time in that year, as milliseconds of a UTC date with the same digits. Week 5 is the last one. */
function changeIn(year: number, { month, week, weekday, seconds }: Change): number {
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay()
  let day = 1 + ((weekday - first + 7) % 7) + (week - 1) * 7
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  while (day > last) day -= 7
  return Date.UTC(year, month - 1, day) + seconds * 1000
}

function summerSeconds(zone: Zone, at: Date): number {
  if (!zone.summer) return 0
  const standard = at.getTime() + zone.standardSeconds * 1000
  const year = new Date(standard).getUTCFullYear()
  const from = changeIn(year, zone.summer.from)
  const until = changeIn(year, zone.summer.until) - zone.summer.seconds * 1000
  const inside = from < until ? standard >= from && standard < until : standard >= from || standard < until
  return inside ? zone.summer.seconds : 0
}

/** The wall clock as a date whose UTC digits are the local ones. */
export function wallClock(zone: Zone, at: Date): Date {
  return new Date(at.getTime() + (zone.standardSeconds + summerSeconds(zone, at)) * 1000)
}

/** The moment of a wall clock; of the two that an autumn night has, the earlier one. */
export function instantOf(zone: Zone, wall: Date): Date {
  const standard = wall.getTime() - zone.standardSeconds * 1000
  const summer = new Date(standard - (zone.summer?.seconds ?? 0) * 1000)
  return wallClock(zone, summer).getTime() === wall.getTime() ? summer : new Date(standard)
}

const two = (value: number) => String(Math.floor(value)).padStart(2, '0')

function offsetText(seconds: number): string {
  const size = Math.abs(seconds)
  return `${seconds < 0 ? '-' : '+'}${two(size / 3600)}:${two((size % 3600) / 60)}`
}

const digits = (wall: Date) => wall.toISOString().slice(0, 19)

/** Local time with its true offset, as events carry it. */
export function localTime(zone: Zone, at: Date): string {
  return digits(wallClock(zone, at)) + offsetText(zone.standardSeconds + summerSeconds(zone, at))
}

/** Local time as `System/time` says it: right digits, but the offset forgets summer time, as most recorders do. */
export function localTimeOfSettings(zone: Zone, at: Date): string {
  return digits(wallClock(zone, at)) + offsetText(zone.standardSeconds)
}
