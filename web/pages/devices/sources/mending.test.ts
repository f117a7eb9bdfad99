// What a person reads before a detector is mended.
import { expect, test } from 'bun:test'
import { changesOf } from './mending.ts'

test('only what is off is said to change', () => {
  const names = (enabled: boolean | null, notifies: boolean | null) =>
    changesOf({ enabled, notifies }).map(({ name, before, after }) => `${name}: ${before} → ${after}`)
  expect(names(false, false)).toEqual(['Detector: Off → On', 'Tells us: No → Yes'])
  expect(names(true, false)).toEqual(['Tells us: No → Yes'])
  expect(names(null, null)).toEqual([])
})
