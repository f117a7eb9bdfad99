// Times in words.
import { expect, test } from 'bun:test'
import { ago, dayName, daysBetween, length, moment, serverNow, setServerTime } from './times.ts'

const at = new Date(2026, 10, 21, 12, 0, 0)
const before = (seconds: number) => new Date(at.getTime() - seconds * 1000)

test('how long ago is told in the unit that a person would use', () => {
  expect(ago(before(5), at)).toBe('just now')
  expect(ago(before(60), at)).toBe('1 min. ago')
  expect(ago(before(59 * 60), at)).toBe('59 min. ago')
  expect(ago(before(3 * 3600), at)).toBe('3 hr. ago')
  expect(ago(before(50 * 3600), at)).toBe('2 days ago')
})

test('a time ahead of our clock is now, not in the future', () => {
  expect(ago(before(-30), at)).toBe('just now')
})

test('since when names the day as soon as it is another one', () => {
  expect(moment(new Date(2026, 10, 21, 2, 14), at)).toBe('02:14')
  expect(moment(new Date(2026, 10, 20, 23, 59), at)).toBe('Fri 23:59')
  expect(moment(new Date(2026, 10, 3, 2, 14), at)).toBe('Nov 3 02:14')
})

test('days are called what people call them', () => {
  expect(dayName(new Date(2026, 10, 21, 0, 1), at)).toBe('Today')
  expect(dayName(new Date(2026, 10, 20, 23, 59), at)).toBe('Yesterday')
  expect(dayName(new Date(2026, 10, 19, 12), at)).toBe('Thursday, November 19')
  expect(dayName(new Date(2025, 10, 19, 12), at)).toBe('November 19, 2025')
})

test('days are counted by the calendar', () => {
  expect(daysBetween(new Date(2026, 10, 20, 23, 59), new Date(2026, 10, 21, 0, 1))).toBe(1)
  expect(daysBetween(new Date(2026, 9, 24, 12), new Date(2026, 9, 26, 12))).toBe(2)
})

test('a length is told roughly', () => {
  expect(length(1)).toBe('1 second')
  expect(length(43.4)).toBe('43 seconds')
  expect(length(200)).toBe('3 minutes')
  expect(length(7300)).toBe('2 hours')
})

test('the clock of the appliance is learnt from an answer', () => {
  const now = Date.now()
  setServerTime(new Date(now + 5000).toISOString(), now - 10, now + 10)
  expect(serverNow() - Date.now()).toBeGreaterThan(4900)
  setServerTime('no time at all', now, now)
  expect(serverNow() - Date.now()).toBeGreaterThan(4900)
  setServerTime(new Date(now).toISOString(), now, now)
})
