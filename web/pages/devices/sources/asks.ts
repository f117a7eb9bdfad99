// What the alarms of a channel ask the API.
import type { alarmEnabledOut, alarmSourcesOut } from '../../../../core/api/alarm-sources.wire.ts'
import { ask } from '../../../api.ts'

export type Sources = ReturnType<typeof alarmSourcesOut>
export type Source = Sources['data'][number]
export type Mended = ReturnType<typeof alarmEnabledOut>

const at = (channelId: number) => `/api/channels/${channelId}/alarm-sources`

export const asks = {
  /** As the device last told. */
  sources: (channelId: number, signal?: AbortSignal) => ask<Sources>(at(channelId), { signal }),
  readAnew: (channelId: number) => ask<Sources>(`${at(channelId)}/sync`, { method: 'POST', body: {} }),
  mend: (channelId: number, kind: string) =>
    ask<Mended>(`${at(channelId)}/${kind}/enable`, { method: 'POST', body: {} }),
}
