// What the page about storage asks the API.
import type { storageOut } from '../../../../core/api/storage.wire.ts'
import { api, ask } from '../../../api.ts'
import type { Answer } from '../../../client.ts'

export type Storage = ReturnType<typeof storageOut>
export type StorageFolder = Storage['folders'][number]
export type StorageCamera = Storage['cameras'][number]
export type Limits = Storage['limits']

export const loadStorage = async (signal?: AbortSignal): Promise<Answer<Storage>> => {
  const answer = await ask<{ data: Storage }>('/api/storage', { signal })
  return answer.kind === 'ok' ? { kind: 'ok', data: answer.data.data } : answer
}

/** Null: what is new has no id yet. */
export const saveFolder = (id: number | null, name: string, path: string) =>
  id === null
    ? ask<unknown>('/api/storage/folders', { method: 'POST', body: { name, path } })
    : ask<unknown>(`/api/storage/folders/${id}`, { method: 'PUT', body: { name } })
export const removeFolder = (id: number) => ask<unknown>(`/api/storage/folders/${id}`, { method: 'DELETE' })

export const saveLimits = (limits: Limits) => api.setSetting('recording_limits', limits)
