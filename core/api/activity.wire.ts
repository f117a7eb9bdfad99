// The activity log on the wire.
import { z } from 'zod'
import { idOrUuid, invalid, wholeNumber } from '../http/validate.ts'
import type { Activity, ActivityQuery, ActivityRow } from '../services/activity.ts'
import { isUndoable, type Undone } from '../services/undo/index.ts'
import { endOf, historyCursor, queryDate, utcOf } from './vms/history-query.ts'
import { type Paging, pageOf, pageShape, paginationSchema } from './vms/paging.ts'

const word = z.string().trim().min(1).max(50)

export const activityQuery = z.object({
  ...pageShape(50),
  cursor: historyCursor,
  userId: idOrUuid.optional().meta({ description: 'Number or UUID of an account' }),
  action: word.optional(),
  resourceType: word.optional(),
  success: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
  startDate: queryDate('startDate').optional(),
  endDate: queryDate('endDate').optional(),
})

export const statsQuery = z.object({ userId: idOrUuid.optional() })
export const mineQuery = z.object({ limit: pageShape(10).limit })
export const cleanupQuery = z.object({ daysToKeep: wholeNumber(7, 36_500).default(90) })

export function activityIn(query: z.output<typeof activityQuery>): ActivityQuery {
  const from = query.startDate === undefined ? undefined : utcOf(query.startDate)
  const to = query.endDate === undefined ? undefined : endOf(query.endDate)
  if (from && to && from >= to)
    throw invalid([{ path: 'query.startDate', code: 'order', message: 'startDate must be before endDate' }])
  const { userId: user, action, resourceType, success } = query
  return { user, action, resourceType, success, from, to }
}

export const activitySchema = z
  .object({
    id: z.int(),
    user_id: z.int().nullable(),
    username: z.string().nullable(),
    full_name: z.string().nullable(),
    caller: z.string().meta({ description: '`user`, `key`, `hub` or `system`' }),
    action: z.string(),
    resource_type: z.string().nullable(),
    resource_id: z.string().nullable(),
    ip_address: z.string().nullable(),
    user_agent: z.string().nullable(),
    metadata: z
      .record(z.string(), z.unknown())
      .nullable()
      .meta({ description: 'Of a change `before` and `after`, without secrets' }),
    success: z.boolean(),
    error_message: z.string().nullable(),
    created_at: z.string(),
    undoable: z.boolean().meta({ description: 'It holds a former state, which can be written back' }),
    undone_at: z.string().nullable().meta({ description: 'When that was done' }),
  })
  .meta({ id: 'Activity', description: 'Who did what' })
export type ActivityOut = z.output<typeof activitySchema>

const rows = z.array(activitySchema)
const goesOn = { next_cursor: z.string().nullable(), has_more: z.boolean() }
export const activitiesSchema = z
  .union([
    z.object({ success: z.literal(true), data: rows, pagination: paginationSchema, ...goesOn }),
    z.object({ success: z.literal(true), data: rows, ...goesOn }),
  ])
  .meta({ description: 'Who did what, newest first; by cursor without `pagination`' })
export const mineSchema = z.object({ success: z.literal(true), data: rows, count: z.int() })
export const activityAnswer = z.object({ success: z.literal(true), data: activitySchema })
export const statsSchema = z.object({
  success: z.literal(true),
  data: z.object({
    totalActivities: z.int(),
    successRate: z.number().meta({ description: '0 to 100, with two places; 0 where there is nothing' }),
    byAction: z.array(z.object({ action: z.string(), count: z.int() })),
    byResourceType: z.array(z.object({ resource_type: z.string(), count: z.int() })),
    recentFailures: rows,
  }),
})
export const cleanedSchema = z.object({
  success: z.literal(true),
  data: z.object({ deletedCount: z.int() }),
  message: z.string(),
})

export const undoIn = z.object({
  force: z.boolean().optional().meta({ description: 'Also where it was changed again since' }),
})
const state = z.record(z.string(), z.unknown())
export const undoneSchema = z.object({
  success: z.literal(true),
  data: z.object({
    id: z.int().meta({ description: 'Of the entry that was undone' }),
    before: state,
    after: state,
    kept: z.array(z.string()).meta({ description: 'What the device left as it was, although it took the order' }),
  }),
  message: z.string(),
})

export const undoneOut = ({ row, before, after, kept }: Undone): z.output<typeof undoneSchema> => ({
  success: true,
  data: { id: row.id, before, after, kept },
  message: kept.length === 0 ? 'The former state is back' : 'The device did not take all of the former state',
})

export function activityOut(row: ActivityRow): ActivityOut {
  return {
    id: row.id,
    user_id: row.userId,
    username: row.username,
    full_name: row.fullName,
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
    undoable: isUndoable(row),
    undone_at: row.undoneAt?.toISOString() ?? null,
  }
}

type Page = ReturnType<Activity['list']>
const following = ({ nextCursor }: Page) => ({ next_cursor: nextCursor, has_more: nextCursor !== null })

export const cursorPageOut = (page: Page) => ({
  success: true as const,
  data: page.items.map(activityOut),
  ...following(page),
})
export const pageOut = (page: Page, total: number, paging: Paging) => ({
  ...pageOf(page.items.map(activityOut), total, paging),
  ...following(page),
})

export function statsOut({ total, succeeded, byAction, byType, failures }: ReturnType<Activity['stats']>) {
  return {
    totalActivities: total,
    successRate: total === 0 ? 0 : Math.round((succeeded / total) * 10_000) / 100,
    byAction,
    byResourceType: byType.map(({ type, count }) => ({ resource_type: type, count })),
    recentFailures: failures.map(activityOut),
  }
}
