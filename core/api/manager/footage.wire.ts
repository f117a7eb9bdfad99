// Footage as seed 000 spells it: days and times of the device's wall clock, with what the web UI needs on top.
import { z } from 'zod'
import { channelName } from '../../services/channels.ts'
import type { FootageDay, FootageMonth } from '../../services/footage/index.ts'

const rangeSchema = z.object({
  /** `HH:MM:SS` by the device's wall clock; a day ends at 23:59:59. */
  start_time: z.string(),
  end_time: z.string(),
})

const daySchema = z.object({
  record_date: z.string(),
  has_record: z.boolean(),
  /** Ascending. */
  time_ranges: z.array(rangeSchema),
  /** False: there is footage, but its ranges are still to be read from the device. */
  ranges_known: z.boolean(),
})

export const recordDaysSchema = z
  .array(daySchema.extend({ id: z.int(), channel_id: z.int() }))
  .meta({ description: 'All known days of a channel, newest first' })

export const monthDataSchema = z
  .object({
    oldest_record_month: z.string().nullable(),
    /** More of this month is being read from the device now: ask again in a moment. */
    reading: z.boolean(),
    channels: z.array(
      z.object({
        channel: z.object({
          id: z.int(),
          channel_no: z.int(),
          name: z.string(),
          oldest_record_date: z.string().nullable(),
          latest_record_date: z.string().nullable(),
          is_active: z.boolean(),
          in_use: z.boolean(),
        }),
        record_days: z.array(daySchema),
        days_known: z.boolean().meta({ description: 'The device has told which days of this month hold footage' }),
      }),
    ),
  })
  .meta({ id: 'MonthData', description: 'What the channels of a device recorded in a month, newest day first' })

const WRONG_MONTH = 'Invalid date format. Use YYYY-MM'

/** Takes `2025-1` as well. */
export const monthIn = z
  .string()
  .regex(/^\d{4}-(0?[1-9]|1[0-2])$/, WRONG_MONTH)
  .transform((text) => text.replace(/-(\d)$/, '-0$1'))
  .meta({ description: 'YYYY-MM' })

const two = (number: number) => String(Math.floor(number)).padStart(2, '0')
/** Each second of a day as it was first asked for: a month of 64 channels asks 80,000 times. */
const WALL: string[] = []

/** What ends at midnight ends with its day. */
const DAY_END = '23:59:59'

/** `HH:MM:SS` on the wall. */
function wallTime(seconds: number, offsetMinutes: number): string {
  const second = (seconds + offsetMinutes * 60) % 86_400
  WALL[second] ??= `${two(second / 3600)}:${two((second / 60) % 60)}:${two(second % 60)}`
  return WALL[second]
}

function rangesOut(flat: readonly number[]): z.output<typeof rangeSchema>[] {
  const ranges: z.output<typeof rangeSchema>[] = []
  for (let at = 0; at < flat.length; at += 4) {
    const [start = 0, end = 0, startOffset = 0, endOffset = 0] = [flat[at], flat[at + 1], flat[at + 2], flat[at + 3]]
    const until = wallTime(end, endOffset)
    ranges.push({ start_time: wallTime(start, startOffset), end_time: until === '00:00:00' ? DAY_END : until })
  }
  return ranges
}

const dayOut = (day: FootageDay): z.output<typeof daySchema> => ({
  record_date: day.day,
  has_record: day.hasRecord,
  time_ranges: rangesOut(day.ranges),
  ranges_known: day.rangesKnown,
})

export function recordDayOut(day: FootageDay): z.output<typeof recordDaysSchema>[number] {
  return { id: day.id, channel_id: day.channelId, ...dayOut(day) }
}

export function monthOut({ oldestMonth, reading, channels }: FootageMonth): z.output<typeof monthDataSchema> {
  return {
    oldest_record_month: oldestMonth,
    reading,
    channels: channels.map(({ channel, days, asked }) => ({
      channel: {
        id: channel.id,
        channel_no: channel.channelNo,
        name: channelName(channel),
        oldest_record_date: channel.oldestRecordDate,
        latest_record_date: channel.latestRecordDate,
        is_active: channel.isActive,
        in_use: channel.inUse,
      },
      record_days: days.map(dayOut),
      days_known: asked,
    })),
  }
}
