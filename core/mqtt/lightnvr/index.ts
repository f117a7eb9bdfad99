// A tree at our broker for programs that were written for LightNVR, by a connection of its own: off until the founder wants it.
import type { Bus } from '../../bus.ts'
import type { Log } from '../../log.ts'
import type { DialectHub, Sighting } from '../../plugin/dialect.ts'
import { realTimers, type Timers } from '../../timers.ts'
import type { BridgeDeps } from '../bridge-types.ts'
import { type Connection, createLink, type Link } from '../link.ts'
import { brokerLogin, LOGIN_SETTINGS } from '../login.ts'
import { createRetainedTree, type Retained, type RetainedTree } from '../retained.ts'
import {
  availabilityOf,
  type Camera,
  camerasOf,
  configEntries,
  detectionMessage,
  detectionTopic,
  OWNER,
  stateEntries,
  statusEntry,
} from './messages.ts'
import { createLightnvrPictures } from './pictures.ts'
import { createSightings } from './sightings.ts'

export interface LightnvrTree extends AsyncDisposable {
  /** Connects where it is switched on, or where something of ours is left to be cleared. Returns at once. */
  start(): void
}

export interface LightnvrTreeDeps {
  services: Pick<BridgeDeps['services'], 'settings' | 'hub' | 'snapshots' | 'sessions'>
  hub: DialectHub
  bus: Bus
  log: Log
  now: () => Date
  elapsed?: () => number
  random?: () => number
  timers?: Timers
  version: string
  ownBroker?: BridgeDeps['ownBroker']
  willDelay?: number
}

/** Changes that come together are published together. */
const REFRESH_MS = 50
/** Names that clients change are told by nobody. */
const LOOK_MS = 30_000
const FAREWELL_MS = 1500
const CLEARING_MS = 8000

export function createLightnvrTree(deps: LightnvrTreeDeps): LightnvrTree {
  const { services, bus, log, now, random = Math.random, timers = realTimers } = deps
  const { elapsed = () => performance.now() } = deps
  const { settings, hub } = services
  const stack = new AsyncDisposableStack()
  const memory = {
    published: () => hub.published().filter(({ owner }) => owner === OWNER),
    remember: hub.remember,
    forget: hub.forget,
  }
  const own = () => settings.get('lightnvr_mqtt')
  const hostOf = () => {
    const url = settings.get('mqtt_url')
    return url === null ? null : new URL(url).host
  }

  let link: Link | null = null
  let connection: Connection | null = null
  let tree: RetainedTree | null = null
  /** As it was when the link was opened; null while there is none, or only what is left is being cleared. */
  let speaking: ReturnType<typeof own> | null = null
  let cameras = new Map<number, Camera>()
  /** What one camera saw first is told first, also where its picture comes late. */
  const sending = new Map<number, Promise<void>>()
  let host = hostOf()
  let clearing = false
  /** We say farewell, and hear it ourselves. */
  let leaving = false
  let ended = false
  let changes = Promise.resolve()
  let refreshTimer: Disposable | null = null
  let lookTimer: Disposable | null = null

  const pictures = createLightnvrPictures({
    services,
    cameras: () => [...cameras.values()],
    speaking: () => (connection ? speaking : null),
    largestPacket: () => connection?.largestPacket ?? null,
    urge(entry) {
      if (tree?.wanted(entry.topic)) tree.urge(entry)
    },
    elapsed,
    random,
    timers,
  })
  const sightings = createSightings({ changed: tell, elapsed, timers })

  function read(): void {
    const householdId = hub.householdId()
    const found = camerasOf(deps.hub.streams().filter((stream) => stream.householdId === householdId))
    cameras = new Map(found.map((camera) => [camera.channelId, camera]))
    pictures.only(cameras)
  }

  function* entries(): Generator<Retained> {
    if (!speaking) return
    const { prefix, discovery, discovery_prefix: discoveryPrefix } = speaking
    yield statusEntry(prefix)
    if (!discovery) return
    for (const camera of cameras.values()) {
      yield* configEntries({ prefix, discoveryPrefix, version: deps.version }, camera)
      yield* stateEntries(prefix, camera, sightings.of(camera.channelId))
      yield* pictures.entries(prefix, camera)
    }
  }

  function refresh(): void {
    refreshTimer?.[Symbol.dispose]()
    refreshTimer = null
    if (!speaking || leaving) return
    read()
    tree?.want(entries())
  }

  function refreshSoon(): void {
    if (speaking) refreshTimer ??= timers.after(REFRESH_MS, refresh)
  }

  function look(): void {
    lookTimer = timers.after(LOOK_MS, look)
    refreshSoon()
  }

  /** States of one camera, at once. */
  function tell(channelId: number): void {
    const camera = cameras.get(channelId)
    if (!camera || !speaking?.discovery || leaving) return
    for (const entry of stateEntries(speaking.prefix, camera, sightings.of(channelId))) tree?.urge(entry)
  }

  function began(channelId: number | null, key: string, seen: readonly Sighting[]): void {
    if (channelId === null || !seen.length) return
    if (!cameras.has(channelId)) refresh()
    sightings.begin(channelId, key, seen)
    const camera = cameras.get(channelId)
    if (!camera || !connection) return
    const at = now()
    const before = sending.get(channelId) ?? Promise.resolve()
    const mine = before.then(() => send(camera, seen, at)).catch(() => {})
    sending.set(channelId, mine)
    void mine.then(() => {
      if (sending.get(channelId) === mine) sending.delete(channelId)
    })
  }

  /** The picture first. What happens while there is no connection is not told later. */
  async function send(camera: Camera, seen: readonly Sighting[], at: Date): Promise<void> {
    const mine = connection
    if (!mine || !speaking) return
    const topic = detectionTopic(speaking.prefix, camera)
    const jpeg = await pictures.of(camera)
    const picture = jpeg && { topic: `${topic}/snapshot`, payload: jpeg }
    if (picture) await mine.send({ ...picture, qos: 1, retain: false })
    const payload = detectionMessage(camera, seen, at, picture?.topic ?? null)
    await mine.send({ topic, payload, qos: 1, retain: false })
  }

  function open(): void {
    const login = brokerLogin(settings, deps.ownBroker)
    host = hostOf()
    const wish = own()
    if (!login || ended || (!wish.enabled && !memory.published().length)) return
    speaking = wish.enabled ? wish : null
    pictures.restart()
    const will = speaking && { topic: availabilityOf(speaking.prefix), payload: 'offline' }
    // Also the broker may publish it, when we end before we could.
    if (will) memory.remember([{ topic: will.topic, owner: OWNER, isConfig: false }])
    tree = createRetainedTree({
      memory,
      timers,
      onError: (error) => log.error("LightNVR's clients could not be told everything", { error }),
    })
    link = createLink({
      ...login,
      clientId: `porchlight-${hub.instanceId()}-lightnvr`,
      will,
      onConnected: (fresh) => void onConnected(fresh),
      onMessage(topic, payload) {
        // The will of our connection before: we are here.
        if (topic === will?.topic && Buffer.from(payload).toString() === 'offline' && !leaving) tree?.repeat(topic)
      },
      onLost: forget,
      onFarewell: farewell,
      farewellMs: () => FAREWELL_MS + (clearing ? CLEARING_MS : 0),
      log,
      now,
      timers,
      random,
      ...(deps.willDelay === undefined ? {} : { willDelay: deps.willDelay }),
    })
  }

  async function onConnected(fresh: Connection): Promise<void> {
    connection = fresh
    try {
      if (speaking) await fresh.subscribe([availabilityOf(speaking.prefix)], 1)
      if (connection !== fresh || !tree) return
      refresh()
      tree.connected((message) => fresh.send(message))
      await tree.settled()
      // Nothing is left, and nothing is to be said.
      if (connection === fresh && !speaking) void reopen(false)
    } catch (error) {
      log.debug("The connection for LightNVR's clients ended before all was told", { error })
    }
  }

  function forget(): void {
    connection = null
    tree?.connected(null)
  }

  async function farewell(last: Connection): Promise<void> {
    if (!speaking) return
    let cleared = false
    if (clearing) {
      tree?.want([])
      cleared = (await tree?.settled().then(() => true)) ?? false
      pictures.forget()
    }
    if (cleared) return
    await last.send({ topic: availabilityOf(speaking.prefix), payload: 'offline', qos: 1, retain: true })
  }

  async function leave(clearFirst: boolean): Promise<void> {
    clearing = clearFirst
    leaving = true
    await link?.[Symbol.asyncDispose]()
    link = null
    forget()
    tree = null
    speaking = null
    clearing = false
    leaving = false
  }

  /** One change after the other. */
  function reopen(clearFirst: boolean): Promise<void> {
    changes = changes
      .then(() => leave(clearFirst))
      .then(() => open())
      .catch((error: unknown) => log.error("The connection for LightNVR's clients could not be changed", { error }))
    return changes
  }

  function listen(): void {
    const { ownBroker } = deps
    if (ownBroker)
      stack.use(
        ownBroker.onChange(() => {
          if (!settings.get('mqtt_url')) void reopen(false)
        }),
      )
    for (const event of ['channels.changed', 'channel.switched', 'device.changed', 'device.removed'] as const)
      stack.use(bus.on(event, refreshSoon))
    stack.use(bus.on('alarm.began', (alarm) => began(alarm.channelId, `alarm ${alarm.id}`, deps.hub.ofAlarm(alarm))))
    stack.use(
      bus.on('alarm.ended', ({ id, channelId }) => {
        if (channelId !== null) sightings.end(channelId, `alarm ${id}`)
      }),
    )
    stack.use(
      bus.on('event.told', ({ event, isNew }) => {
        if (isNew && event.endedAt === null) began(event.channelId, `event ${event.id}`, deps.hub.ofEvent(event))
      }),
    )
    stack.use(
      bus.on('trigger.changed', ({ id, channelId, endedAt }) => {
        // Its event is known to the recorder by the same number below zero.
        if (endedAt) sightings.end(channelId, `event ${-id}`)
      }),
    )
    stack.use(
      bus.on('setting.changed', ({ key }) => {
        if (key === 'lightnvr_mqtt') void reopen(!own().enabled)
        else if (LOGIN_SETTINGS.includes(key)) void reopen(key === 'mqtt_url' && hostOf() !== host)
      }),
    )
  }

  return {
    start() {
      listen()
      read()
      open()
      pictures.start()
      look()
    },
    async [Symbol.asyncDispose]() {
      if (ended) return
      ended = true
      await stack.disposeAsync()
      for (const thing of [refreshTimer, lookTimer, pictures, sightings]) thing?.[Symbol.dispose]()
      await changes
      await leave(false)
    },
  }
}
