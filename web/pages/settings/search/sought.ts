// Points at the setting that an address asks for, as soon as its page shows it.
import { useEffect } from 'preact/hooks'
import { useLocation } from 'preact-iso'
import { hasText, t } from '../../../texts/t.ts'
import type { Entry } from './entries.ts'
import './search.css'

/** In the address: the key of the text that stands at the setting. */
const AT = 'setting'

/** Of the page, pointing at the setting; the page alone where it is no single one. */
export const pathOf = ({ part, name }: Pick<Entry, 'part' | 'name'>): string =>
  part.path + (name === null ? '' : `?${new URLSearchParams({ [AT]: name })}`)

const PATIENCE_MS = 10_000
const NAMES = 'label, legend, summary, h2, button'

/** Stands once inside the router. */
export function Sought(): null {
  const { query, path } = useLocation()
  const key = query[AT]
  useEffect(() => (key && hasText(key) ? pointAt(t(key as 'settings.look.theme')) : undefined), [key, path])
  return null
}

/** Waits for it; whoever does something else meanwhile is left alone. Returns how to stop waiting. */
function pointAt(name: string): () => void {
  const look = () => {
    const main = document.getElementById('content')
    const found = [...(main?.querySelectorAll<HTMLElement>(NAMES) ?? [])].find(
      (element) => element.textContent?.trim() === name,
    )
    if (!found) return
    stop()
    show(found)
  }
  const watch = new MutationObserver(look)
  const timer = setTimeout(() => stop(), PATIENCE_MS)
  const stop = () => {
    watch.disconnect()
    clearTimeout(timer)
    removeEventListener('pointerdown', stop, true)
    removeEventListener('keydown', stop, true)
  }
  addEventListener('pointerdown', stop, true)
  addEventListener('keydown', stop, true)
  watch.observe(document.body, { childList: true, subtree: true, characterData: true })
  look()
  return stop
}

/** Opened, in sight, marked until the next touch or key, and the keyboard goes on there. */
function show(found: HTMLElement): void {
  for (let at = found.parentElement?.closest('details'); at; at = at.parentElement?.closest('details')) at.open = true
  const place = found.closest<HTMLElement>('.field, .switch, .choice') ?? found
  place.scrollIntoView({ block: 'center' })
  place.dataset.sought = 'true'
  const input = place.querySelector<HTMLElement>('input:checked, input:not([type=radio]), textarea') ?? found
  input.focus({ preventScroll: true })
  const forget = () => {
    delete place.dataset.sought
    removeEventListener('pointerdown', forget, true)
    removeEventListener('keydown', forget, true)
  }
  addEventListener('pointerdown', forget, true)
  addEventListener('keydown', forget, true)
}
