// Dark, light, or as the system says, as the pages share it.
import { signal } from '@preact/signals'
import { keepTheme, keptTheme, putTheme, type Theme } from './theme-kept.ts'

export const theme = signal<Theme>(keptTheme())

/** Shows the theme and keeps it. */
export function setTheme(next: Theme): void {
  theme.value = next
  keepTheme(next)
  putTheme(next)
}
