// What could not be loaded because nobody answered is asked for again by itself, until somebody does.
import { useEffect } from 'preact/hooks'
import type { PageFault } from '../client.ts'

const EVERY_MS = 5000

/** `again` must not change between renders. `always`: whatever the fault is, and not only for want of an answer. */
export function useBackAgain(fault: PageFault | null, again: () => void, always = false): void {
  // Each answer brings a fault of its own, and with it the next pause.
  useEffect(() => {
    if (!fault || (fault.status !== 0 && !always)) return
    const timer = setInterval(() => document.hidden || again(), EVERY_MS)
    return () => clearInterval(timer)
  }, [fault, again, always])
}
