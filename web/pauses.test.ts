// Pauses between tries.
import { expect, test } from 'bun:test'
import { pauseMs } from './pauses.ts'

test('pauses grow, and end at fifteen seconds', () => {
  const whole = [0, 1, 2, 3, 4, 5, 50].map((attempt) => pauseMs(attempt, () => 0.5))
  expect(whole).toEqual([1000, 2000, 4000, 8000, 15_000, 15_000, 15_000])
})

test('chance spreads them by a quarter either way', () => {
  expect(pauseMs(1, () => 0)).toBe(1500)
  expect(pauseMs(1, () => 1)).toBe(2500)
})
