// What programs that were written for LightNVR are told over a real broker: their topics, Home Assistant's, and nothing left behind.
import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import {
  type Broker,
  type Capture,
  checkDiscovery,
  hasChecker,
  hasMosquitto,
  startBroker,
} from '../core/testing/mosquitto.ts'
import { createTestApp, OWNER, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'

if (!hasMosquitto) console.warn("Mosquitto is not installed: LightNVR's clients are told nothing.")
setDefaultTimeout(90_000)

const WAIT_MS = 60_000
const BASIC = { authorization: `Basic ${btoa(`${OWNER.username}:${OWNER.password}`)}` }
const driver = createFakeDriver()
const device = driver.add('192.0.2.7', 2)

let broker: Broker
let capture: Capture
let it: TestApp

describe.skipIf(!hasMosquitto)("LightNVR's tree at the broker", () => {
  beforeEach(async () => {
    broker = await startBroker()
    capture = await broker.watch()
    it = await createTestApp([lightnvr, { id: 'fake', title: 'Fake', driver }])
    await it.ask('PUT', '/api/settings/mqtt_url', { value: broker.url })
    const { username, password } = device
    await it.ask('POST', '/api/devices', { ip_web: '192.0.2.7', brand: 'fake', username, password })
    await until('alarms can come', () => device.open.watches > 0, WAIT_MS)
    await until('its cameras are there', async () => (await streams()).length === 2, WAIT_MS)
  })
  afterEach(async () => {
    for (const thing of [it, capture, broker]) await thing?.[Symbol.asyncDispose]()
  })

  async function ask(method: string, path: string, body?: unknown) {
    const answer = await fetch(`${it.url}/lightnvr${path}`, {
      method,
      headers: BASIC,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: JSON.parse(await answer.text()) }
  }
  const streams = async (): Promise<{ name: string }[]> => (await ask('GET', '/api/streams')).body.streams
  const set = (value: Record<string, unknown>) => it.ask('PUT', '/api/settings/lightnvr_mqtt', { value })
  const isTheirs = (topic: string) => /^(lightnvr|nvr)\/|\/(lightnvr|nvr)\//.test(topic)
  const theirs = () => [...capture.retained()].filter(([topic]) => isTheirs(topic))
  const held = (topic: string) => capture.retained().get(topic)
  const messages = (topic: string) => capture.messages.filter((one) => one.topic === topic)
  const online = (prefix = 'lightnvr') =>
    until('it is there', () => held(`${prefix}/availability`) === 'online', WAIT_MS)
  const ours = () => [...capture.retained()].filter(([topic]) => !isTheirs(topic))

  test('is not there until somebody wants it, then tells what cameras see, and goes without a trace', async () => {
    await until('our own tree is there', () => ours().some(([topic]) => topic.endsWith('/status')), WAIT_MS)
    expect(theirs()).toEqual([])
    expect((await set({ enabled: true })).status).toBe(200)
    await online()
    const [{ name }] = (await streams()) as [{ name: string }]
    device.raise({ kind: 'motion' })
    const topic = `lightnvr/detections/${name}`
    const [told] = await until('it is told', () => messages(topic).length > 0 && messages(topic), WAIT_MS)
    expect(told).toMatchObject({ retain: false, qos: 1 })
    const message = JSON.parse(told?.payload ?? '')
    const whole = { confidence: 1, x: 0, y: 0, width: 1, height: 1, track_id: -1, zone_id: '' }
    expect(message).toEqual({
      ...{ stream: name, timestamp: expect.any(Number), count: 1, snapshot_topic: `${topic}/snapshot` },
      detections: [{ label: 'motion', ...whole }],
    })
    const order = capture.messages.filter((one) => one.topic.startsWith(topic)).map((one) => one.topic)
    expect(order).toEqual([`${topic}/snapshot`, topic])
    // Without discovery nothing but this lies there.
    expect(theirs()).toEqual([['lightnvr/availability', 'online']])
    await set({ enabled: false })
    await until('nothing is left', () => theirs().length === 0, WAIT_MS)
    expect(ours().some(([, payload]) => payload === 'online')).toBe(true)
  })

  test('is found by Home Assistant, with states and pictures that are true, also what other programs have seen', async () => {
    await set({ enabled: true, discovery: true })
    await online()
    const [{ name }] = (await streams()) as [{ name: string }]
    const safe = name.replace(/[^A-Za-z0-9-]/g, '_')
    const at = `lightnvr/cameras/${safe}`
    expect(theirs().map(([topic]) => topic)).toEqual(
      expect.arrayContaining([
        `homeassistant/camera/lightnvr/${safe}/config`,
        `homeassistant/binary_sensor/lightnvr/${safe}_motion/config`,
        `homeassistant/sensor/lightnvr/${safe}_detection_count/config`,
      ]),
    )
    expect([held(`${at}/motion`), held(`${at}/detection_count`)]).toEqual(['OFF', '0'])
    await until('its picture comes', () => held(`${at}/snapshot`) === '(picture)', WAIT_MS)

    // A test is seen by nobody.
    await ask('POST', `/api/motion/config/${name}`, {})
    await ask('POST', `/api/motion/test/${name}`)
    const trigger = { stream: name, stream_name: name, action: 'start', label: 'person', duration: 5 }
    device.raise({ kind: 'line_crossing' })
    await until('it is on', () => held(`${at}/motion`) === 'ON', WAIT_MS)
    expect(held(`${at}/line_crossing`)).toBe('1')
    const answer = await ask('POST', '/api/motion/trigger', trigger)
    expect(answer.status).toBe(202)
    const seen = () => messages(`lightnvr/detections/${name}`).map(({ payload }) => JSON.parse(payload ?? ''))
    await until('both are told', () => seen().length === 2, WAIT_MS)
    expect(seen().map(({ detections }) => detections[0].label)).toEqual(['line_crossing', 'person'])
    await until('it is counted', () => held(`${at}/person`) === '1', WAIT_MS)
    if (!hasChecker) return console.warn('The checker of discovery messages is not here: they are not checked.')
    const lines = capture.lines.filter((line) => isTheirs(JSON.parse(line).topic))
    expect((await checkDiscovery(lines, '--foreign')).at(-1)).toMatch(/^6 configs, 0 faults$/)
  })

  test('moves with its prefix, is away when we are, and leaves a broker that is no longer ours', async () => {
    await set({ enabled: true, discovery: true, snapshot_seconds: 0 })
    await online()
    await set({ enabled: true, discovery: true, snapshot_seconds: 0, prefix: 'nvr' })
    await online('nvr')
    await until('the old place is empty', () => !theirs().some(([topic]) => topic.startsWith('lightnvr/')), WAIT_MS)
    const before = theirs().toSorted()
    await it.restart()
    await until('it was away', () => messages('nvr/availability').some(({ payload }) => payload === 'offline'), WAIT_MS)
    await online('nvr')
    expect(theirs().toSorted()).toEqual(before)

    await it.ask('PUT', '/api/settings/mqtt_url', { value: null })
    await until('a broker that is no longer ours holds nothing', () => theirs().length === 0, WAIT_MS)
  })

  test('switched off it still clears what it could not clear before, and then is gone', async () => {
    const left = 'lightnvr/cameras/gate/motion'
    it.app.services.hub.remember([{ topic: left, owner: 'client:lightnvr', isConfig: false }])
    await broker.publish(left, 'ON', '-r')
    await broker.publish('lightnvr/cameras/other/motion', 'ON', '-r')
    await until('it lies there', () => held(left) === 'ON', WAIT_MS)
    await it.restart()
    await until('it is cleared', () => held(left) === undefined, WAIT_MS)
    // What somebody else has put there is not ours.
    expect(theirs()).toEqual([['lightnvr/cameras/other/motion', 'ON']])
    await until('it is forgotten', () => !it.app.services.hub.published().some(({ topic }) => topic === left), WAIT_MS)
  })

  test('is refused with a bad value, and is the founder’s alone', async () => {
    for (const value of [{ enabled: 'yes' }, { enabled: true, prefix: 'a#' }, { enabled: true, snapshot_seconds: 5 }])
      expect((await set(value)).status).toBe(400)
    const made = await it.ask('POST', '/api/users', { username: 'second', password: 'a long one', role: 'admin' })
    expect(made.status).toBe(201)
    const { token } = (await it.ask('POST', '/api/auth/login', { username: 'second', password: 'a long one' }, null))
      .body
    expect((await it.ask('PUT', '/api/settings/lightnvr_mqtt', { value: { enabled: true } }, token)).status).toBe(403)
    expect(theirs()).toEqual([])
  })
})
