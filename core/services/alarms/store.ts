// The alarms table: prepared writes for the stream, and the paged list.
import { and, count, desc, eq, inArray, isNull, lt, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { alarms } from '../../db/schema/index.ts'
import type { Alarm, AlarmEnd } from '../../domain/alarm.ts'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'
import { byKeyOrUuid } from '../key-or-uuid.ts'

type Row = typeof alarms.$inferSelect
export type NewAlarm = Omit<Alarm, 'id' | 'endedAt' | 'endReason' | 'hasPicture'>

export interface AlarmQuery {
  /** Null = of every household. */
  householdId: number | null
  /** Only alarms of these channels; null = of all, and those of the devices themselves. */
  channelIds: number[] | null
  deviceId?: number | undefined
  kinds?: AlarmKind[] | undefined
  /** Null = of devices themselves. */
  channelNo?: number | null | undefined
  /** Older than this one. */
  before?: { time: Date; id: number } | undefined
}

const toAlarm = ({ picture, ...row }: Row): Alarm => ({ ...row, hasPicture: picture !== null })
/** A placeholder that drizzle hands over as it is: a time may be null, which its own conversion does not take. */
const bare = (name: string) => sql`${sql.placeholder(name)}`
const given = (name: string) => sql.placeholder(name)

export type AlarmStore = ReturnType<typeof createStore>

export function createStore(db: Db) {
  const insert = db
    .insert(alarms)
    .values({
      uuid: given('uuid'),
      householdId: given('householdId'),
      deviceId: given('deviceId'),
      channelId: bare('channelId'),
      channelNo: bare('channelNo'),
      channelName: bare('channelName'),
      deviceAddress: given('deviceAddress'),
      kind: given('kind'),
      rawType: given('rawType'),
      message: given('message'),
      region: bare('region'),
      target: bare('target'),
      deviceTime: bare('deviceTime'),
      beganAt: given('beganAt'),
    })
    .returning({ id: alarms.id })
    .prepare()
  const end = db
    .update(alarms)
    .set({ endedAt: bare('endedAt'), endReason: bare('reason') })
    .where(eq(alarms.id, given('id')))
    .prepare()

  function conditions(query: AlarmQuery): SQL | undefined {
    const { before } = query
    return and(
      query.householdId === null ? undefined : eq(alarms.householdId, query.householdId),
      query.channelIds ? inArray(alarms.channelId, query.channelIds) : undefined,
      query.deviceId === undefined ? undefined : eq(alarms.deviceId, query.deviceId),
      query.kinds ? inArray(alarms.kind, query.kinds) : undefined,
      query.channelNo === null ? isNull(alarms.channelNo) : undefined,
      typeof query.channelNo === 'number' ? eq(alarms.channelNo, query.channelNo) : undefined,
      before ? sql`(${alarms.beganAt}, ${alarms.id}) < (${before.time.getTime()}, ${before.id})` : undefined,
    )
  }

  return {
    insert(alarm: NewAlarm): Alarm {
      const { id } = insert.get({ ...alarm, deviceTime: alarm.deviceTime?.getTime() ?? null })
      return { ...alarm, id, endedAt: null, endReason: null, hasPicture: false }
    },
    end(id: number, endedAt: Date, reason: AlarmEnd): void {
      end.run({ id, endedAt: endedAt.getTime(), reason })
    },
    describe(id: number, { target, region }: Pick<Alarm, 'target' | 'region'>): void {
      db.update(alarms).set({ target, region }).where(eq(alarms.id, id)).run()
    },
    /** Null when the alarm is gone. */
    setPicture(id: number, picture: string): Alarm | null {
      const row = db.update(alarms).set({ picture }).where(eq(alarms.id, id)).returning().get()
      return row ? toAlarm(row) : null
    },
    closeOpen(at: Date, reason: AlarmEnd): number {
      // An alarm never ends before it began, also when the clock was wrong then.
      return db
        .update(alarms)
        .set({ endedAt: sql`max(${alarms.beganAt}, ${at.getTime()})`, endReason: reason })
        .where(isNull(alarms.endedAt))
        .returning({ id: alarms.id })
        .all().length
    },
    list(query: AlarmQuery, most: number): Alarm[] {
      return db
        .select()
        .from(alarms)
        .where(conditions(query))
        .orderBy(desc(alarms.beganAt), desc(alarms.id))
        .limit(most)
        .all()
        .map(toAlarm)
    },
    /** By key or uuid, with the name of its picture's file. */
    find(id: string | number): { alarm: Alarm; picture: string | null } | null {
      const where = byKeyOrUuid(alarms, id)
      const row = where && db.select().from(alarms).where(where).get()
      return row ? { alarm: toAlarm(row), picture: row.picture } : null
    },
    remove(ids: number[]): { count: number; pictures: string[] } {
      const rows = db.delete(alarms).where(inArray(alarms.id, ids)).returning({ picture: alarms.picture }).all()
      return { count: rows.length, pictures: rows.flatMap(({ picture }) => picture ?? []) }
    },
    /** Keys of the household's oldest alarms, at most `most`: up to and with key `newest`, began before `before`. */
    oldest(householdId: number, most: number, limit: { newest?: number; before?: Date }): number[] {
      return db
        .select({ id: alarms.id })
        .from(alarms)
        .where(
          and(
            eq(alarms.householdId, householdId),
            limit.newest === undefined ? undefined : sql`${alarms.id} <= ${limit.newest}`,
            limit.before ? lt(alarms.beganAt, limit.before) : undefined,
          ),
        )
        .orderBy(alarms.beganAt, alarms.id)
        .limit(most)
        .all()
        .map(({ id }) => id)
    },
    count: (householdId: number): number =>
      db.select({ count: count() }).from(alarms).where(eq(alarms.householdId, householdId)).get()?.count ?? 0,
    newest: (): { id: number; beganAt: Date } | null =>
      db.select({ id: alarms.id, beganAt: alarms.beganAt }).from(alarms).orderBy(desc(alarms.id)).limit(1).get() ??
      null,
    households: (): number[] =>
      db
        .selectDistinct({ id: alarms.householdId })
        .from(alarms)
        .all()
        .map(({ id }) => id),
  }
}
