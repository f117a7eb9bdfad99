// Rules of automatic downloads on the wire.
import { z } from 'zod'
import { ALARM_KINDS, type AlarmKind } from '../domain/alarm-kinds.ts'
import { type FootageRule, type FootageRuleInput, MOST_HOURS } from '../services/footage-rules.ts'

const clock = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time as 22:30')
  .meta({ description: "`HH:MM` by the device's wall clock" })

export const scheduleSpan = z.object({
  days: z.array(z.int().min(0).max(6)).min(1).max(7).meta({ description: '0 is Monday' }),
  start: clock,
  end: clock.meta({ description: '`HH:MM`; at or before the start it is one of the next day' }),
})

const kinds = Object.keys(ALARM_KINDS) as [AlarmKind, ...AlarmKind[]]

export const ruleBody = z.object({
  mode: z
    .enum(['last_hours', 'around_alarms'])
    .default('last_hours')
    .meta({ description: 'Everything of the last hours, or only clips that touch an alarm of them' }),
  hours: z.int().min(1).max(MOST_HOURS).default(24).meta({ description: 'How far back is looked' }),
  before_seconds: z.int().min(0).max(3600).default(30),
  after_seconds: z.int().min(0).max(3600).default(60),
  kinds: z.array(z.enum(kinds)).min(1).nullable().default(null).meta({ description: 'Null: alarms of every kind' }),
  schedule: z
    .array(scheduleSpan)
    .max(50)
    .default([])
    .meta({ description: 'When fetching may begin; empty: at any time. What has begun goes on' }),
  keep_hours: z
    .int()
    .min(1)
    .max(87_600)
    .nullable()
    .default(null)
    .meta({ description: 'Fetched recordings that are older are removed; null: never by age' }),
  quota_bytes: z
    .int()
    .min(1_000_000)
    .nullable()
    .default(null)
    .meta({ description: 'Beyond it the oldest of the fetched recordings are removed; null: no limit' }),
})

export const ruleSchema = ruleBody
  .required()
  .extend({ channel_id: z.int() })
  .meta({ id: 'FootageRule', description: 'What is fetched from a channel by itself, and how long it stays' })

export const ruleAnswer = z.object({ success: z.literal(true), data: ruleSchema.nullable() })
export const rulesAnswer = z.object({ success: z.literal(true), data: z.array(ruleSchema) })

export function ruleIn(body: z.output<typeof ruleBody>): FootageRuleInput {
  const { mode, hours, before_seconds: beforeSeconds, after_seconds: afterSeconds, schedule } = body
  const { keep_hours: keepHours, quota_bytes: quotaBytes } = body
  return { mode, hours, beforeSeconds, afterSeconds, kinds: body.kinds, schedule, keepHours, quotaBytes }
}

export function ruleOut(rule: FootageRule): z.output<typeof ruleSchema> {
  return {
    channel_id: rule.channelId,
    mode: rule.mode,
    hours: rule.hours,
    before_seconds: rule.beforeSeconds,
    after_seconds: rule.afterSeconds,
    kinds: rule.kinds,
    schedule: rule.schedule,
    keep_hours: rule.keepHours,
    quota_bytes: rule.quotaBytes,
  }
}
