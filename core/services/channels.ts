// Channels as people see them: all, those of a device, a name of our own for one, and whether we use it.
import { eq } from 'drizzle-orm'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { channels } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import type { AccessService, ChannelWithDevice } from './access.ts'
import type { Activity } from './activity.ts'
import { type AlarmHolds, createAlarmHolds } from './alarm-holds.ts'
import { cleanName } from './sync.ts'

export interface ChannelChanges {
  /** A name of ours; null or an empty one gives the device's own back. */
  name?: string | null | undefined
  /**
   * False switches it off here: it is on no wall and not in the hub, and none of its alarms is kept. Its footage, its
   * recordings and all that it is known by stay.
   */
  inUse?: boolean | undefined
  /** Where it hangs; null or an empty one = not said. */
  location?: string | null | undefined
  /** Words for finding it, all of them; whoever may see it reads them. */
  tags?: readonly string[] | undefined
}

export interface Channels {
  /** All that the caller may see, by device and number, inactive ones too. */
  list(caller: Caller): ChannelWithDevice[]
  /** Those of one device; Fault `Device not found`. */
  ofDevice(caller: Caller, deviceId: string | number): ChannelWithDevice[]
  /** What of it is ours to say. Its device is not asked. `told` hears it in place of the activity log. */
  change(
    caller: Caller,
    id: string | number,
    changes: ChannelChanges,
    told?: Pick<Activity, 'record'>,
  ): ChannelWithDevice
  alarmHolds: AlarmHolds
}

interface Deps {
  db: Db
  access: AccessService
  bus: Bus
  activity: Pick<Activity, 'record'>
  now: () => Date
}

export const MOST_TAGS = 32
export const LONGEST_TAG = 64

/** Without blanks around them and without those that say the same, in their order; no comma, which parts them elsewhere. */
export function cleanTags(tags: readonly string[]): string[] {
  const known = new Map<string, string>()
  for (const text of tags) {
    const tag = [...cleanName(text.replaceAll(',', ' '), '')].slice(0, LONGEST_TAG).join('').trim()
    if (tag && !known.has(tag.toLowerCase())) known.set(tag.toLowerCase(), tag)
  }
  return [...known.values()].slice(0, MOST_TAGS)
}

/** What a channel is called: by a person, else by its device. */
export function channelName(channel: { name: string | null; deviceName: string }): string {
  return channel.name ?? channel.deviceName
}

export function createChannels({ db, access, bus, activity, now }: Deps): Channels {
  return {
    alarmHolds: createAlarmHolds({ db, access, bus, activity, now }),
    list: (caller) => access.visibleChannels(caller),
    ofDevice(caller, deviceId) {
      const device = access.device(caller, deviceId, 'view')
      return access.visibleChannels(caller, { deviceId: device.id })
    },
    change(caller, id, { name, inUse, location, tags }, told = activity) {
      const channel = access.channel(caller, id, 'manage')
      const wanted = {
        name: name === undefined ? channel.name : name === null ? null : cleanName(name, '') || null,
        inUse: inUse ?? channel.inUse,
        location:
          location === undefined ? channel.location : location === null ? null : cleanName(location, '') || null,
        tags: tags === undefined ? channel.tags : cleanTags(tags),
      }
      const renamed = wanted.name !== channel.name
      const switched = wanted.inUse !== channel.inUse
      const placed = wanted.location !== channel.location
      const tagged = !Bun.deepEquals(wanted.tags, channel.tags)
      if (!renamed && !switched && !placed && !tagged) return channel
      const about = { resourceType: 'channel', resourceId: channel.id }
      db.update(channels)
        .set({ ...wanted, updatedAt: now() })
        .where(eq(channels.id, channel.id))
        .run()
      if (renamed) {
        const metadata = { before: channel.name, after: wanted.name }
        told.record(caller, { action: 'rename_channel', ...about, metadata })
      }
      if (placed) {
        const metadata = { before: channel.location, after: wanted.location }
        told.record(caller, { action: 'place_channel', ...about, metadata })
      }
      if (tagged) {
        const metadata = { before: channel.tags, after: wanted.tags }
        told.record(caller, { action: 'tag_channel', ...about, metadata })
      }
      if (switched) told.record(caller, { action: wanted.inUse ? 'switch_channel_on' : 'switch_channel_off', ...about })
      const { id: channelId, channelNo, deviceId, householdId } = channel
      bus.emit('channels.changed', { deviceId, householdId })
      if (switched) bus.emit('channel.switched', { channelId, channelNo, deviceId, householdId, inUse: wanted.inUse })
      return { ...channel, ...wanted }
    },
  }
}
