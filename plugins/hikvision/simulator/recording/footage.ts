// The recordings of a device, computed day by day from channel, day and seed; nothing is stored.
import { instantOf, wallClock, type Zone } from '../clock.ts'
import { chanceOf } from './chance.ts'
import { leftOf, type Outage, strikes } from './outages.ts'

export interface Segment {
  channel: number
  /** Number of the main stream and of the track. */
  track: number
  start: Date
  end: Date
  kind: 'timing' | 'motion'
  bytes: number
  /** Of the file on the disk. */
  name: string
}

export interface FootageOptions {
  /** Days back from today, today included (365). */
  days?: number
  /** Segments that begin on a day with recordings (40). */
  perDay?: number
  /** Shortest and longest segment in seconds, short ones as often as long ones; in place of `perDay`. */
  lengths?: readonly [number, number]
  /** Bytes a second (380000, which is also the least); files are filled up to it. */
  rate?: number
  seed?: number
  /** Channels that record motion only; left out, every third. */
  motion?: readonly number[]
  /**
   * Months (`2026-07`) of which the channels 2, 6, 10 … have nothing; left out, the fourth before the current one.
   */
  gapMonths?: readonly string[]
  /** No day is empty by chance, so that a test may take any day of the real calendar. */
  everyDay?: boolean
  /** Read anew at every question, so that a test may add to it. */
  outages?: readonly Outage[]
}

export interface Footage {
  /** Whether the channel recorded on that day of the wall clock (`2026-07-01`). */
  recordedOn(channel: number, day: string): boolean
  /** What the channel recorded on that day; null when nothing, also today before its first segment. */
  kindOn(channel: number, day: string): Segment['kind'] | null
  /** Segments that begin on that day, oldest first. */
  onDay(channel: number, day: string): Segment[]
  /** The first day of the device's wall clock that any channel may have recordings of, and today. */
  range(): { first: string; last: string }
}

export interface FootageDeps {
  options: FootageOptions
  zone: () => Zone
  /** What the device's clock shows. */
  now: () => Date
  /** Those of the options, and others. */
  outages: () => readonly Outage[]
  /** How the channel stands: an absent one has nothing, an offline one nothing of the last 20 days. */
  state: (channel: number) => 'recording' | 'offline' | 'absent'
  emptyMonth: () => boolean
}

const DAY_MS = 86_400_000
const OFFLINE_DAYS = 20
const LEAST_RATE = 380_000
/** The next file often begins so many seconds before the last one ends. */
const OVERLAP = 3
/** More files than a day can have, each cut in two, so that no name comes twice. */
const NAMES_A_DAY = 40_000

export const dayOf = (wall: Date): string => wall.toISOString().slice(0, 10)
export const dayAfter = (day: string, days = 1): string => dayOf(new Date(Date.parse(day) + days * DAY_MS))

/** The month so many before that of `day`. */
function monthBefore(day: string, months: number): string {
  const [year, month] = day.split('-').map(Number) as [number, number]
  return new Date(Date.UTC(year, month - 1 - months, 1)).toISOString().slice(0, 7)
}

export function createFootage({ options, zone, now, outages, state, emptyMonth }: FootageDeps): Footage {
  const { days = 365, perDay = 40, seed = 1, lengths } = options
  const rate = Math.max(LEAST_RATE, options.rate ?? LEAST_RATE)
  const isMotion = (channel: number) => options.motion?.includes(channel) ?? (!options.motion && channel % 3 === 0)
  const today = () => dayOf(wallClock(zone(), now()))
  const first = () => dayAfter(today(), 1 - days)
  const midnight = (day: string) => instantOf(zone(), new Date(Date.parse(day)))

  function recordedOn(channel: number, day: string): boolean {
    const last = today()
    const how = state(channel)
    if (how === 'absent' || day > last || day < first()) return false
    if (how === 'offline' && day > dayAfter(last, -OFFLINE_DAYS)) return false
    const month = day.slice(0, 7)
    if (emptyMonth() && month === last.slice(0, 7)) return false
    if (channel % 4 === 2 && (options.gapMonths ?? [monthBefore(last, 4)]).includes(month)) return false
    // Now and then nothing moves all day, and rarely the device was off. Today it is on.
    return (
      day === last || options.everyDay || chanceOf(seed, 'day', channel, day)() >= (isMotion(channel) ? 0.12 : 0.03)
    )
  }

  /** Where the file goes on that was begun the day before: seconds after midnight. */
  const carried = (channel: number, day: string) =>
    !isMotion(channel) && recordedOn(channel, dayAfter(day, -1)) && recordedOn(channel, day)
      ? Math.floor(chanceOf(seed, 'carry', channel, day)() * 1500)
      : 0

  /** Where one file ends and the next begins, seconds after midnight, both ends included. */
  function cutsOf(from: number, until: number, random: () => number): number[] {
    if (lengths) {
      const [least, most] = lengths
      const cuts = [from]
      for (let at = from; until - at > least; cuts.push(at)) {
        const end = at + Math.round(least * (most / least) ** random())
        at = until - end < least ? until : end
      }
      return cuts
    }
    const step = (until - from) / perDay
    const cut = (index: number) =>
      Math.floor(from + step * index + (index % perDay === 0 ? 0 : (random() - 0.5) * step * 0.6))
    return Array.from({ length: perDay + 1 }, (_, index) => cut(index))
  }

  function spans(channel: number, day: string): [number, number][] {
    const next = dayAfter(day)
    const length = (midnight(next).getTime() - midnight(day).getTime()) / 1000
    const random = chanceOf(seed, 'cuts', channel, day)
    const from = carried(channel, day)
    const until = length + carried(channel, next)
    const cuts = cutsOf(from, until, random)
    return cuts.slice(0, -1).map((start, index) => {
      const end = cuts[index + 1]!
      // The first file of a day may overlap the one that ran over midnight.
      if (!isMotion(channel)) return [start > OVERLAP && random() < 0.5 ? start - OVERLAP : start, end]
      const quiet = Math.floor((end - start) * (0.1 + random() * 0.5))
      return [start + quiet, start + quiet + Math.max(1, Math.floor((end - start - quiet) * (0.1 + random() * 0.6)))]
    })
  }

  function onDay(channel: number, day: string): Segment[] {
    if (!recordedOn(channel, day)) return []
    const base = midnight(day).getTime()
    const limit = now().getTime()
    const holes: Pick<Outage, 'from' | 'to'>[] = outages().filter((one) => strikes(one, channel))
    const change = clockChange(zone(), base)
    // A new file begins when the clock changes, so no file ends before it begins.
    if (change !== null) holes.push({ from: new Date(change), to: new Date(change) })
    const found: Segment[] = []
    const put = (start: number, end: number, index: number) => {
      const bytes = Math.floor(((end - start) / 1000) * (rate + 10_000 * chanceOf(seed, channel, day, index)()))
      found.push({
        ...{ channel, track: channel * 100 + 1, start: new Date(start), end: new Date(end), bytes },
        kind: isMotion(channel) ? 'motion' : 'timing',
        name:
          String((Date.parse(day) / DAY_MS) * NAMES_A_DAY + index).padStart(9, '0') +
          String(channel).padStart(4, '0') +
          '0000',
      })
    }
    for (const [index, [from, until]] of spans(channel, day).entries()) {
      // The file that is being written ends now.
      const end = Math.min(base + until * 1000, Math.floor(limit / 1000) * 1000)
      for (const [piece, [start, stop]] of leftOf([base + from * 1000, end], holes).entries())
        put(start, stop, index * 2 + piece)
    }
    return found
  }

  function kindOn(channel: number, day: string): Segment['kind'] | null {
    if (!recordedOn(channel, day)) return null
    // On other days there is always something, unless something was the matter.
    if ((day === today() || outages().length) && onDay(channel, day).length === 0 && carried(channel, day) === 0)
      return null
    return isMotion(channel) ? 'motion' : 'timing'
  }

  return { recordedOn, kindOn, onDay, range: () => ({ first: first(), last: today() }) }
}

/** The moment of this day (or its first hours after) at which summer time begins or ends. */
function clockChange(zone: Zone, midnight: number): number | null {
  if (!zone.summer) return null
  const shift = (at: number) => wallClock(zone, new Date(at)).getTime() - at
  let [low, high] = [midnight, midnight + 26 * 3_600_000]
  if (shift(low) === shift(high)) return null
  while (high - low > 1000) {
    const middle = Math.floor((low + high) / 2000) * 1000
    if (shift(middle) === shift(low)) low = middle
    else high = middle
  }
  return high
}
