// The live picture above that of the past: seen from its first frame on, so that what was there stays until then.
import { batch, type Signal } from '@preact/signals'
import { useEffect, useRef, useState } from 'preact/hooks'
import { channelOf } from '../../../household.ts'
import { stateText } from '../../../parts/player/player.tsx'
import { delayText } from '../../../parts/player/timing.ts'
import { useFacts } from '../../../parts/player/use-facts.ts'
import { type Quality, useLivePlayer } from '../../../parts/player/use-live-player.ts'
import { t } from '../../../texts/t.ts'
import { serverNow } from '../../../times.ts'
import type { Past } from './use-past.ts'

interface Props {
  channelId: number
  label: string
  muted: boolean
  past: Past
  /** “Live · 0.4 s”, told while it plays; else null. */
  edge: Signal<string | null>
}

const EVERY_MS = 200

export function LiveLayer({ channelId, label, muted, past: { at, pause, still }, edge }: Props) {
  const [quality, setQuality] = useState<Quality>('main')
  const { video, player, state } = useLivePlayer(channelId, quality, { onLeave: still.hold })
  const measured = useFacts(player, video)?.delay ?? null
  const isPlaying = state.phase === 'playing'
  const shown = useRef(false)
  if (isPlaying) shown.current = true
  const text = stateText(state)
  useEffect(() => {
    // A small picture is better than a sentence.
    if (state.phase === 'unsupported' && channelOf(channelId)?.can.sub) setQuality('sub')
  }, [state.phase, channelId])
  useEffect(() => {
    if (!isPlaying) return
    pause()
    still.release()
  }, [isPlaying])
  useEffect(() => {
    if (!isPlaying) return
    const follow = () => {
      at.value = serverNow() - (measured ?? 0) * 1000
    }
    // With the word that says so: keys and marks go from that moment, which is else still the one of the past.
    batch(() => {
      edge.value = measured === null ? t('nav.live') : t('player.live', { delay: delayText(measured) })
      follow()
    })
    const timer = setInterval(follow, EVERY_MS)
    return () => {
      clearInterval(timer)
      edge.value = null
    }
  }, [isPlaying, measured])
  return (
    <div class="live-layer" data-shown={shown.current}>
      <video ref={video} class="player-video" muted={muted} playsInline autoPlay aria-label={label} data-state="idle" />
      {text && (
        <div class="past-words" role="status">
          <p>{text}</p>
        </div>
      )}
    </div>
  )
}
