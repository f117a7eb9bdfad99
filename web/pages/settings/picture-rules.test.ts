// The sizes that are offered for pictures.
import { expect, test } from 'bun:test'
import { keepsLess, sizesOffered } from './picture-rules.ts'

const GIB = 1024 ** 3

test('what is set is among what is offered, and reads as what it nearly is', () => {
  expect(sizesOffered(2 * GIB).map(([bytes, shown]) => [bytes, shown])).toEqual([
    [500e6, 500e6],
    [2 * GIB, 2e9],
    [10e9, 10e9],
    [50e9, 50e9],
    [200e9, 200e9],
  ])
  expect(sizesOffered(5e9).map(([bytes]) => bytes)).toEqual([500e6, 2e9, 5e9, 10e9, 50e9, 200e9])
})

test('fewer days or less room is less', () => {
  expect(keepsLess({ days: 30, bytes: 2 }, { days: 30, bytes: 2 })).toBe(false)
  expect(keepsLess({ days: 30, bytes: 2 }, { days: 7, bytes: 3 })).toBe(true)
  expect(keepsLess({ days: 30, bytes: 2 }, { days: 90, bytes: 1 })).toBe(true)
})
