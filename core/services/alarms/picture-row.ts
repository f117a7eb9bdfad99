// The picture of an alarm as a recording.
import type { alarms } from '../../db/schema/index.ts'
import type { NewRecording } from '../recordings/store.ts'

/** Its file is whole. */
export interface PictureFile {
  /** Below `pictures/`. */
  file: string
  bytes: number
  size: { width: number; height: number } | null
}

type Row = Pick<
  typeof alarms.$inferSelect,
  'householdId' | 'channelId' | 'channelName' | 'deviceAddress' | 'kind' | 'beganAt'
>

/** Of an alarm of the device itself it is no channel's, and goes by the device's address. */
export function pictureRow(alarm: Row, { file, bytes, size }: PictureFile): NewRecording {
  return {
    householdId: alarm.householdId,
    channelId: alarm.channelId,
    channelName: alarm.channelName ?? alarm.deviceAddress ?? 'Recorder',
    kind: 'picture',
    origin: 'alarm',
    file,
    bytes,
    startAt: alarm.beganAt,
    endAt: alarm.beganAt,
    duration: 0,
    width: size?.width ?? null,
    height: size?.height ?? null,
    recordType: alarm.kind === 'motion' ? 'motion' : 'alarm',
  }
}
