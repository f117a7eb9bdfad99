// What the player measures, read once a second while somebody looks.
import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { LivePlayer, PlayerFacts } from './live-player.ts'
import { createRates } from './rates.ts'

export interface Facts extends PlayerFacts {
  width: number
  height: number
  /** Null where the browser does not tell, and before there are two looks. */
  kbps: number | null
  fps: number | null
  dropped: number
}

/** Null until the first second has passed. */
export function useFacts(player: RefObject<LivePlayer>, video: RefObject<HTMLVideoElement>): Facts | null {
  const [facts, setFacts] = useState<Facts | null>(null)
  useEffect(() => {
    const rates = createRates()
    const read = () => {
      if (!player.current || !video.current) return
      const measured = player.current.facts()
      const quality = video.current.getVideoPlaybackQuality?.()
      const { perSecond } = rates.read(performance.now(), {
        bytes: measured.bytes,
        frames: quality?.totalVideoFrames ?? null,
        dropped: quality?.droppedVideoFrames ?? null,
      })
      const [bytes, frames, dropped] = [perSecond('bytes'), perSecond('frames'), perSecond('dropped')]
      setFacts({
        ...measured,
        width: video.current.videoWidth,
        height: video.current.videoHeight,
        kbps: bytes === null ? null : (bytes * 8) / 1000,
        // What was dropped is counted among all, and nobody has seen it.
        fps: frames === null ? null : frames - (dropped ?? 0),
        dropped: quality?.droppedVideoFrames ?? 0,
      })
    }
    const timer = setInterval(read, 1000)
    return () => clearInterval(timer)
  }, [player, video])
  return facts
}
