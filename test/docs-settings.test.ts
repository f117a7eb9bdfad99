// The page of every setting, held against the program: names, defaults, bounds, who may change what, and its example.
import { expect, test } from 'bun:test'
import { z } from 'zod'
import { IN_FILES, readConfig, VARIABLES } from '../core/config.ts'
import { ALARM_KINDS } from '../core/domain/alarm-kinds.ts'
import { SETTINGS, type SettingDefinition } from '../core/services/setting-keys.ts'
import { usuallyFree } from '../core/services/storage/disks.ts'
import { createTestApp } from '../core/testing/test-app.ts'
import { blocksOf, saidIn } from './examples.ts'
import { read } from './tree.ts'

const page = await read('docs/settings.md')
/** The lines below a heading, up to the next one of its height or higher. */
const below = (heading: string) => {
  const level = heading.split(' ')[0]?.length
  const [, rest = ''] = page.split(`\n${heading}\n`)
  return rest.split(new RegExp(`^#{1,${level}} `, 'm'))[0] ?? ''
}
/** Name in backticks → the other cells of its row. */
const rowsOf = (text: string) =>
  new Map([...text.matchAll(/^\| `(\w+)` \| (.*) \|$/gm)].map(([, name = '', rest = '']) => [name, rest.split(' | ')]))

const variables = rowsOf(below('## The environment'))
const definitions: [string, SettingDefinition][] = Object.entries(SETTINGS)
const settings = rowsOf(below('## In the pages'))
const told = (name: string) => settings.get(name) ?? []

/** As the table writes it. */
function written(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (Array.isArray(value) && value.length === 0) return '–'
  if (typeof value === 'boolean') return `\`${Number(value)}\``
  return `\`${value}\``
}

test('every variable of the environment stands on the page, and no other', () => {
  const inFiles = IN_FILES.map((name) => `${name}_FILE`)
  expect([...variables.keys()].sort()).toEqual([...Object.keys(VARIABLES), ...inFiles].sort())
  for (const name of IN_FILES) expect(variables.get(`${name}_FILE`)).toEqual([`\`${name}\``])
})

test('each variable has the default that the page says', () => {
  for (const [name, schema] of Object.entries(VARIABLES)) {
    const [fallback] = variables.get(name) ?? []
    expect([name, fallback]).toEqual([name, written(schema.parse(undefined))])
  }
})

test('every value of a variable that the page names is one that it takes', () => {
  for (const word of ['debug', 'info', 'warn', 'error', 'silent']) {
    expect(variables.get('PORCHLIGHT_LOG')?.[1]).toContain(`\`${word}\``)
    expect(readConfig({ PORCHLIGHT_LOG: word }).log as string).toBe(word)
  }
  for (const [name, [, what = '']] of variables)
    for (const [, example = ''] of what.matchAll(/\bas `([^`]+)`/g))
      expect(() => readConfig({ [name]: example })).not.toThrow()
})

test('every setting stands on the page, with its default, and no other', () => {
  expect([...settings.keys()].sort()).toEqual(Object.keys(SETTINGS).sort())
  for (const [name, { default: fallback }] of definitions) {
    const text = typeof fallback === 'string' ? fallback : JSON.stringify(fallback)
    expect([name, told(name)[0]]).toEqual([name, fallback === null ? '–' : `\`${text}\``])
  }
})

test('each stands below whose it is, says when it is secret, and is named by the variable that wins over it', () => {
  const households = rowsOf(below('### Of a household'))
  for (const [name, { scope, secret, variable }] of definitions) {
    expect([name, households.has(name)]).toEqual([name, scope === 'household'])
    expect([name, told(name).at(-1)?.includes('*Secret*')]).toEqual([name, secret === true])
    if (variable) expect([name, variables.get(variable)?.[1]]).toEqual([name, expect.stringContaining(`\`${name}\``)])
  }
})

/** Names of parts, words and bounds anywhere in a schema: what its row must say. */
function saysOf(node: unknown, out = new Set<string>()): Set<string> {
  if (Array.isArray(node)) for (const one of node) saysOf(one, out)
  if (node === null || typeof node !== 'object' || Array.isArray(node)) return out
  for (const [key, value] of Object.entries(node)) {
    if (key === 'properties') for (const name of Object.keys(value as object)) out.add(`\`${name}\``)
    if (key === 'enum') for (const word of value as unknown[]) out.add(`\`${word}\``)
    // A list of words cannot be longer than there are words.
    const isOfWords = key === 'maxItems' && JSON.stringify(node).includes('"enum"')
    const isBound = !isOfWords && /^(minimum|maximum|minLength|maxLength|maxItems)$/.test(key)
    if (isBound && typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER)
      out.add(value.toLocaleString('en'))
    if (key !== 'default' && key !== 'propertyNames') saysOf(value, out)
  }
  return out
}

test('the parts, words and bounds of each value are named in its row', () => {
  for (const [name, { schema }] of definitions) {
    const described = saysOf(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }))
    const [, values = ''] = told(name)
    // "0" is not said by "10", nor "1" by "1,024".
    const isSaid = (word: string) =>
      word.startsWith('`') ? values.includes(word) : new RegExp(`(?<![\\d,])${word}(?![\\d,]*\\d)`).test(values)
    expect([name, [...described].filter((word) => !isSaid(word) && word !== '1')]).toEqual([name, []])
  }
})

test('the page says what stays free on a disk, large or small, where nobody has said how much', () => {
  const gib = 1024 ** 3
  expect([usuallyFree(1000 * gib), usuallyFree(10 * gib), usuallyFree(5 * gib), usuallyFree(gib)]).toEqual([
    ...[gib, gib, gib / 2, gib / 4],
  ])
  expect(told('recording_limits').at(-1)).toContain(
    '`null`: 1 GiB; of a disk below 10 GiB a tenth, but at least 256 MiB',
  )
})

test('the kinds of alarm that the page lists are those that there are', () => {
  const [, list = ''] = /^The kinds, [^:]*: ([\s\S]*?)\.$/m.exec(page) ?? []
  expect([...list.matchAll(/`(\w+)`/g)].map(([, kind]) => kind ?? '').sort()).toEqual(Object.keys(ALARM_KINDS).sort())
})

test('the page’s example changes what it says', async () => {
  await using app = await createTestApp([])
  const key = (await app.ask('POST', '/api/keys', { name: 'settings' })).body.data.key
  const here = (blocksOf(page, 'sh')[0] ?? '').replaceAll('http://porchlight.lan:8000', app.url)
  await saidIn(app.folder, ['sh', '-ec', here], { KEY: key })
  const { body } = await app.ask('GET', '/api/settings')
  const row = body.data.find((one: { key: string }) => one.key === 'hub_control')
  expect(row).toMatchObject({ value: 'all', default: 'safe', locked: false, locked_by: null, scope: 'appliance' })
})
