// What the link to the hub offers, and what it needs.
import type { Bus } from '../bus.ts'
import type { HubLink } from '../domain/hub-link.ts'
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

export interface Bridge extends HubLink, AsyncDisposable {
  /** Connects if a broker is set, and follows the settings from then on. Returns at once. */
  start(): void
}

export interface BridgeDeps {
  services: {
    access: Pick<AccessService, 'visibleDevices' | 'visibleChannels'>
    alarms: Pick<Alarms, 'list' | 'open' | 'newest' | 'picture'>
    sessions: Pick<Sessions, 'state'>
    settings: Pick<Settings, 'get'>
    /** `Snapshots`, seen from here. */
    snapshots: { take(caller: { kind: 'system' }, channelId: number): Promise<{ jpeg: Uint8Array }> }
    hub: HubMemory
    tickets: Pick<Tickets, 'issue' | 'end' | 'peek'>
    hubFacts: HubFacts
    alarmReasons: Pick<AlarmReasons, 'reasonForDevice' | 'reasonsOf'>
    /** Without it nothing is obeyed. */
    hubCommands?: Pick<HubCommands, 'run' | 'streaming' | 'release'>
  }
  bus: Bus
  log: Log
  now: () => Date
  /** Milliseconds since some moment, by a clock that nobody can set. */
  elapsed?: () => number
  version: string
  random?: () => number
  timers?: Timers
  /** Where we go while no other broker is set. */
  ownBroker?: Pick<OwnBroker, 'login' | 'onChange'>
  /** Seconds that the broker waits with the last will. */
  willDelay?: number
}
