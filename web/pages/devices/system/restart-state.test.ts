// When a device counts as restarting.
import { expect, test } from 'bun:test'
import { isRestarting } from './restart-state.ts'

const BEFORE = '2026-07-01T08:00:00.000Z'
const order = { at: new Date('2026-07-01T12:00:00.000Z'), stateSince: BEFORE }
const after = (seconds: number) => new Date(+order.at + seconds * 1000)
const since = (seconds: number) => after(seconds).toISOString()

test('a device restarts from the order until it is online anew', () => {
  expect(isRestarting(order, { phase: 'online', since: BEFORE }, after(1))).toBe(true)
  expect(isRestarting(order, { phase: 'away', since: since(3) }, after(60))).toBe(true)
  expect(isRestarting(order, { phase: 'connecting', since: since(70) }, after(71))).toBe(true)
  expect(isRestarting(order, { phase: 'online', since: since(75) }, after(75))).toBe(false)
})

test('one that refuses the login, or stays away for more than five minutes, is not called restarting', () => {
  expect(isRestarting(order, { phase: 'refused', since: since(60) }, after(61))).toBe(false)
  expect(isRestarting(order, { phase: 'away', since: since(3) }, after(301))).toBe(false)
})
