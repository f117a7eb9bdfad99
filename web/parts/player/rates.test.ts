// Rates as they are told to somebody who looks once a second.
import { expect, test } from 'bun:test'
import { createRates } from './rates.ts'

const counters = (bytes: number | null, frames: number) => ({ bytes, frames, dropped: 0 })

test('a rate is that of the last five seconds, however unevenly it came', () => {
  const rates = createRates()
  expect(rates.read(0, counters(0, 0)).perSecond('bytes')).toBeNull()
  // A burst of a key frame each second second.
  const told = [1, 2, 3, 4, 5, 6, 7].map((second) => {
    const bytes = Math.ceil(second / 2) * 90_000 + second * 10_000
    return rates.read(second * 1000, counters(bytes, second * 25))
  })
  expect(told.at(-1)?.perSecond('frames')).toBe(25)
  expect(told.at(-1)?.perSecond('bytes')).toBeGreaterThan(45_000)
  expect(told.at(-1)?.perSecond('bytes')).toBeLessThan(65_000)
})

test('another source begins anew instead of counting backwards', () => {
  const rates = createRates()
  rates.read(0, counters(0, 1000))
  rates.read(1000, counters(50_000, 1025))
  expect(rates.read(2000, counters(60_000, 5)).perSecond('frames')).toBeNull()
  expect(rates.read(3000, counters(70_000, 20)).perSecond('frames')).toBe(15)
})

test('what is not told has no rate', () => {
  const rates = createRates()
  rates.read(0, counters(null, 0))
  expect(rates.read(1000, counters(null, 25)).perSecond('bytes')).toBeNull()
})
