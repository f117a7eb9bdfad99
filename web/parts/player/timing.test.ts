// The live edge: how close to it the picture keeps, what to throw away, what the delay is.
import { expect, test } from 'bun:test'
import { catchUpRate, codecName, createPace, delayOf, delayText, removeUpTo, roomBehind } from './timing.ts'

/** A stream of pieces of 0.2 s at their time, watched by a player that obeys; `late` seconds may be put on each. */
function watch(count: number, { behind = 0.25, late = (_: number): number => 0 } = {}) {
  const pace = createPace()
  let currentTime = 10 - behind
  let before = 0
  let rate = 1
  let stood = 0
  const spare: number[] = []
  for (let piece = 0; piece < count; piece++) {
    const end = 10 + piece * 0.2
    const at = piece * 0.2 + late(piece)
    let asked = false
    let left = end - 0.2 - currentTime
    for (let passed = before; passed < at && piece > 0; passed += 0.001) {
      if (left <= 0.03 && !asked) {
        asked = true
        rate = pace.late()
      }
      left -= 0.001 * rate
      if (left <= 0) stood++
      else currentTime += 0.001 * rate
    }
    before = at
    spare.push(end - 0.2 - currentTime)
    const steering = pace.appended([{ start: 0, end }], currentTime)
    currentTime = steering.seekTo ?? currentTime
    rate = steering.rate
  }
  return { spare, stood, rate, currentTime }
}

test('a little is left when the next piece comes, from wherever the picture began', () => {
  for (const behind of [0.21, 0.25, 0.4, 0.8, 5]) {
    const { spare, stood, rate } = watch(150, { behind })
    expect(spare.at(-1)).toBeGreaterThan(0.028)
    expect(spare.at(-1)).toBeLessThan(0.065)
    expect([stood, rate]).toEqual([0, 1])
  }
})

test('a piece that is late stretches what is left instead of letting the picture stand', () => {
  const { stood, spare } = watch(60, { late: (piece) => (piece === 30 ? 0.11 : 0) })
  expect(stood).toBe(0)
  expect(spare.at(-1)).toBeLessThan(0.065)
})

test('pieces that come unevenly leave more to spare, up to a bound', () => {
  const pace = createPace()
  pace.appended([{ start: 0, end: 10 }], 9.75)
  expect(pace.appended([{ start: 0, end: 10.2 }], 9.95).rate).toBe(1)
  pace.stood()
  expect(pace.appended([{ start: 0, end: 10.4 }], 10.15).rate).toBe(0.97)
  for (let time = 0; time < 100; time++) pace.stood()
  expect(pace.appended([{ start: 0, end: 20 }], 10).seekTo).toBeCloseTo(20 - 0.85)
})

test('longer pieces are waited for', () => {
  const pace = createPace()
  for (const end of [10, 10.25, 10.5]) pace.appended([{ start: 0, end }], end - 0.3)
  expect(pace.appended([{ start: 0, end: 10.75 }], 10.75 - 0.25).rate).toBe(0.97)
})

test('the first picture of an old key frame is jumped over, and so is a gap', () => {
  expect(createPace().appended([], 0)).toEqual({ seekTo: null, rate: 1, lateInMs: null })
  expect(createPace().appended([{ start: 0, end: 4 }], 0).seekTo).toBeCloseTo(3.75)
  const gap = [
    { start: 0, end: 2 },
    { start: 3, end: 3.1 },
  ]
  expect(createPace().appended(gap, 1.9)).toEqual({ seekTo: 3, rate: 1, lateInMs: null })
})

test('old video is removed long before the quota of a browser', () => {
  expect(removeUpTo([{ start: 0, end: 19 }], 18)).toBeNull()
  expect(removeUpTo([{ start: 0, end: 26 }], 25)).toBe(15)
  expect(removeUpTo([], 100)).toBeNull()
})

test('a big picture keeps more of what was, and one can go back as far as there is no gap', () => {
  expect(removeUpTo([{ start: 0, end: 45 }], 40, 30)).toBeNull()
  expect(removeUpTo([{ start: 0, end: 45 }], 41, 30)).toBe(11)
  const ranges = [
    { start: 0, end: 10 },
    { start: 12, end: 30 },
  ]
  expect(roomBehind(ranges, 29)).toBe(17)
  expect(roomBehind(ranges, 11)).toBe(0)
  expect(roomBehind([], 5)).toBe(0)
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

test('who joined a list late is brought to where its player should be, and left alone there', () => {
  expect([catchUpRate(0.9), catchUpRate(0.2), catchUpRate(0.03), catchUpRate(-0.3)]).toEqual([1.1, 1.03, 1, 1])
})
