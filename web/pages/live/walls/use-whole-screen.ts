// The whole screen for one element, where the browser lets us: at once after a press, else by the button.
import type { RefObject } from 'preact'
import { useCallback, useEffect, useRef, useState } from 'preact/hooks'

/** `onLeft`: somebody has left it by a key or gesture of the browser's. */
export function useWholeScreen(place: RefObject<HTMLElement>, onLeft: () => void) {
  const [isWhole, setWhole] = useState(false)
  const left = useRef(onLeft)
  left.current = onLeft
  const isOurs = useRef(false)
  const can = typeof document.documentElement.requestFullscreen === 'function'
  const toggle = useCallback(() => {
    if (document.fullscreenElement) {
      isOurs.current = true
      void document.exitFullscreen()
    } else void place.current?.requestFullscreen().catch(() => {})
  }, [place])
  useEffect(() => {
    const onChange = () => {
      const now = document.fullscreenElement !== null
      setWhole(now)
      if (!now && !isOurs.current) left.current()
      isOurs.current = false
    }
    document.addEventListener('fullscreenchange', onChange)
    if (can && navigator.userActivation?.isActive) void place.current?.requestFullscreen().catch(() => {})
    return () => {
      document.removeEventListener('fullscreenchange', onChange)
      if (document.fullscreenElement) void document.exitFullscreen()
    }
  }, [can, place])
  return { can, isWhole, toggle }
}
