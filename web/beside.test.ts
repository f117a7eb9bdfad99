// Times of a device and of a person side by side.
import { expect, test } from 'bun:test'
import { clockBeside, hereBeside } from './beside.ts'

const at = Date.parse('2026-11-20T17:30:05Z')

test('nothing stands beside a time that reads the same', () => {
  expect(hereBeside(at, 420, 420)).toBeNull()
})

test('the person’s time stands beside the device’s, with its day where it is another one', () => {
  expect(hereBeside(at, 60, 120)).toBe('19:30:05 here')
  expect(hereBeside(at, 60, 480)).toBe('Nov 21 01:30:05 here')
})

test('the device’s time stands beside the person’s', () => {
  expect(clockBeside({ at, offset: 480 }, { at, offset: 420 })).toBe('01:30:05')
  expect(clockBeside({ at, offset: -360 }, { at, offset: 420 })).toBe('Nov 20 11:30:05')
  expect(clockBeside({ at: 0, offset: 0 }, { at, offset: 420 })).toBe('Thursday, January 1, 1970 at 00:00:00')
})
