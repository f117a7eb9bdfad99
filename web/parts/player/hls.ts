// The second way to a moving picture: HLS, by the browser itself or by hls.js, which is loaded only here.
import type Hls from 'hls.js'
import { catchUpRate } from './timing.ts'

export interface HlsPlay {
  /** Seconds behind the newest picture; null = not known. */
  delay(): number | null
  /** The instant on screen, by the list; null = not known. */
  at(): number | null
  close(): void
}

export interface HlsEvents {
  onBroken(reason: string): void
}

/** Plays the list; `onBroken` is called once, when it cannot go on by itself. */
export async function playHls(video: HTMLVideoElement, address: string, events: HlsEvents): Promise<HlsPlay> {
  const { default: Player } = await import('hls.js/light')
  if (!Player.isSupported()) return playNative(video, address, events)
  const player: Hls = new Player({
    lowLatencyMode: true,
    // hls.js catches up only with more than a second in hand, which a list of short parts never gives: we do it ourselves.
    maxLiveSyncPlaybackRate: 1,
    enableWorker: false,
    backBufferLength: 10,
  })
  player.on(Player.Events.ERROR, (_, data) => {
    if (data.fatal) events.onBroken(data.details)
  })
  player.on(Player.Events.LEVEL_UPDATED, () => {
    video.playbackRate = catchUpRate(player.latency - (player.targetLatency ?? player.latency))
  })
  player.on(Player.Events.MANIFEST_PARSED, () => void video.play().catch(() => {}))
  player.loadSource(address)
  player.attachMedia(video)
  return {
    delay: () => player.latency || null,
    at: () => player.playingDate?.getTime() ?? null,
    close: () => player.destroy(),
  }
}

/** Only Safari tells when a list began. */
interface Dated extends HTMLVideoElement {
  getStartDate?: () => Date
}

function playNative(video: Dated, address: string, events: HlsEvents): HlsPlay {
  const fail = () => events.onBroken('native')
  video.addEventListener('error', fail)
  video.src = address
  void video.play().catch(() => {})
  return {
    delay: () => {
      const { seekable } = video
      return seekable.length > 0 ? Math.max(0, seekable.end(seekable.length - 1) - video.currentTime) : null
    },
    at() {
      const began = video.getStartDate?.().getTime() ?? Number.NaN
      return Number.isNaN(began) ? null : began + video.currentTime * 1000
    },
    close() {
      video.removeEventListener('error', fail)
      video.removeAttribute('src')
      video.load()
    },
  }
}
