// Alarm latency: last byte of a device's notice on the wire → MQTT message at a subscriber, beside a bare MQTT publish; and memory
// of the appliance while alarms do not cease.
import { parseArgs } from 'node:util'
import mqtt, { type MqttClient } from 'mqtt'
import { startBroker } from '../core/testing/mosquitto.ts'
import { until } from '../core/testing/until.ts'
import { type Simulator, startSimulator } from '../plugins/hikvision/simulator/index.ts'
import { type Appliance, startAppliance } from '../test/e2e/appliance.ts'
import { median, pssMb } from './relay/processes.ts'

const CHANNELS = 8
const login = { user: 'admin', password: 'bench-only' }
/** Pairs of active and inactive, a second, and how many of them. */
const RATES = [
  { rate: 1, pairs: 20 },
  { rate: 100, pairs: 1000 },
]

/** A storm of so many alarms a second for so many seconds, and how much the appliance may grow from its first third to its last. */
const STORM_RATE = 100
const GROWTH_BOUND_MB = 16

const { values } = parseArgs({
  options: { 'storm-seconds': { type: 'string', default: '120' }, 'only-storm': { type: 'boolean', default: false } },
  allowPositionals: true,
})

type Word = 'ON' | 'OFF'

interface Figures {
  p50: number
  p99: number
}

function figuresOf(values: number[]): Figures {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? Number.NaN
  return { p50: at(0.5), p99: at(0.99) }
}

/** Runs `pair` `pairs` times at an even rate, whatever one of them takes. */
async function paced(rate: number, pairs: number, pair: (index: number) => Promise<void>): Promise<void> {
  const began = performance.now()
  const running: Promise<void>[] = []
  for (let index = 0; index < pairs; index++) {
    const wait = began + (index * 1000) / rate - performance.now()
    if (wait > 0) await Bun.sleep(wait)
    running.push(pair(index))
  }
  await Promise.all(running)
}

/** Sent times wait here for what is received, first in first out for each topic. */
function createMatcher() {
  const sent = new Map<string, number[]>()
  const latencies = { ON: [] as number[], OFF: [] as number[] }
  const unmatched: string[] = []
  return {
    latencies,
    unmatched,
    sent(topic: string, word: Word, at: number) {
      const key = `${topic} ${word}`
      sent.set(key, [...(sent.get(key) ?? []), at])
    },
    received(topic: string, word: Word) {
      const at = performance.now()
      const began = sent.get(`${topic} ${word}`)?.shift()
      if (began === undefined) unmatched.push(`${topic} ${word}`)
      else latencies[word].push(at - began)
    },
    waiting: () => [...sent.values()].reduce((sum, list) => sum + list.length, 0),
  }
}

async function client(url: string): Promise<MqttClient> {
  return mqtt.connectAsync(url, { protocolVersion: 5 })
}

/** The same pairs, published by a client of the same library with the same QoS and retain flag. */
async function bare(url: string, rate: number, pairs: number) {
  const [publisher, subscriber] = [await client(url), await client(url)]
  const matcher = createMatcher()
  subscriber.on('message', (topic, payload) => matcher.received(topic, payload.toString() as Word))
  await subscriber.subscribeAsync('bare/#', { qos: 1 })
  const say = (topic: string, word: Word) => {
    matcher.sent(topic, word, performance.now())
    publisher.publish(topic, word, { qos: 1, retain: true })
  }
  await paced(rate, pairs, async (index) => {
    const topic = `bare/ch${(index % CHANNELS) + 1}`
    say(topic, 'ON')
    await Bun.sleep(30)
    say(topic, 'OFF')
  })
  await until('all came', () => matcher.waiting() === 0)
  await Promise.all([publisher.endAsync(), subscriber.endAsync()])
  return matcher
}

async function alarms(url: string, simulator: Simulator, root: string, rate: number, pairs: number) {
  const subscriber = await client(url)
  const matcher = createMatcher()
  let events = 0
  let live = false
  subscriber.on('message', (topic, payload, { retain }) => {
    // What lay there before is no answer to us.
    if (!live || retain) return
    if (topic.endsWith('/event')) events++
    else if (topic.endsWith('/motion')) matcher.received(topic, payload.toString() as Word)
  })
  await subscriber.subscribeAsync([`${root}/+/+/motion`, `${root}/+/+/event`], { qos: 1 })
  await Bun.sleep(300)
  live = true
  const hubKey = await new Promise<string>((resolve) => {
    const probe = (topic: string) => {
      subscriber.off('message', probe)
      resolve(topic.split('/').at(-3) ?? '')
    }
    subscriber.on('message', probe)
    void subscriber.subscribeAsync(`${root}/+/ch1/status`, { qos: 0 })
  })
  const say = (channel: number, state: 'active' | 'inactive') => {
    const written = simulator.raise({ type: 'VMD', channel, state })
    matcher.sent(`${root}/${hubKey}/ch${channel}/motion`, state === 'active' ? 'ON' : 'OFF', performance.now())
    return written
  }
  await paced(rate, pairs, async (index) => {
    const channel = (index % CHANNELS) + 1
    await say(channel, 'active')
    await Bun.sleep(30)
    await say(channel, 'inactive')
  })
  await until('all came', () => matcher.waiting() === 0, 20_000)
  await until('all events came', () => events >= pairs)
  if (matcher.unmatched.length || events !== pairs)
    throw new Error(`${pairs} pairs gave ${events} events and ${matcher.unmatched.length} messages too many`)
  await subscriber.endAsync()
  return matcher
}

async function ready(appliance: Appliance, simulator: Simulator): Promise<string> {
  await appliance.signIn()
  const hold = { value: { motion: { hold: 0, min_on: 0 } } }
  const set = await appliance.call('PUT', '/api/settings/alarm_hold', hold)
  if (set.status !== 200) throw new Error(`alarm_hold was refused: ${set.text}`)
  const { hostname, host } = new URL(simulator.url)
  const device = { ip_nvr: hostname, ip_web: host, username: login.user, password: login.password, brand: 'hikvision' }
  await appliance.call('POST', '/api/devices', device)
  await until('the alert stream is open', () => simulator.stats.alertStreams > 0, 20_000)
  const hub = await until(
    'the hub is told',
    async () => {
      const { body } = await appliance.call<{ connected: boolean; node_id: string; prefix: string }>('GET', '/api/hub')
      return body.connected ? body : null
    },
    20_000,
  )
  return `${hub.prefix}/${hub.node_id}`
}

const ms = (value: number) => value.toFixed(2).padStart(8)
const line = (name: string, { p50, p99 }: Figures, base?: Figures) =>
  `  ${name.padEnd(34)} p50 ${ms(p50)} ms   p99 ${ms(p99)} ms${
    base ? `   ratio p50 ${(p50 / base.p50).toFixed(2)}, p99 ${(p99 / base.p99).toFixed(2)}` : ''
  }`

/** Memory of the appliance every second while alarms come at an even rate: a leak shows as growth that goes on. */
async function storm(url: string, simulator: Simulator, root: string, pid: number, seconds: number): Promise<void> {
  const subscriber = await client(url)
  let told = 0
  subscriber.on('message', (_topic, _payload, { retain }) => {
    if (!retain) told++
  })
  await subscriber.subscribeAsync(`${root}/+/+/event`, { qos: 1 })
  const samples: number[] = []
  const before = pssMb(pid)
  const timer = setInterval(() => samples.push(pssMb(pid)), 1000)
  const began = performance.now()
  let raised = 0
  // Each channel waits for its own end before it begins again, however late the machine is: two would be one alarm.
  const one = async (channel: number) => {
    for (let next = began; next < began + seconds * 1000; next += (1000 * CHANNELS) / STORM_RATE) {
      const wait = next - performance.now()
      if (wait > 0) await Bun.sleep(wait)
      await simulator.raise({ type: 'VMD', channel, state: 'active' })
      raised++
      await Bun.sleep(35)
      await simulator.raise({ type: 'VMD', channel, state: 'inactive' })
      await Bun.sleep(35)
    }
  }
  await Promise.all(Array.from({ length: CHANNELS }, (_, index) => one(index + 1)))
  const rate = (raised * 1000) / (performance.now() - began)
  clearInterval(timer)
  for (let before = -1; before < told; await Bun.sleep(2000)) before = told
  await subscriber.endAsync()
  const third = Math.floor(samples.length / 3)
  const [early, late] = [median(samples.slice(0, third)), median(samples.slice(-third))]
  const growth = late - early
  const held = growth <= GROWTH_BOUND_MB
  if (!held) process.exitCode = 1
  const mb = (value: number) => `${value.toFixed(0)} MB`
  console.log(`${seconds} s of ${rate.toFixed(0)} alarms a second (${raised} raised, ${told} told)`)
  console.log(
    `  memory ${mb(before)} before, median ${mb(early)} of the first third, ${mb(late)} of the last, most ${mb(Math.max(...samples))}`,
  )
  console.log(
    `  growth ${growth.toFixed(1)} MB  bound ${GROWTH_BOUND_MB} MB, ratio ${(growth / GROWTH_BOUND_MB).toFixed(2)}: ${held ? 'held' : 'EXCEEDED'}`,
  )
}

async function run(): Promise<void> {
  await using stack = new AsyncDisposableStack()
  const broker = stack.use(await startBroker())
  const simulator = stack.use(await startSimulator({ model: 'nvr8', ...login, rtsp: false }))
  const env = { PORCHLIGHT_MQTT_URL: broker.url, PORCHLIGHT_LOG: 'info' }
  const appliance = stack.use(await startAppliance({ env }))
  const root = await ready(appliance, simulator)
  // Pictures of the start and the announcement of new channels are over.
  await Bun.sleep(5000)
  for (const { rate, pairs } of values['only-storm'] ? [] : RATES) {
    const base = await bare(broker.url, rate, pairs)
    const ours = await alarms(broker.url, simulator, root, rate, pairs)
    const baseline = figuresOf([...base.latencies.ON, ...base.latencies.OFF])
    console.log(
      `${rate} alarms a second (${pairs} pairs of active and inactive over ${CHANNELS} channels, hold and minimum 0)`,
    )
    console.log(line('bare MQTT publish (baseline)', baseline))
    console.log(line('notice on the wire → ON', figuresOf(ours.latencies.ON), baseline))
    console.log(line('notice on the wire → OFF', figuresOf(ours.latencies.OFF), baseline))
  }
  await storm(broker.url, simulator, root, appliance.pid, Number(values['storm-seconds']))
}

if (import.meta.main) await run()
