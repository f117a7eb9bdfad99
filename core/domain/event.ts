// Events: alarms of devices, and beside them what we ourselves or a person have to tell. One store holds them all.
import type { AlarmKind, Severity } from './alarm-kinds.ts'

/** Who says so: a device (an alarm), the appliance itself, or a person or script. */
export type EventSource = 'device' | 'appliance' | 'manual'

export interface StoredEvent {
  id: number
  uuid: string
  householdId: number
  deviceId: number | null
  channelId: number | null
  /** Null when the channel is gone. */
  channelUuid: string | null
  channelName: string | null
  source: EventSource
  /** `other` where no device told it. */
  kind: AlarmKind
  /** Seed 004's word. */
  type: string
  severity: Severity
  message: string
  /** What the device said beside it, and what was added. */
  metadata: Record<string, unknown>
  beganAt: Date
  /** Null = goes on. */
  endedAt: Date | null
  createdAt: Date
  acknowledged: { at: Date; by: string | null } | null
  hasPicture: boolean
  /** Of its picture; null where there is none, or one from before pictures were recordings. */
  recordingUuid: string | null
}
