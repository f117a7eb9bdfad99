// What a hub asks over a real broker happens on a simulated recorder, is answered, and shows as it truly is.
import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { type Broker, type Capture, hasMosquitto, startBroker } from '../../core/testing/mosquitto.ts'
import { createTestApp, type TestApp } from '../../core/testing/test-app.ts'
import { until } from '../../core/testing/until.ts'
import { hikvision } from '../../plugins/hikvision/index.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'

setDefaultTimeout(60_000)
if (!hasMosquitto) console.warn('mosquitto or mosquitto_sub is not installed: commands of hubs are not tried')

const NODE = 'k3f9x2ab'
const ROOT = `porchlight/${NODE}`

let broker: Broker
let capture: Capture
let recorder: Simulator
let porchlight: TestApp
/** The recorder's place on the broker. */
let nvr = ''

const payloads = (topic: string) => capture.messages.filter((one) => one.topic === topic).map(({ payload }) => payload)
const held = (topic: string) => capture.retained().get(topic)
const wrote = (method: string, path: string) =>
  recorder.stats.requests.filter((one) => one.method === method && one.path.startsWith(path)).length

interface Result {
  topic: string
  ok: boolean
  error?: string
}
const results = () => payloads(`${ROOT}/bridge/result`).map((payload) => JSON.parse(payload ?? '') as Result)

/** Says it, and waits for the answer. */
async function command(topic: string, payload: string, ...options: string[]): Promise<Result> {
  const before = results().length
  await broker.publish(topic, payload, ...options)
  await until(`${topic} is answered`, () => results().length > before)
  return results()[before] as Result
}

async function control(level: 'none' | 'safe' | 'all'): Promise<void> {
  await porchlight.ask('PUT', '/api/settings/hub_control', { value: level })
  const offered = { none: [false, false], safe: [true, false], all: [true, true] }[level]
  const config = (key: string) =>
    held(`homeassistant/device/porchlight_${NODE}_${nvr.split('/').at(-1)}/config`)?.includes(`/cmd/${key}"`)
  await until(`${level} is announced`, () => Bun.deepEquals([config('sync'), config('reboot')], offered))
}

const newestActivity = async () =>
  (await porchlight.ask('GET', '/api/activity?limit=20')).body.data.filter((one: { action: string }) =>
    one.action.startsWith('hub_'),
  )[0]

describe.skipIf(!hasMosquitto)('with a real broker and a recorder', () => {
  beforeAll(async () => {
    broker = await startBroker()
    capture = await broker.watch()
    recorder = await startSimulator({ model: 'nvr8', channels: 2, footage: { days: 1, perDay: 2 } })
    porchlight = await createTestApp([hikvision], { PORCHLIGHT_MQTT_URL: broker.url, PORCHLIGHT_NODE_ID: NODE })
    await porchlight.ask('PUT', '/api/settings/hub_control', { value: 'all' })
    const login = { ip_web: recorder.url, username: recorder.user, password: recorder.password, brand: 'hikvision' }
    await porchlight.ask('POST', '/api/devices', login)
    const isHeld = (end: string) => [...capture.retained().keys()].some((topic) => topic.endsWith(end))
    await until('all that can be switched is announced', () =>
      ['/output_1', '/holiday', '/ch1/record', '/ch1/motion_detection'].every(isHeld),
    )
    nvr = [...capture.retained().keys()].find((topic) => topic.endsWith('/output_1'))!.slice(0, -'/output_1'.length)
  }, 120_000)

  beforeEach(() => {
    recorder.faults.clear()
  })

  afterAll(async () => {
    await porchlight?.[Symbol.asyncDispose]()
    await recorder?.[Symbol.asyncDispose]()
    await capture?.[Symbol.asyncDispose]()
    await broker?.[Symbol.asyncDispose]()
  })

  test('an output is switched, shows it, and is in the activity log as MQTT', async () => {
    await control('all')
    expect(held(`${nvr}/output_1`)).toBe('OFF')
    expect(await command(`${nvr}/output_1/set`, 'on')).toMatchObject({ topic: `${nvr}/output_1/set`, ok: true })
    expect([...recorder.stats.outputs]).toEqual([1])
    await until('it shows ON', () => held(`${nvr}/output_1`) === 'ON')
    expect(await newestActivity()).toMatchObject({ action: 'hub_output', username: 'MQTT', success: true })
    expect(await command(`${nvr}/output_1/set`, 'OFF')).toMatchObject({ ok: true })
    await until('it shows OFF', () => held(`${nvr}/output_1`) === 'OFF')
    expect([...recorder.stats.outputs]).toEqual([])
  })

  test('a switch that the recorder refuses goes back', async () => {
    await control('all')
    const before = payloads(`${nvr}/output_1`).length
    recorder.faults.add({ refusal: 'lowPrivilege', path: '/ISAPI/System/IO/outputs/1/trigger', count: 1 })
    const { ok, error } = await command(`${nvr}/output_1/set`, 'ON')
    expect([ok, error]).toEqual([false, expect.stringContaining('The output was not switched')])
    await until('the state is told again', () => payloads(`${nvr}/output_1`).length > before)
    expect(held(`${nvr}/output_1`)).toBe('OFF')
    expect(await newestActivity()).toMatchObject({ action: 'hub_output', success: false, error_message: error })
  })

  test('holiday, recording and a detector are switched on the recorder', async () => {
    await control('all')
    for (const key of ['holiday', 'ch1/record', 'ch1/motion_detection']) {
      const was = held(`${nvr}/${key}`)
      const other = was === 'ON' ? 'OFF' : 'ON'
      expect(await command(`${nvr}/${key}/set`, other)).toMatchObject({ ok: true })
      await until(`${key} shows it`, () => held(`${nvr}/${key}`) === other)
    }
    expect(wrote('PUT', '/ISAPI/System/Holidays')).toBe(1)
    expect(wrote('PUT', '/ISAPI/ContentMgmt/record/tracks')).toBe(1)
  })

  test('a snapshot is taken and shown', async () => {
    await control('safe')
    const picture = `${ROOT}/img/${nvr.split('/').at(-1)}/ch1/snapshot`
    await until('a first one is there', () => payloads(picture).length > 0)
    // Within two seconds everybody is given the same picture.
    await until('a new one is shown', async () => {
      const before = payloads(picture).length
      expect(await command(`${nvr}/ch1/cmd/take_snapshot`, 'PRESS')).toMatchObject({ ok: true })
      await Bun.sleep(300)
      return payloads(picture).length > before
    })
  })

  test('a live stream runs while it is switched on, though nobody watches', async () => {
    await control('safe')
    const running = () => porchlight.app.services.live.status({ kind: 'system' }).filter(({ readers }) => readers > 0)
    expect(await command(`${nvr}/ch2/stream/set`, 'ON')).toMatchObject({ ok: true })
    await until('it shows ON', () => held(`${nvr}/ch2/stream`) === 'ON')
    await until('pictures come', () => running().some((relay) => relay.running))
    expect(await command(`${nvr}/ch2/stream/set`, 'OFF')).toMatchObject({ ok: true })
    await until('it shows OFF', () => held(`${nvr}/ch2/stream`) === 'OFF')
    await until('nobody reads it', () => running().length === 0)
  })

  test('a channel that is switched off here loses its stream and takes no commands, and comes back as it was', async () => {
    await control('safe')
    const running = () => porchlight.app.services.live.status({ kind: 'system' }).filter(({ readers }) => readers > 0)
    const ofChannel = () => [...capture.retained().keys()].filter((topic) => /[/_]ch2(\/|$)/.test(topic)).toSorted()
    const before = ofChannel()
    const { id } = (await porchlight.ask('GET', '/api/channels')).body[1]
    expect(await command(`${nvr}/ch2/stream/set`, 'ON')).toMatchObject({ ok: true })
    await until('pictures come', () => running().some((relay) => relay.running))
    expect((await porchlight.ask('PUT', `/api/channels/${id}`, { in_use: false })).body.in_use).toBe(false)
    await until('nobody reads it', () => running().length === 0)
    await until('the hub has nothing of it', () => ofChannel().length === 0)
    for (const topic of ['stream/set', 'motion_detection/set', 'cmd/take_snapshot'])
      expect((await command(`${nvr}/ch2/${topic}`, 'ON')).ok).toBe(false)
    expect(running()).toEqual([])
    // A person at the API is not the hub.
    const live = await porchlight.ask('GET', `/api/device/1/channel/${id}/live`)
    expect([live.status, live.body.status]).toEqual([200, 'ok'])
    expect((await porchlight.ask('POST', `/api/device/1/channel/${id}/stop`)).status).toBe(200)
    await porchlight.ask('PUT', `/api/channels/${id}`, { in_use: true })
    await until('all of it is back', () => Bun.deepEquals(ofChannel(), before))
    expect(held(`${nvr}/ch2/stream`)).toBe('OFF')
  })

  test('a sync begins, of one recorder or of all', async () => {
    await control('safe')
    expect(await command(`${nvr}/cmd/sync`, 'PRESS')).toMatchObject({ ok: true })
    expect(await newestActivity()).toMatchObject({ action: 'hub_sync' })
    expect(await command(`${ROOT}/bridge/cmd/sync`, 'PRESS')).toMatchObject({ ok: true })
    const configs = () => capture.messages.filter(({ topic }) => topic.endsWith('/config')).length
    const before = configs()
    expect(await command(`${ROOT}/bridge/cmd/announce`, 'PRESS')).toMatchObject({ ok: true })
    await until('everything is announced again', () => configs() >= before + 4)
  })

  test('a retained command is cleared and not obeyed', async () => {
    await control('all')
    expect(await command(`${nvr}/output_1/set`, 'ON', '-r', '-V', '5')).toMatchObject({ ok: false })
    await until('it is cleared', () => payloads(`${nvr}/output_1/set`).at(-1) === '')
    expect([...recorder.stats.outputs]).toEqual([])
  })

  test('what is for all only is not obeyed at safe, and nothing at none', async () => {
    await control('safe')
    expect(await command(`${nvr}/cmd/reboot`, 'PRESS')).toMatchObject({ ok: false })
    expect(await command(`${nvr}/output_1/set`, 'ON')).toMatchObject({ ok: false })
    await control('none')
    const configs = () => [...capture.retained()].filter(([topic]) => topic.endsWith('/config'))
    // One after the other is announced anew.
    await until('no command is offered', () => configs().every(([, payload]) => !payload.includes('command_topic')))
    expect(configs().length).toBeGreaterThan(0)
    expect(await command(`${nvr}/ch1/cmd/take_snapshot`, 'PRESS')).toMatchObject({ ok: false })
    expect(await command(`${nvr}/cmd/sync`, 'PRESS')).toMatchObject({ ok: false })
    expect([...recorder.stats.outputs]).toEqual([])
    expect(wrote('PUT', '/ISAPI/System/reboot')).toBe(0)
  })

  test('the recorder restarts once, however often it is asked', async () => {
    await control('all')
    expect(await command(`${nvr}/cmd/reboot`, 'PRESS')).toMatchObject({ ok: true })
    await until('it is away', () => held(`${nvr}/status`) === 'offline')
    const again = await command(`${nvr}/cmd/reboot`, 'PRESS')
    expect([again.ok, again.error]).toEqual([false, expect.stringContaining('less than five minutes ago')])
    await until('it is back', () => held(`${nvr}/status`) === 'online')
    expect(wrote('PUT', '/ISAPI/System/reboot')).toBe(1)
  })

  test('a command that was retained before our start is cleared and not obeyed', async () => {
    await control('all')
    await porchlight.app[Symbol.asyncDispose]()
    const topic = `${nvr}/output_1/set`
    await broker.publish(topic, 'ON', '-r')
    await until('it lies there', () => held(topic) === 'ON')
    const before = results().length
    await porchlight.restart()
    await until('it is cleared', () => !capture.retained().has(topic))
    await until('it is answered', () => results().length > before)
    expect(results()[before]).toMatchObject({ topic, ok: false })
    await until('the recorder is there again', () => held(`${nvr}/status`) === 'online')
    expect([...recorder.stats.outputs]).toEqual([])
  })
})
