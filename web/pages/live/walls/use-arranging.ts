// Moves pictures of a wall, by a finger or mouse and by keys. Only what is seen moves meanwhile (the order of boxes in the
// grid): elements that change their place would lose the finger, the focus and a frame or two.
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { neighbour } from '../layout.ts'
import { moved, placeAt } from './order.ts'

interface Draft {
  order: readonly number[]
  held: number
  by: 'pointer' | 'keys'
}

export type Deed = 'held' | 'moved' | 'put' | 'back'

interface Deps {
  ids: readonly number[]
  columns: number
  /** The grid whose children carry `data-channel`. */
  place: { current: HTMLElement | null }
  onArranged: (ids: readonly number[]) => void
  /** For those who cannot see it. */
  say: (deed: Deed, id: number, place: number) => void
}

const EDGE = 56
const SCROLL_STEP = 14
const GRIP = '[data-grip]'

export function useArranging({ ids, columns, place, onArranged, say }: Deps) {
  const [draft, setDraft] = useState<Draft | null>(null)
  const latest = useRef(draft)
  latest.current = draft
  /** Whose grip takes the focus again where putting things in order has taken it away. */
  const focus = useRef(0)
  const order = draft?.order ?? ids

  const begin = (id: number, by: Draft['by']) => {
    setDraft({ order: ids, held: id, by })
    say('held', id, ids.indexOf(id))
  }
  const move = (to: number) => {
    const now = latest.current
    if (!now || now.order.indexOf(now.held) === to) return
    const next = { ...now, order: moved(now.order, now.held, to) }
    latest.current = next
    setDraft(next)
    say('moved', now.held, to)
  }
  const end = (isPut: boolean) => {
    const now = latest.current
    if (!now) return
    latest.current = null
    setDraft(null)
    focus.current = now.by === 'keys' ? now.held : 0
    const isOther = now.order.some((id, index) => id !== ids[index])
    say(isPut ? 'put' : 'back', now.held, (isPut ? now.order : ids).indexOf(now.held))
    if (isPut && isOther) onArranged(now.order)
  }
  const deeds = useRef({ move, end })
  deeds.current = { move, end }

  useLayoutEffect(() => {
    if (draft || focus.current === 0) return
    const grip = place.current?.querySelector<HTMLElement>(`[data-channel="${focus.current}"] ${GRIP}`)
    focus.current = 0
    if (grip && !place.current?.contains(document.activeElement)) grip.focus()
  })

  const isDragged = draft?.by === 'pointer'
  useEffect(() => {
    const grid = place.current
    if (!isDragged || !grid) return
    const scroller = grid.closest<HTMLElement>('.content')
    let at: { x: number; y: number } | null = null
    let frame = 0
    const follow = () => {
      const shown = [...grid.children].sort((one, other) => orderOf(one) - orderOf(other))
      if (at)
        deeds.current.move(
          placeAt(
            at.x,
            at.y,
            shown.map((one) => one.getBoundingClientRect()),
          ),
        )
    }
    // A wall that is longer than the page comes along while somebody waits at its edge.
    const scroll = () => {
      frame = requestAnimationFrame(scroll)
      if (!at || !scroller) return
      const { top, bottom } = scroller.getBoundingClientRect()
      const step = at.y < top + EDGE ? -SCROLL_STEP : at.y > bottom - EDGE ? SCROLL_STEP : 0
      if (step === 0) return
      scroller.scrollBy(0, step)
      follow()
    }
    const onMove = ({ clientX, clientY }: PointerEvent) => {
      at = { x: clientX, y: clientY }
      follow()
    }
    const onUp = () => deeds.current.end(true)
    const onCancel = () => deeds.current.end(false)
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.preventDefault()
      deeds.current.end(false)
    }
    frame = requestAnimationFrame(scroll)
    addEventListener('pointermove', onMove)
    addEventListener('pointerup', onUp)
    addEventListener('pointercancel', onCancel)
    addEventListener('keydown', onKey, { capture: true })
    return () => {
      cancelAnimationFrame(frame)
      removeEventListener('pointermove', onMove)
      removeEventListener('pointerup', onUp)
      removeEventListener('pointercancel', onCancel)
      removeEventListener('keydown', onKey, { capture: true })
    }
  }, [isDragged, place])

  return {
    /** Where each is shown. */
    order,
    held: draft?.held ?? null,
    /** A mouse may take hold of the whole picture; a finger of the grip alone, since it scrolls with the rest. */
    onPointerDown(id: number, event: PointerEvent) {
      const pressed = event.target as Element
      const isGrip = pressed.closest(GRIP) !== null
      if (event.button !== 0 || (pressed.closest('button, a') && !isGrip)) return
      if (event.pointerType !== 'mouse' && !isGrip) return
      begin(id, 'pointer')
    },
    onGripKey(id: number, event: KeyboardEvent) {
      const isHeld = draft?.held === id
      if (event.key === ' ' || event.key === 'Enter') {
        event.preventDefault()
        if (isHeld) end(true)
        else begin(id, 'keys')
        return
      }
      if (!isHeld) return
      if (event.key === 'Tab') return end(true)
      const to = neighbour(event.key, order.indexOf(id), columns, order.length)
      if (to === null && event.key !== 'Escape') return
      event.preventDefault()
      if (to === null) end(false)
      else move(to)
    },
  }
}

const orderOf = (element: Element) => Number((element as HTMLElement).style.order)
