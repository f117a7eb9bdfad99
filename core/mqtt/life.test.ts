// What is deleted in the hub, moved to the other form, renewed, or announced under another id, against a real Mosquitto.
import { describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Aedes } from 'aedes'
import mqtt from 'mqtt'
import { NODE, ROOT, startBridge } from '../testing/bridge-stand.ts'
import { faultOf } from '../testing/fault-of.ts'
import { announced, configs, faults, hubTests, isOnline, quiet } from '../testing/hub-tests.ts'
import { type Capture, hasMosquitto, startBroker } from '../testing/mosquitto.ts'
import { until } from '../testing/until.ts'

const { begin, close, use } = hubTests()

const deviceTopic = (place: string) => `homeassistant/device/porchlight_${NODE}${place}/config`
const heldUnder = (capture: Capture, part: string) =>
  [...capture.retained().keys()].filter((topic) => topic.includes(part))
const deviceIn = (payload: string | undefined) =>
  (JSON.parse(payload ?? '{}') as { device: { name: string; via_device?: string } }).device

describe.skipIf(!hasMosquitto)('with a real broker', () => {
  test('a channel that is deleted in the hub stays away, also after a restart, until somebody wants it again', async () => {
    const broker = use(await startBroker())
    const capture = use(await broker.watch())
    const folder = mkdtempSync(join(tmpdir(), 'life-'))
    const database = join(folder, 'porchlight.db')
    const first = use(startBridge({ url: broker.url, database }))
    await announced(capture)
    await quiet(broker, capture)
    await broker.publish(deviceTopic('_n7c31_ch1'), '', '-r')
    await until('nothing of it is left', () => heldUnder(capture, 'n7c31/ch1/').length === 0)
    expect(first.bridge.state()).toMatchObject({ devices: 3, withdrawn: ['Front door'] })
    first.say('motion')
    first.changed()
    await quiet(broker, capture)
    expect(await faults(capture.lines)).toEqual([])
    await close(first)
    const second = use(startBridge({ url: broker.url, database }))
    await announced(capture, 2)
    await quiet(broker, capture)
    expect(heldUnder(capture, 'ch1')).toEqual([])
    second.bridge.announceAgain(null)
    await until('it is back', () => heldUnder(capture, 'n7c31/ch1/status').length === 1)
    await quiet(broker, capture)
    expect(capture.retained().has(deviceTopic('_n7c31_ch1'))).toBe(true)
    expect(second.bridge.state()).toMatchObject({ devices: 4, withdrawn: [] })
    expect(await faults(capture.lines)).toEqual([])
    rmSync(folder, { recursive: true, force: true })
  })

  test('what was deleted in the hub is back under another name', async () => {
    const { broker, capture, stand } = await begin()
    await quiet(broker, capture)
    await broker.publish(deviceTopic('_n7c31_ch2'), '', '-r')
    await until('it is gone', () => heldUnder(capture, 'n7c31/ch2/').length === 0)
    stand.rename('Garage NVR', 'Gate')
    await until('it is back', () => heldUnder(capture, 'n7c31/ch2/status').length === 1)
    expect(stand.bridge.state().withdrawn).toEqual([])
  })

  test('a recorder that changes by itself brings nothing back, one that a person edits does', async () => {
    const { broker, capture, stand } = await begin()
    await quiet(broker, capture)
    await broker.publish(deviceTopic('_n7c31_ch2'), '', '-r')
    await until('it is gone', () => heldUnder(capture, 'n7c31/ch2/').length === 0)
    const { id: deviceId, householdId } = stand.device()
    // It shows another certificate, or turns out to offer less.
    stand.bus.emit('device.changed', { deviceId, householdId })
    await quiet(broker, capture)
    expect(heldUnder(capture, 'ch2')).toEqual([])
    expect(stand.bridge.state().withdrawn).toEqual(['Driveway'])
    stand.bus.emit('device.changed', { deviceId, householdId, edited: true })
    await until('it is back', () => heldUnder(capture, 'n7c31/ch2/status').length === 1)
    expect(stand.bridge.state().withdrawn).toEqual([])
  })

  test('a recorder that is deleted in the hub leaves its channels there, without a parent', async () => {
    const { broker, capture, stand } = await begin()
    await quiet(broker, capture)
    await broker.publish(deviceTopic('_n7c31'), '', '-r')
    const channel = deviceTopic('_n7c31_ch1')
    await until('its channel stands alone', () => deviceIn(capture.retained().get(channel)).via_device === undefined)
    await quiet(broker, capture)
    expect(capture.retained().get(`${ROOT}/n7c31/status`)).toBe('online')
    expect(await faults(capture.lines)).toEqual([])
    stand.bridge.announceAgain(stand.device().id)
    await until('it is back', () => capture.retained().get(deviceTopic('_n7c31')))
    await until('its channel has a parent', () => deviceIn(capture.retained().get(channel)).via_device)
  })

  test('one message an entity: a deleted entity stays away alone, and a device with its last one', async () => {
    const { broker, capture, stand } = await begin({ settings: { discovery: 'entity' } })
    await quiet(broker, capture)
    const ofChannel = heldUnder(capture, `/porchlight_${NODE}_n7c31_ch1/`)
    const motion = `homeassistant/binary_sensor/porchlight_${NODE}_n7c31_ch1/motion/config`
    await broker.publish(motion, '', '-r')
    await until('its state is cleared', () => !capture.retained().has(`${ROOT}/n7c31/ch1/motion`))
    await quiet(broker, capture)
    expect(heldUnder(capture, `/porchlight_${NODE}_n7c31_ch1/`)).toHaveLength(ofChannel.length - 1)
    for (const topic of ofChannel) if (topic !== motion) await broker.publish(topic, '', '-r')
    await until('all is gone', () => heldUnder(capture, 'n7c31/ch1/').length === 0)
    stand.set('discovery', 'device')
    await until('the others have moved', () => capture.retained().has(deviceTopic('_n7c31_ch2')))
    await quiet(broker, capture)
    expect(heldUnder(capture, 'n7c31_ch1')).toEqual([])
    expect(await faults(capture.lines)).toEqual([])
  })

  test('13: from form to form each old topic says that it moves, then comes the new, then the old is cleared', async () => {
    const { broker, capture, stand } = await begin()
    for (const form of ['entity', 'device'] as const) {
      await quiet(broker, capture)
      const old = [...capture.retained().keys()].filter((topic) => topic.endsWith('/config'))
      const from = capture.messages.length
      stand.set('discovery', form)
      await until('the old form is gone', () => !old.some((topic) => capture.retained().has(topic)))
      await quiet(broker, capture)
      const said = configs(capture.messages.slice(from))
      const moving = said.filter(({ payload }) => payload === '{"migrate_discovery":true}')
      const cleared = said.filter(({ payload }) => payload === '')
      expect(moving.map(({ topic }) => topic).toSorted()).toEqual(old.toSorted())
      expect(cleared.map(({ topic }) => topic).toSorted()).toEqual(old.toSorted())
      const fresh = said.filter((message) => !moving.includes(message) && !cleared.includes(message))
      expect(fresh.length).toBeGreaterThan(0)
      expect(said).toEqual([...moving, ...fresh, ...cleared])
      expect(capture.messages.slice(from).filter(isOnline)).toEqual([])
      expect(await faults(capture.lines)).toEqual([])
    }
  })

  test('6: one message an entity: those of the channels go before those of their recorder', async () => {
    const { broker, capture, stand } = await begin({ settings: { discovery: 'entity' } })
    await quiet(broker, capture)
    const from = capture.messages.length
    stand.removeDevice()
    await until('all is gone', () => heldUnder(capture, 'n7c31').length === 0)
    const cleared = configs(capture.messages.slice(from)).filter(({ payload }) => payload === '')
    const isChannel = cleared.map(({ topic }) => topic.includes('_n7c31_ch'))
    expect(isChannel.lastIndexOf(true)).toBeGreaterThan(0)
    expect(isChannel.lastIndexOf(true)).toBeLessThan(isChannel.indexOf(false))
    expect(await faults(capture.lines)).toEqual([])
  })

  test('another login in the address of the same broker takes nothing away from the hub', async () => {
    const { broker, capture, stand } = await begin()
    await quiet(broker, capture)
    const from = capture.messages.length
    stand.set('mqtt_url', broker.url.replace('//', '//house:s3cret@'))
    await announced(capture, 2)
    await quiet(broker, capture)
    expect(configs(capture.messages.slice(from))).toEqual([])
    expect(await faults(capture.lines)).toEqual([])
    stand.set('mqtt_url', null)
    await until('it is all cleared', () => heldUnder(capture, NODE).length === 0)
  })

  test('a name for the appliance reaches the hub without anything else', async () => {
    const { broker, capture, stand } = await begin()
    await quiet(broker, capture)
    const from = capture.messages.length
    stand.set('hub_name', 'Lodge')
    await until('it is said', () => deviceIn(capture.retained().get(deviceTopic(''))).name === 'Lodge')
    await quiet(broker, capture)
    expect(configs(capture.messages.slice(from))).toHaveLength(1)
    expect(await faults(capture.lines)).toEqual([])
  })

  test('for new entity ids a recorder goes, channels first, and comes back after a pause', async () => {
    const { broker, capture, stand } = await begin()
    await quiet(broker, capture)
    const from = capture.messages.length
    await stand.bridge.newEntityIds(stand.device().id)
    await quiet(broker, capture)
    const said = configs(capture.messages.slice(from))
    expect(said.slice(0, 3).map(({ topic, payload }) => [topic, payload])).toEqual([
      [deviceTopic('_n7c31_ch1'), ''],
      [deviceTopic('_n7c31_ch2'), ''],
      [deviceTopic('_n7c31'), ''],
    ])
    const back = said.find(({ topic, payload }) => topic === deviceTopic('_n7c31') && payload !== '')
    expect(back!.at - said[2]!.at).toBeGreaterThan(4000)
    expect(stand.bridge.state()).toMatchObject({ devices: 4, withdrawn: [] })
    expect(await faults(capture.lines)).toEqual([])
  })

  test('under a new id all is announced anew, and nothing of the old one is left', async () => {
    const { broker, capture } = await begin()
    const stand = use(startBridge({ url: broker.url, nodeId: null }))
    const old = stand.bridge.state().nodeId
    await until('it is there', () => capture.retained().get(`porchlight/${old}/status`) === 'online')
    await stand.bridge.newNodeId()
    const { nodeId } = stand.bridge.state()
    expect(nodeId).not.toBe(old)
    await until('it is there again', () => capture.retained().get(`porchlight/${nodeId}/status`) === 'online')
    expect(heldUnder(capture, old)).toEqual([])
    expect(capture.retained().get(`${ROOT}/status`)).toBe('online')
  })

  test('the id that a variable gives is not drawn anew', async () => {
    const { stand } = await begin()
    expect(await faultOf(() => stand.bridge.newNodeId())).toMatchObject({ kind: 'conflict' })
    expect(stand.bridge.state().nodeId).toBe(NODE)
  })

  test('11: the one that is thrown out goes on under a new id, and leaves to the other what was of both', async () => {
    const broker = use(await startBroker())
    const capture = use(await broker.watch())
    const folder = mkdtempSync(join(tmpdir(), 'life-'))
    const database = join(folder, 'porchlight.db')
    const original = use(startBridge({ url: broker.url, database, nodeId: null }))
    const { nodeId } = original.bridge.state()
    await until('it is there', () => capture.retained().get(`porchlight/${nodeId}/status`) === 'online')
    const copy = use(startBridge({ url: broker.url, nodeId }))
    await until('the first one is stopped', () => original.bridge.state().stopped)
    expect(original.bridge.state()).toMatchObject({ connected: false })
    expect(original.bridge.state().lastError).toContain('another Porchlight with the same id')
    await original.bridge.newNodeId()
    const own = original.bridge.state().nodeId
    await until('it is there again', () => capture.retained().get(`porchlight/${own}/status`) === 'online')
    await quiet(broker, capture)
    expect(capture.retained().get(`porchlight/${nodeId}/status`)).toBe('online')
    expect(heldUnder(capture, `device/porchlight_${nodeId}`)).toHaveLength(4)
    expect(original.bridge.state()).toMatchObject({ connected: true, stopped: false, lastError: null })
    expect(copy.bridge.state()).toMatchObject({ connected: true, stopped: false })
    rmSync(folder, { recursive: true, force: true })
  })
})

test('a deletion is also seen at a broker that only knows MQTT 3.1.1, and what we clear ourselves is none', async () => {
  const aedes = await Aedes.createBroker()
  const server = createServer(aedes.handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const url = `mqtt://127.0.0.1:${port}`
  const stand = use(startBridge({ url }))
  const hub = await mqtt.connectAsync(url, { reconnectPeriod: 0 })
  const held = new Map<string, string>()
  hub.on('message', (topic, payload) => void held.set(topic, payload.toString()))
  await hub.subscribeAsync('#')
  const isOnlineNow = () => held.get(`${ROOT}/status`) === 'online'
  await until('online was said', isOnlineNow)
  stand.set('discovery', 'entity')
  await until('the old form is cleared', () => held.get(deviceTopic('_n7c31_ch1')) === '')
  stand.set('discovery', 'device')
  const motion = `homeassistant/binary_sensor/porchlight_${NODE}_n7c31_ch1/motion/config`
  await until('the form of before is cleared', () => held.get(motion) === '')
  await until('it is back', () => held.get(deviceTopic('_n7c31_ch1')) !== '')
  expect(stand.bridge.state().withdrawn).toEqual([])
  await hub.publishAsync(deviceTopic('_n7c31_ch1'), '', { qos: 1, retain: true })
  await until('it is not shown any more', () => stand.bridge.state().withdrawn.length === 1)
  await until('its states are cleared', () => held.get(`${ROOT}/n7c31/ch1/motion`) === '')
  expect(held.get(deviceTopic('_n7c31_ch1'))).toBe('')
  await hub.endAsync()
  await close(stand)
  await new Promise<void>((resolve) => aedes.close(resolve))
  server.close()
})

test('11: two with the same id at a broker that gives no reasons do not throw each other out for ever', async () => {
  const aedes = await Aedes.createBroker()
  const server = createServer(aedes.handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const stands = [1, 2].map(() => use(startBridge({ url: `mqtt://127.0.0.1:${port}` })))
  const stopped = () => stands.filter(({ bridge }) => bridge.state().stopped)
  await until('one of them is stopped', () => stopped().length === 1)
  expect(stopped()[0]!.bridge.state().lastError).toContain('PORCHLIGHT_NODE_ID')
  await until('the other one lives', () => stands.some(({ bridge }) => bridge.state().connected))
  for (const stand of stands) await close(stand)
  await new Promise<void>((resolve) => aedes.close(resolve))
  server.close()
})
