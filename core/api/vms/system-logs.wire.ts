// The log on the wire of seed 004: lines as texts, and the same ones as objects.
import { z } from 'zod'
import { logEntryOut, logEntrySchema, logFilterShape } from '../../http/log-stream.ts'
import { wholeNumber } from '../../http/validate.ts'
import type { LogPage } from '../../services/system/log-ring.ts'

export const logsQuery = z.object({
  ...logFilterShape,
  lines: wholeNumber(1, 1000).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,15}$/, 'must be a cursor that an answer named')
    .transform(Number)
    .optional()
    .meta({ description: 'Lines before this one' }),
})
export type LogsQuery = z.output<typeof logsQuery>

export const logsSchema = z
  .object({
    success: z.literal(true),
    data: z.object({
      service: z.string(),
      type: z.string(),
      lines: z.array(z.string()).meta({ description: 'The newest that fit, oldest first' }),
      entries: z.array(logEntrySchema).meta({ description: 'The same' }),
    }),
    next_cursor: z.int().nullable().meta({ description: 'For the lines before these' }),
    has_more: z.boolean(),
  })
  .meta({ description: 'The end of the log' })

export function logsOut({ service, type }: LogsQuery, { entries, hasMore }: LogPage): z.output<typeof logsSchema> {
  const all = entries.map(logEntryOut)
  return {
    success: true,
    data: { service, type, lines: all.map(({ line }) => line), entries: all },
    next_cursor: hasMore ? (entries[0]?.id ?? null) : null,
    has_more: hasMore,
  }
}
