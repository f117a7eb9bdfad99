// What some devices do beyond pictures and alarms, in the core's words and units. A capability is whole or absent.
import type { AlarmKind } from '../domain/alarm-kinds.ts'
import type { Quality } from '../domain/device.ts'
import type { Source } from './driver.ts'

/** What a write did: the state before and after as the device tells it, so that nobody has to believe the write itself. */
export interface Written<T> {
  before: T
  after: T
  /** Fields that the device took without a word and did not change. */
  ignored: string[]
  /** The device says that it will only act on it after a restart. */
  rebootRequired: boolean
}

/** Settings of one of a channel's encodings, with its name and motion detection. Null where the device does not have or tell it. */
export interface ChannelSettings {
  name: string
  /** As the device spells it: `H.264`, `H.265`, `MJPEG`. */
  codec: string | null
  /** H.264+ or H.265+. */
  smartCodec: boolean | null
  width: number | null
  height: number | null
  /** Frames per second; 0 = as many as the camera gives. */
  frameRate: number | null
  /** On the device's own scale. */
  quality: number | null
  bitRate: 'variable' | 'constant' | null
  maxKbps: number | null
  averageKbps: number | null
  motionDetection: boolean | null
}

export interface ChannelLimits {
  sizes: { width: number; height: number }[]
  codecs: string[]
  /** Frames per second. */
  frameRates: number[]
  quality: { options: number[]; current: number | null; preset: number | null }
  maxKbps: { min: number; max: number } | null
  minKbps: { min: number; max: number } | null
}

export interface EncodingWrite {
  /** Main, unless named. */
  quality?: Quality
  /** Everything but the sending: `after` is what would be asked of the device. */
  dryRun?: boolean
}

/** Where no quality is named, the main encoding is meant. */
export interface ChannelConfig {
  read(sourceKey: string, quality?: Quality): Promise<ChannelSettings>
  limits(sourceKey: string, quality?: Quality): Promise<ChannelLimits>
  /** Changes only what is named. A value outside the limits is Fault `invalid-input` before anything is sent. */
  write(sourceKey: string, patch: Partial<ChannelSettings>, how?: EncodingWrite): Promise<Written<ChannelSettings>>
}

export type RecordingMode = 'continuous' | 'motion' | 'off'

export interface ScheduleEntry {
  /** 0 = Monday … 6 = Sunday. */
  day: number
  /** The same day, or the next one for an entry that wraps. */
  endDay: number
  /** Device-local `HH:MM:SS`; an end of `24:00:00` is the end of that day. */
  start: string
  end: string
  mode: RecordingMode
  deviceMode: string
}

export interface RecordingSchedule {
  enabled: boolean
  mode: RecordingMode | null
  deviceMode: string | null
  entries: ScheduleEntry[]
}

export interface Schedule {
  read(sourceKey: string): Promise<RecordingSchedule>
  enable(sourceKey: string, enabled: boolean): Promise<Written<RecordingSchedule>>
}

export interface Disk {
  id: number
  name: string
  kind: 'disk' | 'network'
  /** The device's word: `SATA`, `NFS`. */
  type: string
  status: 'ok' | 'full' | 'error' | 'unformatted' | 'offline' | 'smart_warning' | 'absent' | 'other'
  deviceStatus: string
  /** MiB. */
  capacityMib: number
  freeMib: number
  property: string | null
}

export interface Storage {
  /** Empty bays are listed as `absent`. */
  disks(): Promise<Disk[]>
}

export interface DeviceUser {
  id: number
  name: string
  role: 'administrator' | 'operator' | 'viewer'
  /** Built in: cannot be removed or limited. */
  inherent: boolean
}

export interface Users {
  list(): Promise<DeviceUser[]>
}

export interface OnvifUsers {
  list(): Promise<{ id: number; name: string; level: string }[]>
}

export type GlobalRight =
  | 'upgrade'
  | 'parameter_config'
  | 'restart_or_shutdown'
  | 'log_or_state_check'
  | 'manage_channel'
  | 'playback'
  | 'record'
  | 'backup'
  | 'ptz_control'
  | 'preview'
  | 'voice_talk'
  | 'alarm_out_or_upload'
  | 'control_local_out'
  | 'transparent_channel'

export type ChannelRight = 'preview' | 'playback' | 'record' | 'backup' | 'ptz_control'

export interface RightsScope {
  /** Only the rights that the device knows in this scope. */
  global: Partial<Record<GlobalRight, boolean>>
  /** By the device's channel number. */
  channels: Record<number, Partial<Record<ChannelRight, boolean>>>
}

export interface UserRights {
  role: DeviceUser['role']
  /** Null where the device has no such scope (cameras have no local one). */
  local: RightsScope | null
  remote: RightsScope | null
}

/** What to change; what is not named stays. */
export interface RightsChange {
  local?: Partial<RightsScope>
  remote?: Partial<RightsScope>
}

export interface Permissions {
  read(userId: number): Promise<UserRights>
  /** `ignored` names rights that the device does not know in that scope, such as `local.preview`. */
  write(userId: number, change: RightsChange): Promise<Written<UserRights>>
}

export interface LogQuery {
  from: Date
  to: Date
  major: 'all' | 'alarm' | 'exception' | 'operation' | 'information'
  /** At most so many, newest first. */
  limit: number
}

export interface LogEntry {
  time: Date
  major: string
  minor: string
  /** The device's channel number, where the entry is about one. */
  channelNumber: number | null
  /** As the device writes it: `D1`. */
  localId: string | null
  userName: string | null
  address: string | null
}

export interface Logs {
  search(query: LogQuery): Promise<LogEntry[]>
}

export interface ClockReading {
  /** The instant that the device believes it is. */
  time: Date
  utcOffsetMinutes: number
  /** How the device keeps it: `ntp`, `manual` or its own word. */
  mode: string
  timeZone: string | null
  /** Positive = the device is ahead of us. */
  driftSeconds: number
}

export interface Clock {
  read(): Promise<ClockReading>
  /** Sets the instant; the device's zone stays as it is. */
  set(now: Date): Promise<Written<ClockReading>>
}

/** One piece of footage as the device cut it. */
export interface Clip {
  sourceKey: string
  /** Opaque to the core; what `download` and `play` take. Holds no login. */
  token: string
  start: Date
  end: Date
  /** Minutes east of UTC in force on the device at the start. */
  utcOffsetMinutes: number
  kind: 'continuous' | 'motion' | 'alarm' | 'manual' | 'other'
  bytes: number | null
  locked: boolean | null
}

export interface FootageQuery {
  sourceKeys: string[]
  from: Date
  to: Date
}

/** What a device sends of one clip, from its first byte on. */
export interface ClipBytes {
  /** Each piece belongs to the reader, who may give its memory back. */
  bytes: ReadableStream<Uint8Array>
  /** As the device announces it; null where it does not. */
  length: number | null
  /** An MPEG program stream, perhaps behind a header of the maker; or MP4. */
  container: 'ps' | 'mp4'
}

export interface Footage {
  /** What the digits of the device's times mean, as calibrated for this device (`local` for most recorders). */
  readonly times: 'local' | 'utc'
  /** Days of a device-local month that hold footage, ascending. A failing device is a Fault, never an empty list. */
  days(sourceKey: string, year: number, month: number): Promise<number[]>
  /** Pages of clips, oldest first within a page; complete, however many there are. */
  search(query: FootageQuery, signal?: AbortSignal): AsyncIterable<Clip[]>
  /** Minutes east of UTC on the device at that instant. */
  utcOffsetMinutesAt(time: Date): number
  /**
   * Opens a clip for reading. It does not count among the four requests at once: the caller keeps to two per device, ends it
   * by `signal`, and watches for silence. Fault `unsupported` where the device hands out no files: then `play` is the way.
   */
  download(token: string, signal: AbortSignal): Promise<ClipBytes>
  /**
   * Where a channel's footage plays from that instant on, at the device's own pace; it may begin a few seconds earlier, and
   * some devices play on beyond `to`. At a time without footage they play what they like: search first.
   */
  play(sourceKey: string, from: Date, to: Date): Promise<Source>
}

export interface Health {
  read(): Promise<{
    cpuPercent: number | null
    memoryUsedMb: number | null
    memoryFreeMb: number | null
    uptimeSeconds: number | null
  }>
}

export interface Inputs {
  list(): Promise<{ id: number; name: string; active: boolean | null }[]>
}

export interface Outputs {
  list(): Promise<{ id: number; name: string; active: boolean | null }[]>
  set(id: number, active: boolean): Promise<void>
}

export interface Holiday {
  read(): Promise<{ enabled: boolean }>
  enable(enabled: boolean): Promise<Written<{ enabled: boolean }>>
}

export interface Detection {
  sourceKey: string | null
  kind: AlarmKind
  enabled: boolean | null
  /** Whether the device tells us when it happens. */
  notifies: boolean | null
}

export interface Detections {
  /** `only`: those of one channel, which is far fewer requests; null = of the device itself. */
  list(only?: string | null): Promise<Detection[]>
  enable(sourceKey: string, kind: Detection['kind'], enabled: boolean): Promise<Written<Detection>>
  /** Links the detector to the notification that reaches us. */
  notify(sourceKey: string | null, kind: Detection['kind'], notifies: boolean): Promise<Written<Detection>>
}

export interface Power {
  /** Resolves when the device has taken the order; it is away for minutes after that. */
  reboot(): Promise<void>
}
