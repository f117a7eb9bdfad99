// Channels as people see them: all, those of a device, and a name of our own for one.
import { eq } from 'drizzle-orm'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { channels } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import type { AccessService, ChannelWithDevice } from './access.ts'
import type { Activity } from './activity.ts'
import { cleanName } from './sync.ts'

export interface Channels {
  /** All that the caller may see, by device and number, inactive ones too. */
  list(caller: Caller): ChannelWithDevice[]
  /** Those of one device; Fault `Device not found`. */
  ofDevice(caller: Caller, deviceId: string | number): ChannelWithDevice[]
  /** A name of ours; null or an empty one gives the device's own back. */
  rename(caller: Caller, id: string | number, name: string | null): ChannelWithDevice
}

interface Deps {
  db: Db
  access: AccessService
  bus: Bus
  activity: Activity
  now: () => Date
}

/** What a channel is called: by a person, else by its device. */
export function channelName(channel: { name: string | null; deviceName: string }): string {
  return channel.name ?? channel.deviceName
}

export function createChannels({ db, access, bus, activity, now }: Deps): Channels {
  return {
    list: (caller) => access.visibleChannels(caller),
    ofDevice(caller, deviceId) {
      const device = access.device(caller, deviceId, 'view')
      return access.visibleChannels(caller, { deviceId: device.id })
    },
    rename(caller, id, name) {
      const channel = access.channel(caller, id, 'manage')
      const wanted = name === null ? null : cleanName(name, '') || null
      if (wanted === channel.name) return channel
      db.update(channels).set({ name: wanted, updatedAt: now() }).where(eq(channels.id, channel.id)).run()
      activity.record(caller, {
        action: 'rename_channel',
        resourceType: 'channel',
        resourceId: channel.id,
        metadata: { before: channel.name, after: wanted },
      })
      bus.emit('channels.changed', { deviceId: channel.deviceId, householdId: channel.householdId })
      return { ...channel, name: wanted }
    },
  }
}
