// Device users of all recorders by their names: who is the same on several, and where they may not do the same. Pure.

import { plain } from '../../../plain-words.ts'
import type { DeviceUser } from '../../devices/users/asks.ts'
import type { Column } from '../../devices/users/matrix.tsx'
import { differs, type Edits, type Scope, type Share, type Spot, shareOf } from '../../devices/users/rights.ts'
import { lookOf } from '../../devices/users/words.ts'

/** One name, on however many recorders. */
export interface Person {
  /** The name as recorders compare it: without regard to capitals. */
  key: string
  name: string
  /** One a recorder. */
  users: readonly DeviceUser[]
}

export function personsOf(users: readonly DeviceUser[]): Person[] {
  const persons = new Map<string, { name: string; users: DeviceUser[] }>()
  for (const user of users) {
    const key = user.name.toLowerCase()
    const person = persons.get(key) ?? { name: user.name, users: [] }
    persons.set(key, person)
    person.users.push(user)
  }
  return [...persons].map(([key, person]) => ({ key, ...person })).sort((a, b) => a.name.localeCompare(b.name))
}

/** Of all of them together, in places: a right on the device is one place a recorder. */
export function sharedBy(users: readonly DeviceUser[], edits: Edits, spot: Spot): Share {
  const sum = { has: 0, of: 0, changed: false }
  for (const user of users) {
    const { has, of, changed } = shareOf(user, edits, spot)
    sum.has += has
    sum.of += of
    sum.changed ||= changed
  }
  return sum
}

/** The same name may here what it may not there. Recorders that do not know the right are not counted. */
export function unlike(users: readonly DeviceUser[], edits: Edits, spot: Spot): boolean {
  const known = users
    .map((user) => ({ user, look: lookOf(shareOf(user, edits, spot)) }))
    .filter(({ look }) => look !== 'unknown')
  const [first, ...others] = known
  if (!first) return false
  return others.some(
    ({ user, look }) => look !== first.look || (look === 'some' && differs(first.user, user, edits, spot)),
  )
}

export const spotOf = ({ right, on }: Column, scope: Scope): Spot => ({ scope, right, on })

export interface Filter {
  /** A part of the name. */
  sought: string
  /** Null = all of them. */
  recorder: number | null
  /** Only names that may not do the same on all of their recorders, and the rights in which that is so. */
  onlyUnlike: boolean
}

/** What is left of persons and columns. Who differs from himself is seen over all recorders, whichever are shown. */
export function filtered(
  persons: readonly Person[],
  columns: readonly Column[],
  scope: Scope,
  { sought, recorder, onlyUnlike }: Filter,
): { persons: Person[]; columns: readonly Column[] } {
  const named = persons.filter(({ name }) => plain(name).includes(plain(sought.trim())))
  const isOdd = (person: Person, column: Column) => unlike(person.users, new Map(), spotOf(column, scope))
  const odd = onlyUnlike ? named.filter((person) => columns.some((column) => isOdd(person, column))) : named
  const there = odd
    .map((person) => ({ person, users: person.users.filter(({ device }) => recorder === null || device === recorder) }))
    .filter(({ users }) => users.length > 0)
  return {
    persons: there.map(({ person, users }) => ({ ...person, users })),
    columns: onlyUnlike ? columns.filter((column) => there.some(({ person }) => isOdd(person, column))) : columns,
  }
}
