// Small pictures of recordings, made when somebody looks and kept in memory for who looks next.
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import { still } from '../../media/still.ts'
import type { RecordingFile, Recordings } from './index.ts'

/** From its beginning, its middle or its end. */
export type Moment = 0 | 1 | 2

export interface Thumbnails extends AsyncDisposable {
  /**
   * JPEG. Rights: `playback`. Faults: as `recordings.file`; not-ready while too many are being made. Whoever has gone, by the
   * signal, waits no longer, and what nobody waits for is not made.
   */
  get(
    caller: Caller,
    id: string | number,
    moment: Moment,
    signal: AbortSignal,
  ): Promise<{ jpeg: Uint8Array<ArrayBuffer>; takenAt: Date }>
}

const AT_ONCE = 2
/** More who wait would wait for longer than they do. */
const MOST_WAITING = 30
const AGAIN_SECONDS = 2
const MOST_BYTES = 8 * 1024 * 1024
/** The last pictures of a film may be cut off. */
const BEFORE_END_SECONDS = 1

interface Making {
  jpeg: Promise<Uint8Array<ArrayBuffer>>
  abort: AbortController
  /** How many wait for it. */
  waiting: number
}

interface Deps {
  recordings: Pick<Recordings, 'file'>
  ffmpeg?: string
}

/** No failure of ours: it must not stand in the log as one. */
const givenUp = (cause: unknown) => new Fault('not-ready', 'Nobody waits for this picture any more', { cause })

export function createThumbnails({ recordings, ffmpeg }: Deps): Thumbnails {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>()
  const making = new Map<string, Making>()
  const turns: (() => void)[] = []
  let running = 0
  let stopping: Fault | null = null
  let bytes = 0

  /** Resolves when it is one's turn, and rejects when the signal aborts before. */
  function turn(signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const go = () => {
      signal.removeEventListener('abort', leave)
      resolve()
    }
    const leave = () => {
      turns.splice(turns.indexOf(go), 1)
      reject(signal.reason)
    }
    turns.push(go)
    signal.addEventListener('abort', leave, { once: true })
    return promise
  }

  async function make(path: string, seconds: number, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    signal.throwIfAborted()
    if (running < AT_ONCE) running++
    else if (turns.length < MOST_WAITING) await turn(signal)
    else throw new Fault('not-ready', 'Too many pictures are being made', { retryAfterSeconds: AGAIN_SECONDS })
    try {
      return await still(path, seconds, signal, ffmpeg)
    } finally {
      // Whoever is next takes this place over: nobody comes between.
      const next = turns.shift()
      if (next) next()
      else running--
    }
  }

  function begin(key: string, path: string, seconds: number): Making {
    const abort = new AbortController()
    const jpeg = make(path, seconds, abort.signal)
    const it: Making = { abort, waiting: 0, jpeg }
    making.set(key, it)
    const end = () => {
      if (making.get(key) === it) making.delete(key)
    }
    jpeg.then((made) => {
      end()
      keep(key, made)
    }, end)
    return it
  }

  /** As long as the signal lets; the last one who leaves ends it. */
  async function waitFor(key: string, it: Making, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const { promise: gone, reject } = Promise.withResolvers<never>()
    const leave = () => {
      reject(givenUp(signal.reason))
      if (--it.waiting > 0) return
      // Who asks from now on has another one made.
      if (making.get(key) === it) making.delete(key)
      it.abort.abort(signal.reason)
    }
    it.waiting++
    signal.addEventListener('abort', leave, { once: true })
    try {
      return await Promise.race([it.jpeg, gone])
    } finally {
      signal.removeEventListener('abort', leave)
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
    async get(caller, id, moment, signal) {
      const { recording, path } = await recordings.file(caller, id, 'playback')
      if (signal.aborted) throw givenUp(signal.reason)
      const seconds = secondsOf(recording, moment)
      const takenAt = new Date(+recording.startAt + Math.round(seconds * 1000))
      // A file that was fetched anew is another one.
      const key = `${recording.id} ${recording.bytes} ${moment}`
      const known = kept.get(key)
      if (known) return { jpeg: known, takenAt }
      if (stopping) throw stopping
      const it = making.get(key) ?? begin(key, path, recording.kind === 'picture' ? 0 : seconds)
      return { jpeg: await waitFor(key, it, signal), takenAt }
    },
    async [Symbol.asyncDispose]() {
      stopping = new Fault('not-ready', 'The appliance is stopping')
      const left = [...making.values()]
      for (const { abort } of left) abort.abort(stopping)
      await Promise.allSettled(left.map(({ jpeg }) => jpeg))
    },
  }
}
