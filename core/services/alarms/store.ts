// The alarms table, as far as devices fill it: prepared writes for the stream, and what is removed from it.
import { and, desc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { alarms, households, notToldByDevice, recordings, toldByDevice } from '../../db/schema/index.ts'
import type { Alarm, AlarmEnd } from '../../domain/alarm.ts'
import { byKeyOrUuid } from '../key-or-uuid.ts'
import { type Cursor, createPages, END, olderThan, toAlarm } from './pages.ts'
import { type PictureFile, pictureRow } from './picture-row.ts'

export type NewAlarm = Omit<
  Alarm,
  'id' | 'endedAt' | 'endReason' | 'hasPicture' | 'recordingId' | 'pictureComes' | 'severity' | 'acknowledged'
>

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
      area: bare('area'),
      target: bare('target'),
      rule: bare('rule'),
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

  /** The key of the alarm that comes after so many newer ones. */
  const nthOf = (whose: SQL) =>
    db
      .select({ id: alarms.id, time: alarms.beganAt })
      .from(alarms)
      .where(
        and(
          eq(alarms.householdId, given('householdId')),
          whose,
          sql`(${alarms.beganAt}, ${alarms.id}) < (${given('time')}, ${given('id')})`,
        ),
      )
      .orderBy(desc(alarms.beganAt), desc(alarms.id))
      .limit(1)
      .offset(given('skipped'))
      .prepare()
  const nth = { told: nthOf(toldByDevice), ours: nthOf(notToldByDevice) }

  /** Nobody wants to keep it for longer than the alarm. One with a retention of its own goes by that. */
  const isFree = and(eq(recordings.isProtected, false), isNull(recordings.keepUntil))

  const picturesOf = (ids: number[]) =>
    db
      .select({
        recordingId: alarms.recordingId,
        file: sql<string | null>`coalesce(${recordings.file}, ${alarms.picture})`,
      })
      .from(alarms)
      .leftJoin(recordings, eq(recordings.id, alarms.recordingId))
      .where(and(inArray(alarms.id, ids), or(isNotNull(alarms.picture), isFree)))
      .all()

  return {
    insert(alarm: NewAlarm): Alarm {
      const { id } = insert.get({
        ...alarm,
        area: alarm.area && JSON.stringify(alarm.area),
        deviceTime: alarm.deviceTime?.getTime() ?? null,
      })
      return { ...alarm, id, endedAt: null, endReason: null, hasPicture: false, recordingId: null }
    },
    end(id: number, endedAt: Date, reason: AlarmEnd): void {
      end.run({ id, endedAt: endedAt.getTime(), reason })
    },
    describe(id: number, { target, region, rule, area }: Pick<Alarm, 'target' | 'region' | 'rule' | 'area'>): void {
      db.update(alarms).set({ target, region, rule, area }).where(eq(alarms.id, id)).run()
    },
    /** The file is a recording from now on, and the alarm's picture. Null when the alarm is gone. */
    setPicture(id: number, picture: PictureFile, at: Date): Alarm | null {
      return db.transaction((tx) => {
        const alarm = tx.select().from(alarms).where(eq(alarms.id, id)).get()
        if (!alarm) return null
        const { id: recordingId } = tx
          .insert(recordings)
          .values({ ...pictureRow(alarm, picture), uuid: Bun.randomUUIDv7(), createdAt: at })
          .returning({ id: recordings.id })
          .get()
        tx.update(alarms).set({ recordingId, picture: null }).where(eq(alarms.id, id)).run()
        return toAlarm({ ...alarm, recordingId, picture: null })
      })
    },
    /** Whether this file is a recording that nobody may remove by the way. */
    isProtected: (file: string): boolean =>
      db
        .select({ isFree: sql<number>`${isFree}` })
        .from(recordings)
        .where(eq(recordings.file, file))
        .get()?.isFree === 0,
    /** Its file is gone. */
    forgetPicture: (file: string): void =>
      void db
        .delete(recordings)
        .where(and(eq(recordings.file, file), isFree))
        .run(),
    closeOpen(at: Date, reason: AlarmEnd): Alarm[] {
      // An alarm never ends before it began, also when the clock was wrong then.
      return db
        .update(alarms)
        .set({ endedAt: sql`max(${alarms.beganAt}, ${at.getTime()})`, endReason: reason })
        .where(and(toldByDevice, isNull(alarms.endedAt)))
        .returning()
        .all()
        .map(toAlarm)
    },
    list: createPages(db),
    /** By key or uuid, with the name of its picture's file. */
    find(id: string | number): { alarm: Alarm; picture: string | null } | null {
      const where = byKeyOrUuid(alarms, id)
      if (!where) return null
      const found = db
        .select({ row: alarms, file: recordings.file })
        .from(alarms)
        .leftJoin(recordings, eq(recordings.id, alarms.recordingId))
        .where(and(where, toldByDevice))
        .get()
      return found ? { alarm: toAlarm(found.row), picture: found.file ?? found.row.picture } : null
    },
    /** Files of the pictures that go with these alarms: a protected one stays without its alarm. */
    picturesOf: (ids: number[]): string[] => picturesOf(ids).flatMap(({ file }) => file ?? []),
    /** With their pictures, but for protected ones; gives the files of those. */
    remove(ids: number[]): string[] {
      return db.transaction((tx) => {
        const pictures = picturesOf(ids)
        tx.delete(alarms).where(inArray(alarms.id, ids)).run()
        const gone = pictures.flatMap(({ recordingId }) => recordingId ?? [])
        if (gone.length) tx.delete(recordings).where(inArray(recordings.id, gone)).run()
        return pictures.flatMap(({ file }) => file ?? [])
      })
    },
    /**
     * Keys of the household's oldest alarms, with `ours` of the events that no device told, at most `most` of them. Without
     * `goingOn` only those that have ended.
     */
    oldest(
      householdId: number,
      most: number,
      only: { ours?: boolean; olderThan?: Cursor; upTo?: number; goingOn?: true } = {},
    ): number[] {
      return db
        .select({ id: alarms.id })
        .from(alarms)
        .where(
          and(
            eq(alarms.householdId, householdId),
            only.ours ? notToldByDevice : toldByDevice,
            only.olderThan && olderThan(only.olderThan),
            only.upTo === undefined ? undefined : sql`${alarms.id} <= ${only.upTo}`,
            only.goingOn ? undefined : isNotNull(alarms.endedAt),
          ),
        )
        .orderBy(alarms.beganAt, alarms.id)
        .limit(most)
        .all()
        .map(({ id }) => id)
    },
    /** Those of these keys that are alarms of the household. */
    among: (householdId: number, ids: readonly number[]): number[] =>
      db
        .select({ id: alarms.id })
        .from(alarms)
        .where(and(inArray(alarms.id, [...ids]), eq(alarms.householdId, householdId), toldByDevice))
        .all()
        .map(({ id }) => id),
    oldestOfDevice: (deviceId: number, most: number): number[] =>
      db
        .select({ id: alarms.id })
        .from(alarms)
        .where(eq(alarms.deviceId, deviceId))
        .orderBy(alarms.beganAt, alarms.id)
        .limit(most)
        .all()
        .map(({ id }) => id),
    /** The `count`-th of the household's alarms, newest first, counted from `from` on; null where there are fewer. */
    nth(whose: keyof typeof nth, householdId: number, count: number, from: Cursor | null): Cursor | null {
      const { time, id } = from ? { time: +from.time, id: from.id } : { time: END, id: END }
      return nth[whose].get({ householdId, time, id, skipped: count - 1 }) ?? null
    },
    newest: (): { id: number; beganAt: Date } | null =>
      db
        .select({ id: alarms.id, beganAt: alarms.beganAt })
        .from(alarms)
        .where(toldByDevice)
        .orderBy(desc(alarms.id))
        .limit(1)
        .get() ?? null,
    households: (): number[] =>
      db
        .select({ id: households.id })
        .from(households)
        .all()
        .map(({ id }) => id),
  }
}
