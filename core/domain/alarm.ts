// Alarms: what a device told us, from its beginning to its end.
import type { AlarmKind, Severity } from './alarm-kinds.ts'
import type { Point } from './area.ts'

/** One message of a device: it says that something is so, or no longer so, and repeats itself as it likes. */
export interface AlarmNotice {
  kind: AlarmKind
  /** The device's own word. */
  rawType: string
  active: boolean
  /** `sourceKey` of the channel; null when the device itself is meant. */
  sourceKey: string | null
  /** The device's time of it; null if it gave none. */
  time: Date | null
  /** Of the picture; of an alarm input its number on the device, or on the camera that has it. */
  region: number | null
  /** Where in the picture: corners, 0 to 1 from the top left; left out by drivers whose devices name none. */
  area?: readonly Point[] | null
  /** `human`, `vehicle` or the device's word. */
  target: string | null
  /** The rule that was broken, by the device's name or number for it; left out by drivers whose devices name none. */
  rule?: string | null
  /** JPEG that came with it. */
  picture: Uint8Array | null
  /** The device says that a picture comes behind this message. */
  pictureFollows?: boolean
}

/** `off`: its channel was switched off here. */
export type AlarmEnd = 'inactive' | 'hold' | 'max' | 'lost' | 'restart' | 'off'

export interface Alarm {
  id: number
  uuid: string
  householdId: number
  deviceId: number | null
  channelId: number | null
  /** The device's number of the channel, kept for when the channel's row is gone; null for the device itself. */
  channelNo: number | null
  channelName: string | null
  deviceAddress: string | null
  kind: AlarmKind
  rawType: string
  message: string
  region: number | null
  /** Where in the picture, over all of its time. */
  area: Point[] | null
  target: string | null
  rule: string | null
  deviceTime: Date | null
  beganAt: Date
  endedAt: Date | null
  endReason: AlarmEnd | null
  hasPicture: boolean
  /** Its picture among the recordings; null where there is none, or one from before pictures were recordings. */
  recordingId: number | null
  /** Where a person has judged it otherwise than its kind. */
  severity?: Severity
  /** Somebody has seen to it: when, and by what name. */
  acknowledged?: { at: Date; by: string | null }
  /** The device sends one, which is not stored yet. Only while the alarm is young: it is kept nowhere. */
  pictureComes?: boolean
}
