// Gaps: times that a device was to record and did not, with the likely reason of each.
import { inArray } from 'drizzle-orm'
import type { LogEntry, RecordingSchedule } from '#plugin'
import type { Db } from '../../db/open.ts'
import { channelSchedules } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import { type Interval, intersect, lengthOf, subtract } from '../../domain/intervals.ts'
import { asFault } from '../../errors.ts'
import type { Log } from '../../log.ts'
import type { DeviceRow } from '../access.ts'
import type { AskDevice } from '../ask-device.ts'
import { firstFootage, type KnownChannel, type KnownFootage, type KnownQuery } from '../footage/known.ts'
import { pool } from '../footage/pool.ts'
import { SMALL_GAP_MS } from '../footage/ranges.ts'
import type { Schedules } from '../schedule.ts'
import type { Sessions } from '../sessions/index.ts'
import type { Absences } from './absences.ts'
import { causeOf, type Explained } from './causes.ts'
import { createEvidence, type Noticed, noticedInLog } from './evidence.ts'
import { expectedOf } from './expected.ts'

export interface Gap extends Interval, Explained {
  mode: 'continuous' | 'motion'
}

export interface ChannelGaps extends KnownChannel {
  /** `off`: the device was to record nothing. `unknown`: it did not tell, so that nothing can be said. */
  schedule: 'known' | 'off' | 'unknown'
  gaps: Gap[]
  /** Of the time that is certain. */
  scheduledMs: number
  recordedMs: number
}

export interface GapQuery extends KnownQuery {
  /** Shorter ones are left out; what is no longer than 5 s never counts. */
  minSeconds?: number | undefined
}

export interface Gaps {
  /** Rights: `playback` on every channel. Asks devices that are there for schedules and logs that are not known yet. */
  read(caller: Caller, query: GapQuery): Promise<ChannelGaps[]>
}

interface Deps {
  db: Db
  known: KnownFootage
  schedules: Pick<Schedules, 'sync'>
  sessions: Pick<Sessions, 'state'>
  absences: Absences
  askDevice: AskDevice
  log: Log
  now: () => Date
}

const SYSTEM: Caller = { kind: 'system' }
/** A schedule that was read before is asked again: people change them at the device. */
const STALE_MS = 86_400_000
const AT_ONCE = 2
const LOG_MS = 15_000
const MOST_ENTRIES = 2000
const AROUND_MS = 5 * 60_000

export function createGaps({ db, known, schedules, sessions, absences, askDevice, log, now }: Deps): Gaps {
  const evidence = createEvidence({ db, absences, now })
  const isThere = ({ id }: DeviceRow) => sessions.state(id).phase === 'online'

  function stored(channelIds: number[]) {
    const rows = db.select().from(channelSchedules).where(inArray(channelSchedules.channelId, channelIds)).all()
    return new Map(rows.map((row) => [row.channelId, row]))
  }

  async function schedulesOf(all: KnownChannel[]): Promise<Map<number, RecordingSchedule>> {
    const ids = all.map(({ channel }) => channel.id)
    const before = stored(ids)
    const due = all.filter(({ channel: { id, isActive, device } }) => {
      const readAt = before.get(id)?.readAt
      return (
        (!readAt || +now() - +readAt > STALE_MS) && isActive && device.offers.includes('schedule') && isThere(device)
      )
    })
    await pool(AT_ONCE, due, async ({ channel }) => {
      try {
        await schedules.sync(SYSTEM, channel.deviceId, channel.id)
      } catch (error) {
        log.debug('A schedule could not be read', { channel: channel.id, error: asFault(error) })
      }
    })
    return new Map([...stored(ids)].map(([id, { schedule }]) => [id, schedule as RecordingSchedule]))
  }

  /** Without reasons. What the disk has overwritten since was recorded once: it is no gap. */
  function gapsOf(one: KnownChannel, schedule: RecordingSchedule | undefined, minMs: number): ChannelGaps {
    const none = { ...one, gaps: [], scheduledMs: 0, recordedMs: 0 }
    if (!schedule) return { ...none, schedule: 'unknown' }
    const { continuous, motion } = expectedOf(schedule, one.asked, one.offsetAt)
    if (!continuous.length && !motion.length) return { ...none, schedule: 'off' }
    const since = firstFootage(db, one.channel, one.offsetAt)
    const sure = intersect(one.certain, since === null ? [] : [{ start: since, end: one.asked.end }])
    const [always, moving] = [intersect(continuous, sure), intersect(motion, sure)]
    const missing = (spans: Interval[], mode: Gap['mode']) =>
      subtract(spans, one.footage)
        .filter(({ start, end }) => end - start > SMALL_GAP_MS && end - start >= minMs)
        .map((gap) => ({ ...gap, mode, cause: 'unknown' as const, text: null }))
    const gaps = [...missing(always, 'continuous'), ...missing(moving, 'motion')].sort((a, b) => a.start - b.start)
    const scheduled = [...always, ...moving]
    const recordedMs = lengthOf(intersect(always, one.footage)) + lengthOf(intersect(moving, one.footage))
    return { ...one, schedule: 'known', gaps, scheduledMs: lengthOf(scheduled), recordedMs }
  }

  async function logOf(device: DeviceRow, gaps: Interval[]): Promise<Noticed[]> {
    const [first] = gaps
    if (!first || !device.offers.includes('logs') || !isThere(device)) return []
    const from = new Date(first.start - AROUND_MS)
    const to = new Date(Math.max(...gaps.map(({ end }) => end)) + AROUND_MS)
    const search = askDevice({ deviceId: device.id, capability: 'logs' }, async (logs) => [
      ...(await logs.search({ from, to, major: 'exception', limit: MOST_ENTRIES })),
      ...(await logs.search({ from, to, major: 'operation', limit: MOST_ENTRIES })),
    ]).catch((error): LogEntry[] => {
      log.debug('The log of a device could not be read', { device: device.id, error: asFault(error) })
      return []
    })
    // A report without the device's own word is better than none.
    return noticedInLog(await Promise.race([search, Bun.sleep(LOG_MS).then((): LogEntry[] => [])]))
  }

  async function explained(channels: ChannelGaps[]): Promise<ChannelGaps[]> {
    const device = channels[0]?.channel.device
    const asked = channels[0]?.asked
    if (!device || !asked) return channels
    const explain = (noticed: Noticed[]) => (one: ChannelGaps) => {
      const own = noticed.filter(({ channelNo }) => channelNo === null || channelNo === one.channel.channelNo)
      return { ...one, gaps: one.gaps.map((gap) => ({ ...gap, ...causeOf(gap, gap.mode, own) })) }
    }
    const seen = evidence.of(device, asked)
    const first = channels.map(explain(seen))
    const open = first.flatMap(({ gaps }) => gaps.filter(({ cause }) => cause === 'unknown'))
    const noted = await logOf(
      device,
      open.sort((a, b) => a.start - b.start),
    )
    return noted.length ? channels.map(explain([...seen, ...noted])) : first
  }

  return {
    async read(caller, { minSeconds = 0, ...query }) {
      const all = known(caller, query)
      const told = await schedulesOf(all)
      const found = all.map((one) => gapsOf(one, told.get(one.channel.id), minSeconds * 1000))
      const byDevice = Map.groupBy(found, ({ channel }) => channel.deviceId)
      const done = (await Promise.all([...byDevice.values()].map(explained))).flat()
      const order = new Map(found.map(({ channel }, index) => [channel.id, index]))
      return done.sort((a, b) => (order.get(a.channel.id) ?? 0) - (order.get(b.channel.id) ?? 0))
    },
  }
}
