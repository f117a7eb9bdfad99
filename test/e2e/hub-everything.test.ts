// A whole appliance with a recorder of 64 channels, a hybrid, a camera and an address: what its hub is told, in both forms.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import {
  type Broker,
  type Capture,
  faultsWhenTold,
  hasChecker,
  hasMosquitto,
  startBroker,
} from '../../core/testing/mosquitto.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { type Camera, startCamera } from '../rtsp-source/camera.ts'
import { type Appliance, startAppliance, until } from './appliance.ts'

setDefaultTimeout(150_000)
if (!hasMosquitto || !hasChecker)
  console.warn('skipped: mosquitto, python3 or ../shared/mqtt/check-discovery is not here, so a large hub is not tried')
const login = { user: 'admin', password: 'quite-s3cret' }
const MODELS = ['nvr64', 'dvr4', 'camera'] as const

let simulators: Simulator[] = []
let address: Camera
let broker: Broker
let appliance: Appliance
let capture: Capture

/** Topics that hold something, below our root, by their end. */
const ends = (seen: Capture) => [...seen.retained().keys()].map((topic) => topic.split('/').slice(2).join('/'))
const count = (seen: Capture, pattern: RegExp) => ends(seen).filter((topic) => pattern.test(topic)).length
const configs = (seen: Capture) => [...seen.retained()].filter(([topic]) => topic.endsWith('/config'))
/** What is told of the biggest recorder last: its round has ended by then. */
const toldAll = (seen: Capture) =>
  count(seen, /ch\d+\/recording$/) >= 64 &&
  count(seen, /\/motion_detection$/) >= 64 &&
  count(seen, /\/disk_1_status$/) >= 2 &&
  count(seen, /\/clock_drift$/) >= 3 &&
  seen.messages.some(({ topic, payload }) => /^porchlight\/[^/]+\/status$/.test(topic) && payload === 'online')

describe.skipIf(!hasMosquitto || !hasChecker)('the hub of a large home', () => {
  beforeAll(async () => {
    broker = await startBroker()
    capture = await broker.watch()
    simulators = await Promise.all(
      MODELS.map((model) => startSimulator({ model, ...login, events: 'none', footage: { everyDay: false } })),
    )
    address = await startCamera()
    appliance = await startAppliance({ env: { PORCHLIGHT_MQTT_URL: '' } })
    await appliance.signIn()
    await appliance.call('PUT', '/api/settings/hub_control', { value: 'all' })
    await appliance.call('PUT', '/api/settings/mqtt_url', { value: broker.url })
    const { user: username, password } = login
    for (const { url } of simulators) {
      const { status } = await appliance.call('POST', '/api/devices', {
        ip_web: url,
        username,
        password,
        brand: 'hikvision',
      })
      expect(status).toBeLessThan(300)
    }
    const old = { ip_web: address.address('/1/main'), username: '', password: '', brand: 'rtsp' }
    expect((await appliance.call('POST', '/api/devices', old)).status).toBeLessThan(300)
    await until('all has been told', () => toldAll(capture), 90)
  })

  afterAll(async () => {
    await appliance?.[Symbol.asyncDispose]()
    for (const part of [...simulators, address, capture, broker]) await part?.[Symbol.asyncDispose]()
  })

  test('the device form of everything has no fault, also while alarms come and go', async () => {
    await simulators[0]?.raise({ type: 'VMD', channel: 64, duration: 1, inactive: true })
    await simulators[1]?.raise({ type: 'linedetection', channel: 1, duration: 1, inactive: true })
    await until('the motion came and went', () => {
      const states = capture.messages.filter(({ topic }) => topic.endsWith('/ch64/motion'))
      return states.some(({ payload }) => payload === 'ON') && states.at(-1)?.payload === 'OFF'
    })
    expect(await faultsWhenTold(capture)).toEqual([])
    const payloads = configs(capture).map(([, payload]) => payload)
    const channels = (await appliance.call<unknown[]>('GET', '/api/channels')).body.length
    expect(payloads).toHaveLength(1 + 4 + channels)
    expect(Math.max(...payloads.map((payload) => Buffer.byteLength(payload)))).toBeLessThan(65_536)
    expect(payloads.join('')).not.toContain(login.password)
  })

  test('a recorder is told with its disks, clock, inputs and outputs, and a channel with its switches', () => {
    const [topic] = configs(capture).find(([, payload]) => payload.includes('disk_1_status')) ?? ['']
    expect(topic).not.toBe('')
    for (const part of [
      'storage_free',
      'disk_problem',
      'disks',
      'clock_drift',
      'alarm_stream',
      'last_sync',
      'input_1',
      'output_1',
    ])
      expect([part, count(capture, new RegExp(`^n[^/]+/${part}$`)) > 0]).toEqual([part, true])
    for (const part of ['oldest_recording', 'recording', 'record', 'stream', 'motion_detection', 'last_event'])
      expect([part, count(capture, new RegExp(`^n[^/]+/ch2/${part}$`)) > 0]).toEqual([part, true])
  })

  test('the entity form on another broker has no fault either, and any hub can read it', async () => {
    // So many messages at once are more than a broker holds for one subscriber unless it is told to.
    await using other = await startBroker('allow_anonymous true\nmax_queued_messages 10000')
    await using seen = await other.watch()
    await appliance.call('PUT', '/api/settings/discovery', { value: 'entity' })
    await appliance.call('PUT', '/api/settings/mqtt_url', { value: other.url })
    await until('all has been told', () => toldAll(seen), 90)
    expect(await faultsWhenTold(seen)).toEqual([])
    expect(await faultsWhenTold(seen, '--portable')).toEqual([])
    const before = configs(capture).filter(([, payload]) => payload !== '')
    expect(before).toEqual([])
    expect(configs(seen).length).toBeGreaterThan(1000)
  })
})
