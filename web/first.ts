// Runs before anything is drawn, so that a theme other than the system's does not flash up at every load, and no language is waited for twice.
import { shownLanguage } from './texts/language-kept.ts'
import { keptTheme, putTheme } from './theme-kept.ts'

putTheme(keptTheme())

// Asked for by the texts' own module as well, but that has to arrive first.
const texts = document.currentScript?.dataset[shownLanguage()]
if (texts) {
  const ahead = document.createElement('link')
  ahead.rel = 'modulepreload'
  ahead.href = texts
  document.head.append(ahead)
}
