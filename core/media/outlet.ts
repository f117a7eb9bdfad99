// What a relay gives on request: the list, its files, and a key frame.
import { Fault } from '../domain/fault.ts'
import type { Fragment } from './fragment.ts'
import { parseMediaName, playlistText } from './hls.ts'
import type { Ring } from './ring.ts'

/** All of it needs somebody who has joined the relay. */
export interface Outlet {
  /** The list, as soon as it has a whole segment and the wanted part. Throws a Fault when that does not come in time. */
  playlist(wanted?: { segment?: number; part?: number; signal?: AbortSignal }): Promise<string>
  /** Bytes of an init, segment or part by its name in the list; null when it is unknown or gone. */
  file(name: string, signal?: AbortSignal): Promise<Buffer | null>
  /** The newest fragment that begins with a key frame, if it is at most so old; otherwise the next one. */
  keyFrame(options: { maxAgeMs: number; signal: AbortSignal }): Promise<Fragment>
}

export interface OutletDeps {
  ring: Ring
  /** False when what the ring holds is old. */
  isLive(): boolean
  /** Waits for it; false when time is up or the relay has ended. */
  until(ready: () => boolean, ms: number, signal?: AbortSignal): Promise<boolean>
  notReady(): Fault
  /** Nothing will follow what the ring holds. */
  ended?(): boolean
  now(): Date
  /** Longest wait for a list. */
  listMs: number
}

const FILE_MS = 5000

export function createOutlet(deps: OutletDeps): Outlet {
  const { ring, isLive, until, notReady, now, listMs, ended = () => false } = deps
  return {
    async playlist({ segment, part, signal } = {}) {
      const last = ring.segments.at(-1)
      if (segment !== undefined && last && segment > last.number + 2)
        throw new Fault('invalid-input', 'This part of the stream is too far in the future')
      const hasWhole = () => ring.segments.some((candidate) => candidate.done) && isLive()
      const isReady = () => hasWhole() && (segment === undefined || ended() || ring.has(segment, part))
      if (!(await until(isReady, listMs, signal))) throw notReady()
      const { isComplete, targetSeconds, partSeconds } = ring
      return playlistText({ segments: ring.listed(), isComplete, targetSeconds, partSeconds, ended: ended() })
    },
    async file(name, signal) {
      const wanted = parseMediaName(name)
      if (!wanted) return null
      if (wanted.kind === 'init')
        return ring.segments.find((segment) => segment.epoch.id === wanted.epoch)?.epoch.init ?? null
      const { segment: number, part } = wanted
      const last = ring.segments.at(-1)
      if (!last || number > last.number + 1) return null
      // A player asks for the hinted part before it is there.
      await until(() => ring.has(number, part) || ring.has(number + 1, 0), FILE_MS, signal)
      const segment = ring.find(number)
      if (!segment) return null
      if (part !== undefined) return segment.fragments[part]?.data ?? null
      return segment.done ? Buffer.concat(segment.fragments.map((fragment) => fragment.data)) : null
    },
    async keyFrame({ maxAgeMs, signal }) {
      const fresh = () => {
        const key = ring.sinceKeyFrame()[0]
        return key && +now() - key.time <= maxAgeMs ? key : null
      }
      if (!(await until(() => fresh() !== null, listMs, signal))) throw notReady()
      return fresh()!
    },
  }
}
