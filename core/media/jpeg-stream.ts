// A relay's pictures as JPEGs in memory, the newest one only, for clients that know no video: one FFmpeg for all of them.
import { Fault } from '../domain/fault.ts'
import { jpegsArguments } from './arguments.ts'
import { createFeed, type Feed } from './feed.ts'
import type { Epoch, Fragment } from './fragment.ts'
import { createJpegParts } from './jpeg-parts.ts'
import { type FfmpegRun, startFfmpeg } from './process.ts'
import type { Relay } from './relay.ts'
import { createWaiters } from './waiters.ts'

export interface Jpeg {
  jpeg: Uint8Array<ArrayBuffer>
  takenAt: Date
}

export interface JpegStream extends AsyncDisposable {
  /** Null before the first one, and when the last one shows the past. */
  readonly newest: Jpeg | null
  /** Why none come. */
  readonly fault: Fault | null
  /** The newest one as soon as it is another; null when the time is over, the relay has failed once more, or nothing follows. */
  after(last: Pick<Jpeg, 'takenAt'> | null, ms: number, signal: AbortSignal): Promise<Jpeg | null>
}

export interface JpegStreamDeps {
  relay: Pick<Relay, 'join'>
  /** Of the relay: nothing follows. */
  onEnd(): void
  log: { warn(message: string, data?: object): void }
  now(): Date
  /** Milliseconds that only go on. */
  clock?: () => number
  ffmpeg?: string
}

interface Run {
  epoch: Epoch
  ffmpeg: FfmpegRun
  feed: Feed
  /** It has once taken all that there was: what it is behind from then on, it is too slow for. */
  isAbreast: boolean
  /** It is given nothing until the next key frame. */
  skips: boolean
}

/** No camera that is alive sends fewer pictures. */
const FRESH_MS = 5000
/** Fragments of 200 ms: beyond that the pictures would be those of some seconds ago. */
const MOST_BEHIND = 15
/** At the beginning there is all since the last key frame. */
const MOST_AT_FIRST = 100
/** An FFmpeg that made nothing is not begun anew at each key frame: the pause doubles up to the longest. */
const REST_MS = { first: 1000, longest: 60_000 }
const NO_PICTURES = 'No pictures could be made of this camera’s video. It is tried again.'

export function createJpegStream(deps: JpegStreamDeps): JpegStream {
  const { relay, onEnd, log, now, clock = () => performance.now(), ffmpeg = 'ffmpeg' } = deps
  const waiters = createWaiters()
  const runs = new Set<Promise<void>>()
  let run: Run | null = null
  let newest: Jpeg | null = null
  let fault: Fault | null = null
  let troubles = 0
  let restMs = 0
  let restsUntil = Number.NEGATIVE_INFINITY
  let isOver = false
  let complained = false

  function complain(message: string, data: object): void {
    if (!complained) log.warn(message, data)
    complained = true
  }

  function drop(one: Run): void {
    if (run === one) run = null
    one.feed.close()
    one.ffmpeg.stop()
  }

  function failed(): void {
    restMs = Math.min(restMs * 2 || REST_MS.first, REST_MS.longest)
    restsUntil = clock() + restMs
    told(new Fault('not-ready', NO_PICTURES))
  }

  async function read(one: Run): Promise<void> {
    const parts = createJpegParts()
    let hasMade = false
    try {
      for await (const chunk of one.ffmpeg.output) {
        const jpeg = parts.push(chunk).at(-1)
        // Of an epoch that is over.
        if (!jpeg || run !== one) continue
        newest = { jpeg, takenAt: now() }
        hasMade = true
        restMs = 0
        fault = null
        complained = false
        waiters.wake()
      }
    } catch (error) {
      complain('A row of pictures broke', { error })
    }
    const wasWanted = run === one
    drop(one)
    if (wasWanted && !hasMade) failed()
    const { code, errors } = await one.ffmpeg.ended
    if (wasWanted && code !== 0 && errors) complain('FFmpeg made no pictures', { errors })
  }

  function begin(epoch: Epoch): Run {
    const feed = createFeed()
    const one: Run = {
      ...{ epoch, feed, isAbreast: false, skips: false },
      ffmpeg: startFfmpeg(ffmpeg, jpegsArguments(), feed.stream),
    }
    feed.push(new Uint8Array(epoch.init))
    const reading = read(one).finally(() => runs.delete(reading))
    runs.add(reading)
    return one
  }

  function feedTo(one: Run, { key, data }: Fragment): void {
    const { waiting } = one.feed
    one.isAbreast ||= waiting === 0
    if (waiting > (one.isAbreast ? MOST_BEHIND : MOST_AT_FIRST)) one.skips = true
    else if (key && waiting === 0) one.skips = false
    if (!one.skips) one.feed.push(new Uint8Array(data))
  }

  function onFragment(fragment: Fragment): void {
    if (run && run.epoch !== fragment.epoch) drop(run)
    if (!run && (!fragment.key || clock() < restsUntil)) return
    try {
      run ??= begin(fragment.epoch)
      feedTo(run, fragment)
    } catch (error) {
      complain('No pictures could be made of a video', { error })
      if (!run) failed()
    }
  }

  function told(trouble: Fault | null): void {
    fault = trouble
    troubles++
    waiters.wake()
  }

  const leave = relay.join({
    way: 'jpeg',
    onFragment,
    onTrouble: told,
    onEnd(reason) {
      isOver = true
      if (run) drop(run)
      told(reason)
      onEnd()
    },
  })

  const fresh = () => {
    const ageMs = newest ? +now() - +newest.takenAt : 0
    // One of the future was made before our clock was set back.
    return newest && ageMs >= 0 && ageMs <= FRESH_MS ? newest : null
  }

  return {
    get newest() {
      return fresh()
    },
    get fault() {
      return fault
    },
    async after(last, ms, signal) {
      const before = troubles
      const isNew = () => {
        const one = fresh()
        return one && one !== last ? one : null
      }
      await waiters.until(() => isNew() !== null || isOver || troubles !== before, ms, signal)
      return isNew()
    },
    async [Symbol.asyncDispose]() {
      leave()
      isOver = true
      if (run) drop(run)
      waiters.wake()
      await Promise.all(runs)
    },
  }
}
