// A small panel that hangs on its button: closed by Escape and by a press beside it.
import type { RefObject } from 'preact'
import { useEffect, useRef, useState } from 'preact/hooks'

export function useOpened<E extends HTMLElement>(): {
  open: boolean
  setOpen: (open: boolean) => void
  /** Around button and panel. */
  place: RefObject<E>
} {
  const [open, setOpen] = useState(false)
  const place = useRef<E>(null)
  useEffect(() => {
    if (!open) return
    const close = (event: Event) => {
      const outside =
        event instanceof KeyboardEvent ? event.key === 'Escape' : !place.current?.contains(event.target as Node)
      if (outside) setOpen(false)
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
