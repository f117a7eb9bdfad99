// The 47 operations of seed 000: how each is asked, what it answers, and which errors its document and program name.
import { z } from 'zod'

export interface Operation {
  method: string
  /** As asked of the stand: device, channel and user are 1, 1 and 2. */
  path: string
  body?: object
  status: number
  /** Null: no body at all. Keys beyond the documented ones are allowed here; the description judges those. */
  shape: z.ZodType | null
  /** Bodies that are refused, with the field that the error names. */
  bad?: [body: object, field: string][]
  /** What an error begins with while the device is away; null where the reason alone is told. Absent: it is not asked. */
  away?: string | null
}

const text = z.string()
const int = z.int()
const bool = z.boolean()
const nullable = <T extends z.ZodType>(schema: T) => schema.nullable()
const day = z.string().regex(/^\d{4}-\d\d-\d\d$/)
const clock = z.string().regex(/^\d\d:\d\d:\d\d$/)
const instant = z.iso.datetime({ offset: true })
const object = z.looseObject

const token = object({ token: text.regex(/^[\w-]+\.[\w-]+\.[\w-]+$/) })
const ok = object({ status: z.literal('ok') })
const message = (said: string) => object({ message: z.literal(said) })
const detail = (said: string) => object({ detail: z.literal(said) })
const counted = object({ status: z.literal('success'), count: int })
const device = object({ id: int, ip_nvr: text, ip_web: text, username: text, brand: text, is_checked: bool }).refine(
  (value) => !('password' in value),
)
const channel = object({
  ...{ id: int, device_id: int, channel_no: int, name: text, connected_type: z.enum(['analog', 'ip']) },
  ...{ oldest_record_date: nullable(day), latest_record_date: nullable(day) },
  ...{ last_sync_at: nullable(instant), last_channel_sync_at: nullable(instant), is_active: bool, in_use: bool },
})
const range = object({ start_time: clock, end_time: clock })
const recordDay = { record_date: day, has_record: bool, time_ranges: z.array(range) }
const month = object({
  oldest_record_month: nullable(text.regex(/^\d{4}-\d\d$/)),
  channels: z
    .array(
      object({
        channel: object({
          ...{ id: int, channel_no: int, name: text },
          ...{ oldest_record_date: nullable(day), latest_record_date: nullable(day) },
        }),
        record_days: z.array(object(recordDay)),
      }),
    )
    .min(1),
})
const configuration = {
  ...{ channel_name: text, motion_detect: nullable(bool), resolution_width: nullable(int) },
  ...{ resolution_height: nullable(int), video_codec: nullable(text), max_frame_rate: nullable(int) },
  ...{ fixed_quality: nullable(int), vbr_average_cap: nullable(int), vbr_upper_cap: nullable(int) },
  h265_plus: nullable(bool),
}
const channelInfor = object({ id: int, connected_type: z.enum(['analog', 'ip']), ...configuration })
const bounds = object({ min: int, max: int })
const limits = object({
  resolutions: z.array(object({ width: int, height: int })).min(1),
  video_codec: z.array(text).min(1),
  max_frame_rates: z.array(int).min(1),
  fixed_quality: object({ options: z.array(int).min(1), current: nullable(int), default: nullable(int) }),
  vbr: object({ upper_cap: bounds, lower_cap: bounds }),
})
const weekday = z.enum(['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'])
const mode = z.enum(['continuous', 'motion', 'off'])
const span = object({
  ...{ id: int, day_of_week: int.min(0).max(6), day_end_of_week: int.min(0).max(6), mode },
  ...{ start_time: clock, end_time: clock, day_start: weekday, day_end: weekday, time_start: clock, time_end: clock },
})
const schedule = {
  ...{ device_id: int, channel_id: int, channel_no: int, channel_name: text },
  ...{ schedule_enable: bool, default_mode: nullable(mode), timeline: z.array(span) },
}
const infor = {
  ...{ model: nullable(text), serial_number: nullable(text) },
  ...{ firmware_version: nullable(text), mac_address: nullable(text) },
}
const disk = object({
  ...{ hdd_id: int, hdd_name: text, status: text, hdd_type: text },
  ...{ capacity: z.number(), free_space: z.number(), property: nullable(text) },
})
const role = z.enum(['administrator', 'operator', 'viewer'])
const deviceUser = object({ id: int, device_id: int, user_id: int, user_name: text, role, is_active: bool })
const flags = z.record(text, bool)
const scopes = object({ local: flags, remote: flags })
const listed = object({ global: flags, channels: z.record(text, z.array(int)) })
const permissions = object({
  ...{ device_user_id: int, user_name: text, global_permissions: scopes },
  ...{ channel_permissions: z.record(text, scopes), local: listed, remote: listed },
})
const alarm = object({
  ...{ id: int, device_id: nullable(int), device_ip_web: nullable(text), event: text.regex(/^[a-z_]+$/) },
  ...{ channel_id_in_device: nullable(text), channel_name: nullable(text), message: text, created_at: instant },
})
const alarms = object({
  ...{ items: z.array(alarm).min(1), next_cursor_time: nullable(instant) },
  ...{ next_cursor_id: nullable(int), has_more: bool },
})
const syncLog = object({
  ...{ id: int, device_id: nullable(int), sync_time: instant, status: z.enum(['success', 'failed']), message: text },
  ...{ owner_superadmin_id: z.uuid(), ip: nullable(text), is_success: bool },
})
const logEntry = object({
  ...{ eventTime: text, majorType: z.enum(['alarm', 'exception', 'operation', 'information']) },
  ...{ subType: text, channelID: nullable(int), description: text },
})
const monitor = object({ id: int, start_day: int, end_day: int, order: bool, owner_superadmin_id: z.uuid() })

const today = new Date().toISOString().slice(0, 10)
const INFOR = '/api/device/1/channel/1/infor'
const RIGHTS = '/api/device/1/user/2/permissions'
const login = { username: 'owner', password: 'porchlight-owner' }
const recorder = { ip_nvr: '192.0.2.9', ip_web: '192.0.2.9', username: 'admin', password: 'x', brand: 'hikvision' }
const logs = { from_: `${today}T00:00:00`, to: `${today}T23:59:59`, maxResults: 20, majorType: 'all' }

/** In an order in which one stand can be asked for all of them. */
export const OPERATIONS: Operation[] = [
  {
    ...{ method: 'POST', path: '/api/auth/login', body: login, status: 200, shape: token },
    bad: [[{ username: 'owner' }, 'password']],
  },
  {
    ...{ method: 'POST', path: '/api/auth/register', body: { username: 'someone', password: 'secret' } },
    ...{ status: 200, shape: token },
    bad: [
      [{ username: 'ab', password: 'secret' }, 'username'],
      [{ username: 'abc', password: '12345' }, 'password'],
      [{ username: 'x'.repeat(51), password: 'secret' }, 'username'],
    ],
  },
  { method: 'GET', path: '/api/devices', status: 200, shape: z.array(device).min(1) },
  { method: 'GET', path: '/api/devices/active', status: 200, shape: z.array(device).min(1) },
  { method: 'GET', path: '/api/devices/1', status: 200, shape: device },
  {
    ...{ method: 'POST', path: '/api/devices/test-connection', body: recorder, status: 200 },
    shape: object({ ip_reachable: bool, auth_ok: bool, message: text }),
    bad: [[{ ...recorder, ip_web: undefined }, 'ip_web']],
  },
  {
    ...{ method: 'POST', path: '/api/devices', body: { ...recorder, is_checked: false }, status: 201, shape: device },
    bad: [
      [{ ...recorder, ip_web: null }, 'ip_web'],
      [{ ...recorder, is_checked: 'yes' }, 'is_checked'],
    ],
  },
  {
    ...{ method: 'PUT', path: '/api/devices/1', body: { is_checked: true }, status: 204, shape: null },
    bad: [
      [{ password: null }, 'password'],
      [{ ip_web: '' }, 'ip_web'],
      [{ is_checked: null }, 'is_checked'],
    ],
  },
  { method: 'GET', path: '/api/devices/1/channels', status: 200, shape: z.array(channel).min(1) },
  {
    ...{ method: 'POST', path: '/api/devices/1/get_channels_record_info', status: 200, away: null },
    shape: message('Channels record info updated successfully'),
  },
  { method: 'POST', path: '/api/devices/1/channelsdata/sync', status: 200, shape: message('Synced'), away: null },
  {
    ...{ method: 'GET', path: '/api/devices/channels/1/record_days_full', status: 200 },
    shape: z.array(object({ id: int, channel_id: int, ...recordDay })).min(1),
  },
  { method: 'GET', path: `/api/devices/1/channels/month_data/${today.slice(0, 7)}`, status: 200, shape: month },
  {
    ...{ method: 'GET', path: INFOR, status: 200, shape: channelInfor },
    away: 'Failed to fetch configuration from device: ',
  },
  {
    ...{ method: 'GET', path: `${INFOR}/sync`, status: 200, shape: channelInfor },
    away: 'Failed to fetch configuration from device: ',
  },
  {
    ...{ method: 'GET', path: `${INFOR}/capabilities`, status: 200, shape: limits },
    away: 'Failed to fetch capabilities from device: ',
  },
  {
    ...{ method: 'PUT', path: INFOR, body: { channel_name: 'Front Door' }, status: 200, shape: ok },
    bad: [
      [{ motion_detect: 'on' }, 'motion_detect'],
      [{ vbr_upper_cap: -1 }, 'vbr_upper_cap'],
      [{ channel_name: '' }, 'channel_name'],
    ],
    away: 'Nothing was saved. Failed to push config to device: ',
  },
  { method: 'GET', path: `${INFOR}/recording-mode`, status: 200, shape: object(schedule) },
  {
    ...{ method: 'POST', path: `${INFOR}/recording-mode/sync`, status: 200, away: 'Failed to sync from NVR: ' },
    shape: object({ success: z.literal(true), data: object({ ...schedule, schedule_enabled: bool }) }),
  },
  {
    ...{ method: 'POST', path: '/api/device/1/channels/recording-mode/sync', status: 200 },
    shape: object({
      success: z.literal(true),
      synced_channels: z.array(int).min(1),
      failed_channels: z.array(object({ channel_id: int, error: text })),
    }),
    away: 'Failed to sync from NVR: ',
  },
  {
    ...{ method: 'GET', path: '/api/device/1/channel/1/live', status: 200, away: null },
    shape: object({ status: z.literal('ok'), hls_url: text.regex(/^\/hls\/[\w-]{32}\/index\.m3u8$/) }),
  },
  { method: 'POST', path: '/api/device/1/channel/1/heartbeat', status: 200, shape: ok },
  { method: 'POST', path: '/api/device/1/channel/1/stop', status: 200, shape: ok },
  {
    ...{ method: 'POST', path: '/api/device/1/infor/sync', status: 200 },
    shape: object({ status: z.literal('ok'), source: z.literal('device'), data: object(infor) }),
    away: 'Failed to fetch system info from device: ',
  },
  { method: 'GET', path: '/api/device/1/infor', status: 200, shape: object({ device_id: int, ...infor }) },
  {
    ...{ method: 'POST', path: '/api/device/1/infor/storage', status: 200, shape: counted },
    away: 'Cannot fetch storage from device: ',
  },
  { method: 'GET', path: '/api/device/1/infor/storage', status: 200, shape: z.array(disk).min(1) },
  {
    ...{ method: 'POST', path: '/api/device/1/infor/onvif-users', status: 200, shape: counted },
    away: 'Cannot fetch ONVIF users: ',
  },
  {
    ...{ method: 'GET', path: '/api/device/1/infor/onvif-users', status: 200 },
    shape: z.array(object({ user_id: int, username: text, level: text })).min(1),
  },
  {
    ...{ method: 'POST', path: '/api/device/1/user/sync', status: 200, shape: counted },
    away: 'Cannot fetch users from device: ',
  },
  {
    ...{ method: 'POST', path: '/api/device/1/user/syncall', status: 200 },
    shape: object({
      ...{ success: z.literal(true), device_id: int, total: int, synced: int, failed: int },
      errors: z.array(object({ device_user_id: int, user_id: int, error: text })),
    }),
    away: 'Cannot fetch users from device: ',
  },
  { method: 'GET', path: '/api/device/1/user', status: 200, shape: z.array(deviceUser).min(2) },
  { method: 'GET', path: RIGHTS, status: 200, shape: permissions, away: 'Failed to fetch permission from device: ' },
  {
    ...{ method: 'POST', path: `${RIGHTS}/sync`, status: 200, shape: object({ status: z.literal('success') }) },
    away: 'Cannot fetch permission from device: ',
  },
  {
    ...{ method: 'PUT', path: RIGHTS, body: { global_permissions: { local: { playback: true } } }, status: 200 },
    shape: object({
      ...{ success: z.literal(true), code: z.literal('OK') },
      message: z.literal('Permission updated successfully'),
    }),
    bad: [
      [{ global_permissions: { local: { playback: 'yes' } } }, 'global_permissions.local.playback'],
      [{ channel_permissions: { front: {} } }, 'channel_permissions.front'],
    ],
    away: 'Failed to push permissions to device: ',
  },
  { method: 'GET', path: '/api/user/alarm', status: 200, shape: alarms },
  { method: 'DELETE', path: '/api/user/alarm/1', status: 200, shape: detail('Alarm deleted successfully') },
  {
    ...{ method: 'DELETE', path: '/api/user/alarm', status: 200 },
    shape: object({ detail: z.literal('All alarms deleted'), deleted_count: int }),
  },
  { method: 'POST', path: '/api/sync/now', status: 200, shape: message('Sync started') },
  {
    ...{ method: 'GET', path: '/api/sync/setting', status: 200 },
    shape: object({ is_enabled: z.literal(true), interval_minutes: z.literal(60) }),
  },
  {
    ...{ method: 'POST', path: '/api/sync/setting', body: { is_enabled: true, interval_minutes: 30 }, status: 200 },
    shape: message('Saved'),
    bad: [
      [{ is_enabled: true, interval_minutes: 0 }, 'interval_minutes'],
      [{ is_enabled: true, interval_minutes: 10_081 }, 'interval_minutes'],
      [{ interval_minutes: 5 }, 'is_enabled'],
    ],
  },
  { method: 'GET', path: '/api/logs', status: 200, shape: z.array(syncLog).min(1) },
  {
    ...{ method: 'POST', path: '/api/logs/device/1', body: logs, status: 200, shape: z.array(logEntry).min(1) },
    bad: [
      [{ ...logs, from_: 'yesterday' }, 'from_'],
      [{ ...logs, to: undefined }, 'to'],
      [{ ...logs, majorType: 'gossip' }, 'majorType'],
    ],
    away: 'Failed to fetch logs from device: ',
  },
  { method: 'GET', path: '/api/config', status: 200, shape: monitor },
  {
    ...{ method: 'POST', path: '/api/config', body: { start_day: 1, end_day: 28, order: true }, status: 200 },
    shape: monitor,
    bad: [
      [{ start_day: 20, end_day: 2 }, 'start_day'],
      [{ start_day: 0 }, 'start_day'],
      [{ end_day: 32 }, 'end_day'],
    ],
  },
  {
    ...{
      method: 'POST',
      path: '/api/auth/change-password',
      status: 200,
      shape: message('Password changed successfully'),
    },
    body: { old_password: login.password, new_password: 'another-one' },
    bad: [[{ old_password: login.password, new_password: '12345' }, 'new_password']],
  },
  { method: 'DELETE', path: '/api/devices/1', status: 204, shape: null },
]

export const nameOf = ({ method, path }: Operation) => `${method} ${path}`
