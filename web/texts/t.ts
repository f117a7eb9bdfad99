// The one door for every text of the UI: typed keys, parameters, plurals.
import { en } from './en/index.ts'

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

/** Language of texts, dates and numbers; the table decides it, not the browser, so that a page never mixes two. */
export const language = 'en'

const plural = new Intl.PluralRules(language)
const numbers = new Intl.NumberFormat(language)

/** The text of a key with its parameters filled in; numbers are written the language's way. */
export function t<K extends TextKey>(key: K, ...[values]: Values<K>): string {
  const given: Readonly<Record<string, string | number>> = values ?? {}
  const entry: string | { one: string; other: string } = en[key]
  const text =
    typeof entry === 'string' ? entry : plural.select(Number(given.count)) === 'one' ? entry.one : entry.other
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = given[name]
    return value === undefined ? whole : typeof value === 'number' ? numbers.format(value) : value
  })
}

/** True for a key that the table has: for keys built from what the server says. */
export const hasText = (key: string): key is TextKey => Object.hasOwn(en, key)
