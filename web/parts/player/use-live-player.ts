// The live player as a hook: plays while its element is on screen and the tab is looked at.
import { useEffect, useRef, useState } from 'preact/hooks'
import { api } from '../../api.ts'
import { addressOf, socketAddressOf } from '../../base.ts'
import { serverNow } from '../../times.ts'
import { keepFrame } from './last-frames.ts'
import { createLivePlayer, type LivePlayer, type PlayerState } from './live-player.ts'

/** A tab in the background rests only after a while, so that a glance at another one costs nothing. */
const REST_AFTER_MS = 10_000

/** Returns what the element needs, and what it does. `onLeave` is called while the last picture is still there. */
export function useLivePlayer(channelId: number, quality: 'main' | 'sub', onLeave?: (video: HTMLVideoElement) => void) {
  const video = useRef<HTMLVideoElement>(null)
  const player = useRef<LivePlayer | null>(null)
  const [state, setState] = useState<PlayerState>({ phase: 'idle' })
  const leaving = useRef(onLeave)
  leaving.current = onLeave

  useEffect(() => {
    const element = video.current
    if (!element) return
    const live = createLivePlayer(element, {
      path: `/channels/${channelId}/${quality}`,
      sign: api.sign,
      address: addressOf,
      socketAddress: socketAddressOf,
      serverNow,
      onState: setState,
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
    return () => {
      observer.disconnect()
      document.removeEventListener('visibilitychange', decide)
      clearTimeout(timer)
      keepFrame(channelId, element)
      leaving.current?.(element)
      player.current = null
      live.close()
    }
  }, [channelId, quality])

  return { video, player, state }
}
