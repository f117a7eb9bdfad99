// How much there is of videos and pictures, camera by camera and over time: of what the caller may play back, and no more.
import { and, count, sql } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { recordings } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import type { AccessService } from '../access.ts'
import type { Sums } from '../storage/sums.ts'
import { createRecordingPages, type Listed, type RecordingScope } from './pages.ts'
import { createScopeOf } from './scope.ts'
import type { RecordingRow } from './store.ts'

export interface KindSum {
  /** Null = cameras that are gone. */
  channelId: number | null
  kind: RecordingRow['kind']
  /** Null = the data folder. */
  folderId: number | null
  count: number
  bytes: number
  bytesPerDay: number
}

export interface Counted {
  videos: number
  pictures: number
}

/** Rights: `playback` on each channel. What is left of cameras that are gone is for who may play back all. */
export interface RecordingFigures {
  /** Of files that are there. */
  sums(caller: Caller): KindSum[]
  /** How many began from an instant on. */
  since(caller: Caller, from: Date): Counted
  /** The same by hours of UTC, under the beginning of each in milliseconds; an hour without any is left out. */
  hours(caller: Caller, from: Date): Map<number, Counted>
  /** What began last. */
  newest(caller: Caller): Listed | null
}

interface Deps {
  db: Db
  access: AccessService
  sums: Sums
}

const HOUR_MS = 3_600_000
const none = (): Counted => ({ videos: 0, pictures: 0 })

export function createRecordingFigures({ db, access, sums }: Deps): RecordingFigures {
  const pages = createRecordingPages(db, () => false)
  const scopeOf = createScopeOf(access)
  /** Named, so that an index of both kinds by time is read and no row. */
  const kinds = sql`${recordings.kind} in ('video', 'picture')`

  const began = (scope: RecordingScope, from: Date) => and(pages.where(scope, { startsFrom: from }), kinds)

  function add(to: Counted, { kind, count }: { kind: RecordingRow['kind']; count: number }): Counted {
    to[kind === 'video' ? 'videos' : 'pictures'] += count
    return to
  }

  return {
    sums(caller) {
      const scope = scopeOf(caller, undefined)
      if (!scope) return []
      const { householdId, among } = scope
      return sums()
        .filter((sum) => sum.householdId === householdId)
        .filter(({ channelId }) => !among || (channelId !== null && among.includes(channelId)))
        .map(({ channelId, folderId, manner, recordings: count, bytes, bytesPerDay }) => ({
          ...{ channelId, folderId, count, bytes, bytesPerDay },
          kind: manner === 'picture' ? 'picture' : 'video',
        }))
    },
    since(caller, from) {
      const scope = scopeOf(caller, undefined)
      if (!scope) return none()
      const { kind } = recordings
      const rows = db.select({ kind, count: count() }).from(recordings).where(began(scope, from)).groupBy(kind).all()
      return rows.reduce(add, none())
    },
    hours(caller, from) {
      const scope = scopeOf(caller, undefined)
      const found = new Map<number, Counted>()
      if (!scope) return found
      const { kind } = recordings
      const hour = sql<number>`${recordings.startAt} / ${sql.raw(String(HOUR_MS))}`
      const rows = db
        .select({ kind, hour, count: count() })
        .from(recordings)
        .where(began(scope, from))
        .groupBy(kind, hour)
        .all()
      for (const row of rows) found.set(row.hour * HOUR_MS, add(found.get(row.hour * HOUR_MS) ?? none(), row))
      return found
    },
    newest(caller) {
      const scope = scopeOf(caller, undefined)
      return (scope && pages.page(scope, {}, 0, 1)[0]) ?? null
    },
  }
}
