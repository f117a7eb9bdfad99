// What the player measures, read once a second while somebody looks.
import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { LivePlayer, PlayerFacts } from './live-player.ts'

export interface Facts extends PlayerFacts {
  width: number
  height: number
  kbps: number
  fps: number
  dropped: number
}

/** Null until the first second has passed. */
export function useFacts(player: RefObject<LivePlayer>, video: RefObject<HTMLVideoElement>): Facts | null {
  const [facts, setFacts] = useState<Facts | null>(null)
  useEffect(() => {
    let before = { at: performance.now(), bytes: 0, frames: 0 }
    const read = () => {
      if (!player.current || !video.current) return
      const measured = player.current.facts()
      const quality = video.current.getVideoPlaybackQuality?.()
      const frames = quality?.totalVideoFrames ?? 0
      const at = performance.now()
      const seconds = (at - before.at) / 1000
      setFacts({
        ...measured,
        width: video.current.videoWidth,
        height: video.current.videoHeight,
        kbps: before.bytes > 0 ? Math.max(0, ((measured.bytes - before.bytes) * 8) / 1000 / seconds) : 0,
        fps: before.frames > 0 ? Math.max(0, (frames - before.frames) / seconds) : 0,
        dropped: quality?.droppedVideoFrames ?? 0,
      })
      before = { at, bytes: measured.bytes, frames }
    }
    const timer = setInterval(read, 1000)
    return () => clearInterval(timer)
  }, [player, video])
  return facts
}
