// A house of so many channels: recorders and a broker in processes of their own, and the appliance that is given all of them at once.
import mqtt from 'mqtt'
import { type Broker, startBroker } from '../../core/testing/mosquitto.ts'
import { type Appliance, startAppliance, until } from '../../test/e2e/appliance.ts'
import { type Child, startChild } from '../relay/processes.ts'

/** A subscriber that is slow for a moment loses nothing; how much that may be is not the question here. */
const PATIENT = 'allow_anonymous true\nmax_queued_messages 200000'
const QUIET_MS = 4000

export interface Ear extends AsyncDisposable {
  messages(): number
  bytes(): number
  /** Retained topics that hold something. */
  topics(): number
  /** Resolves with the moment at which the last topic got its first value; ranges of footage that are read later only change some. */
  whole(seconds: number): Promise<number>
}

/** A hub that hears everything from now on. */
export async function listen({ url }: Broker): Promise<Ear> {
  const client = await mqtt.connectAsync(url, { protocolVersion: 5 })
  const held = new Set<string>()
  let [messages, bytes, lastNewAt] = [0, 0, performance.now()]
  client.on('message', (topic, payload, { retain }) => {
    messages++
    bytes += payload.length
    if (!retain) return
    if (payload.length && !held.has(topic)) lastNewAt = performance.now()
    if (payload.length) held.add(topic)
    else held.delete(topic)
  })
  await client.subscribeAsync('#', { qos: 1, rap: true })
  return {
    messages: () => messages,
    bytes: () => bytes,
    topics: () => held.size,
    async whole(seconds) {
      await until('the hub knows all', () => performance.now() - lastNewAt > QUIET_MS, seconds)
      return lastNewAt
    },
    [Symbol.asyncDispose]: () => client.endAsync(true),
  }
}

export interface House extends AsyncDisposable {
  recorders: Child
  broker: Broker
  start(): Promise<Appliance>
}

const login = { username: 'admin', password: 'bench-only' }

/** Its data folder stays over starts, until the end. */
export async function createHouse(channels: number, data: string): Promise<House> {
  await using stack = new AsyncDisposableStack()
  const broker = stack.use(await startBroker(PATIENT))
  const recorders = stack.use(await startChild('../scaling/recorders.ts', `${channels}`))
  const open = stack.move()
  return {
    recorders,
    broker,
    start: () => startAppliance({ data, env: { PORCHLIGHT_MQTT_URL: broker.url, PORCHLIGHT_LOG: 'info' } }),
    [Symbol.asyncDispose]: () => open.disposeAsync(),
  }
}

export async function addAll(appliance: Appliance, { recorders }: Pick<House, 'recorders'>): Promise<void> {
  for (const port of Object.values(recorders.said)) {
    const device = { ip_web: `127.0.0.1:${port}`, ip_nvr: '127.0.0.1', ...login, brand: 'hikvision' }
    const { status, text } = await appliance.call('POST', '/api/devices', device)
    if (status !== 201) throw new Error(`A recorder could not be added: ${status} ${text}`)
  }
}

export interface Listed {
  id: number
  device_id: number
}

/** Asked seldom: asking costs the time that is measured. */
export const known = (appliance: Appliance, channels: number) =>
  until(
    'all channels are known',
    async () => {
      await Bun.sleep(50)
      const { body } = await appliance.call<Listed[]>('GET', '/api/channels')
      return body.length === channels && body
    },
    300,
  )

/** When the last first round has ended; as its job says, so that asking seldom makes it no later. */
export const read = (appliance: Appliance) =>
  until(
    'all recorders are read',
    async () => {
      await Bun.sleep(500)
      const { data } = (await appliance.call<{ data: { kind: string; ended_at: string | null }[] }>('GET', '/api/jobs'))
        .body
      const ends = data.filter(({ kind }) => kind === 'sync').map(({ ended_at }) => ended_at)
      return ends.length > 0 && ends.every(Boolean) && Math.max(...ends.map((at) => Date.parse(at ?? '')))
    },
    600,
  )

export const online = (appliance: Appliance) =>
  until(
    'all recorders are online',
    async () => {
      const { body } = await appliance.call<{ state: { phase: string } }[]>('GET', '/api/devices')
      return body.length > 0 && body.every(({ state }) => state.phase === 'online')
    },
    300,
  )
