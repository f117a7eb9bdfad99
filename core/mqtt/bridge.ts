// The link to the hub: keeps what the broker holds true through every restart on either side (DISCOVERY 15).
import type { Bus } from '../bus.ts'
import { type Log, redact } from '../log.ts'
import type { AccessService, ChannelRow } from '../services/access.ts'
import type { Alarms } from '../services/alarms/index.ts'
import type { HubMemory } from '../services/hub.ts'
import type { Sessions } from '../services/sessions/index.ts'
import type { Settings } from '../services/settings.ts'
import { realTimers, type Timers } from '../timers.ts'
import { createAlarmFeed } from './alarm-feed.ts'
import { configMessages, describe, type HubModel } from './entities.ts'
import { createFinder } from './found.ts'
import { type Connection, createLink, type Link } from './link.ts'
import { readModel } from './model.ts'
import { createPictures } from './pictures.ts'
import { PLACEHOLDER } from './placeholder.ts'
import { createRetainedTree, type Retained } from './retained.ts'
import { fit, type Shrink, shrinkWithFfmpeg } from './shrink.ts'
import { placeKey, retainedStates, statusState, wordOf } from './states.ts'
import { createTopics, type Place } from './topics.ts'

export interface HubState {
  /** Whether a broker is set at all. */
  enabled: boolean
  connected: boolean
  since: Date | null
  /** In words; null while all is well. */
  lastError: string | null
  /** Without user and password. */
  url: string | null
  prefix: string
  nodeId: string
  discovery: 'device' | 'entity' | 'off'
}

export interface Bridge extends AsyncDisposable {
  /** Connects if a broker is set, and follows the settings from then on. Returns at once. */
  start(): void
  state(): HubState
}

export interface BridgeDeps {
  services: {
    access: Pick<AccessService, 'visibleDevices' | 'visibleChannels'>
    alarms: Pick<Alarms, 'open' | 'newest'>
    sessions: Pick<Sessions, 'state'>
    settings: Pick<Settings, 'get'>
    /** `Snapshots`, seen from here. */
    snapshots: { take(caller: { kind: 'system' }, channelId: number): Promise<{ jpeg: Uint8Array }> }
    hub: HubMemory
  }
  bus: Bus
  log: Log
  now: () => Date
  version: string
  random?: () => number
  timers?: Timers
  shrink?: Shrink
  /** Seconds that the broker waits with the last will. */
  willDelay?: number
}

/** Changes that come together are published together. */
const REFRESH_MS = 50
const BIRTH_PAUSE_MS = { least: 1000, spread: 4000 }
const BIRTH_AGAIN_MS = 10_000
const FAREWELL_MS = 1500
/** What a broker holds of 64 channels is gone in less than two seconds; one that is slow is not waited for. */
const CLEARING_MS = 8000
const LINK_SETTINGS = new Set(['mqtt_url', 'mqtt_prefix', 'discovery_prefix'])
const MODEL_SETTINGS = new Set(['discovery', 'public_url'])

export function createBridge(deps: BridgeDeps): Bridge {
  const { services, bus, log, now, version, random = Math.random, timers = realTimers } = deps
  const { access, alarms, sessions, settings, hub } = services
  const startedAt = now()
  const stack = new AsyncDisposableStack()
  const tree = createRetainedTree({
    memory: { published: hub.published, remember: hub.remember, forget: hub.forget },
    timers,
    onError: (error) => log.error('The hub could not be told everything', { error }),
  })
  const publishedBefore = new Set(hub.published().map(({ topic }) => topic))
  const lastPictures = new Map<string, Uint8Array>()
  const finder = createFinder(hub.instanceId(), timers)
  let topics = createTopics(settings.get('mqtt_prefix'), hub.instanceId())
  let model: HubModel = { version, publicUrl: null, devices: [] }
  let rows = new Map<number, ChannelRow>()
  let link: Link | null = null
  let connection: Connection | null = null
  /** The broker holds everything, `online` included. */
  let announced = false
  let clearing = false
  let refreshTimer: Disposable | null = null
  let birth: { at: number; timer: Disposable } | null = null
  let changes = Promise.resolve()

  const pictures = createPictures({
    candidates: () => (announced ? model.devices.flatMap(picturesOf) : []),
    take: async (channelId) => (await services.snapshots.take({ kind: 'system' }, channelId)).jpeg,
    publish: async (place, jpeg) => {
      const fitting = await fit(jpeg, connection?.largestPacket ?? null, deps.shrink ?? shrinkWithFfmpeg)
      if (!fitting) return
      lastPictures.set(placeKey(place), fitting)
      const known = tree.wanted(topics.snapshot(place))
      if (known) tree.urge({ ...known, payload: fitting })
    },
    seconds: () => settings.get('hub_snapshot_seconds'),
    now,
    random,
    timers,
  })

  const feed = createAlarmFeed({
    model: () => model,
    topics: () => topics,
    tree,
    send: (message) => void connection?.send(message).catch(() => {}),
    newest: alarms.newest,
    onBegan: pictures.want,
  })

  function deviceOnline(deviceId: number): boolean {
    try {
      return sessions.state(deviceId).phase === 'online'
    } catch {
      // Removed a moment ago, or we are stopping.
      return false
    }
  }

  const channelOnline = (channelId: number) => {
    const row = rows.get(channelId)
    return row?.isActive === true && row.isOnline !== false
  }

  function picturesOf(device: HubModel['devices'][number]) {
    if (!deviceOnline(device.id)) return []
    return device.channels
      .filter(({ id, snapshot }) => snapshot && channelOnline(id))
      .map(({ id, channelNo }) => ({
        channelId: id,
        deviceId: device.id,
        place: { hubKey: device.hubKey, channelNo },
      }))
  }

  // What the broker shall hold

  function refresh(): void {
    refreshTimer?.[Symbol.dispose]()
    refreshTimer = null
    const read = readModel(access, {
      householdId: hub.householdId(),
      version,
      publicUrl: settings.get('public_url'),
    })
    model = read.model
    rows = new Map(read.channels.map((row) => [row.id, row]))
    if (clearing) return
    tree.want([...configs(), ...retainedStates(model, topics, { ...facts, open: alarms.open() })])
  }

  function refreshSoon(): void {
    refreshTimer ??= timers.after(REFRESH_MS, refresh)
  }

  function configs(): Retained[] {
    const form = settings.get('discovery')
    if (form === 'off') return []
    return configMessages(describe(model, topics), form, settings.get('discovery_prefix'), version).map((message) => ({
      ...message,
      qos: 1,
      kind: 'config',
    }))
  }

  const facts = {
    startedAt,
    deviceOnline,
    channelOnline,
    lastAlarm: feed.last,
    picture(place: Place) {
      const key = placeKey(place)
      // A picture of before our restart is better than none.
      if (!lastPictures.has(key) && !publishedBefore.has(topics.snapshot(place))) lastPictures.set(key, PLACEHOLDER)
      return lastPictures.get(key) ?? null
    },
  }

  // The connection

  function open(): void {
    const url = settings.get('mqtt_url')
    topics = createTopics(settings.get('mqtt_prefix'), hub.instanceId())
    if (!url) return
    link = createLink({
      url,
      clientId: `porchlight-${hub.instanceId()}`,
      will: { topic: topics.status, payload: wordOf(false) },
      onConnected: (fresh) => void onConnected(fresh),
      onMessage,
      onLost: forgetConnection,
      onFarewell: farewell,
      farewellMs: () => FAREWELL_MS + (clearing ? CLEARING_MS : 0),
      log,
      now,
      timers,
      random,
      ...(deps.willDelay === undefined ? {} : { willDelay: deps.willDelay }),
    })
  }

  function forgetConnection(): void {
    connection = null
    announced = false
    birth?.timer[Symbol.dispose]()
    birth = null
    tree.connected(null)
  }

  const hubStatus = () => `${settings.get('discovery_prefix')}/status`

  async function onConnected(fresh: Connection): Promise<void> {
    connection = fresh
    try {
      await fresh.subscribe([hubStatus(), topics.status], 1)
      const found = await finder.find(fresh, settings.get('discovery_prefix'))
      if (connection !== fresh) return
      refresh()
      tree.connected((message) => fresh.send(message), found)
      await tree.settled()
      if (connection === fresh) announced = true
    } catch (error) {
      // The link opens the next one by itself.
      log.debug('The connection to the broker ended before all was told', { error })
    }
  }

  function onMessage(topic: string, payload: Uint8Array, retained: boolean): void {
    if (finder.message(topic, payload, retained)) return
    const word = Buffer.from(payload).toString()
    if (topic === hubStatus() && word === 'online' && !retained) onBirth()
    // The will of our connection before, or somebody's mistake: we are here.
    if (topic === topics.status && word === 'offline' && announced) tree.repeat(topics.status)
  }

  /** The hub has begun anew and has forgotten us; several appliances must not all answer at once. */
  function onBirth(): void {
    const at = now().getTime()
    if (!announced || (birth && at - birth.at < BIRTH_AGAIN_MS)) return
    birth?.timer[Symbol.dispose]()
    const wait = BIRTH_PAUSE_MS.least + random() * BIRTH_PAUSE_MS.spread
    birth = { at, timer: timers.after(wait, tree.again) }
  }

  async function farewell(last: Connection): Promise<void> {
    announced = false
    let cleared = false
    if (clearing) {
      tree.want([])
      const late = Promise.withResolvers<boolean>()
      using _timer = timers.after(CLEARING_MS, () => late.resolve(false))
      cleared = await Promise.race([tree.settled().then(() => true), late.promise])
      publishedBefore.clear()
    }
    // What could not be cleared must not stand there as available.
    await last.send({ topic: topics.status, payload: wordOf(false), qos: 1, retain: !cleared })
  }

  async function close(forGood: boolean): Promise<void> {
    clearing = forGood
    await link?.[Symbol.asyncDispose]()
    link = null
    clearing = false
    forgetConnection()
  }

  /** One change after the other, however fast a person is. */
  function reopen(clearFirst: boolean): void {
    changes = changes
      .then(() => close(clearFirst))
      .then(() => {
        if (!stack.disposed) open()
      })
      .catch((error: unknown) => log.error('The link to the hub could not be changed', { error }))
  }

  function listen(): void {
    for (const event of ['device.changed', 'device.removed', 'channels.changed'] as const)
      stack.use(bus.on(event, refreshSoon))
    stack.use(
      bus.on('device.state', ({ deviceId }) => {
        const device = model.devices.find(({ id }) => id === deviceId)
        if (!device) return
        const entry = statusState(topics, { hubKey: device.hubKey, channelNo: null }, deviceOnline(deviceId))
        // While all is being announced, availability comes after the states.
        if (announced) tree.urge(entry)
        else refreshSoon()
      }),
    )
    stack.use(bus.on('alarm.began', (alarm) => feed.tell(alarm, 'began')))
    stack.use(bus.on('alarm.updated', (alarm) => feed.tell(alarm, 'updated')))
    stack.use(bus.on('alarm.ended', (alarm) => feed.tell(alarm, 'ended')))
    stack.use(bus.on('snapshot.taken', ({ channelId, jpeg }) => pictures.offer(channelId, jpeg)))
    stack.use(
      bus.on('setting.changed', ({ key }) => {
        if (LINK_SETTINGS.has(key)) reopen(key === 'mqtt_url')
        if (MODEL_SETTINGS.has(key)) refreshSoon()
        if (key === 'hub_snapshot_seconds') pictures.restart()
      }),
    )
  }

  return {
    start() {
      listen()
      refresh()
      open()
      pictures.start()
    },
    state() {
      const url = settings.get('mqtt_url')
      const { connected = false, since = null, lastError = null } = link?.state() ?? {}
      return {
        enabled: url !== null,
        // Switched off, it is only being cleared.
        connected: connected && url !== null,
        since,
        lastError,
        url: url === null ? null : redact(url),
        prefix: settings.get('mqtt_prefix'),
        nodeId: hub.instanceId(),
        discovery: settings.get('discovery'),
      }
    },
    async [Symbol.asyncDispose]() {
      if (stack.disposed) return
      await stack.disposeAsync()
      pictures[Symbol.dispose]()
      refreshTimer?.[Symbol.dispose]()
      await changes
      await close(false)
    },
  }
}
