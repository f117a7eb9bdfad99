// The connection to the broker: one client at a time, a fresh one for each try, so that nothing of the past is sent again.
import { rootCertificates } from 'node:tls'
import type { IClientOptions, default as Mqtt, MqttClient } from 'mqtt'
import { loginOf } from '../domain/url-login.ts'
import { type Log, redact } from '../log.ts'
import type { Timers } from '../timers.ts'
import { OLD_PACKET } from './shrink.ts'
import { brokerTrouble, isTakenOver, saysOnlyOld, speaksOnlyOld } from './trouble.ts'

export interface Message {
  topic: string
  payload: string | Uint8Array
  qos: 0 | 1
  retain: boolean
}

export interface Connection {
  /** Resolves when the broker has it; rejects when the connection ends before. What the broker refuses is noted only. */
  send(message: Message): Promise<void>
  subscribe(topics: string[], qos: 0 | 1, options?: SubscribeOptions): Promise<void>
  unsubscribe(topic: string): Promise<void>
  /** Bytes of the largest packet that the broker takes; null = it knows no limit. */
  readonly largestPacket: number | null
}

export interface SubscribeOptions {
  /** A retained message keeps its flag also when it comes anew, where the broker can (MQTT 5). */
  asPublished?: boolean
  /** Nobody is told when the broker will not. */
  mayRefuse?: boolean
}

export interface LinkState {
  connected: boolean
  since: Date | null
  lastError: string | null
  /** Another appliance uses our id: we wait for a person. */
  stopped: boolean
  /** Of MQTT; null while there is no connection. */
  protocol: 4 | 5 | null
  /** The last try failed because of the version, or may have: the next one is with the other. */
  turns: boolean
}

/** Before the first try, or where no broker is set. */
export const UNTRIED: LinkState = {
  ...{ connected: false, since: null, lastError: null, stopped: false, protocol: null, turns: false },
}

/** Where the broker is, and who we are to it. */
export interface Login {
  url: string
  /** These two win over what the address holds. */
  username: string | null
  password: string | null
  /** PEM: who vouches for the broker, and our own certificate with its key. */
  ca: string | null
  certificate: string | null
  key: string | null
  /** Of MQTT, where it is known before the first try: 4 is 3.1.1. */
  protocol?: 4
}

export interface Link extends AsyncDisposable {
  state(): LinkState
}

interface LinkDeps extends Login {
  clientId: string
  /** Null: nobody is told when the connection breaks. */
  will: { topic: string; payload: string } | null
  onConnected(connection: Connection): void
  onMessage(topic: string, payload: Uint8Array, retained: boolean): void
  onLost(): void
  /** The last words of an orderly stop, before the farewell. */
  onFarewell(connection: Connection): Promise<void>
  /** How long they may take. */
  farewellMs(): number
  log: Log
  now: () => Date
  timers: Timers
  random: () => number
  /** Seconds that the broker waits with the last will. */
  willDelay?: number
}

const PAUSES_MS = [1000, 2000, 4000, 8000, 15_000, 30_000]
/** Connections that end this soon, so many in a row, are two clients that throw each other out (DISCOVERY 15). */
const SHORT_MS = 2000
const SHORT_TIMES = 3
const AFTER_SHORT_MS = 600_000
/** Unacknowledged messages on the way, unless the broker wants fewer. */
const IN_FLIGHT = 100
/** A broker that lets this much pile up and has taken nothing for so long is not there any more; nor is one that lets the most. */
const BACKLOG = { some: 5000, most: 50_000, ms: 10_000 }
const CLOSING_MS = 1500

export function createLink(deps: LinkDeps): Link {
  const { log, now, timers, random } = deps
  const url = new URL(deps.url)
  const inside = loginOf(url)
  const username = deps.username ?? inside.username
  const password = deps.password ?? inside.password
  /** Spoken to a broker that has not said yet what it knows. */
  let first: 4 | 5 = deps.protocol ?? 5
  let version = first
  let client: MqttClient | null = null
  let connection: (Connection & { end(error: Error): void }) | null = null
  let state = UNTRIED
  let failures = 0
  let shortLives = 0
  let pause: Disposable | null = null
  let ended = false
  let told = false

  function options(): IClientOptions {
    const delay = deps.willDelay ?? 10
    return {
      clientId: deps.clientId,
      protocolVersion: version,
      ...(username === null ? {} : { username }),
      ...(password === null ? {} : { password }),
      ...(isTls(url) ? certificates(deps) : {}),
      clean: true,
      keepalive: 30,
      connectTimeout: 10_000,
      reconnectPeriod: 0,
      resubscribe: false,
      queueQoSZero: false,
      ...(deps.will && {
        will: {
          topic: deps.will.topic,
          payload: Buffer.from(deps.will.payload),
          qos: 1,
          retain: true,
          ...(version === 5 ? { properties: { willDelayInterval: delay } } : {}),
        },
      }),
      // The broker may only wait with the will while the session lives on.
      ...(version === 5 ? { properties: { sessionExpiryInterval: delay } } : {}),
    }
  }

  /** Null when it cannot even be tried: a certificate is none. */
  function connect(mqtt: typeof Mqtt, address: string): MqttClient | null {
    try {
      return mqtt.connect(address, options())
    } catch (error) {
      lost(error, null, true)
      return null
    }
  }

  async function open(): Promise<void> {
    pause = null
    // Who has no hub is not to pay for it at each start.
    const { default: mqtt } = await import('mqtt')
    if (ended) return
    const bare = new URL(deps.url)
    bare.username = ''
    bare.password = ''
    const mine = connect(mqtt, bare.href)
    if (!mine) return
    client = mine
    let since = 0
    let reached = false
    let trouble: unknown = null
    mine.on('connect', (packet) => {
      if (client !== mine) return
      since = performance.now()
      const limits = version === 5 ? packet.properties : undefined
      const largest = version === 5 ? (limits?.maximumPacketSize ?? null) : OLD_PACKET
      connection = createConnection(mine, limits?.receiveMaximum ?? IN_FLIGHT, largest, note)
      state = { connected: true, since: now(), lastError: null, stopped: false, turns: false, protocol: version }
      failures = 0
      log.info(told ? 'The broker is back' : 'Connected to the broker', { broker: bare.host, protocol: version })
      told = false
      deps.onConnected(connection)
    })
    mine.on('packetreceive', () => (reached = true))
    mine.on('message', (topic, payload, packet) => {
      if (client === mine) deps.onMessage(topic, payload, packet.retain)
    })
    mine.on('error', (error) => (trouble = error))
    mine.on('disconnect', (packet) => (trouble = Object.assign(new Error('disconnected'), { code: packet.reasonCode })))
    mine.once('close', () => {
      if (client !== mine) return
      client = null
      mine.end(true)
      lost(trouble, since === 0 ? null : performance.now() - since, reached)
    })
  }

  /** `lived`: ms that we were connected; null = never. */
  function lost(trouble: unknown, lived: number | null, reached: boolean): void {
    connection?.end(new Error('the connection to the broker has ended'))
    connection = null
    const wasConnected = state.connected
    if (wasConnected) deps.onLost()
    if (ended) return
    // A broker that only knows the old protocol refuses the new one or hangs up without a word.
    const turns = lived === null && speaksOnlyOld(trouble, reached)
    if (lived !== null) version = first
    else if (turns) {
      version = version === 5 ? 4 : 5
      // One that hung up may only have been starting.
      if (saysOnlyOld(trouble)) first = version
    }
    shortLives = lived === null ? shortLives : lived < SHORT_MS ? shortLives + 1 : 0
    const takenOver = isTakenOver(trouble)
    const stopped = takenOver || shortLives >= SHORT_TIMES
    const reason = takenOver
      ? doubled('')
      : stopped
        ? doubled('probably ')
        : brokerTrouble(trouble, url, username !== null)
    state = { connected: false, since: now(), lastError: redact(reason), stopped, protocol: null, turns }
    if (stopped) log.error('The link to the broker is stopped', { reason })
    else if (!told) log.warn('The broker is away', { broker: url.host, reason })
    told = true
    if (takenOver) return
    if (stopped) shortLives = 0
    const growing = PAUSES_MS[Math.min(failures, PAUSES_MS.length - 1)] ?? 1000
    failures++
    const ms = stopped ? AFTER_SHORT_MS : growing * (0.75 + random() / 2)
    pause = timers.after(ms, () => void open())
  }

  function doubled(probably: string): string {
    return (
      `The broker at ${url.host} keeps ending our connection: ${probably}another Porchlight with the same id ` +
      `(${deps.clientId}) uses it. Give one of them another id: here on the page of the hub, or with PORCHLIGHT_NODE_ID.`
    )
  }

  function note(error: Error, topic: string): void {
    const text = `The broker refused a message on ${topic}: ${error.message}`
    if (state.lastError !== text) log.warn('The broker refused a message', { topic, reason: error.message })
    state = { ...state, lastError: text }
  }

  void open()
  return {
    state: () => state,
    async [Symbol.asyncDispose]() {
      if (ended) return
      ended = true
      pause?.[Symbol.dispose]()
      const last = client
      if (!last) return
      if (connection) {
        const words = deps.onFarewell(connection).catch(() => {})
        await Promise.race([words, new Promise<void>((resolve) => void timers.after(deps.farewellMs(), resolve))])
      }
      client = null
      connection?.end(new Error('the link is closed'))
      connection = null
      state = { ...state, connected: false, since: now(), protocol: null }
      await new Promise<void>((resolve) => {
        const limit = setTimeout(resolve, CLOSING_MS)
        last.end(false, {}, () => {
          clearTimeout(limit)
          resolve()
        })
      })
      last.end(true)
    },
  }
}

const isTls = ({ protocol }: URL) => ['mqtts:', 'ssl:', 'wss:'].includes(protocol)

/** Never for an address without TLS: the client would speak it all the same. */
function certificates({ ca, certificate, key }: Login): Pick<IClientOptions, 'ca' | 'cert' | 'key'> {
  return {
    ...(ca === null ? {} : { ca: [...rootCertificates, ca] }),
    ...(certificate === null || key === null ? {} : { cert: certificate, key }),
  }
}

/** What the broker answered to each, where it refused some: that is no reason to do without the others. */
function refusals(error: Error & { packet?: { granted?: number[] } }): number[] {
  if (!error.packet?.granted) throw error
  return error.packet.granted
}

function createConnection(
  client: MqttClient,
  receiveMaximum: number,
  largestPacket: number | null,
  note: (error: Error, topic: string) => void,
): Connection & { end(error: Error): void } {
  const most = Math.max(1, Math.min(receiveMaximum, IN_FLIGHT))
  const queue: { message: Message; resolve: () => void; reject: (error: Error) => void }[] = []
  const flying = new Set<(error: Error) => void>()
  let over: Error | null = null
  let takenAt = performance.now()

  const isGone = () =>
    queue.length > BACKLOG.most || (queue.length > BACKLOG.some && performance.now() - takenAt > BACKLOG.ms)

  function pump(): void {
    while (!over && queue.length && flying.size < most) {
      const { message, resolve, reject } = queue.shift() as (typeof queue)[number]
      flying.add(reject)
      const { topic, payload, qos, retain } = message
      client.publish(topic, payload as Buffer, { qos, retain }, (error) => {
        flying.delete(reject)
        takenAt = performance.now()
        if (!error) resolve()
        else if ('code' in error && typeof error.code === 'number') {
          note(error, topic)
          resolve()
        } else reject(error)
        pump()
      })
    }
  }

  return {
    largestPacket,
    send(message) {
      if (over) return Promise.reject(over)
      return new Promise((resolve, reject) => {
        if (!queue.length && !flying.size) takenAt = performance.now()
        queue.push({ message, resolve, reject })
        if (isGone()) client.end(true)
        pump()
      })
    },
    async subscribe(topics, qos, { asPublished: rap = false, mayRefuse = false } = {}) {
      const answers = await client
        .subscribeAsync(topics, { qos, rap })
        .then((grants) => grants.map((grant) => grant.qos), refusals)
      for (const [i, answer] of answers.entries())
        if (answer >= 128 && !mayRefuse) note(new Error('subscription refused'), topics[i] ?? '')
    },
    async unsubscribe(topic) {
      if (!over) await client.unsubscribeAsync(topic)
    },
    end(error) {
      over = error
      for (const { reject } of queue.splice(0)) reject(error)
      for (const reject of flying) reject(error)
      flying.clear()
    },
  }
}
