// A camera as clients read it: whole for who signed in, and for API keys a summary that leads nowhere.
import type { Services } from '#plugin'
import { isSecret, KEPT, KEPT_NAMES, type KeptName, usualOf } from './camera-fields.ts'
import type { Channel } from './camera-of.ts'
import { ruleOut } from './camera-rule.ts'
import type { Rule } from './camera-schedule.ts'
import { statusOf } from './camera-status.ts'

export type Camera = Awaited<ReturnType<Services['cameras']['get']>>
export type Fields = Record<string, unknown>
type Folder = { id: number; name: string; path: string | null }

export interface Known {
  camera: Camera
  rule: Rule
  /** What is kept of its channel. */
  fields: Fields
  groups: { name: string; description: string | null }[]
  /** Into which its recordings go, beside the data folder. */
  folder: Folder | null
  /** Whether the caller may change it: he alone is told what could lead elsewhere. */
  isAdmin: boolean
}

export const nameOf = ({ name, deviceName }: Camera['channel']): string => name ?? deviceName

/** Kept, where it is still what it may be. */
function keptOf(name: KeptName, fields: Fields, isAdmin: boolean): unknown {
  const value = fields[name]
  if (value === undefined || (isSecret(name) && !isAdmin)) return usualOf(name)
  const read = KEPT[name].may.safeParse(value)
  return read.success ? read.data : usualOf(name)
}

const hostOf = (address: string) => {
  const whole = /^\w+:\/\//.test(address) ? address : `http://${address}`
  return URL.canParse(whole) ? new URL(whole) : null
}

/** Of a device that is spoken to by ONVIF, and what each says of itself. */
function onvifOf({ camera: { channel }, isAdmin }: Known): Fields {
  const { device, can } = channel
  const at = device.brand === 'onvif' ? hostOf(device.address) : null
  const said = {
    onvif_manufacturer: device.info?.manufacturer,
    onvif_model: device.info?.model,
    onvif_firmware: device.info?.firmwareVersion,
    onvif_serial: isAdmin ? device.info?.serialNumber : null,
    ...(at && { onvif_host: at.hostname, onvif_port: Number(at.port) || (at.protocol === 'https:' ? 443 : 80) }),
  }
  return {
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value != null)),
    // Nobody is shown a login again, not even who entered it.
    ...{ onvif_username: null, onvif_password: null },
    onvif_can_events: can.alarms.length > 0,
  }
}

type Seen = Pick<Camera['playing']['seen'][number], 'quality' | 'mime'>

/** Whether it is known of every video of it that it is no H.264, which is all that players of clients decode. */
export function isWithoutH264({ can }: Channel, seen: readonly Seen[]): boolean {
  const mimes = (can.sub ? (['main', 'sub'] as const) : (['main'] as const)).map(
    (quality) => seen.find((one) => one.quality === quality)?.mime,
  )
  return mimes.every((mime) => mime !== undefined && !mime.includes('avc1'))
}

function videoOf({ camera: { playing } }: Known): Fields {
  const [seen] = playing.seen
  if (!seen) return {}
  return {
    ...(seen.width && seen.height ? { resolution_width: seen.width, resolution_height: seen.height } : {}),
    ...(seen.framesPerSecond ? { framerate: Math.round(seen.framesPerSecond) } : {}),
  }
}

/** All 119 of its fields. */
export function cameraOut(services: Pick<Services, 'sessions'>, known: Known): Fields {
  const { camera, rule, fields, folder, groups, isAdmin } = known
  const { channel } = camera
  const { can } = channel
  return {
    ...Object.fromEntries(KEPT_NAMES.map((name) => [name, keptOf(name, fields, isAdmin)])),
    id: channel.id,
    name: nameOf(channel),
    rtsp_url: camera.rtspUrl ?? '',
    sub_rtsp_url: isAdmin ? camera.subRtspUrl : null,
    location: channel.location,
    is_active: channel.inUse,
    created_at: channel.createdAt.toISOString(),
    status: statusOf(services, channel),
    last_seen: camera.lastSeenAt?.toISOString() ?? null,
    audio_enabled: can.audio,
    record_audio: typeof fields.record_audio === 'boolean' ? fields.record_audio : can.audio,
    ...onvifOf(known),
    ...{ ptz_can_pan_tilt: can.ptz, ptz_can_zoom: can.ptz, ptz_can_home: can.ptz },
    ...videoOf(known),
    ...(isWithoutH264(channel, camera.playing.seen) && { live_view_mode: 'mjpeg' }),
    // Never anything else: what is recorded is what the camera sends.
    movie_passthrough: true,
    privacy_masks: '[]',
    notify_telegram_token: null,
    notify_health_telegram_token: null,
    ...ruleOut(rule, fields),
    storage_profile: folder && {
      ...{ id: folder.id, name: folder.name, path: (isAdmin && folder.path) || '' },
      ...{ description: null, max_size_gb: 0 },
    },
    groups,
  }
}

/** As it is set: with the way to watch that somebody has chosen, whatever the camera sends. */
export const cameraAsSet = (services: Pick<Services, 'sessions'>, known: Known): Fields => ({
  ...cameraOut(services, known),
  live_view_mode: keptOf('live_view_mode', known.fields, known.isAdmin),
})

const SUMMARY = [
  ...['id', 'name', 'location', 'is_active', 'resolution_width', 'resolution_height', 'framerate', 'recording_mode'],
  ...['rtsp_transport', 'live_view_mode', 'status', 'last_seen', 'privacy_masks', 'motion_masks', 'audio_enabled'],
  ...['enable_audio', 'record_audio', 'ptz_can_pan_tilt', 'ptz_can_zoom', 'ptz_can_home', 'detect_engine'],
  ...['ai_enabled', 'ai_object_types', 'ai_threshold', 'ai_tracking_enabled', 'created_at'],
]

/** The 28 that keys are told. */
export const summaryOf = (camera: Fields): Fields => ({
  ...Object.fromEntries(SUMMARY.map((name) => [name, camera[name]])),
  ai_hardware: null,
  ai_model: null,
})
