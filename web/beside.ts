// One moment by two clocks, a person's and a device's: what is written beside a time where they stand in different zones.
import { language, t } from './texts/t.ts'
import { timesIn } from './times-in.ts'
import { offsetAt } from './zone.ts'

const MINUTE = 60_000
// Moments are moved by their offset beforehand.
const wall = timesIn(language, 'UTC')

interface ByClock {
  at: number
  /** Minutes that the clock is ahead of UTC. */
  offset: number
}

/** “02:14:05”, with its day where that is another than the one of the time beside it. */
export function clockBeside({ at, offset }: ByClock, beside: ByClock): string {
  const shown = new Date(at + offset * MINUTE)
  const other = new Date(beside.at + beside.offset * MINUTE)
  if (wall.daysBetween(shown, other) === 0) return wall.exact(shown)
  return shown.getUTCFullYear() === other.getUTCFullYear() ? wall.exactOnDay(shown) : wall.exactFull(shown)
}

/** “02:14:05 here”, beside a time of a device; null where its clock reads the same. */
export function hereBeside(at: number, deviceOffset: number, personOffset = offsetAt(at)): string | null {
  if (personOffset === deviceOffset) return null
  return t('time.here', { time: clockBeside({ at, offset: personOffset }, { at, offset: deviceOffset }) })
}
