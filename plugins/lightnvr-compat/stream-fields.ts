// What clients say of a stream: each field checked, and those that mean nothing here kept and told back.
import { Fault } from '#plugin'
import { type Fields, HIDDEN_FIELD, NAME_FIELD } from './names.ts'
import type { Profile } from './profile.ts'
import { HOURS } from './schedule-grid.ts'
import type { Plan, Retention } from './stream-rule.ts'
import { daysIn, megabytesIn } from './stream-rule.ts'

/** Undefined for what is of another type, which counts as not said. Faults for what is too large or too long. */
type Check = (value: unknown, name: string) => unknown

const UNSEEN = /[\p{Cc}\u2028\u2029]/u
/** An address may have its login in it: nobody is told that, and so it is not kept. */
const withoutLogins = (value: string) => value.replace(/(\w+:\/\/)[^@/\s]*@/g, '$1')

const flag: Check = (value) => (typeof value === 'boolean' ? value : undefined)
const looseFlag: Check = (value) => (value === 0 || value === 1 ? value === 1 : flag(value, ''))
const number =
  (least: number, most: number): Check =>
  (value, name) => {
    if (typeof value !== 'number') return undefined
    if (value >= least && value <= most) return value
    throw new Fault('invalid-input', `${name} must be between ${least} and ${most}`)
  }
const text =
  (most = 255, shape?: RegExp, must = ''): Check =>
  (value, name) => {
    if (typeof value !== 'string') return undefined
    const clean = withoutLogins(value.trim())
    if (Buffer.byteLength(clean) > most) throw new Fault('too-large', `${name} is too long`)
    if (UNSEEN.test(clean)) throw new Fault('invalid-input', `${name} must not contain control characters`)
    if (clean && shape && !shape.test(clean)) throw new Fault('invalid-input', `${name} ${must}`)
    return clean
  }
const week: Check = (value) =>
  Array.isArray(value) &&
  value.length === HOURS &&
  value.every((one) => typeof one === 'boolean' || one === 0 || one === 1)
    ? value.map(Boolean)
    : undefined

const sizes = number(0, 16_384)
const multiplier = number(0, 1000)
/** Kept and told back; none changes what we do. */
const KEPT = {
  streaming_enabled: flag,
  ...{ width: sizes, height: sizes, fps: number(0, 240), codec: text(16) },
  priority: number(0, 1000),
  protocol: number(0, 255),
  record_audio: flag,
  detection_model: text(),
  detection_interval: number(0, 86_400),
  detection_api_url: text(1024),
  detection_object_filter: text(16, /^(none|include|exclude)$/, 'must be none, include or exclude'),
  detection_object_filter_list: text(1024),
  buffer_strategy: text(32),
  onvif_profile: text(),
  onvif_port: number(0, 65_535),
  ...{ ptz_enabled: flag, ptz_has_home: flag, backchannel_enabled: flag, audio_voice_enhancement: flag },
  ...{ ptz_max_x: number(-1e6, 1e6), ptz_max_y: number(-1e6, 1e6), ptz_max_z: number(-1e6, 1e6) },
  ...{ tier_critical_multiplier: multiplier, tier_important_multiplier: multiplier },
  ...{ tier_ephemeral_multiplier: multiplier, storage_priority: multiplier },
  admin_url: text(512),
  motion_trigger_source: text(),
  go2rtc_source_override: text(2048),
  detection_url: text(512, /^(https?|rtsps?):\/\//i, 'must begin with http://, https://, rtsp:// or rtsps://'),
  publish_url: text(512, /^rtmps?:\/\//i, 'must begin with rtmp:// or rtmps://'),
} satisfies Record<string, Check>

/** Hints for clients, or said of what we do with it: these are not without meaning. */
const MEANT = ['width', 'height', 'fps', 'codec', 'ptz_enabled', 'detection_model', 'streaming_enabled']
const CLEARED = ['admin_url', 'motion_trigger_source', 'go2rtc_source_override', 'detection_url', 'publish_url']

const PLAN = {
  ...{ record: flag, record_on_schedule: flag, recording_schedule: week },
  ...{ detection_based_recording: looseFlag, detection_record_on_schedule: flag, detection_recording_schedule: week },
} satisfies Record<keyof Plan, Check>

export interface Said {
  /** Kept fields that were named; null for one that is to be forgotten. */
  kept: Fields
  plan: Partial<Plan>
  retention: Partial<Retention>
  rule: { segmentSeconds?: number; preSeconds?: number; postSeconds?: number }
  url?: string
  enabled?: boolean
  tags?: string[]
  /** Null or empty: there is to be none. */
  subUrl?: string | null
  isOnvif?: boolean
  onvif: { username: string; password: string }
}

/** D3: more than 1 is a percentage, less a part of one; 1 is what the profile has. */
function percent(value: unknown, profile: Profile): number | undefined {
  const found = number(0, 100)(value, 'detection_threshold') as number | undefined
  if (found === undefined) return undefined
  return found < 1 || (found === 1 && profile === 'document') ? Math.round(found * 100) : Math.round(found)
}

function checked<T extends Record<string, Check>>(table: T, body: Fields): Fields {
  const found = Object.entries(table).map(([name, check]) => [name, check(body[name], name)] as const)
  return Object.fromEntries(found.filter(([, value]) => value !== undefined))
}

/** As many, and as long, as our own API takes. */
function tagsIn(tags: string | undefined): string[] | undefined {
  const all = tags?.split(',')
  if (all && (all.length > 32 || all.some((tag) => [...tag.trim()].length > 64)))
    throw new Fault('invalid-input', 'tags may be at most 32, of at most 64 characters each')
  return all
}

/** Whole: what `text` cuts out of other fields is the login of this one. */
function address(value: unknown, name: string): string | undefined {
  if (typeof value !== 'string') return undefined
  if (Buffer.byteLength(value) >= 512) throw new Fault('invalid-input', `${name} must be shorter than 512 bytes`)
  if (UNSEEN.test(value)) throw new Fault('invalid-input', `${name} must not contain control characters`)
  return value.trim()
}

function credential(body: Fields, name: string): string {
  const value = body[name]
  if (typeof value !== 'string') return ''
  if (value.length > 128 || UNSEEN.test(value))
    throw new Fault('invalid-input', `${name} must be at most 128 characters, none of them a control character`)
  return value
}

const seconds = (body: Fields, name: string, least: number, most: number) => {
  const found = number(least, most)(body[name], name) as number | undefined
  return found === undefined ? undefined : Math.round(found)
}

/** What is said, without what is not. */
const named = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }

export function readStream(body: Fields, profile: Profile): Said {
  const threshold = percent(body.detection_threshold, profile)
  const tags = body.tags === null ? '' : (text(2048)(body.tags, 'tags') as string | undefined)
  return {
    kept: {
      ...checked(KEPT, body),
      ...(threshold === undefined ? {} : { detection_threshold: threshold }),
      ...Object.fromEntries(CLEARED.filter((name) => body[name] === null).map((name) => [name, ''])),
    },
    plan: checked(PLAN, body) as Partial<Plan>,
    retention: named({
      retention_days: daysIn('retention_days', body.retention_days),
      detection_retention_days: daysIn('detection_retention_days', body.detection_retention_days),
      max_storage_mb: megabytesIn(body.max_storage_mb),
    }),
    rule: named({
      segmentSeconds: seconds(body, 'segment_duration', 10, 3600),
      preSeconds: seconds(body, 'pre_detection_buffer', 0, 60),
      postSeconds: seconds(body, 'post_detection_buffer', 0, 600),
    }),
    onvif: { username: credential(body, 'onvif_username'), password: credential(body, 'onvif_password') },
    ...named({
      url: address(body.url, 'url'),
      enabled: flag(body.enabled, 'enabled') as boolean | undefined,
      tags: tagsIn(tags),
      subUrl: body.sub_stream_url === null ? null : address(body.sub_stream_url, 'sub_stream_url'),
      isOnvif: (flag(body.is_onvif, '') ?? flag(body.isOnvif, '')) as boolean | undefined,
    }),
  }
}

const OWN = new Set([NAME_FIELD, HIDDEN_FIELD, ...MEANT])

/** Those that are kept although they change nothing. */
export const inactiveIn = (fields: Fields): string[] =>
  Object.keys(fields).filter((name) => !OWN.has(name) && (name in KEPT || INACTIVE.has(name)))
const INACTIVE = new Set(['detection_threshold', 'detection_retention_days', 'is_onvif'])
