// South: how the core speaks to one make of device. What crosses here is in the core's words and units.
import type { AlarmNotice } from '../domain/alarm.ts'
import type { ChannelInfo, DeviceInfo, Quality } from '../domain/device.ts'
import type {
  ChannelConfig,
  Clock,
  Detections,
  Footage,
  Health,
  Holiday,
  Inputs,
  Logs,
  OnvifUsers,
  Outputs,
  Permissions,
  Power,
  Schedule,
  Storage,
  Users,
} from './capabilities.ts'
import type { Discovered, DiscoveryContext } from './discovery.ts'
import type { Imaging, Ptz } from './moving.ts'

/** Where a device is and how to sign in to it. */
export interface Target {
  /** Address of the device as a person gave it, normalised: `http://192.0.2.5:80`, `https://…`, `rtsp://…/path`. No login in it. */
  readonly address: URL
  /** Host for streams where it differs from the address (seed 000's `ip_nvr`); null = the same. May carry a port. */
  readonly streamHost: string | null
  readonly username: string
  readonly password: string
  /** Where a bare stream has a second, smaller picture, with the login for it; absent = it has none. */
  readonly sub?: { readonly address: URL; readonly username: string; readonly password: string }
  /** True: only certificates that the system trusts. False: any certificate at first, then only the pinned one. */
  readonly verifyTls: boolean
  /** The certificate (PEM) that was shown at the first sign-in; null before it. */
  readonly pinnedCertificate: string | null
}

/** What the core hands to a driver. */
export interface DriverContext {
  /** Ends the session: every wait of the driver obeys it. */
  readonly signal: AbortSignal
  /** Every request except the alert stream and downloads goes through this: at most 4 at once, people before sync. */
  limit<T>(work: () => Promise<T>): Promise<T>
  /**
   * Tells the core which certificate (PEM) the device showed when none was pinned, or instead of the pinned one. The driver goes
   * on in the first case and fails in the second; what becomes of the certificate is the core's to decide.
   */
  shown(certificate: string): void
  /** Resolves a host to the address to connect to; throws Fault `invalid-input` for one that we must never speak to. */
  resolve(host: string): Promise<string>
  now(): Date
  log: {
    debug(message: string, data?: object): void
    info(message: string, data?: object): void
    warn(message: string, data?: object): void
  }
}

export interface Driver {
  /**
   * Signs in and learns what this device can do, with at most 12 requests. One refused login ends it with Fault
   * `device-refused-login` (or `device-locked`): never a second try.
   */
  connect(target: Target, context: DriverContext): Promise<DeviceSession>
  /** What every device of this make has, known before one was ever asked; absent = a device tells. */
  readonly channels?: readonly ChannelInfo[]
  /** Devices seen on the network, each as soon as it is known, until the signal ends the search; the same one may come again. */
  discover?(context: DiscoveryContext): AsyncIterable<Discovered>
}

/** What every device does, and, as optional keys, what some do. A key is whole or absent: presence is the declaration. */
export interface DeviceSession extends Partial<Capabilities> {
  /** Asks the device at every call, cheaply: the core finds out by it whether device and login are still what they were. */
  info(): Promise<DeviceInfo>
  channels(): Promise<ChannelInfo[]>
  close(): Promise<void>
}

/** An address that FFmpeg can read. The login is part of it: it never leaves the process but on FFmpeg's stdin. */
export interface Source {
  address: string
  transport: 'tcp' | 'udp'
  /** Whether sound is to be expected. */
  audio: boolean
}

export interface Live {
  /** Asks the device nothing that it has already said. */
  source(sourceKey: string, quality: Quality): Promise<Source>
}

export interface Snapshot {
  /** A fresh picture as JPEG bytes. */
  take(sourceKey: string): Promise<Uint8Array>
}

export interface Alarms {
  /**
   * The only door for what a device tells. Heartbeats are swallowed; silence beyond the device's rhythm, a lost or
   * ended stream throws a Fault, and the core calls again after a pause. `onOpen` runs when alarms can arrive.
   */
  watch(options?: { signal?: AbortSignal; onOpen?: () => void }): AsyncIterable<AlarmNotice>
}

export interface Capabilities {
  live: Live
  snapshot: Snapshot
  alarms: Alarms
  footage: Footage
  clock: Clock
  channelConfig: ChannelConfig
  schedule: Schedule
  storage: Storage
  users: Users
  permissions: Permissions
  onvifUsers: OnvifUsers
  logs: Logs
  health: Health
  detections: Detections
  inputs: Inputs
  outputs: Outputs
  ptz: Ptz
  imaging: Imaging
  holiday: Holiday
  power: Power
}

export type Capability = keyof Capabilities
