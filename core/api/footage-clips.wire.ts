// Clips on recorders, and having them fetched, on the wire.
import { z } from 'zod'
import { isTime } from '../domain/time-input.ts'
import { idOrUuid } from '../http/validate.ts'
import type { FoundClip, SearchFailure } from '../services/clip-search.ts'

const MOST_CHANNELS = 64
const MOST_CLIPS = 20_000
const MOST_FETCHED = 1000

const time = z
  .string()
  .max(64)
  .refine(isTime, 'must be a time such as 2026-01-12T08:00:00Z')
  .meta({ description: 'ISO 8601; without an offset it is the recorder’s wall clock' })

export const clipsQuery = z.object({
  channel_ids: z
    .string()
    .max(4000)
    .transform((text) => text.split(',').map((id) => id.trim()))
    .pipe(z.array(idOrUuid).min(1).max(MOST_CHANNELS))
    .meta({ description: 'Numbers or UUIDs, separated by commas' }),
  from: time,
  to: time.meta({ description: 'At most 31 days later' }),
  limit: z
    .string()
    .regex(/^\d{1,5}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(1).max(MOST_CLIPS))
    .default(5000),
})

export const clipSchema = z
  .object({
    id: z.int(),
    uuid: z.string(),
    channel_id: z.int(),
    device_id: z.int(),
    start: z.string(),
    end: z.string(),
    utc_offset_minutes: z.int(),
    record_type: z.string(),
    bytes: z.number().nullable(),
    locked: z.boolean().nullable(),
    recording_id: z.int().nullable().meta({ description: 'Our copy of it' }),
  })
  .meta({ id: 'Clip', description: 'One segment on a recorder’s disk' })

export const clipsSchema = z
  .object({
    success: z.literal(true),
    data: z.array(clipSchema),
    count: z.int(),
    has_more: z.boolean(),
    next_from: z.string().nullable().meta({ description: 'Where to go on: the `from` of the next request' }),
    failures: z
      .array(
        z.object({
          device_id: z.int(),
          channel_ids: z.array(z.int()),
          kind: z.string(),
          error: z.string(),
        }),
      )
      .meta({ description: 'Recorders that could not be asked; the clips of the others are all here' }),
  })
  .meta({ description: 'Clips in the order of time' })

const priority = z.int().min(0).max(100).default(0).meta({ description: 'Higher ones start first' })
const clipId = z.union([z.int().positive(), idOrUuid]).meta({ description: 'Number or UUID of a clip' })
const oneIn = z.object({ clip_id: clipId, priority })
const someIn = z.object({
  clip_ids: z.array(clipId).min(1).max(MOST_FETCHED).meta({ description: 'Of any channels: a job for each channel' }),
  priority,
})
const rangeIn = z.object({
  channel_id: z.union([z.int().positive(), idOrUuid]).meta({ description: 'Number or UUID of a channel' }),
  from: time,
  to: time,
  priority,
})

export const fetchIn = z
  .object({ ...oneIn.partial().shape, ...someIn.partial().shape, ...rangeIn.partial().shape, priority })
  .refine((body) => [body.clip_id, body.clip_ids, body.channel_id].filter((id) => id !== undefined).length === 1, {
    path: ['clip_id'],
    message: 'must be given, or else clip_ids, or channel_id, from and to',
  })
  .refine((body) => body.channel_id === undefined || (body.from !== undefined && body.to !== undefined), {
    path: ['from'],
    message: 'must be given together with to and channel_id',
  })

export const queuedSchema = z
  .object({
    success: z.literal(true),
    job_id: z.int(),
    job_ids: z.array(z.int()).optional().meta({ description: 'All of them, for `clip_ids`' }),
  })
  .meta({ description: 'It is queued: see the job' })

export function clipOut({ clip, channel, recordingId }: FoundClip): z.output<typeof clipSchema> {
  return {
    id: clip.id,
    uuid: clip.uuid,
    channel_id: channel.id,
    device_id: channel.deviceId,
    start: clip.startAt.toISOString(),
    end: clip.endAt.toISOString(),
    utc_offset_minutes: clip.utcOffsetMinutes,
    record_type: clip.recordType,
    bytes: clip.bytes,
    locked: clip.isLocked,
    recording_id: recordingId,
  }
}

export function clipsOut(clips: FoundClip[], failures: SearchFailure[], limit: number): z.output<typeof clipsSchema> {
  const data = clips.slice(0, limit).map(clipOut)
  const next = clips[limit]
  return {
    success: true,
    data,
    count: data.length,
    has_more: next !== undefined,
    next_from: next?.clip.startAt.toISOString() ?? null,
    failures: failures.map(({ deviceId, channelIds, fault }) => ({
      device_id: deviceId,
      channel_ids: channelIds,
      kind: fault.kind,
      error: fault.message,
    })),
  }
}
