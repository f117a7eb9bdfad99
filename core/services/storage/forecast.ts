// When the disks will be full, and how far back recordings will reach, reckoned from what comes a day and what rules remove.

/** What lies in one folder by one rule. */
export interface Use {
  /** Null = the data folder. */
  folder: number | null
  bytes: number
  /** Of these, what no rule removes. */
  keptBytes: number
  bytesPerDay: number
  /** Removed when older; null = never by age. */
  days: number | null
  /** The oldest go beyond it; null = no limit. */
  quotaBytes: number | null
  /** Recorded by us: the limits of all cameras hold for it, and it makes room. */
  isRecorder: boolean
}

export interface Room {
  folder: number | null
  /** What can still be written before the oldest must go; null = not known. */
  bytes: number | null
}

/** Of what we record ourselves, in all; null = no limit. */
export interface Limits {
  days: number | null
  bytes: number | null
}

export interface Forecast {
  /** Days until the first recordings go for want of room; null = never: rules keep it below. Folder by folder. */
  fullInDays: Map<number | null, number | null>
  /** How many days back each use will reach; null where nothing comes, or nothing ever goes. */
  reachesDays: (number | null)[]
}

/** Nobody plans further ahead. */
const MOST_DAYS = 36_500

/** The largest number of days with which it still fits; infinite where it always does. `isBelow` must be so up to somewhere and no more after it. */
function last(isBelow: (days: number) => boolean): number {
  if (isBelow(MOST_DAYS)) return Number.POSITIVE_INFINITY
  let [low, high] = [0, MOST_DAYS]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (isBelow(middle)) low = middle
    else high = middle
  }
  return low
}

/** What it takes once its rules remove as much as comes, if nothing older than `days` stays. */
function settled({ keptBytes, bytesPerDay, days: ownDays, quotaBytes }: Use, days: number): number {
  const byAge = keptBytes + (bytesPerDay > 0 ? bytesPerDay * Math.min(days, ownDays ?? Number.POSITIVE_INFINITY) : 0)
  return quotaBytes === null ? byAge : Math.min(byAge, Math.max(quotaBytes, keptBytes))
}

const sum = (uses: readonly Use[], bytes: (use: Use) => number) => uses.reduce((total, use) => total + bytes(use), 0)

/** The limit in all takes the oldest of all cameras: none of them reaches further back than so many days. */
function reachInAll(uses: readonly Use[], { days, bytes }: Limits): number {
  const recorded = uses.filter(({ isRecorder }) => isRecorder)
  const bySize =
    bytes === null ? Number.POSITIVE_INFINITY : last((reach) => sum(recorded, (use) => settled(use, reach)) <= bytes)
  return Math.min(days ?? Number.POSITIVE_INFINITY, bySize)
}

export function forecast(uses: readonly Use[], rooms: readonly Room[], limits: Limits): Forecast {
  const inAll = reachInAll(uses, limits)
  const reachOf = ({ isRecorder }: Use) => (isRecorder ? inAll : Number.POSITIVE_INFINITY)
  /** More than now, after so many days. What will be less is not counted on: it may go late. */
  const growth = (use: Use, days: number) =>
    Math.max(0, Math.min(use.bytes + use.bytesPerDay * days, settled(use, reachOf(use))) - use.bytes)

  const fullInDays = new Map<number | null, number | null>()
  const reachIn = new Map<number | null, number>()
  for (const { folder, bytes: room } of rooms) {
    const there = uses.filter((use) => use.folder === folder)
    const isBelow = (days: number) => room === null || sum(there, (use) => growth(use, days)) <= Math.max(0, room)
    const days = room !== null && room <= 0 && there.some((use) => use.bytesPerDay > 0) ? 0 : last(isBelow)
    fullInDays.set(folder, Number.isFinite(days) ? days : null)
    const recorded = there.filter(({ isRecorder }) => isRecorder)
    const most = Math.max(0, room ?? 0) + sum(recorded, ({ bytes }) => bytes)
    const reach =
      room === null ? Number.POSITIVE_INFINITY : last((days) => sum(recorded, (use) => settled(use, days)) <= most)
    reachIn.set(folder, Number.isFinite(days) ? reach : Number.POSITIVE_INFINITY)
  }

  const reachesDays = uses.map((use) => {
    const { folder, bytesPerDay, keptBytes, days, quotaBytes, isRecorder } = use
    if (bytesPerDay <= 0) return null
    const byQuota = quotaBytes === null ? Number.POSITIVE_INFINITY : Math.max(0, quotaBytes - keptBytes) / bytesPerDay
    const byRoom = isRecorder ? (reachIn.get(folder) ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY
    const reach = Math.min(days ?? Number.POSITIVE_INFINITY, byQuota, reachOf(use), byRoom)
    return Number.isFinite(reach) ? reach : null
  })
  return { fullInDays, reachesDays }
}
