// Streams as seed 004 spells them: what its clients know from MediaMTX, said of our relays.
import { z } from 'zod'
import type { StreamStats } from '../../services/cameras/index.ts'
import { channelName } from '../../services/channels.ts'
import type { Stream, StreamHealth, StreamsOfCamera } from '../../services/streams.ts'
import { cameraSchema } from './cameras.wire.ts'
import { playingOut, playingSchema } from './playing.wire.ts'

export const streamQuery = z.object({ quality: z.enum(['main', 'sub']).default('main') })

const success = z.literal(true)
const stateSchema = z.enum(['online', 'offline'])

const streamSchema = z
  .object({
    name: z.string().meta({ example: 'live/0198c2d4-6f0e-7c31-9f0a-2b8f4b0f6a11/main' }),
    camera_id: z.string(),
    source: z.object({ type: z.literal('rtspSource'), running: z.boolean() }),
    ready: z.boolean(),
    readyTime: z.string().nullable().meta({ description: 'Since when pictures come' }),
    tracks: z.array(z.string()),
    bytesReceived: z.number(),
    bytesSent: z.number(),
    readers: z.array(z.object({ type: z.enum(['hlsSession', 'mseSession', 'internal']), id: z.string() })),
    viewers: z.int(),
  })
  .meta({ id: 'Stream', description: 'A relay: one camera in one quality, read once for everybody' })
export const streamsSchema = z
  .object({ success, data: z.array(streamSchema), count: z.int() })
  .meta({ description: 'Relays at work' })

const statsSchema = z
  .object({ ready: z.boolean(), bytesReceived: z.number(), bytesSent: z.number(), viewers: z.int() })
  .nullable()
  .meta({ description: 'Null: nobody reads it' })

const outputs = z.object({
  rtsp: z
    .string()
    .nullable()
    .meta({ description: 'What the restreamer serves; without one, what the camera itself serves, masked' }),
  rtmp: z.null(),
  hls: z
    .string()
    .nullable()
    .meta({ description: 'Below our base path, for this caller; 90 seconds after its last use it ends' }),
  webrtc: z.string().nullable().meta({ description: 'A page of the restreamer; null without one' }),
  mse: z.string().nullable().meta({ description: 'The same over a WebSocket' }),
})
export const streamsOfCameraSchema = z
  .object({
    success,
    data: z.object({
      camera: cameraSchema.pick({ id: true, name: true, status: true }),
      streams: outputs,
      active: z.boolean(),
      stats: statsSchema,
    }),
  })
  .meta({ description: 'Where a camera can be watched; what we do not offer is null' })
export const streamStatusSchema = z
  .object({
    success,
    data: z.object({
      cameraId: z.string(),
      active: z.boolean(),
      stats: statsSchema,
      ...playingSchema.shape,
    }),
  })
  .meta({ description: 'Whether a camera is read at this moment' })
export const streamHealthSchema = z
  .object({
    success,
    data: z.object({
      mediamtx: stateSchema.meta({ description: 'The name that clients know; it is `relay`' }),
      relay: stateSchema,
      ffmpeg: z.string().nullable().meta({ description: 'Its version; null: there is none that we can use' }),
      timestamp: z.string(),
    }),
  })
  .meta({ description: 'Whether cameras can be read at all' })

const WORDS: [RegExp, string][] = [
  [/^avc/, 'H264'],
  [/^(hvc|hev)/, 'H265'],
  [/^mp4a/, 'MPEG-4 Audio'],
]

function tracksOf(mime: string | null): string[] {
  const codecs = /codecs="([^"]+)"/.exec(mime ?? '')?.[1]?.split(/, */) ?? []
  return codecs.map((codec) => WORDS.find(([pattern]) => pattern.test(codec))?.[1] ?? codec)
}

const readerType = (way: string | null) => (way === 'hls' ? 'hlsSession' : way === 'mse' ? 'mseSession' : 'internal')

export function streamOut({ channel, relay }: Stream): z.output<typeof streamSchema> {
  return {
    name: `live/${channel.uuid}/${relay.quality}`,
    camera_id: channel.uuid,
    source: { type: 'rtspSource', running: relay.running },
    ready: relay.running,
    readyTime: relay.running ? (relay.since?.toISOString() ?? null) : null,
    tracks: relay.running ? tracksOf(relay.mime) : [],
    bytesReceived: relay.bytesIn,
    bytesSent: relay.bytesOut,
    readers: relay.reading.map(({ id, way }) => ({ type: readerType(way), id: String(id) })),
    viewers: relay.readers,
  }
}

const statsOut = (stats: StreamStats | null): z.output<typeof statsSchema> =>
  stats && { ready: stats.active, bytesReceived: stats.bytesIn, bytesSent: stats.bytesOut, viewers: stats.viewers }

export function streamsOfCameraOut({
  camera: { channel, status, rtspUrl },
  stats,
  ticket,
  restreamed,
}: StreamsOfCamera): z.output<typeof streamsOfCameraSchema>['data'] {
  return {
    camera: { id: channel.uuid, name: channelName(channel), status },
    streams: {
      rtsp: restreamed?.rtsp ?? rtspUrl,
      rtmp: null,
      hls: ticket && `/hls/${ticket.secret}/index.m3u8`,
      webrtc: restreamed?.webrtc ?? null,
      mse: ticket && `/media/${ticket.secret}/mse`,
    },
    active: stats?.active ?? false,
    stats: statsOut(stats),
  }
}

export function streamStatusOut({
  camera,
  stats,
}: Pick<StreamsOfCamera, 'camera' | 'stats'>): z.output<typeof streamStatusSchema>['data'] {
  const playing = playingOut(camera.playing)
  return { cameraId: camera.channel.uuid, active: stats?.active ?? false, stats: statsOut(stats), ...playing }
}

export function streamHealthOut({ ffmpeg, at }: StreamHealth): z.output<typeof streamHealthSchema>['data'] {
  const state = ffmpeg === null ? 'offline' : 'online'
  return { mediamtx: state, relay: state, ffmpeg, timestamp: at.toISOString() }
}
