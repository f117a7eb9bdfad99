// Webhooks on the wire.
import { z } from 'zod'
import { ALARM_KINDS, type AlarmKind } from '../domain/alarm-kinds.ts'
import { idOrUuid } from '../http/validate.ts'
import type { Webhook, WebhookInput } from '../services/webhooks/index.ts'

const kinds = Object.keys(ALARM_KINDS) as [AlarmKind, ...AlarmKind[]]

const fields = {
  name: z.string().min(1).max(64),
  url: z.string().min(1).max(2000).meta({
    description: 'Where messages are sent by POST; `http://` or `https://`, on any network but this machine itself',
  }),
  verify_tls: z.boolean().meta({ description: 'False: any certificate is taken, as of a hub with one of its own' }),
  kinds: z.array(z.enum(kinds)).min(1).nullable().meta({ description: 'Null: alarms of every kind' }),
  channel_ids: z
    .array(z.union([z.int().min(1), idOrUuid]))
    .min(1)
    .max(1000)
    .nullable()
    .meta({ description: 'Null: alarms of every channel, and of devices themselves' }),
  is_enabled: z.boolean(),
}

export const webhookBody = z.object({
  ...fields,
  verify_tls: fields.verify_tls.default(true),
  kinds: fields.kinds.default(null),
  channel_ids: fields.channel_ids.default(null),
  is_enabled: fields.is_enabled.default(true),
})

export const webhookPatch = z.object(fields).partial()

export const webhookSchema = z
  .object({
    ...fields,
    id: z.int(),
    uuid: z.string(),
    channel_ids: z.array(z.int()).nullable(),
    off_reason: z.string().nullable().meta({ description: 'Why it was turned off by itself' }),
    waiting: z.int().meta({ description: 'Messages that wait to be sent' }),
    dropped: z.int().meta({ description: 'Messages that were given up since the last success' }),
    failures: z.int().meta({ description: 'Tries in a row that came to nothing' }),
    failing_since: z.string().nullable(),
    retry_at: z.string().nullable(),
    last_error: z.string().nullable(),
    last_success_at: z.string().nullable(),
    created_at: z.string(),
    updated_at: z.string(),
  })
  .meta({ id: 'Webhook', description: 'An address that is told of alarms' })

export type WebhookOut = z.output<typeof webhookSchema>

const secret = z.string().meta({ description: 'What messages are signed with. It is not shown again' })

export const webhookAnswer = z.object({ success: z.literal(true), data: webhookSchema })
export const webhooksAnswer = z.object({ success: z.literal(true), data: z.array(webhookSchema) })
export const newWebhookAnswer = z.object({ success: z.literal(true), data: webhookSchema.extend({ secret }) })
export const webhookTestAnswer = z
  .object({
    success: z.literal(true),
    data: z.object({
      delivered: z.boolean(),
      status: z.int().nullable().meta({ description: "The receiver's; null: there was no answer" }),
      message: z.string(),
    }),
  })
  .meta({ description: 'What came of it' })

const present = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

export function webhookIn(body: z.output<typeof webhookBody>): WebhookInput {
  const { name, url, verify_tls: verifyTls, kinds, channel_ids: channelIds, is_enabled: isEnabled } = body
  return { name, url, verifyTls, kinds, channelIds, isEnabled }
}

export function webhookPatchIn(body: z.output<typeof webhookPatch>): Partial<WebhookInput> {
  const { name, url, verify_tls: verifyTls, kinds, channel_ids: channelIds, is_enabled: isEnabled } = body
  return present({ name, url, verifyTls, kinds, channelIds, isEnabled })
}

const iso = (time: Date | null) => time?.toISOString() ?? null

export function webhookOut(row: Webhook): WebhookOut {
  return {
    id: row.id,
    uuid: row.uuid,
    name: row.name,
    url: row.url,
    verify_tls: row.verifyTls,
    kinds: row.kinds,
    channel_ids: row.channelIds,
    is_enabled: row.isEnabled,
    off_reason: row.offReason,
    waiting: row.waiting,
    dropped: row.dropped,
    failures: row.failures,
    failing_since: iso(row.failingSince),
    retry_at: iso(row.retryAt),
    last_error: row.lastError,
    last_success_at: iso(row.lastSuccessAt),
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  }
}
