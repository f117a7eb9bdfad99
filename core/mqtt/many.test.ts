// A big installation over a real broker: 64 channels announced, moved to another broker, and switched off (DISCOVERY, test 12).
import { describe, expect, test } from 'bun:test'
import type { AlarmKind } from '../domain/alarm-kinds.ts'
import { ROOT, startBridge } from '../testing/bridge-stand.ts'
import { announced, configs, faults, hubTests, isOnline, quiet } from '../testing/hub-tests.ts'
import { hasMosquitto, startBroker } from '../testing/mosquitto.ts'
import { addChannel } from '../testing/rows.ts'
import { until } from '../testing/until.ts'

const { use } = hubTests()
const KINDS: AlarmKind[] = [
  ...(['motion', 'line_crossing', 'intrusion', 'region_entrance', 'region_exiting', 'face'] as const),
  ...(['pir', 'unattended', 'removed_object', 'sound', 'tamper', 'scene_change', 'video_loss'] as const),
]

describe.skipIf(!hasMosquitto)('with a real broker', () => {
  test('64 channels are there within 15 s, and leave nothing behind when the broker changes', async () => {
    const [first, second] = [use(await startBroker()), use(await startBroker())]
    const old = use(await first.watch())
    const stand = use(startBridge({ url: null }))
    for (let no = 3; no <= 64; no++)
      addChannel(stand.db, stand.device(), no, { deviceName: `Camera ${no}`, can: { alarms: KINDS } })
    stand.changed()
    stand.set('mqtt_url', first.url)
    await until('all is announced', () => old.messages.some(isOnline), 25_000)
    await quiet(first, old)
    expect(configs(old.messages)).toHaveLength(66)
    expect(old.retained().size).toBeGreaterThan(1000)
    expect(await faults(old.lines)).toEqual([])

    stand.set('mqtt_url', second.url)
    const next = use(await second.watch())
    await announced(next)
    await quiet(first, old)
    expect([...old.retained()].slice(0, 5)).toEqual([])
    expect(old.messages.findLast(({ topic }) => topic === `${ROOT}/status`)?.payload).not.toBe('online')
    expect(configs(next.messages).filter(({ payload }) => payload)).toHaveLength(66)
  })
})
