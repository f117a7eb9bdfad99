// The activity log on the wire.
import { z } from 'zod'
import { wholeNumber } from '../http/validate.ts'
import type { ActivityRow } from '../services/activity.ts'

export const activityQuery = z.object({
  cursor: z.string().max(64).optional(),
  limit: wholeNumber(1, 100).default(50),
})

export const activitySchema = z
  .object({
    id: z.int(),
    user_id: z.int().nullable(),
    username: z.string().nullable(),
    caller: z.string().meta({ description: '`user`, `key`, `hub` or `system`' }),
    action: z.string(),
    resource_type: z.string().nullable(),
    resource_id: z.string().nullable(),
    ip_address: z.string().nullable(),
    user_agent: z.string().nullable(),
    metadata: z.record(z.string(), z.unknown()).nullable(),
    success: z.boolean(),
    error_message: z.string().nullable(),
    created_at: z.string(),
  })
  .meta({ id: 'Activity', description: 'Who did what' })

export const activitiesSchema = z.object({
  success: z.literal(true),
  data: z.array(activitySchema),
  count: z.int(),
  next_cursor: z.string().nullable(),
  has_more: z.boolean(),
})

export function activityOut(row: ActivityRow): z.output<typeof activitySchema> {
  return {
    id: row.id,
    user_id: row.userId,
    username: row.username,
    caller: row.callerKind,
    action: row.action,
    resource_type: row.resourceType,
    resource_id: row.resourceId,
    ip_address: row.address,
    user_agent: row.agent,
    metadata: row.metadata,
    success: row.success,
    error_message: row.error,
    created_at: row.createdAt.toISOString(),
  }
}
