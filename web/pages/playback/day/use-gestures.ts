// Wheel, drag and pinch on the strips of a timeline: zoom around the pointer, move, and a tap that names a moment.
import type { RefObject } from 'preact'
import { useEffect, useRef } from 'preact/hooks'
import { serverNow } from '../../../times.ts'
import { lengthOf, momentAt, moved, type View, zoomed } from './view.ts'

interface Wishes {
  view: View
  /** Time runs downwards. */
  down: boolean
  onView: (view: View) => void
  /** A tap or click; the lane it was on, where it was on one. */
  onMoment: (at: number, channelId: number | null) => void
  /** Where a mouse points; null when it has gone. */
  onPoint: (at: number | null) => void
}

/** Less is a tap of an unsteady hand. */
const SLACK = 5
const WHEEL = 1.0015

/** `place` is the element over all strips. */
export function useGestures(place: RefObject<HTMLElement>, wishes: Wishes): void {
  const latest = useRef(wishes)
  latest.current = wishes
  useEffect(() => {
    const element = place.current
    if (!element) return
    const ending = new AbortController()
    const { signal } = ending
    const pointers = new Map<number, PointerEvent>()
    let travelled = 0

    const shareOf = (event: { clientX: number; clientY: number }) => {
      const box = element.getBoundingClientRect()
      return latest.current.down ? (event.clientY - box.top) / box.height : (event.clientX - box.left) / box.width
    }
    const apart = () => {
      const [a, b] = [...pointers.values()]
      return a && b ? Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY) : 0
    }
    const middle = () => {
      const all = [...pointers.values()]
      return all.reduce((sum, one) => sum + shareOf(one), 0) / Math.max(1, all.length)
    }
    const point = (event: PointerEvent) => {
      if (event.pointerType === 'mouse') latest.current.onPoint(momentAt(latest.current.view, shareOf(event)))
    }

    element.addEventListener(
      'wheel',
      (event) => {
        event.preventDefault()
        const { view, onView, down } = latest.current
        const sideways = event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)
        const size = down ? element.clientHeight : element.clientWidth
        if (sideways) onView(moved(view, ((event.deltaX || event.deltaY) / size) * lengthOf(view), serverNow()))
        else onView(zoomed(view, WHEEL ** event.deltaY, shareOf(event), serverNow()))
      },
      { passive: false, signal },
    )
    const on = (name: string, listener: (event: PointerEvent) => void) =>
      element.addEventListener(name, listener as EventListener, { signal })
    on('pointerdown', (event) => {
      if (event.button !== 0 || (event.target as Element).closest('button')) return
      if (pointers.size === 0) travelled = 0
      pointers.set(event.pointerId, event)
      if (pointers.size > 1) travelled = SLACK + 1
    })
    on('pointermove', (event) => {
      point(event)
      if (!pointers.has(event.pointerId)) return
      const [share, distance] = [middle(), apart()]
      const before = pointers.get(event.pointerId)
      pointers.set(event.pointerId, event)
      if (before) travelled += Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY)
      if (travelled <= SLACK) return
      if (!element.hasPointerCapture(event.pointerId)) element.setPointerCapture(event.pointerId)
      const { view, onView } = latest.current
      const dragged = moved(view, (share - middle()) * lengthOf(view), serverNow())
      onView(distance > 0 && apart() > 0 ? zoomed(dragged, distance / apart(), middle(), serverNow()) : dragged)
    })
    on('pointerup', (event) => {
      if (!pointers.delete(event.pointerId) || travelled > SLACK) return
      const lane = (event.target as Element).closest<HTMLElement>('[data-lane]')?.dataset.lane
      latest.current.onMoment(momentAt(latest.current.view, shareOf(event)), lane ? Number(lane) : null)
    })
    on('pointercancel', (event) => void pointers.delete(event.pointerId))
    on('pointerleave', () => latest.current.onPoint(null))
    return () => ending.abort()
  }, [place])
}
