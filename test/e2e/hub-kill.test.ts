// The appliance dies while three sensors are on: its hub sees it gone, and after the next start none is on that should not be.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type Broker,
  type Capture,
  faultsWhenTold,
  hasChecker,
  hasMosquitto,
  startBroker,
} from '../../core/testing/mosquitto.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { type Appliance, startAppliance, until } from './appliance.ts'

setDefaultTimeout(120_000)
const login = { user: 'admin', password: 'quite-s3cret' }
const ALARMS = [
  { type: 'VMD', channel: 1, ends: 'ch1/motion' },
  { type: 'VMD', channel: 2, ends: 'ch2/motion' },
  { type: 'linedetection', channel: 3, ends: 'ch3/line_crossing' },
]

let recorder: Simulator
let broker: Broker
let capture: Capture
let appliance: Appliance
let data: string

const start = () => startAppliance({ data, env: { PORCHLIGHT_MQTT_URL: broker.url, PORCHLIGHT_NODE_ID: 'k3f9x2ab' } })
const status = 'porchlight/k3f9x2ab/status'
const topicOf = (ends: string) => [...capture.retained().keys()].find((topic) => topic.endsWith(`/${ends}`)) ?? ''
const values = () => ALARMS.map(({ ends }) => capture.retained().get(topicOf(ends)))

describe.skipIf(!hasMosquitto)('an appliance that is killed', () => {
  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), 'porchlight-hub-kill-'))
    ;[recorder, broker] = await Promise.all([
      startSimulator({ model: 'nvr8', ...login, events: 'none' }),
      startBroker(),
    ])
    capture = await broker.watch()
    appliance = await start()
    await appliance.signIn()
    const device = { ip_web: recorder.url, username: login.user, password: login.password, brand: 'hikvision' }
    expect((await appliance.call('POST', '/api/devices', device)).status).toBeLessThan(300)
    const long = { hold: 100, max: 1000 }
    const held = { value: { motion: long, line_crossing: long } }
    expect((await appliance.call('PUT', '/api/settings/alarm_hold', held)).status).toBe(200)
    await until('the sensors are there', () => values().every((value) => value === 'OFF'), 60)
    await until('alarms can arrive', () => capture.retained().get(topicOf('alarm_stream')) === 'ON', 60)
  })

  afterAll(async () => {
    await appliance?.[Symbol.asyncDispose]()
    for (const part of [recorder, capture, broker]) await part?.[Symbol.asyncDispose]()
    rmSync(data, { recursive: true, force: true })
  })

  test('2: is unavailable, and leaves no sensor on that should not be', async () => {
    for (const { type, channel } of ALARMS) await recorder.raise({ type, channel, duration: 1, inactive: false })
    await until('three sensors are on', () => values().every((value) => value === 'ON'))
    await appliance.kill()
    await until('its last will came', () => capture.retained().get(status) === 'offline')
    const from = capture.messages.length
    appliance = await start()
    await until('it is back', () => capture.retained().get(status) === 'online', 60)
    expect(values()).toEqual(['OFF', 'OFF', 'OFF'])
    const messages = capture.messages.slice(from)
    const online = messages.findIndex(({ topic, payload }) => topic === status && payload === 'online')
    for (const { ends } of ALARMS) {
      const first = messages.findIndex(({ topic }) => topic.endsWith(`/${ends}`))
      expect(messages[first]?.payload).toBe('OFF')
      expect(first).toBeLessThan(online)
    }
    expect(messages.filter(({ topic }) => topic.endsWith('/event'))).toEqual([])
    if (hasChecker) expect(await faultsWhenTold(capture)).toEqual([])
  })
})
