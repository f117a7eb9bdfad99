// Runs while the bundle is made: one language as the library takes it, what it lacks in English, so that a page never loads two tables.
import { de } from './de/index.ts'
import { en } from './en/index.ts'
import { es } from './es/index.ts'
import type { Table } from './faults.ts'
import { fr } from './fr/index.ts'
import type { Language } from './languages.ts'
import { vi } from './vi/index.ts'

const TABLES: Readonly<Record<Language, Table>> = { en, de, es, fr, vi }

/** A plural's forms stand beside each other as `key#one`; the key alone is `other`, for a form that the language has and the table lacks. */
export function wholeTable(language: Language): Record<string, string> {
  const flat: Record<string, string> = {}
  for (const [key, text] of Object.entries<Table[string]>({ ...en, ...TABLES[language] })) {
    flat[key] = typeof text === 'string' ? text : text.other
    if (typeof text === 'string') continue
    for (const [form, words] of Object.entries(text)) if (form !== 'other') flat[`${key}#${form}`] = words
  }
  return flat
}
