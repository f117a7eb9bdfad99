// Which of a camera's two encodings the big picture shows: as the address says, else the big one if it can be played.
import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { onConfigured } from '../../../parts/player/configured.ts'
import type { PlayerState } from '../../../parts/player/live-player.ts'
import type { Quality } from '../../../parts/player/use-live-player.ts'
import type { ChannelOut } from '../../../wire.ts'
import { choiceOf, fullAddress } from '../walls/view.ts'

export const CHOICES = ['auto', 'main', 'sub'] as const
export type Choice = (typeof CHOICES)[number]

export interface QualityChoice {
  choice: Choice
  choose: (choice: Choice) => void
  /** What is asked for. */
  shown: Quality
  /** The main stream's codec, where the sub-stream plays because that one cannot be. */
  instead: string | null
}

/** After the camera was told to send something else the main stream is tried again so often: it takes a moment. */
const AGAIN_MS = [1000, 6000, 15_000]

/** What of the address goes along to the next camera. */
export const moreOf = (choice: Choice): Record<string, string> => (choice === 'auto' ? {} : { quality: choice })
export const choiceIn = (text: string | undefined): Choice => CHOICES.find((one) => one === text) ?? 'auto'

export function useQuality(channel: ChannelOut): QualityChoice & { judge: (state: PlayerState) => void } {
  const { query, route } = useLocation()
  const choice = choiceIn(query.quality)
  /** The main stream's codec, if that could not be played. */
  const [unplayable, setUnplayable] = useState<string | null>(null)
  useEffect(() => {
    let tries: ReturnType<typeof setTimeout>[] = []
    const forget = onConfigured(channel.id, () => {
      tries.forEach(clearTimeout)
      tries = AGAIN_MS.map((ms) => setTimeout(() => setUnplayable(null), ms))
    })
    return () => {
      forget()
      tries.forEach(clearTimeout)
    }
  }, [channel.id])
  const instead = choice === 'auto' && channel.can.sub ? unplayable : null
  const shown = !channel.can.sub || choice === 'main' || (choice === 'auto' && instead === null) ? 'main' : 'sub'
  return {
    choice,
    choose: (next) => route(fullAddress(channel.id, choiceOf(query.wall), moreOf(next)), true),
    shown,
    instead,
    judge(state) {
      if (shown === 'main' && state.phase === 'unsupported') setUnplayable(state.codec)
    },
  }
}
