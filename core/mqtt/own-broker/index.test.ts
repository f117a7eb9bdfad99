// The broker inside the appliance follows its settings, and our own link finds it.
import { describe, expect, test } from 'bun:test'
import { createServer } from 'node:net'
import { createBus } from '../../bus.ts'
import type { AlarmKind } from '../../domain/alarm-kinds.ts'
import { createLog } from '../../log.ts'
import type { Settings } from '../../services/settings.ts'
import { startBridge } from '../../testing/bridge-stand.ts'
import { freePort } from '../../testing/free-port.ts'
import { announced, faults, hubTests, isOnline } from '../../testing/hub-tests.ts'
import { hasMosquitto, startBroker, watch } from '../../testing/mosquitto.ts'
import { addChannel } from '../../testing/rows.ts'
import { until } from '../../testing/until.ts'
import { createOwnBroker } from './index.ts'

const { use, close } = hubTests()
const PASSWORD = 'long enough'

function begin(values: Record<string, unknown> = {}) {
  const stored: Record<string, unknown> = {
    broker: { enabled: false, port: 1883, username: 'hub' },
    broker_password: PASSWORD,
    ...values,
  }
  const bus = createBus(() => {})
  const broker = use(
    createOwnBroker({
      settings: { get: (key: string) => stored[key] } as Pick<Settings, 'get'>,
      hub: { instanceId: () => 'k3f9x2ab' },
      bus,
      log: createLog('silent'),
      now: () => new Date(),
      host: '127.0.0.1',
    }),
  )
  return {
    broker,
    set(key: string, value: unknown) {
      stored[key] = value
      bus.emit('setting.changed', { householdId: null, key })
    },
  }
}
const on = (port: number) => ({ enabled: true, port, username: 'hub' })

describe('the settings', () => {
  test('off at first; on it runs, at another port it moves, and off it ends', async () => {
    const { broker, set } = begin()
    await broker.start()
    expect(broker.state()).toEqual({ enabled: false, running: false, port: 1883, clients: 0, problem: null })
    expect(broker.login()).toBeNull()
    const [first, second] = [freePort(), freePort()]
    set('broker', on(first))
    await until('it runs', () => broker.state().running)
    expect(broker.login()).toMatchObject({ url: `mqtt://127.0.0.1:${first}`, protocol: 4 })
    set('broker', on(second))
    await until('it has moved', () => broker.login()?.url === `mqtt://127.0.0.1:${second}`)
    set('broker', { ...on(second), enabled: false })
    await until('it has ended', () => broker.login() === null)
    expect(broker.state()).toMatchObject({ enabled: false, running: false, problem: null })
  })

  test('without a password it does not run, and says so', async () => {
    const { broker, set } = begin({ broker: on(freePort()), broker_password: null })
    await broker.start()
    expect(broker.state()).toMatchObject({ enabled: true, running: false })
    expect(broker.state().problem).toStartWith('The broker has no password yet.')
    set('broker_password', PASSWORD)
    await until('it runs', () => broker.state().running)
    expect(broker.state().problem).toBeNull()
  })

  test('a port that another program holds is said in words', async () => {
    const other = createServer()
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve))
    const { port } = other.address() as { port: number }
    const { broker, set } = begin({ broker: on(port) })
    await broker.start()
    expect(broker.state()).toMatchObject({ running: false, port })
    expect(broker.state().problem).toStartWith(`Port ${port} is in use by another program`)
    await new Promise((resolve) => other.close(resolve))
    set('broker', on(port))
    await until('it runs', () => broker.state().running)
  })
})

describe.skipIf(!hasMosquitto)('our own link', () => {
  const login = ['-u', 'hub', '-P', PASSWORD]
  const send = (port: number, topic: string) =>
    Bun.spawn(['mosquitto_pub', '-h', '127.0.0.1', '-p', String(port), ...login, '-t', topic, '-m', 'x']).exited

  test('everything is told there, at once in the protocol that it speaks, and again after it was ended', async () => {
    const port = freePort()
    const { broker, set } = begin({ broker: on(port) })
    await broker.start()
    const capture = use(await watch(port, [], login))
    const stand = use(startBridge({ url: null, bridge: { ownBroker: broker } }))
    await announced(capture)
    const state = stand.bridge.state()
    expect(state).toMatchObject({ connected: true, lastError: null, url: `mqtt://127.0.0.1:${port}` })
    await until('only the subscriber is counted', () => broker.state().clients === 1)
    stand.say('motion')
    await until('the alarm came', () => capture.messages.some(({ topic }) => topic.endsWith('/n7c31/ch1/event')))

    set('broker_password', 'another one')
    await until('it is there again', () => stand.bridge.state().connected && broker.state().clients === 0)
    const later = use(await watch(port, [], ['-u', 'hub', '-P', 'another one']))
    await until('all is there', () =>
      later.messages.some(({ topic, payload }) => topic.endsWith('/status') && payload === 'online'),
    )
    expect(later.messages.filter(({ topic }) => topic.endsWith('/config')).length).toBeGreaterThan(2)

    set('broker', { ...on(port), enabled: false })
    await until('there is none', () => stand.bridge.state().url === null && !stand.bridge.state().connected)
  })

  test('what lies there passes the checker, and a broker of the home is preferred', async () => {
    const port = freePort()
    const { broker } = begin({ broker: on(port) })
    await broker.start()
    const live = use(await watch(port, [], login))
    const stand = use(startBridge({ url: null, bridge: { ownBroker: broker } }))
    await announced(live)
    const wanted = new Set(live.messages.map(({ topic }) => topic))
    const capture = use(await watch(port, [], login))
    await until('all that lies there has come', () => wanted.isSubsetOf(new Set(capture.retained().keys())))
    const lines = capture.lines.filter((_, i) => capture.messages[i]?.retain)
    expect(await faults(lines)).toEqual([])
    await close(stand)
    const elsewhere = use(startBridge({ url: 'mqtt://127.0.0.1:9', bridge: { ownBroker: broker } }))
    expect(elsewhere.bridge.state().url).toBe('mqtt://127.0.0.1:9')
  })

  test('64 channels, an entity each message, lie there for whoever comes later', async () => {
    const port = freePort()
    const { broker } = begin({ broker: on(port) })
    await broker.start()
    const live = use(await watch(port, [], login))
    const stand = use(startBridge({ url: null, settings: { discovery: 'entity' }, bridge: { ownBroker: broker } }))
    const kinds: AlarmKind[] = ['motion', 'line_crossing', 'intrusion', 'face', 'pir', 'sound', 'tamper', 'video_loss']
    for (let no = 3; no <= 64; no++)
      addChannel(stand.db, stand.device(), no, { deviceName: `Camera ${no}`, can: { alarms: kinds } })
    stand.changed()
    await until('all is told', () => live.messages.some(({ topic }) => topic.endsWith('/n7c31/ch64/motion')))
    await until('we are there', () => live.messages.some(isOnline))
    const wanted = new Set(live.messages.map(({ topic }) => topic))
    expect(wanted.size).toBeGreaterThan(1500)
    const later = use(await watch(port, [], login))
    await until('all lies there', () => wanted.isSubsetOf(new Set(later.retained().keys())))
  }, 120_000)

  test('nothing is left there when another broker is set', async () => {
    const port = freePort()
    const { broker } = begin({ broker: on(port) })
    await broker.start()
    const live = use(await watch(port, [], login))
    const stand = use(startBridge({ url: null, bridge: { ownBroker: broker } }))
    await announced(live)
    const other = use(await startBroker())
    stand.set('mqtt_url', other.url)
    const next = use(await other.watch())
    await announced(next)
    const empty = use(await watch(port, [], login))
    await send(port, 'mark')
    await until('the mark is back', () => empty.messages.some(({ topic }) => topic === 'mark'))
    expect([...empty.retained().keys()]).toEqual([])
  })
})
