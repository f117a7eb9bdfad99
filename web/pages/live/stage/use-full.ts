// The big picture on the whole screen, and back.
import type { RefObject } from 'preact'
import { useCallback, useEffect, useState } from 'preact/hooks'

export function useFull(place: RefObject<HTMLElement>, video: RefObject<HTMLVideoElement>) {
  const [full, setFull] = useState(false)
  useEffect(() => {
    const onFull = () => setFull(document.fullscreenElement !== null)
    document.addEventListener('fullscreenchange', onFull)
    return () => document.removeEventListener('fullscreenchange', onFull)
  }, [])
  const toggle = useCallback(() => {
    if (document.fullscreenElement) void document.exitFullscreen()
    else if (place.current?.requestFullscreen) void place.current.requestFullscreen()
    // iPhones let only the video itself fill the screen.
    else (video.current as { webkitEnterFullscreen?: () => void } | null)?.webkitEnterFullscreen?.()
  }, [place, video])
  return { full, toggle }
}
