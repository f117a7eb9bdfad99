// The timeline of several channels on the wire: instants in UTC, days by the wall clock of each device.
import { z } from 'zod'
import { type Interval, subtract } from '../domain/intervals.ts'
import { isTime } from '../domain/time-input.ts'
import { offsetChanges } from '../domain/wall-clock.ts'
import { idOrUuid } from '../http/validate.ts'
import { channelName } from '../services/channels.ts'
import type { TimelineChannel } from '../services/timeline.ts'

const MOST_CHANNELS = 64

const time = (description: string) =>
  z
    .string({ error: 'is required' })
    .max(64)
    .refine(isTime, 'must be a time such as 2025-01-22T00:00:00Z')
    .meta({ description })

/** Numbers or UUIDs with commas between them, or the parameter several times. */
const channelIds = z
  .union([z.string(), z.array(z.string())], { error: 'is required' })
  .transform((given) => [given].flat().flatMap((text) => text.split(',')))
  .transform((given) => given.map((text) => text.trim()).filter((text) => text !== ''))
  .pipe(z.array(idOrUuid).min(1).max(MOST_CHANNELS))
  .meta({ description: `Numbers or UUIDs of at most ${MOST_CHANNELS} channels, with commas between them` })

export const spanQuery = z.object({
  channel_ids: channelIds,
  from: time('ISO 8601; without an offset it is the wall clock of each channel’s device'),
  to: time('At most 93 days later'),
})

const spanSchema = z.object({ start: z.string(), end: z.string() })
export const spanOut = ({ start, end }: Interval) => ({
  start: new Date(start).toISOString(),
  end: new Date(end).toISOString(),
})

const timelineSchema = z.object({
  channel_id: z.int(),
  channel_uuid: z.string(),
  channel_name: z.string(),
  device_id: z.int(),
  from: z.string(),
  to: z.string(),
  device: z.array(spanSchema.extend({ kind: z.enum(['continuous', 'motion']) })).meta({
    description:
      'What the device recorded; pauses of up to 5 s are left out. `motion`: only because something moved or happened. Where the kind changes one ends as the next begins',
  }),
  certain: z.array(spanSchema).meta({ description: 'The device has told everything of this time' }),
  reading: z.boolean().meta({ description: 'More is being read from the device now: ask again in a moment' }),
  recordings: z.array(
    spanSchema.extend({
      id: z.string(),
      duration: z.number(),
      codec: z.string().nullable(),
      origin: z.string(),
      protected: z.boolean(),
    }),
  ),
  alarms: z.array(
    z.object({ id: z.int(), uuid: z.string(), kind: z.string(), start: z.string(), end: z.string().nullable() }),
  ),
  days: z
    .array(spanSchema.extend({ day: z.string(), utc_offset_minutes: z.int() }))
    .meta({ description: 'Days of the device’s wall clock; where the clocks change one has 23 or 25 hours' }),
  offsets: z.array(z.object({ at: z.string(), utc_offset_minutes: z.int() })).meta({
    description:
      'The device’s wall clock: its minutes east of UTC at `from`, and each moment from which there are others',
  }),
})

export const timelinesSchema = z
  .object({ success: z.literal(true), data: z.array(timelineSchema), count: z.int() })
  .meta({ id: 'Timelines', description: 'What several channels have recorded, for one timeline' })

export function timelineOut(one: TimelineChannel): z.output<typeof timelineSchema> {
  const { channel, asked, footage, motion, certain, reading, recordings, alarms, days, offsetAt } = one
  const { start: from, end: to } = spanOut(asked)
  const offsets = [
    { at: asked.start, minutes: offsetAt(new Date(asked.start)) },
    ...offsetChanges(offsetAt, asked.start, asked.end - 1),
  ]
  const pieces = [
    ...subtract(footage, motion).map((span) => ({ ...span, kind: 'continuous' as const })),
    ...motion.map((span) => ({ ...span, kind: 'motion' as const })),
  ].sort((a, b) => a.start - b.start)
  return {
    channel_id: channel.id,
    channel_uuid: channel.uuid,
    channel_name: channelName(channel),
    device_id: channel.deviceId,
    from,
    to,
    device: pieces.map(({ kind, ...span }) => ({ ...spanOut(span), kind })),
    certain: certain.map(spanOut),
    reading,
    recordings: recordings.map((row) => ({
      id: row.uuid,
      start: row.startAt.toISOString(),
      end: row.endAt.toISOString(),
      duration: row.duration,
      codec: row.codec,
      origin: row.origin,
      protected: row.isProtected,
    })),
    alarms: alarms.map(({ id, uuid, kind, beganAt, endedAt }) => ({
      ...{ id, uuid, kind },
      start: beganAt.toISOString(),
      end: endedAt?.toISOString() ?? null,
    })),
    days: days.map(({ day, ...span }) => ({
      day,
      ...spanOut(span),
      utc_offset_minutes: offsetAt(new Date(span.start)),
    })),
    offsets: offsets.map(({ at, minutes }) => ({ at: new Date(at).toISOString(), utc_offset_minutes: minutes })),
  }
}
