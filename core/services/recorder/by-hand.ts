// Recording by hand: what somebody wants recorded until he says otherwise, whatever its rule says. It ends with the appliance, and with what can be recorded.
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { AccessService, ChannelWithDevice } from '../access.ts'
import type { Activity } from '../activity.ts'

/** Why somebody cannot begin or end it now. */
export type Objection = 'not-allowed' | 'continuous'

/** Right: `record`. */
export interface ByHand {
  /** Begins, in a file of its own; does nothing where it is under way. Faults: conflict where all of it is recorded anyway or it is switched off, unsupported. */
  start(caller: Caller, channelId: string | number): void
  /** Ends what somebody has begun; does nothing where nothing is recorded. Fault conflict where it is recorded for another reason. */
  stop(caller: Caller, channelId: string | number): void
  /** Null = he can. */
  objection(caller: Caller, channelId: string | number): Objection | null
}

interface Deps {
  access: Pick<AccessService, 'channel'>
  activity: Pick<Activity, 'record'>
  /** Whether it can be read at all. */
  isRecordable(channelId: number): boolean
  /** Why it is recorded at this moment, but for the hand; null = it is not. */
  reason(channelId: number): 'continuous' | 'alarm' | null
  /** Channels or their times are others. */
  onChange(): void
  now(): Date
}

/** Who has begun is in the log; any other who may record can end it. */
export function createByHand({ access, activity, isRecordable, reason, onChange, now }: Deps) {
  const begun = new Map<number, { at: Date; channel: Pick<ChannelWithDevice, 'id' | 'householdId'> }>()

  const record = (
    caller: Caller,
    action: string,
    { id, householdId }: Pick<ChannelWithDevice, 'id' | 'householdId'>,
    metadata: Record<string, unknown> = {},
  ) => activity.record(caller, { action, resourceType: 'channel', resourceId: id, householdId, metadata })

  const secondsSince = (at: Date) => Math.round((+now() - +at) / 1000)

  const verbs: ByHand = {
    start(caller, id) {
      const channel = access.channel(caller, id, 'record')
      if (begun.has(channel.id)) return
      if (!channel.can.live) throw new Fault('unsupported', 'This channel has no live picture that could be recorded')
      if (!isRecordable(channel.id))
        throw new Fault('conflict', 'This camera or its device is switched off here: nothing of it can be recorded')
      if (reason(channel.id) === 'continuous')
        throw new Fault('conflict', 'All of this camera is being recorded already')
      begun.set(channel.id, { at: now(), channel })
      record(caller, 'start_recording', channel)
      onChange()
    },
    stop(caller, id) {
      const channel = access.channel(caller, id, 'record')
      const known = begun.get(channel.id)
      if (known) {
        begun.delete(channel.id)
        record(caller, 'stop_recording', channel, { seconds: secondsSince(known.at) })
        onChange()
        return
      }
      const because = reason(channel.id)
      if (because === 'continuous')
        throw new Fault('conflict', 'All of this camera is being recorded, as its rule says: an admin can change that')
      if (because === 'alarm')
        throw new Fault('conflict', 'This camera is being recorded because of an alarm: that ends by itself')
    },
    objection(caller, id) {
      const channel = access.channel(caller, id, 'view')
      try {
        access.channel(caller, channel.id, 'record')
      } catch (error) {
        if (error instanceof Fault && error.kind === 'not-allowed') return 'not-allowed'
        throw error
      }
      return !begun.has(channel.id) && reason(channel.id) === 'continuous' ? 'continuous' : null
    },
  }
  return {
    verbs,
    /** Null = nobody has begun. */
    since: (channelId: number): Date | null => begun.get(channelId)?.at ?? null,
    channels: (): number[] => [...begun.keys()],
    /** Ends it where nothing can be recorded any more: once that is possible again nobody would expect it to go on. */
    dropUnrecordable(): void {
      for (const [id, { at, channel }] of begun) {
        if (isRecordable(id)) continue
        begun.delete(id)
        const why = 'switched off or removed'
        record({ kind: 'system' }, 'stop_recording', channel, { seconds: secondsSince(at), why })
      }
    },
  }
}
