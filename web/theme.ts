// Dark, light, or as the system says; kept by this browser.
import { signal } from '@preact/signals'

export type Theme = 'system' | 'dark' | 'light'
const KEPT = 'porchlight.theme'

const read = (): Theme => {
  const kept = localStorage.getItem(KEPT)
  return kept === 'dark' || kept === 'light' ? kept : 'system'
}

export const theme = signal<Theme>(read())

/** Shows the theme and keeps it. */
export function setTheme(next: Theme): void {
  theme.value = next
  if (next === 'system') localStorage.removeItem(KEPT)
  else localStorage.setItem(KEPT, next)
  show()
}

/** Puts the theme on the page. */
export function show(): void {
  if (theme.value === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme.value
}
