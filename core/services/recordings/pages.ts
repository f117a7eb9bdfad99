// Pages and sums of recordings: every filter is applied before paging, along an index of time.
import { and, asc, count, desc, eq, gt, gte, inArray, isNull, lt, lte, not, or, type SQL, sql } from 'drizzle-orm'
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core'
import { listed } from '../../db/listed.ts'
import type { Db } from '../../db/open.ts'
import { alarms, channels, recordings, recordingTags } from '../../db/schema/index.ts'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'
import { isAlarmed } from './alarmed.ts'
import type { RecordingRow } from './store.ts'

export interface RecordingFilter {
  /** Both, unless it is said. */
  kind?: RecordingRow['kind'] | undefined
  /** Those that touch the time from…to. */
  from?: Date | undefined
  to?: Date | undefined
  /** Part of the camera's name or the file's. */
  search?: string | undefined
  recordType?: string | undefined
  /** Seconds. */
  minDuration?: number | undefined
  maxDuration?: number | undefined
  width?: number | undefined
  height?: number | undefined
  codec?: string | undefined
  order?: 'asc' | 'desc' | undefined
  /** By when they began, which is where it is not said. */
  sort?: Sort | undefined
  /** Those that began from…to, both counted. */
  startsFrom?: Date | undefined
  startsTo?: Date | undefined
  isProtected?: boolean | undefined
  /** With one of these; null stands for whatever has none. */
  recordTypes?: readonly (string | null)[] | undefined
  /** With one of these. */
  tags?: readonly string[] | undefined
  /** With an alarm of one of these kinds in them, or without any. */
  alarms?: { are: boolean; kinds: readonly AlarmKind[] } | undefined
}

export type Sort = 'start' | 'end' | 'id' | 'name' | 'bytes'

export interface RecordingScope {
  householdId: number
  /** Only this one, which must be of the household. */
  channelId?: number | undefined
  /** Only these, for somebody who may not see all. */
  among?: readonly number[] | undefined
}

export interface Listed {
  recording: RecordingRow
  /** Null for a channel that is gone. */
  channel: { uuid: string; name: string | null; deviceName: string } | null
  /** Whose picture it is. */
  alarm?: { id: number } | null
  /** The disk that it lies on is not there. */
  isAway: boolean
}

export interface ChannelSum {
  channelId: number | null
  channelUuid: string | null
  name: string
  count: number
  bytes: number
  seconds: number
}

/** Nothing that we keep is longer than what can be fetched or exported at once: so far before a time its recordings begin. */
const LONGEST_MS = 32 * 86_400_000

const containing = (text: string) => `%${text.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`

/** The plus keeps SQLite from reading channel by channel, which would have to be sorted. */
const among = (ids: readonly number[] | undefined) => ids && sql`+${recordings.channelId} in ${listed(ids)}`

export const typed = (column: SQLiteColumn, types: readonly (string | null)[]): SQL =>
  sql`coalesce(${column}, '') in ${listed(types.map((type) => type ?? ''))}`

function conditions(scope: RecordingScope, filter: RecordingFilter): SQL | undefined {
  const { kind, from, to, search, recordType, minDuration, maxDuration, width, height, codec } = filter
  const given = <T>(value: T | undefined, make: (value: T) => SQL | undefined) =>
    value === undefined ? undefined : make(value)
  return and(
    scope.channelId === undefined
      ? eq(recordings.householdId, scope.householdId)
      : eq(recordings.channelId, scope.channelId),
    given(kind, (kind) => eq(recordings.kind, kind)),
    among(scope.among),
    given(to, (time) => lt(recordings.startAt, time)),
    given(from, (time) => and(gt(recordings.startAt, new Date(+time - LONGEST_MS)), gt(recordings.endAt, time))),
    given(search, (text) =>
      or(
        sql`${recordings.channelName} like ${containing(text)} escape '\\'`,
        sql`${recordings.file} like ${containing(text)} escape '\\'`,
      ),
    ),
    given(recordType, (type) => eq(recordings.recordType, type)),
    given(minDuration, (seconds) => gte(recordings.duration, seconds)),
    given(maxDuration, (seconds) => lte(recordings.duration, seconds)),
    given(width, (pixels) => eq(recordings.width, pixels)),
    given(height, (pixels) => eq(recordings.height, pixels)),
    given(codec, (name) => eq(recordings.codec, name)),
    given(filter.startsFrom, (time) => gte(recordings.startAt, time)),
    given(filter.startsTo, (time) => lte(recordings.startAt, time)),
    given(filter.isProtected, (is) => eq(recordings.isProtected, is)),
    given(filter.recordTypes, (types) => typed(recordings.recordType, types)),
    given(
      filter.tags,
      (tags) =>
        sql`${recordings.id} in (select ${recordingTags.recordingId} from ${recordingTags} where ${recordingTags.tag} in ${listed(tags)})`,
    ),
    given(filter.alarms, ({ are, kinds }) => (are ? isAlarmed(recordings, kinds) : not(isAlarmed(recordings, kinds)))),
  )
}

const SORTS: Record<Sort, SQLiteColumn[]> = {
  start: [recordings.startAt],
  end: [recordings.endAt],
  id: [],
  name: [recordings.channelName],
  bytes: [recordings.bytes],
}

const channelColumns = { uuid: channels.uuid, name: channels.name, deviceName: channels.deviceName }

export function createRecordingPages(db: Db, isAway: (folderId: number | null) => boolean) {
  const told = (row: Omit<Listed, 'isAway'>): Listed => ({ ...row, isAway: isAway(row.recording.folderId) })

  const joined = () =>
    db
      .select({ recording: recordings, channel: channelColumns, alarm: { id: alarms.id } })
      .from(recordings)
      .leftJoin(channels, eq(channels.id, recordings.channelId))
      .leftJoin(alarms, eq(alarms.recordingId, recordings.id))

  const sums = {
    count: count(),
    bytes: sql<number>`coalesce(sum(${recordings.bytes}), 0)`,
    seconds: sql<number>`coalesce(sum(${recordings.duration}), 0)`,
  }

  return {
    page(scope: RecordingScope, filter: RecordingFilter, offset: number, limit: number): Listed[] {
      const direction = (column: SQLiteColumn) => (filter.order === 'asc' ? asc(column) : desc(column))
      return joined()
        .where(conditions(scope, filter))
        .orderBy(...[...SORTS[filter.sort ?? 'start'], recordings.id].map(direction))
        .limit(limit)
        .offset(offset)
        .all()
        .map(told)
    },
    /** Those of the keys that are there. */
    those: (ids: readonly number[]): Listed[] =>
      ids.length
        ? joined()
            .where(inArray(recordings.id, [...ids]))
            .all()
            .map(told)
        : [],
    where: conditions,
    count: (scope: RecordingScope, filter: RecordingFilter): number =>
      db.select({ count: count() }).from(recordings).where(conditions(scope, filter)).get()?.count ?? 0,
    one: (where: SQL): Listed | undefined => joined().where(where).limit(1).all().map(told)[0],
    /** Of files that are there, channel by channel. */
    sumOf(scope: RecordingScope, filter: RecordingFilter) {
      const where = and(conditions(scope, filter), isNull(recordings.missingSince))
      return db.select(sums).from(recordings).where(where).get() ?? { count: 0, bytes: 0, seconds: 0 }
    },
    /** The same for channels that are gone, by the name that they had. */
    sumOfGone(scope: RecordingScope, filter: RecordingFilter): ChannelSum[] {
      const found = db
        .select({ name: recordings.channelName, bytes: recordings.bytes, seconds: recordings.duration })
        .from(recordings)
        .where(and(conditions(scope, filter), isNull(recordings.channelId), isNull(recordings.missingSince)))
        .all()
      const byName = Map.groupBy(found, ({ name }) => name)
      return [...byName].map(([name, rows]) => ({
        channelId: null,
        channelUuid: null,
        name,
        count: rows.length,
        bytes: rows.reduce((sum, row) => sum + row.bytes, 0),
        seconds: rows.reduce((sum, row) => sum + row.seconds, 0),
      }))
    },
  }
}
