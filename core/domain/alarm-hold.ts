// How long alarms last, in seconds: the table of kinds, overridden by a household, overridden by a channel.
import { ALARM_KINDS, type AlarmKind } from './alarm-kinds.ts'

/** What is missing stays as it would be without; `max` null or 0: no longest time. */
export interface HoldRule {
  /** From the last sign of the alarm to its end; 0 = only the device ends it. */
  hold?: number | undefined
  min_on?: number | undefined
  max?: number | null | undefined
}

/** By kind. */
export type AlarmHold = Partial<Record<string, HoldRule>>

export interface Hold {
  hold: number
  min_on: number
  max: number | null
}

/** What is so of a kind; of two that say something the later counts. */
export function holdOf(kind: AlarmKind, ...overrides: readonly AlarmHold[]): Hold {
  const { hold, minOn, max } = ALARM_KINDS[kind]
  let known: Hold = { hold, min_on: minOn, max }
  for (const override of overrides) {
    const own = override[kind] ?? {}
    const longest = own.max === undefined ? known.max : own.max
    known = { hold: own.hold ?? known.hold, min_on: own.min_on ?? known.min_on, max: longest }
  }
  return { ...known, max: known.max === null || known.max <= 0 ? null : known.max }
}
