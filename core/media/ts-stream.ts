// A relay's pictures as segments of a transport stream in memory, for players that know no other: one FFmpeg copies them.
import { transportArguments } from './arguments.ts'
import type { Epoch, Fragment } from './fragment.ts'
import { type FfmpegRun, startFfmpeg } from './process.ts'
import type { Relay } from './relay.ts'
import { createTsCutter, type TsPiece } from './ts-cutter.ts'
import { createWaiters } from './waiters.ts'

export interface TsStream extends AsyncDisposable {
  /** Resolves when there is a segment, the time is over or nothing more will come. */
  first(ms: number, signal: AbortSignal): Promise<void>
  /** The playlist as it is now; without segments it is empty. */
  list(): string
  /** By its name in the list; null for one that is gone or never was. */
  file(name: string): Buffer | null
  readonly isEmpty: boolean
}

export interface TsStreamDeps {
  relay: Pick<Relay, 'join'>
  /** Its first segment's number: a later stream of the same channel must not use it again. */
  firstNumber: number
  /** Of the relay: nothing follows. */
  onEnd(): void
  log: { warn(message: string, data?: object): void }
  ffmpeg?: string
}

interface Segment {
  number: number
  bytes: Buffer
  seconds: number
  discontinuity: boolean
}

interface Run {
  epoch: Epoch
  ffmpeg: FfmpegRun
  stdin: ReadableStreamDefaultController<Uint8Array>
  isOver: boolean
  /** Bytes that went in and have not come out. */
  ahead: number
  /** Ends it if it does not end by itself. */
  timer: ReturnType<typeof setTimeout> | undefined
}

const LISTED = 5
/** For players that have read an older list. */
const SPARE = 4
const MOST_BYTES = 32 << 20
/** FFmpeg that takes and gives nothing for so long is of no use any more. */
const MOST_AHEAD = 24 << 20
/** So long FFmpeg may take for what it still has when nothing more comes. */
const REST_MS = 5000
/** More than one only while the one before writes its rest. */
const MOST_RUNS = 3
/** So much of the past is taken along where the relay has it. */
const PAST_MS = 12_000
const SHORTEST_TARGET = 2

export function createTsStream({ relay, firstNumber, onEnd, log, ffmpeg = 'ffmpeg' }: TsStreamDeps): TsStream {
  const waiters = createWaiters()
  let segments: Segment[] = []
  let next = firstNumber
  let discontinuities = 0
  let longest = SHORTEST_TARGET
  let run: Run | null = null
  /** All whose FFmpeg is not gone. */
  const runs = new Set<Run>()
  /** What FFmpegs have written is read in the order of their start. */
  let reading: Promise<void> = Promise.resolve()
  let isOver = false
  let complained = false

  function complain(message: string, data: object): void {
    if (!complained) log.warn(message, data)
    complained = true
  }

  function add({ bytes, seconds }: TsPiece, discontinuity: boolean): void {
    segments.push({ number: next++, bytes, seconds, discontinuity })
    longest = Math.max(longest, Math.ceil(seconds))
    const held = () => segments.reduce((sum, one) => sum + one.bytes.length, 0)
    while (segments.length > LISTED + SPARE || (segments.length > 1 && held() > MOST_BYTES))
      if (segments.shift()?.discontinuity) discontinuities++
    complained = false
    waiters.wake()
  }

  async function read(one: Run): Promise<void> {
    const cutter = createTsCutter()
    const isLater = next > firstNumber
    let isFirst = true
    const take = (piece: TsPiece) => {
      add(piece, isLater && isFirst)
      isFirst = false
    }
    try {
      for await (const chunk of one.ffmpeg.output) {
        one.ahead -= chunk.length
        for (const piece of cutter.push(chunk)) take(piece)
      }
      const rest = cutter.rest()
      if (rest) take(rest)
    } catch (error) {
      complain('A transport stream broke', { error })
    } finally {
      finish(one)
    }
    const { code, errors } = await one.ffmpeg.over()
    clearTimeout(one.timer)
    runs.delete(one)
    if (code !== 0 && errors && !isOver) complain('FFmpeg made no transport stream', { errors })
  }

  function finish(one: Run): void {
    if (run === one) run = null
    one.timer ??= setTimeout(() => one.ffmpeg.stop(), REST_MS)
    if (one.isOver) return
    one.isOver = true
    try {
      one.stdin.close()
    } catch {
      // FFmpeg has closed it from its side.
    }
  }

  function begin(epoch: Epoch): Run {
    let stdin!: ReadableStreamDefaultController<Uint8Array>
    const source = new ReadableStream<Uint8Array>({
      start(controller) {
        stdin = controller
      },
      cancel() {
        one.isOver = true
      },
    })
    const one: Run = {
      epoch,
      ffmpeg: startFfmpeg(ffmpeg, transportArguments(), source),
      stdin,
      isOver: false,
      ahead: 0,
      timer: undefined,
    }
    runs.add(one)
    reading = reading.then(() => read(one))
    feed(one, epoch.init)
    return one
  }

  function feed(one: Run, bytes: Buffer): void {
    one.ahead += bytes.length
    one.stdin.enqueue(new Uint8Array(bytes))
  }

  function onFragment(fragment: Fragment): void {
    if (run && run.epoch !== fragment.epoch) finish(run)
    if (run && (run.isOver || run.ahead > MOST_AHEAD)) {
      run.ffmpeg.stop()
      finish(run)
    }
    if (!run && (!fragment.key || runs.size >= MOST_RUNS)) return
    try {
      run ??= begin(fragment.epoch)
      feed(run, fragment.data)
    } catch (error) {
      complain('A transport stream could not be fed', { error })
      if (run) finish(run)
    }
  }

  function end(): void {
    isOver = true
    if (run) finish(run)
    waiters.wake()
  }

  const leave = relay.join(
    {
      way: 'ts',
      onFragment,
      onEnd() {
        end()
        onEnd()
      },
    },
    Date.now() - PAST_MS,
  )

  return {
    async first(ms, signal) {
      await waiters.until(() => segments.length > 0 || isOver, ms, signal)
    },
    list() {
      const listed = segments.slice(-LISTED)
      const before = segments.slice(0, -LISTED).filter(({ discontinuity }) => discontinuity).length + discontinuities
      const lines = [
        ...['#EXTM3U', '#EXT-X-VERSION:3', `#EXT-X-TARGETDURATION:${longest}`],
        `#EXT-X-MEDIA-SEQUENCE:${listed[0]?.number ?? next}`,
        ...(before ? [`#EXT-X-DISCONTINUITY-SEQUENCE:${before}`] : []),
        ...listed.flatMap(({ number, seconds, discontinuity }) => [
          ...(discontinuity ? ['#EXT-X-DISCONTINUITY'] : []),
          ...[`#EXTINF:${seconds.toFixed(3)},`, `index${number}.ts`],
        ]),
      ]
      return `${lines.join('\n')}\n`
    },
    file(name) {
      const number = /^index(\d{1,15})\.ts$/.exec(name)?.[1]
      return segments.find((segment) => String(segment.number) === number)?.bytes ?? null
    },
    get isEmpty() {
      return segments.length === 0
    },
    async [Symbol.asyncDispose]() {
      leave()
      end()
      for (const { ffmpeg } of runs) ffmpeg.stop()
      await reading
      segments = []
    },
  }
}
