// What is offered and sent about alarms.
import { expect, test } from 'bun:test'
import { countsOffered, daysOffered, holdsOf, keepsFewer, secondsOf, typedOf } from './alarm-rules.ts'

test('what is set is always among what is offered, once and in order', () => {
  expect(daysOffered(90)).toEqual([7, 30, 90, 365, 1095])
  expect(daysOffered(45)).toEqual([7, 30, 45, 90, 365, 1095])
  expect(countsOffered(5)).toEqual([5, 1000, 10_000, 100_000, 1_000_000])
})

test('a person is asked only where something could go that would have stayed', () => {
  const now = { days: 90, count: 1000 }
  expect(keepsFewer(now, { days: 365, count: 1000 })).toBe(false)
  expect(keepsFewer(now, { days: 30, count: 10_000 })).toBe(true)
  expect(keepsFewer(now, { days: 365, count: 10 })).toBe(true)
})

test('seconds are read as people type them', () => {
  expect(['', ' ', '0', '2,5', ' 10 ', '86400'].map(secondsOf)).toEqual([undefined, undefined, 0, 2.5, 10, 86_400])
  expect(['-1', '86401', 'ten', '1e3', '1.'].map(secondsOf)).toEqual([null, null, null, null, null])
})

test('what the page does not show of a kind stays, and nothing out of the usual is null', () => {
  const stored = { motion: { hold: 20, min_on: 3 }, sound: { hold: 5 }, unheard: { max: 60 } }
  const typed = typedOf(['motion', 'sound', 'face'], stored)
  expect(typed).toEqual({ motion: '20', sound: '5', face: '' })
  expect(holdsOf(stored, typed)).toEqual(stored)
  expect(holdsOf(stored, { ...typed, motion: '', sound: '', face: '8' })).toEqual({
    motion: { min_on: 3 },
    face: { hold: 8 },
    unheard: { max: 60 },
  })
  expect(holdsOf({ sound: { hold: 5 } }, { sound: '' })).toBeNull()
})
