// What other products' clients set that means nothing here: kept apart per thing, told back, bounded.
import { expect, test } from 'bun:test'
import { openDatabase } from '../db/open.ts'
import { clientFields } from '../db/schema/index.ts'
import { addHousehold, addPerson } from '../testing/rows.ts'
import { createClientFields } from './client-fields.ts'

const at = new Date('2025-06-01T00:00:00Z')

function stand() {
  const { db } = openDatabase(':memory:')
  const householdId = addHousehold(db)
  const { userId } = addPerson(db, householdId, 'admin')
  return { db, householdId, userId, fields: createClientFields({ db, now: () => at }) }
}

test('fields are told back as they came, and what is not named again stays', () => {
  const { householdId, userId, fields } = stand()
  fields.keep('one', { householdId, userId }, { priority: 7, words: ['a'] })
  expect(fields.keep('one', { householdId, userId }, { priority: 8, other: null })).toEqual({
    priority: 8,
    words: ['a'],
  })
  expect(fields.of('one', { householdId, userId })).toEqual({ priority: 8, words: ['a'] })
})

test('those of an account, of the household and of another client are kept apart', () => {
  const { householdId, userId, fields } = stand()
  fields.keep('one', { householdId, userId }, { of: 'account' })
  fields.keep('one', { householdId }, { of: 'household' })
  fields.keep('two', { householdId }, { of: 'another' })
  expect(fields.of('one', { householdId })).toEqual({ of: 'household' })
  expect(fields.of('two', { householdId })).toEqual({ of: 'another' })
  expect(fields.ofChannels('one', householdId).size).toBe(0)
})

test('a field that is forgotten leaves no empty row behind', () => {
  const { db, householdId, fields } = stand()
  fields.keep('one', { householdId }, { only: 1 })
  fields.keep('one', { householdId }, { only: null })
  expect(db.select().from(clientFields).all()).toEqual([])
})

test('more than 64 kB of them are refused and change nothing', () => {
  const { householdId, fields } = stand()
  fields.keep('one', { householdId }, { small: 1 })
  expect(() => fields.keep('one', { householdId }, { large: 'x'.repeat(65_536) })).toThrow('64 kB')
  expect(fields.of('one', { householdId })).toEqual({ small: 1 })
})
