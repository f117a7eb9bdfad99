// What the link to the hub offers, and what it needs.
import type { Bus } from '../bus.ts'
import type { Log } from '../log.ts'
import type { AccessService } from '../services/access.ts'
import type { AlarmReasons } from '../services/alarm-reasons.ts'
import type { Alarms } from '../services/alarms/index.ts'
import type { HubMemory } from '../services/hub.ts'
import type { HubCommands } from '../services/hub-commands.ts'
import type { HubFacts } from '../services/hub-facts.ts'
import type { Sessions } from '../services/sessions/index.ts'
import type { Settings } from '../services/settings.ts'
import type { Tickets } from '../services/tickets.ts'
import type { Timers } from '../timers.ts'
import type { OwnBroker } from './own-broker/index.ts'

export interface HubState {
  /** Whether a broker is set at all. */
  enabled: boolean
  connected: boolean
  since: Date | null
  /** In words; null while all is well. */
  lastError: string | null
  /** Another appliance uses our id: we wait for a person, who may give us another one. */
  stopped: boolean
  /** Of MQTT: 5, or 4 for 3.1.1; null while there is no connection. */
  protocol: 4 | 5 | null
  /** Without user and password. */
  url: string | null
  prefix: string
  nodeId: string
  discovery: 'device' | 'entity' | 'off'
  /** What the hub is shown, and how many retained messages that takes. */
  devices: number
  entities: number
  messages: number
  /** Names of what the hub's user has deleted there. */
  withdrawn: string[]
}

export interface Bridge extends AsyncDisposable {
  /** Connects if a broker is set, and follows the settings from then on. Returns at once. */
  start(): void
  state(): HubState
  /** Tells the hub everything once more, also what its user has deleted; null = all devices. */
  announceAgain(deviceId: number | null): void
  /**
   * Takes devices away from the hub and brings them back, so that it makes up new entity ids after the names of now.
   * Resolves when they are back. Fault `not-ready` without a connection.
   */
  newEntityIds(deviceId: number | null): Promise<void>
  /** Draws another id for us, under which all is new to the hub. Fault `conflict` when a variable gives it. */
  newNodeId(): Promise<void>
}

export interface BridgeDeps {
  services: {
    access: Pick<AccessService, 'visibleDevices' | 'visibleChannels'>
    alarms: Pick<Alarms, 'open' | 'newest' | 'picture'>
    sessions: Pick<Sessions, 'state'>
    settings: Pick<Settings, 'get'>
    /** `Snapshots`, seen from here. */
    snapshots: { take(caller: { kind: 'system' }, channelId: number): Promise<{ jpeg: Uint8Array }> }
    hub: HubMemory
    tickets: Pick<Tickets, 'issue' | 'end'>
    hubFacts: HubFacts
    alarmReasons: Pick<AlarmReasons, 'reasonsOf'>
    /** Without it nothing is obeyed. */
    hubCommands?: Pick<HubCommands, 'run' | 'streaming' | 'release'>
  }
  bus: Bus
  log: Log
  now: () => Date
  version: string
  random?: () => number
  timers?: Timers
  /** Where we go while no other broker is set. */
  ownBroker?: Pick<OwnBroker, 'login' | 'onChange'>
  /** Seconds that the broker waits with the last will. */
  willDelay?: number
}
