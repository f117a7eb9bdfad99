// What stands where a picture will be: the last frame that was on screen, else the channel's snapshot.
import { useEffect, useRef } from 'preact/hooks'
import { SignedPicture } from '../signed-picture.tsx'
import { drawFrame, hasFrame } from './last-frames.ts'

interface Props {
  channelId: number
  /** False: the device has no picture to give, so it is not asked. */
  asks?: boolean
}

export function Before({ channelId, asks = true }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const kept = hasFrame(channelId)
  useEffect(() => {
    if (canvas.current) drawFrame(channelId, canvas.current)
  }, [channelId])
  if (!kept && !asks) return null
  return kept ? (
    <canvas ref={canvas} class="player-before" />
  ) : (
    <SignedPicture path={`/channels/${channelId}/snapshot.jpg`} class="player-before" alt="" />
  )
}
