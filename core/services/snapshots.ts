// Pictures of channels: the device's own where it takes them, else a key frame of the relay.
import { Fault } from '#plugin'
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

export interface Snapshots {
  /**
   * A picture of now: two callers share one, and within 2 s everybody gets the same. Who may watch but not have pictures
   * taken gets the last one as long as it is less than a minute old. With `fallback` `last` the fault of a device that gives none
   * is swallowed where an earlier picture of the same device is there.
   */
  take(caller: Caller, channel: string | number, options?: { fallback?: 'last' | undefined }): Promise<Picture>
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
  const taking = new Map<number, Promise<Picture>>()
  bus.on('device.removed', () => {
    for (const channelId of last.keys()) if (!access.sees({ kind: 'system' }, channelId)) last.delete(channelId)
  })

  async function fromRelay(channel: ChannelWithDevice): Promise<Uint8Array> {
    const running = (['main', 'sub'] as const).map((quality) => live.relay(channel.id, quality))
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

  function shared(channel: ChannelWithDevice): Promise<Picture> {
    const underWay = taking.get(channel.id)
    if (underWay) return underWay
    const work = fresh(channel).finally(() => taking.delete(channel.id))
    taking.set(channel.id, work)
    return work
  }

  return {
    async take(caller, id, { fallback } = {}) {
      const channel = access.channel(caller, id, 'view')
      const thing = { householdId: channel.householdId, grant: access.grantFor(caller, channel.id) }
      const known = lastOf(channel)
      const goodFor = can(caller, 'snapshot', thing) ? FRESH_MS : FRESH_FOR_VIEWERS_MS
      // A picture of the future was taken before our clock was set back.
      const ageMs = known ? +now() - +known.takenAt : -1
      if (known && ageMs >= 0 && ageMs < goodFor) return known
      try {
        return await shared(channel)
      } catch (error) {
        if (known && fallback === 'last' && error instanceof Fault) return known
        throw error
      }
    },
    last: (channelId) => last.get(channelId) ?? null,
  }
}
