// Footage as people see it: days and ranges of channels from our own calendar, and what sets it being read from devices.
import { eq } from 'drizzle-orm'
import type { Footage as DeviceFootage } from '#plugin'
import type { Bus } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import { channels as channelTable } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import { asFault } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { realTimers, type Timers } from '../../timers.ts'
import type { AccessService, ChannelRow, ChannelWithDevice, DeviceRow } from '../access.ts'
import { asBackground, type Sessions } from '../sessions/index.ts'
import { hasUnseenMonths, type OlderDeps, readBehindGaps, readMonth, readToday } from './older.ts'
import { type Failure, footageRound } from './round.ts'
import { createFootageStore, readCalendar } from './store.ts'
import { writeZone } from './zone.ts'

export interface FootageDay {
  id: number
  channelId: number
  /** `YYYY-MM-DD` by the device's wall clock. */
  day: string
  hasRecord: boolean
  /** False: footage is there, but its ranges have not been read yet. */
  rangesKnown: boolean
  /**
   * Ascending; four numbers each: start and end in seconds since 1970, and the device's minutes east of UTC at the start and at
   * the end. Flat, since a month holds 40,000 of them.
   */
  ranges: readonly number[]
  /** The parts of them that were recorded only because something moved or happened: start and end of each, in seconds. */
  motion: readonly number[]
  /** When the device was asked for its ranges; null = never. */
  rangesAt: Date | null
}

export interface FootageMonth {
  oldestMonth: string | null
  /** More of this month is being read from the device now. */
  reading: boolean
  /** `asked`: the device has told this month's days, so one that is not among them holds nothing. */
  channels: { channel: ChannelWithDevice; days: FootageDay[]; asked: boolean }[]
}

/** What is known of some channels of one device in a month. */
export interface KnownMonth {
  days: FootageDay[]
  /** By channel: when the device told this month's days. */
  asked: ReadonlyMap<number, Date>
  reading: boolean
}

export interface RoundOptions {
  signal: AbortSignal
  /** Forgets what was known: every month and the last days are asked anew, and what lies behind gaps, too. */
  anew?: boolean
  progress?(done: number, total: number, step: string): void
}

export interface Footage extends Disposable {
  /** All known days of a channel, newest first. */
  days(caller: Caller, channelId: string | number): FootageDay[]
  /** Known days of a month (`YYYY-MM`), newest first, by channel; what is missing is read in the background. */
  month(caller: Caller, deviceId: string | number, month: string): FootageMonth
  /** The same of channels of one device that somebody may play back: the rights are for him to ask who calls. */
  known(device: DeviceRow, channels: ChannelRow[], month: string): KnownMonth
  /**
   * Has today's ranges of these channels read in the background, unless that was done in the last minute. True while it goes
   * on. The rights are for him to ask who calls.
   */
  refresh(device: DeviceRow, channelIds: readonly number[]): boolean
  /** Reads what can have changed. Rejects when the device failed as a whole; gives what failed for single channels. */
  round(device: DeviceRow, footage: DeviceFootage, options: RoundOptions): Promise<Failure[]>
}

interface Deps {
  db: Db
  bus: Bus
  access: AccessService
  sessions: Pick<Sessions, 'use'>
  log: Log
  now: () => Date
  timers?: Timers
}

/** Before it no device recorded anything. */
const FIRST_MONTH = '2000-01'
/** People look at what is there first; what lies behind gaps has time. */
const GAPS_AFTER_MS = 2 * 60_000
const FRESH_MS = 60_000
/** A month that could not be read is not tried again at every look at it. */
const AGAIN_MS = 30_000

export function createFootage({ db, bus, access, sessions, log, now, timers = realTimers }: Deps): Footage {
  const store = createFootageStore(db)
  const end = new AbortController()
  const tails = new Map<number, Promise<void>>()
  const waiting = new Set<string>()
  /** When a channel's ranges of today were last asked for because somebody looks at them. */
  const lookedAt = new Map<number, number>()
  const failedAt = new Map<string, number>()
  const pauses = new Map<number, Disposable>()

  const activeChannels = (deviceId: number): ChannelRow[] =>
    db
      .select()
      .from(channelTable)
      .where(eq(channelTable.deviceId, deviceId))
      .orderBy(channelTable.channelNo)
      .all()
      .filter((channel) => channel.isActive)

  const written = ({ id: channelId, deviceId, householdId }: ChannelRow) =>
    bus.emit('footage.changed', { channelId, deviceId, householdId })

  /** One piece of work for a device after the other, so that nobody who waits meets more than one of its requests. */
  function later(deviceId: number, name: string, work: (deps: OlderDeps) => Promise<void>): void {
    const key = `${deviceId} ${name}`
    if (waiting.has(key) || end.signal.aborted || +now() - (failedAt.get(key) ?? -AGAIN_MS) < AGAIN_MS) return
    waiting.add(key)
    const run = async () => {
      try {
        end.signal.throwIfAborted()
        const { footage } = await sessions.use(deviceId)
        const deps = { store, channels: activeChannels(deviceId), now, signal: end.signal, written }
        if (footage) await work({ ...deps, footage })
        failedAt.delete(key)
      } catch (error) {
        failedAt.set(key, +now())
        if (!end.signal.aborted)
          log.debug('Older footage was not read', { device: deviceId, name, error: asFault(error) })
      } finally {
        waiting.delete(key)
      }
    }
    const tail = (tails.get(deviceId) ?? Promise.resolve()).then(() => asBackground(run))
    tails.set(deviceId, tail)
    void tail.finally(() => tails.get(deviceId) === tail && tails.delete(deviceId))
  }

  function calendar(ids: number[], month?: string): FootageDay[] {
    if (!ids.length) return []
    return readCalendar(db, ids, month).map((day) => ({
      ...day,
      rangesKnown: !day.hasRecord || day.rangesAt !== null,
    }))
  }

  /** Whether the month is, or will be, read from the device because somebody looks at it. */
  function open(
    device: DeviceRow,
    month: string,
    visible: ChannelRow[],
    days: FootageDay[],
    asked: ReadonlyMap<number, Date>,
  ): boolean {
    const thisMonth = now().toISOString().slice(0, 7)
    if (!device.isChecked || !device.offers.includes('footage')) return false
    if (month < FIRST_MONTH || month > thisMonth) return false
    const missing =
      visible.some(({ id, isActive }) => isActive && !asked.has(id)) || days.some(({ rangesKnown }) => !rangesKnown)
    if (missing) later(device.id, month, (deps) => readMonth(deps, month))
    return waiting.has(`${device.id} ${month}`)
  }

  function known(device: DeviceRow, visible: ChannelRow[], month: string): KnownMonth {
    const ids = visible.map(({ id }) => id)
    const days = calendar(ids, month)
    const asked = store.asked(ids, month)
    return { days, asked, reading: open(device, month, visible, days, asked) }
  }

  function refresh({ id, isChecked, offers }: DeviceRow, channelIds: readonly number[]): boolean {
    if (!isChecked || !offers.includes('footage')) return false
    const due = channelIds.filter((channel) => +now() - (lookedAt.get(channel) ?? 0) > FRESH_MS)
    for (const channel of due) lookedAt.set(channel, +now())
    if (due.length) later(id, `today ${due.join()}`, (deps) => readToday(deps, new Set(due)))
    return [...waiting].some((key) => key.startsWith(`${id} today `))
  }

  return {
    known,
    refresh,
    days: (caller, channelId) => calendar([access.channel(caller, channelId, 'playback').id]),
    month(caller, deviceId, month) {
      const device = access.device(caller, deviceId, 'view')
      const visible = access.visibleChannels(caller, { deviceId: device.id, right: 'playback' })
      const { days, asked, reading } = known(device, visible, month)
      const byChannel = Map.groupBy(days, ({ channelId }) => channelId)
      const oldest = visible.flatMap(({ oldestRecordDate }) => oldestRecordDate ?? []).sort()[0]
      return {
        oldestMonth: oldest?.slice(0, 7) ?? null,
        reading,
        channels: visible.map((channel) => ({
          channel,
          days: byChannel.get(channel.id) ?? [],
          asked: asked.has(channel.id),
        })),
      }
    },
    async round({ id }, footage, { signal, anew = false, progress }) {
      const whole = AbortSignal.any([signal, end.signal])
      const channels = activeChannels(id)
      const deps = { store, footage, channels, now, signal: whole, written, ...(progress && { progress }) }
      const failures = await footageRound({ ...deps, anew })
      writeZone(db, id, (time) => footage.utcOffsetMinutesAt(time), now())
      if (anew) await readBehindGaps(deps)
      pauses.get(id)?.[Symbol.dispose]()
      if (!end.signal.aborted && hasUnseenMonths(store, channels, now()))
        pauses.set(
          id,
          timers.after(GAPS_AFTER_MS, () => later(id, 'behind gaps', readBehindGaps)),
        )
      return failures
    },
    [Symbol.dispose]() {
      end.abort(new Fault('not-ready', 'The appliance is stopping'))
      for (const pause of pauses.values()) pause[Symbol.dispose]()
    },
  }
}
