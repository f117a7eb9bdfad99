// What nobody waits for: months that somebody opened, and what lies behind a gap. One request to a device at a time.
import type { Footage } from '#plugin'
import { addDays, addMonths, dayOf, monthOf, startOfDay } from '../../domain/wall-clock.ts'
import type { ChannelRow } from '../access.ts'
import { createRanges, type Range } from './ranges.ts'
import type { FootageStore } from './store.ts'

export interface OlderDeps {
  store: FootageStore
  footage: Footage
  channels: readonly ChannelRow[]
  now: () => Date
  signal: AbortSignal
  written(channel: ChannelRow): void
}

/** So many months without footage in a row: there is nothing behind them. */
const EMPTY_MONTHS = 12
const MOST_MONTHS = 600

const clock = ({ footage, now }: OlderDeps) => {
  const offsetAt = (time: Date) => footage.utcOffsetMinutesAt(time)
  return { offsetAt, today: dayOf(now(), offsetAt) }
}

async function askDays(deps: OlderDeps, channel: ChannelRow, month: string): Promise<void> {
  const { store, footage, now, signal, written } = deps
  signal.throwIfAborted()
  const [year = 0, number = 1] = month.split('-').map(Number)
  const at = now()
  const days = await footage.days(channel.sourceKey, year, number)
  signal.throwIfAborted()
  const findings = { months: new Map([[month, days]]), ranges: new Map(), today: clock(deps).today, at, now: now() }
  if (store.write(channel.id, findings)) written(channel)
}

/** Days of the month that were never asked for, then the ranges of all its days that have none. */
export async function readMonth(deps: OlderDeps, month: string): Promise<void> {
  const { store, footage, channels, now, signal, written } = deps
  const { offsetAt, today } = clock(deps)
  if (month > monthOf(today)) return
  for (const channel of channels) {
    if (!store.months(channel.id).has(month)) await askDays(deps, channel, month)
    signal.throwIfAborted()
    const open = store
      .days(channel.id, `${month}-01`, `${month}-31`)
      .filter((row) => row.hasRecord && row.rangesAt === null)
      .map((row) => row.day)
    const [first, last] = [open[0], open.at(-1)]
    if (!first || !last) continue
    const found = createRanges(offsetAt)
    const at = now()
    const from = startOfDay(first, offsetAt)
    const to = new Date(+startOfDay(addDays(last, 1), offsetAt) - 1000)
    for await (const clips of footage.search({ sourceKeys: [channel.sourceKey], from, to }, signal)) found.add(clips)
    signal.throwIfAborted()
    const ranges = new Map<string, Range[]>(open.map((day) => [day, found.of(day)]))
    if (store.write(channel.id, { months: new Map(), ranges, today, at, now: now() })) written(channel)
  }
}

/** Devices list what they record with some delay, so shortly after midnight yesterday may still grow. */
const YESTERDAY_GROWS_MS = 15 * 60_000

/** What a device has told of so long ago is as it stays. */
const GROWS_MS = 15 * 60_000

/** What these channels have recorded today since they were last asked. */
export async function readToday(deps: OlderDeps, ids: ReadonlySet<number>): Promise<void> {
  const { store, footage, channels, now, signal, written } = deps
  const { offsetAt, today } = clock(deps)
  const isEarly = +now() - +startOfDay(today, offsetAt) < YESTERDAY_GROWS_MS
  const days = isEarly ? [addDays(today, -1), today] : [today]
  for (const channel of channels.filter(({ id }) => ids.has(id))) {
    signal.throwIfAborted()
    const known = days.flatMap((day) => store.spans(channel.id, day))
    // The last clip may have grown; what lies before it has not. Of thousands a day only the newest are asked for.
    const last = known.at(-1)
    const from = last ? new Date(Math.max(+last.start, +last.end - GROWS_MS)) : startOfDay(days[0] ?? today, offsetAt)
    const found = createRanges(offsetAt)
    found.add(known.map((span) => ({ ...span, end: span.end < from ? span.end : from })))
    const at = now()
    const to = new Date(+at + 3_600_000)
    for await (const clips of footage.search({ sourceKeys: [channel.sourceKey], from, to }, signal)) found.add(clips)
    signal.throwIfAborted()
    const ranges = new Map<string, Range[]>(days.map((day) => [day, found.of(day)]))
    if (store.write(channel.id, { months: new Map(), ranges, today, at, now: now() })) written(channel)
  }
}

/** The newest month before which nothing is certain: it was never asked, and no gap of a year lies before it. Null = none. */
function unseenMonth(store: FootageStore, channel: ChannelRow, thisMonth: string): string | null {
  const [known, recorded] = [store.months(channel.id), store.recordedMonths(channel.id)]
  let empty = 0
  for (let back = 0; back < MOST_MONTHS && empty < EMPTY_MONTHS; back++) {
    const month = addMonths(thisMonth, -back)
    if (!known.has(month)) return month
    empty = recorded.has(month) ? 0 : empty + 1
  }
  return null
}

/** Whether `readBehindGaps` would ask something. */
export function hasUnseenMonths(store: FootageStore, channels: readonly ChannelRow[], now: Date): boolean {
  const thisMonth = now.toISOString().slice(0, 7)
  return channels.some((channel) => unseenMonth(store, channel, thisMonth) !== null)
}

/** Looks behind gaps for older footage of every channel; what was asked once is not asked again. */
export async function readBehindGaps(deps: OlderDeps): Promise<void> {
  const thisMonth = monthOf(clock(deps).today)
  for (const channel of deps.channels)
    for (let month = unseenMonth(deps.store, channel, thisMonth); month; ) {
      await askDays(deps, channel, month)
      month = unseenMonth(deps.store, channel, thisMonth)
    }
}
