// What is asked of the appliance about browsers that are told of alarms.
import type { PushesOut, PushOut, PushTestOut } from '../../core/api/push.wire.ts'
import { ask } from '../api.ts'
import type { Answer } from '../client.ts'

export type { PushesOut, PushOut }
export type PushFilter = Pick<PushOut, 'kinds'> & { channel_ids: number[] | null }

const inner = <T>(answer: Answer<{ data: T }>): Answer<T> =>
  answer.kind === 'ok' ? { kind: 'ok', data: answer.data.data } : answer

export const loadPushes = (signal?: AbortSignal) => ask<PushesOut>('/api/push', { signal })

export const addPush = async (subscription: PushSubscription, filter: PushFilter) => {
  const { endpoint, keys } = subscription.toJSON()
  return inner(await ask<{ data: PushOut }>('/api/push', { method: 'POST', body: { endpoint, keys, ...filter } }))
}

export const changePush = async (id: number, body: PushFilter) =>
  inner(await ask<{ data: PushOut }>(`/api/push/${id}`, { method: 'PUT', body }))

export const removePush = (id: number, keepalive = false) =>
  ask<unknown>(`/api/push/${id}`, { method: 'DELETE', keepalive })

export const testPush = async (id: number) =>
  inner(await ask<PushTestOut>(`/api/push/${id}/test`, { method: 'POST', body: {} }))
