// Cameras as seed 004 spells them: camera = channel.
import { z } from 'zod'
import { jpegSize } from '../../domain/jpeg.ts'
import { idOrUuid } from '../../http/validate.ts'
import type {
  Camera,
  CameraFilter,
  CameraPatch,
  CameraPicture,
  CameraStats,
  NewCamera,
  StreamStats,
} from '../../services/cameras/index.ts'
import { channelName } from '../../services/channels.ts'
import { type Paging, pageIfAsked, pageOf, paginationSchema } from './paging.ts'
import { codecWord, playingOut, playingSchema } from './playing.wire.ts'

const STATUSES = ['online', 'offline', 'inactive', 'error', 'unknown'] as const

const NEEDED = 'Name and RTSP URL are required'
const WRONG_URL = 'Invalid RTSP URL format (must start with rtsp:// or rtsps://)'
const needed = z.string({ error: ({ input }) => (input === undefined || input === null ? NEEDED : 'must be a string') })

const name = z.string().trim().min(1, 'Name must not be empty').max(100)
const rtspUrl = z
  .string()
  .trim()
  .max(500)
  .regex(/^rtsps?:\/\//i, WRONG_URL)
  .meta({ example: 'rtsp://user:password@192.168.1.70:554/stream1' })
const subUrl = rtspUrl.meta({
  description:
    'A second, smaller picture of it; without a login of its own it is read with the first one’s at the same host',
  example: 'rtsp://192.168.1.70:554/stream2',
})
const location = z.string().trim().max(200).nullable()
const status = z.enum([...STATUSES, 'active']).meta({
  description: '`inactive` switches it off, `online` or `active` on; the others are found out by us and change nothing',
})

export const camerasQuery = z.object({
  status: z
    .enum([...STATUSES, 'active'])
    .transform((text) => (text === 'active' ? 'online' : text))
    .optional(),
  deviceId: idOrUuid.optional(),
  search: z.string().max(200).optional().meta({ description: 'Part of the name or the location' }),
  ...pageIfAsked,
})

export const newCameraIn = z.object({
  name: needed.trim().min(1, NEEDED).max(100),
  rtsp_url: needed
    .trim()
    .min(1, NEEDED)
    .max(500)
    .regex(/^rtsps?:\/\//i, WRONG_URL),
  sub_rtsp_url: subUrl.nullable().optional(),
  location: location.optional(),
  status: status.optional(),
})
export const cameraPatchIn = z.object({
  name: name.optional(),
  rtsp_url: rtspUrl.nullable().optional().meta({ description: 'With its masks as it was shown: what they hide stays' }),
  sub_rtsp_url: subUrl
    .nullable()
    .optional()
    .meta({ description: 'Null takes it away; with its masks as it was shown: what they hide stays' }),
  location: location.optional(),
  status: status.optional(),
})
export const probeIn = z.object({
  rtsp_url: rtspUrl,
  device_id: z
    .union([idOrUuid, z.int().positive()])
    .optional()
    .meta({ description: 'Your device whose stored login stands for what is masked or missing, at the same host' }),
})
export const snapshotIn = z.object({ quality: z.enum(['main', 'sub']).optional() })

export const filterOf = ({ status, deviceId, search }: z.output<typeof camerasQuery>): CameraFilter => ({
  ...{ status, deviceId, search },
})

const inUseOf = (text: z.output<typeof status> | undefined) =>
  text === 'inactive' ? false : text === 'online' || text === 'active' ? true : undefined

export function newCamera({ rtsp_url, sub_rtsp_url, status: text, ...rest }: z.output<typeof newCameraIn>): NewCamera {
  return { ...rest, rtspUrl: rtsp_url, subRtspUrl: sub_rtsp_url, inUse: inUseOf(text) }
}

export function cameraPatch({
  rtsp_url,
  sub_rtsp_url,
  status: text,
  ...rest
}: z.output<typeof cameraPatchIn>): CameraPatch {
  return { ...rest, rtspUrl: rtsp_url ?? undefined, subRtspUrl: sub_rtsp_url, inUse: inUseOf(text) }
}

export const cameraSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    location: z.string().nullable(),
    status: z.enum(STATUSES),
    rtsp_url: z
      .string()
      .nullable()
      .meta({ description: 'What could be a secret is masked; null while its recorder is not there to say it' }),
    sub_rtsp_url: z.string().nullable().meta({ description: 'Only of a stream of its own; null: it has none' }),
    created_at: z.string(),
    updated_at: z.string(),
    channel_id: z.int(),
    device_id: z.int(),
    channel_no: z.int(),
    source: z.enum(['nvr', 'rtsp']),
    active: z.boolean().meta({ description: 'In use here, and there on its device' }),
    last_seen_at: z.string().nullable(),
    stream: playingSchema,
  })
  .meta({ id: 'Camera', description: 'A channel of a recorder, or a stream of its own' })

const success = z.literal(true)
export const camerasSchema = z
  .object({
    ...{ success, data: z.array(cameraSchema) },
    count: z.int().meta({ description: 'Of those told here' }),
    pagination: paginationSchema.optional(),
  })
  .meta({ description: 'Cameras, newest first: all, or with `page` or `limit` a page of them and its `pagination`' })
export const oneCameraSchema = z.object({ success, data: cameraSchema }).meta({ description: 'One camera' })
export const restartedSchema = z
  .object({
    success,
    message: z.string(),
    data: z.object({
      camera_id: z.string(),
      restarted: z.array(z.enum(['live', 'recording'])),
      requested_at: z.string(),
    }),
  })
  .meta({ description: 'What ran begins anew; an empty list: nothing ran' })
export const pictureSchema = z
  .object({
    success,
    data: z.object({
      id: z.string().meta({ description: 'Of the recording that it is' }),
      recording_id: z.int(),
      camera_id: z.string(),
      url: z.string().meta({ description: 'Below our base path; it ends 90 seconds after its last use' }),
      content_type: z.literal('image/jpeg'),
      width: z.int().nullable(),
      height: z.int().nullable(),
      size: z.int(),
      taken_at: z.string(),
    }),
  })
  .meta({ description: 'Where the picture is; with `Accept: image/jpeg` the picture itself' })

export type CameraOut = z.output<typeof cameraSchema>

export function cameraOut(camera: Camera): CameraOut {
  const { channel, status, source, rtspUrl: url, lastSeenAt } = camera
  const { device } = channel
  const updatedAt = source === 'rtsp' && device.updatedAt > channel.updatedAt ? device.updatedAt : channel.updatedAt
  return {
    id: channel.uuid,
    name: channelName(channel),
    location: channel.location,
    status,
    rtsp_url: url,
    sub_rtsp_url: camera.subRtspUrl,
    created_at: channel.createdAt.toISOString(),
    updated_at: updatedAt.toISOString(),
    channel_id: channel.id,
    device_id: channel.deviceId,
    channel_no: channel.channelNo,
    source,
    active: channel.inUse && channel.isActive,
    last_seen_at: lastSeenAt?.toISOString() ?? null,
    stream: playingOut(camera.playing),
  }
}

/** The whole list, or a page of so many in all. */
export function camerasOut(cameras: Camera[], paging?: Paging & { total: number }): z.output<typeof camerasSchema> {
  const data = cameras.map(cameraOut)
  return { ...(paging ? pageOf(data, paging.total, paging) : { success: true, data }), count: data.length }
}

export function pictureOut(
  cameraId: string,
  { picture, recording, ticket }: CameraPicture,
): z.output<typeof pictureSchema> {
  const { jpeg, takenAt } = picture
  const size = jpegSize(jpeg)
  return {
    success: true,
    data: {
      id: recording.uuid,
      recording_id: recording.id,
      camera_id: cameraId,
      url: `/media/${ticket.secret}/picture.jpg`,
      content_type: 'image/jpeg',
      width: size?.width ?? null,
      height: size?.height ?? null,
      size: jpeg.length,
      taken_at: takenAt.toISOString(),
    },
  }
}

const whole = z.number().nullable()
export const cameraStatsSchema = z
  .object({
    success,
    data: z.object({
      camera_id: z.string(),
      status: z.enum(STATUSES),
      uptime: z
        .int()
        .nullable()
        .meta({ description: 'Seconds that its device is there without a break; null: it is not' }),
      last_seen_at: z.string().nullable(),
      stream: z.object({
        active: z.boolean(),
        viewers: z.int(),
        resolution: z.string().nullable(),
        fps: whole,
        codec: z.string().nullable(),
        bitrate: whole.meta({ description: 'Bits per second, of the last seconds' }),
        bytesReceived: z.number(),
        bytesSent: z.number(),
        restarts: z.int(),
        last_error: z.string().nullable(),
      }),
      recordings: z
        .object({
          count: z.int(),
          total_size: whole,
          total_duration: z.int(),
          oldest: z.string().nullable(),
          newest: z.string().nullable(),
          gaps_24h: z.int().nullable().meta({ description: 'In the footage; null: its device cannot say' }),
        })
        .nullable()
        .meta({ description: 'Null for who may not play back' }),
      events: z.object({ last_24h: z.int(), last_at: z.string().nullable() }),
    }),
  })
  .meta({ description: 'Null is unknown, never 0' })

const streamOut = (stream: StreamStats) => ({
  active: stream.active,
  viewers: stream.viewers,
  resolution: stream.width && stream.height ? `${stream.width}x${stream.height}` : null,
  fps: stream.framesPerSecond,
  codec: codecWord(stream.mime),
  bitrate: stream.bitsPerSecond,
  bytesReceived: stream.bytesIn,
  bytesSent: stream.bytesOut,
  restarts: stream.restarts,
  last_error: stream.lastError,
})

export function cameraStatsOut(
  { channel, status, since, lastSeenAt, stream, recordings, events }: Camera & CameraStats,
  now: Date,
): z.output<typeof cameraStatsSchema>['data'] {
  return {
    camera_id: channel.uuid,
    status,
    uptime: status === 'online' ? Math.max(0, Math.floor((+now - +since) / 1000)) : null,
    last_seen_at: lastSeenAt?.toISOString() ?? null,
    stream: streamOut(stream),
    recordings: recordings && {
      count: recordings.count,
      total_size: recordings.bytes,
      total_duration: recordings.seconds,
      oldest: recordings.oldest?.toISOString() ?? null,
      newest: recordings.newest?.toISOString() ?? null,
      gaps_24h: recordings.gapsOfDay,
    },
    events: { last_24h: events.lastDay, last_at: events.lastAt?.toISOString() ?? null },
  }
}
