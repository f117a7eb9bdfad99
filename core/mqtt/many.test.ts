// A big installation over a real broker: 64 channels announced, moved to another broker, and switched off (DISCOVERY, test 12).
import { describe, expect, test } from 'bun:test'
import mqtt from 'mqtt'
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

/** Subscribes as Home Assistant does: to announcements, then to what they name. Resolves with the named topics, and what came. */
async function asHomeAssistant(url: string): Promise<{ expected: Set<string>; got: Set<string> }> {
  const client = await mqtt.connectAsync(url, { reconnectPeriod: 0 })
  const got = new Set<string>()
  const announced: string[] = []
  client.on('message', (topic, payload) => {
    got.add(topic)
    if (topic.endsWith('/config')) announced.push(payload.toString())
  })
  await client.subscribeAsync(['homeassistant/+/+/config', 'homeassistant/+/+/+/config'], { qos: 0 })
  await until('all configs came', () => announced.length === 66)
  const wanted = new Map<string, 0 | 1>()
  for (const text of announced) {
    const { availability, components } = JSON.parse(text) as Announcement
    for (const one of Object.values(components)) {
      const lists = (one.availability ?? availability).map(({ topic }) => topic)
      // What comes when it happens is not retained.
      const own =
        one.platform === 'event' ? [] : [one.state_topic, one.topic, one.image_topic, one.json_attributes_topic]
      for (const topic of [...lists, ...own]) if (topic) wanted.set(topic, wanted.get(topic) === 1 ? 1 : (one.qos ?? 0))
    }
  }
  for (const qos of [0, 1] as const) {
    const topics = [...wanted].filter((entry) => entry[1] === qos).map(([topic]) => topic)
    for (let i = 0; i < topics.length; i += 100) await client.subscribeAsync(topics.slice(i, i + 100), { qos })
  }
  const expected = new Set(wanted.keys())
  await until('nothing is missing', () => expected.isSubsetOf(got)).catch(() => {})
  await client.endAsync()
  return { expected, got }
}

interface Announcement {
  availability: { topic: string }[]
  components: Record<string, Component>
}

interface Component {
  platform: string
  qos?: 0 | 1
  availability?: { topic: string }[]
  state_topic?: string
  topic?: string
  image_topic?: string
  json_attributes_topic?: string
}

describe.skipIf(!hasMosquitto)('with a real broker', () => {
  test('12: 64 channels are there within 15 s for every subscriber, and leave nothing behind when the broker changes', async () => {
    const [first, second] = [use(await startBroker()), use(await startBroker())]
    const old = use(await first.watch())
    const stand = use(startBridge({ url: null }))
    for (let no = 3; no <= 64; no++)
      addChannel(stand.db, stand.device(), no, { deviceName: `Camera ${no}`, can: { alarms: KINDS } })
    stand.changed()
    stand.set('mqtt_url', first.url)
    await until('all is announced', () => old.messages.some(isOnline))
    await quiet(first, old)
    expect(configs(old.messages)).toHaveLength(66)
    expect(old.retained().size).toBeGreaterThan(1000)
    expect(Math.max(...configs(old.messages).map(({ payload }) => payload!.length))).toBeLessThan(65_536)
    expect(await faults(old.lines)).toEqual([])

    // The broker has its default limits, and drops what is too much at once for one subscriber.
    const fresh = use(await first.watch('-q', '0'))
    await quiet(first, fresh)
    expect(fresh.retained().size).toBe(old.retained().size)
    const { expected, got } = await asHomeAssistant(first.url)
    expect(expected.size).toBeGreaterThan(900)
    expect([...expected].filter((topic) => !got.has(topic))).toEqual([])

    stand.set('mqtt_url', second.url)
    const next = use(await second.watch())
    await announced(next)
    await quiet(first, old)
    expect([...old.retained()].slice(0, 5)).toEqual([])
    expect(old.messages.findLast(({ topic }) => topic === `${ROOT}/status`)?.payload).not.toBe('online')
    expect(configs(next.messages).filter(({ payload }) => payload)).toHaveLength(66)
  }, 120_000)
})
