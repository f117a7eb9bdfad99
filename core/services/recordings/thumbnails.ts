// Small pictures of recordings, made when somebody looks and kept in memory for who looks next.
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import { still } from '../../media/still.ts'
import type { RecordingFile, Recordings } from './index.ts'

/** From its beginning, its middle or its end. */
export type Moment = 0 | 1 | 2

export interface Thumbnails {
  /** JPEG. Rights: `playback`. Faults: as `recordings.file`; not-ready while too many are being made. */
  get(caller: Caller, id: string | number, moment: Moment): Promise<{ jpeg: Uint8Array<ArrayBuffer>; takenAt: Date }>
}

const AT_ONCE = 2
/** More who wait would wait for longer than they do. */
const MOST_WAITING = 30
const AGAIN_SECONDS = 2
const MOST_BYTES = 8 * 1024 * 1024
/** The last pictures of a film may be cut off. */
const BEFORE_END_SECONDS = 1

interface Deps {
  recordings: Pick<Recordings, 'file'>
  ffmpeg?: string
}

export function createThumbnails({ recordings, ffmpeg }: Deps): Thumbnails {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>()
  const making = new Map<string, Promise<Uint8Array<ArrayBuffer>>>()
  const turns: (() => void)[] = []
  let running = 0
  let bytes = 0

  async function make(path: string, seconds: number): Promise<Uint8Array<ArrayBuffer>> {
    if (running >= AT_ONCE) {
      if (turns.length >= MOST_WAITING)
        throw new Fault('not-ready', 'Too many pictures are being made', { retryAfterSeconds: AGAIN_SECONDS })
      await new Promise<void>((resolve) => turns.push(resolve))
    }
    running++
    try {
      return await still(path, seconds, ffmpeg)
    } finally {
      running--
      turns.shift()?.()
    }
  }

  function keep(key: string, jpeg: Uint8Array<ArrayBuffer>): void {
    kept.set(key, jpeg)
    bytes += jpeg.length
    for (const [oldest, { length }] of kept) {
      if (bytes <= MOST_BYTES) break
      kept.delete(oldest)
      bytes -= length
    }
  }

  function secondsOf({ duration }: RecordingFile['recording'], moment: Moment): number {
    const last = Math.max(0, duration - BEFORE_END_SECONDS)
    return moment === 0 ? 0 : moment === 1 ? Math.min(duration / 2, last) : last
  }

  return {
    async get(caller, id, moment) {
      const { recording, path } = await recordings.file(caller, id, 'playback')
      const seconds = secondsOf(recording, moment)
      const takenAt = new Date(+recording.startAt + Math.round(seconds * 1000))
      // A file that was fetched anew is another one.
      const key = `${recording.id} ${recording.bytes} ${moment}`
      const known = kept.get(key)
      if (known) return { jpeg: known, takenAt }
      const made = making.get(key) ?? make(path, recording.kind === 'picture' ? 0 : seconds)
      making.set(key, made)
      try {
        const jpeg = await made
        if (!kept.has(key)) keep(key, jpeg)
        return { jpeg, takenAt }
      } finally {
        making.delete(key)
      }
    },
  }
}
