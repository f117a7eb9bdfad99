// The footage calendar in the database: what is known of a channel, and the writes of one channel as one transaction each.
import { and, asc, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { channels, footageDays, footageMonths } from '../../db/schema/index.ts'
import { type Interval, subtract } from '../../domain/intervals.ts'
import { daysOfMonth } from '../../domain/wall-clock.ts'
import type { Range, Span } from './ranges.ts'

export type DayRow = Pick<typeof footageDays.$inferSelect, 'id' | 'channelId' | 'day' | 'hasRecord' | 'rangesAt'>

/** When and of when. */
interface Told {
  /** The day that it is on the device: no later one is said to be without footage. */
  today: string
  /** When the device was asked: what it recorded since is in no answer for sure. */
  at: Date
  /** When it is written: what somebody else learnt between the two stays. */
  now: Date
}

export interface Findings extends Told {
  /** Months that were asked, with the days that hold footage. */
  months: ReadonlyMap<string, readonly number[]>
  /** Days whose ranges were asked, with what was found; an empty list takes nothing from what the month says. */
  ranges: ReadonlyMap<string, readonly Range[]>
}

export type FootageStore = ReturnType<typeof createFootageStore>

export function createFootageStore(db: Db) {
  const inMonth = (month: string) => and(gte(footageDays.day, `${month}-01`), lt(footageDays.day, `${month}-32`))

  type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]

  type Values = Partial<Pick<typeof footageDays.$inferInsert, 'rangesAt' | 'ranges' | 'motion'>> & {
    hasRecord: boolean
  }
  const setDay = (tx: Tx, channelId: number, day: string, values: Values) =>
    tx
      .insert(footageDays)
      .values({ channelId, day, ...values })
      .onConflictDoUpdate({ target: [footageDays.channelId, footageDays.day], set: values })
      .run()

  function setMonth(tx: Tx, channelId: number, month: string, days: readonly number[], told: Told): void {
    const { today, at, now } = told
    const askedAt = tx
      .select({ at: footageMonths.askedAt })
      .from(footageMonths)
      .where(and(eq(footageMonths.channelId, channelId), eq(footageMonths.month, month)))
      .get()?.at
    if (askedAt && askedAt > at && askedAt <= now) return
    tx.insert(footageMonths)
      .values({ channelId, month, askedAt: at })
      .onConflictDoUpdate({ target: [footageMonths.channelId, footageMonths.month], set: { askedAt: at } })
      .run()
    const recorded = new Set(days)
    const known = new Map(
      tx
        .select({ day: footageDays.day, hasRecord: footageDays.hasRecord })
        .from(footageDays)
        .where(and(eq(footageDays.channelId, channelId), inMonth(month)))
        .all()
        .map((row) => [row.day, row]),
    )
    // An empty month is remembered as such, not day by day, and nothing is said of days that are still to come.
    const changed = daysOfMonth(month)
      .map((day, index) => ({ channelId, day, hasRecord: recorded.has(index + 1) }))
      .filter(({ day, hasRecord }) => known.get(day)?.hasRecord !== hasRecord)
      .filter(({ day, hasRecord }) => hasRecord || known.has(day) || (day <= today && recorded.size > 0))
    const target = [footageDays.channelId, footageDays.day]
    const [full, empty] = [changed.filter((day) => day.hasRecord), changed.filter((day) => !day.hasRecord)]
    if (full.length)
      tx.insert(footageDays)
        .values(full)
        .onConflictDoUpdate({ target, set: { hasRecord: true } })
        .run()
    if (empty.length)
      tx.insert(footageDays)
        .values(empty)
        .onConflictDoUpdate({ target, set: { hasRecord: false, ranges: [], motion: [], rangesAt: null } })
        .run()
  }

  function setRanges(tx: Tx, channelId: number, day: string, found: readonly Range[], { at, now }: Told): void {
    const known = tx
      .select({ hasRecord: footageDays.hasRecord, rangesAt: footageDays.rangesAt })
      .from(footageDays)
      .where(and(eq(footageDays.channelId, channelId), eq(footageDays.day, day)))
      .get()
    if (!known && !found.length) return
    if (known?.rangesAt && known.rangesAt > at && known.rangesAt <= now) return
    const ranges = found.flatMap(({ start, end, startOffset, endOffset }) => [
      secondsOf(+start),
      secondsOf(+end),
      startOffset,
      endOffset,
    ])
    const motion = found.flatMap((range) => range.motion.flatMap(({ start, end }) => [start, end].map(secondsOf)))
    const hasRecord = found.length > 0 || known?.hasRecord === true
    setDay(tx, channelId, day, { hasRecord, ranges, motion, rangesAt: at })
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
    write(channelId: number, { months, ranges, ...told }: Findings): boolean {
      return db.transaction((tx) => {
        if (!tx.select({ id: channels.id }).from(channels).where(eq(channels.id, channelId)).get()) return false
        for (const [month, days] of months) setMonth(tx, channelId, month, days, told)
        for (const [day, found] of ranges) setRanges(tx, channelId, day, found, told)
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
    /** Channels whose days of that month were asked, and when. */
    asked(channelIds: readonly number[], month: string): Map<number, Date> {
      const rows = db
        .select({ id: footageMonths.channelId, at: footageMonths.askedAt })
        .from(footageMonths)
        .where(and(inArray(footageMonths.channelId, [...channelIds]), eq(footageMonths.month, month)))
        .all()
      return new Map(rows.map((row) => [row.id, row.at]))
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
    /** Ranges of one day by what made the device record, ascending. */
    spans(channelId: number, day: string): Span[] {
      const row = db
        .select({ ranges: footageDays.ranges, motion: footageDays.motion })
        .from(footageDays)
        .where(and(eq(footageDays.channelId, channelId), eq(footageDays.day, day)))
        .get()
      const motion = motionSpansOf(row?.motion ?? [])
      const spanOf = (kind: 'continuous' | 'motion') => (span: Interval) => ({
        ...{ start: new Date(span.start), end: new Date(span.end), kind },
      })
      const continuous = subtract(spansOf(row?.ranges ?? []), motion)
      return [...continuous.map(spanOf('continuous')), ...motion.map(spanOf('motion'))].sort(
        (a, b) => +a.start - +b.start,
      )
    },
    /** Days from…to (both included), ascending. */
    days(channelId: number, from: string, to: string): DayRow[] {
      const { id, day, hasRecord, rangesAt } = footageDays
      return db
        .select({ id, channelId: footageDays.channelId, day, hasRecord, rangesAt })
        .from(footageDays)
        .where(and(eq(footageDays.channelId, channelId), gte(footageDays.day, from), sql`${footageDays.day} <= ${to}`))
        .orderBy(asc(footageDays.day))
        .all()
    },
  }
}

const secondsOf = (time: number) => Math.round(time / 1000)

const unflat = (flat: readonly number[], size: number): Interval[] =>
  Array.from({ length: flat.length / size }, (_, index) => ({
    start: (flat[index * size] ?? 0) * 1000,
    end: (flat[index * size + 1] ?? 0) * 1000,
  }))

/** Stored ranges as stretches of time. */
export const spansOf = (ranges: readonly number[]) => unflat(ranges, 4)

/** The same of those parts that were recorded only because something moved or happened. */
export const motionSpansOf = (motion: readonly number[]) => unflat(motion, 2)

/** Days of channels with their ranges, newest first, in one query. */
export function readCalendar(
  db: Db,
  channelIds: readonly number[],
  month?: string,
): (typeof footageDays.$inferSelect)[] {
  const inMonth = and(gte(footageDays.day, `${month}-01`), lt(footageDays.day, `${month}-32`))
  return db
    .select()
    .from(footageDays)
    .where(and(inArray(footageDays.channelId, [...channelIds]), month === undefined ? undefined : inMonth))
    .orderBy(asc(footageDays.channelId), asc(footageDays.day))
    .all()
    .reverse()
}
