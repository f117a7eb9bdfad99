// Media Source side of the player: takes inits and fragments in their order; keeps a live picture at its edge.
import { decodeTime, timescales } from './boxes.ts'
import { createPace, type Epoch, KEEP, type Range, removeUpTo, roomBehind } from './timing.ts'

/** The text frame before each init. */
export interface InitMessage {
  /** MIME type with codecs. */
  init: string
  epoch: number
  /** Programme time of decode time 0, as milliseconds or ISO text. */
  at: number | string | null
}

export interface Sink {
  /** A text or binary frame of the socket. Throws nothing: what fails goes to `onBroken`. */
  take(frame: string | ArrayBuffer): void
  readonly epochs: readonly Epoch[]
  readonly mime: string
  /** Seconds of video that wait to be shown. */
  ahead(): number
  /** Seconds that one can go back. */
  room(): number
  /** Leaves the live edge and plays on from there at the usual pace. */
  back(seconds: number): void
  /** To the newest picture, if it was left. */
  toEdge(): void
  readonly behind: boolean
  /** What begins with the next init is shown at once, instead of after what still waits. */
  jump(): void
  close(): void
}

export interface SinkEvents {
  onUnsupported(mime: string): void
  onBroken(reason: string): void
}

type SourceClass = typeof MediaSource
const scope = globalThis as { ManagedMediaSource?: SourceClass; MediaSource?: SourceClass }
/** iPhones have only the managed kind. */
export const mediaSourceClass = (): SourceClass | undefined => scope.MediaSource ?? scope.ManagedMediaSource

const MAX_WAITING = 400

interface SinkOptions {
  /** Plays at the newest piece; otherwise one after the other, as they come. */
  live?: boolean
  /** Seconds that stay behind the picture. */
  keep?: number
}

/** Attaches a new media source to the element. */
export function createSink(
  video: HTMLVideoElement,
  events: SinkEvents,
  { live = true, keep = KEEP }: SinkOptions = {},
): Sink {
  const Source = mediaSourceClass()
  if (!Source) throw new Error('no media source')
  const source = new Source()
  const address = URL.createObjectURL(source)
  const queue: (string | ArrayBuffer)[] = []
  const epochs: Epoch[] = []
  const pace = createPace()
  let late: ReturnType<typeof setTimeout> | undefined
  let buffer: SourceBuffer | null = null
  let mime = ''
  let scales = new Map<number, number>()
  /** Set by an init message: the next binary frame is the init, the first fragment after it sets the offset. */
  let expecting: 'init' | 'first' | 'next' = 'init'
  let at: number | null = null
  let closed = false
  /** Asked for; then, from its first fragment on, where to go. */
  let jumps = false
  let target: number | null = null
  /** Somebody looks at what was a moment ago. */
  let behind = false

  const ranges = (): Range[] => {
    if (!buffer || source.readyState !== 'open') return []
    const { buffered } = buffer
    return Array.from({ length: buffered.length }, (_, i) => ({ start: buffered.start(i), end: buffered.end(i) }))
  }
  const broken = (reason: string) => {
    if (!closed) events.onBroken(reason)
  }
  const play = (rate: number) => {
    if (!closed && video.playbackRate !== rate) video.playbackRate = rate
  }
  /** What came is played in its order, but for a jump, and for a beginning that is not quite at the start. */
  const goOn = (buffered: readonly Range[]) => {
    const first = buffered[0]?.start ?? 0
    const wanted = target ?? (video.currentTime < first ? first : null)
    if (wanted === null || (buffered.at(-1)?.end ?? 0) <= wanted || video.readyState < 1) return
    target = null
    video.currentTime = wanted
  }
  const follow = () => {
    const buffered = ranges()
    if (buffered.length === 0 || closed) return
    if (video.paused) video.play().catch(() => {})
    if (!live) return goOn(buffered)
    if (behind) return play(1)
    const { seekTo, rate, lateInMs } = pace.appended(buffered, video.currentTime)
    if (seekTo !== null && video.readyState >= 1) video.currentTime = seekTo
    play(rate)
    clearTimeout(late)
    if (lateInMs !== null) late = setTimeout(() => play(pace.late()), lateInMs / rate)
  }
  const begin = (message: InitMessage) => {
    if (!Source.isTypeSupported(message.init)) return events.onUnsupported(message.init)
    mime = message.init
    at = message.at === null ? null : typeof message.at === 'number' ? message.at : Date.parse(message.at)
    if (buffer) {
      buffer.abort()
      buffer.changeType(mime)
    } else {
      buffer = source.addSourceBuffer(mime)
      buffer.mode = 'segments'
      source.duration = Number.POSITIVE_INFINITY
      buffer.addEventListener('updateend', () => {
        follow()
        pump()
      })
      buffer.addEventListener('error', () => broken('buffer'))
    }
    expecting = 'init'
  }
  const anchor = (fragment: ArrayBuffer, onto: SourceBuffer) => {
    const first = decodeTime(fragment, scales) ?? 0
    const end = ranges().at(-1)?.end ?? 0
    onto.timestampOffset = end - first
    if (jumps) target = end
    jumps = false
    if (at !== null && Number.isFinite(at)) epochs.push({ start: end, zeroAt: at - (end - first) * 1000 })
    if (epochs.length > 8) epochs.shift()
    expecting = 'next'
  }
  const pump = () => {
    try {
      while (!closed && queue.length > 0 && source.readyState === 'open' && !buffer?.updating) {
        const frame = queue[0] as string | ArrayBuffer
        if (typeof frame === 'string') {
          begin(JSON.parse(frame) as InitMessage)
          queue.shift()
          continue
        }
        if (!buffer) {
          queue.length = 0
          return
        }
        const old = removeUpTo(ranges(), video.currentTime, keep)
        if (old !== null) return buffer.remove(0, old)
        if (expecting === 'init') {
          scales = timescales(frame)
          expecting = 'first'
        } else if (expecting === 'first') anchor(frame, buffer)
        buffer.appendBuffer(frame)
        queue.shift()
      }
    } catch (error) {
      const name = error instanceof DOMException ? error.name : String(error)
      if (name === 'QuotaExceededError' && buffer && video.currentTime > 2) buffer.remove(0, video.currentTime - 1)
      else broken(name)
    }
  }
  source.addEventListener('sourceopen', () => {
    URL.revokeObjectURL(address)
    pump()
  })
  video.addEventListener('waiting', pace.stood)
  video.disableRemotePlayback = true
  video.src = address
  return {
    take(frame) {
      queue.push(frame)
      if (queue.length > MAX_WAITING) broken('queue')
      else pump()
    },
    epochs,
    get mime() {
      return mime
    },
    ahead: () => Math.max(0, (ranges().at(-1)?.end ?? 0) - video.currentTime),
    room: () => roomBehind(ranges(), video.currentTime),
    back(seconds) {
      behind = true
      clearTimeout(late)
      play(1)
      video.currentTime -= seconds
    },
    toEdge() {
      if (!behind) return
      behind = false
      follow()
    },
    get behind() {
      return behind
    },
    jump() {
      jumps = true
    },
    close() {
      closed = true
      clearTimeout(late)
      video.removeEventListener('waiting', pace.stood)
      video.playbackRate = 1
      queue.length = 0
    },
  }
}
