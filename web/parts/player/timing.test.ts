// The live edge: when to jump, when to hurry, what to throw away, what the delay is.
import { expect, test } from 'bun:test'
import { codecName, delayOf, delayText, removeUpTo, steer } from './timing.ts'

test.each([
  ['nothing is there yet', [], 0, null, 1],
  ['close to the edge it plays on', [{ start: 0, end: 5 }], 4.7, null, 1],
  ['half a second behind it hurries', [{ start: 0, end: 5 }], 4.4, null, 1.1],
  ['a second behind it jumps', [{ start: 0, end: 5 }], 3.9, 4.75, 1],
  ['the first picture of an old key frame is jumped over', [{ start: 0, end: 4 }], 0, 3.75, 1],
  [
    'before the newest stretch it jumps into it',
    [
      { start: 0, end: 2 },
      { start: 3, end: 3.1 },
    ],
    1.9,
    3,
    1,
  ],
] as const)('%s', (_, buffered, currentTime, seekTo, rate) => {
  expect(steer(buffered, currentTime)).toEqual({ seekTo, rate })
})

test('old video is removed long before the quota of a browser', () => {
  expect(removeUpTo([{ start: 0, end: 19 }], 18)).toBeNull()
  expect(removeUpTo([{ start: 0, end: 26 }], 25)).toBe(15)
  expect(removeUpTo([], 100)).toBeNull()
})

test('the delay is counted through the epoch that is on screen', () => {
  const epochs = [
    { start: 0, zeroAt: 1000 },
    { start: 10, zeroAt: 4000 },
  ]
  expect(delayOf(epochs, 9, 10_400)).toBeCloseTo(0.4)
  expect(delayOf(epochs, 10, 14_300)).toBeCloseTo(0.3)
  expect(delayOf([], 10, 14_300)).toBeNull()
})

test('a clock that runs behind does not give a delay below zero', () => {
  expect(delayOf([{ start: 0, zeroAt: 5000 }], 1, 5500)).toBe(0)
})

test('a delay has one figure after the point as long as that says something', () => {
  expect(delayText(0.42)).toBe('0.4')
  expect(delayText(9.96)).toBe('10')
  expect(delayText(12.4)).toBe('12')
})

test('codecs are called what people call them', () => {
  expect(codecName('video/mp4; codecs="avc1.42c01e, mp4a.40.2"')).toBe('H.264')
  expect(codecName('video/mp4; codecs="hvc1.1.6.L93.90"')).toBe('H.265')
  expect(codecName('video/mp4; codecs="vp09.00.10.08"')).toBe('vp09')
})
