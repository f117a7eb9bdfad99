// 1,000 pairs of active and inactive over 64 channels in 10 s: from a simulated recorder through the appliance to a hub, and what came.
import mqtt, { type MqttClient } from 'mqtt'
import { startBroker } from '../../core/testing/mosquitto.ts'
import { until } from '../../core/testing/until.ts'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { startAppliance } from '../../test/e2e/appliance.ts'

export const CHANNELS = 64
export const PAIRS = 1000
export const SECONDS = 10
/** Between active and inactive. */
const ON_MS = 100
/** A subscriber that is slow for a moment loses nothing; how much that may be is not the question here. */
const PATIENT = 'allow_anonymous true\nmax_queued_messages 10000'
const login = { user: 'admin', password: 'bench-only' }

export type Word = 'ON' | 'event' | 'OFF'

export interface Traffic {
  /** What the subscriber saw of each channel, in order. */
  seen: Map<number, Word[]>
  /** Pairs that each channel was given. */
  given: Map<number, number>
  /** Milliseconds from the wire to the subscriber. */
  ms: Record<Word, number[]>
}

interface Way extends AsyncDisposable {
  say(channel: number, word: 'ON' | 'OFF'): Promise<void> | void
  /** Calls back for each message, until everybody has gone. */
  hear(listener: (channel: number, word: Word) => void): void
}

/** Every channel gets its pairs one after the other, all channels evenly over the time. */
export async function sendPairs(way: Way, words: readonly Word[], seconds = SECONDS): Promise<Traffic> {
  const traffic: Traffic = { seen: new Map(), given: new Map(), ms: { ON: [], event: [], OFF: [] } }
  /** Times at which each channel's words were said, for what is still to come. */
  const waiting = new Map<string, number[]>()
  let heard = 0
  way.hear((channel, word) => {
    const at = performance.now()
    heard++
    traffic.seen.set(channel, [...(traffic.seen.get(channel) ?? []), word])
    const said = waiting.get(`${channel} ${word}`)?.shift()
    if (said !== undefined) traffic.ms[word].push(at - said)
  })
  async function say(channel: number, word: 'ON' | 'OFF') {
    const done = way.say(channel, word)
    const at = performance.now()
    for (const one of word === 'ON' ? ['ON', 'event'] : ['OFF'])
      waiting.set(`${channel} ${one}`, [...(waiting.get(`${channel} ${one}`) ?? []), at])
    await done
  }
  const began = performance.now()
  const step = (seconds * 1000) / PAIRS
  async function channelRuns(channel: number) {
    for (let pair = channel - 1; pair < PAIRS; pair += CHANNELS) {
      await Bun.sleep(Math.max(0, began + pair * step - performance.now()))
      traffic.given.set(channel, (traffic.given.get(channel) ?? 0) + 1)
      await say(channel, 'ON')
      await Bun.sleep(ON_MS)
      await say(channel, 'OFF')
    }
  }
  await Promise.all(Array.from({ length: CHANNELS }, (_, index) => channelRuns(index + 1)))
  await until('all came', () => heard >= PAIRS * words.length, 30_000)
  // One that is told twice comes a little later.
  await Bun.sleep(300)
  return traffic
}

/** Channels that saw anything but their pairs, in words; empty = each pair once and in order. */
export function disorder({ seen, given }: Traffic, words: readonly Word[]): string[] {
  const channels = [...new Set([...seen.keys(), ...given.keys()])]
  return channels.flatMap((channel) => {
    const wanted = Array.from({ length: given.get(channel) ?? 0 }, () => words).flat()
    const got = seen.get(channel) ?? []
    return Bun.deepEquals(got, wanted)
      ? []
      : [`channel ${channel}: ${got.length} of ${wanted.length}: ${got.join(' ')}`]
  })
}

const WORDS: Record<string, Word> = { ON: 'ON', OFF: 'OFF' }

/** A subscriber that only hears what is new. */
async function subscriber(url: string, filters: string[], sort: (topic: string) => 'state' | 'event' | null) {
  const client: MqttClient = await mqtt.connectAsync(url, { protocolVersion: 5 })
  await client.subscribeAsync(filters, { qos: 1, rh: 2 })
  return {
    hear(listener: (channel: number, word: Word) => void) {
      client.on('message', (topic, payload, { retain }) => {
        const kind = sort(topic)
        const channel = Number(/\/ch(\d+)\//.exec(topic)?.[1])
        const word = kind === 'event' ? 'event' : kind === 'state' ? WORDS[payload.toString()] : undefined
        if (!retain && word) listener(channel, word)
      })
    },
    [Symbol.asyncDispose]: () => client.endAsync(true),
  }
}

/** The recorder's alarms, through the appliance. */
export async function throughUs(): Promise<Way & { broker: string; calm(): Promise<unknown> }> {
  const stack = new AsyncDisposableStack()
  try {
    const broker = stack.use(await startBroker(PATIENT))
    const simulator: Simulator = stack.use(await startSimulator({ model: 'nvr64', ...login, rtsp: false }))
    const env = { PORCHLIGHT_MQTT_URL: broker.url, PORCHLIGHT_LOG: 'info' }
    const appliance = stack.use(await startAppliance({ env }))
    const watcher = await mqtt.connectAsync(broker.url, { protocolVersion: 5 })
    stack.defer(() => watcher.endAsync(true))
    const there = new Set<string>()
    watcher.on('message', (topic) => void there.add(topic))
    await watcher.subscribeAsync(['porchlight/+/+/+/motion', 'porchlight/+/+/+/status'], { qos: 0 })
    await appliance.signIn()
    await appliance.call('PUT', '/api/settings/alarm_hold', { value: { motion: { hold: 0, min_on: 0 } } })
    const { hostname, host } = new URL(simulator.url)
    const device = {
      ip_nvr: hostname,
      ip_web: host,
      username: login.user,
      password: login.password,
      brand: 'hikvision',
    }
    await appliance.call('POST', '/api/devices', device)
    await until('alarms can come', () => simulator.stats.alertStreams > 0, 20_000)
    await until('all channels are announced', () => there.size === 2 * CHANNELS, 60_000)
    const sort = (topic: string) => (topic.endsWith('/motion') ? 'state' : topic.endsWith('/event') ? 'event' : null)
    const ear = stack.use(await subscriber(broker.url, ['porchlight/+/+/+/motion', 'porchlight/+/+/+/event'], sort))
    return {
      broker: broker.url,
      /** The first round through the recorder, with all its footage, is over. */
      calm: () =>
        until(
          'the first round is over',
          async () => {
            const { body } = await appliance.call<{ data: { state: string }[] }>('GET', '/api/jobs')
            return body.data.length > 0 && body.data.every(({ state }) => !['queued', 'running'].includes(state))
          },
          120_000,
        ),
      say: (channel, word) => simulator.raise({ type: 'VMD', channel, state: word === 'ON' ? 'active' : 'inactive' }),
      hear: ear.hear,
      [Symbol.asyncDispose]: () => stack.disposeAsync(),
    }
  } catch (error) {
    await stack.disposeAsync()
    throw error
  }
}

/** The same words, published by a client of the same library with the same QoS and retain flag. */
export async function bare(url: string): Promise<Way> {
  const publisher = await mqtt.connectAsync(url, { protocolVersion: 5 })
  const ear = await subscriber(url, ['bare/#'], () => 'state')
  return {
    say: (channel, word) => void publisher.publish(`bare/ch${channel}/motion`, word, { qos: 1, retain: true }),
    hear: ear.hear,
    async [Symbol.asyncDispose]() {
      await publisher.endAsync()
      await ear[Symbol.asyncDispose]()
    },
  }
}
