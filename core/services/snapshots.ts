// Pictures of channels: the device's own where it takes them, else a key frame of the relay.
import { Fault, type Quality } from '#plugin'
import type { Bus } from '../bus.ts'
import { type Caller, can } from '../domain/caller.ts'
import { decodePicture } from '../media/picture.ts'
import type { AccessService, ChannelWithDevice } from './access.ts'
import type { Live } from './live.ts'
import type { Sessions } from './sessions/index.ts'

export interface Picture {
  jpeg: Uint8Array
  takenAt: Date
}

export interface SnapshotOptions {
  fallback?: 'last' | undefined
  quality?: Quality | undefined
  /** So long after a failure it is not tried again: whoever asks every second would hold a dead camera’s line for good. */
  againMs?: number | undefined
}

export interface Snapshots {
  /**
   * A picture of now: two callers share one, and within 2 s everybody gets the same. Who may watch but not have pictures
   * taken gets the last one as long as it is less than a minute old. With `fallback` `last` the fault of a device that gives none
   * is swallowed where an earlier picture of the same device is there. A quality asks for a picture of that very video.
   */
  take(caller: Caller, channel: string | number, options?: SnapshotOptions): Promise<Picture>
  /** The last picture that was taken, whenever that was. */
  last(channelId: number): Picture | null
}

export interface SnapshotsDeps {
  sessions: Pick<Sessions, 'use'>
  access: Pick<AccessService, 'channel' | 'grantFor' | 'sees'>
  live: Pick<Live, 'relay'>
  bus: Bus
  now: () => Date
  ffmpeg?: string
}

const FRESH_MS = 2000
const FRESH_FOR_VIEWERS_MS = 60_000
/** A relay that has to be started for it needs a key frame first. */
const KEY_FRAME_MS = 15_000

export function createSnapshots({ sessions, access, live, bus, now, ffmpeg }: SnapshotsDeps): Snapshots {
  const last = new Map<number, Picture & { addressKey: string }>()
  const taking = new Map<string, Promise<Picture>>()
  const failed = new Map<string, { at: Date; fault: Fault }>()
  bus.on('device.removed', () => {
    for (const channelId of last.keys()) if (!access.sees({ kind: 'system' }, channelId)) last.delete(channelId)
  })
  // Also after a person has mended its address or login.
  bus.on('device.changed', () => failed.clear())

  async function fromRelay(channel: ChannelWithDevice, quality?: Quality): Promise<Uint8Array> {
    const qualities = quality ? [quality] : (['main', 'sub'] as const)
    const running = qualities.map((quality) => live.relay(channel.id, quality))
    const relay = running.find(({ state }) => state.running) ?? running[0]!
    const leave = relay.join()
    try {
      const signal = AbortSignal.timeout(KEY_FRAME_MS)
      return await decodePicture(await relay.keyFrame({ maxAgeMs: FRESH_MS, signal }), ffmpeg)
    } finally {
      leave()
    }
  }

  async function fromDevice(channel: ChannelWithDevice): Promise<Uint8Array | null> {
    if (!channel.can.snapshot) return null
    const session = await sessions.use(channel.deviceId)
    if (!session.snapshot) return null
    try {
      return await session.snapshot.take(channel.sourceKey)
    } catch (error) {
      if (error instanceof Fault && error.kind === 'unsupported') return null
      const isSeen = channel.can.live && live.relay(channel.id, 'main').state.running
      // Somebody watches it at this moment, so there is a picture all the same.
      if (isSeen) return null
      throw error
    }
  }

  async function fresh(channel: ChannelWithDevice): Promise<Picture> {
    const jpeg = (await fromDevice(channel)) ?? (await fromRelay(channel))
    const picture = { jpeg, takenAt: now() }
    last.set(channel.id, { ...picture, addressKey: channel.device.addressKey })
    bus.emit('snapshot.taken', { channelId: channel.id, ...picture })
    return picture
  }

  /** The last picture, unless the device has been replaced by another one since. */
  function lastOf({ id, device }: ChannelWithDevice): Picture | undefined {
    const known = last.get(id)
    return known?.addressKey === device.addressKey ? known : undefined
  }

  async function remembered(key: string, take: () => Promise<Picture>): Promise<Picture> {
    try {
      const picture = await take()
      failed.delete(key)
      return picture
    } catch (error) {
      if (error instanceof Fault && (error.kind.startsWith('device-') || error.kind === 'not-ready'))
        failed.set(key, { at: now(), fault: error })
      throw error
    }
  }

  function shared(key: string, take: () => Promise<Picture>, againMs = 0): Promise<Picture> {
    const underWay = taking.get(key)
    if (underWay) return underWay
    const before = failed.get(key)
    const leftMs = before ? +before.at + againMs - +now() : 0
    if (before && leftMs > 0 && leftMs <= againMs) {
      const retryAfterSeconds = Math.ceil(leftMs / 1000)
      return Promise.reject(new Fault('not-ready', before.fault.message, { retryAfterSeconds, cause: before.fault }))
    }
    const work = remembered(key, take).finally(() => taking.delete(key))
    taking.set(key, work)
    return work
  }

  return {
    async take(caller, id, { fallback, quality, againMs } = {}) {
      const channel = access.channel(caller, id, 'view')
      const thing = { householdId: channel.householdId, grant: access.grantFor(caller, channel.id) }
      const known = lastOf(channel)
      const mayTake = can(caller, 'snapshot', thing)
      // A device's own picture is one of its main video.
      if (quality === 'sub' && mayTake && channel.can.live && channel.can.sub)
        return shared(
          `${channel.id} sub`,
          async () => ({ jpeg: await fromRelay(channel, 'sub'), takenAt: now() }),
          againMs,
        )
      const goodFor = mayTake ? FRESH_MS : FRESH_FOR_VIEWERS_MS
      // A picture of the future was taken before our clock was set back.
      const ageMs = known ? +now() - +known.takenAt : -1
      if (known && ageMs >= 0 && ageMs < goodFor) return known
      try {
        return await shared(`${channel.id}`, () => fresh(channel), againMs)
      } catch (error) {
        if (known && fallback === 'last' && error instanceof Fault) return known
        throw error
      }
    },
    last: (channelId) => last.get(channelId) ?? null,
  }
}
