// A page of alarms of devices at any depth: each filter has its index, and several places are merged from their newest keys.
import { and, desc, eq, inArray, isNotNull, isNull, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { alarms, toldByDevice } from '../../db/schema/index.ts'
import type { Alarm } from '../../domain/alarm.ts'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'

/** An alarm's place in the order of the list. */
export interface Cursor {
  time: Date
  id: number
}

/** One channel of a device, or with null the device itself. */
export interface Place {
  deviceId: number
  channelNo: number | null
  /** Only alarms of this very channel, should its number once have been another's. */
  channelId?: number
}

export interface AlarmQuery {
  /** Null = of every household. */
  householdId: number | null
  /** Must be one of the household: it is asked by the device alone. */
  deviceId?: number | undefined
  /** Only alarms from here; each must be of the household, and of `deviceId` where that is given. */
  places?: readonly Place[] | undefined
  /** Of one of these; undefined = of any. */
  kinds?: readonly AlarmKind[] | undefined
  /** Only those that go on. */
  open?: boolean | undefined
  /** Only those that somebody has seen to, or nobody has: each by an index of its own, whatever else is asked (see `sifted.ts`). */
  acknowledged?: boolean | undefined
  /** Older than this one. */
  before?: Cursor | undefined
  /** Not older than this. */
  from?: Date | undefined
}

type Row = typeof alarms.$inferSelect

/** What only events show is left out. */
export function toAlarm(row: Row): Alarm {
  const { picture, source: _source, type: _type, metadata: _metadata, createdAt: _createdAt, ...seen } = row
  const { severity, acknowledgedAt, acknowledgedBy, ...alarm } = seen
  return {
    ...alarm,
    hasPicture: picture !== null || alarm.recordingId !== null,
    ...(severity && { severity }),
    ...(acknowledgedAt && { acknowledged: { at: acknowledgedAt, by: acknowledgedBy } }),
  }
}

export const olderThan = ({ time, id }: Cursor): SQL => sql`(${alarms.beganAt}, ${alarms.id}) < (${+time}, ${id})`

const newestFirst = [desc(alarms.beganAt), desc(alarms.id)]
/** Beyond every alarm. */
export const END = Number.MAX_SAFE_INTEGER

/** When it began, in milliseconds, and its number: bare, since there are many. */
type Key = [beganAt: number, id: number]
const later = (a: Key, b: Key) => b[0] - a[0] || b[1] - a[1]
const newest = (lists: Key[][], most: number) => lists.flat().sort(later).slice(0, most)

/** From here on it pays to look among all first. */
const MANY_PLACES = 8

type Told = Pick<Row, 'deviceId' | 'channelNo' | 'channelId' | 'kind'>
const nameOf = ({ deviceId, channelNo }: Pick<Row, 'deviceId' | 'channelNo'>) => `${deviceId}/${channelNo}`

/** All that is asked of where and what an alarm was. */
export function isAsked({ deviceId, places, kinds }: AlarmQuery): (row: Told) => boolean {
  const within = places ? isWithin(places) : () => true
  return (row) =>
    (deviceId === undefined || row.deviceId === deviceId) &&
    (kinds === undefined || kinds.includes(row.kind)) &&
    within(row)
}

function isWithin(places: readonly Place[]): (row: Told) => boolean {
  const wanted = new Map(places.map((place) => [nameOf(place), place.channelId]))
  return (row) => {
    const channelId = wanted.get(nameOf(row))
    return channelId === undefined ? wanted.has(nameOf(row)) : channelId === row.channelId
  }
}

export function createPages(db: Db) {
  const older = ({ before }: AlarmQuery) => (before ? olderThan(before) : undefined)

  /** Keys of one place, read from the index alone. */
  const keysAt = (kind: SQL | undefined) =>
    db
      .select({ beganAt: alarms.beganAt, id: alarms.id })
      .from(alarms)
      .where(
        and(
          toldByDevice,
          eq(alarms.deviceId, sql.placeholder('deviceId')),
          sql`${alarms.channelNo} is ${sql.placeholder('channelNo')}`,
          kind,
          sql`(${sql.placeholder('channelId')} is null or ${alarms.channelId} = ${sql.placeholder('channelId')})`,
          sql`(${alarms.beganAt}, ${alarms.id}) < (${sql.placeholder('time')}, ${sql.placeholder('id')})`,
        ),
      )
      .orderBy(...newestFirst)
      .limit(sql.placeholder('most'))
      .prepare()
  const keysOfAnyKind = keysAt(undefined)
  const keysOfKind = keysAt(eq(alarms.kind, sql.placeholder('kind')))

  /** The newest keys of several places: a few of each, and a page of those that could have more among the newest. */
  function newestKeys(places: readonly Place[], { kinds, before }: AlarmQuery, most: number): Key[] {
    const { time, id } = before ? { time: +before.time, id: before.id } : { time: END, id: END }
    const parts = places.flatMap((place) => (kinds ?? [undefined]).map((kind) => ({ ...place, kind })))
    const ask = ({ channelId, ...part }: (typeof parts)[number], count: number): Key[] =>
      (part.kind === undefined ? keysOfAnyKind : keysOfKind)
        .values({ ...part, channelId: channelId ?? null, time, id, most: count })
        .map(([at, key]) => [Number(at), Number(key)])
    const few = Math.min(most, Math.ceil((2 * most) / parts.length))
    const lists = parts.map((part) => ask(part, few))
    const last = newest(lists, most)[most - 1]
    const couldHaveMore = (list: Key[]) => {
      const own = list[few - 1]
      return own !== undefined && few < most && (!last || later(own, last) <= 0)
    }
    return newest(
      parts.map((part, index) => {
        const list = lists[index] ?? []
        return couldHaveMore(list) ? ask(part, most) : list
      }),
      most,
    )
  }

  function rowsOf(ids: readonly number[]): Row[] {
    if (ids.length === 0) return []
    const found = db
      .select()
      .from(alarms)
      .where(inArray(alarms.id, [...ids]))
      .all()
    const byId = new Map(found.map((row) => [row.id, row]))
    return ids.flatMap((id) => byId.get(id) ?? [])
  }

  const merged = (places: readonly Place[], query: AlarmQuery, most: number): Row[] =>
    rowsOf(newestKeys(places, query, most).map(([, id]) => id))

  const house = ({ householdId }: AlarmQuery) =>
    householdId === null ? undefined : eq(alarms.householdId, householdId)

  /** They are few, so what else is asked of them needs no index. */
  function open(query: AlarmQuery, most: number): Row[] {
    const asked = isAsked(query)
    return db
      .select()
      .from(alarms)
      .where(and(house(query), isNull(alarms.endedAt), older(query)))
      .orderBy(...newestFirst)
      .all()
      .filter((row) => row.source === 'device' && asked(row))
      .slice(0, most)
  }

  /** Not as `toldByDevice` says it, so that the index of what was seen to, or was not, is taken and not that of all alarms. */
  const isTold = sql`+${alarms.source} = 'device'`
  /** Whatever else is asked of them is for who sifts them. */
  const bySeenTo = (query: AlarmQuery, most: number): Row[] =>
    db
      .select()
      .from(alarms)
      .where(
        and(
          house(query),
          isTold,
          query.acknowledged ? isNotNull(alarms.acknowledgedAt) : isNull(alarms.acknowledgedAt),
          older(query),
        ),
      )
      .orderBy(...newestFirst)
      .limit(most)
      .all()

  function anywhere(query: AlarmQuery, most: number): Row[] {
    const { deviceId, kinds = [] } = query
    const where = and(deviceId === undefined ? house(query) : eq(alarms.deviceId, deviceId), toldByDevice, older(query))
    if (kinds.length > 1) return rowsOf(keysOfKinds(where, kinds, most))
    return db
      .select()
      .from(alarms)
      .where(and(where, kinds[0] && eq(alarms.kind, kinds[0])))
      .orderBy(...newestFirst)
      .limit(most)
      .all()
  }

  /** Each kind is read along its index, and SQLite merges them. */
  function keysOfKinds(where: SQL | undefined, kinds: readonly AlarmKind[], most: number): number[] {
    const parts = kinds.map(
      (kind) =>
        sql`select ${alarms.beganAt} as "at", ${alarms.id} as "id" from ${alarms} where ${and(where, eq(alarms.kind, kind))}`,
    )
    const page = sql`${sql.join(parts, sql` union all `)} order by "at" desc, "id" desc limit ${most}`
    return db.all<{ id: number }>(page).map(({ id }) => id)
  }

  /** Whoever may see most of a house finds a page among the next few of the house. */
  function amongAll(places: readonly Place[], query: AlarmQuery, most: number): Row[] | null {
    const rows = anywhere(query, 3 * most)
    const found = rows.filter(isWithin(places))
    return found.length >= most || rows.length < 3 * most ? found.slice(0, most) : null
  }

  function page(query: AlarmQuery, most: number): Row[] {
    const { places } = query
    if (query.open) return open(query, most)
    if (query.acknowledged !== undefined) return bySeenTo(query, most)
    if (!places) return anywhere(query, most)
    return (places.length >= MANY_PLACES ? amongAll(places, query, most) : null) ?? merged(places, query, most)
  }

  return (query: AlarmQuery, most: number): Alarm[] => {
    const { from } = query
    const rows = page(query, most)
    // Not asked of the database: it would look through those days for a rare kind, and leave that one's index aside.
    return (from ? rows.filter(({ beganAt }) => beganAt >= from) : rows).map(toAlarm)
  }
}
