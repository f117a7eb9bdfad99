// One live picture from beginning to end: signs, connects, reconnects with pauses, falls back to HLS, says what it does.
import type { Answer, PageFault } from '../../client.ts'
import { pauseMs } from '../../pauses.ts'
import type { SignedOut } from '../../wire.ts'
import { type HlsPlay, playHls } from './hls.ts'
import { createSink, mediaSourceClass, type Sink } from './mse-sink.ts'
import { codecName, delayOf } from './timing.ts'

export type PlayerState =
  | { phase: 'idle' | 'starting' | 'playing' | 'waiting' }
  | { phase: 'fault'; fault: PageFault }
  | { phase: 'unsupported'; codec: string }

export interface LivePlayer {
  /** Plays, or rests and keeps the last picture. */
  run(on: boolean): void
  facts(): PlayerFacts
  close(): void
}

export interface PlayerFacts {
  way: 'MSE' | 'HLS' | ''
  codec: string
  delay: number | null
  ahead: number
  bytes: number
}

export interface LivePlayerDeps {
  /** `/channels/5/sub`. */
  path: string
  sign: (path: string, signal: AbortSignal) => Promise<Answer<SignedOut>>
  address: (path: string) => string
  socketAddress: (path: string) => string
  serverNow: () => number
  onState: (state: PlayerState) => void
  random?: () => number
}

/** A socket that is silent for so long is taken for dead; a picture that runs for so long makes the next pause short. */
const SILENT_MS = 12_000
const STEADY_MS = 5_000
const STALL_MS = 2_500
/** MSE without one picture so often: HLS, if the way through a proxy is what fails. */
const TRIES_BEFORE_HLS = 2

export function createLivePlayer(video: HTMLVideoElement, deps: LivePlayerDeps): LivePlayer {
  let running = false
  let connection: AbortController | null = null
  let sink: Sink | null = null
  let hls: HlsPlay | null = null
  let attempt = 0
  let fruitless = 0
  let bytes = 0
  let began = 0
  /** Something came over this connection: what plays is not the rest of the one before. */
  let fed = false
  let useHls = mediaSourceClass() === undefined
  let timer: ReturnType<typeof setTimeout> | undefined
  let stall: ReturnType<typeof setTimeout> | undefined

  const say = (state: PlayerState) => {
    video.dataset.state = state.phase
    deps.onState(state)
  }
  const disconnect = () => {
    clearTimeout(timer)
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
  const onPlaying = () => {
    if (!running || !fed || video.paused || video.dataset.state === 'playing') return
    if (began === 0) began = performance.now()
    fruitless = 0
    say({ phase: 'playing' })
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

  const connect = async () => {
    disconnect()
    const mine = new AbortController()
    connection = mine
    fed = false
    if (video.dataset.state !== 'waiting') say({ phase: 'starting' })
    const signed = await deps.sign(`${deps.path}/${useHls ? 'index.m3u8' : 'mse'}`, mine.signal)
    if (mine.signal.aborted || signed.kind === 'aborted' || signed.kind === 'signed-out') return
    if (signed.kind === 'fault') return again({ phase: 'fault', fault: signed.fault })
    if (!useHls) return connectSocket(mine, deps.socketAddress(signed.data.url))
    const play = await playHls(video, deps.address(signed.data.url), { onBroken: () => again({ phase: 'waiting' }) })
    if (mine.signal.aborted) play.close()
    else hls = play
    fed = true
  }

  const connectSocket = (mine: AbortController, address: string) => {
    const socket = new WebSocket(address)
    socket.binaryType = 'arraybuffer'
    let silence: ReturnType<typeof setTimeout> | undefined
    let received = false
    let told: PageFault | null = null
    const alive = () => {
      clearTimeout(silence)
      silence = setTimeout(() => lost(), SILENT_MS)
    }
    const lost = () => {
      if (mine.signal.aborted) return
      if (!received && ++fruitless >= TRIES_BEFORE_HLS && !told) useHls = true
      if (useHls) dropSink()
      again(told ? { phase: 'fault', fault: told } : { phase: 'waiting' })
    }
    mine.signal.addEventListener('abort', () => {
      clearTimeout(silence)
      // Closing one that is still being opened makes browsers complain.
      if (socket.readyState === WebSocket.CONNECTING) socket.addEventListener('open', () => socket.close())
      else socket.close()
    })
    alive()
    socket.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (mine.signal.aborted) return
      alive()
      received = true
      if (typeof data !== 'string') bytes += data.byteLength
      sink ??= createSink(video, {
        onUnsupported: unsupported,
        onBroken: () => {
          dropSink()
          again({ phase: 'waiting' })
        },
      })
      sink.take(data)
      fed = true
    })
    socket.addEventListener('close', ({ code, reason }) => {
      // 4401 is a ticket that ended: sign anew at once. Other codes of ours carry a text for people.
      if (code === 4401) attempt = 0
      else if (code >= 4000 && reason) told = { status: code - 4000, message: reason, problems: [] }
      lost()
    })
  }

  const onVideoError = () => {
    if (!running || useHls) return
    dropSink()
    again({ phase: 'waiting' })
  }
  video.addEventListener('playing', onPlaying)
  video.addEventListener('timeupdate', onPlaying)
  video.addEventListener('waiting', onStall)
  video.addEventListener('error', onVideoError)
  return {
    run(on) {
      if (on === running) return
      running = on
      if (on) {
        attempt = 0
        void connect()
      } else {
        disconnect()
        video.pause()
        say({ phase: 'idle' })
      }
    },
    facts: () => ({
      way: hls ? 'HLS' : sink ? 'MSE' : '',
      codec: sink ? codecName(sink.mime) : '',
      delay: sink ? delayOf(sink.epochs, video.currentTime, deps.serverNow()) : (hls?.delay() ?? null),
      ahead: sink ? sink.ahead() : 0,
      bytes,
    }),
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
