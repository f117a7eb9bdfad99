// A stream as clients read it: what we know of its channel, what its rule records, and what they have set themselves.
import type { Services } from '#plugin'
import { type Fields, nameIn } from './names.ts'
import { type Profile, type StreamState, statusWord } from './profile.ts'
import { planOf, type Rule, retentionOf } from './stream-rule.ts'
import type { StreamOut } from './wire.ts'

export type Camera = Awaited<ReturnType<Services['cameras']['get']>>
type Channel = Camera['channel']

/** `rtsp://login@host/path` without the login, of which nobody is told. */
export const bare = (address: string | null): string => (address ?? '').replace(/^(\w+:\/\/)[^@/]*@/, '$1')

const CODECS: [RegExp, string][] = [
  [/avc[13]/, 'h264'],
  [/hev1|hvc1/, 'h265'],
]
/** LightNVR's word for the codec of a MIME type; undefined for any other. */
export const codecOf = (mime: string | undefined) => CODECS.find(([words]) => words.test(mime ?? ''))?.[1]

/** By what we know of its device; asks nobody. One that nobody watches runs, as long as its device has it. */
export function stateOf({ sessions }: Pick<Services, 'sessions'>, channel: Channel): StreamState {
  if (!channel.inUse) return 'disabled'
  const { phase, retryAt } = sessions.state(channel.deviceId)
  if (phase === 'refused') return 'error'
  if (phase === 'away') return retryAt ? 'reconnecting' : 'error'
  if (phase === 'unchecked') return 'stopped'
  if (phase !== 'online') return 'starting'
  return channel.isActive && channel.isOnline !== false ? 'running' : 'away'
}

/** One that ought to be recorded, and whose camera nobody can reach, is not. */
export const isWritten = ({ doing, fileStartedAt, fault }: ReturnType<Services['recorder']['get']>['state']): boolean =>
  doing === 'record' && fileStartedAt !== null && fault === null

function troubleOf({ sessions }: Services, { deviceId, isActive, trouble }: Channel): string {
  if (!isActive) return 'The device does not have this channel any more'
  return sessions.state(deviceId).fault?.message ?? trouble ?? 'The camera is away'
}

/** Switched off here, to be switched on by the same hand. */
export const isPrivate = (channel: Channel, fields: Fields): boolean => !channel.inUse && fields.privacy_mode === true

/** What was kept where something was. */
const reader =
  (fields: Fields) =>
  <T extends boolean | number | string>(name: string, otherwise: T): T => {
    const value = fields[name]
    return typeof value === typeof otherwise ? (value as T) : otherwise
  }

export interface Known {
  camera: Camera
  rule: Rule
  fields: Fields
  /** Whether the caller may change it: he alone is told what could lead to the camera. */
  isAdmin: boolean
}

export function streamOut(services: Services, profile: Profile, { camera, rule, fields, isAdmin }: Known): StreamOut {
  const { channel, playing } = camera
  const { can, device } = channel
  const [seen] = playing.seen
  const kept = reader(fields)
  const state = stateOf(services, channel)
  const isDocument = profile === 'document'
  const plan = planOf(rule, fields)
  const isOnvif = device.brand === 'onvif' || kept('is_onvif', false)
  const threshold = kept('detection_threshold', 50)
  const secret = (name: string) => (isAdmin ? kept(name, '') : '')
  return {
    ...(isDocument ? { id: channel.id } : {}),
    name: nameIn(fields, channel),
    url: bare(camera.rtspUrl),
    enabled: channel.inUse || isPrivate(channel, fields),
    streaming_enabled: kept('streaming_enabled', can.live),
    width: seen?.width ?? kept('width', 0),
    height: seen?.height ?? kept('height', 0),
    fps: Math.round(seen?.framesPerSecond ?? kept('fps', 0)),
    codec: codecOf(seen?.mime) ?? kept('codec', ''),
    priority: kept('priority', 5),
    segment_duration: rule.segmentSeconds,
    protocol: kept('protocol', 0),
    record_audio: kept('record_audio', can.audio),
    ...plan,
    detection_based_recording: isDocument ? Number(plan.detection_based_recording) : plan.detection_based_recording,
    // The one model that there is: what the camera itself notices.
    detection_model: kept('detection_model', plan.detection_based_recording ? 'onvif' : ''),
    detection_threshold: isDocument ? threshold / 100 : threshold,
    detection_interval: kept('detection_interval', 10),
    pre_detection_buffer: rule.preSeconds,
    post_detection_buffer: rule.postSeconds,
    detection_api_url: secret('detection_api_url'),
    detection_object_filter: kept('detection_object_filter', 'none'),
    detection_object_filter_list: kept('detection_object_filter_list', ''),
    is_onvif: isOnvif,
    isOnvif,
    onvif_username: isOnvif && isAdmin ? device.username : '',
    // Nobody is shown a password again, not even who entered it.
    onvif_password: '',
    onvif_profile: kept('onvif_profile', ''),
    onvif_port: kept('onvif_port', 0),
    ptz_enabled: can.ptz && kept('ptz_enabled', true),
    ptz_max_x: kept('ptz_max_x', 0),
    ptz_max_y: kept('ptz_max_y', 0),
    ptz_max_z: kept('ptz_max_z', 0),
    ptz_has_home: kept('ptz_has_home', false),
    backchannel_enabled: kept('backchannel_enabled', false),
    audio_voice_enhancement: kept('audio_voice_enhancement', false),
    buffer_strategy: kept('buffer_strategy', 'auto'),
    ...retentionOf(rule, fields),
    tier_critical_multiplier: kept('tier_critical_multiplier', 0),
    tier_important_multiplier: kept('tier_important_multiplier', 0),
    tier_ephemeral_multiplier: kept('tier_ephemeral_multiplier', 0),
    storage_priority: kept('storage_priority', 0),
    tags: channel.tags.join(','),
    admin_url: secret('admin_url'),
    motion_trigger_source: kept('motion_trigger_source', ''),
    sub_stream_url: isAdmin ? bare(camera.subRtspUrl) : '',
    detection_url: secret('detection_url'),
    publish_url: secret('publish_url'),
    go2rtc_source_override: secret('go2rtc_source_override'),
    privacy_mode: isPrivate(channel, fields),
    can_control_privacy: isAdmin,
    has_sub_stream: can.sub,
    go2rtc_hls_available: false,
    status: statusWord(profile, state),
    ...(state === 'error' || state === 'away' ? { error_message: troubleOf(services, channel) } : {}),
  }
}
