// Recordings as seed 004 spells them, with what the web UI needs on top.
import { z } from 'zod'
import { instantOf, isTime } from '../../domain/time-input.ts'
import { idOrUuid, invalid } from '../../http/validate.ts'
import type { DiskSync } from '../../services/recordings/disk.ts'
import { nameOf } from '../../services/recordings/files.ts'
import {
  type ChannelSum,
  type ClipListed,
  type Listed,
  type RecordingFilter,
  retentionDaysOf,
} from '../../services/recordings/index.ts'
import { pageOf, pageShape, paginationSchema } from './paging.ts'
import { bytesText, durationText } from './words.ts'

const DAY = 86_400_000
const cameraId = idOrUuid.meta({ description: 'Number or UUID of a camera' })
const seconds = z
  .string()
  .regex(/^\d{1,9}(\.\d{1,3})?$/, 'must be a number of seconds')
  .transform(Number)
const date = (name: string) =>
  z
    .string()
    .max(64)
    .refine(isTime, `Invalid ${name} format`)
    .meta({ description: 'ISO 8601; without an offset it is UTC, and with `source=device` the recorder’s wall clock' })

const kind = z
  .enum(['video', 'picture', 'all'])
  .default('video')
  .meta({ description: '`picture`: snapshots and pictures of alarms' })

const pageIn = z.object({
  ...pageShape(),
  order: z.enum(['asc', 'desc']).default('desc'),
})
const filterIn = z.object({
  startDate: date('startDate').optional(),
  endDate: date('endDate').optional(),
  storageTier: z.enum(['hot', 'warm', 'cold']).optional(),
  recordType: z.string().max(40).optional(),
  search: z.string().max(200).optional(),
  kind,
  source: z
    .enum(['local', 'device'])
    .default('local')
    .meta({ description: '`device`: clips of one camera on its recorder, instead of files of ours' }),
})
const withCamera = z.object({ cameraId: cameraId.optional() })

export const listQuery = z.object({ ...pageIn.shape, ...filterIn.shape, ...withCamera.shape })
export const byCameraQuery = z.object({ ...pageIn.shape, ...filterIn.shape })
export const searchQuery = z.object({
  ...listQuery.shape,
  q: z.string().max(200).optional(),
  minDuration: seconds.optional(),
  maxDuration: seconds.optional(),
  resolution: z
    .string()
    .regex(/^(\d{2,5}x\d{2,5}|\d{3,4}p)$/, 'Invalid resolution (write 1920x1080 or 1080p)')
    .optional(),
  codec: z.string().max(20).optional(),
})
export const statsQuery = z.object({
  ...withCamera.shape,
  kind,
  startDate: filterIn.shape.startDate,
  endDate: filterIn.shape.endDate,
})
export const streamQuery = z.object({
  format: z.enum(['mp4', 'hls']).default('mp4').meta({ description: '`hls`: a playlist of the whole recording' }),
})
export const keepIn = z
  .object({
    protected: z.boolean().optional().meta({ description: 'No retention removes it, and nobody by mistake' }),
    retention_days: z
      .int()
      .min(1)
      .max(3650)
      .nullable()
      .optional()
      .meta({ description: 'So many days from its beginning it stays, and then it goes; null: as the rules say' }),
  })
  .refine((body) => body.protected !== undefined || body.retention_days !== undefined, {
    path: ['protected'],
    message: 'protected or retention_days must be given',
  })

export type AnyQuery = z.output<typeof listQuery> & Partial<z.output<typeof searchQuery>>

/** A day without a time is meant whole. */
const endOf = (text: string, time: Date) => (/^\d{4}-\d\d-\d\d$/.test(text.trim()) ? new Date(+time + DAY) : time)

/** The texts of a time span as instants, once `read` has turned each into one. */
export function spanOf(query: Pick<AnyQuery, 'startDate' | 'endDate'>, read: (text: string) => Date) {
  const from = query.startDate === undefined ? undefined : read(query.startDate)
  const to = query.endDate === undefined ? undefined : endOf(query.endDate, read(query.endDate))
  if (from && to && from >= to)
    throw invalid([{ path: 'query.startDate', code: 'order', message: 'startDate must be before endDate' }])
  return { from, to }
}

export const utc = (text: string) => instantOf(text, () => 0)

export const kindOf = ({ kind }: Pick<AnyQuery, 'kind'>) => (kind === 'all' ? undefined : kind)

export function filterOf(query: AnyQuery): RecordingFilter {
  const [width, height] = (query.resolution ?? '').split('x').map((text) => Number.parseInt(text, 10) || undefined)
  const isLines = query.resolution?.endsWith('p')
  return {
    ...spanOf(query, utc),
    kind: kindOf(query),
    search: (query.q ?? query.search)?.trim() || undefined,
    recordType: query.recordType,
    minDuration: query.minDuration,
    maxDuration: query.maxDuration,
    codec: query.codec,
    order: query.order,
    ...(isLines ? { height: width } : { width, height }),
  }
}

export const recordingSchema = z
  .object({
    id: z.string(),
    recording_id: z
      .int()
      .nullable()
      .meta({ description: 'The same by number; of a clip on a recorder our copy of it, or null' }),
    camera_id: z.string().nullable().meta({ description: 'Null when the camera is gone' }),
    channel_id: z.int().nullable(),
    camera_name: z.string(),
    kind: z.enum(['video', 'picture']),
    filename: z.string(),
    file_size: z.number().nullable(),
    start_time: z.string(),
    end_time: z.string(),
    duration: z.int().meta({ description: 'Seconds' }),
    resolution: z.string().nullable(),
    fps: z.number().nullable(),
    codec: z.string().nullable(),
    bitrate: z.number().nullable(),
    storage_tier: z.enum(['hot', 'warm']).meta({ description: '`hot`: on our disk, `warm`: on the recorder' }),
    created_at: z.string(),
    source: z.enum(['local', 'nvr']),
    origin: z.enum(['download', 'recorder', 'export', 'found', 'snapshot', 'alarm']).nullable(),
    alarm_id: z.int().nullable().meta({ description: 'The alarm whose picture it is' }),
    record_type: z.string().nullable(),
    utc_offset_minutes: z.int(),
    protected: z.boolean(),
    retention_days: z.int().nullable().meta({ description: 'Its own; null: it goes by the rules' }),
    keep_until: z.string().nullable().meta({ description: 'The end of its own retention: then it goes' }),
    sha256: z.string().nullable(),
    missing_since: z.string().nullable().meta({ description: 'When its file was found to be gone' }),
    folder: z.int().nullable().meta({ description: 'Storage folder in which it lies; null: the data folder' }),
    away: z.boolean().meta({ description: 'The disk that it lies on is not there' }),
    downloadable: z.boolean(),
  })
  .meta({ id: 'Recording', description: 'One continuous piece of video, or a picture' })

export const recordingsSchema = z
  .object({ success: z.literal(true), data: z.array(recordingSchema), pagination: paginationSchema })
  .meta({ description: 'A page of recordings' })
const detailSchema = recordingSchema.extend({ file_size_formatted: z.string(), duration_formatted: z.string() })
export const oneSchema = z
  .object({ success: z.literal(true), data: detailSchema })
  .meta({ description: 'One recording' })

export type RecordingOut = z.output<typeof recordingSchema>

export function recordingOut({ recording, channel, alarm, isAway }: Listed): RecordingOut {
  const { bytes, duration, width, height, missingSince } = recording
  return {
    id: recording.uuid,
    recording_id: recording.id,
    camera_id: channel?.uuid ?? null,
    channel_id: recording.channelId,
    camera_name: channel ? (channel.name ?? channel.deviceName) : recording.channelName,
    kind: recording.kind,
    filename: nameOf(recording),
    file_size: bytes,
    start_time: recording.startAt.toISOString(),
    end_time: recording.endAt.toISOString(),
    duration: Math.round(duration),
    resolution: width && height ? `${width}x${height}` : null,
    fps: recording.frameRate,
    codec: recording.codec,
    bitrate: duration > 0 ? Math.round((bytes * 8) / duration) : null,
    storage_tier: 'hot',
    created_at: recording.createdAt.toISOString(),
    source: 'local',
    origin: recording.origin,
    alarm_id: alarm?.id ?? null,
    record_type: recording.recordType,
    utc_offset_minutes: recording.utcOffsetMinutes,
    protected: recording.isProtected,
    retention_days: retentionDaysOf(recording),
    keep_until: recording.keepUntil?.toISOString() ?? null,
    sha256: recording.sha256,
    missing_since: missingSince?.toISOString() ?? null,
    folder: recording.folderId,
    away: isAway,
    downloadable: !missingSince && !isAway,
  }
}

/** A clip that lies on a device, in the same words. */
export function clipAsRecording({ clip, channel, recordingId }: ClipListed): RecordingOut {
  const seconds = (+clip.endAt - +clip.startAt) / 1000
  return {
    id: clip.uuid,
    recording_id: recordingId,
    camera_id: channel.uuid,
    channel_id: channel.id,
    camera_name: channel.name ?? channel.deviceName,
    kind: 'video',
    filename: `${channel.slug}_${clip.startAt.toISOString().slice(0, 19).replaceAll(':', '-')}Z.mp4`,
    file_size: clip.bytes,
    start_time: clip.startAt.toISOString(),
    end_time: clip.endAt.toISOString(),
    duration: Math.round(seconds),
    resolution: null,
    fps: null,
    codec: null,
    bitrate: clip.bytes !== null && seconds > 0 ? Math.round((clip.bytes * 8) / seconds) : null,
    storage_tier: 'warm',
    created_at: clip.startAt.toISOString(),
    source: 'nvr',
    origin: null,
    alarm_id: null,
    record_type: clip.recordType,
    utc_offset_minutes: clip.utcOffsetMinutes,
    protected: clip.isLocked ?? false,
    retention_days: null,
    keep_until: null,
    sha256: null,
    missing_since: null,
    folder: null,
    away: false,
    downloadable: true,
  }
}

/** Clips are few enough to be looked through. What nobody knows of one fits no filter. */
export function fits(row: RecordingOut, query: AnyQuery): boolean {
  const words = (query.q ?? query.search)?.trim().toLowerCase()
  const tests = [
    query.recordType === undefined || row.record_type === query.recordType,
    query.storageTier === undefined || row.storage_tier === query.storageTier,
    !words || `${row.camera_name}\n${row.filename}`.toLowerCase().includes(words),
    query.minDuration === undefined || row.duration >= query.minDuration,
    query.maxDuration === undefined || row.duration <= query.maxDuration,
    query.codec === undefined || row.codec === query.codec,
    query.resolution === undefined || row.resolution === query.resolution,
  ]
  return tests.every(Boolean)
}

export const pageOut = pageOf<RecordingOut>

export function detailOut(row: RecordingOut): z.output<typeof detailSchema> {
  return {
    ...row,
    file_size_formatted: row.file_size === null ? 'unknown' : bytesText(row.file_size),
    duration_formatted: durationText(row.duration),
  }
}

const sizeKeys = { count: z.int(), total_size: z.number(), total_size_formatted: z.string() }
const statsOutSchema = z.object({
  totalRecordings: z.int(),
  totalSize: z.number(),
  totalDuration: z.number(),
  totalSizeFormatted: z.string(),
  totalDurationFormatted: z.string(),
  byCamera: z.array(
    z.object({
      camera_id: z.string().nullable(),
      camera_name: z.string(),
      ...sizeKeys,
      total_duration: z.number(),
      total_duration_formatted: z.string(),
    }),
  ),
  byStorageTier: z.array(z.object({ storage_tier: z.literal('hot'), ...sizeKeys })),
})
export const statsSchema = z
  .object({ success: z.literal(true), data: statsOutSchema })
  .meta({ description: 'Sums over files of ours that are there' })

const sizes = (count: number, bytes: number) => ({
  count,
  total_size: bytes,
  total_size_formatted: bytesText(bytes),
})

export function statsOut(sums: ChannelSum[]): z.output<typeof statsOutSchema> {
  const total = (key: 'count' | 'bytes' | 'seconds') => sums.reduce((sum, channel) => sum + channel[key], 0)
  return {
    totalRecordings: total('count'),
    totalSize: total('bytes'),
    totalDuration: Math.round(total('seconds')),
    totalSizeFormatted: bytesText(total('bytes')),
    totalDurationFormatted: durationText(total('seconds')),
    byCamera: sums.map(({ channelUuid, name, count, bytes, seconds }) => ({
      camera_id: channelUuid,
      camera_name: name,
      ...sizes(count, bytes),
      total_duration: Math.round(seconds),
      total_duration_formatted: durationText(seconds),
    })),
    byStorageTier: sums.length ? [{ storage_tier: 'hot', ...sizes(total('count'), total('bytes')) }] : [],
  }
}

export const syncSchema = z.object({
  success: z.literal(true),
  message: z.string(),
  data: z
    .object({
      scanned: z.int(),
      synced: z.int().meta({ description: 'Files that are recordings now' }),
      errors: z.int(),
      gone: z.int().meta({ description: 'Recordings whose file is gone since the last time; they stay listed' }),
      back: z.int(),
      problems: z.array(z.object({ file: z.string(), error: z.string() })).meta({ description: 'The first hundred' }),
    })
    .meta({ description: 'What was found on the disk' }),
})

export function syncOut({ scanned, adopted, gone, back, problems }: DiskSync): z.output<typeof syncSchema> {
  return {
    success: true,
    message: `Sync completed: ${adopted} adopted, ${gone} gone, ${problems.length} to look at`,
    data: { scanned, synced: adopted, errors: problems.length, gone, back, problems: problems.slice(0, 100) },
  }
}
