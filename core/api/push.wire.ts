// Browsers that are told of alarms, on the wire.
import { z } from 'zod'
import { ALARM_KINDS, type AlarmKind } from '../domain/alarm-kinds.ts'
import { idOrUuid } from '../http/validate.ts'
import type { PushFilter, PushSubscriptionRow } from '../services/push/index.ts'
import type { Recipient } from '../services/push/seal.ts'

const kinds = Object.keys(ALARM_KINDS) as [AlarmKind, ...AlarmKind[]]
const base64url = (most: number) =>
  z
    .string()
    .regex(new RegExp(`^[\\w-]{1,${most}}=*$`), 'must be base64url')
    .max(most)

const filter = {
  kinds: z.array(z.enum(kinds)).min(1).nullable().meta({ description: 'Null: alarms of every kind' }),
  channel_ids: z
    .array(z.union([z.int().min(1), idOrUuid]))
    .min(1)
    .max(1000)
    .nullable()
    .meta({ description: 'Null: alarms of every channel that you may see, and of devices themselves' }),
}

/** What `PushSubscription.toJSON()` of a browser gives, and what it wants to hear of. */
export const pushBody = z.object({
  endpoint: z.string().min(1).max(2000).meta({ description: 'Of the push service; `https://`, on the internet' }),
  keys: z.object({
    p256dh: base64url(100).meta({ description: "The browser's public key" }),
    auth: base64url(40).meta({ description: 'What it shares with us alone' }),
  }),
  kinds: filter.kinds.default(null),
  channel_ids: filter.channel_ids.default(null),
})

export const pushPatch = z.object(filter).partial()

export const pushSchema = z
  .object({
    id: z.int(),
    uuid: z.string(),
    browser: z.string().nullable().meta({ description: 'What it calls itself (`User-Agent`)' }),
    service: z.string().meta({ description: 'Host of its push service' }),
    kinds: filter.kinds,
    channel_ids: z.array(z.int()).nullable(),
    failures: z.int().meta({ description: 'Tries in a row that came to nothing' }),
    last_error: z.string().nullable(),
    last_success_at: z.string().nullable(),
    created_at: z.string(),
    ends_at: z.string().meta({ description: 'When its sign-in ends, and what it is told with it' }),
  })
  .meta({ id: 'PushSubscription', description: 'A browser that is told of alarms' })

export type PushOut = z.output<typeof pushSchema>

export const pushAnswer = z.object({ success: z.literal(true), data: pushSchema })
export const pushesAnswer = z.object({
  success: z.literal(true),
  data: z.array(pushSchema),
  public_key: z.string().meta({ description: 'What a browser subscribes to: `applicationServerKey`' }),
  sign_in: z.string().meta({
    description:
      'The sign-in that asks. A subscription ends with the one that it was made by; under another one, subscribe again',
  }),
})
export type PushesOut = z.output<typeof pushesAnswer>

export const pushTestAnswer = z
  .object({
    success: z.literal(true),
    data: z.object({
      delivered: z.boolean().meta({ description: 'The push service has taken it' }),
      status: z.int().nullable().meta({ description: "The push service's; null: there was no answer" }),
      message: z.string(),
    }),
  })
  .meta({ description: 'What came of it' })
export type PushTestOut = z.output<typeof pushTestAnswer>

export function recipientIn({ endpoint, keys: { p256dh, auth } }: z.output<typeof pushBody>): Recipient {
  return { endpoint, p256dh, auth }
}

export function pushFilterIn({ kinds, channel_ids }: z.output<typeof pushPatch>): Partial<PushFilter> {
  return {
    ...(kinds === undefined ? {} : { kinds }),
    ...(channel_ids === undefined ? {} : { channelIds: channel_ids }),
  }
}

export function pushOut(row: PushSubscriptionRow): PushOut {
  return {
    id: row.id,
    uuid: row.uuid,
    browser: row.agent,
    service: row.service,
    kinds: row.kinds,
    channel_ids: row.channelIds,
    failures: row.failures,
    last_error: row.lastError,
    last_success_at: row.lastSuccessAt?.toISOString() ?? null,
    created_at: row.createdAt.toISOString(),
    ends_at: row.endsAt.toISOString(),
  }
}
