// What the guide on hubs says, held against a whole run: its topics, its examples, and the access list for Mosquitto.
import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Broker, type Capture, hasMosquitto, startBroker } from '../core/testing/mosquitto.ts'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { type Simulator, startSimulator } from '../plugins/hikvision/simulator/index.ts'
import { blocksOf } from './examples.ts'
import { read } from './tree.ts'

if (!hasMosquitto) console.warn('Mosquitto is not installed: the guide on hubs is not held against a run.')

const NODE = 'k3f9x2ab'
/** The recorder of the guide. */
const KEY = 'n7c31'
const guide = await read('docs/guide/hub.md')
const blocks = (language: string) => blocksOf(guide, language)

/** Every topic and filter that the guide names, whole. */
function topicsOf(text: string): string[] {
  const whole = [...text.matchAll(/(?<![\w/.@])(?:porchlight|homeassistant)\/[\w+#/-]+/g)].map(([topic]) => topic)
  const short = [...text.matchAll(/(?<![\w/])R\/([\w+#/-]+)/g)].map(([, rest]) => `porchlight/${NODE}/${rest}`)
  const dotted = [...text.matchAll(/mqtt\.0\.([\w.]+)/g)].map(([, path = '']) => path.replaceAll('.', '/'))
  return [...new Set([...whole, ...short, ...dotted])]
}

/** The root alone, what the hub itself says, and the form that is not in use. */
const NOT_OURS = [`porchlight/${NODE}`, 'homeassistant/status', 'homeassistant/+/+/+/config']
const named = topicsOf(guide).filter((topic) => !NOT_OURS.includes(topic))

function matches(filter: string, topic: string): boolean {
  const pattern = filter.replaceAll('+', '[^/]+').replace(/\/#$/, '(/.*)?')
  return new RegExp(`^${pattern}$`).test(topic)
}

describe.skipIf(!hasMosquitto)('the guide on hubs', () => {
  let folder: string
  let broker: Broker
  let capture: Capture
  let recorder: Simulator
  let porchlight: TestApp
  /** In a run with the guide's access list: everything seen, and where commands are listened for; `KEY` for the recorder's own key. */
  let known: Set<string>

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'porchlight-guide-'))
    // Mosquitto reads the list as a user of its own, when it is started by root.
    chmodSync(folder, 0o755)
    const list = join(folder, 'acl')
    // Before the first user stands what nobody in particular may do: the subscriber's own mark.
    await Bun.write(list, `topic readwrite test/#\n\nuser watcher\ntopic read #\n\n${blocks('acl').join('\n')}`)
    broker = await startBroker(`allow_anonymous true\nacl_file ${list}`)
    capture = await broker.watch('-u', 'watcher', '-P', 'x')
    recorder = await startSimulator({ model: 'nvr8', rtsp: false, events: 'none' })
    porchlight = await createTestApp([hikvision], {
      PORCHLIGHT_MQTT_URL: broker.url.replace('//', '//porchlight:x@'),
      PORCHLIGHT_NODE_ID: NODE,
    })
    const { ask } = porchlight
    await ask('PUT', '/api/settings/hub_control', { value: 'all' })
    const login = { ip_web: recorder.url, username: recorder.user, password: recorder.password, brand: 'HIKVision' }
    await ask('POST', '/api/devices', login)
    await until('alarms can come', () => recorder.stats.alertStreams > 0, 60_000)
    const seen = (end: string) => capture.messages.find(({ topic }) => topic.endsWith(end))?.topic
    await until('the channel is announced', () => seen('/ch1/status'), 60_000)
    await recorder.raise({ type: 'VMD', channel: 1, state: 'active' })
    const event = await until('the alarm has come', () => seen('/ch1/event'))
    const key = event.split('/')[2] ?? ''
    await broker.publish(event.replace('/event', '/cmd/take_snapshot'), 'PRESS', '-u', 'hub', '-P', 'x')
    await until('the command is answered', () => seen('/bridge/result'))
    const wanted = named.filter((topic) => !/[+#]/.test(topic))
    const look = () => {
      const topics = [...capture.messages.map(({ topic }) => topic), ...commandTopics()]
      known = new Set(topics.map((topic) => topic.replaceAll(key, KEY)))
      return known
    }
    // What is missing is said by the test, with its name.
    await until('all has come', () => wanted.every((topic) => look().has(topic))).catch(() => {})
  }, 180_000)
  afterAll(async () => {
    for (const thing of [porchlight, recorder, capture, broker]) await thing?.[Symbol.asyncDispose]()
    rmSync(folder, { recursive: true, force: true })
  }, 120_000)

  function commandTopics(): string[] {
    const configs = capture.messages.filter(({ topic, payload }) => topic.endsWith('/config') && payload)
    return configs.flatMap(({ payload }) => {
      const { components } = JSON.parse(payload ?? '') as { components: Record<string, { command_topic?: string }> }
      return Object.values(components).flatMap(({ command_topic }) => command_topic ?? [])
    })
  }

  test('names no topic that a run does not publish or listen to, with the access list that it gives', () => {
    expect(named.length).toBeGreaterThan(60)
    expect(named.filter((topic) => ![...known].some((one) => matches(topic, one)))).toEqual([])
  })

  test('names every topic of the recorder and its channels, or another of its kind', () => {
    /** One of many: other kinds of alarm, disks, inputs and channels. */
    const kind = (topic: string) =>
      topic
        .replace(/\/ch\d+/, '/ch1')
        .replace(/_\d+(?=\/|_|$)/, '_1')
        .replace(/\/[a-z_]+_detection(?=\/|$)/, '/motion_detection')
    const alarms = new Set(
      capture.messages
        .filter(({ topic, payload }) => topic.endsWith('/config') && payload)
        .flatMap(({ payload }) => {
          const { components } = JSON.parse(payload ?? '') as {
            components: Record<string, { event_types?: string[] }>
          }
          return components.event?.event_types ?? []
        }),
    )
    const missing = [...known].filter((topic) => {
      if (!topic.startsWith(`porchlight/${NODE}/`) || named.includes(kind(topic))) return false
      const end =
        topic
          .replace(/\/attributes$/, '')
          .split('/')
          .at(-1) ?? ''
      return !alarms.has(end)
    })
    expect(missing).toEqual([])
  })

  test('names every word of an event and of what stays of it', async () => {
    const last = () => capture.messages.findLast(({ topic }) => topic.endsWith('/ch1/last_event/attributes'))?.payload
    await recorder.raise({ type: 'VMD', channel: 1, state: 'inactive' })
    await until('the alarm has ended', () => last()?.includes('"ended"'))
    const event = capture.messages.find(({ topic }) => topic.endsWith('/ch1/event'))?.payload ?? ''
    const [, sample = ''] = /```json\n(\{"event_type[\s\S]*?)```/.exec(guide) ?? []
    const words = [...Object.keys(JSON.parse(sample) as object), 'rule', 'raw_type']
    expect(Object.keys(JSON.parse(event) as object).filter((word) => !words.includes(word))).toEqual([])
    const [paragraph = ''] = /What was known of the last alarm[\s\S]*?\n\n/.exec(guide) ?? []
    const stays = Object.keys(JSON.parse(last() ?? '') as object)
    expect(stays).toContain('message')
    expect(stays.filter((word) => !paragraph.includes(`\`${word}\``) && !paragraph.includes(`\`"${word}"`))).toEqual([])
  }, 120_000)

  test('a switch that the hub may not use has no topic, but for outputs', async () => {
    const { ask } = porchlight
    const shown = (end: string) => capture.messages.findLast(({ topic }) => topic.endsWith(end))?.payload
    const switches = ['/holiday', '/ch1/record', '/ch1/motion_detection', '/ch1/stream']
    const hidden = () => switches.filter((end) => !shown(end))
    try {
      await ask('PUT', '/api/settings/hub_control', { value: 'safe' })
      await until('two are hidden', () => hidden().length === 2)
      expect(hidden()).toEqual(['/holiday', '/ch1/record'])
      const output = capture.messages.find(({ topic }) => topic.endsWith('/output_1'))?.topic ?? ''
      const answers = () => capture.messages.filter(({ topic, payload }) => topic.endsWith('/result') && payload)
      await broker.publish(`${output}/set`, 'ON', '-u', 'hub', '-P', 'x')
      const refused = () => answers().find(({ payload }) => payload?.includes(`${output}/set`))
      await until('the command is refused', refused)
      expect(JSON.parse(refused()?.payload ?? '')).toMatchObject({
        ok: false,
        error: expect.stringContaining('hub_control at "all"'),
      })
      await ask('PUT', '/api/settings/hub_control', { value: 'none' })
      await until('all are hidden', () => hidden().length === switches.length)
      expect(shown('/output_1')).toBe('OFF')
    } finally {
      await ask('PUT', '/api/settings/hub_control', { value: 'all' })
    }
  }, 120_000)

  test('the hub may not write what is ours, nor we what is the hub’s', async () => {
    const from = capture.messages.length
    await broker.publish(`porchlight/${NODE}/bridge/version`, 'wrong', '-u', 'hub', '-P', 'x')
    await broker.publish('homeassistant/status', 'wrong', '-u', 'porchlight', '-P', 'x')
    await broker.publish('homeassistant/status', 'right', '-u', 'hub', '-P', 'x')
    await until('the last one came', () => capture.messages.some(({ payload }) => payload === 'right'))
    expect(capture.messages.slice(from).filter(({ payload }) => payload === 'wrong')).toEqual([])
  })
})

describe('its examples', () => {
  test('are JSON and YAML where they say so', () => {
    const json = blocks('json').map((text) => JSON.parse(text) as unknown)
    const yaml = blocks('yaml').map((text) => Bun.YAML.parse(text))
    expect([json.length, yaml.length]).toEqual([3, 2])
    const flow = json.find(Array.isArray) as {
      id: string
      wires?: string[][]
      broker?: string
      x?: number
      y?: number
    }[]
    const ids = flow.map(({ id }) => id)
    for (const { wires = [], broker } of flow) {
      expect(wires.flat().filter((id) => !ids.includes(id))).toEqual([])
      if (broker?.startsWith('p')) expect(ids).toContain(broker)
    }
    // Node-RED's editor puts nodes without a place on top of each other, and calls a broker without this not properly configured.
    const placed = flow.filter(({ wires }) => wires)
    expect(new Set(placed.map(({ x, y }) => (x && y ? `${x} ${y}` : 'nowhere'))).size).toBe(placed.length)
    expect(flow.find(({ wires }) => !wires)).toMatchObject({ keepalive: '60' })
  })
})
