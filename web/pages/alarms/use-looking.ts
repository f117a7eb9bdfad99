// Somebody sits before the list: opening it says so, and whatever he touches; a page that is merely left open does not.
import { useEffect } from 'preact/hooks'
import { beginLooking, endLooking, look } from '../../alarms-seen.ts'
import { feed } from './feed.ts'

const SIGNS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart', 'focus'] as const

export function useLooking(): void {
  useEffect(() => {
    const isHere = () => {
      if (!document.hidden) look()
    }
    beginLooking()
    for (const sign of SIGNS) addEventListener(sign, isHere, { passive: true })
    document.addEventListener('visibilitychange', isHere)
    return () => {
      for (const sign of SIGNS) removeEventListener(sign, isHere)
      document.removeEventListener('visibilitychange', isHere)
      endLooking()
      feed.rest()
    }
  }, [])
}
