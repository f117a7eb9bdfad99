// The link through restarts of either side, against a real Mosquitto: tests 2, 3, 8, 10, 11 and 13 of DISCOVERY, part 3.
import { describe, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { createConnection, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Aedes } from 'aedes'
import { NODE, ROOT, startBridge } from '../testing/bridge-stand.ts'
import { announced, configs, faults, hubTests, isOnline, of, quiet } from '../testing/hub-tests.ts'
import { hasMosquitto, startBroker } from '../testing/mosquitto.ts'
import { until } from '../testing/until.ts'

const { begin, close, use } = hubTests()

describe.skipIf(!hasMosquitto)('with a real broker', () => {
  test('3: the broker comes back empty: all is there again, and no old event', async () => {
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

  test('8: three births within a second are one announcement after a pause', async () => {
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

  test('8: a birth counts at the usual place, too, wherever devices are announced', async () => {
    const settings = { discovery_prefix: 'house/hub' }
    for (const place of ['homeassistant', 'house/hub']) {
      const { broker, capture } = await begin({ settings, bridge: { random: () => 0 } })
      await quiet(broker, capture)
      await broker.publish(`${place}/status`, 'online')
      await announced(capture, 2)
    }
  })

  test('8: a birth counts where its owner says, and nowhere else; what we say ourselves is none', async () => {
    const { broker, capture, stand } = await begin({ bridge: { random: () => 0 } })
    stand.set('hub_birth_topic', 'my house/born.here')
    await announced(capture, 2)
    await until('all is told', () => stand.bridge.state().brokerVersion)
    await quiet(broker, capture)
    await broker.publish('homeassistant/status', 'online')
    await broker.publish('my house/born.here', 'offline')
    await quiet(broker, capture)
    await quiet(broker, capture)
    const after = async (topic: string, times: number) => {
      const born = performance.now()
      await broker.publish(topic, 'online')
      await announced(capture, times)
      return capture.messages.filter(isOnline)[times - 1]!.at - born
    }
    // A second after this word, not after those before.
    expect(await after('my house/born.here', 3)).toBeGreaterThan(1000)
    stand.set('hub_birth_topic', `${ROOT}/status`)
    await announced(capture, 4)
    await until('all is told', () => stand.bridge.state().brokerVersion)
    await quiet(broker, capture)
    expect(await after('homeassistant/status', 5)).toBeGreaterThan(1000)
  })

  test('10: offline said by somebody else is answered with online', async () => {
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
    await close(stand)
    await until('it is offline', () => capture.retained().get(`${ROOT}/status`) === 'offline')
    const before = capture.messages.length
    use(startBridge({ url: broker.url }))
    await announced(capture, 2)
    expect(configs(capture.messages.slice(before))).toEqual([])
    expect(of(capture, 'n7c31/ch1/motion', before)).toEqual(['OFF'])
  })

  test('2: killed, the broker says offline; the next start turns alarms off and tells no old event', async () => {
    const broker = use(await startBroker())
    const capture = use(await broker.watch())
    const folder = mkdtempSync(join(tmpdir(), 'killed-'))
    const database = join(folder, 'porchlight.db')
    const child = Bun.spawn(
      [process.execPath, join(import.meta.dir, '../testing/bridge-process.ts'), broker.url, database],
      { stdout: 'ignore', stderr: 'inherit' },
    )
    await announced(capture)
    const sensors = ['n7c31/ch1/motion', 'n7c31/ch1/line_crossing', 'n7c31/ch2/sound']
    const values = () => sensors.map((sensor) => capture.retained().get(`${ROOT}/${sensor}`))
    await until('three sensors are on', () => values().every((value) => value === 'ON'))
    child.kill('SIGKILL')
    await child.exited
    await until('the last will came', () => capture.retained().get(`${ROOT}/status`) === 'offline')
    const before = capture.messages.length
    use(startBridge({ url: broker.url, database }))
    await announced(capture, 2)
    await quiet(broker, capture)
    for (const sensor of sensors) expect(of(capture, sensor, before)).toEqual(['OFF'])
    const messages = capture.messages.slice(before)
    const off = sensors.map((sensor) => messages.findIndex(({ topic }) => topic === `${ROOT}/${sensor}`))
    expect(Math.max(...off)).toBeLessThan(messages.findIndex(isOnline))
    expect(messages.filter(({ topic }) => topic.endsWith('/event'))).toEqual([])
    expect(await faults(capture.lines)).toEqual([])
    rmSync(folder, { recursive: true, force: true })
  })

  test('11: of two with the same id one stops and says so', async () => {
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
    // Pictures follow what is announced.
    await until('the picture is there', () => second.retained().has(`${ROOT}/img/n7c31/ch1/snapshot`))
    stand.set('mqtt_url', null)
    await until('the new broker holds nothing', () => second.retained().size === 0)
    expect(stand.bridge.state()).toMatchObject({ connected: false, url: null })
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
    await until('it is online there', () => capture.retained().get(`house/porch/${NODE}/status`) === 'online')
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
    expect(lastError).toContain('user name or password is wrong')
    expect(`${lastError} ${url} ${stand.lines.join()}`).not.toContain('t0psecret')
    const bare = use(startBridge({ url: broker.url }))
    await until('it is told what is missing', () => bare.bridge.state().lastError?.includes('wants a user name'))
  })

  test('one that takes nothing for a moment of many alarms loses none of them', async () => {
    const broker = use(await startBroker('allow_anonymous true\nmax_queued_messages 20000'))
    const capture = use(await broker.watch())
    let through: Socket | null = null
    const front = createServer((socket) => {
      through = createConnection(broker.port, '127.0.0.1')
      for (const one of [socket, through]) one.on('error', () => {})
      socket.pipe(through).pipe(socket)
      socket.on('close', () => through?.destroy())
    })
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
    const { port } = front.address() as { port: number }
    const hold = { motion: { hold: 0, min_on: 0 } }
    const stand = use(startBridge({ url: `mqtt://127.0.0.1:${port}`, hold, settings: { hub_snapshot_seconds: 0 } }))
    await announced(capture)
    const held = through as Socket | null
    held?.pause()
    for (let alarm = 0; alarm < 800; alarm++) for (const active of [true, false]) stand.say('motion', active)
    held?.resume()
    await until('all came', () => of(capture, 'n7c31/ch1/event').length === 800)
    await until('it is over', () => of(capture, 'n7c31/ch1/motion').at(-1) === 'OFF')
    expect(capture.messages.filter(isOnline)).toHaveLength(1)
    await close(stand)
    front.close()
  })

  test('one that hung up once, as it does while it starts, is spoken to in MQTT 5 again at the next connection', async () => {
    const broker = use(await startBroker())
    const sockets = new Set<Socket>()
    let door: 'shut' | 'open' = 'shut'
    const front = createServer((socket) => {
      socket.on('error', () => {})
      if (door === 'shut') {
        door = 'open'
        socket.destroy()
        return
      }
      const through = createConnection(broker.port, '127.0.0.1')
      through.on('error', () => {})
      sockets.add(socket)
      socket.pipe(through).pipe(socket)
      socket.on('close', () => through.destroy())
    })
    await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve))
    const { port } = front.address() as { port: number }
    const stand = use(startBridge({ url: `mqtt://127.0.0.1:${port}` }))
    const protocol = () => stand.bridge.state().protocol
    await until('it is let in', () => protocol() === 4)
    for (const socket of sockets) socket.destroy()
    await until('it is let in anew', () => protocol() === 5)
    await close(stand)
    front.close()
  })

  test('no picture is larger than the broker takes', async () => {
    const broker = use(await startBroker('allow_anonymous true\nmax_packet_size 8000'))
    const capture = use(await broker.watch())
    const stand = use(startBridge({ url: broker.url }))
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
  await until('online was said', () => topics.includes(`${ROOT}/status`))
  expect(stand.bridge.state()).toMatchObject({ connected: true, lastError: null })
  await close(stand)
  await new Promise<void>((resolve) => aedes.close(resolve))
  server.close()
})

test('a broker that will not let us hear something is told everything all the same, and the refusal is said', async () => {
  const aedes = await Aedes.createBroker({
    authorizeSubscribe: (_client, subscription, done) =>
      done(null, subscription.topic.endsWith('born') ? null : subscription),
  })
  const topics: string[] = []
  aedes.on('publish', ({ topic }) => topics.push(topic))
  const server = createServer(aedes.handle)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  const stand = use(startBridge({ url: `mqtt://127.0.0.1:${port}`, settings: { hub_birth_topic: 'home/born' } }))
  await until('online was said', () => topics.includes(`${ROOT}/status`))
  expect(stand.bridge.state().lastError).toContain('home/born: subscription refused')
  await close(stand)
  await new Promise<void>((resolve) => aedes.close(resolve))
  server.close()
})
