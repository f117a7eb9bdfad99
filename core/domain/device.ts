// Devices, channels and what they say of themselves, in words that no protocol knows.
import type { AlarmKind } from './alarm-kinds.ts'

export type Quality = 'main' | 'sub'

/** What a device says of itself. Null where it says nothing. */
export interface DeviceInfo {
  name: string | null
  kind: 'recorder' | 'camera'
  manufacturer: string | null
  model: string | null
  /** As it calls what it is: `NVR`, `HybirdNVR`, `IPCamera`; absent where it does not say. */
  deviceType?: string
  serialNumber: string | null
  firmwareVersion: string | null
  macAddress: string | null
  /** Alarms that the device itself, not one of its channels, says it can raise; absent where it does not say. */
  alarms?: AlarmKind[]
  /** Minutes east of UTC of the device's wall clock at this moment. */
  utcOffsetMinutes: number | null
}

/** What one channel can do (DESIGN 3.6); stored with the channel and used while the device is away. */
export interface ChannelAbilities {
  live: boolean
  /** Has a second, smaller encoding. */
  sub: boolean
  audio: boolean
  snapshot: boolean
  ptz: boolean
  config: boolean
  /** Alarms that this channel can raise. */
  alarms: AlarmKind[]
}

/** One picture on a device, as the device tells it. */
export interface ChannelInfo {
  /** What identifies it on its device, for ever: `ip:3`, `analog:1`, a profile token. */
  sourceKey: string
  /** The device's own number, from 1. */
  number: number
  name: string
  connection: 'analog' | 'ip'
  /** False where the device says that the camera is away; null where it does not say. */
  online: boolean | null
  /** Why it is away, in the device's word, if it says so. */
  trouble: string | null
  can: ChannelAbilities
}

export type DevicePhase = 'unchecked' | 'idle' | 'connecting' | 'online' | 'away' | 'refused'

/** Where we stand with a device, and since when. `refused` waits for a person (DESIGN 3.3). */
export interface DeviceState {
  phase: DevicePhase
  since: Date
  /** What a person must know: kind and public text of the last fault; null while all is well. */
  fault: { kind: string; message: string } | null
  /** When we try again by ourselves; null when we do not. */
  retryAt: Date | null
}
