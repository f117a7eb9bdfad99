// What seed 002's routes take and give, key by key as its document has them.
import { z } from 'zod'

/** No further back is anything searched at once. */
const MOST_HOURS = 744

/** Clients write ids of channels as texts; a number is taken, too. */
const channelId = z
  .union([z.string().max(20), z.int()])
  .transform(String)
  .meta({ description: 'As `channels` lists it' })
const nvrId = z.string().max(300).meta({ description: '`host_port`, as `hikvision-connect` answers it' })
const time = z.string().max(40).meta({ description: "ISO 8601. Without an offset it is the recorder's wall clock" })

export const connectBody = z.object({
  host: z
    .string()
    .max(253)
    .regex(/^([A-Za-z0-9._-]*|\[?[0-9A-Fa-f:.]+\]?)$/, 'must be a host name or an IP address alone')
    .optional(),
  username: z.string().max(256).optional(),
  password: z.string().max(256).optional(),
  port: z.int().min(1).max(65_535).optional().meta({ description: '80 when left out, 443 with `use_https`' }),
  use_https: z.boolean().default(false),
})

export const nvrBody = z.object({ nvr_id: nvrId.optional() })

export const searchBody = z.object({
  nvr_id: nvrId.optional(),
  channel_id: channelId.optional(),
  start_time: time.optional(),
  end_time: time.optional(),
})

export const downloadBody = searchBody.extend({
  playback_uri: z
    .string()
    .max(2000)
    .optional()
    .meta({ description: 'As `search` answers it; instead of channel and times' }),
})

export const downloadsQuery = z.object({
  nvr_id: nvrId.optional(),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'must be a whole number')
    .transform(Number)
    .optional(),
  limit: z
    .string()
    .regex(/^\d{1,4}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(1).max(500))
    .default(100),
})

export const nvrPath = z.object({ nvr_id: nvrId })

export const sourceBody = z.object({
  selected_channels: z.array(channelId).max(512).optional(),
  time_range_hours: z.int().min(1).max(MOST_HOURS).optional(),
})

const failure = z
  .object({
    success: z.literal(false),
    message: z.string(),
    error: z.string().optional().meta({ description: 'Name of the error in the table of the document' }),
    cause: z.string().optional(),
    remedy: z.string().optional(),
    detail: z.string().optional().meta({ description: 'What we know more' }),
    tries_left: z.int().optional(),
  })
  .meta({ id: 'CloudFailure', description: 'What a recorder or the document refuses: status 200, as there' })

export type FailureBody = z.output<typeof failure>

const deviceInfo = z.object({
  model: z.string(),
  serial_number: z.string(),
  firmware: z.string(),
  device_name: z.string(),
  device_type: z.string(),
})

export type DeviceInfoOut = z.output<typeof deviceInfo>

export const connectAnswer = z.union([
  z.object({ success: z.literal(true), nvr_id: z.string(), device_info: deviceInfo }),
  failure,
])

export const channelsAnswer = z.union([
  z.object({
    success: z.literal(true),
    channels: z.array(z.object({ id: z.string(), name: z.string(), enabled: z.literal(true) })),
  }),
  failure,
])

const video = z.object({
  playback_uri: z.string(),
  start_time: z.string(),
  end_time: z.string(),
  channel_id: z.string(),
  source: z.literal('nvr'),
})

export type VideoOut = z.output<typeof video>

export const searchAnswer = z.union([
  z.object({
    success: z.literal(true),
    videos: z.array(video),
    message: z.string().optional().meta({ description: 'Only when nothing was found' }),
    remedy: z.string().optional(),
  }),
  failure,
])

export const downloadAnswer = z.union([z.object({ success: z.literal(true), job_id: z.int() }), failure])

const downloaded = z.object({
  source_id: z.int(),
  cloud_file_id: z.string(),
  playback_uri: z.string().nullable().meta({ description: 'Null when the recorder has forgotten the clip' }),
  channel_id: z.string(),
  channel_name: z.string(),
  start_time: z.string(),
  end_time: z.string(),
  local_file_path: z.string().meta({ description: 'Below our data folder' }),
  recording_id: z.int(),
})

export type DownloadedOut = z.output<typeof downloaded>

export const downloadsAnswer = z.union([
  z.object({
    success: z.literal(true),
    downloads: z.array(downloaded),
    next_cursor: z.int().nullable(),
    has_more: z.boolean(),
  }),
  failure,
])

const source = z.object({
  success: z.literal(true),
  provider: z.literal('hikvision'),
  nvr_id: z.string(),
  nvr_host: z.string(),
  nvr_port: z.int(),
  use_https: z.boolean(),
  device_info: z.object({ model: z.string(), serial_number: z.string(), firmware: z.string() }),
  selected_channels: z.array(z.string()),
  time_range_hours: z.int(),
})

export type SourceOut = z.output<typeof source>

export const sourceAnswer = z.union([source, failure])
