// How long an alarm lasts: the table's seconds, overridden by its household's setting, overridden by its channel.
import { eq } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { channels } from '../../db/schema/index.ts'
import { type AlarmHold, holdOf } from '../../domain/alarm-hold.ts'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'
import type { Timing } from './machine.ts'

export type { AlarmHold } from '../../domain/alarm-hold.ts'

/** The one thing that is asked of the settings. */
export interface HoldSettings {
  get(key: 'alarm_hold', householdId: number): AlarmHold
}

const milliseconds = (seconds: number) => Math.round(Math.max(0, seconds) * 1000)

/** Remembers what it has read; `forget` after the setting, or what a channel has of its own, has changed. */
export function createTimings({ db, settings }: { db: Db; settings: HoldSettings }) {
  const known = new Map<string, Timing>()

  function ownOf(channelId: number | null): AlarmHold {
    if (channelId === null) return {}
    const row = db.select({ hold: channels.alarmHold }).from(channels).where(eq(channels.id, channelId)).get()
    return row?.hold ?? {}
  }

  return {
    of(kind: AlarmKind, { householdId, channelId }: { householdId: number; channelId: number | null }): Timing {
      const key = `${householdId}/${channelId ?? ''}/${kind}`
      const cached = known.get(key)
      if (cached) return cached
      const { hold, min_on, max } = holdOf(kind, settings.get('alarm_hold', householdId), ownOf(channelId))
      const timing = {
        hold: milliseconds(hold),
        minOn: milliseconds(min_on),
        max: max === null ? null : milliseconds(max),
      }
      known.set(key, timing)
      return timing
    },
    forget: () => known.clear(),
  }
}
