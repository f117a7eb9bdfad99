// Footage from the recorder's disk as HLS: for browsers without media sources, and where no socket comes through.
import type { PageFault } from '../../client.ts'
import { pauseMs } from '../../pauses.ts'
import type { FootageDeps } from './footage-way.ts'
import { type HlsPlay, playHls } from './hls.ts'
import type { PastEvents, PastWay } from './past.ts'

export interface FootageListDeps extends FootageDeps {
  address: (path: string) => string
}

const noFault = { status: 0, message: '', problems: [] }

/** The list comes with the first pictures, or not at all; why not is told by the server in words. */
async function faultOf(address: string, signal: AbortSignal): Promise<PageFault | null> {
  const answer = await fetch(address, { signal })
  if (answer.ok) return null
  const told = (await answer.json().catch(() => ({}))) as { message?: string }
  return { ...noFault, status: answer.status, message: told.message ?? answer.statusText }
}

export function createFootageListWay(
  video: HTMLVideoElement,
  begin: number,
  deps: FootageListDeps,
  events: PastEvents,
): PastWay {
  let connection = new AbortController()
  let play: HlsPlay | null = null
  let from = begin
  /** Pictures of what was asked for last are there. */
  let fed = false
  /** The instant of the element's time 0, where the list's player does not tell it. */
  let zero = begin
  let attempt = 0
  let timer: ReturnType<typeof setTimeout> | undefined

  const at = () => (fed ? (play?.at() ?? zero + video.currentTime * 1000) : null)
  const disconnect = () => {
    from = at() ?? from
    fed = false
    clearTimeout(timer)
    if (play) deps.still.hold(video)
    // Before the ticket ends: what still waits for the next piece would be told that there is none.
    play?.close()
    play = null
    connection.abort()
  }
  const again = () => {
    disconnect()
    events.onState({ phase: 'waiting' })
    timer = setTimeout(() => void connect(), pauseMs(attempt++))
  }
  const fail = (fault: PageFault) => {
    disconnect()
    events.onState({ phase: 'fault', fault })
  }

  const connect = async () => {
    connection = new AbortController()
    const { signal } = connection
    const path = `/channels/${deps.channelId}/footage/${new Date(from).toISOString()}/index.m3u8`
    const signed = await deps.sign(path, signal)
    if (signed.kind === 'fault' && !signal.aborted) return fail(signed.fault)
    if (signed.kind !== 'ok') return
    const { ticket, url } = signed.data
    if (signal.aborted) return deps.stop(ticket)
    signal.addEventListener('abort', () => deps.stop(ticket))
    const address = deps.address(url)
    const fault = await faultOf(address, signal).catch(() => noFault)
    if (signal.aborted) return
    if (fault) return fault.status > 0 ? fail(fault) : again()
    deps.still.hold(video)
    // Its script may be gone with an update of the appliance.
    const fresh = await playHls(video, address, { onBroken: () => signal.aborted || again() }).catch(() => null)
    if (signal.aborted) fresh?.close()
    else if (fresh) play = fresh
    else again()
  }

  const onTime = () => {
    if (!play || video.paused || video.seeking || video.readyState < 3) return
    if (fed) attempt = 0
    else zero = from - video.currentTime * 1000
    fed = true
    events.onState({ phase: 'playing' })
    deps.still.remember(video)
  }
  const ending = new AbortController()
  const on = (name: string, listener: () => void) => video.addEventListener(name, listener, { signal: ending.signal })
  on('playing', onTime)
  on('timeupdate', onTime)
  on('waiting', () => fed && events.onState({ phase: 'waiting' }))
  on('ended', () => events.onEnd(at() ?? from))
  void connect()

  return {
    kind: 'recorder',
    seek(next) {
      disconnect()
      from = next
      void connect()
      return true
    },
    at,
    close() {
      ending.abort()
      disconnect()
      video.playbackRate = 1
    },
  }
}
