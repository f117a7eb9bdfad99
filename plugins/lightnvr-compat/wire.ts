// What crosses the wire: what is read of a body, and the shapes of what is answered.
import { z } from 'zod'
import { Fault } from '#plugin'

const text = z.string().min(1).max(1024)

export const loginIn = z.object({
  username: text,
  password: text,
  totp_code: z.string().max(64).optional().catch(undefined),
  remember_device: z.boolean().optional().catch(undefined),
})

/** The document's names and the code's: either for each. */
export const codeIn = z
  .object({
    totp_token: text.optional().catch(undefined),
    token: text.optional().catch(undefined),
    code: text.optional().catch(undefined),
    totp_code: text.optional().catch(undefined),
    remember_device: z.boolean().optional().catch(undefined),
  })
  .transform((body) => ({
    token: body.totp_token ?? body.token,
    code: body.code ?? body.totp_code,
    remember: body.remember_device ?? false,
  }))

/** A body as JSON, whatever type it says that it has. Fault with these words for anything else. */
export function jsonOf(body: string, otherwise: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    throw new Fault('invalid-input', otherwise)
  }
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The body by a schema, or Fault with these words. */
export function read<S extends z.ZodType>(schema: S, body: unknown, otherwise: string): z.output<S> {
  const result = schema.safeParse(body)
  if (!result.success) throw new Fault('invalid-input', otherwise)
  return result.data
}

/** As the document's health shows it: `2026-11-21 20:33:05`, UTC. */
export const plainTime = (at: Date): string => at.toISOString().slice(0, 19).replace('T', ' ')

export interface StreamOut {
  /** The document's alone: clients of the code take it for the name. */
  id?: number
  name: string
  url: string
  enabled: boolean
  streaming_enabled: boolean
  /** 0 = not known yet. */
  width: number
  height: number
  fps: number
  codec: string
  priority: number
  record: boolean
  segment_duration: number
  protocol: number
  record_audio: boolean
  detection_based_recording: boolean | number
  detection_model: string
  detection_threshold: number
  detection_interval: number
  pre_detection_buffer: number
  post_detection_buffer: number
  detection_api_url: string
  is_onvif: boolean
  isOnvif: boolean
  onvif_username: string
  onvif_password: string
  onvif_profile: string
  ptz_enabled: boolean
  backchannel_enabled: boolean
  buffer_strategy: string
  retention_days: number
  detection_retention_days: number
  max_storage_mb: number
  tier_critical_multiplier: number
  tier_important_multiplier: number
  tier_ephemeral_multiplier: number
  storage_priority: number
  record_on_schedule: boolean
  /** Sunday 0 h first. */
  recording_schedule: boolean[]
  detection_record_on_schedule: boolean
  detection_recording_schedule: boolean[]
  detection_object_filter: string
  detection_object_filter_list: string
  audio_voice_enhancement: boolean
  ptz_max_x: number
  ptz_max_y: number
  ptz_max_z: number
  ptz_has_home: boolean
  onvif_port: number
  /** A comma between. */
  tags: string
  motion_trigger_source: string
  admin_url: string
  sub_stream_url: string
  detection_url: string
  publish_url: string
  go2rtc_source_override: string
  privacy_mode: boolean
  can_control_privacy: boolean
  has_sub_stream: boolean
  go2rtc_hls_available: boolean
  status: string
  /** Only with an error. */
  error_message?: string
}

export interface MotionConfigOut {
  stream_name: string
  enabled: boolean
  pre_buffer_seconds: number
  post_buffer_seconds: number
  max_file_duration: number
  codec: string
  quality: string
  retention_days: number
}
