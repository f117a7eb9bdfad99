// People are found however one writes them.
import { expect, test } from 'bun:test'
import { called } from './called.ts'

const all = [
  { full_name: 'Zoë Älter', username: 'zoe', email: null },
  { full_name: null, username: 'garden-tablet', email: null },
  { full_name: 'Anna', username: 'anna', email: 'Anna@Example.org' },
]
const found = (sought: string) => called(sought, all).map(({ username }) => username)

test('by a part of the name, the user name or the address, and without its accents', () => {
  expect([found('alter zoe'), found('TABLET'), found('example'), found('zoe tablet')]).toEqual([
    ['zoe'],
    ['garden-tablet'],
    ['anna'],
    [],
  ])
})

test('everybody for no words', () => expect(found('  ')).toHaveLength(3))
