// What motion recording is on the wire: its configuration, and a trigger.
import { Fault } from '#plugin'
import { refuseOtherKeys, textIn } from './said.ts'
import { daysIn } from './stream-rule.ts'
import { isRecord } from './wire.ts'

type Body = Record<string, unknown>

const refused = (message: string) => new Fault('invalid-input', message)

/** A whole number within bounds; of another type it is as if it had not been said. */
function whole(body: Body, name: string, least: number, most: number): number | undefined {
  const value = body[name]
  if (typeof value !== 'number') return undefined
  if (!Number.isInteger(value) || value < least || value > most)
    throw refused(`${name} must be between ${least} and ${most}`)
  return value
}

/** What is not said is not there. */
export interface MotionIn {
  enabled: boolean
  preSeconds?: number
  postSeconds?: number
  segmentSeconds?: number
  retentionDays?: number
  codec?: string
  quality?: string
}

/** Of what has not been recorded before. */
export const MOTION_DEFAULTS = { preSeconds: 5, postSeconds: 10, segmentSeconds: 300, retentionDays: 7 } as const

export function motionIn(body: Body): MotionIn {
  const said = {
    preSeconds: whole(body, 'pre_buffer_seconds', 0, 60),
    postSeconds: whole(body, 'post_buffer_seconds', 0, 600),
    segmentSeconds: whole(body, 'max_file_duration', 10, 3600),
    retentionDays: daysIn('retention_days', body.retention_days),
    codec: textIn(body.codec, 'codec', 32),
    quality: textIn(body.quality, 'quality', 32),
  }
  const there = Object.entries(said).filter(([, value]) => value !== undefined)
  return { enabled: typeof body.enabled === 'boolean' ? body.enabled : true, ...Object.fromEntries(there) }
}

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
    durationMs: whole(body, 'duration_ms', 1, 600_000) ?? 2000,
    objects: objects.length || !label ? objects : [{ label, confidence }],
    tags: Array.isArray(body.tags) ? body.tags.length : 0,
  }
}

/** What removes takes nothing for not said that somebody said: it would remove more than he meant. */
export function cleanupIn(body: Body): { stream: string | undefined; days: number } {
  refuseOtherKeys(body, ['stream_name', 'retention_days'])
  const { stream_name: name, retention_days: days } = body
  const stream = textIn(name, 'stream_name', 255)
  if (name !== undefined && stream === undefined) throw refused('stream_name must be the name of a stream')
  if (days !== undefined && typeof days !== 'number') throw refused('retention_days must be a number')
  return { stream, days: whole(body, 'retention_days', 0, 3650) ?? 7 }
}
