// A live picture: before its first frame the last one we have, dimmed; never a spinner on black.
import type { ComponentChildren, RefObject } from 'preact'
import { useRef } from 'preact/hooks'
import { t } from '../../texts/t.ts'
import { Before } from './before.tsx'
import type { PlayerState } from './live-player.ts'
import { Unplayable } from './unplayable.tsx'
import './player.css'

interface Props {
  channelId: number
  label: string
  video: RefObject<HTMLVideoElement>
  state: PlayerState
  muted: boolean
  /** One of many: what befalls all of them at once is not read out for each. */
  quiet?: boolean
  /** What can be done about video that cannot be played. */
  remedy?: ComponentChildren
  children?: ComponentChildren
}

/** The words of a state that is no picture; empty while all goes well. */
export function stateText(state: PlayerState): string {
  if (state.phase === 'starting') return t('player.starting')
  if (state.phase === 'waiting') return t('player.waiting')
  if (state.phase === 'fault') return state.fault.message || t('player.fault')
  return state.phase === 'unsupported' ? t('player.unsupported', { codec: state.codec }) : ''
}

export function Player({ channelId, label, video, state, muted, quiet = false, remedy, children }: Props) {
  const text = stateText(state)
  const played = useRef(false)
  if (state.phase === 'playing') played.current = true
  return (
    <div class="player" data-phase={state.phase}>
      {!played.current && <Before channelId={channelId} />}
      <video ref={video} class="player-video" muted={muted} playsInline autoPlay aria-label={label} data-state="idle" />
      {state.phase === 'unsupported' ? (
        <Unplayable channelId={channelId} label={t('player.still', { label })} codec={state.codec} quiet={quiet}>
          {remedy}
        </Unplayable>
      ) : (
        text &&
        state.phase !== 'starting' && (
          <p class="player-word" role={quiet ? undefined : 'status'}>
            {text}
          </p>
        )
      )}
      {children}
    </div>
  )
}
