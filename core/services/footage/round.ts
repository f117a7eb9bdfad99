// One round over the footage of one device: asks what is new or may have changed since, and writes channel by channel.
import type { Fault, Footage } from '#plugin'
import { addDays, addMonths, dayOf, monthOf, startOfDay } from '../../domain/wall-clock.ts'
import { asFault } from '../../errors.ts'
import type { ChannelRow } from '../access.ts'
import { pool } from './pool.ts'
import { createRanges, type Range } from './ranges.ts'
import type { FootageStore } from './store.ts'

export interface RoundDeps {
  store: FootageStore
  footage: Footage
  channels: readonly ChannelRow[]
  now: () => Date
  signal: AbortSignal
  /** Asks for everything anew, whatever is known. */
  anew?: boolean
  /** After something of a channel was written. */
  written(channel: ChannelRow): void
  progress?(done: number, total: number, step: string): void
}

export interface Failure {
  channel: ChannelRow
  fault: Fault
}

/** Days before today whose ranges are read at once; older ones when somebody looks at their month. */
export const RECENT_DAYS = 8
/** One more than a device takes at once, so that it never idles between two answers. */
const AT_ONCE = 6
/** Devices write the last seconds of a day with some delay. */
const SETTLED_MS = 10 * 60_000
/** A few answers in a row that did not come: the device is too busy, and the rest can wait for the next round. */
const MOST_TIMEOUTS = 3

/** With these there is no use in asking for the next channel. */
const HOPELESS: ReadonlySet<Fault['kind']> = new Set([
  'device-unreachable',
  'device-refused-login',
  'device-locked',
  'not-ready',
])

/** Rejects with the fault that ended the round for all channels; what failed for one channel alone is in the result. */
export async function footageRound(deps: RoundDeps): Promise<Failure[]> {
  const { store, footage, channels, now, signal, progress, anew = false } = deps
  const offsetAt = (time: Date) => footage.utcOffsetMinutesAt(time)
  const today = dayOf(now(), offsetAt)
  const thisMonth = monthOf(today)
  const firstRecent = addDays(today, 1 - RECENT_DAYS)
  const failures = new Map<number, Failure>()
  const known = new Map(channels.map(({ id }) => [id, anew ? new Map<string, Date>() : store.months(id)]))
  let timeouts = 0

  /** False where the channel failed; throws what ends the whole round. */
  async function guarded(channel: ChannelRow, work: () => Promise<void>): Promise<boolean> {
    signal.throwIfAborted()
    try {
      await work()
      timeouts = 0
      return true
    } catch (error) {
      signal.throwIfAborted()
      const fault = asFault(error)
      if (fault.kind === 'internal') throw error
      timeouts = fault.kind === 'device-timeout' ? timeouts + 1 : 0
      if (HOPELESS.has(fault.kind) || timeouts >= MOST_TIMEOUTS) throw fault
      // The device has no footage of this channel, and never will: that is no failure.
      if (fault.kind !== 'unsupported' && !failures.has(channel.id)) failures.set(channel.id, { channel, fault })
      return false
    }
  }

  const daysOf = (channel: ChannelRow, month: string) => {
    const [year = 0, number = 1] = month.split('-').map(Number)
    return footage.days(channel.sourceKey, year, number)
  }

  /** `at`: when the first of it was asked. What a device recorded while it answered is in no answer for sure. */
  function write(
    channel: ChannelRow,
    at: Date,
    months: Map<string, number[]>,
    ranges: Map<string, Range[]> = new Map(),
  ): void {
    signal.throwIfAborted()
    if (!store.write(channel.id, { months, ranges, today, at, now: now() })) return
    for (const month of months.keys()) known.get(channel.id)?.set(month, at)
    deps.written(channel)
  }

  /** Whether a month may hold more than it did when it was asked. */
  function mayHaveGrown(channel: ChannelRow, month: string): boolean {
    const askedAt = known.get(channel.id)?.get(month)
    if (!askedAt) return true
    return +askedAt < +startOfDay(`${addMonths(month, 1)}-01`, offsetAt) + SETTLED_MS
  }

  async function search(channel: ChannelRow, days: readonly string[]): Promise<Map<string, Range[]>> {
    const [first = today, last = today] = [days[0], days.at(-1)]
    const found = createRanges(offsetAt)
    const from = startOfDay(first, offsetAt)
    const to = new Date(+startOfDay(addDays(last, 1), offsetAt) - 1000)
    for await (const clips of footage.search({ sourceKeys: [channel.sourceKey], from, to }, signal)) found.add(clips)
    return new Map(days.map((day) => [day, found.of(day)]))
  }

  /** The days of the last months and the ranges of the last days: what people look at first. */
  async function recent(channel: ChannelRow): Promise<void> {
    const at = now()
    const months = new Map<string, number[]>()
    for (const month of new Set([thisMonth, monthOf(firstRecent)]))
      if (mayHaveGrown(channel, month)) months.set(month, await daysOf(channel, month))
    const stored = new Map(store.days(channel.id, firstRecent, today).map((row) => [row.day, row]))
    const wanted = Array.from({ length: RECENT_DAYS }, (_, index) => addDays(firstRecent, index)).filter((day) => {
      const row = stored.get(day)
      const told = months.get(monthOf(day))
      if (!(told ? told.includes(Number(day.slice(8))) : row?.hasRecord)) return false
      return anew || !row?.rangesAt || +row.rangesAt < +startOfDay(addDays(day, 1), offsetAt) + SETTLED_MS
    })
    if (!wanted.length) {
      write(channel, at, months)
      return
    }
    try {
      write(channel, at, months, await search(channel, wanted))
    } catch (error) {
      // The days are sure, whatever became of the search.
      write(channel, at, months)
      throw error
    }
  }

  /** The device overwrites its oldest footage: asks the oldest month again, and newer ones while they have become empty. */
  async function oldest(channel: ChannelRow): Promise<void> {
    if (!channel.oldestRecordDate) return
    for (let month = monthOf(channel.oldestRecordDate); month < monthOf(firstRecent); month = addMonths(month, 1)) {
      const at = now()
      const days = await daysOf(channel, month)
      write(channel, at, new Map([[month, days]]))
      if (days.length) return
    }
  }

  const hasDays = (channel: ChannelRow, from: string, to: string) =>
    store.days(channel.id, from, to).some((row) => row.hasRecord)

  let done = 0
  const step = (name: string) => progress?.(done, channels.length, name)
  step('Reading the last days')
  const well = new Set<ChannelRow>()
  await pool(AT_ONCE, channels, async (channel) => {
    if (await guarded(channel, () => recent(channel))) well.add(channel)
    done++
    step(`Read the last days of ${channel.name ?? channel.deviceName}`)
  })
  await pool(AT_ONCE, [...well], async (channel) => {
    await guarded(channel, () => oldest(channel))
  })

  // Back in time, month by month and all channels together, since they share the disks: a channel that stood still on
  // the first of a month is taken along by the others. What lies behind a gap of all of them is looked for later.
  for (let month = monthOf(firstRecent); ; ) {
    const goesOn = [...well].some((channel) => hasDays(channel, `${month}-01`, `${month}-01`))
    month = addMonths(month, -1)
    const reached = channels.some(({ oldestRecordDate }) => oldestRecordDate && monthOf(oldestRecordDate) <= month)
    if (!goesOn && !reached) break
    step(`Reading the days of ${month}`)
    const unknown = [...well].filter((channel) => !known.get(channel.id)?.has(month))
    await pool(AT_ONCE, unknown, async (channel) => {
      const asked = await guarded(channel, async () =>
        write(channel, now(), new Map([[month, await daysOf(channel, month)]])),
      )
      if (!asked) well.delete(channel)
    })
  }
  for (const { id } of channels) if (!failures.has(id)) store.finish(id, now())
  return [...failures.values()]
}
