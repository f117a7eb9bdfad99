// Whether a piece of a long page is near what is seen of it. The others are only as tall as they were.
import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

/** So far above and below the window things are drawn already. */
const MARGIN = '800px 0px'

export interface Near<T> {
  place: RefObject<T>
  near: boolean
  /** In pixels, when it was last drawn; null: never. */
  height: number | null
}

export function useNear<T extends HTMLElement>(): Near<T> {
  const place = useRef<T>(null)
  const height = useRef<number | null>(null)
  const [near, setNear] = useState(false)
  useEffect(() => {
    const element = place.current
    if (!element) return
    const observer = new IntersectionObserver(
      (entries) => {
        const last = entries.at(-1)
        if (last) setNear(last.isIntersecting)
      },
      // The margin counts only around the box that scrolls.
      { root: element.closest('.scrolls, .content'), rootMargin: MARGIN },
    )
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  useEffect(() => {
    if (near && place.current) height.current = place.current.offsetHeight
  })
  return { place, near, height: height.current }
}
