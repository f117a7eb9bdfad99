// What the alarms of a channel, or of a device itself, ask the API.
import type { alarmEnabledOut, alarmSourcesOut } from '../../../../core/api/alarm-sources.wire.ts'
import { ask } from '../../../api.ts'
import type { Answer } from '../../../client.ts'

export type Sources = ReturnType<typeof alarmSourcesOut>
export type Source = Sources['data'][number]
export type Mended = ReturnType<typeof alarmEnabledOut>

export interface SourceAsks {
  /** As the device last told. */
  sources: (signal?: AbortSignal) => Promise<Answer<Sources>>
  readAnew: () => Promise<Answer<Sources>>
  mend: (kind: string) => Promise<Answer<Mended>>
}

const asksAt = (at: string): SourceAsks => ({
  sources: (signal) => ask<Sources>(at, { signal }),
  readAnew: () => ask<Sources>(`${at}/sync`, { method: 'POST', body: {} }),
  mend: (kind) => ask<Mended>(`${at}/${kind}/enable`, { method: 'POST', body: {} }),
})

export const channelAsks = (id: number) => asksAt(`/api/channels/${id}/alarm-sources`)
export const deviceAsks = (id: number) => asksAt(`/api/devices/${id}/alarm-sources`)
