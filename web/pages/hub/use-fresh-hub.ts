// The state of the hub, asked for while somebody looks at it: it comes with no event.
import { useEffect } from 'preact/hooks'
import { loadHub } from '../../household.ts'

const EVERY_MS = 5000

export function useFreshHub(everyMs = EVERY_MS): void {
  useEffect(() => {
    void loadHub()
    const timer = setInterval(() => void loadHub(), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
}
