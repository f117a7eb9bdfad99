// Disks as a person counts them.
import { expect, test } from 'bun:test'
import { isFull, propertyOf, sumOf, toneOf, usedShareOf } from './disk-words.ts'

const disk = (status: 'ok' | 'absent' | 'offline' | 'unformatted', capacity = 1_907_729, free_space = 953_864) => ({
  hdd_id: 1,
  status,
  capacity,
  free_space,
  property: 'RW',
})

test('an empty bay counts neither as a disk nor as a fault', () => {
  expect(sumOf([disk('ok'), disk('absent', 0, 0)])).toEqual({ count: 1, capacity: 1_907_729, free: 953_864 })
  expect(toneOf('absent')).toBe('faint')
  expect(isFull([disk('absent', 0, 0)])).toBe(false)
})

test('how full a disk is needs a size, and never leaves the hundred', () => {
  expect(usedShareOf(disk('ok', 100, 25))).toBe(0.75)
  expect(usedShareOf(disk('offline', 0, 0))).toBeNull()
  expect(usedShareOf(disk('unformatted', 100, 0))).toBeNull()
  expect(usedShareOf(disk('ok', 100, 300))).toBe(0)
  expect(isFull([disk('ok', 1_907_729, 1024)])).toBe(true)
})

test('only an unusual property is told', () => {
  expect(['RW', 'RO', 'Redund', null].map(propertyOf)).toEqual([null, 'readOnly', 'redundant', null])
})
