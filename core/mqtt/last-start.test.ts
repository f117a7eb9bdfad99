// When we began, as the hub is told: right also where the machine only learned the time afterwards.
import { describe, expect, test } from 'bun:test'
import { ROOT, startBridge } from '../testing/bridge-stand.ts'
import { createClock } from '../testing/clock.ts'
import { hubTests } from '../testing/hub-tests.ts'
import { hasMosquitto, startBroker } from '../testing/mosquitto.ts'
import { until } from '../testing/until.ts'

const { use } = hubTests()
const TOPIC = `${ROOT}/bridge/started`

async function begin(at: string) {
  const clock = createClock(new Date(at))
  const broker = use(await startBroker())
  const capture = use(await broker.watch())
  use(startBridge({ url: broker.url, clock, settings: { hub_snapshot_seconds: 0 } }))
  const told = () => capture.messages.filter(({ topic }) => topic === TOPIC).map(({ payload }) => String(payload))
  const isTold = (count: number) =>
    until(`it is told ${count} times`, async () => {
      await clock.advance(100)
      return told().length >= count
    })
  return { clock, told, isTold }
}

describe.skipIf(!hasMosquitto)('the last start', () => {
  test('of a machine that begins in 1970 is not known, and told within a minute of its learning the time', async () => {
    const { clock, told, isTold } = await begin('1970-01-01T00:00:10Z')
    await isTold(1)
    expect(told()).toEqual(['None'])
    await clock.advance(3_600_000 - clock.elapsed())
    clock.set(new Date('2026-01-05T11:00:00Z'))
    await clock.advance(60_000)
    await isTold(2)
    expect(told()).toEqual(['None', '2026-01-05T10:00:00.000Z'])
  }, 120_000)

  test('stays the same while a good clock is put right', async () => {
    const { clock, told, isTold } = await begin('2026-01-05T10:00:00Z')
    await isTold(1)
    clock.set(new Date('2026-01-05T09:00:00Z'))
    await clock.advance(600_000)
    expect(told()).toEqual(['2026-01-05T10:00:00.000Z'])
  }, 120_000)
})
