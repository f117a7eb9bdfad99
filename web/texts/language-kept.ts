// The language that this browser keeps, and the one that it shows.
import { bestOf, isLanguage, type Language } from './languages.ts'

const KEPT = 'porchlight.language'

/** Null: as the browser says. */
export function keptLanguage(): Language | null {
  const kept = localStorage.getItem(KEPT)
  return isLanguage(kept) ? kept : null
}

export function keepLanguage(language: Language | null): void {
  if (language) localStorage.setItem(KEPT, language)
  else localStorage.removeItem(KEPT)
}

/** English outside of a browser: tests name its words. */
export function shownLanguage(): Language {
  return typeof document === 'undefined' ? 'en' : (keptLanguage() ?? bestOf(navigator.languages))
}

/** The person's own languages, as the browser tells them. */
export const ownLanguages = (): readonly string[] => (typeof document === 'undefined' ? [] : navigator.languages)
