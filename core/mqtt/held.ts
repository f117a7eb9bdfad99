// What the broker shall hold: the model as it was last read, and everything retained that follows from it.

import type { HubState } from '../domain/hub-link.ts'
import type { ChannelRow } from '../services/access.ts'
import type { Withdrawn } from '../services/hub.ts'
import { isPlausible } from '../services/rounds/log.ts'
import type { BridgeDeps } from './bridge-types.ts'
import { type Announced, configMessages, describe, type HubModel } from './entities.ts'
import { emptyModel } from './hub-model.ts'
import { readModel } from './model.ts'
import type { Retained } from './retained.ts'
import { type Facts, retainedStates } from './states.ts'
import { createTopics, type Place } from './topics.ts'
import { withdraw, withoutRenamed, withoutWithdrawn } from './withdrawn.ts'

export interface Held {
  topics(): ReturnType<typeof createTopics>
  model(): HubModel
  /** The settings name another place: topics are made anew. */
  move(): void
  /** Reads devices and channels once more. */
  read(): void
  /** When something of the model changes by the clock alone; null = not within a day. */
  changesAt(): Date | null
  /** In the order of publishing. */
  entries(): Retained[]
  /** Of the last `entries`. */
  counts(): Pick<HubState, 'devices' | 'entities' | 'messages'>
  /** The hub's user has deleted this device there, or one entity of it. */
  withdraw(identifier: string, key: string | null): void
  /** What was deleted of this device and its channels is shown again, or of one channel alone; null = of all. */
  restore(deviceId: number | null, channelNo?: number): void
  /** Not shown until disposed, with its channels; null = nothing is shown. */
  hide(deviceId: number | null): Disposable
  /** Whether something that is announced takes commands there. */
  takesCommands(topic: string): boolean
  deviceOnline(deviceId: number): boolean
  /** Channels whose picture can be taken now. */
  pictured(): { channelId: number; deviceId: number; place: Place }[]
}

type Deps = Pick<BridgeDeps, 'services' | 'now' | 'version'> &
  Required<Pick<BridgeDeps, 'elapsed'>> &
  Pick<Facts, 'lastAlarm'> & {
    /** What the broker shall hold of pictures. */
    pictures(): Retained[]
  }

/** While we do not know the time, we look so often whether we do now. */
const CLOCK_MS = 30_000

export function createHeld({ services, now, elapsed, version, lastAlarm, pictures }: Deps): Held {
  const { access, alarms, alarmReasons, hubFacts, sessions, settings, hub } = services
  const start = { shown: now(), elapsed: elapsed() }
  let topics = createTopics(settings.get('mqtt_prefix'), hub.instanceId())
  let model: HubModel = emptyModel(version)
  let changesAt: Date | null = null
  const wereSilent = new Set<string>()
  let everything: Announced[] = []
  let hidden: Withdrawn[] = []
  let counts = { devices: 0, entities: 0, messages: 0 }
  let rows = new Map<number, ChannelRow>()
  /** Made when first asked for, since few hubs command much. */
  let commandTopics: Set<unknown> | null = null

  /** Null while the clock is implausible: a Pi boots in 1970 and learns the time when it is on the network. */
  function startedAt(): Date | null {
    if (!isPlausible(start.shown) && isPlausible(now())) start.shown = new Date(+now() - (elapsed() - start.elapsed))
    return isPlausible(start.shown) ? start.shown : null
  }

  function phaseOf(deviceId: number) {
    try {
      return sessions.state(deviceId).phase
    } catch {
      // Removed a moment ago, or we are stopping.
      return null
    }
  }

  const deviceOnline = (deviceId: number) => phaseOf(deviceId) === 'online'
  const streaming = (channelId: number) => services.hubCommands?.streaming(channelId) ?? false

  const channelOnline = (channelId: number) => {
    const row = rows.get(channelId)
    return row?.isActive === true && row.isOnline !== false
  }

  function takesCommands(topic: string): boolean {
    commandTopics ??= new Set(
      split().shown.flatMap(({ entities }) => [...entities.values()].map(({ entity }) => entity.command_topic)),
    )
    return commandTopics.has(topic)
  }

  /** Without announcements nobody can have deleted one: all is there, for whoever knows the topics. */
  const split = () =>
    withoutWithdrawn(everything, settings.get('discovery') === 'off' ? [] : [...hub.withdrawn(), ...hidden])

  /** What the hub is shown; with discovery off nothing, but every state is told all the same. */
  function announced() {
    const form = settings.get('discovery')
    const { shown, unread } = split()
    if (form === 'off') return { shown: [], unread, configs: [] }
    const configs = configMessages(shown, form, settings.get('discovery_prefix'), version).map(
      (message): Retained => ({ ...message, qos: 1, kind: 'config' }),
    )
    return { shown, unread, configs }
  }

  /** Identifiers begin alike from a device down to its channels. */
  const isOf = (deviceId: number | null, channelNo: number | null = null) => {
    const device = model.devices.find(({ id }) => id === deviceId)
    const top = device && topics.identifier({ hubKey: device.hubKey, channelNo })
    return ({ identifier }: { identifier: string }) =>
      deviceId === null || identifier === top || (top !== undefined && identifier.startsWith(`${top}_`))
  }

  function setWithdrawn(rows: readonly Withdrawn[]): void {
    if (!Bun.deepEquals(rows, hub.withdrawn())) hub.setWithdrawn(rows)
  }

  return {
    topics: () => topics,
    model: () => model,
    move: () => (topics = createTopics(settings.get('mqtt_prefix'), hub.instanceId())),
    read() {
      const publicUrl = settings.get('public_url')
      const read = readModel(
        { access, hubFacts, alarmReasons, streaming, refuses: (deviceId) => phaseOf(deviceId) === 'refused' },
        {
          ...{ householdId: hub.householdId(), name: settings.get('hub_name'), version, publicUrl, wereSilent },
          control: services.hubCommands ? settings.get('hub_control') : 'none',
          images: publicUrl === null ? 'image' : settings.get('hub_images'),
        },
      )
      model = read.model
      changesAt = read.changesAt
      commandTopics = null
      rows = new Map(read.channels.map((row) => [row.id, row]))
      everything = describe(model, topics)
      setWithdrawn(withoutRenamed(hub.withdrawn(), everything))
    },
    entries() {
      const { shown, unread, configs } = announced()
      const facts = { startedAt: startedAt(), deviceOnline, channelOnline, lastAlarm, open: alarms.open() }
      const states = [...retainedStates(model, topics, facts, everything), ...pictures()].filter(
        ({ topic }) => !unread.has(topic),
      )
      const entities = shown.reduce((sum, it) => sum + it.entities.size, 0)
      counts = { devices: shown.length, entities, messages: configs.length + states.length }
      return [...configs, ...states]
    },
    changesAt() {
      if (startedAt()) return changesAt
      return new Date(Math.min(+now() + CLOCK_MS, changesAt ? +changesAt : Number.POSITIVE_INFINITY))
    },
    counts: () => counts,
    withdraw(identifier, key) {
      setWithdrawn(withdraw(hub.withdrawn(), everything, identifier, key))
    },
    restore(deviceId, channelNo) {
      const belongs = isOf(deviceId, channelNo)
      setWithdrawn(hub.withdrawn().filter((row) => !belongs(row)))
    },
    hide(deviceId) {
      const rows = everything
        .filter(isOf(deviceId))
        .map(({ identifier, device }): Withdrawn => ({ identifier, key: null, name: String(device.name) }))
      hidden = [...hidden, ...rows]
      return {
        [Symbol.dispose]() {
          hidden = hidden.filter((row) => !rows.includes(row))
        },
      }
    },
    takesCommands,
    deviceOnline,
    pictured: () =>
      model.devices
        .filter(({ id }) => deviceOnline(id))
        .flatMap((device) =>
          device.channels
            .filter(({ id, snapshot }) => snapshot && channelOnline(id))
            .map(({ id, channelNo }) => ({
              channelId: id,
              deviceId: device.id,
              place: { hubKey: device.hubKey, channelNo },
            })),
        ),
  }
}
