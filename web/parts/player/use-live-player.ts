// The live player as a hook: plays while its element is on screen and the tab is looked at.
import { useEffect, useRef, useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { addressOf, socketAddressOf } from '../../base.ts'
import { serverNow } from '../../times.ts'
import { onConfigured } from './configured.ts'
import { keepFrame, keepFrameLater } from './last-frames.ts'
import { createLivePlayer, type LivePlayer, type PlayerState } from './live-player.ts'
import { returns } from './returns.ts'

/** A tab in the background rests only after a while, so that a glance at another one costs nothing. */
const REST_AFTER_MS = 10_000
/** A camera that was told to send other video goes on with the old one for a moment. */
const AGAIN_MS = [0, 2000, 5000, 10_000, 20_000]

export type Quality = 'main' | 'sub'

interface Options {
  /** Called while the last picture is still there. */
  onLeave?: (video: HTMLVideoElement) => void
  /** Seconds behind the picture that stay, so that one can go back at once. */
  keep?: number
}

/** Returns what the element needs, and what it does. */
export function useLivePlayer(channelId: number, quality: Quality, { onLeave, keep }: Options = {}) {
  const video = useRef<HTMLVideoElement>(null)
  const player = useRef<LivePlayer | null>(null)
  const [said, setSaid] = useState<{ of: Quality; state: PlayerState }>({ of: quality, state: { phase: 'idle' } })
  const leaving = useRef(onLeave)
  leaving.current = onLeave
  const leaves = useRef(false)

  // The first of the two, so that the other one's end knows whether all of this goes, or only its quality.
  useEffect(() => {
    leaves.current = false
    return () => {
      leaves.current = true
    }
  }, [])

  useEffect(() => {
    const element = video.current
    if (!element) return
    const live = createLivePlayer(element, {
      path: `/channels/${channelId}/${quality}`,
      sign: api.sign,
      address: addressOf,
      socketAddress: socketAddressOf,
      serverNow,
      onState: (state) => setSaid({ of: quality, state }),
      ...(keep !== undefined && { keep }),
    })
    player.current = live
    let onScreen = false
    let timer: ReturnType<typeof setTimeout> | undefined
    const decide = () => {
      clearTimeout(timer)
      if (onScreen && !document.hidden) live.run(true)
      else if (onScreen) timer = setTimeout(() => live.run(false), REST_AFTER_MS)
      else live.run(false)
    }
    const observer = new IntersectionObserver(
      (entries) => {
        onScreen = entries.at(-1)?.isIntersecting ?? false
        decide()
      },
      { rootMargin: '64px' },
    )
    observer.observe(element)
    document.addEventListener('visibilitychange', decide)
    let tries: ReturnType<typeof setTimeout>[] = []
    const again = () => {
      if (onScreen && !document.hidden) live.again()
    }
    const forget = onConfigured(channelId, () => {
      tries.forEach(clearTimeout)
      tries = AGAIN_MS.map((ms) => setTimeout(again, ms))
    })
    const unheed = returns.subscribe(() => live.hurry())
    return () => {
      observer.disconnect()
      unheed()
      document.removeEventListener('visibilitychange', decide)
      forget()
      tries.forEach(clearTimeout)
      clearTimeout(timer)
      leaving.current?.(element)
      player.current = null
      if (leaves.current) return keepFrameLater(channelId, element, live.close)
      keepFrame(channelId, element)
      live.close()
    }
  }, [channelId, quality, keep])

  // What was said of the other quality is of no interest.
  return { video, player, state: said.of === quality ? said.state : ({ phase: 'starting' } satisfies PlayerState) }
}
