// When the recorder's own time of an alarm is told.
import { expect, test } from 'bun:test'
import { recorderTimeOf } from './recorder-time.ts'

const created_at = '2026-01-22T10:30:00.000Z'

test("the recorder's time is told where its clock is another one than ours", () => {
  expect(recorderTimeOf({ created_at, device_time: null }, null)).toBeNull()
  expect(recorderTimeOf({ created_at, device_time: '2026-01-22T10:29:30.000Z' }, null)).toBeNull()
  expect(recorderTimeOf({ created_at, device_time: '2026-01-22T11:30:00.000Z' }, null, 60, 60)).toBe('12:30:00')
})

test("the recorder's time is told where it stands in another zone, also when it told none", () => {
  expect(recorderTimeOf({ created_at, device_time: null }, null, 480, 60)).toBe('18:30:00')
  expect(recorderTimeOf({ created_at, device_time: '2026-01-22T10:29:30.000Z' }, null, 840, 60)).toBe('Jan 23 00:30:00')
})
