// Answers of the API as the pages use them.

export type Phase = 'unchecked' | 'idle' | 'connecting' | 'online' | 'away' | 'refused'

export interface DeviceStateOut {
  phase: Phase
  since: string
  reason: string | null
  kind: string | null
  retry_at: string | null
}

export interface DeviceOut {
  id: number
  uuid: string
  ip_nvr: string
  ip_web: string
  username: string
  brand: string
  is_checked: boolean
  name: string | null
  model: string | null
  serial_number: string | null
  firmware_version: string | null
  kind: 'recorder' | 'camera' | null
  verify_tls: boolean
  certificate_pinned: boolean
  offers: string[]
  last_seen_at: string | null
  state: DeviceStateOut
  channel_count: number
}

export interface ChannelOut {
  id: number
  uuid: string
  device_id: number
  channel_no: number
  name: string
  device_name: string | null
  slug: string
  connected_type: 'analog' | 'ip'
  is_active: boolean
  online: boolean | null
  trouble: string | null
  source_key: string
  can: { live: boolean; sub: boolean; audio: boolean; snapshot: boolean; ptz: boolean; alarms: string[] }
}

export interface AlarmOut {
  id: number
  uuid: string
  device_id: number | null
  channel_id: number | null
  device_ip_web: string | null
  event: string
  channel_id_in_device: string | null
  channel_name: string | null
  message: string
  created_at: string
  kind: string
  ended_at: string | null
  duration_seconds: number | null
  end_reason: string | null
  target: string | null
  region: number | null
  severity: string
  picture_url: string | null
}

export interface AlarmPage {
  items: AlarmOut[]
  next_cursor_time: string | null
  next_cursor_id: number | null
  has_more: boolean
}

export interface DeviceInput {
  brand: string
  ip_web: string
  ip_nvr: string
  username: string
  password: string
  name: string | null
  verify_tls: boolean
  is_checked: boolean
}

export interface TestOut {
  ip_reachable: boolean
  auth_ok: boolean
  message: string
  kind?: string | null
  model?: string | null
  channels?: number | null
  tries_left?: number | null
  certificate?: string | null
}

export interface Person {
  id: string
  username: string
  role: string
}

export interface TokensOut {
  access_token: string
  refresh_token: string
}

export interface KeyOut {
  id: number
  name: string
  hint: string
  read_only: boolean
  expires_at: string | null
  last_used_at: string | null
  created_at: string
}

export interface HubOut {
  connected: boolean
  since: string | null
  last_error: string | null
  url: string | null
  prefix: string
  node_id: string
  discovery: string
}

export interface SettingOut {
  key: string
  value: unknown
  default: unknown
  locked: boolean
  scope: string
}

export interface Health {
  status: string
  version: string
  timestamp: string
  setup: boolean
}

export interface SignedOut {
  url: string
  ticket: string
  expires_at: string
}
