// The picture of the past on its stage: its words while there is none, and what one can do about it.
import { Radio, RotateCw } from 'lucide-preact'
import { useRef } from 'preact/hooks'
import { addressOf } from '../../../base.ts'
import { Button } from '../../../parts/button.tsx'
import '../../../parts/player/player.css'
import { t } from '../../../texts/t.ts'
import { serverNow } from '../../../times.ts'
import type { Past } from './use-past.ts'

interface Props {
  past: Past
  label: string
  muted: boolean
  /** Where the live picture is; null: there is none. */
  live: string | null
}

/** Who has come so close to the present goes on with what happens now. */
const NEARLY_NOW_MS = 15 * 60_000

export function PastPicture({ past: { video, state, at, play }, label, muted, live }: Props) {
  const shown = useRef(false)
  if (state.phase === 'playing') shown.current = true
  const again = state.phase === 'fault' || state.phase === 'ended'
  const text = wordsOf(state)
  return (
    <div class="player past" data-phase={state.phase} data-shown={shown.current}>
      <video ref={video} class="player-video" muted={muted} playsInline aria-label={label} data-state="idle" />
      {text && (
        <div class="past-words" role="status">
          <p>{text}</p>
          {again && (
            <Button icon={<RotateCw />} onClick={() => play(at.value)}>
              {t('do.retry')}
            </Button>
          )}
          {again && live !== null && serverNow() - at.value < NEARLY_NOW_MS && (
            <a class="button primary" href={addressOf(live)}>
              <Radio />
              <span>{t('day.live')}</span>
            </a>
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
