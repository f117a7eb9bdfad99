// The device's zone: POSIX-like with the sign inverted, and trusted more than the offset in its time (WIRE 2.3).
import { type Node, text } from '../isapi/xml.ts'

const ZONE = /^[A-Za-z]*([+-]?)(\d{1,2})(?::(\d{2}))?(?::(\d{2}))?(.*)$/
const DST = /^DST(\d{1,2}):(\d{2}):\d{2},M(\d+)\.(\d+)\.(\d+)\/(\d+):(\d+):\d+,M(\d+)\.(\d+)\.(\d+)\/(\d+):(\d+):\d+$/i

/** The instant, as wall clock in UTC milliseconds, of the `week`th `weekday` of a month; week 5 is the last. */
function transition(year: number, month: number, week: number, weekday: number, hour: number, minute: number): number {
  const first = new Date(Date.UTC(year, month - 1, 1)).getUTCDay()
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate()
  let day = 1 + ((weekday - first + 7) % 7) + (week - 1) * 7
  while (day > days) day -= 7
  return Date.UTC(year, month - 1, day, hour, minute)
}

interface Zone {
  /** Minutes east of UTC out of summer time. */
  east: number
  /** How much summer time adds, and when it begins and ends in a year, as wall clock without it. */
  saving: { minutes: number; of: (year: number) => { begin: number; end: number } } | null
}

function readZone(zone: string): Zone | null {
  const found = ZONE.exec(zone.trim())
  if (!found) return null
  const hours = Number(found[2])
  const minutes = Number(found[3] ?? 0)
  if (hours > 14 || minutes > 59) return null
  const east = (hours * 60 + minutes) * (found[1] === '-' ? 1 : -1) || 0
  const rule = DST.exec(found[5] ?? '')
  if (!rule) return { east, saving: null }
  const [saving = 0, savingMinutes = 0, ...dates] = rule.slice(1).map(Number)
  const [m1 = 1, w1 = 1, d1 = 0, h1 = 0, n1 = 0, m2 = 1, w2 = 1, d2 = 0, h2 = 0, n2 = 0] = dates
  const saved = saving * 60 + savingMinutes
  const years = new Map<number, { begin: number; end: number }>()
  return {
    east,
    saving: {
      minutes: saved,
      of(year) {
        const known = years.get(year)
        if (known) return known
        const begin = transition(year, m1, w1, d1, h1, n1)
        // The end is written in daylight time.
        const turns = { begin, end: transition(year, m2, w2, d2, h2, n2) - saved * 60_000 }
        if (years.size >= MOST_YEARS) years.clear()
        years.set(year, turns)
        return turns
      },
    },
  }
}

const MOST_ZONES = 64
const MOST_YEARS = 64
/** Every clip of a search asks several times, and what a household's devices say is a handful of texts. */
const zones = new Map<string, Zone | null>()

function zoneOf(text: string): Zone | null {
  const known = zones.get(text)
  if (known !== undefined) return known
  const zone = readZone(text)
  if (zones.size >= MOST_ZONES) zones.clear()
  zones.set(text, zone)
  return zone
}

/** Minutes east of UTC of `CST-8:00:00` or `CST+5:00:00DST01:00:00,M3.2.0/02:00:00,M11.1.0/02:00:00` at an instant. */
export function offsetOfZone(zone: string, at: Date): number | null {
  const found = zoneOf(zone)
  if (!found?.saving) return found?.east ?? null
  const { east, saving } = found
  const standard = at.getTime() + east * 60_000
  const { begin, end } = saving.of(new Date(standard).getUTCFullYear())
  const summer = begin < end ? standard >= begin && standard < end : standard >= begin || standard < end
  return summer ? east + saving.minutes : east
}

/** The instant in a device's text; digits without an offset are its wall clock, which `utcOffsetMinutes` places. */
export function instantOf(digits: string | null, utcOffsetMinutes: number | null): Date | null {
  const found = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.\d+)?(Z|[+-]\d\d:?\d\d)?$/.exec(digits?.trim() ?? '')
  if (!found) return null
  const [year, month, day, hour, minute, second] = found.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  const zone = found[7]
  const wall = Date.UTC(year, month - 1, day, hour, minute, second)
  if (zone === 'Z') return new Date(wall)
  const east = zone
    ? (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2))) * (zone.startsWith('-') ? -1 : 1)
    : utcOffsetMinutes
  return east === null ? null : new Date(wall - east * 60_000)
}

/** Minutes east of UTC by a `System/time` document, at an instant. */
export function offsetOfTime(time: Node | null, at: Date): number | null {
  const zone = text(time, 'timeZone')
  const byRule = zone === null ? null : offsetOfZone(zone, at)
  if (byRule !== null) return byRule
  const offset = /([+-])(\d\d):?(\d\d)$/.exec(text(time, 'localTime') ?? '')
  return offset ? (Number(offset[2]) * 60 + Number(offset[3])) * (offset[1] === '-' ? -1 : 1) : null
}
