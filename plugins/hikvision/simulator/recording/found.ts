// All that one search finds, up to the most that the device holds, kept for its pages.
import type { Device } from '../device.ts'
import { dayAfter, type Segment } from './footage.ts'
import { placeOf, wallDayOf } from './times.ts'

export interface Wanted {
  tracks: readonly number[]
  from: number
  until: number
  kind: Segment['kind'] | null
}

/** A search ends here and says OK. */
export const MOST_MATCHES = 4000
const KEPT = 32

/** Segments that touch the window, oldest first, tracks mixed. */
export function findSegments(device: Device, { tracks, from, until, kind }: Wanted): Segment[] {
  const most = device.quirks.has('uncapped') ? Number.POSITIVE_INFINITY : MOST_MATCHES
  const { first, last } = device.footage.range()
  const start = dayAfter(wallDayOf(device, from), -1)
  const end = dayAfter(wallDayOf(device, until), 1)
  const found: Segment[] = []
  for (let day = start > first ? start : first; day <= last && day <= end; day = dayAfter(day)) {
    const ofDay = tracks
      .filter((track) => track % 100 === 1)
      .flatMap((track) => device.footage.onDay(Math.floor(track / 100), day))
      .filter((one) => placeOf(device, one.start) < until && placeOf(device, one.end, true) > from)
      .filter((one) => kind === null || one.kind === kind)
      .sort((one, other) => one.start.getTime() - other.start.getTime() || one.track - other.track)
    found.push(...ofDay)
    if (found.length >= most) return found.slice(0, most)
  }
  return found
}

export interface Searches<T> {
  /** The results of a search; computed once for all its pages. */
  of(key: string, compute: () => T[]): T[]
}

export function createSearches<T>(): Searches<T> {
  const kept = new Map<string, T[]>()
  return {
    of(key, compute) {
      const found = kept.get(key) ?? compute()
      kept.delete(key)
      kept.set(key, found)
      if (kept.size > KEPT) kept.delete(kept.keys().next().value!)
      return found
    },
  }
}
