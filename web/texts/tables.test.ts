// The tables of all languages: whole, with the same parameters, in the forms that their language counts with.
import { expect, test } from 'bun:test'
import { Glob } from 'bun'
import { de } from './de/index.ts'
import { same as sameInGerman } from './de/same.ts'
import { en } from './en/index.ts'
import { es } from './es/index.ts'
import { same as sameInSpanish } from './es/same.ts'
import { faultsOf, type Table } from './faults.ts'
import { fr } from './fr/index.ts'
import { same as sameInFrench } from './fr/same.ts'
import type { LANGUAGES } from './languages.ts'
import { vi } from './vi/index.ts'
import { same as sameInVietnamese } from './vi/same.ts'

const TABLES: Record<keyof typeof LANGUAGES, { table: Table; same: readonly string[] }> = {
  en: { table: en, same: [] },
  de: { table: de, same: sameInGerman },
  es: { table: es, same: sameInSpanish },
  fr: { table: fr, same: sameInFrench },
  vi: { table: vi, same: sameInVietnamese },
}

for (const [language, { table, same }] of Object.entries(TABLES))
  test(`${language} says everything that English says, with the same parameters and its own plural forms`, () => {
    expect(faultsOf(language, table, en, same)).toEqual([])
  })

test('every table of a language is joined in its index, and no key stands in two of them', async () => {
  for (const [language, { table }] of Object.entries(TABLES)) {
    const keys: string[] = []
    for await (const file of new Glob('*.ts').scan(`${import.meta.dir}/${language}`)) {
      if (file === 'index.ts' || file === 'same.ts') continue
      const parts: Record<string, object> = await import(`./${language}/${file}`)
      for (const part of Object.values(parts)) keys.push(...Object.keys(part))
    }
    expect({ language, keys: keys.toSorted() }).toEqual({ language, keys: Object.keys(table).toSorted() })
  }
})

const english = {
  plain: 'Open',
  named: 'Open {name}',
  counted: { one: '{count} door', other: '{count} doors of {name}' },
}

test('what a translation may get wrong is told by name', () => {
  const wrong = {
    named: 'Öffne {nmae}',
    counted: { one: 'eine Tür', few: '{count} Türen', other: '{count} Türen von {name}' },
    strange: 'Seltsam',
  }
  expect(faultsOf('de', wrong, english)).toEqual([
    'plain: missing',
    'named: lacks {name}',
    'named: has {nmae}, which is never filled in',
    'counted: lacks {name} in “one”',
    'counted: the language has no form “few”',
    'counted: lacks {name} in “few”',
    'strange: not in English',
  ])
})

test('a form that stands for several numbers names the number', () => {
  const counted = { one: 'une porte de {name}', other: '{count} portes de {name}' }
  // French says “0 porte” and “1 porte” in the same form.
  expect(faultsOf('fr', { counted }, { counted: english.counted })).toEqual(['counted: lacks {count} in “one”'])
  expect(faultsOf('de', { counted }, { counted: english.counted })).toEqual([])
  expect(faultsOf('vi', { counted: { other: '{count} cửa của {name}' } }, { counted: english.counted })).toEqual([])
})

test('what is left in English is found, names and shared words are not', () => {
  const model = { a: 'Status', b: 'MQTT: {name}', c: 'Open the door', d: '{count} %' }
  expect(faultsOf('de', model, model)).toEqual(['a: still English', 'c: still English'])
  expect(faultsOf('de', { ...model, c: 'Tür öffnen' }, model, ['Status', 'Hotel'])).toEqual([
    '“Hotel”: listed as the same in English, but in no text',
  ])
})
