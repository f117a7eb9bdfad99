// The disks in words: bars that add up, the day there is no room left, and what a change takes away.
import { expect, test } from 'bun:test'
import type { Storage, StorageCamera, StorageFolder } from './asks.ts'
import { fullWords, keepsLess, largestFirst, nameOf, offered, reachWords, ruleWords, sharesOf } from './words.ts'

const GB = 1e9
const folder = (given: Partial<StorageFolder> = {}): StorageFolder => ({
  ...{ id: null, name: '', path: null, state: 'ok' },
  ...{ total_bytes: 1000 * GB, free_bytes: 400 * GB, used_bytes: 500 * GB },
  ...given,
})
const camera = (given: Partial<StorageCamera> = {}): StorageCamera => ({
  ...{ channel_id: 1, name: 'Porch', folder: null, bytes: GB, recordings: 10, oldest_at: null, newest_at: null },
  ...{ bytes_per_day: GB, retention_days: 14, quota_bytes: null, full_at: null, reaches_days: 14 },
  ...given,
})
const storage = (given: Partial<Storage> = {}): Storage => ({
  ...{ folders: [folder()], cameras: [camera()], bytes: 500 * GB, bytes_per_day: 20 * GB, full_at: null },
  limits: { days: null, bytes: null, free_bytes: null },
  ...given,
})
const noon = new Date(2026, 10, 22, 12)

test('the bar of a disk adds up, also where the rows say more than the disk holds', () => {
  expect(sharesOf(folder())).toMatchObject({ used: 0.5, other: 0.1, freeBytes: 400 * GB })
  expect(sharesOf(folder({ used_bytes: 700 * GB }))).toMatchObject({ used: 0.6, other: 0 })
  expect(sharesOf(folder({ total_bytes: null }))).toBeNull()
})

test('the data folder has our name, another one its own', () => {
  expect(nameOf(folder({ name: 'whatever' }))).toBe('Data folder')
  expect(nameOf(folder({ id: 2, name: 'Big disk' }))).toBe('Big disk')
})

test('the day without room is a sentence', () => {
  const of = (full_at: string | null, more: Partial<Storage> = {}) => fullWords(storage({ full_at, ...more }), noon)
  expect(of(new Date(2026, 10, 25, 3).toISOString())).toBe(
    'A disk is full in 3 days, on Wednesday, November 25, if it goes on as in the last seven days.',
  )
  expect(of(new Date(2026, 10, 23, 3).toISOString())).toContain('in 1 day, on')
  expect(of(new Date(2026, 10, 22, 20).toISOString())).toContain('full today')
  expect(of(null)).toContain('do not get full')
  expect(of(null, { bytes_per_day: 0 })).toContain('Nothing comes by itself')
  expect(of(null, { folders: [folder(), folder({ id: 1, state: 'full' })] })).toStartWith('A disk is full: ')
})

test('days and rules are said as people say them', () => {
  expect([14, 1.9, 0.4, null].map(reachWords)).toEqual(['14 days', '1 day', 'less than a day', '–'])
  expect(ruleWords(camera({ quota_bytes: 50 * GB }))).toBe('14 days, at most 50 GB')
  expect(ruleWords(camera({ retention_days: null }))).toBeNull()
})

test('the largest comes first, and what somebody set elsewhere is offered too', () => {
  const list = [camera({ name: 'b', bytes: 5 }), camera({ name: 'a', bytes: 5 }), camera({ name: 'c', bytes: 9 })]
  expect(largestFirst(list).map(({ name }) => name)).toEqual(['c', 'a', 'b'])
  expect(offered.days(45)).toContain(45)
})

test('only what takes something away is asked about', () => {
  const none = { days: null, bytes: null, free_bytes: null }
  expect(keepsLess(none, { ...none, days: 30 })).toBe(true)
  expect(keepsLess({ ...none, days: 30 }, { ...none, days: 60 })).toBe(false)
  expect(keepsLess(none, { ...none, free_bytes: 10 * GB })).toBe(true)
  expect(keepsLess({ ...none, bytes: 50 * GB, free_bytes: 10 * GB }, none)).toBe(false)
})
