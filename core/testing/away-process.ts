// What the appliance holds before, while and after the broker is away, in a process of its own: no test's notes, no compiled code beside it.
import { heapStats } from 'bun:jsc'
import { PICTURE, startBridge } from './bridge-stand.ts'
import { createClock } from './clock.ts'
import { isOnline } from './hub-tests.ts'
import { startBroker } from './mosquitto.ts'
import { until } from './until.ts'

/** In turn, so that none comes back so soon that it counts as going on. */
const PLACES = [
  ['motion', 1],
  ['motion', 2],
  ['line_crossing', 1],
  ['sound', 2],
] as const

/** More than that may still be on its way when all has been announced. */
const SETTLED = 100_000

/** With what lies outside of it: pictures do. */
function heap(): number {
  Bun.gc(true)
  const { heapSize, extraMemorySize } = heapStats()
  return heapSize + extraMemorySize
}

await using broker = await startBroker()
const clock = createClock()
const brief = { hold: 0.5, min_on: 0 }
const hold = { motion: brief, line_crossing: brief, sound: brief }
await using stand = startBridge({ url: broker.url, clock, hold })

async function back() {
  await using capture = await broker.watch()
  await until('all is announced', async () => {
    await clock.advance(100)
    return capture.messages.some(isOnline)
  })
  // The pictures follow.
  await clock.advance(20_000)
}

async function away(count: number) {
  await broker.stop()
  await until('the loss is seen', () => !stand.bridge.state().connected)
  for (let i = 0; i < count; i++) {
    const [kind, channelNo] = PLACES[i % PLACES.length]!
    stand.say(kind, true, channelNo, { picture: PICTURE.slice() })
    await clock.advance(1200)
  }
  const bytes = heap()
  const timers = clock.waiting
  await broker.start()
  await back()
  return { bytes, timers }
}

await back()
// Once over before it counts: what is filled at the first use is no growth.
await away(20)
const before = { bytes: heap(), timers: clock.waiting }
const while500 = await away(500)
// On a busy machine the last pictures are on their way still; what never goes is told as it is then.
await until('what was on its way is gone', () => heap() < before.bytes + SETTLED).catch(() => {})
const after = { bytes: heap(), timers: clock.waiting }
console.log(JSON.stringify({ before, away: while500, after }))
