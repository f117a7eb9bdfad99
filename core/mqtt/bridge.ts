// The link to the hub: keeps what the broker holds true through every restart on either side (DISCOVERY 15).
import { redact } from '../log.ts'
import { realTimers } from '../timers.ts'
import { createAlarmFeed } from './alarm-feed.ts'
import { createBirth } from './birth.ts'
import type { Bridge, BridgeDeps } from './bridge-types.ts'
import { createFinder } from './found.ts'
import { createHeld } from './held.ts'
import { type Connection, createLink, type Link } from './link.ts'
import { createPictures } from './pictures.ts'
import { createRetainedTree } from './retained.ts'
import { fit, shrinkWithFfmpeg } from './shrink.ts'
import { statusState, wordOf } from './states.ts'

export type { Bridge, BridgeDeps, HubState } from './bridge-types.ts'

/** Changes that come together are published together. */
const REFRESH_MS = 50
const FAREWELL_MS = 1500
/** What a broker holds of 64 channels is gone in less than two seconds; one that is slow is not waited for. */
const CLEARING_MS = 8000
const LINK_SETTINGS = new Set(['mqtt_url', 'mqtt_prefix', 'discovery_prefix'])
const MODEL_SETTINGS = new Set(['discovery', 'public_url'])

export function createBridge(deps: BridgeDeps): Bridge {
  const { services, bus, log, now, version, random = Math.random, timers = realTimers } = deps
  const { alarms, settings, hub } = services
  const stack = new AsyncDisposableStack()
  const tree = createRetainedTree({
    memory: { published: hub.published, remember: hub.remember, forget: hub.forget },
    timers,
    onError: (error) => log.error('The hub could not be told everything', { error }),
  })
  const finder = createFinder(hub.instanceId(), timers)
  const held = createHeld({ services, now, version, lastAlarm: (place) => feed.last(place) })
  const birth = createBirth({ announce: () => tree.again(), now, random, timers })
  let link: Link | null = null
  let connection: Connection | null = null
  /** The broker holds everything, `online` included. */
  let announced = false
  let clearing = false
  let refreshTimer: Disposable | null = null
  let changes = Promise.resolve()

  const pictures = createPictures({
    candidates: () => (announced ? held.pictured() : []),
    take: async (channelId) => (await services.snapshots.take({ kind: 'system' }, channelId)).jpeg,
    publish: async (place, jpeg) => {
      const fitting = await fit(jpeg, connection?.largestPacket ?? null, deps.shrink ?? shrinkWithFfmpeg)
      if (!fitting) return
      held.showPicture(place, fitting)
      const known = tree.wanted(held.topics().snapshot(place))
      if (known) tree.urge({ ...known, payload: fitting })
    },
    seconds: () => settings.get('hub_snapshot_seconds'),
    now,
    random,
    timers,
  })

  const feed = createAlarmFeed({
    model: held.model,
    topics: held.topics,
    tree,
    send: (message) => void connection?.send(message).catch(() => {}),
    newest: alarms.newest,
    onBegan: pictures.want,
  })

  // What the broker shall hold

  function refresh(): void {
    refreshTimer?.[Symbol.dispose]()
    refreshTimer = null
    held.read()
    if (!clearing) tree.want(held.entries())
  }

  function refreshSoon(): void {
    refreshTimer ??= timers.after(REFRESH_MS, refresh)
  }

  // The connection

  function open(): void {
    const url = settings.get('mqtt_url')
    held.move()
    if (!url) return
    link = createLink({
      url,
      clientId: `porchlight-${hub.instanceId()}`,
      will: { topic: held.topics().status, payload: wordOf(false) },
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
    birth.forget()
    tree.connected(null)
  }

  const hubStatus = () => `${settings.get('discovery_prefix')}/status`

  async function onConnected(fresh: Connection): Promise<void> {
    connection = fresh
    try {
      await fresh.subscribe([hubStatus(), held.topics().status], 1)
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
    if (topic === hubStatus() && word === 'online' && !retained && announced) birth.heard()
    // The will of our connection before, or somebody's mistake: we are here.
    if (topic === held.topics().status && word === 'offline' && announced) tree.repeat(topic)
  }

  async function farewell(last: Connection): Promise<void> {
    announced = false
    let cleared = false
    if (clearing) {
      tree.want([])
      const late = Promise.withResolvers<boolean>()
      using _timer = timers.after(CLEARING_MS, () => late.resolve(false))
      cleared = await Promise.race([tree.settled().then(() => true), late.promise])
      held.forgetPictures()
    }
    // What could not be cleared must not stand there as available.
    await last.send({ topic: held.topics().status, payload: wordOf(false), qos: 1, retain: !cleared })
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
        const device = held.model().devices.find(({ id }) => id === deviceId)
        if (!device) return
        const place = { hubKey: device.hubKey, channelNo: null }
        const entry = statusState(held.topics(), place, held.deviceOnline(deviceId))
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
