// Makes a wall as large as the room that it stands in allows, and again whenever that changes.
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { type Fit, type Room, wallFor } from './layout.ts'

/** Something scrolls here, or fills the screen. */
const ROOM = '.content, .screen'

/**
 * `columns`: null for as many as make the pictures largest; `share`: how much of the height is the wall's; `fit`: instead of
 * what a page does that scrolls.
 */
export function useFit<T extends HTMLElement>(
  count: number,
  { columns: asked = null, share = 1, fit }: { columns?: number | null; share?: number; fit?: typeof wallFor } = {},
) {
  const place = useRef<T>(null)
  const [room, setRoom] = useState<Room>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const around = place.current?.closest<HTMLElement>(ROOM)
    if (!around) return
    const measure = () => {
      const { paddingLeft, paddingRight, paddingTop, paddingBottom } = getComputedStyle(around)
      const [left = 0, right = 0, top = 0, bottom = 0] = [paddingLeft, paddingRight, paddingTop, paddingBottom].map(
        Number.parseFloat,
      )
      const [width, height] = [around.clientWidth - left - right, around.clientHeight - top - bottom]
      setRoom((before) => (before.width === width && before.height === height ? before : { width, height }))
    }
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(around)
    return () => observer.disconnect()
  }, [])
  const { columns, width }: Fit = (fit ?? wallFor)(count, { ...room, height: room.height * share }, asked)
  useLayoutEffect(() => {
    place.current?.style.setProperty('--columns', String(columns))
    place.current?.style.setProperty('--wall', width > 0 ? `${width}px` : '100%')
  }, [columns, width])
  return { place, columns, room }
}
