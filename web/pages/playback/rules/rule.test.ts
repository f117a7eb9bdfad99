// Rules of automatic downloads in words, and what a change of one takes away.
import { expect, test } from 'bun:test'
import { keepsLess, offered, problemOf, ruleWords, USUAL } from './rule.ts'

test('a rule says what it fetches, when it begins, and how long that stays', () => {
  expect(ruleWords(USUAL)).toEqual(['Everything of the last 24 hours', 'Kept for 30 days'])
  expect(
    ruleWords({
      ...USUAL,
      mode: 'around_alarms',
      hours: 72,
      kinds: ['motion', 'line_crossing'],
      schedule: [
        { days: [4, 0, 1, 2, 3], start: '22:00', end: '06:00' },
        { days: [6], start: '00:00', end: '00:00' },
      ],
      keep_hours: null,
      quota_bytes: 50_000_000_000,
    }),
  ).toEqual([
    'Around alarms of the last 3 days (Motion, Line crossed): from 30 seconds before to 1 minute after',
    'Begins Mon–Fri 22:00–06:00; Sun 00:00–00:00',
    'Kept for good, at most 50 GB',
  ])
})

test('a shorter time or less room takes away, no limit never does', () => {
  expect(keepsLess(USUAL, { ...USUAL, keep_hours: 24 })).toBe(true)
  expect(keepsLess(USUAL, { ...USUAL, quota_bytes: 1_000_000 })).toBe(true)
  expect(keepsLess({ ...USUAL, quota_bytes: 1_000_000 }, { ...USUAL, keep_hours: null })).toBe(false)
})

test('what somebody has set by another way is offered, too', () => {
  expect(offered.hours(5).slice(0, 4)).toEqual([1, 3, 5, 6])
  expect(offered.keep(null)).toEqual([24, 72, 168, 720, 2160, 8760])
  expect(offered.kinds(null)).not.toContain('disk_full')
  expect(offered.kinds(['disk_full'])).toContain('disk_full')
})

test('a rule that could fetch nothing is told as that', () => {
  expect(problemOf(USUAL)).toBe(null)
  expect(problemOf({ ...USUAL, mode: 'around_alarms', kinds: [] })).toBe('kinds')
  expect(problemOf({ ...USUAL, schedule: [{ days: [], start: '00:00', end: '06:00' }] })).toBe('days')
  expect(problemOf({ ...USUAL, schedule: [{ days: [1], start: '', end: '06:00' }] })).toBe('times')
})
