// What is said about the next round.
import { expect, test } from 'bun:test'
import { choicesOf, every, planOf } from './plan.ts'

const at = new Date(2026, 2, 1, 12, 0)
const last = { sync_time: new Date(2026, 2, 1, 11, 40).toISOString() }
const hourly = { is_enabled: true, interval_minutes: 60 }

test('the next round follows the last one by the interval', () => {
  expect(planOf(hourly, { is_checked: true }, last, at)).toBe('Synced every hour; the next round is about 12:40.')
  expect(planOf({ ...hourly, interval_minutes: 5 }, { is_checked: true }, last, at)).toContain('in a moment')
  expect(planOf(hourly, { is_checked: true }, undefined, at)).toContain('in a moment')
})

test('a device that is not watched, or a household that switched it off, has no next round', () => {
  expect(planOf(hourly, { is_checked: false }, last, at)).toContain('not watched')
  expect(planOf({ ...hourly, is_enabled: false }, { is_checked: true }, last, at)).toContain('switched off')
})

test('an interval is told in the largest unit that fits', () => {
  expect([5, 60, 90, 360, 2880].map(every)).toEqual([
    'every 5 minutes',
    'every hour',
    'every 90 minutes',
    'every 6 hours',
    'every 2 days',
  ])
})

test('what a script has set can be kept', () => {
  expect(choicesOf(60)).toEqual([5, 15, 30, 60, 360, 1440])
  expect(choicesOf(7)).toContain(7)
})
