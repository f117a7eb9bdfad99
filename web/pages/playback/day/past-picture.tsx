// The picture of the past on its stage, the live one above it: words while there is none, and what one can do about it.
import { Radio, RotateCw } from 'lucide-preact'
import type { ComponentChildren } from 'preact'
import { useRef } from 'preact/hooks'
import { Button } from '../../../parts/button.tsx'
import '../../../parts/player/player.css'
import { t } from '../../../texts/t.ts'
import type { Past } from './use-past.ts'

interface Props {
  past: Past
  label: string
  muted: boolean
  /** The live picture, while that is wanted: then it has the word. */
  children: ComponentChildren
  /** Goes over to it; null: there is none. */
  onLive: (() => void) | null
}

export function PastPicture({ past: { video, canvas, state, at, play }, label, muted, children, onLive }: Props) {
  const shown = useRef(false)
  if (state.phase === 'playing') shown.current = true
  const again = state.phase === 'fault' || state.phase === 'ended'
  const text = children ? '' : wordsOf(state)
  return (
    <div class="player past" data-phase={state.phase} data-shown={shown.current}>
      <video ref={video} class="player-video" muted={muted} playsInline aria-label={label} data-state="idle" />
      {children}
      <canvas ref={canvas} class="player-still" hidden />
      {text && (
        <div class="past-words" role="status">
          <p>{text}</p>
          {again && (
            <Button icon={<RotateCw />} onClick={() => play(at.value)}>
              {t('do.retry')}
            </Button>
          )}
          {again && onLive && (
            <Button icon={<Radio />} look="primary" onClick={onLive}>
              {t('day.live')}
            </Button>
          )}
        </div>
      )}
    </div>
  )
}

function wordsOf(state: Past['state']): string {
  if (state.phase === 'starting') return t('day.starting')
  if (state.phase === 'waiting') return t('day.waiting')
  if (state.phase === 'ended') return t('day.ended')
  if (state.phase === 'fault') return state.fault.message
  return state.phase === 'unsupported' ? t('player.unsupported', { codec: state.codec }) : ''
}
