// What plays from a moment on: stretches of recordings one after the other, each from a key frame.
import type { Device } from '../device.ts'
import { dayAfter } from './footage.ts'
import { placeOf, wallDayOf } from './times.ts'

/** One file's worth of pictures without a break; begins with a key frame. */
export interface Reel {
  start: Date
  seconds: number
}

/** Key frames are so far apart. */
const KEY_MS = 2000

/**
 * Stretches of a channel that lie between two places of the axis of digits, oldest first. The first begins with the key frame
 * before `from`; where files overlap, the later one begins where the earlier one ended.
 */
export function* reelsOf(device: Device, channel: number, from: number, until: number): Generator<Reel> {
  const { first, last } = device.footage.range()
  const before = dayAfter(wallDayOf(device, from), -1)
  let played = Number.NEGATIVE_INFINITY
  for (let day = before > first ? before : first; day <= last; day = dayAfter(day))
    for (const segment of device.footage.onDay(channel, day)) {
      if (placeOf(device, segment.end, true) <= from || segment.end.getTime() <= played) continue
      if (placeOf(device, segment.start) >= until) return
      const early = Math.max(0, from - placeOf(device, segment.start))
      const isFirst = played === Number.NEGATIVE_INFINITY
      const skipped = isFirst ? Math.floor(early / KEY_MS) * KEY_MS : Math.max(0, played - segment.start.getTime())
      const start = new Date(segment.start.getTime() + skipped)
      played = Math.min(segment.end.getTime(), start.getTime() + Math.max(0, until - placeOf(device, start)))
      const seconds = Math.ceil((played - start.getTime()) / 1000)
      if (seconds > 0) yield { start, seconds }
    }
}
