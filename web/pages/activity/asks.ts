// What the page about activity asks the API.
import type { ActivityOut, undoneOut } from '../../../core/api/activity.wire.ts'
import { ask } from '../../api.ts'
import { type Filter, sentFilter } from './filter.ts'

export type { ActivityOut }

interface Page {
  data: ActivityOut[]
  next_cursor: string | null
}

const AT_ONCE = 50

export const loadActivity = (filter: Filter, cursor: string, signal?: AbortSignal) =>
  ask<Page>(`/api/activity?${new URLSearchParams({ ...sentFilter(filter), cursor, limit: String(AT_ONCE) })}`, {
    signal,
  })

export const loadStats = (signal: AbortSignal) =>
  ask<{ data: { byAction: { action: string; count: number }[] } }>('/api/activity/stats', { signal })

export const undoActivity = (id: number, force: boolean) =>
  ask<ReturnType<typeof undoneOut>>(`/api/activity/${id}/undo`, { method: 'POST', body: { force } })

/** How many entries there are from before that moment. */
export const countOlder = (before: Date, signal: AbortSignal) =>
  ask<{ pagination: { total: number } }>(
    `/api/activity?${new URLSearchParams({ endDate: before.toISOString(), limit: '1' })}`,
    { signal },
  )

export const clearOlder = (days: number) =>
  ask<{ data: { deletedCount: number } }>(`/api/activity/cleanup?daysToKeep=${days}`, { method: 'DELETE' })
