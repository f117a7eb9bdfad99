// The fields of a camera: which of them do something here, which are kept and told back, and what each may hold.
import { z } from 'zod'
import { motionMasks, privacyMasks } from './camera-masks.ts'
import { isPreserve, type RuleOut } from './camera-rule.ts'
import { DAYS, DETECT_MODES, MODES } from './camera-schedule.ts'
import { amount, flag, oneOf, text, whole } from './lax.ts'

type Field = { is: boolean | number | string | string[] | null; may: z.ZodType; secret?: true }
const field = (is: Field['is'], may: z.ZodType): Field => ({ is, may })
const off = field(false, flag())
const on = field(true, flag())
/** Where somebody is told something: only who may change it reads it. */
const whereTo: Field = { is: null, may: text(1024), secret: true }
const profile = field(null, whole(0, 1e9))
/** No file is named by it; it must not look as if it led anywhere. */
const fileName = text().refine(
  (value) => !value.includes('..') && !/^[/\\]/.test(value),
  'must not begin with a slash and not contain ..',
)

/** Kept as they were set, and told back: none changes what we do. `is`: while nobody has said anything. */
export const KEPT = {
  ...{ sort_order: field(0, whole(-1e6, 1e6)), previous_recording_mode: field(null, text(32)) },
  ...{ rtsp_transport: field('tcp', oneOf('tcp', 'udp')), sub_rtsp_transport: field('tcp', oneOf('tcp', 'udp')) },
  live_view_mode: field('auto', oneOf('auto', 'webcodecs', 'mse', 'mjpeg')),
  ...{ motion_storage_profile_id: profile, continuous_storage_profile_id: profile },
  ...{ snapshot_storage_profile_id: profile, archive_storage_profile_id: profile },
  archive_after_hours: field(null, whole(0, 1e6)),
  enable_audio: off,
  ...{ onvif_host: field(null, text()), onvif_port: field(80, whole(0, 65_535)) },
  ...{ onvif_profile_token: field(null, text()), onvif_manufacturer: field(null, text()) },
  ...{ onvif_model: field(null, text()), onvif_firmware: field(null, text()) },
  ...{ onvif_serial: field(null, text()), onvif_hw_id: field(null, text()) },
  ...{ resolution_width: field(800, whole(0, 32_768)), resolution_height: field(600, whole(0, 32_768)) },
  ...{ auto_resolution: on, framerate: field(15, whole(0, 240)), rotation: field(0, whole(-360, 360)) },
  // Its web page writes them over the picture, where most cameras have their own words already.
  ...{ text_left: field('', text()), text_right: field('', text()), text_scale: field(1, amount(0, 100)) },
  ...{ movie_file_name: field('%Y-%m-%d/%H-%M-%S', fileName), movie_quality: field(75, whole(0, 100)) },
  ...{ picture_file_name: field('%Y-%m-%d/%H-%M-%S-%q', fileName), picture_quality: field(75, whole(0, 100)) },
  picture_recording_mode: field('Manual', text(32)),
  preserve_pictures: field('Forever', text(32).refine(isPreserve, 'must be For One Week, Forever or a number of days')),
  ...{ enable_manual_snapshots: on, max_pictures_storage_gb: field(0, amount(0, 1e6)) },
  ...{ threshold: field(1500, whole(0, 1e9)), despeckle_filter: off, motion_gap: field(10, whole(0, 86_400)) },
  ...{ min_motion_frames: field(2, whole(0, 10_000)), show_frame_changes: on, auto_threshold_tuning: on },
  ...{ auto_noise_detection: on, light_switch_detection: field(0, whole(0, 100)), mask: off },
  ...{ motion_masks: field('[]', motionMasks), create_debug_media: off },
  ...{ notify_webhook_url: whereTo, notify_telegram_chat_id: whereTo, notify_email_address: whereTo },
  ...{ notify_health_webhook_url: whereTo, notify_health_telegram_chat_id: whereTo },
  notify_health_email_recipient: whereTo,
  ...{ notify_start_email: off, notify_start_telegram: off, notify_start_webhook: off, notify_start_command: off },
  ...{ notify_end_webhook: off, notify_end_command: off, notify_health_email: off, notify_health_telegram: off },
  ...{ notify_health_webhook: off, notify_attach_image_email: on },
  detect_engine: field('OpenCV', text(32)),
  ...{ ai_enabled: off, ai_object_types: field(['person', 'vehicle'], z.array(text(64)).max(50)) },
  ...{ ai_threshold: field(0.5, amount(0, 1)), ai_tracking_enabled: off },
} satisfies Record<string, Field>

export type KeptName = keyof typeof KEPT
export const KEPT_NAMES = Object.keys(KEPT) as KeptName[]
const TABLE: Record<KeptName, Field> = KEPT
export const usualOf = (name: KeptName): Field['is'] => TABLE[name].is
export const isSecret = (name: KeptName): boolean => TABLE[name].secret === true

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time as 07:30')
const mode = z.preprocess((value) => (value === 'Always' ? 'Continuous' : value), z.enum(MODES))

/** What our recorder goes by. */
const RULE = {
  ...{ recording_mode: field('Motion Triggered', mode), detect_motion_mode: field('Always', z.enum(DETECT_MODES)) },
  ...{ captured_before: field(30, whole(0, 3600)), captured_after: field(30, whole(0, 3600)) },
  max_movie_length: field(120, whole(0, 86_400)),
  preserve_movies: field(
    'For One Week',
    z.preprocess(
      (value) => (typeof value === 'number' ? String(value) : value),
      z.string().refine(isPreserve, 'must be For One Day, For One Week, For One Month, For One Year, Forever or days'),
    ),
  ),
  ...{ max_storage_gb: field(0, amount(0, 1e6)), storage_profile_id: profile },
  ...Object.fromEntries(
    DAYS.flatMap((day): [string, Field][] => [
      [`schedule_${day}`, on],
      [`schedule_${day}_start`, field('00:00', clock)],
      [`schedule_${day}_end`, field('23:59', clock)],
    ]),
  ),
} satisfies Record<string, Field>

const name = z
  .string()
  .trim()
  .min(1)
  .max(255)
  .refine((value) => !/[\p{Cc}\u2028\u2029]/u.test(value), 'must not contain control characters')
const address = z.string().trim().max(500)

/** Null and what is not said are as usual. */
const shapeOf = (fields: Record<string, Field>) =>
  Object.fromEntries(
    Object.entries(fields).map(([key, { is, may }]) => [key, may.nullish().transform((value) => value ?? is)]),
  )

const known = z.object({
  name,
  rtsp_url: address,
  sub_rtsp_url: address.nullish().transform((value) => value || null),
  location: z
    .string()
    .trim()
    .max(255)
    .nullish()
    .transform((value) => value || null),
  is_active: flag()
    .nullish()
    .transform((value) => (value as boolean | null | undefined) ?? true),
  record_audio: flag().nullish(),
  privacy_masks: privacyMasks.nullish(),
})

/** A whole camera: what is not said of it is as usual. */
export const cameraBody = z
  .object({ ...shapeOf(RULE), ...shapeOf(KEPT) })
  .extend(known.shape)
  .transform((body) => body as unknown as z.output<typeof known> & RuleOut & Record<KeptName, unknown>)
export type CameraBody = z.output<typeof cameraBody>
