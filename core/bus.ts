// What happened inside, told to whoever wants to know: a typed map of events, sent after the change is committed.
import type { Alarm } from './domain/alarm.ts'
import type { DeviceState, Quality } from './domain/device.ts'
import type { StoredEvent } from './domain/event.ts'

export interface BusEvents {
  /**
   * A device's row was added or edited by a person (`edited`), or something of it is new by itself: another certificate than
   * before, what it does not offer after all, who it is.
   */
  'device.changed': { deviceId: number; householdId: number; edited?: true }
  'device.removed': { deviceId: number; householdId: number; hubKey: string }
  /**
   * Another device answers where this one did: what its session has learnt is the old one's. Not told of a device that is
   * another one every few minutes.
   */
  'device.replaced': { deviceId: number; householdId: number }
  /** What a device last told of itself is new: a list of `DeviceReports`, a `schedule`, or who it is (`infor`, by each sync). */
  'device.told': { deviceId: number; householdId: number; kind: string }
  'device.state': { deviceId: number; householdId: number; state: DeviceState }
  /** Alarms of a device can, or can no longer, reach us. */
  'device.listens': { deviceId: number; householdId: number; listens: boolean }
  /** After a sync or a rename: list, names, abilities or presence of a device's channels are new. */
  'channels.changed': { deviceId: number; householdId: number }
  /** A person has switched a channel off here, or on again; told after `channels.changed`. */
  'channel.switched': { channelId: number; channelNo: number; deviceId: number; householdId: number; inUse: boolean }
  /** We changed how a channel's video is made (codec, size, rates) on its device. */
  'channel.configured': { channelId: number; deviceId: number; householdId: number }
  /** Days or ranges of a channel's footage are new. */
  'footage.changed': { channelId: number; deviceId: number; householdId: number }
  'alarm.began': Alarm
  /** Something about an open alarm changed (its picture came). */
  'alarm.updated': Alarm
  'alarm.ended': Alarm
  /** Another program says that something moves, or that it is over. What it is kept as is told by `event.told`. */
  'trigger.changed': Pick<Alarm, 'id' | 'kind' | 'beganAt' | 'endedAt'> & { channelId: number }
  /** The pictures of these alarms are gone; the alarms stay. */
  'picture.removed': { householdId: number; alarmIds: number[] }
  'alarm.removed': { householdId: number; alarmIds: number[] | 'all' }
  /** Somebody has been shown alarms up to this moment, or wants those after it to count as new; how many those are. */
  'alarm.seen': { userId: number; until: Date; unseen: number }
  /** An event that no device told began, or one of any source was changed, acknowledged or has ended otherwise than by its device. */
  'event.told': { event: StoredEvent; isNew: boolean }
  /** A round over a device is over. `kind` is that of the fault that ended it, null where something of it was read. */
  'sync.ended': { deviceId: number; householdId: number; isSuccess: boolean; kind: string | null; message: string }
  /** What we record of a channel cannot be written, and why; null = it can again. */
  'recorder.trouble': { channelId: number; householdId: number; message: string | null; isFull: boolean }
  /** Work is done or has failed for good; not what a person has cancelled. `input` is what was asked for. */
  'job.ended': {
    householdId: number
    kind: string
    input: Record<string, unknown>
    isSuccess: boolean
    /** Of a failure, public. */
    message: string | null
  }
  /** A webhook has switched itself off, and why; null = a person has switched it on again, or removed it. */
  'webhook.switched': { webhookId: number; householdId: number; name: string; offReason: string | null }
  /** A relay began or ceased to run. */
  'live.changed': { channelId: number; quality: Quality; running: boolean }
  /** A new picture of a channel was taken. */
  'snapshot.taken': { channelId: number; jpeg: Uint8Array; takenAt: Date }
  /** Sign-in ended, password, role, grant or state changed: whatever was opened for this user must be asked again. */
  'access.changed': { userId: number; signInId?: string; keyId?: number; linkId?: number }
  'setting.changed': { householdId: number | null; key: string }
}

export interface Bus {
  /** The listener must not throw; returns what ends the subscription. */
  on<K extends keyof BusEvents>(event: K, listener: (data: BusEvents[K]) => void): Disposable
  emit<K extends keyof BusEvents>(event: K, data: BusEvents[K]): void
}

/** One listener's failure is reported through `onError` and stays its own. */
export function createBus(onError: (event: string, error: unknown) => void): Bus {
  const listeners = new Map<string, Set<(data: never) => void>>()
  return {
    on(event, listener) {
      const set = listeners.get(event) ?? new Set()
      listeners.set(event, set)
      set.add(listener)
      return { [Symbol.dispose]: () => void set.delete(listener) }
    },
    emit(event, data) {
      for (const listener of listeners.get(event) ?? []) {
        try {
          ;(listener as (data: unknown) => void)(data)
        } catch (error) {
          onError(event, error)
        }
      }
    },
  }
}
