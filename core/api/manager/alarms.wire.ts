// Alarms as seed 000 spells them, with what the web UI needs on top.
import { z } from 'zod'
import type { Alarm } from '../../domain/alarm.ts'
import { ALARM_KINDS } from '../../domain/alarm-kinds.ts'
import type { AlarmFilter, AlarmPage, Seen } from '../../services/alarms/index.ts'

export const alarmSchema = z
  .object({
    id: z.int(),
    device_id: z.int().nullable(),
    device_ip_web: z.string().nullable(),
    /** `motion_detection`, `line_crossing`, `video_loss`, … */
    event: z.string(),
    channel_id_in_device: z.string().nullable(),
    channel_name: z.string().nullable(),
    message: z.string(),
    /** When it began, by our clock. */
    created_at: z.string(),
    uuid: z.string(),
    channel_id: z.int().nullable(),
    kind: z.string(),
    /** Null = goes on. */
    ended_at: z.string().nullable(),
    duration_seconds: z.number().nullable(),
    end_reason: z.enum(['inactive', 'hold', 'max', 'lost', 'restart', 'off']).nullable(),
    /** When it began by the device's clock; null if the device gave no time. */
    device_time: z.string().nullable(),
    target: z.string().nullable(),
    region: z.int().nullable().meta({ description: 'Of the picture; of an alarm input its number' }),
    area: z
      .array(z.object({ x: z.number(), y: z.number() }))
      .nullable()
      .meta({ description: 'Where in the picture, over all of its time: corners, 0 to 1 from the top left' }),
    rule: z.string().nullable().meta({ description: 'The rule that was broken, as its device names or numbers it' }),
    severity: z.enum(['info', 'warning', 'error', 'critical']),
    acknowledged_at: z.string().nullable().meta({ description: 'When somebody said that he has seen to it' }),
    acknowledged_by: z.string().nullable(),
    /** A path for `POST /api/media/sign`. */
    picture_url: z.string().nullable(),
    recording_id: z.int().nullable().meta({ description: 'Its picture, among the recordings of kind `picture`' }),
  })
  .meta({ id: 'Alarm', description: 'What a device told us, from its beginning to its end' })

export type AlarmOut = z.output<typeof alarmSchema>

export const alarmPageSchema = z
  .object({
    items: z.array(alarmSchema),
    next_cursor_time: z.string().nullable(),
    next_cursor_id: z.int().nullable(),
    has_more: z.boolean(),
  })
  .meta({ id: 'AlarmPage', description: 'Alarms, newest first' })

export const alarmDeletedSchema = z.object({ detail: z.string() }).meta({ description: 'It is gone' })
export const alarmsDeletedSchema = z
  .object({ detail: z.string(), deleted_count: z.int() })
  .meta({ description: 'All are gone' })

/** Clients send `+00:00` unescaped, which arrives as a blank; a time without a zone is UTC. */
function readTime(text: string): Date | null {
  const iso = text
    .trim()
    .replace(/^(\d{4}-\d\d-\d\d) /, '$1T')
    .replace(/ (\d\d:?\d\d)$/, '+$1')
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d([.,]\d+)?)?(Z|[+-]\d\d:?\d\d)?$/i.test(iso)) return null
  const zoned = /(Z|[+-]\d\d:?\d\d)$/i.test(iso) ? iso : `${iso}Z`
  const time = new Date(zoned.replace(',', '.').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(time.getTime()) ? null : time
}

const time = z.string().transform((text, context) => {
  const date = readTime(text)
  if (date) return date
  context.addIssue({ code: 'custom', message: 'must be an ISO 8601 time such as 2026-01-22T10:30:00Z' })
  return z.NEVER
})
const whole = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number)
const truth = z.enum(['true', 'false', '1', '0']).transform((word) => word === 'true' || word === '1')
/** An empty parameter counts as not given: forms send it. */
const optional = <T extends z.ZodType<unknown, string>>(schema: T) =>
  z.union([z.literal('').transform(() => undefined), schema]).optional()

export const alarmQuery = z.object({
  cursor_time: optional(time),
  cursor_id: optional(whole),
  device_id: optional(whole),
  event: optional(z.string().max(600)).meta({ description: 'A kind, or several with commas between them' }),
  channel_id_in_device: optional(z.string().max(32)),
  channel_id: optional(whole).meta({ description: '`id` in `GET /api/channels`' }),
  from: optional(time).meta({ description: 'Alarms that began at this moment or later' }),
  to: optional(time).meta({ description: 'Alarms that began before this moment' }),
  open: optional(truth).meta({ description: '`true`: only alarms that go on' }),
  acknowledged: optional(truth).meta({
    description:
      'Only alarms that somebody has seen to, or that nobody has. A page may then hold fewer than 25, or none, and `has_more` be true: go on with its cursor',
  }),
})

export const seenIn = z.object({
  until: z.string().max(64).pipe(time).meta({ description: 'ISO 8601; what lies ahead counts as now' }),
})

export const seenSchema = z
  .object({
    until: z.string().nullable().meta({ description: 'Alarms that began later are new; null: none were looked at' }),
    unseen: z.int().meta({ description: 'How many are new, at most 100' }),
  })
  .meta({ id: 'AlarmsSeen', description: 'Up to when this person has been shown alarms, here or elsewhere' })

export type SeenOut = z.output<typeof seenSchema>

export const seenOut = ({ until, unseen }: Seen): SeenOut => ({ until: until?.toISOString() ?? null, unseen })

/** The cursor counts only when both of its parts are given. */
export function alarmFilterIn(query: z.output<typeof alarmQuery>): AlarmFilter {
  const { cursor_time, cursor_id } = query
  return {
    cursor: cursor_time && cursor_id !== undefined ? { time: cursor_time, id: cursor_id } : undefined,
    deviceId: query.device_id,
    events: query.event?.split(',').map((word) => word.trim()),
    channelNo: query.channel_id_in_device,
    channelId: query.channel_id,
    from: query.from,
    to: query.to,
    open: query.open,
    acknowledged: query.acknowledged,
  }
}

export function alarmOut(alarm: Alarm): AlarmOut {
  const row = ALARM_KINDS[alarm.kind]
  return {
    id: alarm.id,
    device_id: alarm.deviceId,
    device_ip_web: alarm.deviceAddress,
    event: row.event,
    channel_id_in_device: alarm.channelNo === null ? null : String(alarm.channelNo),
    channel_name: alarm.channelName,
    message: alarm.message,
    created_at: alarm.beganAt.toISOString(),
    uuid: alarm.uuid,
    channel_id: alarm.channelId,
    kind: alarm.kind,
    ended_at: alarm.endedAt?.toISOString() ?? null,
    duration_seconds: alarm.endedAt ? (alarm.endedAt.getTime() - alarm.beganAt.getTime()) / 1000 : null,
    end_reason: alarm.endReason,
    device_time: alarm.deviceTime?.toISOString() ?? null,
    target: alarm.target,
    region: alarm.region,
    area: alarm.area,
    rule: alarm.rule,
    severity: alarm.severity ?? row.severity,
    acknowledged_at: alarm.acknowledged?.at.toISOString() ?? null,
    acknowledged_by: alarm.acknowledged?.by ?? null,
    picture_url: alarm.hasPicture ? `/alarms/${alarm.id}/picture.jpg` : null,
    recording_id: alarm.recordingId,
  }
}

export function alarmPageOut({ alarms, next, hasMore }: AlarmPage): z.output<typeof alarmPageSchema> {
  return {
    items: alarms.map(alarmOut),
    next_cursor_time: next?.time.toISOString() ?? null,
    next_cursor_id: next?.id ?? null,
    has_more: hasMore,
  }
}
