// THE CONTRACT. Whatever is not exported here is not a plugin's business.
import { Fault } from '../domain/fault.ts'
import type { TakeCapture } from './capture.ts'
import type { Dialect } from './dialect.ts'
import type { Capabilities, Capability, DeviceSession, Driver } from './driver.ts'

export type { Alarm, AlarmNotice } from '../domain/alarm.ts'
export { ALARM_KINDS, type AlarmKind, alarmKindOf } from '../domain/alarm-kinds.ts'
export { boundsOf, boxArea, type Point } from '../domain/area.ts'
export type { Caller, Origin } from '../domain/caller.ts'
export type { ChannelAbilities, ChannelInfo, DeviceInfo, Quality } from '../domain/device.ts'
export { Fault, type FaultDetails, type FaultKind } from '../domain/fault.ts'
export { batchOf, clipIdOf, footageOf, STRETCHES_FROM, stretchIdOf } from '../domain/footage-ids.ts'
export { LEAST_GIVEN, LEAST_OWN, LONGEST as LONGEST_PASSWORD, TOO_LONG, tooShort } from '../domain/password-length.ts'
export { maskStreamAddress } from '../domain/stream-address.ts'
export { asFault, statusOf } from '../errors.ts'
export type { Services } from '../services/index.ts'
export type * from './capabilities.ts'
export type * from './capture.ts'
export type { Dialect, DialectMount } from './dialect.ts'
export type * from './discovery.ts'
export type * from './driver.ts'
export {
  askerOf,
  callerOf,
  copyOfClip,
  createKeptAnswers,
  type Env,
  type FileAnswer,
  fileAnswer,
  isFromElsewhere,
  type KeptAnswers,
  letWait,
  openSocket,
  pictureAnswer,
  problem,
  readText,
  recordingAnswer,
  route,
  type Served,
  type Socket,
  type SocketEvents,
  servedAnswer,
  shortened,
  valid,
  vodFile,
} from './http.ts'
export type * from './moving.ts'
export { connectPinned, rawOf } from './pinned-tls.ts'
export { streamHost, unbracketed } from './stream-host.ts'

/** A value. It registers nothing, starts nothing, keeps nothing that must survive. */
export interface Plugin {
  readonly id: string
  readonly title: string
  readonly driver?: Driver
  readonly dialect?: Dialect
  /** Absent: no capture can be taken of this make. */
  readonly capture?: TakeCapture
}

const CAPABILITIES: Record<Capability, true> = {
  live: true,
  snapshot: true,
  alarms: true,
  footage: true,
  clock: true,
  channelConfig: true,
  schedule: true,
  storage: true,
  users: true,
  permissions: true,
  onvifUsers: true,
  logs: true,
  health: true,
  detections: true,
  inputs: true,
  outputs: true,
  ptz: true,
  imaging: true,
  holiday: true,
  power: true,
}

/** The capabilities that a session has, in a fixed order. */
export function offers(session: DeviceSession): Capability[] {
  return (Object.keys(CAPABILITIES) as Capability[]).filter((capability) => session[capability] !== undefined)
}

/** The capability, or Fault `unsupported` in words for people. */
export function need<K extends Capability>(session: DeviceSession, capability: K): Capabilities[K] {
  const offered = session[capability]
  if (offered === undefined) throw new Fault('unsupported', `This device does not offer ${capability}`)
  return offered as Capabilities[K]
}
