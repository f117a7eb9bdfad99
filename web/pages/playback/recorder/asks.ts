// What the page of our own recorder asks the API.
import type { recorderOut } from '../../../../core/api/recorder.wire.ts'
import { ask, list } from '../../../api.ts'

export type RecorderOut = ReturnType<typeof recorderOut>
export type RecorderRule = Omit<RecorderOut, 'channel_id' | 'state'>

export const loadRecorder = async (signal: AbortSignal) =>
  list(await ask<{ data: RecorderOut[] }>('/api/recorder-rules', { signal }))

export const saveRecorder = (channelId: number, rule: RecorderRule) =>
  ask<unknown>(`/api/cameras/${channelId}/recording`, { method: 'PUT', body: rule })
