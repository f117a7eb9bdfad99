// Every setting that LightNVR's clients know, and what it is here: real, what is so anyway, or kept as it came.
import ipaddr from 'ipaddr.js'
import type { Caller, Services } from '#plugin'
import { CLIENT } from './names.ts'

export type Value = string | number | boolean

/**
 * `real`: it drives a setting of ours. `fixed`: it is so here, whatever is sent. `kept`: stored and told back, and nothing
 * goes by it.
 */
export type Way = 'real' | 'fixed' | 'kept'

export interface Row {
  way: Way
  /** Where nothing else is known; its type is that of the setting. */
  is: Value
  least?: number
  most?: number
  /** Bytes of a text. */
  longest?: number
  /** What is wrong with a text; null = nothing. */
  check?: (text: string) => string | null
  /** Below our data folder, which the founder alone is told. */
  inData?: string
  /** A host, an account or a path: for who may change settings alone. */
  isPrivate?: true
  /** Shown as asterisks where it is set, and never stored by us where nothing goes by it. */
  isSecret?: true
}

export const MASK = '********'
const BITS = { least: 0, most: 2_147_483_647 }

const kept = (is: Value, more: Partial<Row> = {}): Row => ({ way: 'kept', is, ...more })
const fixed = (is: Value): Row => ({ way: 'fixed', is })
const real = (is: Value, more: Partial<Row> = {}): Row => ({ way: 'real', is, ...more })
const number = (is: number, least: number = BITS.least, most: number = BITS.most) => kept(is, { least, most })
const port = (is: number) => number(is, 1, 65_535)
const secretly = { isPrivate: true } as const

const pathCheck = (text: string) =>
  text === '' || /^\/[^`$&|;<>(){}[\]!*?"'\\~#\n\r]*$/.test(text)
    ? null
    : 'must be an absolute path without characters that mean something to a shell'
const path = (inData?: string) => kept('', { check: pathCheck, isPrivate: true, ...(inData && { inData }) })
/** A program, or a place that has no counterpart here. */
const text = (is = '', more: Partial<Row> = {}) => kept(is, more)
const oneOf = (is: string, ...others: string[]) =>
  kept(is, {
    check: (text) => (text === is || others.includes(text) ? null : `must be one of ${[is, ...others].join(', ')}`),
  })

function networks(text: string): string | null {
  const parts = text
    .split(/[\s,]+/)
    .map((part) => part.trim())
    .filter(Boolean)
  const isGood = (part: string) => (part.includes('/') ? ipaddr.isValidCIDR(part) : ipaddr.isValid(part))
  return parts.every(isGood) ? null : 'must be addresses or networks such as 192.168.1.0/24, separated by commas'
}

const hostCheck = (text: string) =>
  text === '' || /^[A-Za-z0-9._-]{1,253}$/.test(text) || ipaddr.IPv6.isValid(text)
    ? null
    : 'must be a name or an address'

export const ROWS = {
  web_port: fixed(0),
  web_bind_ip: text('0.0.0.0'),
  web_root: path(),
  web_auth_enabled: kept(true),
  demo_mode: kept(false),
  web_thread_pool_size: number(4, 2, 128),
  webrtc_disabled: fixed(true),
  hls_disabled: fixed(false),
  mse_disabled: fixed(true),

  auth_timeout_hours: fixed(24),
  auth_absolute_timeout_hours: fixed(168),
  trusted_device_days: fixed(30),
  trusted_proxy_cidrs: text('', { check: networks, ...secretly }),
  force_mfa_on_login: fixed(false),
  login_rate_limit_enabled: fixed(true),
  login_rate_limit_max_attempts: fixed(5),
  login_rate_limit_window_seconds: fixed(900),

  storage_path: path('recordings'),
  storage_path_hls: path(),
  max_storage_size: real(0, { least: 0, most: 1e15 }),
  retention_days: real(0),
  auto_delete_oldest: fixed(true),
  storage_min_free_pct: real(0, { least: 0, most: 90 }),
  storage_pressure_warning_pct: number(20, 0, 100),
  storage_pressure_critical_pct: number(10, 0, 100),
  storage_pressure_emergency_pct: number(5, 0, 100),
  generate_thumbnails: fixed(true),
  thumbnails_per_recording: fixed(3),
  mp4_directory_format: oneOf('flat', 'year_month', 'year_month_day'),

  max_streams: number(32, 1, 256),
  max_streams_ceiling: fixed(256),

  log_file: path('logs/porchlight.log'),
  log_level: fixed(2),
  syslog_enabled: kept(false),
  syslog_ident: text('lightnvr'),
  syslog_facility: oneOf('LOG_USER', 'LOG_DAEMON', ...Array.from({ length: 8 }, (_, at) => `LOG_LOCAL${at}`)),
  pid_file: path(),

  db_path: path('porchlight.db'),
  db_backup_interval_minutes: number(60),
  db_backup_retention_count: number(24),
  db_post_backup_script: path(),

  buffer_size: number(1024),
  use_swap: kept(false),
  swap_size: number(128),

  models_path: path(),
  api_detection_url: text('', secretly),
  api_detection_backend: oneOf('onnx', 'tflite', 'opencv'),
  default_detection_threshold: number(50, 0, 100),
  pre_detection_buffer: number(5, 0, 60),
  post_detection_buffer: number(10, 0, 300),
  buffer_strategy: text('auto'),
  detection_grace_period: number(2),
  detection_engine_enabled: fixed(false),
  detection_engine_threads: number(1, 1, 64),
  detection_engine_delegate: oneOf('none', 'xnnpack', 'gpu'),

  go2rtc_enabled: fixed(false),
  go2rtc_binary_path: path(),
  go2rtc_config_dir: path(),
  go2rtc_api_port: fixed(0),
  go2rtc_rtsp_port: port(8554),
  go2rtc_webrtc_enabled: fixed(false),
  go2rtc_webrtc_listen_port: port(8555),
  go2rtc_stun_enabled: kept(false),
  go2rtc_stun_server: text('', secretly),
  go2rtc_external_ip: text('', secretly),
  go2rtc_ice_servers: text('', secretly),
  go2rtc_force_native_hls: fixed(true),
  webrtc_connection_timeout_ms: number(30_000, 1000),
  webrtc_ice_recovery_timeout_ms: number(5000),
  go2rtc_config_override: text('', { longest: 65_535, ...secretly }),
  go2rtc_config_override_disabled_reason: fixed(''),
  go2rtc_config_override_quarantined: fixed(''),

  mqtt_enabled: real(false),
  mqtt_broker_host: real('', { check: hostCheck, ...secretly }),
  mqtt_broker_port: real(1883, { least: 1, most: 65_535 }),
  mqtt_username: real('', { longest: 256, ...secretly }),
  mqtt_password: real('', { isSecret: true, longest: 1024, ...secretly }),
  mqtt_client_id: text('', secretly),
  mqtt_topic_prefix: real('', secretly),
  mqtt_tls_enabled: real(false),
  mqtt_keepalive: number(60, 0, 65_535),
  mqtt_qos: number(1, 0, 2),
  mqtt_retain: kept(false),
  mqtt_ha_discovery: real(false),
  mqtt_ha_discovery_prefix: real('', secretly),
  mqtt_ha_snapshot_interval: real(30, { least: 0, most: 300 }),

  turn_enabled: kept(false),
  turn_server_url: text('', secretly),
  turn_username: text('', secretly),
  turn_password: kept('', { isSecret: true, ...secretly }),

  onvif_discovery_enabled: kept(false),
  onvif_discovery_interval: number(300, 30, 3600),
  onvif_discovery_network: text('auto', secretly),
} as const satisfies Record<string, Row>

export type Key = keyof typeof ROWS
export type Values = { [K in Key]: Value }

export const KEYS = Object.keys(ROWS) as Key[]
export const rowOf = (key: Key): Row => ROWS[key]

/** What clients have set of this household that nothing goes by. */
export function keptOf({ clientFields }: Pick<Services, 'clientFields'>, caller: Caller): Record<string, unknown> {
  return caller.kind === 'system' ? {} : clientFields.of(CLIENT, { householdId: caller.householdId })
}
