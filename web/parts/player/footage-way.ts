// Footage from the recorder's disk over a socket: at the recorder's own pace, sought by a word on the same socket.
import type { Answer, PageFault } from '../../client.ts'
import { pauseMs } from '../../pauses.ts'
import type { SignedOut } from '../../wire.ts'
import { createSink, type Sink } from './mse-sink.ts'
import type { PastEvents, PastWay } from './past.ts'
import type { Still } from './still.ts'
import { codecName } from './timing.ts'

export interface FootageDeps {
  channelId: number
  sign: (path: string, signal: AbortSignal) => Promise<Answer<SignedOut>>
  socketAddress: (path: string) => string
  /** Tells the server that nobody watches any more, so that the recorder's place is free at once. */
  stop: (ticket: string) => void
  /** Keeps the old picture while the element gets another source. */
  still: Still
}

interface SocketEvents extends PastEvents {
  /** Sockets are cut before anything comes: something between us and the server does not let them through. */
  onNoSocket(at: number): void
}

interface Told {
  init?: string
  ended?: true
  error?: string
}

/** A recorder may look for a moment through a month of clips before the first picture comes. */
const SILENT_MS = 30_000
const TRIES_BEFORE_HLS = 2
/** Less than this to show when nothing follows: that was it. */
const LEFT = 0.15

export function createFootageWay(
  video: HTMLVideoElement,
  begin: number,
  deps: FootageDeps,
  events: SocketEvents,
): PastWay {
  let sink: Sink | null = null
  let socket: WebSocket | null = null
  let connection = new AbortController()
  /** Where a new connection begins. */
  let from = begin
  /** Sought and not answered yet: what still comes is of before. */
  let sought = false
  let fed = false
  let done = false
  let closed = false
  let attempt = 0
  let fruitless = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const at = (): number | null => {
    if (!fed || sought) return null
    const epoch = sink?.epochs.findLast((one) => one.start <= video.currentTime + 0.001)
    return epoch ? epoch.zeroAt + video.currentTime * 1000 : null
  }
  const dropSink = () => {
    sink?.close()
    sink = null
    fed = false
  }
  const disconnect = () => {
    clearTimeout(timer)
    connection.abort()
    socket = null
  }
  const fail = (fault: PageFault) => {
    from = at() ?? from
    disconnect()
    events.onState({ phase: 'fault', fault })
  }
  const again = (soon = false) => {
    from = at() ?? from
    disconnect()
    if (closed) return
    dropSink()
    events.onState({ phase: 'waiting' })
    timer = setTimeout(() => void connect(), soon ? 0 : pauseMs(attempt++))
  }
  const unsupported = (mime: string) => {
    disconnect()
    dropSink()
    events.onState({ phase: 'unsupported', codec: codecName(mime) })
  }

  const takeText = (text: string) => {
    const told = JSON.parse(text) as Told
    if (told.error !== undefined) return fail({ status: 0, message: told.error, problems: [] })
    if (told.ended) {
      done = true
      return onTime()
    }
    done = false
    if (!sink) deps.still.hold(video)
    sink ??= createSink(video, { onUnsupported: unsupported, onBroken: () => again() }, { live: false })
    if (sought) sink.jump()
    sought = false
    sink.take(text)
  }

  const connect = async () => {
    connection = new AbortController()
    const { signal } = connection
    sought = false
    done = false
    const signed = await deps.sign(`/channels/${deps.channelId}/footage/${new Date(from).toISOString()}/mse`, signal)
    const isGone = signal.aborted
    if (isGone && signed.kind === 'ok') deps.stop(signed.data.ticket)
    if (isGone || signed.kind === 'aborted' || signed.kind === 'signed-out') return
    if (signed.kind === 'fault') return fail(signed.fault)
    listen(new WebSocket(deps.socketAddress(signed.data.url)), signed.data.ticket, signal)
  }

  const listen = (fresh: WebSocket, ticket: string, signal: AbortSignal) => {
    socket = fresh
    fresh.binaryType = 'arraybuffer'
    let silence: ReturnType<typeof setTimeout> | undefined
    /** The server has ended the link itself. */
    let ended = false
    let received = false
    const alive = () => {
      clearTimeout(silence)
      if (!done) silence = setTimeout(() => again(), SILENT_MS)
    }
    alive()
    signal.addEventListener('abort', () => {
      clearTimeout(silence)
      // Closing one that is still being opened makes browsers complain.
      if (fresh.readyState === WebSocket.CONNECTING) fresh.addEventListener('open', () => fresh.close())
      else fresh.close()
      if (!ended) deps.stop(ticket)
    })
    fresh.addEventListener('open', () => {
      // Sought while it was being opened.
      if (sought && !signal.aborted) tell()
    })
    fresh.addEventListener('message', ({ data }: MessageEvent<string | ArrayBuffer>) => {
      if (signal.aborted) return
      received = true
      fruitless = 0
      if (typeof data === 'string') takeText(data)
      else if (!sought && sink) {
        attempt = 0
        sink.take(data)
        fed = true
      }
      // What was just told may have ended it.
      if (!signal.aborted) alive()
    })
    fresh.addEventListener('close', ({ code, reason }) => {
      if (signal.aborted) return
      ended = code === 4401
      // 4401 is a ticket that ended: sign anew at once. Other codes of ours carry a text for people.
      if (code >= 4000 && code !== 4401 && reason) fail({ status: code - 4000, message: reason, problems: [] })
      else if (!received && code !== 4401 && ++fruitless >= TRIES_BEFORE_HLS) events.onNoSocket(from)
      else again(code === 4401)
    })
  }

  const tell = () => socket?.send(JSON.stringify({ seek: new Date(from).toISOString() }))

  const onTime = () => {
    if (closed || !fed || sought) return
    if (done && (sink?.ahead() ?? 0) < LEFT) {
      from = at() ?? from
      return events.onEnd(from)
    }
    if (!video.paused && !video.seeking && video.readyState > 2) events.onState({ phase: 'playing' })
  }
  const onStall = () => {
    onTime()
    if (!done && fed && !sought && !closed) events.onState({ phase: 'waiting' })
  }
  video.addEventListener('playing', onTime)
  video.addEventListener('timeupdate', onTime)
  video.addEventListener('waiting', onStall)
  void connect()

  return {
    kind: 'recorder',
    seek(next) {
      from = next
      if (socket === null || socket.readyState > WebSocket.OPEN) {
        disconnect()
        void connect()
        return true
      }
      sought = true
      done = false
      if (socket.readyState === WebSocket.OPEN) tell()
      return true
    },
    at,
    close() {
      closed = true
      disconnect()
      dropSink()
      video.removeEventListener('playing', onTime)
      video.removeEventListener('timeupdate', onTime)
      video.removeEventListener('waiting', onStall)
    },
  }
}
