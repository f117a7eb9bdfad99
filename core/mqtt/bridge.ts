// The link to the hub: keeps what the broker holds true through every restart on either side (DISCOVERY 15).
import { Fault } from '../domain/fault.ts'
import { redact } from '../log.ts'
import { realTimers } from '../timers.ts'
import { createAlarmFeed } from './alarm-feed.ts'
import type { Bridge, BridgeDeps } from './bridge-types.ts'
import { commandFilters } from './command-topics.ts'
import { createCommands } from './commands.ts'
import { readConfigTopic } from './config-topic.ts'
import { createHeld } from './held.ts'
import { OWNER } from './lightnvr/messages.ts'
import type { Login } from './link.ts'
import { brokerLogin, LOGIN_SETTINGS } from './login.ts'
import { createModelChanges, type ModelChanges } from './model-changes.ts'
import { createPictureFeed } from './picture-feed.ts'
import { createPresence } from './presence.ts'
import { createRetainedTree, type Message } from './retained.ts'
import { statusState } from './states.ts'

export type { Bridge, BridgeDeps } from './bridge-types.ts'

/** Changes that come together are published together. */
const REFRESH_MS = 50
/** A hub that is given the same ids at once has not let go of the old ones yet. */
const RENEWAL_MS = 5000
const LINK_SETTINGS = new Set([...LOGIN_SETTINGS, 'mqtt_prefix', 'discovery_prefix', 'hub_birth_topic'])

const notConnected = () => new Fault('not-ready', 'There is no connection to the broker at the moment.')

export function createBridge(deps: BridgeDeps): Bridge {
  const { services, bus, log, now, version, random = Math.random, timers = realTimers } = deps
  const { elapsed = () => performance.now() } = deps
  const { alarms, settings, hub } = services
  const stack = new AsyncDisposableStack()
  const tree = createRetainedTree({
    memory: {
      // The rest is cleared by those who speak to other products' clients.
      published: () => hub.published().filter(({ owner }) => owner !== OWNER),
      remember: hub.remember,
      forget: hub.forget,
    },
    timers,
    onError: (error) => log.error('The hub could not be told everything', { error }),
  })
  const held = createHeld({
    services,
    now,
    elapsed,
    version,
    lastAlarm: (place) => feed.last(place),
    pictures: () => pictures.entries(),
  })
  let refreshTimer: Disposable | null = null
  let modelChanges: ModelChanges | null = null
  /** States that follow a command, whatever became of it. */
  const commanded = new Set<string>()

  const presence = createPresence({
    login,
    instanceId: hub.instanceId,
    status: () => held.topics().status,
    prefix: () => settings.get('discovery_prefix'),
    birthTopic: () => settings.get('hub_birth_topic'),
    tree,
    refresh,
    commandTopics: () => commandFilters(held.topics().root),
    onCommand: (...message) => commands.message(...message),
    onDeleted,
    onCleared: () => pictures.forget(),
    onBirth: () => pictures.asked(),
    log,
    now,
    timers,
    random,
    willDelay: deps.willDelay,
  })

  const pictures = createPictureFeed({
    services,
    bus,
    held,
    tree,
    told: presence.told,
    largestPacket: () => presence.connection()?.largestPacket ?? null,
    now,
    elapsed,
    random,
    timers,
  })

  const feed = createAlarmFeed({
    model: held.model,
    topics: held.topics,
    tree,
    send,
    open: alarms.open,
    newest: alarms.newest,
    onBegan: pictures.began,
  })

  const commands = createCommands({
    root: () => held.topics().root,
    isAnnounced: held.takesCommands,
    run: (command) => {
      if (!services.hubCommands) throw new Fault('unsupported', 'Nothing is obeyed here')
      return services.hubCommands.run(command)
    },
    tellAgain(topic) {
      commanded.add(topic)
      refreshSoon()
    },
    announce: () => announceAgain(null),
    show: pictures.show,
    send,
    log,
    now,
  })

  /** Only while there is a connection: nothing is told later. */
  function send(message: Message): void {
    presence
      .connection()
      ?.send(message)
      .catch(() => {})
  }

  function login(): Login | null {
    held.move()
    return brokerLogin(settings, deps.ownBroker)
  }

  function refresh(): void {
    refreshTimer?.[Symbol.dispose]()
    refreshTimer = null
    held.read()
    modelChanges?.readUntil(held.changesAt())
    if (presence.clearing()) return
    tree.want(held.entries())
    for (const topic of commanded) tree.repeat(topic)
    commanded.clear()
  }

  function refreshSoon(): void {
    refreshTimer ??= timers.after(REFRESH_MS, refresh)
  }

  function onDeleted(topic: string): void {
    const config = readConfigTopic(topic)
    if (!config) return
    log.info('The hub no longer wants a device', { device: config.identifier })
    held.withdraw(config.identifier, config.key)
    tree.cleared(topic)
    refreshSoon()
  }

  function announceAgain(deviceId: number | null): void {
    held.restore(deviceId)
    refresh()
    tree.again(held.model().devices.find(({ id }) => id === deviceId)?.hubKey)
  }

  const brokerHost = () => {
    const url = settings.get('mqtt_url')
    return url === null ? null : new URL(url).host
  }
  let host = brokerHost()

  /** Whether it is another broker now, or none; the same one may be spoken to with another login. */
  function moved(): boolean {
    const before = host
    host = brokerHost()
    return host !== before
  }

  /** `clearFirst`: what lies at the old place is not wanted there any more. */
  const reopen = (clearFirst: boolean) => void presence.reopen(clearFirst)

  function listen(): void {
    if (deps.ownBroker)
      stack.use(
        deps.ownBroker.onChange(() => {
          if (!settings.get('mqtt_url')) reopen(false)
        }),
      )
    modelChanges = stack.use(createModelChanges({ bus, timers, now, changed: refreshSoon }))
    stack.use(
      bus.on('device.changed', ({ deviceId, edited }) => {
        // A person had it in hand: what the hub's user has deleted of it is wanted again.
        if (edited) held.restore(deviceId)
        refreshSoon()
      }),
    )
    stack.use(
      bus.on('channel.switched', ({ channelId, channelNo, deviceId, inUse }) => {
        if (inUse) held.restore(deviceId, channelNo)
        else services.hubCommands?.release(channelId)
      }),
    )
    stack.use(
      bus.on('device.state', ({ deviceId }) => {
        const device = held.model().devices.find(({ id }) => id === deviceId)
        if (!device) return
        const place = { hubKey: device.hubKey, channelNo: null }
        const entry = statusState(held.topics(), place, held.deviceOnline(deviceId))
        // While all is being announced, availability comes after the states.
        if (!presence.told()) refreshSoon()
        else if (tree.wanted(entry.topic)) tree.urge(entry)
      }),
    )
    stack.use(bus.on('alarm.began', (alarm) => feed.tell(alarm, 'began')))
    stack.use(bus.on('alarm.updated', (alarm) => feed.tell(alarm, 'updated')))
    stack.use(bus.on('alarm.ended', (alarm) => feed.tell(alarm, 'ended')))
    stack.use(
      bus.on('setting.changed', ({ key }) => {
        if (LINK_SETTINGS.has(key)) reopen(key === 'mqtt_url' && moved())
        // Nobody is left who could switch off what the hub has switched on.
        const gone = key === 'mqtt_url' || (key === 'hub_control' && settings.get('hub_control') === 'none')
        if (gone) services.hubCommands?.release()
      }),
    )
  }

  return {
    start() {
      listen()
      refresh()
      presence.open()
      pictures.start()
    },
    state() {
      const url = settings.get('mqtt_url') ?? deps.ownBroker?.login()?.url ?? null
      const { connected, ...link } = presence.state()
      return {
        ...link,
        // Switched off, it is only being cleared.
        connected: connected && url !== null,
        url: url === null ? null : redact(url),
        brokerVersion: presence.brokerVersion(),
        prefix: settings.get('mqtt_prefix'),
        nodeId: hub.instanceId(),
        discovery: settings.get('discovery'),
        ...held.counts(),
        withdrawn: [...new Set(hub.withdrawn().map(({ name }) => name))],
      }
    },
    announceAgain,
    async newEntityIds(deviceId) {
      if (!presence.told()) throw notConnected()
      {
        using _hidden = held.hide(deviceId)
        refresh()
        await tree.settled().catch(() => {
          throw notConnected()
        })
        await new Promise<void>((resolve) => void timers.after(RENEWAL_MS, resolve))
      }
      if (!stack.disposed) announceAgain(deviceId)
    },
    async newNodeId() {
      hub.refuseFixedId()
      // What was published under an id that is another appliance's, too, is not ours to clear.
      const shared = presence.state().stopped
      await presence.reopen(!shared, () => {
        if (shared) tree.abandon()
        hub.renewInstanceId()
      })
    },
    async [Symbol.asyncDispose]() {
      if (stack.disposed) return
      await stack.disposeAsync()
      pictures[Symbol.dispose]()
      refreshTimer?.[Symbol.dispose]()
      await presence.close()
    },
  }
}
