// Events as seed 004 spells them, with what the web UI needs on top.
import { z } from 'zod'
import type { StoredEvent } from '../../domain/event.ts'
import { idOrUuid, invalid } from '../../http/validate.ts'
import type { EventInput, EventPatch, EventsQuery } from '../../services/events/index.ts'
import { endOf, historyCursor, queryDate, utcOf } from './history-query.ts'
import { type Paging, pageOf, pageShape, paginationSchema } from './paging.ts'

const severity = z.enum(['info', 'warning', 'error', 'critical'])
const source = z.enum(['device', 'appliance', 'manual'])

export const eventsQuery = z.object({
  ...pageShape(20),
  cursor: historyCursor,
  cameraId: idOrUuid.optional().meta({ description: 'Number or UUID of a camera' }),
  type: z.string().trim().min(1).max(50).optional(),
  severity: severity.optional(),
  acknowledged: z
    .enum(['true', 'false'])
    .transform((word) => word === 'true')
    .optional(),
  source: z
    .enum([...source.options, 'own'])
    .optional()
    .meta({ description: '`own`: all but the alarms of devices' }),
  startDate: queryDate('startDate').optional(),
  endDate: queryDate('endDate').optional(),
  search: z.string().max(200).optional(),
})
type Query = z.output<typeof eventsQuery>

export function eventsIn(query: Query): EventsQuery {
  const from = query.startDate === undefined ? undefined : utcOf(query.startDate)
  const to = query.endDate === undefined ? undefined : endOf(query.endDate)
  if (from && to && from >= to)
    throw invalid([{ path: 'query.startDate', code: 'order', message: 'startDate must be before endDate' }])
  const { cameraId: channel, type, severity: judged, acknowledged, source: who } = query
  const search = query.search?.trim() || undefined
  return { channel, type, severity: judged, acknowledged, source: who, from, to, search }
}

/** Undefined for the first page. */
export function cursorIn(cursor: string): { time: Date; id: number } | undefined {
  const [at, id] = cursor.split('.').map(Number)
  return at === undefined || id === undefined ? undefined : { time: new Date(at), id }
}

const MOST_METADATA = 8 * 1024
const DEEPEST = 5

const depthOf = (value: unknown): number =>
  typeof value === 'object' && value !== null ? 1 + Math.max(0, ...Object.values(value).map(depthOf)) : 0

const metadata = z
  .record(z.string(), z.unknown())
  .refine((value) => depthOf(value) <= DEEPEST, `must not be nested more than ${DEEPEST} deep`)
  .refine((value) => Buffer.byteLength(JSON.stringify(value)) <= MOST_METADATA, 'must be at most 8 KiB as JSON')
  .meta({ description: 'At most 8 KiB as JSON, and 5 deep' })
const message = z.string().trim().max(1000).meta({ description: 'May have several lines' })

export const eventIn = z.object({
  camera_id: z.union([idOrUuid, z.int().positive()]).nullish().meta({ description: 'Number or UUID of a camera' }),
  type: z
    .string()
    .trim()
    .min(1)
    .max(50)
    .regex(/^\P{Cc}*$/u, 'must not contain control characters')
    .meta({ description: '`motion`, `offline`, `error`, `manual`, or a word of your own' }),
  severity: severity.default('info'),
  message: message.optional(),
  metadata: metadata.nullish(),
  event_time: queryDate('event_time').nullish(),
})
export const eventPatchIn = z.object({
  severity: severity.optional(),
  message: message.optional(),
  metadata: metadata.nullish(),
  acknowledged: z.boolean().optional(),
})

const ids = z
  .array(z.int().positive())
  .min(1)
  .max(500)
  .meta({ description: '`alarm_id` of each. Those that are gone are left out' })
export const eventsAcknowledgeIn = z.object({ ids, acknowledged: z.boolean() })
export const eventsRemoveIn = z.object({ ids })

export function inputIn(body: z.output<typeof eventIn>): EventInput {
  const { type, message: text, severity: judged } = body
  return {
    channel: body.camera_id ?? undefined,
    ...{ type, severity: judged, message: text ?? '', metadata: body.metadata ?? undefined },
    at: body.event_time == null ? undefined : utcOf(body.event_time),
  }
}

export function patchIn(body: z.output<typeof eventPatchIn>): EventPatch {
  const given = Object.values(body).some((value) => value !== undefined)
  if (!given)
    throw invalid([
      { path: 'body', code: 'empty', message: 'Missing required fields: severity, message, metadata or acknowledged' },
    ])
  return { ...body, metadata: body.metadata === null ? {} : body.metadata }
}

export const eventSchema = z
  .object({
    id: z.string(),
    camera_id: z.string().nullable(),
    camera_name: z.string().nullable(),
    type: z.string(),
    severity,
    message: z.string(),
    metadata: z.record(z.string(), z.unknown()),
    created_at: z.string(),
    event_time: z.string(),
    ended_at: z.string().nullable().meta({ description: 'Null: it goes on' }),
    recording_id: z.string().nullable().meta({ description: 'Its picture, among the recordings of kind `picture`' }),
    snapshot_url: z.string().nullable().meta({ description: 'A path for `POST /api/media/sign`' }),
    acknowledged: z.boolean(),
    acknowledged_at: z.string().nullable(),
    acknowledged_by: z.string().nullable(),
    source,
    device_id: z.int().nullable(),
    channel_id: z.int().nullable(),
    alarm_id: z.int().meta({ description: 'The same by number; of an alarm of a device that of `/api/user/alarm`' }),
  })
  .meta({ id: 'Event', description: 'An alarm of a device, or what the appliance or a person has to tell' })

export type EventOut = z.output<typeof eventSchema>

export function eventOut(event: StoredEvent): EventOut {
  return {
    id: event.uuid,
    camera_id: event.channelUuid,
    camera_name: event.channelName,
    ...{ type: event.type, severity: event.severity, message: event.message, metadata: event.metadata },
    created_at: event.createdAt.toISOString(),
    event_time: event.beganAt.toISOString(),
    ended_at: event.endedAt?.toISOString() ?? null,
    recording_id: event.recordingUuid,
    snapshot_url: event.hasPicture ? `/alarms/${event.id}/picture.jpg` : null,
    acknowledged: event.acknowledged !== null,
    acknowledged_at: event.acknowledged?.at.toISOString() ?? null,
    acknowledged_by: event.acknowledged?.by ?? null,
    source: event.source,
    ...{ device_id: event.deviceId, channel_id: event.channelId, alarm_id: event.id },
  }
}

const rows = z.array(eventSchema)
const goesOn = { next_cursor: z.string().nullable(), has_more: z.boolean() }
export const eventsSchema = z
  .union([
    z.object({ success: z.literal(true), data: rows, pagination: paginationSchema, ...goesOn }),
    z.object({ success: z.literal(true), data: rows, ...goesOn }),
  ])
  .meta({ description: 'Events, newest first; by cursor without `pagination`' })
export const eventAnswer = z.object({ success: z.literal(true), data: eventSchema }).meta({ description: 'One event' })
export const eventGone = z.object({ success: z.literal(true), message: z.string() }).meta({ description: 'It is gone' })
export const eventsChanged = z
  .object({ success: z.literal(true), data: z.object({ changed: z.int() }) })
  .meta({ description: 'How many were not so before' })
export const eventsRemoved = z
  .object({ success: z.literal(true), data: z.object({ removed: z.int() }) })
  .meta({ description: 'How many are gone' })

interface Page {
  events: StoredEvent[]
  next: { time: Date; id: number } | null
}

const following = ({ next }: Page) => ({ next_cursor: next && `${+next.time}.${next.id}`, has_more: next !== null })

export const cursorPageOut = (page: Page) => ({
  success: true as const,
  data: page.events.map(eventOut),
  ...following(page),
})
export const pageOut = (page: Page, total: number, paging: Paging) => ({
  ...pageOf(page.events.map(eventOut), total, paging),
  ...following(page),
})
