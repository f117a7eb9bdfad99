// What could explain gaps of a device's channels: its absences and alarms as we saw them, clocks that were set, and its own log.
import { and, eq, gte, inArray, isNull, lt, or } from 'drizzle-orm'
import type { LogEntry } from '#plugin'
import type { Db } from '../../db/open.ts'
import { activity, alarms, toldByDevice } from '../../db/schema/index.ts'
import { ALARM_KINDS, type AlarmKind } from '../../domain/alarm-kinds.ts'
import type { Interval } from '../../domain/intervals.ts'
import type { DeviceRow } from '../access.ts'
import type { Absences } from './absences.ts'
import { causeOfLogWord, type Evidence } from './causes.ts'

/** Of one channel, or with null of the whole device. */
export type Noticed = Evidence & { channelNo: number | null }

const BY_ALARM: Partial<Record<AlarmKind, Evidence['cause']>> = {
  network_lost: 'device_offline',
  disk_full: 'disk_error',
  disk_error: 'disk_error',
  record_failed: 'disk_error',
  video_loss: 'no_video',
}
const MOST = 1000
/** Looked for so long before: what lasts began earlier. */
const BEFORE_MS = 7 * 86_400_000
/** A correction of the clock by less leaves no gap that anybody sees. */
const JUMP_MS = 5000

interface Deps {
  db: Db
  absences: Absences
  now: () => Date
}

export function createEvidence({ db, absences, now }: Deps) {
  function alarmsOf(device: DeviceRow, asked: Interval): Noticed[] {
    const kinds = Object.keys(BY_ALARM) as AlarmKind[]
    return db
      .select()
      .from(alarms)
      .where(
        and(
          toldByDevice,
          eq(alarms.deviceId, device.id),
          inArray(alarms.kind, kinds),
          gte(alarms.beganAt, new Date(asked.start - BEFORE_MS)),
          lt(alarms.beganAt, new Date(asked.end)),
        ),
      )
      .limit(MOST)
      .all()
      .flatMap(({ kind, channelNo, beganAt, endedAt }) => {
        const cause = BY_ALARM[kind]
        const end = +(endedAt ?? now())
        return cause ? [{ cause, channelNo, start: +beganAt, end, text: ALARM_KINDS[kind].label }] : []
      })
  }

  /** Clocks that we have set ourselves, by hand or at a sync. */
  function clocksOf(device: DeviceRow, asked: Interval): Noticed[] {
    return db
      .select({ metadata: activity.metadata, at: activity.createdAt })
      .from(activity)
      .where(
        and(
          or(eq(activity.householdId, device.householdId), isNull(activity.householdId)),
          gte(activity.createdAt, new Date(asked.start - BEFORE_MS)),
          lt(activity.createdAt, new Date(asked.end + BEFORE_MS)),
          eq(activity.action, 'set_device_clock'),
          eq(activity.resourceId, String(device.id)),
        ),
      )
      .limit(MOST)
      .all()
      .flatMap(({ metadata, at }) => {
        const [before, after] = [metadata?.before, metadata?.after].map((text) => Date.parse(String(text)))
        if (before === undefined || after === undefined || !(Math.abs(after - before) >= JUMP_MS)) return []
        const text = `The clock of the device was set from ${new Date(before).toISOString()} to ${new Date(after).toISOString()}`
        // Set forward, it leaves out the time between; set back, it records the same time twice.
        const [start, end] = after > before ? [before, after] : [+at, +at]
        return [{ cause: 'clock_jump' as const, channelNo: null, start, end, text }]
      })
  }

  return {
    /** What we have noticed ourselves. */
    of(device: DeviceRow, asked: Interval): Noticed[] {
      const away = absences.of(device.id, asked, now()).map(({ start, end, reason }) => ({
        ...{ cause: 'device_offline' as const, channelNo: null, start, end },
        text: reason ?? 'The device could not be reached',
      }))
      return [...away, ...alarmsOf(device, asked), ...clocksOf(device, asked)]
    },
  }
}

/** What the device itself has noted. */
export function noticedInLog(entries: readonly LogEntry[]): Noticed[] {
  return entries.flatMap(({ minor, time, channelNumber }) => {
    const cause = causeOfLogWord(minor)
    const isOfChannel = cause === 'no_video'
    if (!cause || (isOfChannel && channelNumber === null)) return []
    const text = `The device noted “${minor.slice(0, 80)}” at ${time.toISOString()}`
    return [{ cause, channelNo: isOfChannel ? channelNumber : null, start: +time, end: +time, text }]
  })
}
