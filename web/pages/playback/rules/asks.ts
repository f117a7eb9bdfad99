// What the page of automatic downloads asks the API.
import type { ruleOut } from '../../../../core/api/footage-rules.wire.ts'
import { api, ask, list } from '../../../api.ts'
import type { Answer } from '../../../client.ts'

export type RuleOut = ReturnType<typeof ruleOut>
export type Rule = Omit<RuleOut, 'channel_id'>
export type Span = Rule['schedule'][number]

export const loadRules = async (signal: AbortSignal) =>
  list(await ask<{ data: RuleOut[] }>('/api/footage-rules', { signal }))

export const saveRule = (channelId: number, rule: Rule) =>
  ask<unknown>(`/api/channels/${channelId}/footage-rule`, { method: 'PUT', body: rule })

export const removeRule = (channelId: number) =>
  ask<unknown>(`/api/channels/${channelId}/footage-rule`, { method: 'DELETE' })

export interface DownloadSetting {
  /** Of all downloads together; null = as fast as it goes. */
  mbit: number | null
  keep_raw: boolean
}

export async function loadDownloadSetting(signal: AbortSignal): Promise<Answer<DownloadSetting | null>> {
  const answer = await api.settings(signal)
  if (answer.kind !== 'ok') return answer
  const found = answer.data.find(({ key }) => key === 'downloads')
  return { kind: 'ok', data: (found?.value as DownloadSetting | undefined) ?? null }
}

export const saveDownloadSetting = (setting: DownloadSetting) => api.setSetting('downloads', setting)
