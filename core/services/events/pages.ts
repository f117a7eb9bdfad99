// A page of events: alarms and what no device told lie in parts of one table, each with its index, and are merged by SQLite.
import { and, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { alarms, notToldByDevice, toldByDevice } from '../../db/schema/index.ts'
import { ALARM_KINDS, type AlarmKind, type Severity } from '../../domain/alarm-kinds.ts'
import type { EventSource } from '../../domain/event.ts'
import { type Cursor, olderThan } from '../alarms/pages.ts'

export interface EventFilter {
  type?: string | undefined
  severity?: Severity | undefined
  acknowledged?: boolean | undefined
  /** `own`: whatever no device told. */
  source?: EventSource | 'own' | undefined
  /** Those that began in from ≤ time < to. */
  from?: Date | undefined
  to?: Date | undefined
  /** Part of the message, the camera's name or the type. */
  search?: string | undefined
}

export interface EventScope {
  householdId: number
  /** Only of these channels, which must be of the household; undefined = of all, and of no channel. */
  channels?: readonly { deviceId: number; channelNo: number; channelId: number }[] | undefined
}

const KINDS = Object.keys(ALARM_KINDS) as AlarmKind[]
/** SQLite merges 500 selects at most. More channels than this are looked for among all. */
const MOST_PARTS = 200

const containing = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`
const kindOf = (type: string) => KINDS.find((kind) => ALARM_KINDS[kind].type === type)
const kindsOf = (severity: Severity) => KINDS.filter((kind) => ALARM_KINDS[kind].severity === severity)
const among = (channels: NonNullable<EventScope['channels']>) =>
  sql`+${alarms.channelId} in (select value from json_each(${JSON.stringify(channels.map((one) => one.channelId))}))`

/** Parts that share no row; together they are what was asked for. Each is read along an index, in the order of the list. */
function partsOf({ householdId, channels }: EventScope, filter: EventFilter): (SQL | undefined)[] {
  const { type, severity, acknowledged, source } = filter
  const house = eq(alarms.householdId, householdId)
  const kind = type === undefined ? undefined : kindOf(type)
  const ofKind = kind && eq(alarms.kind, kind)
  const ofType = type === undefined ? undefined : eq(alarms.type, type)
  const isSevere =
    severity && or(eq(alarms.severity, severity), and(isNull(alarms.severity), inArray(alarms.kind, kindsOf(severity))))
  const wantsTold = (source ?? 'device') === 'device' && (type === undefined || kind !== undefined)
  const wantsOurs = source !== 'device'
  if (!wantsTold && !wantsOurs) return []
  const ours = and(notToldByDevice, ofType, source && source !== 'own' ? eq(alarms.source, source) : undefined)
  const either = or(wantsTold ? and(toldByDevice, ofKind) : undefined, wantsOurs ? ours : undefined)

  if (channels) {
    const told =
      channels.length > MOST_PARTS
        ? [and(house, toldByDevice, ofKind, among(channels), isSevere)]
        : channels.map(({ deviceId, channelNo, channelId }) =>
            and(
              toldByDevice,
              eq(alarms.deviceId, deviceId),
              eq(alarms.channelNo, channelNo),
              eq(alarms.channelId, channelId),
              ofKind,
              isSevere,
            ),
          )
    const [only, ...others] = channels
    const here = only && others.length === 0 ? eq(alarms.channelId, only.channelId) : and(house, among(channels))
    return [...(wantsTold ? told : []), ...(wantsOurs ? [and(here, ours, isSevere)] : [])]
  }
  if (severity) {
    // What somebody has judged himself, and what is as severe as its kind.
    const kinds = wantsTold ? kindsOf(severity).filter((one) => kind === undefined || one === kind) : []
    const byKind = kinds.map((one) => and(house, toldByDevice, eq(alarms.kind, one), isNull(alarms.severity)))
    return [and(house, eq(alarms.severity, severity), either), ...byKind]
  }
  if (acknowledged && type === undefined && source === undefined) return [house]
  return [...(wantsTold ? [and(house, toldByDevice, ofKind)] : []), ...(wantsOurs ? [and(house, ours)] : [])]
}

function restOf({ acknowledged, from, to, search }: EventFilter): SQL | undefined {
  const like = search ? containing(search) : undefined
  return and(
    from && sql`${alarms.beganAt} >= ${+from}`,
    to && sql`${alarms.beganAt} < ${+to}`,
    acknowledged === undefined
      ? undefined
      : acknowledged
        ? sql`${alarms.acknowledgedAt} is not null`
        : isNull(alarms.acknowledgedAt),
    like === undefined
      ? undefined
      : or(...[alarms.message, alarms.channelName, alarms.type].map((text) => sql`${text} like ${like} escape '\\'`)),
  )
}

const union = (parts: SQL[]) => sql.join(parts, sql` union all `)

export function createEventPages(db: Db) {
  return {
    /** Ids, newest first. */
    ids(
      scope: EventScope,
      filter: EventFilter,
      { before, offset = 0, limit }: { before?: Cursor | undefined; offset?: number; limit: number },
    ): number[] {
      const rest = and(restOf(filter), before ? olderThan(before) : undefined)
      const parts = partsOf(scope, filter).map(
        (part) => sql`select ${alarms.beganAt} as "at", ${alarms.id} as "id" from ${alarms} where ${and(part, rest)}`,
      )
      if (parts.length === 0) return []
      const page = sql`${union(parts)} order by "at" desc, "id" desc limit ${limit} offset ${offset}`
      return db.all<{ id: number }>(page).map(({ id }) => id)
    },
    count(scope: EventScope, filter: EventFilter): number {
      const rest = restOf(filter)
      const counts = partsOf(scope, filter).map(
        (part) => sql`(select count(*) from ${alarms} where ${and(part, rest)})`,
      )
      if (counts.length === 0) return 0
      const [sum] = db.all<{ total: number }>(sql`select ${sql.join(counts, sql` + `)} as "total"`)
      return sum?.total ?? 0
    },
  }
}
