// The keys of the shell: search, the list of keys, and `g` with a letter for each place.
import { useLayoutEffect, useRef } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { addressOf } from '../../base.ts'
import { hasDialog, isTyping, obeyKeys } from '../keys/keys.ts'
import { useKeys } from '../keys/use-keys.ts'
import { leave } from '../unsaved.ts'
import { openOverlay } from './overlay.tsx'
import { allPlaces } from './places.ts'

/** So long `g` waits for its letter. */
const PATIENCE_MS = 1500

const isApple = /^(Mac|iP)/.test(navigator.platform)
/** Written beside the button. */
export const SEARCH_KEYS = isApple ? '⌘ K' : 'Ctrl K'

const isSearch = (event: KeyboardEvent) =>
  event.key.toLowerCase() === 'k' && (isApple ? event.metaKey : event.ctrlKey) && !event.altKey && !event.shiftKey

export function useShellKeys(): void {
  const { route } = useLocation()
  // Another one for each address. What is pressed just as a page changes is of one press with what follows.
  const latest = useRef(route)
  latest.current = route
  useKeys(
    'keys.everywhere',
    [
      { key: '/', text: 'find.anything', act: () => openOverlay('search') },
      { key: '?', text: 'keys.list', act: () => openOverlay('keys') },
    ],
    true,
  )
  // With what is drawn and not after it, as the keys of pages: whoever sees the shell may press them.
  useLayoutEffect(obeyKeys, [])
  useLayoutEffect(() => {
    let until = 0
    // Before everybody else: the letter after `g` may be a key of the page, and Ctrl-K one of the browser.
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || hasDialog()) return
      if (isSearch(event)) {
        event.preventDefault()
        openOverlay('search')
        return
      }
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || event.key.length > 1) return
      const pressed = event.key.toLowerCase()
      const follows = event.timeStamp < until
      until = pressed === 'g' ? event.timeStamp + PATIENCE_MS : 0
      if (!follows && pressed !== 'g') return
      event.preventDefault()
      event.stopImmediatePropagation()
      const place = follows && allPlaces().find(({ key }) => key === pressed)
      if (place) leave(() => latest.current(addressOf(place.path)))
    }
    addEventListener('keydown', onKey, { capture: true })
    return () => removeEventListener('keydown', onKey, { capture: true })
  }, [])
}
