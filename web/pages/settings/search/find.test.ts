// Settings are found by words, and none is left out of the search.
import { expect, test } from 'bun:test'
import { Glob } from 'bun'
import { ENTRIES } from './entries.ts'
import { find, nameOf } from './find.ts'
import { BESIDE } from './places.ts'

const all = [...ENTRIES, ...BESIDE]
const found = (typed: string) => find(typed, all).map(nameOf)

test('a setting is found by its name, by a part of it, and however it is written', () => {
  expect(found('theme')[0]).toBe('Theme')
  expect(found('CLOCKS')[0]).toBe('Set the devices’ clocks, too')
  expect(found("devices' clocks")[0]).toBe('Set the devices’ clocks, too')
  expect(found('cálendar')[0]).toBe('Playback calendar')
})

test('help counts as well, after names', () => {
  expect(found('home assistant')).toContain('Announce')
  expect(found('lost phone')).toEqual([])
  const password = found('password')
  expect(password.slice(0, 2)).toContain('Password')
  expect(password).toContain('Another secret key')
})

test('the page belongs to what a person may type, and alone finds only itself', () => {
  expect(found('hub password')[0]).toBe('Password')
  expect(found('calendar')).toEqual(['Playback calendar', 'Sync'])
})

test('people find it by their own words, and first what is their own', () => {
  const first = (typed: string) => {
    const [best] = find(typed, all)
    return best && `${best.part.path} ${nameOf(best)}`
  }
  for (const [typed, wanted] of [
    ['password', '/account Password'],
    ['2FA', '/account Second factor'],
    ['logout', '/account Sign out'],
    ['dark mode', '/settings/look Theme'],
    ['RTSP', '/account Stream links'],
    ['users', '/people People'],
    ['audit', '/activity Activity'],
    ['cpu', '/system System'],
    ['cors', '/settings/security Their addresses, one a line'],
    ['mqtt mosquitto', '/settings/hub Address'],
    ['home assistant', '/settings/hub Home hub'],
    ['port', '/settings/hub Port'],
  ])
    expect([typed, first(typed ?? '')]).toEqual([typed, wanted])
  expect(found('port')).not.toContain('Backup')
  expect(found('retention')).toEqual(expect.arrayContaining(['Keep them for', 'Footage fetched by itself']))
  expect(found('time zone')).toEqual(['Times by the clock of', 'Set the devices’ clocks, too'])
})

test('nothing is found by nothing, and by what is not there', () => {
  expect(found('  ')).toEqual([])
  expect(found('xyzzy')).toEqual([])
})

test('every name that stands at a setting can be found', async () => {
  const root = `${import.meta.dir}/../..`
  const known = new Set(ENTRIES.map(({ name }) => name as string))
  const missing: string[] = []
  for await (const path of new Glob('{settings,hub}/**/*.tsx').scan(root)) {
    const code = await Bun.file(`${root}/${path}`).text()
    for (const [, key = ''] of code.matchAll(/(?<!-)(?:label=\{|<summary>\{|<label for=\{id\}>\{)t\('([^']+)'\)/g))
      if (!known.has(key)) missing.push(`${path}: ${key}`)
  }
  expect(missing).toEqual([])
})
