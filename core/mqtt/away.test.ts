// A broker that is away for long, by a clock that the test moves: nothing is lost here, nothing old is told there.
import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { alarms } from '../db/schema/index.ts'
import { ROOT, startBridge } from '../testing/bridge-stand.ts'
import { type Clock, createClock } from '../testing/clock.ts'
import { faults, hubTests, isOnline, quiet } from '../testing/hub-tests.ts'
import { hasMosquitto, startBroker } from '../testing/mosquitto.ts'
import { until } from '../testing/until.ts'

const { use } = hubTests()
const PROCESS = join(import.meta.dir, '../testing/away-process.ts')

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

/** Of 16 MB; what it came back to was 50 kB off at most. The events of 500 alarms alone, kept for later, are 230 kB, their pictures 20 MB. */
const KEPT = 120_000
const kb = (bytes: number) => `${Math.round(bytes / 1000)} kB`

describe.skipIf(!hasMosquitto)('with a real broker', () => {
  test('ten minutes and 500 alarms later the state is right and the history whole', async () => {
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
    await raise(499)
    stand.say('tamper', true, 2)
    expect(stand.bridge.state()).toMatchObject({ connected: false })

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

  test('500 alarms with a picture each leave nothing in memory, neither while the broker is away nor when it is back', async () => {
    // Without compiled code, which grows by itself.
    const env = { ...process.env, BUN_JSC_useJIT: '0' }
    const child = Bun.spawn([process.execPath, PROCESS], { env, stdout: 'pipe' })
    const said = await new Response(child.stdout).text()
    expect(await child.exited).toBe(0)
    const { before, away, after } = JSON.parse(said) as Record<string, { bytes: number; timers: number }>
    const grown = { away: away!.bytes - before!.bytes, back: after!.bytes - before!.bytes }
    console.log(
      `500 alarms without a broker: ${kb(grown.away)} more while away, ${kb(grown.back)} when back, of ${kb(before!.bytes)}`,
    )
    expect(grown.away).toBeLessThan(KEPT)
    expect(grown.back).toBeLessThan(KEPT)
    expect(after!.timers).toBeLessThanOrEqual(before!.timers)
    // One waits for the next try to connect.
    expect(away!.timers).toBeLessThanOrEqual(before!.timers + 1)
  })
})
