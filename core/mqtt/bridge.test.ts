// The link to the hub against a real Mosquitto: the tests of DISCOVERY, part 3, that this slice has to pass.
import { afterEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Aedes } from 'aedes'
import { eq } from 'drizzle-orm'
import { channels } from '../db/schema/index.ts'
import { NODE, ROOT, startBridge } from '../testing/bridge-stand.ts'
import { type Capture, checkDiscovery, hasChecker, hasMosquitto, type Seen, startBroker } from '../testing/mosquitto.ts'
import { addChannel, addDevice, addHousehold } from '../testing/rows.ts'
import { until } from '../testing/until.ts'

if (!hasMosquitto) console.warn('mosquitto or mosquitto_sub is not installed: the tests of the hub are skipped')
if (!hasChecker) console.warn('check-discovery or python3 is not there: its rules are not checked')

setDefaultTimeout(30_000)

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]()
})
function use<T extends AsyncDisposable>(thing: T): T {
  open.push(thing)
  return thing
}

async function begin(options: Partial<Parameters<typeof startBridge>[0]> = {}) {
  const broker = use(await startBroker())
  const capture = use(await broker.watch())
  const stand = use(startBridge({ url: broker.url, ...options }))
  await announced(capture)
  return { broker, capture, stand }
}

const isOnline = ({ topic, payload }: Seen) => topic === `${ROOT}/status` && payload === 'online'
const announced = (capture: Capture, times = 1) =>
  until('the appliance says online', () => capture.messages.filter(isOnline).length >= times, 10_000)

/** Waits until nothing more is on the way: what is published last of all comes back. */
async function quiet(broker: Awaited<ReturnType<typeof startBroker>>, capture: Capture) {
  await Bun.sleep(200)
  const mark = `mark-${capture.messages.length}`
  await broker.publish('test/mark', mark)
  await until('the mark is back', () => capture.messages.some(({ payload }) => payload === mark))
}

/** Faults of the checker; its own mark topic is none of ours. */
async function faults(lines: readonly string[], ...options: string[]): Promise<string[]> {
  if (!hasChecker) return []
  const said = await checkDiscovery(
    lines.filter((line) => !line.includes('"test/')),
    ...options,
  )
  return said.slice(0, -1)
}

const of = (capture: Capture, topic: string, from = 0) =>
  capture.messages.slice(from).flatMap((message) => (message.topic === `${ROOT}/${topic}` ? [message.payload] : []))
const configs = (messages: readonly Seen[]) => messages.filter(({ topic }) => topic.endsWith('/config'))

describe.skipIf(!hasMosquitto)('with a real broker', () => {
  for (const discovery of ['device', 'entity'] as const)
    test(`everything announced on an empty broker passes the checker (${discovery})`, async () => {
      const { broker, capture, stand } = await begin({ settings: { discovery } })
      stand.say('motion', true, 1, { target: 'human', region: 2 })
      stand.say('disk_full', true, null)
      stand.say('face')
      await until(
        'three events came',
        () => capture.messages.filter(({ topic }) => topic.endsWith('/event')).length === 3,
      )
      await until('the new sensor is on', () => of(capture, 'n7c31/ch1/face').includes('ON'))
      await quiet(broker, capture)
      expect(await faults(capture.lines)).toEqual([])
      if (discovery === 'entity') expect(await faults(capture.lines, '--portable')).toEqual([])
      expect(capture.retained().get(`${ROOT}/n7c31/ch1/motion`)).toBe('ON')
      expect(capture.retained().get(`${ROOT}/img/n7c31/ch1/snapshot`)).toBe('(picture)')
    })

  test('the order is configs, states, availability, and online at the very end', async () => {
    const { capture } = await begin()
    const topics = capture.messages.map(({ topic }) => topic)
    const status = topics.indexOf(`${ROOT}/status`)
    const lastConfig = topics.findLastIndex((topic) => topic.endsWith('/config'))
    const firstState = topics.findIndex((topic) => topic.startsWith(ROOT))
    const firstStatus = topics.findIndex((topic) => topic.startsWith(ROOT) && topic.endsWith('/status'))
    const motion = topics.indexOf(`${ROOT}/n7c31/ch1/motion`)
    expect(lastConfig).toBeLessThan(firstState)
    expect(motion).toBeLessThan(firstStatus)
    expect(status).toBe(topics.length - 1)
    expect(capture.messages[motion]).toMatchObject({ payload: 'OFF', retain: true, qos: 1 })
  })

  test('twenty notices are one ON, one event, and one OFF after hold', async () => {
    const { broker, capture, stand } = await begin({ hold: { motion: { hold: 0.5, min_on: 0.1 } } })
    for (let i = 0; i < 20; i++) {
      stand.say('motion')
      await Bun.sleep(20)
    }
    await until('it is off', () => of(capture, 'n7c31/ch1/motion').length === 3)
    await quiet(broker, capture)
    expect(of(capture, 'n7c31/ch1/motion')).toEqual(['OFF', 'ON', 'OFF'])
    const [event, ...more] = of(capture, 'n7c31/ch1/event')
    expect(more).toEqual([])
    const [alarm] = stand.alarms.list({ kind: 'system' }).alarms
    expect(JSON.parse(event!)).toEqual({
      event_type: 'motion',
      id: alarm!.uuid,
      time: alarm!.beganAt.toISOString(),
      nvr: 'n7c31',
      channel: 1,
    })
    expect(capture.retained().get(`${ROOT}/n7c31/ch1/last_event`)).toBe(alarm!.beganAt.toISOString())
    expect(JSON.parse(capture.retained().get(`${ROOT}/n7c31/ch1/last_event/attributes`)!)).toMatchObject({
      type: 'motion',
      ended: alarm!.endedAt!.toISOString(),
      reason: 'hold',
    })
  })

  test('inactive is OFF, not before the minimum; a broken stream is OFF too', async () => {
    const { capture, stand } = await begin({
      hold: { motion: { hold: 5, min_on: 0.3 }, sound: { hold: 0.2, min_on: 0 } },
    })
    stand.say('motion')
    stand.say('motion', false)
    await until('it is off', () => of(capture, 'n7c31/ch1/motion').length === 3)
    const [, on, off] = capture.messages.filter(({ topic }) => topic === `${ROOT}/n7c31/ch1/motion`)
    expect(off!.at - on!.at).toBeGreaterThan(200)
    stand.say('sound', true, 2)
    stand.alarms.lost(stand.device().id)
    await until('it is off', () => of(capture, 'n7c31/ch2/sound').length === 3)
    expect(of(capture, 'n7c31/ch2/sound')).toEqual(['OFF', 'ON', 'OFF'])
  })

  test('an alarm that nobody announced is an event of type other, and its sensor appears', async () => {
    const { broker, capture, stand } = await begin()
    stand.say('intrusion', true, 2, { rawType: 'fielddetection' })
    stand.say('other', true, 2, { rawType: 'ANPR' })
    await until('the sensor is on', () => capture.retained().get(`${ROOT}/n7c31/ch2/intrusion`) === 'ON')
    const events = of(capture, 'n7c31/ch2/event').map((payload) => JSON.parse(payload!) as object)
    expect(events).toMatchObject([
      { event_type: 'other', raw_type: 'fielddetection' },
      { event_type: 'other', raw_type: 'ANPR' },
    ])
    await quiet(broker, capture)
    expect(await faults(capture.lines)).toEqual([])
  })

  test('a recorder that goes away is unavailable at once, and available again when it is back', async () => {
    const { capture, stand } = await begin()
    stand.phase('away')
    await until('it is offline', () => capture.retained().get(`${ROOT}/n7c31/status`) === 'offline')
    stand.phase('online')
    await until('it is online', () => capture.retained().get(`${ROOT}/n7c31/status`) === 'online')
    expect(of(capture, 'n7c31/status')).toEqual(['online', 'offline', 'online'])
  })

  test('a renamed recorder and channel are one changed config each: no topic moves, nothing is cleared', async () => {
    const { broker, capture, stand } = await begin()
    await quiet(broker, capture)
    const before = capture.messages.length
    stand.rename('Cellar NVR', 'Gate')
    await until('three configs came', () => configs(capture.messages.slice(before)).length === 3)
    await quiet(broker, capture)
    const after = capture.messages.slice(before).filter(({ topic }) => topic !== 'test/mark')
    expect(configs(after)).toHaveLength(3)
    expect(after.filter(({ payload }) => payload === '')).toEqual([])
    const names = configs(after).map(
      ({ payload }) => (JSON.parse(payload!) as { device: { name: string } }).device.name,
    )
    expect(names).toEqual(['Cellar NVR', 'Gate (Cellar NVR, channel 1)', 'Gate (Cellar NVR, channel 2)'])
    expect(await faults(capture.lines)).toEqual([])
  })

  test('a capability, a channel and a recorder that go leave nothing behind', async () => {
    const { broker, capture, stand } = await begin()
    const first = stand.db.select().from(channels).all()[0]!
    stand.db
      .update(channels)
      .set({ can: { ...first.can, alarms: ['motion'] } })
      .where(eq(channels.id, first.id))
      .run()
    stand.changed()
    await until('the state is cleared', () => !capture.retained().has(`${ROOT}/n7c31/ch1/video_loss`))
    stand.db.delete(channels).where(eq(channels.id, first.id)).run()
    stand.changed()
    const left = (part: string) => [...capture.retained().keys()].filter((topic) => topic.includes(part))
    await until('the channel is gone', () => left('n7c31/ch1').length === 0 && left('n7c31_ch1').length === 0)
    expect(await faults(capture.lines)).toEqual([])
    stand.removeDevice()
    await until('the recorder is gone', () => left('n7c31').length === 0)
    await quiet(broker, capture)
    const gone = configs(capture.messages).filter(({ payload }) => payload === '')
    expect(gone.map(({ topic }) => topic.split('/').at(-2))).toEqual([
      `porchlight_${NODE}_n7c31_ch1`,
      `porchlight_${NODE}_n7c31_ch2`,
      `porchlight_${NODE}_n7c31`,
    ])
    const lastConfig = capture.messages.findLastIndex(({ topic, payload }) => topic.endsWith('/config') && !payload)
    const cleared = capture.messages.findLastIndex(({ topic, payload }) => topic.startsWith(ROOT) && payload === '')
    expect(cleared).toBeGreaterThan(lastConfig)
    expect(await faults(capture.lines)).toEqual([])
  })

  test('two recorders with equal channel names get different names', async () => {
    const { broker, capture, stand } = await begin()
    const { householdId } = stand.device()
    const info = { ...stand.device().info!, name: 'Garden NVR' }
    const second = addDevice(stand.db, householdId, { hubKey: 'n2222', info, address: '192.0.2.6' })
    addChannel(stand.db, second, 1, { deviceName: 'Front door' })
    stand.changed()
    await until('it is there', () => capture.retained().has(`${ROOT}/n2222/ch1/status`))
    await quiet(broker, capture)
    const names = [...capture.retained()]
      .filter(([topic]) => topic.endsWith('/config'))
      .map(([, payload]) => (JSON.parse(payload) as { device: { name: string } }).device.name)
    expect(names.toSorted()).toEqual(
      [
        'Porchlight',
        'Garage NVR',
        'Garden NVR',
        'Front door (Garage NVR)',
        'Front door (Garden NVR)',
        'Driveway',
      ].toSorted(),
    )
    expect(await faults(capture.lines)).toEqual([])
  })

  test("another household's devices are not told to the founder's hub", async () => {
    const { broker, capture, stand } = await begin()
    const foreign = addDevice(stand.db, addHousehold(stand.db), { hubKey: 'nffff' })
    addChannel(stand.db, foreign, 1)
    stand.changed()
    await quiet(broker, capture)
    expect([...capture.retained().keys()].filter((topic) => topic.includes('nffff'))).toEqual([])
  })

  test('the broker comes back empty: all is there again, and no old event', async () => {
    const { broker, stand, capture } = await begin()
    await broker.stop()
    await until('the loss is seen', () => !stand.bridge.state().connected)
    expect(stand.bridge.state().lastError).toBeString()
    for (let i = 0; i < 50; i++) stand.say(i % 2 ? 'motion' : 'line_crossing', true, 1)
    stand.say('tamper', true, 2)
    await broker.start()
    const second = use(await broker.watch())
    await announced(second)
    await quiet(broker, second)
    const held = second.retained()
    expect([...capture.retained().keys()].filter((topic) => !held.has(topic))).toEqual([])
    expect(held.get(`${ROOT}/n7c31/ch1/motion`)).toBe('ON')
    expect(held.get(`${ROOT}/n7c31/ch2/tamper`)).toBe('ON')
    expect(held.get(`${ROOT}/n7c31/ch2/motion`)).toBe('OFF')
    expect(second.messages.filter(({ topic }) => topic.endsWith('/event'))).toEqual([])
    expect(await faults(second.lines)).toEqual([])
    expect(stand.bridge.state()).toMatchObject({ connected: true, lastError: null })
  })

  test('three births within a second are one announcement after a pause', async () => {
    const { broker, capture } = await begin({ bridge: { random: () => 0 } })
    await quiet(broker, capture)
    const before = capture.messages.length
    const born = performance.now()
    for (let i = 0; i < 3; i++) await broker.publish('homeassistant/status', 'online')
    await announced(capture, 2)
    await quiet(broker, capture)
    const after = capture.messages.slice(before)
    expect(configs(after)).toHaveLength(4)
    expect(after.filter(isOnline)).toHaveLength(1)
    expect(configs(after)[0]!.at - born).toBeGreaterThan(900)
  })

  test('offline said by somebody else is answered with online', async () => {
    const { broker, capture } = await begin()
    await broker.publish(`${ROOT}/status`, 'offline', '-r', '-q', '1')
    await announced(capture, 2)
    expect(capture.retained().get(`${ROOT}/status`)).toBe('online')
  })

  test('an orphan of ours is cleared, what others announced is left alone', async () => {
    const broker = use(await startBroker())
    const orphan = `homeassistant/sensor/porchlight_${NODE}_nold1/firmware/config`
    const other = 'homeassistant/sensor/porchlight_zzzzzzzz_nold1/firmware/config'
    const config = (node: string) =>
      JSON.stringify({ origin: { name: 'Porchlight' }, device: { identifiers: [`porchlight_${node}_nold1`] } })
    await broker.publish(orphan, config(NODE), '-r')
    await broker.publish(other, config('zzzzzzzz'), '-r')
    const capture = use(await broker.watch())
    use(startBridge({ url: broker.url }))
    await announced(capture)
    expect(capture.retained().has(orphan)).toBe(false)
    expect(capture.retained().has(other)).toBe(true)
  })

  test('an orderly stop says offline; the next start sends no config twice and turns alarms off', async () => {
    const { broker, capture, stand } = await begin()
    stand.say('motion')
    await until('it is on', () => capture.retained().get(`${ROOT}/n7c31/ch1/motion`) === 'ON')
    await quiet(broker, capture)
    open.splice(open.indexOf(stand), 1)
    await stand[Symbol.asyncDispose]()
    await until('it is offline', () => capture.retained().get(`${ROOT}/status`) === 'offline')
    const before = capture.messages.length
    use(startBridge({ url: broker.url }))
    await announced(capture, 2)
    expect(configs(capture.messages.slice(before))).toEqual([])
    expect(of(capture, 'n7c31/ch1/motion', before)).toEqual(['OFF'])
  })

  test('killed, the broker says offline; the next start turns alarms off and tells no old event', async () => {
    const broker = use(await startBroker())
    const capture = use(await broker.watch())
    const folder = mkdtempSync(join(tmpdir(), 'killed-'))
    const database = join(folder, 'porchlight.db')
    const child = Bun.spawn(
      [process.execPath, join(import.meta.dir, '../testing/bridge-process.ts'), broker.url, database],
      { stdout: 'ignore', stderr: 'inherit' },
    )
    await announced(capture)
    await until('it is on', () => capture.retained().get(`${ROOT}/n7c31/ch1/motion`) === 'ON')
    child.kill('SIGKILL')
    await child.exited
    await until('the last will came', () => capture.retained().get(`${ROOT}/status`) === 'offline')
    const before = capture.messages.length
    use(startBridge({ url: broker.url, database }))
    await announced(capture, 2)
    await quiet(broker, capture)
    expect(of(capture, 'n7c31/ch1/motion', before)).toEqual(['OFF'])
    expect(capture.messages.slice(before).filter(({ topic }) => topic.endsWith('/event'))).toEqual([])
    expect(await faults(capture.lines)).toEqual([])
    rmSync(folder, { recursive: true, force: true })
  })

  test('of two with the same id one stops and says so', async () => {
    const { broker, capture, stand } = await begin()
    const second = use(startBridge({ url: broker.url }))
    await until('the first one has stopped', () => stand.bridge.state().lastError?.includes('PORCHLIGHT_NODE_ID'))
    await announced(capture, 2)
    await Bun.sleep(1500)
    expect(stand.bridge.state().connected).toBe(false)
    expect(second.bridge.state()).toMatchObject({ connected: true, lastError: null })
    expect(capture.retained().get(`${ROOT}/status`)).toBe('online')
  })

  test('switched off, nothing is left; a new address gets everything', async () => {
    const { broker, capture, stand } = await begin()
    const other = use(await startBroker())
    const second = use(await other.watch())
    stand.set('mqtt_url', other.url)
    await announced(second)
    await until('the old broker holds nothing', () => capture.retained().size === 0)
    expect(await faults(second.lines)).toEqual([])
    expect(second.retained().has(`${ROOT}/img/n7c31/ch1/snapshot`)).toBe(true)
    stand.set('mqtt_url', null)
    await until('the new broker holds nothing', () => second.retained().size === 0)
    expect(stand.bridge.state()).toMatchObject({ enabled: false, connected: false, url: null })
    await quiet(broker, capture)
  })

  test('another form or prefix moves everything without leaving anything', async () => {
    const { broker, capture, stand } = await begin()
    stand.set('discovery', 'entity')
    const old = `homeassistant/device/porchlight_${NODE}_n7c31_ch1/config`
    await until('the old form is gone', () => !capture.retained().has(old))
    await quiet(broker, capture)
    const said = capture.messages.filter(({ topic }) => topic === old).map(({ payload }) => payload)
    expect(said.slice(1)).toEqual(['{"migrate_discovery":true}', ''])
    expect(await faults(capture.lines)).toEqual([])
    stand.set('mqtt_prefix', 'house/porch')
    await until('it is online there', () => capture.retained().get(`house/porch/${NODE}/status`) === 'online', 10_000)
    await quiet(broker, capture)
    expect([...capture.retained().keys()].filter((topic) => topic.startsWith(ROOT))).toEqual([])
    stand.set('discovery', 'off')
    await until('no config is left', () => ![...capture.retained().keys()].some((topic) => topic.endsWith('/config')))
  })

  test('user and password are used, and a refusal is told in words without them', async () => {
    const broker = use(await startBroker('allow_anonymous false'))
    const stand = use(startBridge({ url: broker.url.replace('//', '//house:t0psecret@') }))
    const { lastError, url } = await until('it is refused', () => {
      const state = stand.bridge.state()
      return state.lastError === null ? null : state
    })
    expect(lastError).toMatch(/may not connect|user name or password/)
    expect(`${lastError} ${url} ${stand.lines.join()}`).not.toContain('t0psecret')
  })

  test('no picture is larger than the broker takes', async () => {
    const broker = use(await startBroker('allow_anonymous true\nmax_packet_size 8000'))
    const capture = use(await broker.watch())
    const stand = use(startBridge({ url: broker.url, bridge: { shrink: async () => null } }))
    await announced(capture)
    stand.say('motion')
    await until('the alarm came', () => of(capture, 'n7c31/ch1/event').length === 1)
    await quiet(broker, capture)
    expect(stand.bridge.state()).toMatchObject({ connected: true })
  })
})

test('a broker that only knows MQTT 3.1.1 is spoken to in that', async () => {
  const aedes = await Aedes.createBroker()
  const topics: string[] = []
  aedes.on('publish', ({ topic }) => topics.push(topic))
  const server = createServer(aedes.handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const stand = use(startBridge({ url: `mqtt://127.0.0.1:${port}` }))
  await until('online was said', () => topics.includes(`${ROOT}/status`), 15_000)
  expect(stand.bridge.state()).toMatchObject({ connected: true, lastError: null })
  open.splice(open.indexOf(stand), 1)
  await stand[Symbol.asyncDispose]()
  await new Promise<void>((resolve) => aedes.close(resolve))
  server.close()
})
