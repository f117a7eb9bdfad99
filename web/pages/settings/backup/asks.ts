// What the section of backups asks the API.
import type { BackupOut, WaitingOut } from '../../../../core/api/backups.wire.ts'
import { api, ask } from '../../../api.ts'
import type { Answer } from '../../../client.ts'
import type { JobOut } from '../../../jobs.ts'

export type { BackupOut, WaitingOut }

export interface Kept {
  data: BackupOut[]
  waiting: WaitingOut
}

interface Begun {
  job_id: number
  job_uuid: string
}

const inner = <T>(answer: Answer<{ data: T }>): Answer<T> =>
  answer.kind === 'ok' ? { kind: 'ok', data: answer.data.data } : answer

export const loadBackups = (signal: AbortSignal) => ask<Kept>('/api/system/backups', { signal })

export const makeBackup = async (passphrase: string, withFiles: boolean) =>
  inner(
    await ask<{ data: Begun }>('/api/system/backup', { method: 'POST', body: { passphrase, with_files: withFiles } }),
  )

export const bringBackup = (file: File) => ask<unknown>('/api/system/backups', { method: 'POST', file })

export const removeBackup = (name: string) => ask<unknown>(`/api/system/backups/${name}`, { method: 'DELETE' })

export const restoreBackup = async (backup: string, passphrase: string) =>
  inner(await ask<{ data: Begun }>('/api/system/restore', { method: 'POST', body: { backup, passphrase } }))

export const forgetRestore = () => ask<unknown>('/api/system/restore', { method: 'DELETE' })

export const changeKey = () => ask<unknown>('/api/system/rotate-key', { method: 'POST', body: { confirm: true } })

/** How a job has ended. */
export const loadJob = (uuid: string) => ask<JobOut>(`/api/jobs/${uuid}`)

const START_MS = 60_000

/** Resolves when the appliance answers again, or when that takes too long. */
export async function startAnew(): Promise<Answer<unknown>> {
  const answer = await ask<unknown>('/api/system/restart', { method: 'POST', body: { confirm: true } })
  if (answer.kind !== 'ok') return answer
  const end = Date.now() + START_MS
  // It says that it will, before it does.
  do await new Promise((resolve) => setTimeout(resolve, 2000))
  while ((await api.health()).kind !== 'ok' && Date.now() < end)
  return answer
}
