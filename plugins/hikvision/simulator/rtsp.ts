// The pictures over RTSP: which clip stands behind which address, under the same account and lock as HTTP.
import {
  type Clips,
  loadClips,
  type RtspSource,
  type SourceClip,
  startRtspSource,
} from '../../../test/rtsp-source/index.ts'
import type { Device } from './device.ts'
import { codecOf } from './documents/streaming.ts'
import type { Fault } from './faults.ts'
import type { Lockout } from './login/index.ts'
import { footageAt, isPlayback } from './recording/playback.ts'

export interface Rtsp {
  /** Listens; 0 lets the system choose. Resolves with the port. */
  open(port: number): Promise<number>
  shut(): Promise<void>
  sessions(): number
  /** Those that play footage. */
  playbacks(): number
  apply(fault: NonNullable<Fault['rtsp']> | null): void
}

interface Wanted {
  channel: number
  quality: 'main' | 'sub'
}

/** Understands today's addresses, their old spellings, and a camera's bare 1 and 2. */
export function wantedOf(path: string, isCamera: boolean): Wanted | null {
  const plain = path.split('?', 1)[0]!.replace(/\/+$/, '')
  const id = /^\/(?:(?:ISAPI|PSIA)\/)?Streaming\/channels\/(\d{1,5})$/i.exec(plain)?.[1]
  if (id !== undefined && isCamera && /^[12]$/.test(id)) return { channel: 1, quality: id === '1' ? 'main' : 'sub' }
  if (id !== undefined) {
    const stream = Number(id) % 100
    const quality = stream === 1 ? 'main' : stream === 2 ? 'sub' : null
    return quality && { channel: Math.floor(Number(id) / 100), quality }
  }
  const [, channel, name] = /^\/h26[45]\/ch(\d+)\/(main|sub)\/av_stream$/i.exec(plain) ?? []
  return channel === undefined ? null : { channel: Number(channel), quality: name!.toLowerCase() as 'main' | 'sub' }
}

export interface RtspDeps {
  device: Device
  lockout: Lockout
  host: string
  /** Clients that may play footage at once. */
  playbacks: number
}

export function createRtsp({ device, lockout, host, playbacks }: RtspDeps): Rtsp {
  let source: RtspSource | null = null
  let clips: Clips | null = null
  let fault: NonNullable<Fault['rtsp']> | null = null

  function find(path: string): SourceClip | null | Promise<SourceClip | null> {
    if (isPlayback(path)) return footageAt(device, path)
    const wanted = wantedOf(path, device.model.family === 'camera')
    const channel = wanted && device.channel(wanted.channel)
    if (!wanted || !clips || !channel?.online) return null
    const hasSound = channel.audio === 'on' && wanted.quality === 'main'
    const codec = codecOf(device, channel, wanted.quality) === 'H.265' ? 'h265' : 'h264'
    return clips.pick({ channel: channel.number, quality: wanted.quality, audio: hasSound, codec })
  }

  function enforce() {
    source?.refuse(fault === 'refuse401' ? 401 : fault === 'busy453' ? 453 : null)
    source?.freeze(fault === 'freeze')
  }

  return {
    async open(port) {
      clips ??= await loadClips()
      source = await startRtspSource({
        port,
        host,
        realm: device.model.realm,
        login: () => ({ user: device.accounts.admin.name, password: device.accounts.admin.password }),
        find,
        onRefused: () => lockout.refuse('rtsp'),
        locked: lockout.locked,
        full: (path, playing) => isPlayback(path) && playing.filter(isPlayback).length >= playbacks,
      })
      enforce()
      return source.port
    },
    async shut() {
      await source?.[Symbol.asyncDispose]()
      source = null
    },
    sessions: () => source?.sessions() ?? 0,
    playbacks: () => source?.playing().filter(isPlayback).length ?? 0,
    apply(next) {
      if (next === 'drop') return source?.dropAll()
      fault = next
      enforce()
    },
  }
}
