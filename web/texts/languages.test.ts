// Which language somebody is shown, in whose region, and what a table holds when it is bundled.
import { expect, test } from 'bun:test'
import { de } from './de/index.ts'
import { en } from './en/index.ts'
import { bestOf, inRegion } from './languages.ts'
import { wholeTable } from './whole-table.ts'

test('the first of the browser’s languages that there is, is shown', () => {
  expect(bestOf(['de-AT', 'en'])).toBe('de')
  expect(bestOf(['nl', 'vi-VN', 'en-GB'])).toBe('vi')
  expect(bestOf(['nl', 'ja'])).toBe('en')
  expect(bestOf([])).toBe('en')
})

test('dates follow the region of the person, as the browser names it', () => {
  expect(inRegion('de', ['en-US', 'de-CH', 'de'])).toBe('de-CH')
  expect(inRegion('es', ['es-419'])).toBe('es-419')
  expect(inRegion('fr', ['de'])).toBe('fr')
})

test('a browser that names its language oddly is understood as far as it goes', () => {
  expect(bestOf(['en-US@posix', 'de'])).toBe('en')
  expect(inRegion('en', ['en-US@posix'])).toBe('en')
  for (const tag of ['de-DE-1996', 'C', '', 'x', '*'])
    expect(() => new Intl.DateTimeFormat(inRegion('de', [tag]))).not.toThrow()
})

test('a bundled table has every text of English, in its own words where it has them', () => {
  const flat = wholeTable('de')
  const counted = Object.keys(flat).filter((key) => key.includes('#'))
  expect(Object.keys(flat).filter((key) => !key.includes('#'))).toEqual(Object.keys(en))
  expect(counted.length).toBeGreaterThan(0)
  for (const [key, text] of Object.entries<string | object>(de))
    if (typeof text === 'string') expect(flat[key]).toBe(text)
})

test('the forms of what is counted stand beside their key, which is the form for all other numbers', () => {
  const flat = wholeTable('en')
  expect(flat['devices.channels']).toBe(en['devices.channels'].other)
  expect(flat['devices.channels#one']).toBe(en['devices.channels'].one)
})
