// Decode times on the wall clock.
import { expect, test } from 'bun:test'
import { createAnchor } from './anchor.ts'

test('what comes late in the beginning does not move the clock', () => {
  const anchor = createAnchor()
  expect(anchor.update(10_900, 0.2)).toBe(10_700)
  expect(anchor.update(10_950, 0.8)).toBe(10_150)
  expect(anchor.update(11_200, 1)).toBe(10_150)
})

test('a drift beyond half a second is followed, a hold-up is not', () => {
  const anchor = createAnchor()
  const slow = (second: number) => 1000 * second + 100 * second
  let last = 0
  for (let second = 1; second <= 8; second++) last = anchor.update(slow(second), second)
  expect(last).toBe(100)
  for (let second = 9; second <= 30; second++) last = anchor.update(slow(second), second)
  expect(last).toBeGreaterThan(1000)

  const steady = createAnchor()
  for (let second = 1; second <= 30; second++) last = steady.update(1000 * second + (second === 15 ? 3000 : 0), second)
  expect(last).toBe(0)
})

test('a step of our own clock is followed', () => {
  const anchor = createAnchor()
  let last = 0
  for (let second = 1; second <= 60; second++)
    last = anchor.update(1000 * second + (second > 20 ? 3_600_000 : 0), second)
  expect(last).toBe(3_600_000)
  expect(anchor.update(61_000, 61)).toBe(0)
})
