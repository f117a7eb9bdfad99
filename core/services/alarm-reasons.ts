// Why a channel tells of no alarms of a kind: its detector is off, the device does not tell us, or our user may not hear it.
import type { AlarmKind, Detection, Written } from '#plugin'
import type { Caller } from '../domain/caller.ts'

/** `off`: the detector; `not-linked`: the device detects, and tells nobody; `no-rights`: it does not tell the user that we sign in with. */
export type ReasonCode = 'off' | 'not-linked' | 'no-rights'

export interface AlarmReason {
  code: ReasonCode
  /** For people, in one or two sentences. */
  text: string
  /** Whether `enable` can change it. */
  mendable: boolean
}

/** What a channel may raise, and what its device last said of it. */
export interface AlarmSource {
  kind: AlarmKind
  /** Null = the device does not say, or has no switch for it. */
  enabled: boolean | null
  /** Null = the device does not say. */
  notifies: boolean | null
  reason: AlarmReason | null
}

export interface AlarmSources {
  sources: AlarmSource[]
  /** Null = the device was never asked. */
  readAt: Date | null
}

export interface AlarmReasons {
  /** From what is stored; nobody is asked. Null = nothing that we know of stands in the way. */
  reasonFor(channelId: number, kind: AlarmKind): AlarmReason | null
  /** The same for what the device itself raises. */
  reasonForDevice(deviceId: number, kind: AlarmKind): AlarmReason | null
  /** As stored. */
  list(caller: Caller, channelId: string | number): AlarmSources
  /** Asks the device. */
  sync(caller: Caller, channelId: string | number): Promise<AlarmSources>
  /** Makes alarms of this kind reach us: switches the detector on and links it to us, on the device. */
  enable(caller: Caller, channelId: string | number, kind: AlarmKind): Promise<Written<Detection>>
  /** Switches the detector alone. */
  set(caller: Caller, channelId: string | number, kind: AlarmKind, enabled: boolean): Promise<Written<Detection>>
}
