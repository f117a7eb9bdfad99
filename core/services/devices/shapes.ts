// Devices as callers get and give them.
import type { DeviceInfo, Driver } from '#plugin'
import type { Bus } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import type { Caller } from '../../domain/caller.ts'
import type { DeviceState } from '../../domain/device.ts'
import type { Log } from '../../log.ts'
import type { StreamFacts } from '../../media/look.ts'
import type { Timers } from '../../timers.ts'
import type { AccessService, DeviceRow } from '../access.ts'
import type { Activity } from '../activity.ts'
import type { AddressGuard } from '../addresses.ts'
import type { RecordingsOfDevice } from '../recordings/of-device.ts'
import type { Secrets } from '../secrets.ts'
import type { Sessions } from '../sessions/index.ts'
import type { Sync, Synced } from '../sync.ts'
import type { Certificate } from './certificates.ts'
import type { DeviceInput } from './input.ts'
import type { Look, LookInput } from './look.ts'
import type { Replacement } from './replacement.ts'
import type { TestResult } from './test-connection.ts'

export type Untold = 'password' | 'streamAddress' | 'subStreamAddress' | 'pinnedCertificate' | 'otherCertificate'

/**
 * A device as callers get it: never with its password, and with what may be shown of its address. Its login name, serial number and
 * MAC address are for those who may change it.
 */
export interface Device extends Omit<DeviceRow, Untold | 'info'> {
  info: DeviceInfo | null
  state: DeviceState
  /** The one that is trusted; null before the first sign-in over HTTPS. */
  certificate: Certificate | null
  /** What the device showed instead; not trusted, and nothing was sent to whoever showed it. */
  otherCertificate: Certificate | null
  /** What may be shown of a bare stream's second address; null = it has none. */
  subAddress: string | null
  /** Of those that the caller may see; inactive ones, and those switched off here, do not count. */
  channelCount: number
  /** When it was last found to be another device than before; null = never. */
  replaced: Replacement | null
}

export interface NewDevice extends DeviceInput {
  isChecked?: boolean | undefined
  /** Null = the device's own. */
  name?: string | null | undefined
  verifyTls?: boolean | undefined
}

export type DevicePatch = { [K in keyof NewDevice]?: NewDevice[K] | undefined }

export type Told = Pick<Activity, 'record'>

export interface Devices extends Disposable {
  /** By id. */
  list(caller: Caller): Device[]
  /** The checked ones. */
  active(caller: Caller): Device[]
  get(caller: Caller, id: string | number): Device
  /** The key of the device that `add` would find at this address; null = it would be a new one. Faults invalid-input, as of `add`. */
  at(caller: Caller, input: DeviceInput): number | null
  /**
   * Returns before the device was asked anything. Faults: invalid-input, conflict `Device already exists`. `told`, here and
   * below: who hears what was done in place of the activity log, and writes it there in words of his own.
   */
  add(caller: Caller, input: NewDevice, told?: Told): Device
  /** Absent keys stay. Signs in anew only when something changed that the device sees. */
  change(caller: Caller, id: string | number, patch: DevicePatch, told?: Told): Device
  /** Its recordings stay, without their channel, unless they are to go `also`; protected ones stay in any case. */
  remove(caller: Caller, id: string | number, also?: { recordings: boolean }, told?: Told): Promise<void>
  /**
   * An empty password stands for the stored one where the caller has a device with that address. With `onlyPrivate` an address of
   * the public internet is Fault invalid-input, and nothing is sent there.
   */
  test(
    caller: Caller,
    input: DeviceInput & { verifyTls?: boolean | undefined; onlyPrivate?: boolean },
  ): Promise<TestResult>
  /** What an RTSP address sends, by `look`. A login that was refused a moment ago is not tried again. */
  look(caller: Caller, input: LookInput, look: Look): Promise<StreamFacts>
  /**
   * Trusts the other certificate that the device has shown, if it is still the one that a person has looked at. Fault conflict
   * where there is none, or another.
   */
  trustCertificate(caller: Caller, id: string | number, fingerprint: string): Device
  syncNow(caller: Caller, id: string | number): Promise<Synced>
}

export interface DevicesDeps {
  db: Db
  bus: Bus
  access: AccessService
  secrets: Secrets
  sessions: Sessions
  sync: Sync
  activity: Activity
  drivers: ReadonlyMap<string, Driver>
  guard: AddressGuard
  /** Takes a device's alarms away before the device itself. */
  alarms?: { removeOfDevice(deviceId: number): Promise<void> }
  recordings?: RecordingsOfDevice
  log: Log
  now: () => Date
  random?: () => number
  timers?: Timers
}
