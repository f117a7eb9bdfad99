// What the sync tab and the sync settings ask.
import type { SyncLog, SyncSetting } from '../../../../core/api/manager/sync.wire.ts'
import { ask } from '../../../api.ts'
import { followJobs } from '../../../jobs.ts'

export type SyncRound = SyncLog[number]
export type { SyncSetting }

export const loadSyncSetting = (signal: AbortSignal) => ask<SyncSetting>('/api/sync/setting', { signal })
export const saveSyncSetting = (body: SyncSetting) =>
  ask<{ message: string }>('/api/sync/setting', { method: 'POST', body })
export const loadSyncLog = (deviceId: number, signal: AbortSignal) =>
  ask<SyncLog>(`/api/logs?device_id=${deviceId}`, { signal })

interface Started {
  jobs: string[]
}

const started = async (query: string) => {
  const answer = await ask<Started>(`/api/sync/now${query}`, { method: 'POST' })
  if (answer.kind === 'ok') followJobs(answer.data.jobs)
  return answer
}
/** `anew`: also what is known already. */
export const syncDevice = (deviceId: number, anew: boolean) => started(`?device_id=${deviceId}&anew=${anew}`)
export const syncAll = () => started('')
