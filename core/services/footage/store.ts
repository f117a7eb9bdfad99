// The footage calendar in the database: what is known of a channel, and the writes of one channel as one transaction each.
import { and, asc, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { channels, footageDays, footageMonths, footageRanges } from '../../db/schema/index.ts'
import { daysOfMonth } from '../../domain/wall-clock.ts'
import type { Range } from './ranges.ts'

export type DayRow = Pick<typeof footageDays.$inferSelect, 'id' | 'channelId' | 'day' | 'hasRecord' | 'rangesAt'>

export interface Findings {
  /** Months that were asked, with the days that hold footage. */
  months: ReadonlyMap<string, readonly number[]>
  /** Days whose ranges were asked, with what was found; an empty list takes nothing from what the month says. */
  ranges: ReadonlyMap<string, readonly Range[]>
  /** The day that it is on the device: no later one is said to be without footage. */
  today: string
  at: Date
}

export type FootageStore = ReturnType<typeof createFootageStore>

export function createFootageStore(db: Db) {
  const inMonth = (month: string) => and(gte(footageDays.day, `${month}-01`), lt(footageDays.day, `${month}-32`))

  type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]

  const setDay = (tx: Tx, channelId: number, day: string, hasRecord: boolean) =>
    tx
      .insert(footageDays)
      .values({ channelId, day, hasRecord })
      .onConflictDoUpdate({ target: [footageDays.channelId, footageDays.day], set: { hasRecord } })
      .returning({ id: footageDays.id })
      .get()

  function setMonth(tx: Tx, channelId: number, month: string, days: readonly number[], today: string, at: Date): void {
    tx.insert(footageMonths)
      .values({ channelId, month, askedAt: at })
      .onConflictDoUpdate({ target: [footageMonths.channelId, footageMonths.month], set: { askedAt: at } })
      .run()
    const recorded = new Set(days)
    const known = new Map(
      tx
        .select()
        .from(footageDays)
        .where(and(eq(footageDays.channelId, channelId), inMonth(month)))
        .all()
        .map((row) => [row.day, row]),
    )
    for (const [index, day] of daysOfMonth(month).entries()) {
      const hasRecord = recorded.has(index + 1)
      const row = known.get(day)
      if (row?.hasRecord === hasRecord) continue
      // An empty month is remembered as such, not day by day.
      if (!row && !hasRecord && (day > today || recorded.size === 0)) continue
      const { id } = setDay(tx, channelId, day, hasRecord)
      if (hasRecord) continue
      tx.delete(footageRanges).where(eq(footageRanges.dayId, id)).run()
      tx.update(footageDays).set({ rangesAt: null }).where(eq(footageDays.id, id)).run()
    }
  }

  function setRanges(tx: Tx, channelId: number, day: string, ranges: readonly Range[], at: Date): void {
    const known = tx
      .select({ id: footageDays.id })
      .from(footageDays)
      .where(and(eq(footageDays.channelId, channelId), eq(footageDays.day, day)))
      .get()
    if (!known && !ranges.length) return
    const { id } = ranges.length || !known ? setDay(tx, channelId, day, true) : known
    tx.delete(footageRanges).where(eq(footageRanges.dayId, id)).run()
    for (let from = 0; from < ranges.length; from += 500)
      tx.insert(footageRanges)
        .values(
          ranges.slice(from, from + 500).map(({ start, end, startOffset, endOffset }) => ({
            dayId: id,
            startAt: start,
            endAt: end,
            startOffset,
            endOffset,
          })),
        )
        .run()
    tx.update(footageDays).set({ rangesAt: at }).where(eq(footageDays.id, id)).run()
  }

  /** First and last day with footage; what the device has overwritten before the first one goes. */
  function setBounds(tx: Tx, channelId: number): { oldest: string | null; latest: string | null } {
    const recorded = and(eq(footageDays.channelId, channelId), eq(footageDays.hasRecord, true))
    const bound = (order: typeof asc) =>
      tx
        .select({ day: footageDays.day })
        .from(footageDays)
        .where(recorded)
        .orderBy(order(footageDays.day))
        .limit(1)
        .get()?.day ?? null
    const [oldest, latest] = [bound(asc), bound(desc)]
    if (oldest)
      tx.delete(footageDays)
        .where(and(eq(footageDays.channelId, channelId), lt(footageDays.day, oldest)))
        .run()
    tx.update(channels)
      .set({ oldestRecordDate: oldest, latestRecordDate: latest })
      .where(eq(channels.id, channelId))
      .run()
    return { oldest, latest }
  }

  return {
    /** All that was learnt of one channel, or nothing. False when the channel is gone. */
    write(channelId: number, { months, ranges, today, at }: Findings): boolean {
      return db.transaction((tx) => {
        if (!tx.select({ id: channels.id }).from(channels).where(eq(channels.id, channelId)).get()) return false
        for (const [month, days] of months) setMonth(tx, channelId, month, days, today, at)
        for (const [day, found] of ranges) setRanges(tx, channelId, day, found, at)
        setBounds(tx, channelId)
        return true
      })
    },
    /** The channel's round ended without a fault. */
    finish(channelId: number, at: Date): void {
      db.update(channels).set({ lastFootageAt: at }).where(eq(channels.id, channelId)).run()
    },
    /** Asked months, by month. */
    months(channelId: number): Map<string, Date> {
      const rows = db.select().from(footageMonths).where(eq(footageMonths.channelId, channelId)).all()
      return new Map(rows.map((row) => [row.month, row.askedAt]))
    },
    /** Channels whose days of that month were asked. */
    asked(channelIds: readonly number[], month: string): Set<number> {
      const rows = db
        .select({ id: footageMonths.channelId })
        .from(footageMonths)
        .where(and(inArray(footageMonths.channelId, [...channelIds]), eq(footageMonths.month, month)))
        .all()
      return new Set(rows.map((row) => row.id))
    },
    /** Months that hold footage. */
    recordedMonths(channelId: number): Set<string> {
      const month = sql<string>`substr(${footageDays.day}, 1, 7)`
      const rows = db
        .selectDistinct({ month })
        .from(footageDays)
        .where(and(eq(footageDays.channelId, channelId), eq(footageDays.hasRecord, true)))
        .all()
      return new Set(rows.map((row) => row.month))
    },
    /** Days from…to (both included), ascending. */
    days(channelId: number, from: string, to: string): DayRow[] {
      return db
        .select()
        .from(footageDays)
        .where(and(eq(footageDays.channelId, channelId), gte(footageDays.day, from), sql`${footageDays.day} <= ${to}`))
        .orderBy(asc(footageDays.day))
        .all()
    },
  }
}

/** Days of channels with their ranges, newest first, and ranges ascending: two queries, however many there are. */
export function readCalendar(db: Db, channelIds: readonly number[], month?: string) {
  const wanted = and(
    inArray(footageDays.channelId, [...channelIds]),
    month === undefined ? undefined : and(gte(footageDays.day, `${month}-01`), lt(footageDays.day, `${month}-32`)),
  )
  const days = db
    .select()
    .from(footageDays)
    .where(wanted)
    .orderBy(asc(footageDays.channelId), asc(footageDays.day))
    .all()
    .reverse()
  const { startAt, endAt, startOffset, endOffset, dayId } = footageRanges
  // Rows as bare arrays: a month of 64 channels has 40,000 of them.
  const rows = db
    .select({ dayId, startAt: sql<number>`${startAt}`, endAt: sql<number>`${endAt}`, startOffset, endOffset })
    .from(footageDays)
    .innerJoin(footageRanges, eq(dayId, footageDays.id))
    .where(wanted)
    .orderBy(asc(footageDays.channelId), asc(footageDays.day), asc(startAt))
    .values() as [number, number, number, number, number][]
  return { days, rows }
}
