// How long a download will take yet, told from what it has taken so far, with all that it does.
import { expect, test } from 'bun:test'
import type { JobProgress } from '../jobs.ts'
import { createMeter } from './meter.ts'

const MB = 1e6

function measured(bytesTotal: number) {
  const told: JobProgress[] = []
  const clock = { at: 0 }
  const meter = createMeter({ bytesTotal, tell: (progress) => void told.push(progress), clock: () => clock.at })
  /** So many megabytes, one every 100 ms. */
  const come = (count: number) => {
    for (let index = 0; index < count; index++) {
      clock.at += 100
      meter.add(MB)
    }
  }
  return { meter, clock, come, left: () => told.at(-1)?.etaSeconds }
}

test('the time left is by the pace of the last seconds, and not told while a clip is being made playable', () => {
  const { meter, come, left } = measured(1000 * MB)
  come(100)
  expect(left()).toBeGreaterThanOrEqual(90)
  expect(left()).toBeLessThanOrEqual(91)
  meter.rest()
  expect(left()).toBe(null)
})

test('after the first clip it holds what making them playable takes, and not the clips that were there', () => {
  const { meter, clock, come, left } = measured(1000 * MB)
  // Two tenths are there already: that says nothing of the pace.
  meter.whole(200 * MB)
  expect(left()).toBe(null)
  come(100)
  meter.rest()
  clock.at += 30_000
  meter.whole(100 * MB)
  // 10 s and 30 s for a tenth, seven tenths to go.
  expect(left()).toBe(280)
  come(100)
  // 50 s for two tenths, six to go.
  expect(left()).toBeGreaterThanOrEqual(145)
  expect(left()).toBeLessThanOrEqual(160)
})
