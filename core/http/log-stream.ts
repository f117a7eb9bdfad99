// The log as server-sent events: which lines are wanted, and each as it is written.
import { z } from 'zod'
import { instantOf, isTime } from '../domain/time-input.ts'
import type { Services } from '../services/index.ts'
import { LOG_LEVELS, LOG_SERVICES, type LogEntry, lineText } from '../services/system/log-line.ts'
import type { LogFilter } from '../services/system/log-ring.ts'
import type { Subscribing } from './event-stream.ts'

export const logFilterShape = {
  service: z
    .enum(LOG_SERVICES, { error: 'Invalid service name' })
    .default('porchlight')
    .meta({ description: 'Which part of us; `porchlight` is all of them' }),
  type: z
    .enum(['out', 'err', 'all'], { error: 'Invalid log type' })
    .default('all')
    .meta({ description: '`err` are warnings and errors, `out` the rest' }),
  level: z.enum(LOG_LEVELS).default('debug').meta({ description: 'This one and graver' }),
  since: z.string().max(40).refine(isTime, 'must be a time such as 2026-01-12T08:00:00Z').optional(),
  search: z.string().max(100).optional(),
}
export const logFilterQuery = z.object({
  ...logFilterShape,
  after: z
    .string()
    .regex(/^\d{1,15}$/, 'must be the id of a line')
    .optional()
    .meta({ description: 'First what came after this line, for who cannot send `Last-Event-ID`' }),
})
export type LogFilterQuery = z.output<typeof logFilterQuery>

export const logEntrySchema = z
  .object({
    id: z.int().meta({ description: 'Grows with every line' }),
    time: z.string(),
    level: z.enum(LOG_LEVELS),
    service: z.enum(LOG_SERVICES),
    message: z.string(),
    data: z.record(z.string(), z.unknown()).nullable(),
    line: z.string().meta({ description: 'All of it as one text' }),
  })
  .meta({ id: 'LogEntry', description: 'A line of the log; secrets were masked when it was written' })

export function logEntryOut(entry: LogEntry): z.output<typeof logEntrySchema> {
  const { id, time, level, service, message, data } = entry
  return { id, time: time.toISOString(), level, service, message, data, line: lineText(entry) }
}

export function logFilterOf({ service, type, level, since, search }: Omit<LogFilterQuery, 'after'>): LogFilter {
  return { service, type, level, since: since === undefined ? undefined : instantOf(since, () => 0), search }
}

/** Lines that were missed while the stream was cut; more than that are read by a request. */
const MOST_MISSED = 200

/** `lastEventId` as the client sent it: it is told first what came after that. */
export function logSubscribing(
  system: Services['system'],
  query: LogFilterQuery,
  lastEventId: string | undefined,
): Subscribing {
  const filter = logFilterOf(query)
  return {
    subscribe(caller, send) {
      const logs = system.logs(caller)
      const tell = (entry: LogEntry) => send('log', logEntryOut(entry), String(entry.id))
      const last = lastEventId ?? query.after
      if (last !== undefined && /^\d{1,15}$/.test(last))
        for (const entry of logs.after(filter, Number(last), MOST_MISSED)) tell(entry)
      return logs.listen(filter, tell)
    },
  }
}
