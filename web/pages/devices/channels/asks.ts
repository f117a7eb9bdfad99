// What the channels tab asks the API.
import type {
  channelChangedOut,
  channelInforOut,
  channelLimitsOut,
} from '../../../../core/api/manager/channel-infor.wire.ts'
import { ask } from '../../../api.ts'

export type Settings = ReturnType<typeof channelInforOut>
export type Limits = ReturnType<typeof channelLimitsOut>
export type Changed = ReturnType<typeof channelChangedOut>
/** What is written: only what changes. */
export type SettingsInput = Partial<Omit<Settings, 'id' | 'connected_type' | 'read_at'>>

interface Place {
  id: number
  device_id: number
}
const inforOf = ({ id, device_id }: Place) => `/api/device/${device_id}/channel/${id}/infor`

export const asks = {
  /** As the device last told; it is asked only where it never was. */
  settings: (channel: Place, signal?: AbortSignal) => ask<Settings>(inforOf(channel), { signal }),
  readAnew: (channel: Place) => ask<Settings>(`${inforOf(channel)}/sync`),
  limits: (channel: Place, signal?: AbortSignal) => ask<Limits>(`${inforOf(channel)}/capabilities`, { signal }),
  write: (channel: Place, body: SettingsInput) => ask<Changed>(inforOf(channel), { method: 'PUT', body }),
}
