// What a job line says, and what it keeps to itself because it would be a guess.
import { expect, test } from 'bun:test'
import { figures, isNews, secondsLeft } from './job-words.ts'

const at = new Date('2026-03-01T12:01:00Z')
const job = {
  state: 'running' as const,
  progress: 0.5,
  items_done: 8,
  items_total: 16,
  bytes_done: 0,
  bytes_total: null,
  eta_seconds: null,
  started_at: '2026-03-01T12:00:00Z',
}

test('the time left follows the pace so far, or what the server says', () => {
  expect(secondsLeft(job, at)).toBe(60)
  expect(secondsLeft({ ...job, eta_seconds: 7 }, at)).toBe(7)
})

test('no time is told before there is a pace, near the end, or while it waits', () => {
  expect(secondsLeft({ ...job, progress: 0.02 }, at)).toBeNull()
  expect(secondsLeft({ ...job, progress: 0.95 }, at)).toBeNull()
  expect(secondsLeft({ ...job, started_at: '2026-03-01T12:00:58Z' }, at)).toBeNull()
  expect(secondsLeft({ ...job, state: 'queued', started_at: null }, at)).toBeNull()
})

test('amounts are told where there are some', () => {
  expect(figures(job, at)).toEqual(['8 of 16', '60 seconds left'])
  expect(figures({ ...job, items_total: null, progress: 0 }, at)).toEqual([])
  const bytes = { ...job, bytes_done: 1.2e9, bytes_total: 4e9, progress: 0.3 }
  expect(figures(bytes, at)).toEqual(['1.2 GB of 4 GB', '20 MB a second', '2 minutes left'])
})

test('a routine round is no news until it lasts', () => {
  const routine = { input: { device_id: 1 }, created_at: '2026-03-01T12:00:55Z' }
  expect(isNews(routine, at)).toBe(false)
  expect(isNews({ ...routine, created_at: '2026-03-01T12:00:00Z' }, at)).toBe(true)
  expect(isNews({ ...routine, input: { device_id: 1, person: true } }, at)).toBe(true)
})
