// What the page of recordings asks the API.
import type { pageOut, RecordingOut, statsOut, syncOut } from '../../../../core/api/vms/recordings.wire.ts'
import { ask } from '../../../api.ts'
import { each } from '../each.ts'

export type { RecordingOut }
export type RecordingPage = ReturnType<typeof pageOut>

export type Kind = RecordingOut['kind']

export interface Filter {
  kind: Kind
  page: number
  channelId: number | null
  /** Days. */
  from: string
  to: string
}

export const PAGE_ROWS = 50

const spanOf = ({ kind, channelId, from, to }: Filter): Record<string, string> => ({
  kind,
  ...(channelId !== null && { cameraId: String(channelId) }),
  ...(from && { startDate: from }),
  ...(to && { endDate: to }),
})

export const loadRecordings = (filter: Filter, signal: AbortSignal) =>
  ask<RecordingPage>(
    `/api/recordings?${new URLSearchParams({ page: String(filter.page), limit: String(PAGE_ROWS), ...spanOf(filter) })}`,
    { signal },
  )

export const loadSums = (filter: Filter, signal: AbortSignal) =>
  ask<{ data: ReturnType<typeof statsOut> }>(`/api/recordings/stats?${new URLSearchParams(spanOf(filter))}`, { signal })

/** By uuid or number. */
export const loadRecording = (id: string, signal: AbortSignal) =>
  ask<{ data: RecordingOut }>(`/api/recordings/${encodeURIComponent(id)}`, { signal })

export const protectRecording = (id: string, on: boolean) =>
  ask<unknown>(`/api/recordings/${id}`, { method: 'PUT', body: { protected: on } })

export const removeRecording = (id: string) => ask<unknown>(`/api/recordings/${id}`, { method: 'DELETE' })

export const protectAll = (ids: readonly string[], on: boolean) => each(ids, (id) => protectRecording(id, on))
/** So many days from its beginning; null: as the rules say. */
export const keepAll = (ids: readonly string[], days: number | null) =>
  each(ids, (id) => ask<unknown>(`/api/recordings/${id}`, { method: 'PUT', body: { retention_days: days } }))
export const removeAll = (ids: readonly string[]) => each(ids, removeRecording)

export type DiskOut = ReturnType<typeof syncOut>['data']
/** Takes in files that lie on the disk, and notes which are gone; deletes nothing. */
export const compareDisk = () => ask<{ data: DiskOut }>('/api/recordings/sync', { method: 'POST' })
