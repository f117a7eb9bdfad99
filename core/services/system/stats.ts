// The machine's figures of the last week: a row a minute, and the same in as many points as a chart wants.
import { and, asc, gte, lt, lte, max } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { systemStats } from '../../db/schema/index.ts'
import type { Log } from '../../log.ts'
import type { Timers } from '../../timers.ts'
import { isPlausible } from '../rounds/log.ts'

export type StatsRow = typeof systemStats.$inferSelect
export type StatsSample = Omit<StatsRow, 'id' | 'createdAt'>

const FIGURES = [
  'cpuUsage',
  'gpuUsage',
  'diskUsage',
  'diskTotal',
  'memoryUsage',
  'memoryTotal',
  'activeCameras',
  'activeStreams',
] as const
type Figure = (typeof FIGURES)[number]

/** The mean of a stretch of time; null where nothing was measured. */
export type StatsPoint = { at: Date } & Record<Figure, number | null>

export interface StatsKeeper extends Disposable {
  start(): void
  history(from: Date, to: Date, points: number): StatsPoint[]
}

interface Deps {
  db: Db
  sample(): Promise<StatsSample>
  log: Log
  now: () => Date
  timers: Timers
}

const MINUTE_MS = 60_000
const DAY_ROWS = 24 * 60
const WEEK_ROWS = 7 * DAY_ROWS

/** Means of the rows by stretches of the same length; a stretch without rows has no figures. */
export function pointsOf(rows: readonly StatsRow[], from: Date, to: Date, points: number): StatsPoint[] {
  const span = Math.max(1, +to - +from)
  const count = Math.max(1, Math.min(points, Math.ceil(span / MINUTE_MS)))
  const step = span / count
  const buckets: StatsRow[][] = Array.from({ length: count }, () => [])
  for (const row of rows) buckets[Math.min(count - 1, Math.floor((+row.createdAt - +from) / step))]?.push(row)
  return buckets.map((bucket, index) => {
    const means = FIGURES.map((figure) => {
      const values = bucket.flatMap((row) => row[figure] ?? [])
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length
      return [figure, values.length ? Math.round(mean * 10) / 10 : null]
    })
    return { at: new Date(+from + index * step), ...(Object.fromEntries(means) as Record<Figure, number | null>) }
  })
}

export function createStatsKeeper({ db, sample, log, now, timers }: Deps): StatsKeeper {
  let timer: Disposable | null = null
  let stopped = false

  /**
   * What is a week old goes, once there is a day of newer rows: by then a clock that was wrong has been set. And never are there
   * more than a week has minutes, whatever times they bear.
   */
  function trim(at: Date): void {
    const newest =
      db
        .select({ id: max(systemStats.id) })
        .from(systemStats)
        .get()?.id ?? 0
    db.delete(systemStats)
      .where(lte(systemStats.id, newest - WEEK_ROWS))
      .run()
    const weekAgo = new Date(+at - WEEK_ROWS * MINUTE_MS)
    const isNewer = gte(systemStats.createdAt, weekAgo)
    const newer = db.select({ at: systemStats.createdAt }).from(systemStats).where(isNewer).limit(DAY_ROWS).all()
    if (newer.length === DAY_ROWS) db.delete(systemStats).where(lt(systemStats.createdAt, weekAgo)).run()
  }

  async function measure(): Promise<void> {
    try {
      const figures = await sample()
      const at = now()
      // A row of 1970 would be in no chart and never go.
      if (stopped || !isPlausible(at)) return
      db.insert(systemStats)
        .values({ ...figures, createdAt: at })
        .run()
      trim(at)
    } catch (error) {
      log.debug('The figures of this minute are missing', { error })
    }
  }

  function later(): void {
    if (stopped) return
    timer = timers.after(MINUTE_MS, () => void measure().finally(later))
  }

  return {
    start: later,
    history(from, to, points) {
      const rows = db
        .select()
        .from(systemStats)
        .where(and(gte(systemStats.createdAt, from), lte(systemStats.createdAt, to)))
        .orderBy(asc(systemStats.createdAt))
        .all()
      return pointsOf(rows, from, to, points)
    },
    [Symbol.dispose]() {
      stopped = true
      timer?.[Symbol.dispose]()
    },
  }
}
