// What the hub is told of, with everything that changes slowly: the appliance, its devices and their channels.
import type { AlarmKind } from '../domain/alarm-kinds.ts'
import type { ChannelFacts, DeviceFacts } from '../services/hub-facts.ts'
import type { ControlLevel } from './command-table.ts'

/** Why alarms of a kind do not reach us. */
export interface Silence {
  /** For people. */
  text: string
  /** Its device does not send them to us: nobody waits for what cannot come. Else they may come when it is switched on. */
  unsent: boolean
}

/** Null for a kind whose alarms reach us again since we have begun: the hub keeps what it was told before. */
export type Silent = ReadonlyMap<AlarmKind, Silence | null>

export interface HubChannel extends ChannelFacts {
  id: number
  channelNo: number
  name: string
  /** Whether a picture of it can be had. */
  snapshot: boolean
  live: boolean
  alarms: readonly AlarmKind[]
  silent: Silent
  /** By the device's wall clock; null = none known. Undefined where its device has no footage at all. */
  oldestRecording: string | null | undefined
  /** Whether the hub has our live stream of it switched on. */
  streaming: boolean
}

export interface HubDevice extends Omit<DeviceFacts, 'channels' | 'changesAt'> {
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
  canReboot: boolean
  /** What the device itself can raise. */
  alarms: readonly AlarmKind[]
  silent: Silent
  channels: readonly HubChannel[]
}

export interface HubModel {
  /** What the appliance itself is called. */
  name: string
  version: string
  /** Where browsers reach us; null = not known. */
  publicUrl: string | null
  control: ControlLevel
  /** How the hub gets the pictures of alarms: as bytes, or as an address of ours that it fetches. */
  images: 'image' | 'url'
  databaseBytes: number
  /** What a person must see to, a sentence each. */
  problems: readonly string[]
  devices: readonly HubDevice[]
}

/** A model of an appliance that knows nothing yet. */
export function emptyModel(version: string): HubModel {
  const nothing = { publicUrl: null, databaseBytes: 0, problems: [], devices: [] }
  return { name: 'Porchlight', version, control: 'none', images: 'image', ...nothing }
}
