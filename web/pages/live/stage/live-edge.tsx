// Where the picture stands: at the live edge, so far behind it, or at a moment a little while ago and the way back from there.
import { Radio } from 'lucide-preact'
import type { PlayerState } from '../../../parts/player/live-player.ts'
import { delayText } from '../../../parts/player/timing.ts'
import { t } from '../../../texts/t.ts'
import { exact, serverNow } from '../../../times.ts'

interface Props {
  state: PlayerState
  /** Seconds; null = not known. */
  delay: number | null
  onEdge: () => void
}

export function LiveEdge({ state, delay, onEdge }: Props) {
  if (state.phase === 'playing' && state.behind)
    return (
      <>
        <span class="pill" data-live={false}>
          {delay === null ? t('player.behind') : exact(new Date(serverNow() - delay * 1000))}
        </span>
        <button type="button" class="pill to-edge" title={t('player.edge')} onClick={onEdge}>
          <Radio aria-hidden="true" />
          {t('nav.live')}
        </button>
      </>
    )
  return (
    <span class="pill" data-live={state.phase === 'playing'}>
      {textOf(state, delay)}
    </span>
  )
}

function textOf(state: PlayerState, delay: number | null): string {
  if (state.phase === 'unsupported') return t('player.pictures')
  if (state.phase !== 'playing') return t('player.starting')
  return delay === null ? t('nav.live') : t('player.live', { delay: delayText(delay) })
}
