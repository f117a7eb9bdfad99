// Texts: parameters, plurals, and a table that holds what the code asks for.
import { expect, test } from 'bun:test'
import { Glob } from 'bun'
import { en } from './en/index.ts'
import { hasText, t } from './t.ts'

const root = `${import.meta.dir}/..`

test('a parameter is filled in, a number is written as people write it', () => {
  expect(t('time.since', { time: '02:14' })).toBe('since 02:14')
  expect(t('devices.channels', { count: 1234 })).toBe('1,234 channels')
})

test('one is not many', () => {
  expect(t('devices.channels', { count: 1 })).toBe('1 channel')
  expect(t('devices.channels', { count: 0 })).toBe('0 channels')
  expect(t('devices.channels', { count: 8 })).toBe('8 channels')
})

test('what is filled in is taken as it is, also where it looks like a text of ours', () => {
  for (const time of ['{time}', '$t(do.save)', '$& $1', '<b>&', '{{time}}'])
    expect(t('time.since', { time })).toBe(`since ${time}`)
})

test('a key that only looks like one is not taken', () => {
  expect(hasText('kind.motion')).toBe(true)
  expect(hasText('kind.unheard-of')).toBe(false)
  expect(hasText('toString')).toBe(false)
  expect(hasText('devices.channels#one')).toBe(false)
})

test('every text of the table is used somewhere', async () => {
  let code = ''
  for await (const path of new Glob('**/*.{ts,tsx}').scan(root))
    if (!path.startsWith('texts/') && !path.endsWith('.test.ts')) code += await Bun.file(`${root}/${path}`).text()
  // Keys that are put together: `kind.${…}`.
  const families = [...code.matchAll(/`([a-z.A-Z]+\.)\$\{/g)].map(([, family]) => family as string)
  const unused = Object.keys(en).filter(
    (key) => !code.includes(`'${key}'`) && !families.some((family) => key.startsWith(family)),
  )
  expect(unused).toEqual([])
})

test('pages hold no text of their own', async () => {
  const found: string[] = []
  for await (const path of new Glob('{pages,parts}/**/*.tsx').scan(root)) {
    const code = (await Bun.file(`${root}/${path}`).text()).replace(/\{\/\*[\s\S]*?\*\/\}|\/\/[^\n]*/g, '')
    // Words between tags, and words in attributes that people read.
    for (const [, text = ''] of code.matchAll(/(?<=[a-z"}])>\s*([A-Za-z][A-Za-z ,.'’]+)\s*</g))
      found.push(`${path}: ${text}`)
    for (const [, text = ''] of code.matchAll(/(?:aria-label|title|placeholder|alt)="([^"]+)"/g))
      found.push(`${path}: ${text}`)
  }
  expect(found).toEqual([])
})
