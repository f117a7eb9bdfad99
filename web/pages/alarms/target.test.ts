// What devices say of an alarm, in our words.
import { expect, test } from 'bun:test'
import { targetText } from './target.ts'

test('what a device framed is said in our words, and in its own where we know none', () => {
  expect(targetText('human')).toBe('person')
  expect(targetText('Human, vehicle')).toBe('person, vehicle')
  expect(targetText('forklift')).toBe('forklift')
})
