// The gap report on the wire: as JSON, and as a table for spreadsheets.
import { z } from 'zod'
import { wholeNumber } from '../http/validate.ts'
import { channelName } from '../services/channels.ts'
import type { ChannelGaps, Gap } from '../services/gaps/index.ts'
import { spanOut, spanQuery } from './footage-timeline.wire.ts'

export const gapQuery = spanQuery.extend({
  min_seconds: wholeNumber(0, 8_035_200).optional().meta({ description: 'Shorter gaps are left out' }),
  format: z.enum(['json', 'csv']).default('json'),
})

const CAUSES = ['clock_jump', 'device_offline', 'disk_error', 'no_video', 'motion_only', 'unknown'] as const

const gapSchema = z.object({
  channel_id: z.int(),
  channel_name: z.string(),
  device_id: z.int(),
  start: z.string(),
  end: z.string(),
  start_local: z.string().meta({ description: 'By the device’s wall clock' }),
  end_local: z.string(),
  seconds: z.int(),
  mode: z.enum(['continuous', 'motion']).meta({ description: 'How the device was to record' }),
  cause: z.enum(CAUSES).meta({ description: 'Likely' }),
  reason: z.string().nullable(),
})

export const gapsSchema = z
  .object({
    success: z.literal(true),
    data: z.array(gapSchema),
    count: z.int(),
    channels: z.array(
      z.object({
        channel_id: z.int(),
        channel_name: z.string(),
        schedule: z.enum(['known', 'off', 'unknown']).meta({
          description: '`unknown`: the device has not told when it is to record, so that nothing is said of gaps',
        }),
        reading: z.boolean(),
        certain: z.array(z.object({ start: z.string(), end: z.string() })),
        scheduled_seconds: z.int(),
        recorded_seconds: z.int(),
        missing_seconds: z.int(),
      }),
    ),
  })
  .meta({ id: 'Gaps', description: 'What was to be recorded and was not' })

const seconds = (milliseconds: number) => Math.round(milliseconds / 1000)

function gapOut({ channel, offsetAt }: ChannelGaps, gap: Gap): z.output<typeof gapSchema> {
  const local = (time: number) => new Date(time + offsetAt(new Date(time)) * 60_000).toISOString().slice(0, 19)
  return {
    channel_id: channel.id,
    channel_name: channelName(channel),
    device_id: channel.deviceId,
    ...spanOut(gap),
    start_local: local(gap.start),
    end_local: local(gap.end),
    seconds: seconds(gap.end - gap.start),
    mode: gap.mode,
    cause: gap.cause,
    reason: gap.text,
  }
}

export function gapsOut(all: ChannelGaps[]): z.output<typeof gapsSchema> {
  const data = all.flatMap((one) => one.gaps.map((gap) => gapOut(one, gap)))
  return {
    success: true,
    data,
    count: data.length,
    channels: all.map(({ channel, schedule, reading, certain, scheduledMs, recordedMs }) => ({
      channel_id: channel.id,
      channel_name: channelName(channel),
      schedule,
      reading,
      certain: certain.map(spanOut),
      scheduled_seconds: seconds(scheduledMs),
      recorded_seconds: seconds(recordedMs),
      missing_seconds: seconds(scheduledMs - recordedMs),
    })),
  }
}

const COLUMNS = [
  'channel_name',
  'start',
  'end',
  'start_local',
  'end_local',
  'seconds',
  'mode',
  'cause',
  'reason',
] as const

/** Names come from devices: a spreadsheet must not take one for a formula. */
function cell(value: string | number | null): string {
  const text = String(value ?? '')
  const tame = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(tame) ? `"${tame.replaceAll('"', '""')}"` : tame
}

/** As RFC 4180 has it. */
export function gapsAsCsv(all: ChannelGaps[]): string {
  const rows = gapsOut(all).data.map((gap) => COLUMNS.map((column) => cell(gap[column])).join(','))
  return `${[COLUMNS.join(','), ...rows].join('\r\n')}\r\n`
}
