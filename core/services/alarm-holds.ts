// How long the alarms of one channel last, where that differs from the rest of its household.
import { eq } from 'drizzle-orm'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { channels } from '../db/schema/index.ts'
import { type AlarmHold, type Hold, type HoldRule, holdOf } from '../domain/alarm-hold.ts'
import { ALARM_KINDS, type AlarmKind } from '../domain/alarm-kinds.ts'
import type { Caller } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import type { AccessService, ChannelWithDevice } from './access.ts'
import type { Activity } from './activity.ts'

export interface ChannelHold {
  kind: AlarmKind
  /** Null = as usual. */
  own: HoldRule | null
  /** Without it: as the table of kinds and the household have it. */
  usual: Hold
}

export interface AlarmHolds {
  /** Of the kinds that the channel can raise. `household`: what its household has set. */
  list(caller: Caller, channelId: string | number, household: (householdId: number) => AlarmHold): ChannelHold[]
  /** A rule that says nothing gives back what is usual. It counts from the next sign of an alarm on. */
  set(caller: Caller, channelId: string | number, kind: AlarmKind, rule: HoldRule): void
}

interface Deps {
  db: Db
  access: Pick<AccessService, 'channel'>
  bus: Bus
  activity: Pick<Activity, 'record'>
  now: () => Date
}

const KINDS = (Object.keys(ALARM_KINDS) as AlarmKind[]).filter(
  (kind) => ALARM_KINDS[kind].scope === 'channel' && kind !== 'other',
)
const stated = (rule: HoldRule): HoldRule =>
  Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined))

export function createAlarmHolds({ db, access, bus, activity, now }: Deps): AlarmHolds {
  const raises = ({ can }: ChannelWithDevice, kind: AlarmKind) => can.alarms.includes(kind)

  return {
    list(caller, channelId, household) {
      const channel = access.channel(caller, channelId, 'view')
      return KINDS.filter((kind) => raises(channel, kind)).map((kind) => ({
        kind,
        own: channel.alarmHold[kind] ?? null,
        usual: holdOf(kind, household(channel.householdId)),
      }))
    },
    set(caller, channelId, kind, rule) {
      const channel = access.channel(caller, channelId, 'manage')
      if (!KINDS.includes(kind) || !raises(channel, kind))
        throw new Fault('not-found', `This channel raises no alarms of the kind ${kind}`)
      const { [kind]: before = {}, ...rest } = channel.alarmHold
      const after = stated(rule)
      if (Bun.deepEquals(before, after)) return
      const alarmHold = Object.keys(after).length ? { ...rest, [kind]: after } : rest
      db.update(channels).set({ alarmHold, updatedAt: now() }).where(eq(channels.id, channel.id)).run()
      activity.record(caller, {
        action: 'set_alarm_hold',
        resourceType: 'channel',
        resourceId: channel.id,
        metadata: { kind, before, after },
      })
      bus.emit('channels.changed', { deviceId: channel.deviceId, householdId: channel.householdId })
    },
  }
}
