// One live picture from beginning to end: signs, connects, reconnects with pauses, falls back to HLS, says what it does.
import type { Answer, PageFault } from '../../client.ts'
import { pauseMs } from '../../pauses.ts'
import type { SignedOut } from '../../wire.ts'
import { type HlsPlay, playHls, roomIn } from './hls.ts'
import { openLiveSocket, type SocketEnd } from './live-socket.ts'
import { createSink, mediaSourceClass, type Sink } from './mse-sink.ts'
import { codecName, delayOf } from './timing.ts'

export type PlayerState =
  | { phase: 'idle' | 'starting' | 'waiting' }
  /** `behind`: somebody looks at what was a moment ago. */
  | { phase: 'playing'; behind?: boolean }
  | { phase: 'fault'; fault: PageFault }
  | { phase: 'unsupported'; codec: string }

export interface LivePlayer {
  /** Plays, or rests and keeps the last picture. */
  run(on: boolean): void
  /** Tries once more what could not be played: the camera may have been told to send something else. */
  again(): void
  /** Does not wait for its next try: whoever did not answer is back. */
  hurry(): void
  /** Seconds that one can go back in what is still here. */
  room(): number
  back(seconds: number): void
  /** To the newest picture again. */
  toEdge(): void
  facts(): PlayerFacts
  close(): void
}

export interface PlayerFacts {
  way: 'MSE' | 'HLS' | ''
  codec: string
  delay: number | null
  ahead: number
  /** How much came so far; null where the browser does not tell. */
  bytes: number | null
}

export interface LivePlayerDeps {
  /** `/channels/5/sub`. */
  path: string
  sign: (path: string, signal: AbortSignal) => Promise<Answer<SignedOut>>
  address: (path: string) => string
  socketAddress: (path: string) => string
  serverNow: () => number
  onState: (state: PlayerState) => void
  /** Seconds that stay behind the picture, so that one can go back at once. */
  keep?: number
  random?: () => number
  /** The second way, where another is to be tried. */
  hls?: typeof playHls
}

/** A picture that runs for so long makes the next pause short. */
const STEADY_MS = 5_000
const STALL_MS = 2_500
/** MSE without one picture so often: HLS, if the way through a proxy is what fails. */
const TRIES_BEFORE_HLS = 2
/** A browser that says it can play it and fails so often without one picture cannot. */
const TRIES_TO_DECODE = 3

export function createLivePlayer(video: HTMLVideoElement, deps: LivePlayerDeps): LivePlayer {
  let running = false
  let connection: AbortController | null = null
  let sink: Sink | null = null
  let hls: HlsPlay | null = null
  let attempt = 0
  let fruitless = 0
  let undecoded = 0
  let bytes = 0
  let began = 0
  /** Something came over this connection: what plays is not the rest of the one before. */
  let fed = false
  let useHls = mediaSourceClass() === undefined
  /** Until the next try; null while there is none to wait for. */
  let timer: ReturnType<typeof setTimeout> | null = null
  let stall: ReturnType<typeof setTimeout> | undefined

  const say = (state: PlayerState) => {
    video.dataset.state = state.phase
    deps.onState(state)
  }
  const disconnect = () => {
    if (timer) clearTimeout(timer)
    timer = null
    connection?.abort()
    connection = null
    hls?.close()
    hls = null
  }
  const dropSink = () => {
    sink?.close()
    sink = null
  }
  const again = (state: PlayerState) => {
    disconnect()
    if (!running) return
    if (began > 0 && performance.now() - began > STEADY_MS) attempt = 0
    began = 0
    say(state)
    timer = setTimeout(() => void connect(), pauseMs(attempt++, deps.random))
  }
  const sayPlaying = () => say({ phase: 'playing', behind: (sink ?? hls)?.behind ?? false })
  const onPlaying = () => {
    if (!running || !fed || video.paused || video.dataset.state === 'playing') return
    if (began === 0) began = performance.now()
    fruitless = 0
    undecoded = 0
    sayPlaying()
  }
  // A hiccup is not worth a word; a picture that stands is.
  const onStall = () => {
    clearTimeout(stall)
    const at = video.currentTime
    stall = setTimeout(() => {
      if (running && video.dataset.state === 'playing' && video.currentTime === at) say({ phase: 'waiting' })
    }, STALL_MS)
  }
  const unsupported = (mime: string) => {
    disconnect()
    dropSink()
    running = false
    say({ phase: 'unsupported', codec: codecName(mime) })
  }
  const onBroken = () => {
    dropSink()
    again({ phase: 'waiting' })
  }
  /** Nobody stays with the slower way for ever: a socket may come through by now, and gets one try. */
  const onListBroken = () => {
    useHls = mediaSourceClass() === undefined
    fruitless = TRIES_BEFORE_HLS - 1
    again({ phase: 'waiting' })
  }

  const connect = async () => {
    disconnect()
    const mine = new AbortController()
    connection = mine
    fed = false
    if (video.dataset.state !== 'waiting') say({ phase: 'starting' })
    const signed = await deps.sign(`${deps.path}/${useHls ? 'index.m3u8' : 'mse'}`, mine.signal)
    if (mine.signal.aborted || signed.kind === 'aborted' || signed.kind === 'signed-out') return
    if (signed.kind === 'fault') return again({ phase: 'fault', fault: signed.fault })
    if (!useHls) return connectSocket(mine.signal, deps.socketAddress(signed.data.url))
    const events = { onBroken: onListBroken, onUnsupported: unsupported }
    // Its script may be gone with an update of the appliance.
    const play = await (deps.hls ?? playHls)(video, deps.address(signed.data.url), events, deps.keep).catch(() => null)
    if (mine.signal.aborted) return play?.close()
    if (!play) return onListBroken()
    hls = play
    fed = true
  }

  const connectSocket = (signal: AbortSignal, address: string) => {
    const onFrame = (frame: string | ArrayBuffer) => {
      if (typeof frame !== 'string') bytes += frame.byteLength
      sink ??= createSink(video, { onUnsupported: unsupported, onBroken }, deps.keep ? { keep: deps.keep } : {})
      sink.take(frame)
      fed = true
    }
    const onEnd = ({ received, told, stale }: SocketEnd) => {
      if (stale) attempt = 0
      if (!received && ++fruitless >= TRIES_BEFORE_HLS && !told) useHls = true
      if (useHls) dropSink()
      again(told ? { phase: 'fault', fault: told } : { phase: 'waiting' })
    }
    openLiveSocket(address, signal, { onFrame, onEnd })
  }

  const onVideoError = () => {
    if (!running || useHls) return
    if (sink && ++undecoded >= TRIES_TO_DECODE) unsupported(sink.mime)
    else onBroken()
  }
  const toEdge = () => {
    sink?.toEdge()
    hls?.toEdge()
  }
  video.addEventListener('playing', onPlaying)
  video.addEventListener('timeupdate', onPlaying)
  video.addEventListener('waiting', onStall)
  video.addEventListener('error', onVideoError)
  const run = (on: boolean) => {
    if (on === running) return
    running = on
    if (on) {
      attempt = 0
      undecoded = 0
      void connect()
    } else {
      disconnect()
      // Who comes back wants to see what is.
      toEdge()
      video.pause()
      say({ phase: 'idle' })
    }
  }
  return {
    run,
    again: () => run(true),
    hurry() {
      if (!timer) return
      clearTimeout(timer)
      attempt = 0
      // Not all pictures of a wall in the same moment.
      timer = setTimeout(() => void connect(), pauseMs(attempt++, deps.random))
    },
    room: () => (sink ? sink.room() : hls ? roomIn(video) : 0),
    back(seconds) {
      ;(sink ?? hls)?.back(seconds)
      if (video.dataset.state === 'playing') sayPlaying()
    },
    toEdge() {
      toEdge()
      if (video.dataset.state === 'playing') sayPlaying()
    },
    facts() {
      const at = hls?.at() ?? null
      const shown = at === null ? (hls?.delay() ?? null) : Math.max(0, (deps.serverNow() - at) / 1000)
      return {
        way: hls ? 'HLS' : sink ? 'MSE' : '',
        codec: sink ? codecName(sink.mime) : hls?.mime() ? codecName(hls.mime()) : '',
        delay: sink ? delayOf(sink.epochs, video.currentTime, deps.serverNow()) : shown,
        ahead: sink ? sink.ahead() : hls ? aheadIn(video) : 0,
        bytes: hls ? hls.bytes() : bytes,
      }
    },
    close() {
      running = false
      clearTimeout(stall)
      disconnect()
      dropSink()
      video.removeEventListener('waiting', onStall)
      video.removeEventListener('playing', onPlaying)
      video.removeEventListener('timeupdate', onPlaying)
      video.removeEventListener('error', onVideoError)
      video.removeAttribute('src')
      video.load()
      delete video.dataset.state
    },
  }
}

/** Seconds of video that an element holds and has not shown. */
function aheadIn({ buffered, currentTime }: HTMLVideoElement): number {
  return buffered.length > 0 ? Math.max(0, buffered.end(buffered.length - 1) - currentTime) : 0
}
