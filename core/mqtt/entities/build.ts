// One device of the hub while it is being described: each entity with its availability, commands and slow states.
import { isAllowed } from '../command-table.ts'
import type { HubModel } from '../hub-model.ts'
import type { Retained } from '../retained.ts'
import type { Place, Topics } from '../topics.ts'

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type Availability = { topic: string; value_template?: string }[]
export type Entity = { [key: string]: Json } & { platform: string }

/** One device of the hub with all its entities. */
export interface Announced {
  identifier: string
  /** Hub key of the device that it belongs to, or `bridge`. */
  owner: string
  device: { [key: string]: Json }
  entities: Map<string, { entity: Entity; availability: Availability }>
  /** What its entities show, as far as that changes slowly. */
  states: Retained[]
}

export interface Builder extends Announced {
  /** Null = the appliance. */
  readonly place: Place | null
  /** Whether the hub may use the entity with this key. */
  allows(key: string): boolean
  /** `state_topic` and `command_topic` are its own; nothing is added that the hub may not use. */
  add(key: string, entity: Entity, availability: Availability, values?: Values): void
}

interface Values {
  /** What it shows, published by whoever builds the states from this; without it somebody else does. */
  state?: string | null
  attributes?: { topic: string; values: { [key: string]: Json } }
}

/** What an entity shows while there is nothing to show. */
export const UNKNOWN = 'None'
export const diagnostic = { entity_category: 'diagnostic' }
export const config = { entity_category: 'config' }
export const connectivity = {
  platform: 'binary_sensor',
  name: 'Connection',
  device_class: 'connectivity',
  payload_on: 'online',
  payload_off: 'offline',
  qos: 1,
  ...diagnostic,
}

export const onOff = (is: boolean | null) => (is === null ? UNKNOWN : is ? 'ON' : 'OFF')

export function build(
  { topics, model }: { topics: Topics; model: HubModel },
  { place, owner, device }: { place: Place | null; owner: string; device: { [key: string]: Json } },
): Builder {
  const where = place === null ? 'bridge' : place.channelNo === null ? 'device' : 'channel'
  const identifier = topics.identifier(place ?? undefined)
  const page: { [key: string]: Json } = model.publicUrl === null ? {} : { configuration_url: model.publicUrl }
  const states: Retained[] = []
  const entities: Builder['entities'] = new Map()
  const keep = (topic: string, payload: string) => states.push({ topic, payload, qos: 0, owner, kind: 'state' })

  function topicsOf(key: string, { platform, state_topic }: Entity): { [key: string]: Json } {
    if (platform === 'button') return { command_topic: topics.press(place, key), qos: 1 }
    const state = state_topic ?? topics.state(place, key)
    if (platform === 'switch') return { state_topic: state, command_topic: topics.set(place, key), qos: 1 }
    return platform === 'sensor' || platform === 'binary_sensor' ? { state_topic: state } : {}
  }

  const allows = (key: string) => isAllowed(where, key, model.control)

  return {
    identifier,
    owner,
    place,
    device: { identifiers: [identifier], ...device, ...page },
    entities,
    states,
    allows,
    add(key, entity, availability, { state, attributes } = {}) {
      const isCommand = entity.platform === 'button' || entity.platform === 'switch'
      if (isCommand && !allows(key)) return
      const more: { [key: string]: Json } = attributes ? { json_attributes_topic: attributes.topic } : {}
      entities.set(key, { entity: { ...entity, ...topicsOf(key, entity), ...more }, availability })
      if (state !== undefined) keep(topics.state(place, key), state ?? UNKNOWN)
      if (attributes) keep(attributes.topic, JSON.stringify(attributes.values))
    },
  }
}
