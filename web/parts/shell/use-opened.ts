// A small panel that hangs on its button: closed by Escape and by a press beside it.
import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'

export function useOpened<E extends HTMLElement>(): {
  open: boolean
  setOpen: (open: boolean) => void
  /** Around button and panel; the button comes first. */
  place: RefObject<E>
} {
  const [open, setOpen] = useState(false)
  const place = useRef<E>(null)
  // At once and not after the next picture: an Escape that comes with the opening is heard.
  useLayoutEffect(() => {
    if (!open) return
    const close = (event: Event) => {
      const outside =
        event instanceof KeyboardEvent ? event.key === 'Escape' : !place.current?.contains(event.target as Node)
      if (!outside) return
      // What held the focus is about to go: its button takes it.
      if (event instanceof KeyboardEvent && place.current?.contains(document.activeElement))
        place.current.querySelector('button')?.focus()
      // The same press does not also leave the page.
      if (event instanceof KeyboardEvent) event.preventDefault()
      setOpen(false)
    }
    document.addEventListener('pointerdown', close)
    document.addEventListener('keydown', close)
    return () => {
      document.removeEventListener('pointerdown', close)
      document.removeEventListener('keydown', close)
    }
  }, [open])
  return { open, setOpen, place }
}
