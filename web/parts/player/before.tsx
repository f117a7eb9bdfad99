// What stands where a picture will be: the last frame that was on screen, else the channel's snapshot, an old one if need be.
import { useEffect, useRef } from 'preact/hooks'
import { SignedPicture } from '../signed-picture.tsx'
import { drawFrame, hasFrame } from './last-frames.ts'

export function Before({ channelId }: { channelId: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const kept = hasFrame(channelId)
  useEffect(() => {
    if (canvas.current) drawFrame(channelId, canvas.current)
  }, [channelId])
  return kept ? (
    <canvas ref={canvas} class="player-before" />
  ) : (
    <SignedPicture path={`/channels/${channelId}/snapshot.jpg`} query="?fallback=last" class="player-before" alt="" />
  )
}
