// The order of pictures on a wall.
import { expect, test } from 'bun:test'
import { kept, moved, pagesOf, placeAt } from './order.ts'

test('a picture moves forward, back and nowhere', () => {
  expect(moved([1, 2, 3, 4], 1, 2)).toEqual([2, 3, 1, 4])
  expect(moved([1, 2, 3, 4], 4, 0)).toEqual([4, 1, 2, 3])
  expect(moved([1, 2, 3, 4], 2, 1)).toEqual([1, 2, 3, 4])
})

test('a camera that is switched off stays on its wall while the others are arranged, one that is taken out does not', () => {
  expect(kept([1, 9, 2, 3], [1, 2, 3], [3, 1, 2])).toEqual([3, 1, 2, 9])
  expect(kept([1, 9, 2, 3], [1, 2, 3], [1, 3])).toEqual([1, 3, 9])
  expect(kept([1, 9], [1], [1, 9])).toEqual([1, 9])
})

test('a finger between pictures is on the nearest one', () => {
  const box = (left: number, top: number) => ({ left, top, width: 160, height: 90 })
  const boxes = [box(0, 0), box(168, 0), box(0, 98)]
  expect(placeAt(80, 45, boxes)).toBe(0)
  expect(placeAt(166, 45, boxes)).toBe(1)
  expect(placeAt(300, 180, boxes)).toBe(1)
  expect(placeAt(10, 900, boxes)).toBe(2)
})

test('pictures take turns by so many, and the last page has the rest', () => {
  expect(pagesOf([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]])
  expect(pagesOf([], 4)).toEqual([])
})
