// What a channel's recorder is to do at a moment, decided from its rule, the clock and its alarms, without asking anybody.

import type { RecorderSpan } from '../../db/schema/recordings.ts'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'
import { isOpen } from '../footage-wanted.ts'

export type RecorderMode = 'off' | 'continuous' | 'alarm' | 'schedule'

export interface RecorderRule {
  mode: RecorderMode
  /** Of the mode `schedule`; outside of its spans nothing is recorded. */
  schedule: readonly RecorderSpan[]
  /** Alarms that are recorded; null = of every kind. */
  kinds: readonly AlarmKind[] | null
  preSeconds: number
  postSeconds: number
}

/** One alarm of the channel; `endedAt` null = it goes on. */
export interface RecorderAlarm {
  kind: AlarmKind
  beganAt: Date
  endedAt: Date | null
}

export type Want =
  | { do: 'nothing' }
  /** The stream is read and its last seconds are kept, for an alarm that may come. */
  | { do: 'wait'; reachSeconds: number }
  /** `since`: wall clock (ms) from which on; null = from now. */
  | { do: 'record'; since: number | null }

/**
 * Alarms wait in standby or are recorded with the time before and after; continuous recording needs neither, and what is
 * recorded by hand neither rule nor alarm.
 */
export function wantAt(
  rule: RecorderRule,
  alarms: readonly RecorderAlarm[],
  now: Date,
  utcOffsetMinutes: number,
  byHandSince: Date | null = null,
): Want {
  const open = rule.schedule.filter((span) => isOpen([span], now, utcOffsetMinutes))
  const records = (what: 'continuous' | 'alarm') =>
    rule.mode === what || (rule.mode === 'schedule' && open.some(({ record }) => record === what))
  if (records('continuous')) return { do: 'record', since: null }
  if (byHandSince) return { do: 'record', since: +byHandSince }
  if (!records('alarm')) return { do: 'nothing' }
  const wanted = alarms.filter(
    ({ kind, endedAt }) =>
      (rule.kinds?.includes(kind) ?? true) && (endedAt === null || +endedAt + rule.postSeconds * 1000 > +now),
  )
  if (!wanted.length) return { do: 'wait', reachSeconds: rule.preSeconds }
  return { do: 'record', since: Math.min(...wanted.map(({ beganAt }) => +beganAt)) - rule.preSeconds * 1000 }
}

/** When that may be another thing without anybody telling: the end of a time after an alarm, or the next minute of a schedule. */
export function nextChange(rule: RecorderRule, alarms: readonly RecorderAlarm[], now: Date): Date | null {
  const ends = alarms.flatMap(({ endedAt }) => (endedAt ? [+endedAt + rule.postSeconds * 1000] : []))
  // Spans begin and end with a minute, in whatever zone.
  if (rule.mode === 'schedule') ends.push((Math.floor(+now / 60_000) + 1) * 60_000)
  const next = Math.min(...ends.filter((end) => end > +now))
  return Number.isFinite(next) ? new Date(next) : null
}
