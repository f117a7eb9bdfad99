// The theme that this browser keeps, and how it is put on the page.
export type Theme = 'system' | 'dark' | 'light'
const KEPT = 'porchlight.theme'

export function keptTheme(): Theme {
  const kept = localStorage.getItem(KEPT)
  return kept === 'dark' || kept === 'light' ? kept : 'system'
}

export function keepTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(KEPT)
  else localStorage.setItem(KEPT, theme)
}

/** The colours follow an attribute of the page; without it, the system. */
export function putTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset.theme
  else document.documentElement.dataset.theme = theme
}
