// The little curves beside a stream: what its relay said every ten seconds, as long as somebody read it.
import { expect, test } from 'bun:test'
import { createClock } from '../../testing/clock.ts'
import { createLivePoints, MOST_POINTS } from './live-points.ts'

test('a point comes every ten seconds, the newest sixty stay, and none of who is not read any more', async () => {
  const { timers, advance } = createClock()
  const relay = { channelId: 7, quality: 'main', running: true, framesPerSecond: 25, bitsPerSecond: 2_000_000 }
  let relays = [relay, { ...relay, quality: 'sub', framesPerSecond: 5 }, { ...relay, channelId: 8, running: false }]
  using points = createLivePoints({ read: () => relays, timers })
  points.start()
  await advance(25_000)
  expect(points.of(7)).toEqual(Array(2).fill({ framesPerSecond: 25, bitsPerSecond: 2_000_000 }))
  expect(points.of(8)).toEqual([])
  await advance(700_000)
  expect(points.of(7)).toHaveLength(MOST_POINTS)
  relays = []
  await advance(10_000)
  expect(points.of(7)).toEqual([])
})
