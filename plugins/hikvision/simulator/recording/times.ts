// Times in searches: device-local digits behind a meaningless Z, real UTC, or a true offset.
import { localTime, wallClock } from '../clock.ts'
import type { Device } from '../device.ts'

const digits = (wall: Date) => wall.toISOString().slice(0, 19)
const shape = /^(\d{4})-?(\d\d)-?(\d\d)T(\d\d):?(\d\d):?(\d\d)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?$/i

/** What ends at the moment at which the clock goes back ends by the old digits. */
const END_MS = 1000
const wallOf = (device: Device, at: Date, isEnd: boolean): Date => {
  if (device.quirks.has('utc')) return at
  if (!isEnd) return wallClock(device.zone(), at)
  return new Date(wallClock(device.zone(), new Date(at.getTime() - END_MS)).getTime() + END_MS)
}

export function timeText(device: Device, at: Date, isEnd = false): string {
  if (device.quirks.has('offset-times')) return localTime(device.zone(), at)
  return `${digits(wallOf(device, at, isEnd))}Z`
}

export const compactTime = (device: Device, at: Date, isEnd = false): string =>
  `${digits(wallOf(device, at, isEnd)).replace(/[-:]/g, '')}Z`

/**
 * Where a moment lies for the comparisons of a search: on the axis of the digits that the device writes. So on the night
 * of a clock change an hour is there twice, as on the real ones.
 */
export const placeOf = (device: Device, at: Date, isEnd = false): number => wallOf(device, at, isEnd).getTime()

/** The same for a written time; null when it is none. An offset counts only where the device writes offsets or UTC. */
export function placeOfText(device: Device, text: string): number | null {
  const match = shape.exec(text.trim())
  if (!match) return null
  const [, year, month, day, hour, minute, second, zone] = match
  const plain = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
  if (Number.isNaN(plain)) return null
  const isUtc = device.quirks.has('utc')
  const offset = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '')
  if (!offset || !(isUtc || device.quirks.has('offset-times'))) return plain
  const seconds = (Number(offset[2]) * 3600 + Number(offset[3]) * 60) * (offset[1] === '-' ? -1 : 1)
  return placeOf(device, new Date(plain - seconds * 1000))
}

/** The day of the wall clock around a place; one day to either side covers every zone. */
export function wallDayOf(device: Device, place: number): string {
  const wall = device.quirks.has('utc') ? wallClock(device.zone(), new Date(place)) : new Date(place)
  return wall.toISOString().slice(0, 10)
}
