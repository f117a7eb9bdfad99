// A time of its own: what is offered, and the warning before what is over already.
import { expect, test } from 'bun:test'
import { daysOffered, isOver } from './keep.ts'

const at = Date.parse('2026-11-22T12:00:00Z')
const recording = { start_time: '2026-11-12T12:00:00Z', protected: false }

test('what somebody set by another way is offered too', () => {
  expect(daysOffered(45)).toEqual([7, 30, 45, 90, 180, 365, 1095, 3650])
  expect(daysOffered(null)).toEqual(daysOffered(30))
})

test('a time that is over is warned of, except where nothing is removed by it', () => {
  expect(isOver(recording, 7, at)).toBe(true)
  expect(isOver(recording, 10, at)).toBe(true)
  expect(isOver(recording, 30, at)).toBe(false)
  expect(isOver(recording, null, at)).toBe(false)
  expect(isOver({ ...recording, protected: true }, 7, at)).toBe(false)
})
