// Keys of the day: they act wherever the focus is, but for fields, dialogs, and the control that a key belongs to.
import { useEffect, useRef } from 'preact/hooks'

export type Keys = Readonly<Record<string, (shift: boolean) => void>>

const FIELDS = 'input, select, textarea'

export function useKeys(keys: Keys): void {
  const latest = useRef(keys)
  latest.current = keys
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
      const target = event.target instanceof Element ? event.target : null
      if (target?.closest(FIELDS) || document.querySelector('dialog[open]')) return
      if ((event.key === ' ' || event.key === 'Enter') && target?.closest('button, a, summary')) return
      const act = latest.current[event.key]
      if (!act) return
      event.preventDefault()
      act(event.shiftKey)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
}
