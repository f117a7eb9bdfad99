// Pictures for LightNVR's clients: of what was just seen, and every so often one of each camera.
import type { Timers } from '../../timers.ts'
import type { BridgeDeps } from '../bridge-types.ts'
import { createPictures } from '../pictures.ts'
import type { Retained } from '../retained.ts'
import { fit } from '../shrink.ts'
import { type Camera, pictureEntry, snapshotTopic } from './messages.ts'

export interface LightnvrPictures extends Disposable {
  start(): void
  /** Of now, as the broker takes it; null where none comes soon, or one of this camera was just sent. */
  of(camera: Camera): Promise<Uint8Array | null>
  /** What shall lie at the broker. */
  entries(prefix: string, camera: Camera): Retained[]
  /** Others are none of these cameras any more. */
  only(channelIds: ReadonlyMap<number, unknown>): void
  /** How often they are taken may be new: everybody's turn is now. */
  restart(): void
  /** The broker holds none any more. */
  forget(): void
}

interface Deps {
  services: Pick<BridgeDeps['services'], 'snapshots' | 'sessions'>
  cameras(): Camera[]
  /** Null: there is nobody to tell. */
  speaking(): { prefix: string; discovery: boolean; snapshot_seconds: number } | null
  largestPacket(): number | null
  urge(entry: Retained): void
  elapsed: () => number
  random: () => number
  timers: Timers
}

/** Between two pictures of what one camera has seen. */
const LEAST_MS = 10_000
/** A message does not wait longer for its picture. */
const MOST_MS = 5000
/** Taken at the same time because something was seen. */
const AT_ONCE = 4
/** Of a packet beside topic and picture. */
const HEADER_BYTES = 16

export function createLightnvrPictures(deps: Deps): LightnvrPictures {
  const { services, cameras, speaking, largestPacket, urge, elapsed, random, timers } = deps
  const last = new Map<number, Uint8Array>()
  const takenAt = new Map<number, number>()
  let taking = 0

  const take = async (channelId: number) => (await services.snapshots.take({ kind: 'system' }, channelId)).jpeg

  function isOnline({ deviceId }: Camera): boolean {
    try {
      return services.sessions.state(deviceId).phase === 'online'
    } catch {
      // Removed a moment ago, or we are stopping.
      return false
    }
  }

  const seconds = () => speaking()?.snapshot_seconds ?? 0

  function room(topic: string): number | null {
    const largest = largestPacket()
    return largest === null ? null : largest - Buffer.byteLength(topic) - HEADER_BYTES
  }

  const timed = createPictures({
    candidates: () =>
      speaking()?.discovery && seconds() > 0
        ? cameras()
            .filter(isOnline)
            .map(({ channelId, deviceId }) => ({
              ...{ channelId, deviceId },
              place: { hubKey: String(deviceId), channelNo: channelId },
            }))
        : [],
    take,
    async publish({ channelId }, jpeg) {
      const camera = cameras().find((one) => one.channelId === channelId)
      const prefix = speaking()?.prefix
      if (!camera || prefix === undefined) return
      const small = await fit(jpeg, room(snapshotTopic(prefix, camera)))
      if (!small) return
      last.set(channelId, small)
      urge(pictureEntry(prefix, camera, small))
    },
    seconds,
    idleHours: () => 0,
    elapsed,
    random,
    timers,
  })

  async function taken(camera: Camera, topic: string): Promise<Uint8Array | null> {
    taking++
    try {
      const jpeg = await take(camera.channelId)
      timed.offer(camera.channelId, jpeg)
      return await fit(jpeg, room(topic))
    } catch {
      // The message goes without it.
      return null
    } finally {
      taking--
    }
  }

  return {
    start: timed.start,
    async of(camera) {
      const prefix = speaking()?.prefix
      const at = takenAt.get(camera.channelId) ?? Number.NEGATIVE_INFINITY
      if (prefix === undefined || taking >= AT_ONCE || elapsed() - at < LEAST_MS || !isOnline(camera)) return null
      takenAt.set(camera.channelId, elapsed())
      const late = Promise.withResolvers<null>()
      using _timer = timers.after(MOST_MS, () => late.resolve(null))
      return await Promise.race([taken(camera, `${prefix}/detections/${camera.name}/snapshot`), late.promise])
    },
    entries: (prefix, camera) =>
      seconds() > 0 || last.has(camera.channelId)
        ? [pictureEntry(prefix, camera, last.get(camera.channelId) ?? null)]
        : [],
    only(channelIds) {
      for (const known of [last, takenAt]) for (const id of known.keys()) if (!channelIds.has(id)) known.delete(id)
    },
    restart: timed.restart,
    forget: () => last.clear(),
    [Symbol.dispose]: () => timed[Symbol.dispose](),
  }
}
