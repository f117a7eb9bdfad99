// Places in a picture: whether they touch, and how the place of an alarm grows.
import { expect, test } from 'bun:test'
import { boundsOf, boxArea, grownArea, type Point, tidyArea, touches } from './area.ts'

const box = (...args: Parameters<typeof boxArea>): Point[] => boxArea(...args) ?? []
const triangle = [
  { x: 0.1, y: 0.1 },
  { x: 0.9, y: 0.1 },
  { x: 0.5, y: 0.9 },
]

test('two places touch where one lies in the other, where their edges cross, and where they share an edge', () => {
  expect(touches(triangle, box(0.45, 0.2, 0.05, 0.05))).toBe(true)
  expect(touches(box(0.45, 0.2, 0.05, 0.05), triangle)).toBe(true)
  expect(touches(triangle, box(0, 0, 1, 1))).toBe(true)
  // No corner of either in the other.
  expect(touches(box(0, 0.4, 1, 0.1), box(0.4, 0, 0.1, 1))).toBe(true)
  expect(touches(box(0, 0, 0.5, 0.5), box(0.5, 0, 0.5, 0.5))).toBe(true)
})

test('two places that only their bounds share do not touch', () => {
  expect(touches(triangle, box(0, 0.7, 0.2, 0.2))).toBe(false)
  expect(touches(triangle, box(0.8, 0.6, 0.2, 0.4))).toBe(false)
  expect(touches(triangle, [])).toBe(false)
})

test('a line is a place too', () => {
  const line = [
    { x: 0, y: 0.5 },
    { x: 1, y: 0.5 },
  ]
  expect(touches(triangle, line)).toBe(true)
  expect(touches(box(0, 0, 1, 0.4), line)).toBe(false)
})

test('what lies beyond the picture is cut off, and what is no place is none', () => {
  expect(boundsOf(box(-0.2, 0.5, 0.4, 0.9))).toEqual({ left: 0, top: 0.5, right: 0.2, bottom: 1 })
  expect(boxArea(0.5, 0.5, 0, 0.1)).toBeNull()
  expect(boxArea(Number.NaN, 0, 1, 1)).toBeNull()
  expect(
    tidyArea([
      { x: Number.NaN, y: 1 },
      { x: 0, y: 0 },
    ]),
  ).toBeNull()
  expect(
    tidyArea([
      { x: -1, y: 0.123456 },
      { x: 2, y: 0.5 },
    ]),
  ).toEqual([
    { x: 0, y: 0.1235 },
    { x: 1, y: 0.5 },
  ])
})

test('the place of an alarm grows with its target, in steps, and never shrinks', () => {
  const first = box(0.3, 0.3, 0.1, 0.1)
  expect(grownArea(null, first)).toBe(first)
  expect(grownArea(first, null)).toBe(first)
  expect(grownArea(first, box(0.32, 0.32, 0.01, 0.01))).toBe(first)
  const grown = grownArea(first, box(0.41, 0.3, 0.01, 0.05)) ?? []
  expect(boundsOf(grown)).toEqual({ left: 0.3, top: 0.3, right: 0.45, bottom: 0.4 })
  expect(grownArea(grown, box(0.43, 0.3, 0.01, 0.05))).toBe(grown)
})
