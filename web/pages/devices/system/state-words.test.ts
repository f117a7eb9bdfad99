// A device's clock and health as people read them.
import { expect, test } from 'bun:test'
import { driftOf, memoryOf, offsetOf, uptimeOf, wallOf } from './state-words.ts'

test('the time is the one on the device’s screen, wherever the browser is', () => {
  expect(wallOf({ time: '2026-11-22T20:04:05Z', utc_offset_minutes: 480 })).toMatch(/^Monday.*23.*2026/)
  expect(wallOf({ time: '2026-11-22T20:04:05Z', utc_offset_minutes: 480 })).toContain('04:04:05')
  expect([480, 0, -210, 330].map((east) => offsetOf({ utc_offset_minutes: east }))).toEqual([
    'UTC+8',
    'UTC',
    'UTC−3:30',
    'UTC+5:30',
  ])
})

test('a clock is right within five seconds, and otherwise ahead or behind by so much', () => {
  const of = (drift_seconds: number) => driftOf({ drift_seconds })
  expect([of(0), of(-4)]).toEqual(['In step with Porchlight', 'In step with Porchlight'])
  expect(of(5)).toBe('5 seconds ahead')
  expect(of(-90)).toBe('2 minutes behind')
  expect(of(-86_400 * 300)).toBe('300 days behind')
})

test('memory and uptime say what the device tells, and nothing it does not', () => {
  const health = { device_id: 1, cpu_percent: null, read_at: '' }
  const memory = (memory_used_mb: number | null, memory_free_mb: number | null) =>
    memoryOf({ ...health, memory_used_mb, memory_free_mb, uptime_seconds: null })
  expect([memory(256, 256), memory(256, null), memory(null, 256), memory(null, null)]).toEqual([
    '268 MB of 537 MB used',
    '268 MB used',
    '268 MB free',
    null,
  ])
  const up = (uptime_seconds: number | null) =>
    uptimeOf({ ...health, memory_used_mb: null, memory_free_mb: null, uptime_seconds })
  expect([up(null), up(86_400 * 12 + 5), up(7200)]).toEqual([null, '12 days', '2 hours'])
})
