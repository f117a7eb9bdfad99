// From the appliance, its devices and channels to the messages that announce them to a hub (DISCOVERY 12). Pure.
import { ALARM_KINDS, type AlarmKind } from '../domain/alarm-kinds.ts'
import { uniqueNames } from './names.ts'
import type { Place, Topics } from './topics.ts'

export interface HubChannel {
  id: number
  channelNo: number
  name: string
  /** Whether a picture of it can be had. */
  snapshot: boolean
  alarms: readonly AlarmKind[]
}

export interface HubDevice {
  id: number
  hubKey: string
  name: string
  /** What tells it from another of the same name. */
  host: string
  manufacturer: string | null
  model: string | null
  firmware: string | null
  /** Whether its alarms reach us at all. */
  watched: boolean
  /** What the device itself can raise. */
  alarms: readonly AlarmKind[]
  channels: readonly HubChannel[]
}

export interface HubModel {
  version: string
  /** Where browsers reach us; null = not known. */
  publicUrl: string | null
  devices: readonly HubDevice[]
}

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
type Availability = { topic: string; value_template?: string }[]
type Entity = { [key: string]: Json } & { platform: string }

/** One device of the hub with all its entities. */
export interface Announced {
  identifier: string
  /** Hub key of the device that it belongs to, or `bridge`. */
  owner: string
  device: { [key: string]: Json }
  entities: Map<string, { entity: Entity; availability: Availability }>
}

export interface ConfigMessage {
  topic: string
  payload: string
  owner: string
}

const ORIGIN = 'Porchlight'
const APPLIANCE_NAME = 'Porchlight'
const diagnostic = { entity_category: 'diagnostic' }
const connectivity = {
  platform: 'binary_sensor',
  name: 'Connection',
  device_class: 'connectivity',
  payload_on: 'online',
  payload_off: 'offline',
  qos: 1,
  ...diagnostic,
}
const ENTITY_NAMES = [
  ...['Connection', 'Version', 'Last start', 'Firmware', 'Alarm', 'Last alarm'],
  ...Object.values(ALARM_KINDS).map(({ hubName }) => hubName),
]

/** Kinds that get a sensor of their own, in the order of the table; `other` is only ever an event. */
export function sensorKinds(kinds: readonly AlarmKind[]): AlarmKind[] {
  return (Object.keys(ALARM_KINDS) as AlarmKind[]).filter((kind) => kind !== 'other' && kinds.includes(kind))
}

/** What `event_type` may say there. */
export function eventTypes(kinds: readonly AlarmKind[]): AlarmKind[] {
  return [...sensorKinds(kinds), 'other']
}

/** The model as devices of the hub, parents first. */
export function describe(model: HubModel, topics: Topics): Announced[] {
  const names = namesOf(model)
  const page: { [key: string]: Json } = model.publicUrl === null ? {} : { configuration_url: model.publicUrl }
  const appliance = topics.identifier()

  function announced(owner: string, place: Place | undefined, name: string, facts: { [key: string]: Json }): Announced {
    const identifier = topics.identifier(place)
    return { identifier, owner, device: { identifiers: [identifier], name, ...facts, ...page }, entities: new Map() }
  }

  function describeAppliance(): Announced {
    const facts = { manufacturer: ORIGIN, model: 'Appliance', sw_version: model.version }
    const it = announced('bridge', undefined, APPLIANCE_NAME, facts)
    const up = [{ topic: topics.status }]
    // The sensor of the connection itself must also be readable while there is none.
    const always = [{ topic: topics.status, value_template: "{{ 'online' }}" }]
    it.entities.set('online', { entity: { ...connectivity, state_topic: topics.status }, availability: always })
    const version = { platform: 'sensor', name: 'Version', state_topic: topics.version, ...diagnostic }
    it.entities.set('version', { entity: version, availability: up })
    const started = {
      platform: 'sensor',
      name: 'Last start',
      device_class: 'timestamp',
      state_topic: topics.started,
      ...diagnostic,
    }
    it.entities.set('started', { entity: started, availability: up })
    return it
  }

  /** Sensors and event of what may be raised here. `alive` is the list for what needs the place itself. */
  function addAlarms(
    it: Announced,
    place: Place,
    kinds: readonly AlarmKind[],
    alive: Availability,
    device: Availability,
  ) {
    for (const kind of sensorKinds(kinds)) {
      const { hubName, hubClass } = ALARM_KINDS[kind]
      const entity = {
        platform: 'binary_sensor',
        name: hubName,
        ...(hubClass ? { device_class: hubClass } : {}),
        state_topic: topics.alarm(place, kind),
        qos: 1,
      }
      // Video loss means that the channel may be gone: it must be said all the same.
      it.entities.set(kind, { entity, availability: kind === 'video_loss' ? device : alive })
    }
    const event = {
      platform: 'event',
      name: 'Alarm',
      event_types: eventTypes(kinds),
      state_topic: topics.event(place),
      qos: 1,
    }
    it.entities.set('event', { entity: event, availability: alive })
    const lastEvent = {
      platform: 'sensor',
      name: 'Last alarm',
      device_class: 'timestamp',
      state_topic: topics.lastEvent(place),
      json_attributes_topic: topics.lastEventAttributes(place),
    }
    it.entities.set('last_event', { entity: lastEvent, availability: device })
  }

  function describeDevice(device: HubDevice): Announced {
    const place = { hubKey: device.hubKey, channelNo: null }
    const facts = {
      ...(device.manufacturer ? { manufacturer: device.manufacturer } : {}),
      ...(device.model ? { model: device.model } : {}),
      ...(device.firmware ? { sw_version: device.firmware } : {}),
      via_device: appliance,
    }
    const it = announced(device.hubKey, place, names.devices.get(device.id) ?? device.name, facts)
    const up = [{ topic: topics.status }]
    const alive = [...up, { topic: topics.statusOf(place) }]
    it.entities.set('online', { entity: { ...connectivity, state_topic: topics.statusOf(place) }, availability: up })
    if (device.firmware) {
      const state = topics.firmware(device.hubKey)
      const firmware = { platform: 'sensor', name: 'Firmware', state_topic: state, ...diagnostic }
      it.entities.set('firmware', { entity: firmware, availability: alive })
    }
    if (device.watched) addAlarms(it, place, device.alarms, alive, alive)
    return it
  }

  function describeChannel(device: HubDevice, channel: HubChannel): Announced {
    const place = { hubKey: device.hubKey, channelNo: channel.channelNo }
    const parent = { hubKey: device.hubKey, channelNo: null }
    const facts = {
      ...(device.manufacturer ? { manufacturer: device.manufacturer } : {}),
      via_device: topics.identifier(parent),
    }
    const it = announced(device.hubKey, place, names.channels.get(channel.id) ?? channel.name, facts)
    const reachable = [{ topic: topics.status }, { topic: topics.statusOf(parent) }]
    const alive = [...reachable, { topic: topics.statusOf(place) }]
    if (channel.snapshot) {
      const camera = { platform: 'camera', name: null, topic: topics.snapshot(place) }
      it.entities.set('snapshot', { entity: camera, availability: alive })
    }
    const online = { ...connectivity, state_topic: topics.statusOf(place) }
    it.entities.set('online', { entity: online, availability: reachable })
    if (device.watched) addAlarms(it, place, channel.alarms, alive, reachable)
    return it
  }

  return [
    describeAppliance(),
    ...model.devices.map(describeDevice),
    ...model.devices.flatMap((device) => device.channels.map((channel) => describeChannel(device, channel))),
  ]
}

function namesOf(model: HubModel) {
  const owned = model.devices.flatMap((device) => device.channels.map((channel) => ({ device, channel })))
  const devices = uniqueNames(
    model.devices.map(({ name, host, hubKey }) => ({ name, distinctions: [host, hubKey] })),
    [APPLIANCE_NAME, ...ENTITY_NAMES],
  )
  const deviceNames = new Map(model.devices.map(({ id, name }, i) => [id, devices[i] ?? name]))
  const fixed = [APPLIANCE_NAME, ...devices].map((name) => ({ name, distinctions: [] }))
  const unique = uniqueNames(
    [
      ...fixed,
      ...owned.map(({ device, channel }) => ({
        name: channel.name,
        distinctions: [deviceNames.get(device.id) ?? device.name, `channel ${channel.channelNo}`],
      })),
    ],
    ENTITY_NAMES,
  )
  return {
    devices: deviceNames,
    channels: new Map(owned.map(({ channel }, i) => [channel.id, unique[fixed.length + i] ?? channel.name])),
  }
}

/** The retained messages that announce it all: one a device, or one an entity for hubs that know only those. */
export function configMessages(
  all: readonly Announced[],
  form: 'device' | 'entity',
  prefix: string,
  version: string,
): ConfigMessage[] {
  const origin = { name: ORIGIN, sw_version: version }
  return all.flatMap((it) => (form === 'device' ? [deviceMessage(it)] : entityMessages(it)))

  function deviceMessage({ identifier, owner, device, entities }: Announced): ConfigMessage {
    const shared = longest([...entities.values()].map(({ availability }) => availability))
    const components = Object.fromEntries(
      [...entities].map(([key, { entity, availability }]) => [
        key,
        {
          ...entity,
          unique_id: `${identifier}_${key}`,
          ...(Bun.deepEquals(availability, shared) ? {} : { availability, availability_mode: 'all' }),
        },
      ]),
    )
    const message = { device, origin, availability: shared, availability_mode: 'all', components }
    return { topic: `${prefix}/device/${identifier}/config`, payload: JSON.stringify(message), owner }
  }

  function entityMessages({ identifier, owner, device, entities }: Announced): ConfigMessage[] {
    return [...entities].map(([key, { entity, availability }]) => {
      const { platform, ...rest } = entity
      const unique_id = `${identifier}_${key}`
      const message = { ...rest, unique_id, availability, availability_mode: 'all', device, origin }
      return { topic: `${prefix}/${platform}/${identifier}/${key}/config`, payload: JSON.stringify(message), owner }
    })
  }
}

/** The list that most entities of a device have is the one that needs the most. */
function longest(lists: Availability[]): Availability {
  return lists.reduce((best, list) => (list.length >= best.length ? list : best), [] as Availability)
}
