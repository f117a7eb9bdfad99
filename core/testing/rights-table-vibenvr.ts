// What is sent to the routes of VibeNVR's API, in the order of their sections in `docs/api/vibenvr.md`.
import type { Sent, Subject } from './rights-table.ts'

/** Of a path: what it is, or the value itself. */
export type Parameter = { of: Subject } | { is: string }

/** See `PARAMETERS`. */
export const PARAMETERS_OF_VIBENVR: Record<string, Parameter> = {
  'api-tokens/:token_id': { of: 'key' },
  'backup/:filename': { of: 'backup' },
  'cameras/:camera_id': { of: 'channel' },
  'devices/:device_id': { is: '1' },
  'events/:event_id': { of: 'recording' },
  'groups/:group_id': { is: '1' },
  'goto-home/:camera_id': { of: 'channel' },
  'goto-preset/:camera_id': { of: 'channel' },
  'move/:camera_id': { of: 'channel' },
  'nodes/:node_id': { is: '1' },
  'presets/:camera_id': { of: 'channel' },
  'probe-features/:camera_id': { of: 'channel' },
  'profiles/:profile_id': { is: '1' },
  'restore-file/:filename': { of: 'backup' },
  'set-home/:camera_id': { of: 'channel' },
  'settings/:setting_key': { is: 'cleanup_interval_hours' },
  'stop/:camera_id': { of: 'channel' },
  'users/:user_id': { of: 'user' },
}

/** What our recorder does of a camera for which nobody has set anything. */
const AS_USUAL = {
  ...{ recording_mode: 'Off', captured_before: 5, captured_after: 15, max_movie_length: 300, preserve_movies: '14' },
}

export const SENT_TO_VIBENVR: Record<string, Sent | Sent[]> = {
  // Sign-in and keys
  'POST /vibenvr/auth/login': { because: 'Field required' },
  'POST /vibenvr/auth/logout': {},
  'POST /vibenvr/auth/setup': {
    body: () => ({ username: 'made', password: 'another long password' }),
    because: 'Setup already completed. Users exist.',
  },
  'PATCH /vibenvr/auth/me/language': { keys: 'writing', body: () => ({ language: 'de' }) },
  'POST /vibenvr/auth/2fa/setup': { keys: 'none' },
  'POST /vibenvr/auth/2fa/enable': {
    ...{ keys: 'none', body: () => ({ code: '123456' }) },
    because: '2FA setup not initiated',
  },
  'POST /vibenvr/auth/2fa/disable': { keys: 'none', body: () => ({ password: 'wrong password' }) },
  'POST /vibenvr/auth/2fa/recovery-codes': { keys: 'none', because: '2FA must be enabled first' },
  'GET /vibenvr/auth/devices': { keys: 'none' },
  'DELETE /vibenvr/auth/devices/:device_id': { keys: 'none', because: 'Device not found' },
  'GET /vibenvr/v1/api-tokens': { keys: 'none' },
  'POST /vibenvr/v1/api-tokens': { keys: 'none', body: () => ({ name: 'made' }) },
  'DELETE /vibenvr/v1/api-tokens/:token_id': { keys: 'none', managed: true },
  'POST /vibenvr/users': { body: () => ({ username: 'made-there', password: 'another long password' }) },
  'PUT /vibenvr/users/:user_id': { body: () => ({ username: 'renamed' }) },
  'DELETE /vibenvr/users/:user_id': {},
  'PUT /vibenvr/users/:user_id/password': { body: () => ({ new_password: 'another long password' }) },
  'POST /vibenvr/users/:user_id/avatar': { because: 'No pictures of people are kept here' },
  // Cameras
  'POST /vibenvr/cameras': {
    body: () => ({ ...AS_USUAL, name: 'made', rtsp_url: 'rtsp://192.0.2.97/made' }),
  },
  'PUT /vibenvr/cameras/:camera_id': { body: () => ({ ...AS_USUAL, name: 'renamed', rtsp_url: '' }) },
  'DELETE /vibenvr/cameras/:camera_id': {},
  'POST /vibenvr/cameras/bulk-delete': { body: () => [0] },
  'POST /vibenvr/cameras/reorder': { body: ({ channel }) => ({ camera_ids: [channel] }) },
  'POST /vibenvr/cameras/:camera_id/recording': {},
  'POST /vibenvr/cameras/:camera_id/cleanup': {},
  'POST /vibenvr/cameras/probe-stream': { body: () => ({ rtsp_url: 'rtsp://127.0.0.1:9/none' }) },
  'POST /vibenvr/cameras/export/bulk': { body: ({ channel }) => [channel] },
  'POST /vibenvr/cameras/import': {
    body: () => ({ camera: { ...AS_USUAL, name: 'made', rtsp_url: 'rtsp://192.0.2.98/made' } }),
  },
  'POST /vibenvr/cameras/import/motioneye': {},
  'GET /vibenvr/groups/:group_id': { because: 'Group not found' },
  'POST /vibenvr/groups': { body: () => ({ name: 'made' }) },
  'DELETE /vibenvr/groups/:group_id': { because: 'Group not found' },
  'POST /vibenvr/groups/bulk-delete': { body: () => [0] },
  'POST /vibenvr/groups/:group_id/cameras': { body: ({ channel }) => [channel], because: 'Group not found' },
  'POST /vibenvr/groups/:group_id/action': {
    ...{ body: () => ({ action: 'disable_motion' }), because: 'Group not found' },
  },
  // Live
  'POST /vibenvr/cameras/:camera_id/snapshot': {},
  'POST /vibenvr/onvif/ptz/move/:camera_id': { body: () => ({ pan: 1 }) },
  'POST /vibenvr/onvif/ptz/stop/:camera_id': {},
  'POST /vibenvr/onvif/ptz/goto-home/:camera_id': {},
  'POST /vibenvr/onvif/ptz/set-home/:camera_id': {},
  'POST /vibenvr/onvif/ptz/goto-preset/:camera_id': { body: () => ({ preset_token: '1' }) },
  'POST /vibenvr/onvif/ptz/probe-features/:camera_id': {},
  'POST /vibenvr/onvif/probe': { body: () => ({ ip: '192.0.2.97', port: 80 }) },
  'GET /vibenvr/onvif/scan/stream': { query: () => '?ip_range=192.0.2.0/24' },
  'POST /vibenvr/onvif/deep-scan': { body: () => ({ ip: '192.0.2.97' }) },
  // Events and media
  'GET /vibenvr/events': [{}, { about: 'channel', query: ({ channel }) => `?camera_id=${channel}` }],
  'POST /vibenvr/events': {},
  'POST /vibenvr/events/webhook': {},
  'POST /vibenvr/events/bulk-delete': { body: () => ({ event_ids: [4711] }) },
  'DELETE /vibenvr/events/bulk/all': { query: () => '?event_type=snapshot' },
  'DELETE /vibenvr/events/:event_id': {},
  // Figures
  'GET /vibenvr/v1/homepage/stats': { because: 'API Key required' },
  'POST /vibenvr/storage/profiles': { body: () => ({ name: 'made', path: '/nowhere' }) },
  'PUT /vibenvr/storage/profiles/:profile_id': { body: () => ({ name: 'made', path: '/nowhere' }) },
  'DELETE /vibenvr/storage/profiles/:profile_id': {},
  'GET /vibenvr/logs/': { query: () => '?service=all' },
  'POST /vibenvr/federation/nodes': { body: () => ({ name: 'other' }) },
  'PUT /vibenvr/federation/nodes/:node_id': { body: () => ({ name: 'other' }) },
  'DELETE /vibenvr/federation/nodes/:node_id': {},
  // Settings
  'GET /vibenvr/settings/:setting_key': { right: 'manage' },
  'PUT /vibenvr/settings/:setting_key': { body: () => ({ value: '12' }) },
  'POST /vibenvr/settings/bulk': { body: () => ({ cleanup_interval_hours: '12' }) },
  'POST /vibenvr/settings/init-defaults': {},
  'POST /vibenvr/settings/cleanup': {},
  'POST /vibenvr/settings/backup/run': {},
  'POST /vibenvr/settings/backup/import': {},
  'POST /vibenvr/settings/backup/restore-file/:filename': {},
  'POST /vibenvr/settings/test-notify': {},
  'POST /vibenvr/settings/telemetry/report': {},
  'POST /vibenvr/settings/sync-orphans': {},
  'DELETE /vibenvr/settings/backup/:filename': {},
}
