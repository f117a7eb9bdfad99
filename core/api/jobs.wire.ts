// Jobs on the wire: one flat object each.
import { z } from 'zod'
import { wholeNumber } from '../http/validate.ts'
import type { JobRow } from '../services/jobs.ts'

export const jobQuery = z.object({
  /** Only jobs older than this one. */
  cursor: wholeNumber(1, Number.MAX_SAFE_INTEGER).optional(),
  limit: wholeNumber(1, 100).default(50),
  /** Only what has not ended. */
  open: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional(),
})

export const jobSchema = z
  .object({
    id: z.int(),
    uuid: z.string(),
    kind: z.enum(['sync', 'download', 'export', 'delete', 'backup']),
    state: z.enum(['queued', 'running', 'paused', 'done', 'failed', 'cancelled']),
    progress: z.number().meta({ description: '0 to 1' }),
    step: z.string().nullable(),
    items_done: z.int(),
    items_total: z.int().nullable(),
    bytes_done: z.int(),
    bytes_total: z.int().nullable(),
    eta_seconds: z.int().nullable(),
    error: z.string().nullable(),
    attempts: z.int(),
    input: z.record(z.string(), z.unknown()),
    result: z.record(z.string(), z.unknown()).nullable(),
    created_at: z.string(),
    started_at: z.string().nullable(),
    ended_at: z.string().nullable(),
    may_steer: z.boolean().meta({ description: 'Whether the caller may pause, resume and cancel it' }),
  })
  .meta({ id: 'Job', description: 'Long work with its progress' })

export const jobsSchema = z.object({
  success: z.literal(true),
  data: z.array(jobSchema),
  count: z.int(),
  next_cursor: z.int().nullable(),
  has_more: z.boolean(),
})

/** What only the work needs stays here: numbers of thousands of recordings, and jobs are asked for every second. */
function inputOut({ kind, input }: JobRow): Record<string, unknown> {
  if (kind !== 'delete') return input
  const { ids: _ids, pick: _pick, ...told } = input
  return told
}

export function jobOut(row: JobRow, maySteer: boolean): z.output<typeof jobSchema> {
  return {
    id: row.id,
    uuid: row.uuid,
    kind: row.kind,
    state: row.state,
    progress: row.progress,
    step: row.step,
    items_done: row.itemsDone,
    items_total: row.itemsTotal,
    bytes_done: row.bytesDone,
    bytes_total: row.bytesTotal,
    eta_seconds: row.etaSeconds,
    error: row.error,
    attempts: row.attempts,
    input: inputOut(row),
    result: row.result,
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    ended_at: row.endedAt?.toISOString() ?? null,
    may_steer: maySteer,
  }
}
