// A timeline of several channels: what their devices recorded, what we keep of it, and what happened meanwhile.
import { and, asc, eq, gt, gte, isNull, lt, or, type SQL, sql } from 'drizzle-orm'
import { listed } from '../db/listed.ts'
import type { Db } from '../db/open.ts'
import { alarms as alarmTable, clips, recordings, toldByDevice } from '../db/schema/index.ts'
import type { AlarmKind } from '../domain/alarm-kinds.ts'
import type { Caller } from '../domain/caller.ts'
import type { Interval } from '../domain/intervals.ts'
import { addDays, dayOf, startOfDay } from '../domain/wall-clock.ts'
import type { ClipRow } from './downloads/clips.ts'
import type { KnownChannel, KnownFootage, KnownQuery } from './footage/known.ts'
import { isTrigger } from './recordings/alarmed.ts'
import type { RecordingRow } from './recordings/store.ts'

export interface TimelineAlarm {
  id: number
  uuid: string
  kind: AlarmKind
  beganAt: Date
  endedAt: Date | null
}

export interface TimelineChannel extends KnownChannel {
  /** Files of ours that touch the time, by their beginning. */
  recordings: RecordingRow[]
  /** By their beginning. */
  alarms: TimelineAlarm[]
  /** What we know of how the device has cut its footage, by their beginning; empty unless asked for. */
  clips: ClipRow[]
  /** Days of the device's wall clock within what was asked for, each with its instants: not all have 24 hours. */
  days: ({ day: string } & Interval)[]
}

/** So many of each, the first ones. */
export interface TimelineMost {
  recordings: number
  alarms: number
  clips: number
  /** Alarms of these kinds alone; with motion, what other programs said that they saw, too. Absent: all of the device. */
  seen?: readonly AlarmKind[]
}

export interface Timeline {
  /** Rights: `playback` on every channel. */
  read(caller: Caller, query: KnownQuery, most?: TimelineMost): TimelineChannel[]
}

/** No file of ours is longer: an export of the longest range that is allowed. */
const LONGEST_RECORDING_MS = 31 * 86_400_000
const MOST: TimelineMost = { recordings: 5000, alarms: 1000, clips: 0 }
/** Devices begin a new one each hour or so, or when a file is full. */
const LONGEST_CLIP_MS = 86_400_000
/** An alarm that began so long before is looked for, too. */
const LONGEST_ALARM_MS = 3_600_000

export function createTimeline({ db, known }: { db: Db; known: KnownFootage }): Timeline {
  const recordingsOf = ({ channel, asked }: KnownChannel, most: number): RecordingRow[] =>
    db
      .select()
      .from(recordings)
      .where(
        and(
          eq(recordings.channelId, channel.id),
          gte(recordings.startAt, new Date(asked.start - LONGEST_RECORDING_MS)),
          lt(recordings.startAt, new Date(asked.end)),
          gt(recordings.endAt, new Date(asked.start)),
          eq(recordings.kind, 'video'),
          isNull(recordings.missingSince),
        ),
      )
      .orderBy(asc(recordings.startAt))
      .limit(most)
      .all()

  function alarmsOf(one: KnownChannel, { alarms: most, seen }: TimelineMost): TimelineAlarm[] {
    const told = alarmsWhere(
      one,
      most,
      and(
        toldByDevice,
        eq(alarmTable.deviceId, one.channel.deviceId),
        eq(alarmTable.channelNo, one.channel.channelNo),
        // The plus keeps SQLite from going kind by kind.
        seen && sql`+${alarmTable.kind} in ${listed(seen)}`,
      ),
    )
    if (!seen?.includes('motion')) return told
    const triggers = alarmsWhere(one, most, isTrigger(sql`${alarmTable}`)).map(
      (trigger): TimelineAlarm => ({ ...trigger, kind: 'motion' }),
    )
    return [...told, ...triggers].sort((a, b) => +a.beganAt - +b.beganAt).slice(0, most)
  }

  function alarmsWhere({ channel, asked }: KnownChannel, most: number, which: SQL | undefined): TimelineAlarm[] {
    const { id, uuid, kind, beganAt, endedAt } = alarmTable
    return db
      .select({ id, uuid, kind, beganAt, endedAt })
      .from(alarmTable)
      .where(
        and(
          which,
          gte(beganAt, new Date(asked.start - LONGEST_ALARM_MS)),
          lt(beganAt, new Date(asked.end)),
          eq(alarmTable.channelId, channel.id),
          or(isNull(endedAt), sql`${endedAt} >= ${asked.start}`),
        ),
      )
      .orderBy(asc(beganAt))
      .limit(most)
      .all()
  }

  const clipsOf = ({ channel, asked }: KnownChannel, most: number): ClipRow[] =>
    db
      .select()
      .from(clips)
      .where(
        and(
          eq(clips.channelId, channel.id),
          gte(clips.startAt, new Date(asked.start - LONGEST_CLIP_MS)),
          lt(clips.startAt, new Date(asked.end)),
          gt(clips.endAt, new Date(asked.start)),
        ),
      )
      .orderBy(asc(clips.startAt))
      .limit(most)
      .all()

  function daysOf({ asked, offsetAt }: KnownChannel): TimelineChannel['days'] {
    const days: TimelineChannel['days'] = []
    for (let day = dayOf(new Date(asked.start), offsetAt), end = asked.start; end < asked.end; day = addDays(day, 1)) {
      const start = end
      end = Math.min(asked.end, +startOfDay(addDays(day, 1), offsetAt))
      days.push({ day, start, end })
    }
    return days
  }

  return {
    read: (caller, query, most = MOST) =>
      known(caller, query).map((one) => ({
        ...one,
        recordings: recordingsOf(one, most.recordings),
        alarms: alarmsOf(one, most),
        clips: most.clips ? clipsOf(one, most.clips) : [],
        days: daysOf(one),
      })),
  }
}
