// The one door for every text of the UI: typed keys, parameters, plurals.
import { createInstance } from 'i18next'
import type { en } from './en/index.ts'
import { ownLanguages, shownLanguage } from './language-kept.ts'
import { inRegion } from './languages.ts'
import { loadTexts } from './load.ts'

type Table = typeof en
export type TextKey = keyof Table
type Names<S> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never
type NamesOf<K extends TextKey> = Table[K] extends { one: infer One; other: infer Other }
  ? 'count' | Names<One> | Names<Other>
  : Names<Table[K]>
type Values<K extends TextKey> = [NamesOf<K>] extends [never]
  ? []
  : [values: Readonly<Record<NamesOf<K>, string | number>>]

/** Texts that need nothing to be filled in: what a table may name. */
export type PlainKey = { [K in TextKey]: Values<K> extends [] ? K : never }[TextKey]

// Everything waits for it: some texts stand in tables that are made when their file is read.
const loaded = await loadTexts(shownLanguage())

/** Language and region of texts, dates and numbers; the table decides it, not the browser, so that a page never mixes two. */
export const language: string = inRegion(loaded.language, ownLanguages())

const numbers = new Intl.NumberFormat(language)
const texts = createInstance()
void texts.init({
  lng: loaded.language,
  resources: { [loaded.language]: { translation: loaded.texts } },
  initAsync: false,
  // Keys hold points and underscores of their own.
  keySeparator: false,
  nsSeparator: false,
  pluralSeparator: '#',
  contextSeparator: '#',
  // Preact escapes.
  interpolation: { prefix: '{', suffix: '}', escapeValue: false },
})

/** The text of a key with its parameters filled in; numbers are written the language's way. */
export function t<K extends TextKey>(key: K, ...[values]: Values<K>): string {
  // Most texts: long tables are drawn in a moment, and the library takes microseconds for each.
  if (!values) return loaded.texts[key] ?? key
  const given: Readonly<Record<string, string | number>> = values
  const replace: Record<string, string> = {}
  for (const [name, value] of Object.entries(given))
    replace[name] = typeof value === 'number' ? numbers.format(value) : value
  return texts.t(key, 'count' in given ? { replace, count: Number(given.count) } : { replace })
}

/** True for a key that the table has: for keys built from what the server says. */
export const hasText = (key: string): key is TextKey => !key.includes('#') && Object.hasOwn(loaded.texts, key)
