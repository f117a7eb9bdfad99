// What the schedule tab asks the API.
import type {
  allModesSyncedSchema,
  RecordingModeChangedOut,
  RecordingModeOut,
} from '../../../../core/api/manager/recording-mode.wire.ts'
import { ask } from '../../../api.ts'

export type { RecordingModeOut }
export type ReadOut = (typeof allModesSyncedSchema)['_output']

const modeOf = ({ device_id, channel_id }: RecordingModeOut) =>
  `/api/device/${device_id}/channel/${channel_id}/infor/recording-mode`

export const asks = {
  /** As the device last told; it is not asked. */
  all: (device: number, signal?: AbortSignal) =>
    ask<RecordingModeOut[]>(`/api/device/${device}/channels/recording-mode`, { signal }),
  readAll: (device: number) =>
    ask<ReadOut>(`/api/device/${device}/channels/recording-mode/sync`, { method: 'POST', body: {} }),
  enable: (channel: RecordingModeOut, enabled: boolean) =>
    ask<RecordingModeChangedOut>(modeOf(channel), { method: 'PUT', body: { schedule_enable: enabled } }),
}
