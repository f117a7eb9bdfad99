// Controls over a picture: there while somebody moves, gone two seconds later.
import type { RefObject } from 'preact'
import { useEffect, useState } from 'preact/hooks'

const STAY_MS = 2000

/** True while the controls should be seen. */
export function useFading(place: RefObject<HTMLElement>): boolean {
  const [shown, setShown] = useState(true)
  useEffect(() => {
    const element = place.current
    if (!element) return
    let timer: ReturnType<typeof setTimeout>
    const wake = () => {
      setShown(true)
      clearTimeout(timer)
      timer = setTimeout(() => setShown(false), STAY_MS)
    }
    wake()
    const events = ['pointermove', 'pointerdown', 'focusin', 'keydown'] as const
    for (const name of events) element.addEventListener(name, wake)
    return () => {
      clearTimeout(timer)
      for (const name of events) element.removeEventListener(name, wake)
    }
  }, [place])
  return shown
}
