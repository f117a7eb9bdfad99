// Three appliances on one broker, each with an id of its own: what is one's is never another's, neither said, heard nor lost.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import {
  type Broker,
  type Capture,
  checkDiscovery,
  faultsWhenTold,
  hasChecker,
  hasMosquitto,
  startBroker,
} from '../../core/testing/mosquitto.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { type Appliance, startAppliance, until } from './appliance.ts'

setDefaultTimeout(180_000)
if (!hasMosquitto)
  console.warn('skipped: mosquitto is not installed, so several appliances on one broker are not tried')

const NODES = ['attic001', 'barn0002', 'cellar03'] as const
type Node = (typeof NODES)[number]

let broker: Broker
let capture: Capture
const recorders = new Map<Node, Simulator>()
const appliances = new Map<Node, Appliance>()

const of = <T>(all: Map<Node, T>, node: Node): T => {
  const one = all.get(node)
  if (!one) throw new Error(`${node} was not started`)
  return one
}
const held = (topic: string) => capture.retained().get(topic)
const status = (node: Node) => held(`porchlight/${node}/status`)
/** Topics that hold something, of one appliance's own tree and of its announcements. */
const owned = (node: Node) =>
  [...capture.retained().keys()].filter((topic) => topic.includes(`/${node}/`) || topic.includes(`porchlight_${node}`))
const outputOf = (node: Node) => owned(node).find((topic) => topic.endsWith('/output_1')) ?? ''
/** What was said below an appliance's root since. */
const saidSince = (node: Node, count: number) =>
  capture.messages.slice(count).filter(({ topic }) => topic.startsWith(`porchlight/${node}/`))

/** The three recorders are the same model with the same number: what tells them apart is who speaks of them. */
async function start(node: Node): Promise<void> {
  const recorder = await startSimulator({ model: 'nvr8', channels: 2, events: 'none', footage: { days: 1, perDay: 2 } })
  recorders.set(node, recorder)
  const appliance = await startAppliance({
    env: { PORCHLIGHT_MQTT_URL: broker.url, PORCHLIGHT_NODE_ID: node, PORCHLIGHT_LOG: 'info' },
  })
  appliances.set(node, appliance)
  await appliance.signIn()
  await appliance.call('PUT', '/api/settings/hub_control', { value: 'all' })
  const { url, user, password } = recorder
  const device = { ip_web: url, username: user, password, brand: 'hikvision' }
  expect((await appliance.call('POST', '/api/devices', device)).status).toBe(201)
}

describe.skipIf(!hasMosquitto)('three appliances on one broker', () => {
  beforeAll(async () => {
    broker = await startBroker()
    capture = await broker.watch()
    for (const node of NODES) await start(node)
    const isTold = (node: Node) => {
      const ends = ['/output_1', '/ch1/motion', '/ch2/motion', '/ch1/recording', '/ch2/recording']
      return status(node) === 'online' && ends.every((end) => owned(node).some((topic) => topic.endsWith(end)))
    }
    await until('each has told of its recorder', () => NODES.every(isTold), 120)
  })

  afterAll(async () => {
    for (const part of [...appliances.values(), ...recorders.values(), capture, broker])
      await part?.[Symbol.asyncDispose]()
  })

  test('no topic and no entity is in two of their trees, and each tree is whole', async () => {
    const trees = NODES.map(owned)
    for (const tree of trees) expect(tree.length).toBeGreaterThan(50)
    const all = trees.flat()
    expect(new Set(all).size).toBe(all.length)
    const theirs = [...capture.retained().keys()].filter((topic) => /^(porchlight|homeassistant)\//.test(topic))
    expect(theirs.toSorted()).toEqual(all.toSorted())
    const ids = NODES.map((node) => {
      const configs = owned(node).filter((topic) => topic.endsWith('/config'))
      const text = configs.map((topic) => held(topic)).join('\n')
      for (const other of NODES) if (other !== node) expect(text).not.toContain(other)
      return [...text.matchAll(/"unique_id":"([^"]+)"/g)].map(([, id]) => id)
    })
    for (const own of ids) expect(own.length).toBeGreaterThan(20)
    expect(new Set(ids.flat()).size).toBe(ids.flat().length)
    if (!hasChecker) return
    // Whose cameras have equal names does not know of the other's; a hub numbers them.
    const beyondNames = (faults: string[]) => faults.filter((fault) => !fault.includes('has the same name'))
    expect(beyondNames(await faultsWhenTold(capture))).toEqual([])
    for (const node of NODES) {
      const own = capture.lines.filter((line) => line.includes(node))
      expect((await checkDiscovery(own)).at(-1)).toEndWith(' 0 faults')
    }
  })

  test('a command is obeyed by the one that it is for, and heard by no other', async () => {
    for (const node of NODES) {
      const before = capture.messages.length
      await broker.publish(`${outputOf(node)}/set`, 'ON')
      await until(`${node} shows the output on`, () => held(outputOf(node)) === 'ON', 60)
      expect([...of(recorders, node).stats.outputs]).toEqual([1])
      for (const other of NODES) {
        const answers = saidSince(other, before).filter(({ topic }) => topic.endsWith('/bridge/result'))
        expect([other, answers.length]).toEqual([other, other === node ? 1 : 0])
      }
    }
  })

  test('an alarm of one recorder is told by its appliance alone', async () => {
    const before = capture.messages.length
    await until('alarms can come', () => NODES.every((node) => of(recorders, node).stats.alertStreams > 0), 60)
    await of(recorders, 'barn0002').raise({ type: 'VMD', channel: 2, duration: 1, inactive: true })
    const motions = () => capture.messages.slice(before).filter(({ topic }) => topic.endsWith('/ch2/motion'))
    const words = () => motions().map(({ payload }) => payload)
    await until('the motion came and went', () => words().includes('ON') && words().at(-1) === 'OFF', 60)
    for (const { topic } of motions()) expect(topic).toStartWith('porchlight/barn0002/')
  })

  test("LightNVR's tree has no id in it: one prefix for each appliance keeps them apart, also for Home Assistant", async () => {
    const prefixOf = (node: Node) => `lightnvr/${node}`
    const configs = () => [...capture.retained()].filter(([topic]) => /\/lightnvr[^/]*\/[^/]+\/config$/.test(topic))
    for (const node of NODES) {
      const value = { enabled: true, discovery: true, prefix: prefixOf(node), snapshot_seconds: 0 }
      expect((await of(appliances, node).call('PUT', '/api/settings/lightnvr_mqtt', { value })).status).toBe(200)
    }
    // A camera, its motion and its count, for each of two channels.
    const isTold = (node: Node) => configs().filter(([, text]) => text?.includes(`"${prefixOf(node)}/`)).length === 6
    await until('each has told of its cameras', () => NODES.every(isTold), 60)
    const ids = configs().map(([, text]) => /"unique_id":"([^"]+)"/.exec(text ?? '')?.[1])
    expect(new Set(ids).size).toBe(6 * NODES.length)
    for (const node of NODES) expect(held(`${prefixOf(node)}/availability`)).toBe('online')
    await of(appliances, 'barn0002').call('PUT', '/api/settings/lightnvr_mqtt', { value: null })
    await until('what was its own is cleared', () => configs().length === 6 * 2, 60)
    expect((['attic001', 'cellar03'] as const).map(isTold)).toEqual([true, true])
  })

  test('when one dies the hub loses what is its own, and nothing else', async () => {
    const before = NODES.flatMap(owned)
    const dead = of(appliances, 'cellar03')
    await dead.kill()
    await until('the broker speaks its last will', () => status('cellar03') === 'offline', 60)
    await until('also to those of LightNVR', () => held('lightnvr/cellar03/availability') === 'offline', 60)
    expect(held('lightnvr/attic001/availability')).toBe('online')
    expect(NODES.map(status)).toEqual(['online', 'online', 'offline'])
    expect(before.filter((topic) => held(topic) === undefined)).toEqual([])
    // What of another's entities hung on this will would be lost with it.
    for (const node of ['attic001', 'barn0002'] as const) {
      await broker.publish(`${outputOf(node)}/set`, 'OFF')
      await until(`${node} still obeys`, () => held(outputOf(node)) === 'OFF', 60)
    }
  })
})
