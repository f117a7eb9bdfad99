// What a browser has to fetch before the first picture: script below the bound, in whichever language.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { LANGUAGES } from '../web/texts/languages.ts'
import { type BuiltFile, buildWeb } from './build-web.ts'

/** Compressed; `docs/performance.md` promises it. */
const MOST_BYTES = 120_000
const folder = mkdtempSync(join(tmpdir(), 'porchlight-size-'))
let files: BuiltFile[]

beforeAll(async () => {
  files = await buildWeb(join(folder, 'dist'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const isTexts = (name: string, language: string) => name.startsWith(`texts-${language}-`)
const scripts = () => files.filter(({ name }) => name.endsWith('.js'))

test.each(Object.keys(LANGUAGES))('the first page needs less than 120 kB of script in %s', (language) => {
  const needed = scripts().filter(({ name, first }) => (name.startsWith('texts-') ? isTexts(name, language) : first))
  expect(needed.filter(({ name }) => isTexts(name, language))).toHaveLength(1)
  expect(needed.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0)).toBeLessThan(MOST_BYTES)
})

test('the player for lists, and the pages behind the first one, are not among it', () => {
  const later = scripts().filter(({ name, first }) => !first && !name.startsWith('texts-'))
  const sizes = later.map(({ gzipBytes }) => gzipBytes).toSorted((a, b) => b - a)
  // hls.js alone is about 118 kB; were it bundled with the first page, the bound above would break.
  expect(sizes[0]).toBeGreaterThan(100_000)
  expect(later.length).toBeGreaterThan(4)
})
