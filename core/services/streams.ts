// Streams of seed 004: what is read at this moment, and where a camera can be watched. Reading this starts nothing.
import type { Quality } from '#plugin'
import type { Caller } from '../domain/caller.ts'
import { checkFfmpeg } from '../media/version.ts'
import type { AccessService, ChannelWithDevice } from './access.ts'
import { type Camera, type Cameras, type StreamStats, streamStats } from './cameras/index.ts'
import type { Live, RelayStatus } from './live.ts'
import type { Restream, RestreamAddresses } from './restream/index.ts'
import type { Ticket, Tickets } from './tickets.ts'

export interface Stream {
  channel: ChannelWithDevice
  relay: RelayStatus
}

export interface StreamsOfCamera {
  camera: Camera
  stats: StreamStats | null
  /** For both ways to watch it; null for a camera that is switched off or has no live picture. */
  ticket: Ticket | null
  /** At the restreamer; null where it is not there. */
  restreamed: RestreamAddresses | null
}

export interface StreamHealth {
  /** Null = it is not there, or too old. */
  ffmpeg: string | null
  at: Date
}

export interface Streams {
  /** Relays at work, of cameras that the caller may see. */
  list(caller: Caller): Stream[]
  /** Fault `Camera not found`. */
  ofCamera(caller: Caller, id: string | number, quality: Quality): Promise<StreamsOfCamera>
  status(caller: Caller, id: string | number): Promise<{ camera: Camera; stats: StreamStats | null }>
  health(): Promise<StreamHealth>
}

interface Deps {
  access: Pick<AccessService, 'visibleChannels'>
  cameras: Pick<Cameras, 'get'>
  live: Pick<Live, 'status'>
  restream: Pick<Restream, 'addresses'>
  tickets: Pick<Tickets, 'issue' | 'of'>
  now: () => Date
  ffmpeg?: string
}

/** FFmpeg is not replaced every minute. */
const VERSION_MS = 60_000

export function createStreams({ access, cameras, live, restream, tickets, now, ffmpeg }: Deps): Streams {
  let version: { at: number; found: Promise<string | null> } | null = null

  function ffmpegVersion(): Promise<string | null> {
    const at = performance.now()
    if (!version || at - version.at > VERSION_MS)
      version = {
        at,
        found: checkFfmpeg(ffmpeg).catch(() => null),
      }
    return version.found
  }

  /** Who asks every few seconds does not get a new one each time. */
  function ticketFor(caller: Caller, channelId: number, quality: Quality): Ticket {
    const known = tickets.of(
      caller,
      ({ object, action }) =>
        action === 'view' && object.type === 'live' && object.channelId === channelId && object.quality === quality,
    )
    return known.at(-1) ?? tickets.issue(caller, { type: 'live', channelId, quality }, 'view')
  }

  function statsOf(caller: Caller, channelId: number): StreamStats | null {
    const relays = live.status(caller).filter((relay) => relay.channelId === channelId)
    return relays.length ? streamStats(relays) : null
  }

  return {
    list(caller) {
      const channels = new Map(access.visibleChannels(caller).map((channel) => [channel.id, channel]))
      return live.status(caller).flatMap((relay) => {
        const channel = channels.get(relay.channelId)
        return channel ? { channel, relay } : []
      })
    },
    async ofCamera(caller, id, quality) {
      const camera = await cameras.get(caller, id)
      const { id: channelId, can, inUse } = camera.channel
      const restreamed = inUse ? restream.addresses(camera.channel, quality) : null
      const ticket = can.live && inUse ? ticketFor(caller, channelId, quality) : null
      return { camera, stats: statsOf(caller, channelId), ticket, restreamed }
    },
    async status(caller, id) {
      const camera = await cameras.get(caller, id)
      return { camera, stats: statsOf(caller, camera.channel.id) }
    },
    health: async () => ({ ffmpeg: await ffmpegVersion(), at: now() }),
  }
}
