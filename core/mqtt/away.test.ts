// A broker that is away for long, by a clock that the test moves: nothing is lost here, nothing old is told there.
import { heapStats } from 'bun:jsc'
import { describe, expect, test } from 'bun:test'
import { alarms } from '../db/schema/index.ts'
import { ROOT, startBridge } from '../testing/bridge-stand.ts'
import { type Clock, createClock } from '../testing/clock.ts'
import { faults, hubTests, isOnline, quiet } from '../testing/hub-tests.ts'
import { hasMosquitto, startBroker } from '../testing/mosquitto.ts'
import { until } from '../testing/until.ts'

const { use } = hubTests()

/** In turn, so that none comes back so soon that it counts as going on. */
const PLACES = [
  ['motion', 1],
  ['motion', 2],
  ['line_crossing', 1],
  ['sound', 2],
] as const

/** Time goes on while we wait. */
const meanwhile = (clock: Clock, what: string, ask: () => boolean) =>
  until(what, async () => {
    await clock.advance(100)
    return ask()
  })

/** What a heap grows by itself is less than half of it; the messages of 500 alarms, kept for later, were 2.1 MB. */
const KEPT = 1_200_000

function heap(): number {
  Bun.gc(true)
  return heapStats().heapSize
}

describe.skipIf(!hasMosquitto)('with a real broker', () => {
  test('ten minutes and 500 alarms later the state is right, the history whole, and the memory free', async () => {
    const clock = createClock()
    const broker = use(await startBroker())
    const brief = { hold: 0.5, min_on: 0 }
    const hold = { motion: brief, line_crossing: brief, sound: brief, tamper: { hold: 3600 } }
    const stand = use(startBridge({ url: broker.url, clock, hold, settings: { hub_snapshot_seconds: 0 } }))
    const first = await broker.watch()
    await meanwhile(clock, 'all is announced', () => first.messages.some(isOnline))
    const raise = async (count: number) => {
      for (let i = 0; i < count; i++) {
        const [kind, channelNo] = PLACES[i % PLACES.length]!
        stand.say(kind, true, channelNo)
        await clock.advance(1200)
      }
    }
    await raise(50)
    await first[Symbol.asyncDispose]()
    await broker.stop()
    await until('the loss is seen', () => !stand.bridge.state().connected)
    const [bytes, timers] = [heap(), clock.waiting]

    await raise(499)
    stand.say('tamper', true, 2)
    expect(stand.bridge.state()).toMatchObject({ connected: false })
    expect(heap() - bytes).toBeLessThan(KEPT)
    // The alarm that is still on waits for its end.
    expect(clock.waiting).toBeLessThanOrEqual(timers + 1)

    await broker.start()
    const second = use(await broker.watch())
    await meanwhile(clock, 'all is announced again', () => second.messages.some(isOnline))
    await quiet(broker, second)
    const held = second.retained()
    expect(held.get(`${ROOT}/n7c31/ch1/motion`)).toBe('OFF')
    expect(held.get(`${ROOT}/n7c31/ch2/motion`)).toBe('OFF')
    expect(held.get(`${ROOT}/n7c31/ch2/tamper`)).toBe('ON')
    expect(second.messages.filter(({ topic }) => topic.endsWith('/event'))).toEqual([])
    expect(await faults(second.lines)).toEqual([])
    const history = stand.db.select().from(alarms).all()
    expect(history).toHaveLength(550)
    expect(history.filter(({ endedAt }) => endedAt === null).map(({ kind }) => kind)).toEqual(['tamper'])
    expect(held.get(`${ROOT}/n7c31/ch2/last_event`)).toBe(history.at(-1)!.beganAt.toISOString())
  })
})
