// What is known of channels in a stretch of time: what they recorded, and of which time that is certain.
import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { footageDays } from '../../db/schema/index.ts'
import { Fault } from '../../domain/fault.ts'
import { type Interval, intersect, join, subtract } from '../../domain/intervals.ts'
import { instantOf } from '../../domain/time-input.ts'
import { addDays, addMonths, dayOf, monthOf, type OffsetAt, startOfDay } from '../../domain/wall-clock.ts'
import type { AccessService, ChannelWithDevice } from '../access.ts'
import type { Footage, FootageDay } from './index.ts'
import { motionOf, SMALL_GAP_MS } from './ranges.ts'
import { motionSpansOf, spansOf } from './store.ts'
import { readZone } from './zone.ts'

export interface KnownChannel {
  channel: ChannelWithDevice
  /** The device's. */
  offsetAt: OffsetAt
  /** What the caller has asked for; it differs between devices where he gave wall clock times. */
  asked: Interval
  /** Joined over small gaps and midnights, cut to what was asked for. */
  footage: Interval[]
  /** The parts of it that were recorded only because something moved or happened. */
  motion: Interval[]
  /** The device has told everything of this time. */
  certain: Interval[]
  /** More is being read from the device now. */
  reading: boolean
}

/** Times as text: one without an offset is the wall clock of each channel's device. */
export interface KnownQuery {
  channelIds: readonly (string | number)[]
  from: string
  to: string
}

/** Ascending by the order asked for. Faults: `Channel not found`, not-allowed (right `playback`), invalid-input for the times. */
export type KnownFootage = (caller: Parameters<AccessService['channel']>[0], query: KnownQuery) => KnownChannel[]

const LONGEST_MS = 93 * 86_400_000
/** Devices list what they record with some delay. */
const SETTLES_MS = 120_000
/** What is certain so far is new enough. */
const FRESH_MS = 60_000
const DAY_MS = 86_400_000

interface Deps {
  db: Db
  access: AccessService
  footage: Pick<Footage, 'known' | 'refresh'>
  now: () => Date
}

function checked(from: Date, to: Date): Interval {
  const message =
    to <= from ? 'must be after the start' : +to - +from > LONGEST_MS ? 'must be at most 93 days after the start' : null
  if (message)
    throw new Fault('invalid-input', `The end ${message}`, { problems: [{ path: 'query.to', code: 'range', message }] })
  return { start: +from, end: +to }
}

export function createKnownFootage({ db, access, footage, now }: Deps): KnownFootage {
  /** Days of one channel → what it recorded and what is certain. */
  function readDays(
    asked: Interval,
    offsetAt: OffsetAt,
    days: ReadonlyMap<string, FootageDay>,
    askedAt: ReadonlyMap<string, Date | undefined>,
  ): Pick<KnownChannel, 'footage' | 'motion' | 'certain'> {
    const certain: Interval[] = []
    const spans: Interval[] = []
    const continuous: Interval[] = []
    const last = dayOf(new Date(asked.end - 1), offsetAt)
    for (let day = dayOf(new Date(asked.start), offsetAt); day <= last; day = addDays(day, 1)) {
      const row = days.get(day)
      const ofDay = spansOf(row?.ranges ?? [])
      spans.push(...ofDay)
      continuous.push(...(row?.motion.length ? subtract(ofDay, motionSpansOf(row.motion)) : ofDay))
      // A day that should hold footage and of which the search found none is no day without footage.
      const isOdd = row?.hasRecord && !row.ranges.length
      const toldAt = isOdd ? null : (row?.rangesAt ?? (row?.hasRecord ? null : askedAt.get(monthOf(day))))
      if (!toldAt) continue
      const end = Math.min(+startOfDay(addDays(day, 1), offsetAt), +toldAt - SETTLES_MS)
      certain.push({ start: +startOfDay(day, offsetAt), end })
    }
    const footage = intersect(join(spans, SMALL_GAP_MS), [asked])
    return { footage, motion: motionOf(footage, continuous), certain: intersect(join(certain), [asked]) }
  }

  function ofDevice(channels: ChannelWithDevice[], from: string, to: string): KnownChannel[] {
    const [first] = channels
    if (!first) return []
    const { device } = first
    const offsetAt = readZone(db, device.id, device.info?.utcOffsetMinutes ?? 0)
    const asked = checked(instantOf(from, offsetAt), instantOf(to, offsetAt, 'last'))
    const [firstMonth, lastMonth] = [asked.start, asked.end - 1].map((at) => monthOf(dayOf(new Date(at), offsetAt)))
    const months = new Map<string, ReturnType<Footage['known']>>()
    for (let month = firstMonth ?? ''; month <= (lastMonth ?? ''); month = addMonths(month, 1))
      months.set(month, footage.known(device, channels, month))
    const reading = [...months.values()].some((month) => month.reading)
    const days = Map.groupBy(
      [...months.values()].flatMap((month) => month.days),
      ({ channelId }) => channelId,
    )
    /** Somebody looks at today, and more may have been recorded since it was read. */
    const isDue = ({ certain }: Pick<KnownChannel, 'certain'>) =>
      asked.end > +now() - DAY_MS &&
      asked.start < +now() &&
      (certain.at(-1)?.end ?? 0) < Math.min(asked.end, +now() - SETTLES_MS - FRESH_MS)
    const found = channels.map((channel) => {
      const own = new Map((days.get(channel.id) ?? []).map((day) => [day.day, day]))
      const askedAt = new Map([...months].map(([month, known]) => [month, known.asked.get(channel.id)]))
      return { channel, offsetAt, asked, reading, ...readDays(asked, offsetAt, own, askedAt) }
    })
    const due = found.filter(isDue).map(({ channel }) => channel.id)
    return due.length && footage.refresh(device, due) ? found.map((one) => ({ ...one, reading: true })) : found
  }

  return (caller, { channelIds, from, to }) => {
    const channels = [...new Set(channelIds)].map((id) => access.channel(caller, id, 'playback'))
    const byDevice = Map.groupBy(channels, ({ deviceId }) => deviceId)
    const known = [...byDevice.values()].flatMap((some) => ofDevice(some, from, to))
    const order = new Map(channels.map(({ id }, index) => [id, index]))
    return known.sort((a, b) => (order.get(a.channel.id) ?? 0) - (order.get(b.channel.id) ?? 0))
  }
}

/** Since when the device still has this channel's footage (ms since 1970); null = it has none. */
export function firstFootage(db: Db, { id, oldestRecordDate }: ChannelWithDevice, offsetAt: OffsetAt): number | null {
  if (!oldestRecordDate) return null
  const row = db
    .select({ ranges: footageDays.ranges })
    .from(footageDays)
    .where(and(eq(footageDays.channelId, id), eq(footageDays.day, oldestRecordDate)))
    .get()
  return spansOf(row?.ranges ?? [])[0]?.start ?? +startOfDay(oldestRecordDate, offsetAt)
}
