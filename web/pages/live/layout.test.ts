// How a wall of pictures fits the room.
import { expect, test } from 'bun:test'
import { mostAtOnce, neighbour, wallFor, wholeWallFor } from './layout.ts'

test.each([
  [1, 1200, 700, 1],
  [4, 1200, 700, 2],
  [8, 1200, 700, 3],
  [12, 1064, 736, 3],
  [16, 1900, 1000, 4],
  [2, 500, 1200, 1],
] as const)('%d pictures in %d × %d stand in %d columns', (count, width, height, columns) => {
  expect(wallFor(count, { width, height }).columns).toBe(columns)
})

test('all pictures are in sight where there is room for them', () => {
  for (let count = 1; count <= 24; count++) {
    const { columns, width } = wallFor(count, { width: 1800, height: 960 })
    const tile = (width - 8 * (columns - 1)) / columns
    const rows = Math.ceil(count / columns)
    expect(rows * ((tile * 9) / 16) + 8 * (rows - 1)).toBeLessThanOrEqual(960.01)
    expect(width).toBeLessThanOrEqual(1800.01)
  }
})

test('sixty-four pictures in a small room are readable, and the page scrolls', () => {
  expect(wallFor(64, { width: 1064, height: 736 })).toEqual({ columns: 5, width: 1064 })
})

test('a phone held upright shows one column, on its side two', () => {
  expect(wallFor(12, { width: 390, height: 700 }).columns).toBe(1)
  expect(wallFor(12, { width: 590, height: 300 }).columns).toBe(2)
})

test('columns that somebody asked for are kept where words still fit on the pictures, and no picture is taller than the room', () => {
  expect(wallFor(8, { width: 1064, height: 736 }, 4)).toEqual({ columns: 4, width: 1064 })
  expect(wallFor(8, { width: 374, height: 700 }, 4).columns).toBe(2)
  expect(wallFor(1, { width: 1900, height: 900 }, 1)).toEqual({ columns: 1, width: 1600 })
})

test('on a screen nothing scrolls, however many there are and whatever was asked for', () => {
  const room = { width: 1280, height: 800 }
  const heightOf = (count: number, { columns, width }: { columns: number; width: number }) => {
    const rows = Math.ceil(count / columns)
    return (((width - 8 * (columns - 1)) / columns) * 9 * rows) / 16 + 8 * (rows - 1)
  }
  for (const count of [1, 7, 16, 64, 256])
    for (const asked of [null, 1, 3])
      expect(heightOf(count, wholeWallFor(count, room, asked))).toBeLessThanOrEqual(800.01)
  expect(wholeWallFor(4, room).columns).toBe(2)
  expect(wholeWallFor(4, room, 3).columns).toBe(3)
  expect(mostAtOnce(room)).toBe(36)
})

test('arrow keys lead to the neighbour, and nowhere beyond the edge', () => {
  expect(neighbour('ArrowRight', 0, 3, 7)).toBe(1)
  expect(neighbour('ArrowDown', 1, 3, 7)).toBe(4)
  expect(neighbour('ArrowDown', 5, 3, 7)).toBeNull()
  expect(neighbour('ArrowUp', 1, 3, 7)).toBeNull()
  expect(neighbour('x', 1, 3, 7)).toBeNull()
})
