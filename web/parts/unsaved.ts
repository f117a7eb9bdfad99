// Work that is not written yet: leaving it by a link, by the way back or by closing the page is asked about first.
import { signal } from '@preact/signals'
import { useLayoutEffect } from 'preact/hooks'

const unsaved = new Set<symbol>()
/** The way on that waits for an answer. */
export const waiting = signal<(() => void) | null>(null)

/** While `isDirty`, whoever leaves this component is asked. */
export function useUnsaved(isDirty: boolean): void {
  // With what is seen, and not a frame later: whoever takes his changes back may be gone by then.
  useLayoutEffect(() => {
    if (!isDirty) return
    const key = Symbol()
    unsaved.add(key)
    return () => void unsaved.delete(key)
  }, [isDirty])
}

/** Goes at once where nothing would be lost, else once the question is answered so. */
export function leave(go: () => void): void {
  if (unsaved.size === 0) go()
  else waiting.value = go
}

/** The link that a click would follow within the app, away from where we are. */
function linkAway(event: MouseEvent): HTMLAnchorElement | null {
  if (event.button !== 0 || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return null
  const link = event.composedPath().find((one): one is HTMLAnchorElement => one instanceof HTMLAnchorElement)
  if (!link || link.origin !== location.origin || link.download || !/^(_self)?$/i.test(link.target)) return null
  const isHere = link.pathname === location.pathname && link.search === location.search
  return isHere ? null : link
}

/** The page that is shown, which the address bar may have left already. */
let here = ''
export const setHere = (url: string): void => {
  here = url
}

let passes = false

function onClick(event: MouseEvent): void {
  const link = unsaved.size > 0 && !passes && !event.defaultPrevented ? linkAway(event) : null
  if (!link) return
  event.preventDefault()
  event.stopImmediatePropagation()
  leave(() => {
    passes = true
    link.click()
    passes = false
  })
}

/** The browser has gone already: the place is put back, so that the question is asked where the work is. */
function onPop(event: PopStateEvent): void {
  if (unsaved.size === 0 || passes) {
    passes = false
    return
  }
  event.stopImmediatePropagation()
  history.pushState(null, '', here)
  leave(() => {
    passes = true
    history.back()
  })
}

/** Once, before the router begins to listen: what happens to the window itself is told in the order of asking. */
export function guardLeaving(): void {
  addEventListener('click', onClick, { capture: true })
  addEventListener('popstate', onPop, { capture: true })
  addEventListener('beforeunload', (event) => {
    if (unsaved.size > 0) event.preventDefault()
  })
}
