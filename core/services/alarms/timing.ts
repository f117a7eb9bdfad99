// How long an alarm of a kind lasts: the table's seconds, overridden by the household's setting `alarm_hold`.
import { ALARM_KINDS, type AlarmKind } from '../../domain/alarm-kinds.ts'
import type { Timing } from './machine.ts'

/** The setting `alarm_hold`: seconds per kind; what is missing stays as the table says. */
export type AlarmHold = Partial<
  Record<string, { hold?: number | undefined; min_on?: number | undefined; max?: number | null | undefined }>
>

/** The one thing that is asked of the settings. */
export interface HoldSettings {
  get(key: 'alarm_hold', householdId: number): AlarmHold
}

const milliseconds = (seconds: number) => Math.round(Math.max(0, seconds) * 1000)

/** Remembers what it has read; `forget` after the setting has changed. */
export function createTimings(settings: HoldSettings) {
  const known = new Map<string, Timing>()
  return {
    of(kind: AlarmKind, householdId: number): Timing {
      const key = `${householdId}/${kind}`
      const cached = known.get(key)
      if (cached) return cached
      const own = settings.get('alarm_hold', householdId)[kind] ?? {}
      const row = ALARM_KINDS[kind]
      const max = own.max === undefined ? row.max : own.max
      const timing = {
        hold: milliseconds(own.hold ?? row.hold),
        minOn: milliseconds(own.min_on ?? row.minOn),
        max: max === null || max <= 0 ? null : milliseconds(max),
      }
      known.set(key, timing)
      return timing
    },
    forget: () => known.clear(),
  }
}
