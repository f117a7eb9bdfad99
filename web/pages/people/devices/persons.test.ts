// Names on several recorders: put together, told apart where they may not do the same, and filtered.
import { expect, test } from 'bun:test'
import type { DeviceUser } from '../../devices/users/asks.ts'
import { columnsFor } from '../../devices/users/matrix.tsx'
import { type Edits, type Spot, toggled } from '../../devices/users/rights.ts'
import { type Filter, filtered, personsOf, sharedBy, unlike } from './persons.ts'

const none: Edits = new Map()
const preview: Spot = { scope: 'remote', right: 'preview', on: 'channels' }
const upgrade: Spot = { scope: 'remote', right: 'upgrade', on: 'device' }
const everything: Filter = { sought: '', recorder: null, onlyUnlike: false }

function user(id: number, name: string, device: number, seen: boolean[], mayUpgrade?: boolean): DeviceUser {
  const channels = Object.fromEntries(seen.map((has, index) => [index + 1, { preview: has }]))
  const global: Record<string, boolean> = mayUpgrade === undefined ? {} : { upgrade: mayUpgrade }
  const about = { role: 'viewer', isOurs: false, isInherent: false, readAt: null, trouble: null } as const
  return {
    ...about,
    id,
    name,
    device,
    rights: { remote: { device: global, channels }, local: { device: {}, channels: {} } },
  }
}

const house = user(1, 'guest', 10, [true, false], false)
const garage = user(2, 'Guest', 20, [true, true], false)
const other = user(3, 'adèle', 20, [true, true], true)
const persons = personsOf([house, other, garage])
const columns = columnsFor([house, other, garage], 'remote')

test('one name is one person on all recorders, whatever its capitals, in the order of the names', () => {
  expect(persons.map(({ name, users }) => [name, users.map(({ id }) => id)])).toEqual([
    ['adèle', [3]],
    ['guest', [1, 2]],
  ])
})

test('a cell of a person counts the places of all recorders, and a press gives the right on all of them', () => {
  expect(sharedBy([house, garage], none, preview)).toEqual({ has: 3, of: 4, changed: false })
  const given = toggled([house, garage], none, preview)
  expect(sharedBy([house, garage], given, preview)).toEqual({ has: 4, of: 4, changed: true })
  const taken = toggled([house, garage], given, preview)
  expect(sharedBy([house, garage], taken, preview)).toEqual({ has: 0, of: 4, changed: true })
})

test('two recorders differ channel by channel, and not where one of them knows no such right', () => {
  expect(unlike([house, garage], none, preview)).toBe(true)
  expect(unlike([house, garage], none, upgrade)).toBe(false)
  expect(unlike([house, garage], toggled([house], none, preview), preview)).toBe(false)
  // As many channels, but other ones.
  expect(unlike([house, user(4, 'guest', 30, [false, true])], none, preview)).toBe(true)
  // More channels, and all of them.
  expect(unlike([garage, user(5, 'guest', 30, [true, true, true])], none, preview)).toBe(false)
  expect(unlike([house, user(6, 'guest', 30, [])], none, upgrade)).toBe(false)
  expect(unlike([], none, upgrade)).toBe(false)
})

test('a filter leaves a recorder, a part of a name, or only what differs between recorders', () => {
  const left = (filter: Partial<Filter>) => {
    const found = filtered(persons, columns, 'remote', { ...everything, ...filter })
    return [found.persons.map(({ users }) => users.map(({ id }) => id)), found.columns.map(({ right }) => right)]
  }
  expect(left({})).toEqual([
    [[3], [1, 2]],
    ['upgrade', 'preview'],
  ])
  expect(left({ sought: ' ADE' })).toEqual([[[3]], ['upgrade', 'preview']])
  expect(left({ recorder: 10 })).toEqual([[[1]], ['upgrade', 'preview']])
  // Who differs from himself is seen over all recorders, also where one of them is shown.
  expect(left({ onlyUnlike: true, recorder: 20 })).toEqual([[[2]], ['preview']])
})
