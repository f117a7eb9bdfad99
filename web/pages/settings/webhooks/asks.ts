// What the section of webhooks asks the API.
import type { WebhookOut } from '../../../../core/api/webhooks.wire.ts'
import { ask, list } from '../../../api.ts'
import type { Answer } from '../../../client.ts'

export type { WebhookOut }
export type Draft = Pick<WebhookOut, 'name' | 'url' | 'verify_tls' | 'kinds' | 'channel_ids' | 'is_enabled'>
export type WithSecret = WebhookOut & { secret: string }
type Enveloped<T> = { data: T }

const inner = <T>(answer: Answer<Enveloped<T>>): Answer<T> =>
  answer.kind === 'ok' ? { kind: 'ok', data: answer.data.data } : answer

export const loadWebhooks = async (signal: AbortSignal) =>
  list(await ask<Enveloped<WebhookOut[]>>('/api/webhooks', { signal }))

export const addWebhook = async (body: Draft) =>
  inner(await ask<Enveloped<WithSecret>>('/api/webhooks', { method: 'POST', body }))

export const changeWebhook = async (id: number, body: Draft) =>
  inner(await ask<Enveloped<WebhookOut>>(`/api/webhooks/${id}`, { method: 'PUT', body }))

export const renewSecret = async (id: number) =>
  inner(await ask<Enveloped<WithSecret>>(`/api/webhooks/${id}/secret`, { method: 'POST', body: {} }))

export const removeWebhook = (id: number) => ask<unknown>(`/api/webhooks/${id}`, { method: 'DELETE' })

export const testWebhook = async (id: number) =>
  inner(
    await ask<Enveloped<{ delivered: boolean; message: string }>>(`/api/webhooks/${id}/test`, {
      method: 'POST',
      body: {},
    }),
  )
