// What lies where, and how much comes a day: one walk over an index, whatever the number of cameras.
import { count, isNull, sql } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { recordings } from '../../db/schema/index.ts'

/** Whose rules hold for it: our recorder's, those of what is fetched by itself, those of pictures, or nobody's but a person's. */
export type Manner = 'recorder' | 'fetched' | 'picture' | 'person'

export interface Sum {
  householdId: number
  /** Null = the data folder. */
  folderId: number | null
  /** Null = cameras that are gone. */
  channelId: number | null
  manner: Manner
  recordings: number
  bytes: number
  /** Of these, protected ones. */
  keptBytes: number
  oldestAt: Date
  newestAt: Date
  /** Measured over the last week, or since its first recording. */
  bytesPerDay: number
}

/** Shared: nobody may change it. */
export type Sums = () => readonly Sum[]

interface SumsDeps {
  db: Db
  now: () => Date
  /** Another text after every write. */
  written: () => string
}

const FRESH_MS = 2000
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000

const bytes = sql<number>`sum(${recordings.bytes})`
const first = sql<number>`min(${recordings.startAt})`
const last = sql<number>`max(${recordings.endAt})`

/** Files that are gone take no room. */
function read(db: Db, since: Date) {
  const { householdId, folderId, channelId, kind, origin, isAutomatic, isProtected } = recordings
  const parts = { householdId, folderId, channelId, kind, origin, isAutomatic, isProtected }
  const lately = sql<number>`sum(case when ${recordings.startAt} >= ${+since} then ${recordings.bytes} else 0 end)`
  return db
    .select({ ...parts, count: count(), bytes, lately, first, last })
    .from(recordings)
    .where(isNull(recordings.missingSince))
    .groupBy(...Object.values(parts))
    .all()
}

type Row = ReturnType<typeof read>[number]

function mannerOf({ kind, origin, isAutomatic }: Row): Manner {
  if (kind === 'picture') return 'picture'
  if (origin === 'recorder') return 'recorder'
  return origin === 'download' && isAutomatic ? 'fetched' : 'person'
}

/** What people fetched or cut does not come by itself. Protected ones may be old, and say nothing of how long the rest took. */
function bytesPerDay(rows: readonly Row[], manner: Manner, now: Date): number {
  if (manner === 'person') return 0
  const free = rows.filter(({ isProtected }) => !isProtected)
  const since = Math.max(Math.min(...free.map((row) => row.first)), +now - 7 * DAY_MS)
  const span = Math.max(+now - since, HOUR_MS)
  return free.length ? (total(free, ({ lately }) => lately) * DAY_MS) / span : 0
}

const total = (rows: readonly Row[], of: (row: Row) => number) => rows.reduce((sum, row) => sum + of(row), 0)

/** One walk for all who ask within two seconds, as long as nothing is written. */
export function createSums({ db, now, written }: SumsDeps): Sums {
  let kept: { at: Date; written: string; sums: readonly Sum[] } | null = null
  return () => {
    const [at, text] = [now(), written()]
    const age = kept ? +at - +kept.at : -1
    if (!kept || kept.written !== text || age < 0 || age >= FRESH_MS)
      kept = { at, written: text, sums: Object.freeze(sumUp(db, at)) }
    return kept.sums
  }
}

function sumUp(db: Db, now: Date): Sum[] {
  const rows = read(db, new Date(+now - 7 * DAY_MS))
  const groups = Map.groupBy(rows, (row) => [row.householdId, row.folderId, row.channelId, mannerOf(row)].join())
  return [...groups.values()].map((group) => {
    const { householdId, folderId, channelId } = group[0] as Row
    const manner = mannerOf(group[0] as Row)
    return {
      ...{ householdId, folderId, channelId, manner },
      recordings: total(group, ({ count }) => count),
      bytes: total(group, ({ bytes }) => bytes),
      keptBytes: total(group, (row) => (row.isProtected ? row.bytes : 0)),
      oldestAt: new Date(Math.min(...group.map((row) => row.first))),
      newestAt: new Date(Math.max(...group.map((row) => row.last))),
      bytesPerDay: bytesPerDay(group, manner, now),
    }
  })
}
