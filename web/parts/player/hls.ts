// The second way to a moving picture: HLS, by the browser itself or by hls.js, which is loaded only here.
import type Hls from 'hls.js'
import { catchUpRate, KEEP, roomBehind } from './timing.ts'

export interface HlsPlay {
  /** Seconds behind the newest picture; null = not known. */
  delay(): number | null
  /** The instant on screen, by the list; null = not known. */
  at(): number | null
  /** How much came so far; null where the browser fetches by itself and does not tell. */
  bytes(): number | null
  /** MIME type of the video with its codec; empty = not known. */
  mime(): string
  /** Leaves the live edge and plays on from there at the usual pace. */
  back(seconds: number): void
  toEdge(): void
  readonly behind: boolean
  close(): void
}

export interface HlsEvents {
  onBroken(reason: string): void
  /** What the list holds is nothing for this browser. */
  onUnsupported?(mime: string): void
}

/** What hls.js says of video that the browser does not take. */
const UNPLAYABLE = ['manifestIncompatibleCodecsError', 'bufferAddCodecError', 'bufferIncompatibleCodecsError']

/** Plays the list; `onBroken` is called once, when it cannot go on by itself. `keep`: seconds that stay behind the picture. */
export async function playHls(
  video: HTMLVideoElement,
  address: string,
  events: HlsEvents,
  keep = KEEP,
): Promise<HlsPlay> {
  const { default: Player } = await import('hls.js/light')
  if (!Player.isSupported()) return playNative(video, address, events)
  let bytes = 0
  let mime = ''
  let behind = false
  const player: Hls = new Player({
    lowLatencyMode: true,
    // hls.js catches up only with more than a second in hand, which a list of short parts never gives: we do it ourselves.
    maxLiveSyncPlaybackRate: 1,
    enableWorker: false,
    backBufferLength: keep,
  })
  player.on(Player.Events.ERROR, (_, data) => {
    if (UNPLAYABLE.includes(data.details) && events.onUnsupported) events.onUnsupported(data.mimeType || mime)
    else if (data.fatal) events.onBroken(data.details)
  })
  player.on(Player.Events.LEVEL_UPDATED, () => {
    video.playbackRate = behind ? 1 : catchUpRate(player.latency - (player.targetLatency ?? player.latency))
  })
  player.on(Player.Events.FRAG_LOADED, (_, { payload }) => {
    bytes += payload.byteLength
  })
  player.on(Player.Events.BUFFER_CODECS, (_, tracks) => {
    const track = tracks.video ?? tracks.audiovideo
    if (track) mime = `${track.container}; codecs="${track.codec ?? ''}"`
  })
  player.on(Player.Events.MANIFEST_PARSED, () => void video.play().catch(() => {}))
  player.loadSource(address)
  player.attachMedia(video)
  return {
    delay: () => player.latency || null,
    at: () => player.playingDate?.getTime() ?? null,
    bytes: () => bytes,
    mime: () => mime,
    back(seconds) {
      behind = true
      video.playbackRate = 1
      video.currentTime -= seconds
    },
    toEdge() {
      if (behind && player.liveSyncPosition !== null) video.currentTime = player.liveSyncPosition
      behind = false
    },
    get behind() {
      return behind
    },
    close: () => player.destroy(),
  }
}

/** How far one can go back in what the element holds. */
export function roomIn(video: HTMLVideoElement): number {
  const { buffered } = video
  const ranges = Array.from({ length: buffered.length }, (_, i) => ({ start: buffered.start(i), end: buffered.end(i) }))
  return roomBehind(ranges, video.currentTime)
}

/** Only Safari tells when a list began. */
interface Dated extends HTMLVideoElement {
  getStartDate?: () => Date
}

function playNative(video: Dated, address: string, events: HlsEvents): HlsPlay {
  let behind = false
  const fail = () => events.onBroken('native')
  const end = () => (video.seekable.length > 0 ? video.seekable.end(video.seekable.length - 1) : null)
  video.addEventListener('error', fail)
  video.src = address
  void video.play().catch(() => {})
  return {
    delay() {
      const newest = end()
      return newest === null ? null : Math.max(0, newest - video.currentTime)
    },
    at() {
      const began = video.getStartDate?.().getTime() ?? Number.NaN
      return Number.isNaN(began) ? null : began + video.currentTime * 1000
    },
    bytes: () => null,
    mime: () => '',
    back(seconds) {
      behind = true
      video.currentTime -= seconds
    },
    toEdge() {
      const newest = end()
      if (behind && newest !== null) video.currentTime = newest
      behind = false
    },
    get behind() {
      return behind
    },
    close() {
      video.removeEventListener('error', fail)
      video.removeAttribute('src')
      video.load()
    },
  }
}
