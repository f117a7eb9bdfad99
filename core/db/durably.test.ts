// What is written durably is flushed to the disk, and only that.
import { expect, test } from 'bun:test'
import { sql } from 'drizzle-orm'
import { durably } from './durably.ts'
import { openDatabase } from './open.ts'

test('a durable write is made with the disk flushed, and what follows it, also a failed one, is not', () => {
  const { db, close } = openDatabase(':memory:')
  const level = () => db.get<{ synchronous: number }>(sql`PRAGMA synchronous`)
  const before = level()
  expect(durably(db, level)).not.toEqual(before)
  expect(level()).toEqual(before)
  const fail = () => {
    throw new Error('enough')
  }
  expect(() => durably(db, fail)).toThrow('enough')
  expect(level()).toEqual(before)
  close()
})
