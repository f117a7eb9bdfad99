// The player of the past as a hook: one for each channel, and the moment it shows as a signal of its own.
import { type Signal, useSignal } from '@preact/signals'
import { useEffect, useMemo, useRef, useState } from 'preact/hooks'
import { api } from '../../../api.ts'
import { addressOf, socketAddressOf } from '../../../base.ts'
import { drawFrame } from '../../../parts/player/last-frames.ts'
import type { Copy, PastState, PastWay } from '../../../parts/player/past.ts'
import { createPastPlayer, type PastPlayer } from '../../../parts/player/past-player.ts'
import { createStill, type Still } from '../../../parts/player/still.ts'
import { spanAt } from './lanes.ts'

export interface Past {
  video: { current: HTMLVideoElement | null }
  canvas: { current: HTMLCanvasElement | null }
  /** The old picture, until the new one's first frame. */
  still: Still
  state: PastState
  kind: PastWay['kind'] | null
  /** The instant on screen, or where it will go on. */
  at: Signal<number>
  play(at: number): void
  pause(): void
  setRate(rate: number): void
}

const EVERY_MS = 200
/** Who comes from the live picture sees it until the first one of the past. */
const JUST_NOW_MS = 5000

const stop = (ticket: string) =>
  void fetch(addressOf(`/media/${ticket}/stop`), { method: 'POST', keepalive: true }).catch(() => {})

/** `copies` are our files of the channel. Nothing plays before `play`. */
export function usePast(channelId: number, begin: number, copies: readonly Copy[]): Past {
  const video = useRef<HTMLVideoElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const still = useMemo(() => createStill(() => canvas.current), [])
  const player = useRef<PastPlayer | null>(null)
  /** Chosen once for whatever channel is looked at. */
  const rate = useRef(1)
  const known = useRef(copies)
  known.current = copies
  const at = useSignal(begin)
  const [{ state, kind }, setState] = useState<Pick<Past, 'state' | 'kind'>>({ state: { phase: 'idle' }, kind: null })

  useEffect(() => {
    if (!video.current || !canvas.current) return
    if (drawFrame(channelId, canvas.current, JUST_NOW_MS)) {
      still.release()
      canvas.current.hidden = false
    } else still.estrange()
    const past = createPastPlayer(video.current, {
      channelId,
      sign: api.sign,
      address: addressOf,
      socketAddress: socketAddressOf,
      copyAt: (moment) => spanAt(known.current, moment),
      onState: (next, from) => setState({ state: next, kind: from }),
      stop,
      still,
    })
    past.setRate(rate.current)
    player.current = past
    setState({ state: { phase: 'idle' }, kind: null })
    const timer = setInterval(() => {
      const moment = past.at()
      if (moment !== null) at.value = moment
    }, EVERY_MS)
    const leave = () => past.pause()
    addEventListener('pagehide', leave)
    return () => {
      removeEventListener('pagehide', leave)
      clearInterval(timer)
      player.current = null
      past.close()
    }
  }, [channelId, at, still])

  return {
    ...{ video, canvas, still, state, kind, at },
    play(moment) {
      at.value = moment
      player.current?.play(moment)
    },
    pause: () => player.current?.pause(),
    setRate(next) {
      rate.current = next
      player.current?.setRate(next)
    },
  }
}
