// What the link to the hub offers, and what it needs.
import type { Bus } from '../bus.ts'
import type { Log } from '../log.ts'
import type { AccessService } from '../services/access.ts'
import type { Alarms } from '../services/alarms/index.ts'
import type { HubMemory } from '../services/hub.ts'
import type { Sessions } from '../services/sessions/index.ts'
import type { Settings } from '../services/settings.ts'
import type { Timers } from '../timers.ts'
import type { Shrink } from './shrink.ts'

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
