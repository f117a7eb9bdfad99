// A live picture: before its first frame the last one we have, dimmed; never a spinner on black.
import type { ComponentChildren, RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { t } from '../../texts/t.ts'
import { SignedPicture } from '../signed-picture.tsx'
import { drawFrame, hasFrame } from './last-frames.ts'
import type { PlayerState } from './live-player.ts'
import './player.css'

interface Props {
  channelId: number
  label: string
  video: RefObject<HTMLVideoElement>
  state: PlayerState
  muted: boolean
  children?: ComponentChildren
}

/** The words of a state that is no picture; empty while all goes well. */
export function stateText(state: PlayerState): string {
  if (state.phase === 'starting') return t('player.starting')
  if (state.phase === 'waiting') return t('player.waiting')
  if (state.phase === 'fault') return state.fault.message || t('player.fault')
  return state.phase === 'unsupported' ? t('player.unsupported', { codec: state.codec }) : ''
}

export function Player({ channelId, label, video, state, muted, children }: Props) {
  const text = stateText(state)
  return (
    <div class="player" data-phase={state.phase}>
      <Before channelId={channelId} />
      <video ref={video} class="player-video" muted={muted} playsInline autoPlay aria-label={label} data-state="idle" />
      {text && state.phase !== 'starting' && (
        <p class="player-word" role="status">
          {text}
        </p>
      )}
      {children}
    </div>
  )
}

/** The picture under the video: the last frame that was on screen, else the channel's snapshot. */
function Before({ channelId }: { channelId: number }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const kept = hasFrame(channelId)
  useEffect(() => {
    if (canvas.current) drawFrame(channelId, canvas.current)
  }, [channelId])
  return kept ? (
    <canvas ref={canvas} class="player-before" />
  ) : (
    <SignedPicture path={`/channels/${channelId}/snapshot.jpg`} class="player-before" alt="" />
  )
}
