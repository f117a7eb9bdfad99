// Sizes as people buy them.
import { expect, test } from 'bun:test'
import { percent, size, sizeOfMib } from './sizes.ts'

test('a disk of two terabytes is called so, though the device counts in MiB', () => {
  expect(sizeOfMib(1_907_729)).toBe('2 TB')
  expect(sizeOfMib(953_869)).toBe('1 TB')
  expect(sizeOfMib(0)).toBe('0 byte')
})

test('three figures are enough, in the unit that needs the fewest', () => {
  expect(size(1_864_000_000_000)).toBe('1.86 TB')
  expect(size(512_400_000)).toBe('512 MB')
  expect(size(999_900_000_000)).toBe('1 TB')
})

test('a share never leaves the hundred', () => {
  expect([percent(-1), percent(0.426), percent(1.2)]).toEqual(['0%', '43%', '100%'])
})
