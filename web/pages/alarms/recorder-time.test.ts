// When the recorder's own time of an alarm is told.
import { expect, test } from 'bun:test'
import { recorderTimeOf } from './recorder-time.ts'

test("the recorder's time is told where its clock is another one than ours", () => {
  const created_at = '2026-01-22T10:30:00.000Z'
  expect(recorderTimeOf({ created_at, device_time: null })).toBeNull()
  expect(recorderTimeOf({ created_at, device_time: '2026-01-22T10:29:30.000Z' })).toBeNull()
  const hourOff = '2026-01-22T11:30:00.000Z'
  expect(recorderTimeOf({ created_at, device_time: hourOff })).toEqual(new Date(hourOff))
})
