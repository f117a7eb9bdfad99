// Every setting that VibeNVR's clients know, and what it is here: real, or kept as it came.
import {
  address,
  type Check,
  decimal,
  host,
  line,
  mailAddresses,
  name,
  oneOf,
  whole,
  yesOrNo,
} from './setting-checks.ts'

/**
 * `real`: it drives a setting of ours, which is the founder's to change. `kept`: stored for the household and told back, and nothing goes by it.
 */
export type Way = 'real' | 'kept'

export interface Row {
  way: Way
  /** Until somebody sets it. */
  is: string
  check: Check
  /** Told with it, in each answer. */
  words: string
  /** Told as `''`. Where nothing goes by it, only that it is set is kept. */
  isSecret?: true
  /** What the founder alone is told. */
  isFounders?: true
  /** Also for those who are not admins. */
  isForAll?: true
  /** None of VibeNVR's own 53: told once it is set. Its page sends it. */
  isMore?: true
}

type More = Partial<Row>
const kept = (is: string, check: Check, words: string, more: More = {}): Row => ({
  ...{ way: 'kept', is, check, words: `${words}. Kept, nothing goes by it` },
  ...more,
})
const real = (is: string, check: Check, words: string, more: More = {}): Row => ({
  ...{ way: 'real', is, check, words },
  ...more,
})

const secret = { isSecret: true } as const
const founders = { isFounders: true } as const
const forAll = { isForAll: true } as const
const port = whole(1, 65_535)
const count = whole(0, 1_000_000)
const WEB = ['http:', 'https:'] as const

const topic: Check = (text) => text.trim().replace(/\/$/, '')

export const ROWS = {
  max_global_storage_gb: real('0', decimal(0, 900_000), 'Most of what is recorded here, in GiB; 0 = no limit'),
  cleanup_enabled: kept(
    'true',
    yesOrNo,
    'What is too old or too much is always removed; max_global_storage_gb 0 = no limit',
  ),
  cleanup_interval_hours: kept('24', decimal(0.1, 8760), 'Room is made every ten minutes'),
  archival_enabled: kept('false', yesOrNo, 'Recordings stay where they were written'),
  archival_interval_hours: kept('24', decimal(0.1, 8760), 'Recordings stay where they were written'),

  smtp_server: kept('', host, 'No mail is sent'),
  smtp_port: kept('587', port, 'No mail is sent'),
  smtp_username: kept('', line, 'No mail is sent'),
  smtp_password: kept('', line, 'No mail is sent, and the password is not stored', secret),
  smtp_from_email: kept('', mailAddresses, 'No mail is sent'),
  smtp_verify_cert: kept('true', yesOrNo, 'No mail is sent'),
  notify_email_recipient: kept('', mailAddresses, 'No mail is sent'),
  notify_webhook_url: kept('', address(...WEB), 'Webhooks are set on the page Events'),
  telegram_bot_token: kept('', line, 'Nothing is sent to Telegram, and the token is not stored', secret),
  telegram_chat_id: kept('', line, 'Nothing is sent to Telegram'),
  telegram_proxy_enabled: kept('false', yesOrNo, 'Nothing is sent to Telegram'),
  telegram_proxy_url: kept('', address(...WEB, 'socks4:', 'socks5:', 'socks5h:'), 'Nothing is sent to Telegram'),
  telegram_proxy_retries: kept('3', whole(0, 100), 'Nothing is sent to Telegram'),
  telegram_proxy_retry_delay: kept('2', decimal(0, 3600), 'Nothing is sent to Telegram'),

  default_landing_page: kept('live', oneOf('dashboard', 'live', 'timeline'), 'Where clients begin', {
    words: 'Where clients begin',
    ...forAll,
  }),
  default_live_view_mode: kept('auto', oneOf('auto', 'webcodecs', 'mse', 'mjpeg'), 'How clients show a new camera'),

  ai_enabled: kept('false', yesOrNo, 'Cameras detect by themselves'),
  ai_model: kept('mobilenet_ssd_v2', name, 'Cameras detect by themselves'),
  ai_hardware: kept('auto', name, 'Cameras detect by themselves'),
  go2rtc_enabled: kept('false', yesOrNo, 'Pictures need no gateway here'),

  log_max_size_mb: kept('50', whole(1, 100_000), 'The log keeps its size by itself'),
  log_backup_count: kept('5', whole(0, 1000), 'The log keeps its size by itself'),
  log_rotation_check_minutes: kept('60', whole(1, 100_000), 'The log keeps its size by itself'),

  opt_live_view_fps_throttle: kept('2', count, 'Pictures come as the camera sends them'),
  opt_motion_fps_throttle: kept('3', count, 'Cameras detect by themselves'),
  opt_live_view_height_limit: kept('720', count, 'Pictures come as the camera sends them'),
  opt_motion_analysis_height: kept('180', count, 'Cameras detect by themselves'),
  opt_live_view_quality: kept('60', whole(1, 100), 'Pictures come as the camera sends them'),
  opt_snapshot_quality: kept('90', whole(1, 100), 'Pictures come as the camera sends them'),
  opt_ffmpeg_preset: kept('ultrafast', name, 'Video is not encoded anew'),
  opt_verbose_engine_logs: kept('false', yesOrNo, 'How much is logged is set by PORCHLIGHT_LOG'),

  telemetry_enabled: kept('false', yesOrNo, 'Nothing is reported to anybody', forAll),
  instance_id: kept('', line, 'Drawn at the first start', forAll),

  backup_auto_enabled: kept('false', yesOrNo, 'Backups are made when somebody asks'),
  backup_auto_frequency_hours: kept('24', whole(1, 8760), 'Backups are made when somebody asks'),
  backup_auto_retention: kept('10', whole(1, 10_000), 'Backups stay until somebody removes them'),

  mqtt_enabled: real('false', yesOrNo, 'Whether there is a broker'),
  mqtt_host: real('', host, 'Where the broker is', founders),
  mqtt_port: real('1883', port, 'Port of the broker', founders),
  mqtt_username: real('', line, 'Account at the broker', founders),
  mqtt_password: real('', line, 'Its password, which is told to nobody', { ...secret, ...founders }),
  mqtt_topic_prefix: real('porchlight', topic, 'Above all topics of ours at the broker', founders),

  oauth_global_enabled: kept('false', yesOrNo, 'People sign in with a password here'),
  oauth_auto_redirect: kept('false', yesOrNo, 'People sign in with a password here'),
  oauth_provider_name: kept('SSO', line, 'People sign in with a password here'),
  oauth_client_id: kept('', line, 'People sign in with a password here'),
  oauth_client_secret: kept('', line, 'People sign in with a password here, and the secret is not stored', secret),
  oauth_metadata_url: kept('', address(...WEB), 'People sign in with a password here'),

  global_attach_image_email: kept('true', yesOrNo, 'No mail is sent', { isMore: true }),
  global_attach_image_telegram: kept('true', yesOrNo, 'Nothing is sent to Telegram', { isMore: true }),
  opt_pre_capture_fps_throttle: kept('1', count, 'Pictures come as the camera sends them', { isMore: true }),
} as const satisfies Record<string, Row>

export type Key = keyof typeof ROWS

export const KEYS = Object.keys(ROWS) as Key[]
/** As many as VibeNVR begins with. */
export const DEFAULTS = KEYS.filter((key) => !rowOf(key).isMore).length
export const isKey = (key: string): key is Key => Object.hasOwn(ROWS, key)
export function rowOf(key: Key): Row {
  return ROWS[key]
}
