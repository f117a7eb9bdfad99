// When a device records, as seed 000's document and its front end spell it, in one object.
import { z } from 'zod'
import type { ScheduleEntry } from '../../plugin/capabilities.ts'
import { channelName } from '../../services/channels.ts'
import type { ScheduledChannel } from '../../services/schedule.ts'

const mode = z.enum(['continuous', 'motion', 'off'])

const entrySchema = z
  .object({
    id: z.int().meta({ description: 'Position in the schedule, from 1' }),
    day_of_week: z.int().meta({ description: '0 = Monday' }),
    day_end_of_week: z.int(),
    start_time: z.string(),
    end_time: z.string().meta({ description: '00:00:00 = the end of that day' }),
    mode,
    device_mode: z.string().meta({ description: 'The device’s own word' }),
    day_start: z.string().meta({ description: 'Name of the day' }),
    time_start: z.string(),
    day_end: z.string(),
    time_end: z.string(),
  })
  .meta({ id: 'ScheduleEntry', description: 'A span of the week in which the device records, by its wall clock' })

export const recordingModeSchema = z
  .object({
    device_id: z.int(),
    channel_id: z.int(),
    channel_no: z.int(),
    channel_name: z.string(),
    schedule_enable: z.boolean(),
    default_mode: mode.nullable(),
    timeline: z.array(entrySchema),
    default_device_mode: z.string().nullable(),
    read_at: z.string().nullable().meta({ description: 'Null: the device was never asked' }),
  })
  .meta({ id: 'RecordingMode', description: 'When the device records a channel, as it last told' })

/** What became of a switch. */
export const recordingModeChangedSchema = recordingModeSchema
  .extend({ reboot_required: z.literal(true).optional() })
  .meta({ description: 'The schedule as the device has it now; perhaps it acts on it only after a restart' })

export type RecordingModeChangedOut = z.output<typeof recordingModeChangedSchema>

export const recordingModesSchema = z
  .array(recordingModeSchema)
  .meta({ description: 'Active channels of a device, by number' })

export type RecordingModeOut = z.output<typeof recordingModeSchema>

export const recordingModeIn = z.object({ schedule_enable: z.boolean() })

export const recordingModeSyncedSchema = z
  .object({
    success: z.literal(true),
    data: recordingModeSchema.extend({ schedule_enabled: z.boolean() }),
  })
  .meta({ description: 'The schedule as the device has it now' })

export const allModesSyncedSchema = z
  .object({
    success: z.literal(true),
    synced_channels: z.array(z.int()),
    failed_channels: z.array(z.object({ channel_id: z.int(), error: z.string() })),
  })
  .meta({ description: 'Which channels the device told about' })

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** Clients that know no 24:00:00 take an end of 00:00:00 as midnight at the end of the day. */
const clock = (time: string) => (time === '24:00:00' ? '00:00:00' : time)

function entryOut(entry: ScheduleEntry, index: number): z.output<typeof entrySchema> {
  const [start, end] = [clock(entry.start), clock(entry.end)]
  return {
    id: index + 1,
    day_of_week: entry.day,
    day_end_of_week: entry.endDay,
    start_time: start,
    end_time: end,
    mode: entry.mode,
    device_mode: entry.deviceMode,
    day_start: DAYS[entry.day] ?? '',
    time_start: start,
    day_end: DAYS[entry.endDay] ?? '',
    time_end: end,
  }
}

export function recordingModeOut({ channel, schedule, readAt }: ScheduledChannel): RecordingModeOut {
  const entries = (schedule?.entries ?? []).toSorted((a, b) => a.day - b.day || a.start.localeCompare(b.start))
  return {
    device_id: channel.deviceId,
    channel_id: channel.id,
    channel_no: channel.channelNo,
    channel_name: channelName(channel),
    schedule_enable: schedule?.enabled ?? false,
    default_mode: schedule?.mode ?? null,
    timeline: entries.map(entryOut),
    default_device_mode: schedule?.deviceMode ?? null,
    read_at: readAt?.toISOString() ?? null,
  }
}
