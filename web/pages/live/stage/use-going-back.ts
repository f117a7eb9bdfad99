// Ten seconds back: at once in what the player still holds, else on the recorder, which has written what is a minute old.
import type { RefObject } from 'preact'
import { useLocation } from 'preact-iso'
import { hasFootage } from '../../../household.ts'
import type { LivePlayer } from '../../../parts/player/live-player.ts'
import { serverNow } from '../../../times.ts'
import type { ChannelOut } from '../../../wire.ts'
import { instantText, placeAddress } from '../../playback/day/place.ts'

/** What the player holds behind the picture. */
export const KEPT_SECONDS = 30
const STEP_SECONDS = 10
/** Less than that is no step. */
const LEAST_SECONDS = 3
/** Recorders have written what is so old. */
const WRITTEN_MS = 60_000
const CLOSE_MS = 30 * 60_000

export interface GoingBack {
  /** Ten seconds. */
  step: () => void
  /** A minute, on the recorder; null where there is none to play of this camera. */
  toFootage: (() => void) | null
  toEdge: () => void
}

export function useGoingBack(channel: ChannelOut, player: RefObject<LivePlayer>): GoingBack {
  const { route } = useLocation()
  const isKept = hasFootage(channel)
  const toMoment = (at: number) =>
    route(placeAddress({ channelId: channel.id, at: instantText(at), others: null, span: CLOSE_MS }))
  return {
    step() {
      const live = player.current
      const room = live?.room() ?? 0
      if (room >= LEAST_SECONDS) return live?.back(Math.min(STEP_SECONDS, room))
      const shown = serverNow() - (live?.facts().delay ?? 0) * 1000
      if (isKept) toMoment(Math.min(shown - STEP_SECONDS * 1000, serverNow() - WRITTEN_MS))
    },
    toFootage: isKept ? () => toMoment(serverNow() - WRITTEN_MS) : null,
    toEdge: () => player.current?.toEdge(),
  }
}
