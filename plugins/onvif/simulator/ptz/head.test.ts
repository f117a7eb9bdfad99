// The head by itself: where a way ends.
import { expect, test } from 'bun:test'
import { createHead } from './head.ts'

test('a way ends exactly where it was to end, wherever it began', () => {
  let ms = 1_000
  const head = createHead({ zoom: true, positions: true, home: true, presets: 16 }, () => new Date(ms))
  for (let step = 1; step <= 200; step++) {
    head.drive({ tilt: step % 2 ? 0.7 : -0.3 }, 3)
    ms += step * 7 + 0.1
    head.travel({ pan: 0, tilt: 0, zoom: 0 })
    ms += 10_000
    expect(head.at()).toEqual({ pan: 0, tilt: 0, zoom: 0 })
  }
})
