// What motion recording is on the wire: its configuration, and a trigger.
import { Fault } from '#plugin'
import { textIn } from './said.ts'
import { daysIn } from './stream-rule.ts'
import { isRecord } from './wire.ts'

type Body = Record<string, unknown>

const refused = (message: string) => new Fault('invalid-input', message)

/** A whole number within bounds; of another type it is as if it had not been said. */
function whole(body: Body, name: string, otherwise: number, least: number, most: number): number {
  const value = body[name]
  if (typeof value !== 'number') return otherwise
  if (!Number.isInteger(value) || value < least || value > most)
    throw refused(`${name} must be between ${least} and ${most}`)
  return value
}

export interface MotionIn {
  enabled: boolean
  preSeconds: number
  postSeconds: number
  segmentSeconds: number
  retentionDays: number
  codec: string
  quality: string
}

/** The whole configuration: what is not said takes its default. */
export const motionIn = (body: Body): MotionIn => ({
  enabled: typeof body.enabled === 'boolean' ? body.enabled : true,
  preSeconds: whole(body, 'pre_buffer_seconds', 5, 0, 60),
  postSeconds: whole(body, 'post_buffer_seconds', 10, 0, 600),
  segmentSeconds: whole(body, 'max_file_duration', 300, 10, 3600),
  retentionDays: daysIn('retention_days', body.retention_days) ?? 7,
  codec: textIn(body.codec, 'codec', 32) ?? 'h264',
  quality: textIn(body.quality, 'quality', 32) ?? 'medium',
})

export interface TriggerIn {
  stream: string
  action: 'start' | 'stop' | 'pulse'
  /** Of a pulse. */
  durationMs: number
  label: string | undefined
  objects: { label: string; confidence: number }[]
  /** How many were said; they are not kept. */
  tags: number
}

const MOST_OBJECTS = 20

function confidenceIn(value: unknown): number | undefined {
  if (typeof value !== 'number') return undefined
  if (!(value >= 0 && value <= 1)) throw refused('confidence must be between 0 and 1')
  return value
}

function objectsIn(value: unknown, confidence: number): TriggerIn['objects'] {
  if (!Array.isArray(value)) return []
  if (value.length > MOST_OBJECTS) throw refused(`objects must be at most ${MOST_OBJECTS}`)
  return value.flatMap((one: unknown) => {
    const label = textIn(isRecord(one) ? one.label : one, 'label', 64)
    const own = isRecord(one) ? confidenceIn(one.confidence) : undefined
    return label === undefined ? [] : [{ label, confidence: own ?? confidence }]
  })
}

export function triggerIn(body: Body): TriggerIn {
  const { action } = body
  const stream = textIn(body.stream, 'stream', 255)
  if (stream === undefined || typeof action !== 'string') throw refused('Missing required fields (stream, action)')
  if (action !== 'start' && action !== 'stop' && action !== 'pulse')
    throw refused('action must be start, stop or pulse')
  const label = textIn(body.label, 'label', 64)
  const confidence = confidenceIn(body.confidence) ?? 1
  const objects = objectsIn(body.objects, confidence)
  return {
    ...{ stream, action, label },
    durationMs: whole(body, 'duration_ms', 2000, 1, 600_000),
    objects: objects.length || !label ? objects : [{ label, confidence }],
    tags: Array.isArray(body.tags) ? body.tags.length : 0,
  }
}

export function cleanupIn(body: Body): { stream: string | undefined; days: number } {
  return { stream: textIn(body.stream_name, 'stream_name', 255), days: whole(body, 'retention_days', 7, 0, 3650) }
}
