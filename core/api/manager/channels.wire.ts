// Channels as seed 000 spells them, with what the web UI needs on top.
import { z } from 'zod'
import type { ChannelWithDevice } from '../../services/access.ts'
import { channelName, LONGEST_TAG, MOST_TAGS } from '../../services/channels.ts'

export const channelSchema = z
  .object({
    id: z.int(),
    device_id: z.int(),
    channel_no: z.int(),
    /** Ours, else the device's. */
    name: z.string(),
    connected_type: z.enum(['analog', 'ip']),
    /** First and last day with footage by the device's wall clock, `YYYY-MM-DD`. */
    oldest_record_date: z.string().nullable(),
    latest_record_date: z.string().nullable(),
    last_sync_at: z.string().nullable(),
    last_channel_sync_at: z.string().nullable(),
    is_active: z.boolean(),
    in_use: z.boolean().meta({ description: 'False: switched off here; the device still has it' }),
    uuid: z.string(),
    slug: z.string(),
    tags: z.array(z.string()).meta({ description: 'Words of a person for finding it' }),
    device_name: z.string(),
    /** Whether the device has the camera's picture; null where it does not say. */
    online: z.boolean().nullable(),
    trouble: z.string().nullable(),
    can: z.object({
      live: z.boolean(),
      sub: z.boolean(),
      audio: z.boolean(),
      snapshot: z.boolean(),
      ptz: z.boolean(),
      config: z.boolean(),
      alarms: z.array(z.string()),
    }),
    source_key: z.string(),
  })
  .meta({ id: 'Channel', description: 'One picture on a device' })

export const channelsSchema = z.array(channelSchema).meta({ description: 'Channels of a device, by number' })

export const channelOfAllSchema = channelSchema
  .extend({
    device_online: z.boolean(),
    may: z
      .object({ playback: z.boolean(), export: z.boolean(), ptz: z.boolean() })
      .meta({ description: 'What the caller may do with it beside looking at it' }),
  })
  .meta({
    id: 'ChannelOfAll',
    description: 'A channel, whether its device is there, and what the caller may do with it',
  })
export const channelsOfAllSchema = z
  .array(channelOfAllSchema)
  .meta({ description: 'Channels of all devices, by device and number' })

export type ChannelOut = z.output<typeof channelSchema>
export type ChannelOfAllOut = z.output<typeof channelOfAllSchema>

export const channelIn = z
  .object({
    name: z.string().max(100).nullable().optional().meta({ description: 'Null gives the name on the device back' }),
    in_use: z
      .boolean()
      .optional()
      .meta({ description: 'False switches it off here: no wall, no hub, no alarms; what is recorded stays' }),
    tags: z
      .array(z.string().max(LONGEST_TAG))
      .max(MOST_TAGS)
      .optional()
      .meta({ description: 'All of them; a comma in one counts as a blank' }),
  })
  .refine(({ name, in_use, tags }) => name !== undefined || in_use !== undefined || tags !== undefined, {
    path: ['name'],
    message: 'or `in_use` or `tags` is required',
  })

export function channelOut(channel: ChannelWithDevice): ChannelOut {
  const synced = channel.lastSyncAt?.toISOString() ?? null
  return {
    id: channel.id,
    device_id: channel.deviceId,
    channel_no: channel.channelNo,
    name: channelName(channel),
    connected_type: channel.connection,
    oldest_record_date: channel.oldestRecordDate,
    latest_record_date: channel.latestRecordDate,
    last_sync_at: channel.lastFootageAt?.toISOString() ?? synced,
    last_channel_sync_at: synced,
    is_active: channel.isActive,
    in_use: channel.inUse,
    uuid: channel.uuid,
    slug: channel.slug,
    tags: channel.tags,
    device_name: channel.deviceName,
    online: channel.isOnline,
    trouble: channel.trouble,
    can: channel.can,
    source_key: channel.sourceKey,
  }
}
