// Streams: every channel that the caller may see, under its name, with what we know of it.
import { Hono } from 'hono'
import { type Caller, callerOf, type Env, route, type Services } from '#plugin'
import { roleOf } from './auth.ts'
import { createKeptAnswers } from './kept-answers.ts'
import { channelNamed, namesOf } from './names.ts'
import { type Profile, type StreamState, statusWord } from './profile.ts'
import type { MotionConfigOut, StreamOut } from './wire.ts'

type Camera = Awaited<ReturnType<Services['cameras']['get']>>
type Channel = Camera['channel']
type Rule = ReturnType<Services['recorder']['get']>['rule']

const tags = ['LightNVR']
const MIB = 1024 * 1024

/** `rtsp://login@host/path` without the login, of which nobody is told. */
const bare = (address: string | null): string => (address ?? '').replace(/^(\w+:\/\/)[^@/]*@/, '$1')

const CODECS: [RegExp, string][] = [
  [/avc[13]/, 'h264'],
  [/hev1|hvc1/, 'h265'],
]
const codecOf = (mime: string | undefined) => CODECS.find(([words]) => words.test(mime ?? ''))?.[1] ?? ''

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

function troubleOf({ sessions }: Services, { deviceId, isActive, trouble }: Channel): string {
  if (!isActive) return 'The device does not have this channel any more'
  return sessions.state(deviceId).fault?.message ?? trouble ?? 'The camera is away'
}

function streamOut(
  services: Services,
  profile: Profile,
  isAdmin: boolean,
  name: string,
  camera: Camera,
  rule: Rule,
): StreamOut {
  const { channel, playing } = camera
  const { can, device } = channel
  const [seen] = playing.seen
  const state = stateOf(services, channel)
  const isOnvif = device.brand === 'onvif'
  const onAlarm = rule.mode === 'alarm'
  return {
    ...(profile === 'document' ? { id: channel.id } : {}),
    name,
    url: bare(camera.rtspUrl),
    enabled: channel.inUse,
    streaming_enabled: can.live,
    width: seen?.width ?? 0,
    height: seen?.height ?? 0,
    fps: Math.round(seen?.framesPerSecond ?? 0),
    codec: codecOf(seen?.mime),
    priority: 5,
    record: rule.mode === 'continuous' || rule.mode === 'schedule',
    segment_duration: rule.segmentSeconds,
    protocol: 0,
    record_audio: can.audio,
    detection_based_recording: profile === 'document' ? Number(onAlarm) : onAlarm,
    // The one model that there is: what the camera itself notices.
    detection_model: onAlarm ? 'onvif' : '',
    detection_threshold: profile === 'document' ? 0.5 : 50,
    detection_interval: 10,
    pre_detection_buffer: rule.preSeconds,
    post_detection_buffer: rule.postSeconds,
    detection_api_url: '',
    is_onvif: isOnvif,
    isOnvif,
    onvif_username: isOnvif && isAdmin ? device.username : '',
    // Nobody is shown a password again, not even who entered it.
    onvif_password: '',
    onvif_profile: '',
    ptz_enabled: can.ptz,
    backchannel_enabled: false,
    buffer_strategy: 'auto',
    // 0 is for ever.
    retention_days: rule.retentionDays ?? 0,
    detection_retention_days: rule.retentionDays ?? 0,
    max_storage_mb: rule.quotaBytes === null ? 0 : Math.ceil(rule.quotaBytes / MIB),
    record_on_schedule: rule.mode === 'schedule',
    tags: '',
    admin_url: '',
    sub_stream_url: isAdmin ? bare(camera.subRtspUrl) : '',
    detection_url: '',
    publish_url: '',
    go2rtc_source_override: '',
    privacy_mode: false,
    can_control_privacy: false,
    has_sub_stream: can.sub,
    go2rtc_hls_available: false,
    status: statusWord(profile, state),
    ...(state === 'error' || state === 'away' ? { error_message: troubleOf(services, channel) } : {}),
  }
}

/** Null where nothing is recorded around alarms. */
function motionOut(name: string, rule: Rule): MotionConfigOut | null {
  if (rule.mode !== 'alarm') return null
  return {
    stream_name: name,
    enabled: true,
    pre_buffer_seconds: rule.preSeconds,
    post_buffer_seconds: rule.postSeconds,
    max_file_duration: rule.segmentSeconds,
    // What the camera sends is kept as it comes.
    codec: 'h264',
    quality: 'medium',
    retention_days: rule.retentionDays ?? 0,
  }
}

export function streamRoutes(services: Services, profile: Profile): Hono<Env> {
  const { cameras, recorder } = services
  const kept = createKeptAnswers(services)
  const words = (summary: string) => route({ summary, right: 'view', limit: 'dialect', tags })

  async function one(caller: Caller, name: string) {
    const camera = await cameras.get(caller, channelNamed(services, caller, name).id)
    const { rule } = recorder.get(caller, camera.channel.id)
    const isAdmin = roleOf(services, caller).role === 'admin'
    const called = namesOf(services)(camera.channel)
    return { stream: streamOut(services, profile, isAdmin, called, camera, rule), motion: motionOut(called, rule) }
  }

  return new Hono<Env>()
    .get('/api/streams', words('All streams'), (c) =>
      kept.json(c, async (caller) => {
        const isAdmin = roleOf(services, caller).role === 'admin'
        const rules = new Map(recorder.list(caller).map(({ rule }) => [rule.channelId, rule]))
        const found = await cameras.list(caller)
        const nameOf = namesOf(services)
        const streams = found
          .sort((one, other) => one.channel.id - other.channel.id)
          .map((camera) => {
            const { id } = camera.channel
            return streamOut(
              services,
              profile,
              isAdmin,
              nameOf(camera.channel),
              camera,
              rules.get(id) ?? recorder.get(caller, id).rule,
            )
          })
        return profile === 'document' ? { streams } : streams
      }),
    )
    .get('/api/streams/:name', words('A stream'), async (c) =>
      c.json((await one(callerOf(c), c.req.param('name'))).stream),
    )
    .get('/api/streams/:name/full', words('A stream, and when it is recorded'), async (c) => {
      const { stream, motion } = await one(callerOf(c), c.req.param('name'))
      return c.json({ stream, motion_config: motion })
    })
}
