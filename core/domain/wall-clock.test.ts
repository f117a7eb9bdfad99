// Days by a device's wall clock, the days on which summer time begins and ends among them.
import { expect, test } from 'bun:test'
import { addDays, addMonths, dayOf, daysOfMonth, type OffsetAt, startOfDay } from './wall-clock.ts'

/** Minutes east of UTC in a named zone. */
const offsetIn =
  (zone: string): OffsetAt =>
  (time) => {
    const wall = time.toLocaleString('sv-SE', { timeZone: zone })
    return Math.round((Date.parse(`${wall.replace(' ', 'T')}Z`) - +time) / 60_000)
  }

test('a day begins at the device’s own midnight, whatever the season', () => {
  const berlin = offsetIn('Europe/Berlin')
  expect(startOfDay('2025-06-15', berlin).toISOString()).toBe('2025-06-14T22:00:00.000Z')
  expect(startOfDay('2025-12-15', berlin).toISOString()).toBe('2025-12-14T23:00:00.000Z')
  // Both changes come after midnight: these days have 23 and 25 hours.
  expect(+startOfDay('2025-03-31', berlin) - +startOfDay('2025-03-30', berlin)).toBe(23 * 3_600_000)
  expect(+startOfDay('2025-10-27', berlin) - +startOfDay('2025-10-26', berlin)).toBe(25 * 3_600_000)
})

test('where summer time begins or ends at midnight a day still begins once', () => {
  const cairo = offsetIn('Africa/Cairo')
  // 2025-04-25 00:00 does not exist, the day begins at 01:00.
  expect(dayOf(startOfDay('2025-04-25', cairo), cairo)).toBe('2025-04-25')
  expect(startOfDay('2025-04-25', cairo).toISOString()).toBe('2025-04-24T22:00:00.000Z')
  const havana = offsetIn('America/Havana')
  // 2025-11-02 00:00 comes twice.
  expect(startOfDay('2025-11-02', havana).toISOString()).toBe('2025-11-02T04:00:00.000Z')
})

test('days and months are counted by the calendar', () => {
  expect(addDays('2024-02-28', 1)).toBe('2024-02-29')
  expect(addDays('2025-01-01', -1)).toBe('2024-12-31')
  expect(addMonths('2025-01', -1)).toBe('2024-12')
  expect(addMonths('2025-11', 14)).toBe('2027-01')
  expect(daysOfMonth('2024-02').at(-1)).toBe('2024-02-29')
  expect(dayOf(new Date('2025-01-01T23:30:00Z'), () => 60)).toBe('2025-01-02')
  expect(dayOf(new Date('2025-01-01T00:30:00Z'), () => -60)).toBe('2024-12-31')
})
