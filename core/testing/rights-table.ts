// What each route is about, and what is sent to it: bodies that are valid, so that nothing but a right can refuse them.
import type { Right } from '../http/route.ts'
import { type Belongings, BRAND, PASSWORD, type Things } from './rights-stand.ts'
import { PARAMETERS_OF_HOUSE, SENT_TO_HOUSE } from './rights-table-house.ts'
import { PARAMETERS_OF_VIBENVR, type Parameter, SENT_TO_VIBENVR } from './rights-table-vibenvr.ts'

export type Subject = Exclude<keyof Things, 'loose'> | keyof Belongings
type All = Things & Belongings

export interface Sent {
  /** Of what is named in the body or query; what the path names comes first. */
  about?: Subject
  body?: (things: All) => unknown
  query?: (things: All) => string
  /** The right that this body needs, where the route leaves it to what is asked for. */
  right?: Right
  /** Of a person who signed in: no API key is let in (`none`), or none that may only read. */
  keys?: 'none' | 'writing'
  /** What is somebody's alone elsewhere: here the admins of his household reach it, too. */
  managed?: true
  /** What an answer says that is not about who asks. */
  because?: string
  /** Open to everybody, but does something only for who has this right: all others are told 403, nobody too. */
  publicTo?: Right
  /** What an answer with status 200 says in a dialect where others say 404. */
  hidden?: string
  /** Asked after everything else, since no restored row takes back what it does, and why. */
  last?: string
}

/** The segment before a parameter and its name → what it is; a text is the value itself. A new route must add its own here. */
export const PARAMETERS: Record<string, Parameter> = {
  'users/:id': { of: 'user' },
  'keys/:id': { of: 'key' },
  'sign-ins/:id': { of: 'sign-in' },
  'sessions/:id': { of: 'sign-in' },
  'trusted-devices/:id': { is: '1' },
  'trusted-browsers/:id': { is: '1' },
  'activity/:id': { of: 'activity' },
  'jobs/:id': { of: 'job' },
  'devices/:id': { of: 'device' },
  'device/:id': { of: 'device' },
  'device/:device': { of: 'device' },
  'user/:user': { of: 'deviceUser' },
  'channels/:id': { of: 'channel' },
  'channels/:channel': { of: 'channel' },
  'channel/:channel': { of: 'channel' },
  'cameras/:id': { of: 'channel' },
  'camera/:id': { of: 'channel' },
  'status/:id': { of: 'channel' },
  'recordings/:id': { of: 'recording' },
  'play/:id': { of: 'recording' },
  'download/:id': { of: 'recording' },
  'thumbnail/:id': { of: 'recording' },
  'progress/:job': { of: 'job' },
  'status/:token': { of: 'job' },
  'result/:token': { of: 'job' },
  'alarm/:id': { of: 'alarm' },
  'events/:id': { of: 'event' },
  'backups/:name': { of: 'backup' },
  'settings/:key': { of: 'setting' },
  'alarm-holds/:kind': { is: 'motion' },
  'alarm-sources/:kind': { is: 'motion' },
  'outputs/:output': { is: '1' },
  'presets/:token': { is: '1' },
  'month_data/:month': { is: '2026-01' },
  'folders/:id': { is: '1' },
  'sources/:nvr_id': { of: 'nvr' },
  'streams/:name': { of: 'channel' },
  'hls/:name': { of: 'channel' },
  'pieces/:id': { of: 'recording' },
  'config/:name': { of: 'channel' },
  'test/:name': { of: 'channel' },
  'stats/:name': { of: 'channel' },
  'recordings/:name': { of: 'channel' },
  'results/:name': { of: 'channel' },
  ...PARAMETERS_OF_HOUSE,
  ...PARAMETERS_OF_VIBENVR,
}

const RANGE = 'from=2026-01-10T08:00:00Z&to=2026-01-10T09:00:00Z'
const span = { from: '2026-01-10T08:00:00Z', to: '2026-01-10T09:00:00Z' }
const camera = { ip_web: '192.0.2.99', username: 'admin', password: 'x', brand: BRAND }
const password = 'another long password'
const login = { username: 'admin', password: 'right-password' }
const urlOf = (nvr: string) => `http://${nvr.replace('_', ':')}`
const none: Sent = {}
const polygon = [
  { x: 0.1, y: 0.1 },
  { x: 0.9, y: 0.1 },
  { x: 0.5, y: 0.9 },
]
const ZONE = { id: 'door', name: 'Door', enabled: true, polygon }
const personal: Sent = { keys: 'none' }
const writing: Sent = { keys: 'writing' }
const inQuery = (name: string, rest = ''): Sent => ({
  about: 'channel',
  query: ({ channel }) => `?${name}=${channel}${rest && `&${rest}`}`,
})
const sign = (about: Subject | null, right: Right, path: (things: All) => string): Sent => ({
  ...(about && { about }),
  right,
  body: (things) => ({ path: path(things) }),
})

/** As seed 002's dialect says it. */
const HIDDEN = 'NVR not found'
const ofNvr = (rest: object = {}): Sent => ({
  about: 'nvr',
  hidden: HIDDEN,
  body: ({ nvr }) => ({ nvr_id: nvr, ...rest }),
})
const inCloud = { channel_id: '1', start_time: span.from, end_time: span.to }

/** `METHOD path` → what is sent. Every route that writes is named here; so is what finds its object in the query. */
export const SENT: Record<string, Sent | Sent[]> = {
  'GET /api/footage/ranges': inQuery('channel_ids', RANGE),
  'GET /api/footage/gaps': inQuery('channel_ids', RANGE),
  'GET /api/footage/clips': inQuery('channel_ids', RANGE),
  'GET /api/recordings': [none, inQuery('cameraId')],
  'GET /api/recordings/search': [{ query: () => '?q=film' }, inQuery('cameraId', 'q=film')],
  'GET /api/recordings/stats': [none, inQuery('cameraId')],
  'GET /api/events': [none, inQuery('cameraId')],
  'GET /api/system/stats/history': { query: () => `?${RANGE}` },

  'GET /api/keys': personal,
  'GET /api/auth/sign-ins': personal,
  'GET /api/auth/totp': personal,
  'POST /api/auth/change-password': {
    keys: 'none',
    body: () => ({ old_password: 'wrong password', new_password: password }),
  },
  'POST /api/auth/login': { body: () => ({ username: 'spare', password: PASSWORD }) },
  'POST /api/auth/register': { publicTo: 'people', body: () => ({ username: 'made', password, role: 'viewer' }) },
  'POST /api/auth/refresh': { body: () => ({ refresh_token: 'unknown' }), because: 'Invalid refresh token' },
  'POST /api/auth/logout': none,
  'GET /*': { because: 'There is nothing at this address' },
  'POST /api/users': { body: () => ({ username: 'made', password, role: 'viewer' }) },
  'PUT /api/users/:id': { keys: 'writing', body: () => ({ full_name: 'Somebody' }) },
  'PUT /api/users/:id/role': { body: () => ({ role: 'operator' }) },
  'PUT /api/users/:id/status': { body: () => ({ status: 'disabled' }) },
  'PUT /api/users/:id/password': { body: () => ({ password }) },
  'DELETE /api/users/:id': none,
  'PUT /api/users/:id/grants': { body: () => [] },
  'PUT /api/settings/:key': { body: () => ({ value: {} }) },
  'POST /api/storage/folders': { body: () => ({ name: 'made', path: '/nowhere' }) },
  'PUT /api/storage/folders/:id': { body: () => ({ name: 'made' }) },
  'DELETE /api/storage/folders/:id': none,
  'POST /api/keys': { keys: 'none', body: () => ({ name: 'made' }) },
  'DELETE /api/keys/:id': personal,
  'DELETE /api/auth/sign-ins': personal,
  'DELETE /api/auth/sign-ins/:id': personal,
  'GET /api/auth/trusted-browsers': personal,
  'DELETE /api/auth/trusted-browsers/:id': { keys: 'none', because: 'Trusted browser not found' },
  'POST /api/auth/totp/setup': { keys: 'none', body: () => ({ password: 'wrong password' }) },
  'POST /api/auth/totp/enable': { keys: 'none', body: () => ({ code: '123456' }) },
  'POST /api/auth/totp/disable': { keys: 'none', body: () => ({ password: 'wrong password', code: '123456' }) },
  'POST /api/auth/recovery-codes': { keys: 'none', body: () => ({ password: 'wrong password', code: '123456' }) },
  'DELETE /api/users/:id/totp': none,
  'DELETE /api/activity/cleanup': { query: () => '?daysToKeep=3000' },
  'POST /api/activity/:id/undo': { body: () => ({}) },
  'POST /api/jobs/:id/cancel': writing,
  'POST /api/jobs/:id/pause': writing,
  'POST /api/jobs/:id/resume': writing,
  'POST /api/media/sign': [
    sign('channel', 'view', ({ channel }) => `/channels/${channel}/sub/mse`),
    sign('channel', 'view', ({ channel }) => `/channels/${channel}/main/index.m3u8`),
    sign('channel', 'view', ({ channel }) => `/channels/${channel}/snapshot.jpg`),
    sign('channel', 'playback', ({ channel }) => `/channels/${channel}/footage/2026-01-10T08:00:00Z/mse`),
    sign('channel', 'playback', ({ channel }) => `/channels/${channel}/footage/2026-01-10T08:00:00Z/index.m3u8`),
    sign('alarm', 'view', ({ alarm }) => `/alarms/${alarm}/picture.jpg`),
    sign('recording', 'playback', ({ recording }) => `/recordings/${recording}/stream`),
    sign('recording', 'playback', ({ recording }) => `/recordings/${recording}/stream?format=hls`),
    sign('recording', 'export', ({ recording }) => `/recordings/${recording}/download`),
    sign('job', 'export', ({ job }) => `/jobs/${job}/file`),
    sign('backup', 'appliance', ({ backup }) => `/system/backups/${backup}/file`),
    sign(null, 'signed-in', () => '/events'),
    sign(null, 'appliance', () => '/system/logs'),
  ],
  'POST /api/hub/announce': { body: () => ({}) },
  'POST /api/hub/entity-ids': { body: () => ({}) },
  'POST /api/hub/node-id': none,
  'POST /api/devices/test-connection': { body: () => camera },
  'POST /api/devices': { body: () => camera },
  'POST /api/discovery': none,
  'POST /api/discovery/add': {
    body: () => ({ username: 'admin', password: 'x', items: [{ brand: BRAND, address: camera.ip_web }] }),
  },
  'PUT /api/devices/:id': { body: () => ({ name: 'Renamed' }) },
  'DELETE /api/devices/:id': none,
  'POST /api/devices/:id/trust-certificate': { body: () => ({ fingerprint: 'ab'.repeat(32) }) },
  'POST /api/devices/:id/sync': none,
  'PUT /api/channels/:id': { body: () => ({ name: 'Renamed' }) },
  'PUT /api/channels/:channel/footage-rule': { body: () => ({ hours: 1 }) },
  'PUT /api/cameras/:id/zones': { body: () => ({ zones: [ZONE] }) },
  'PUT /api/cameras/:id/recording': { body: () => ({ mode: 'off', pre_seconds: 7 }) },
  'POST /api/cameras/:id/recording/start': none,
  'POST /api/cameras/:id/recording/stop': none,
  'DELETE /api/channels/:channel/footage-rule': none,
  'POST /api/sync/now': [none, { about: 'device', query: ({ device }) => `?device_id=${device}` }],
  'POST /api/sync/setting': { body: () => ({ is_enabled: false, interval_minutes: 60 }) },
  'GET /api/logs': [none, { about: 'device', query: ({ device }) => `?device_id=${device}` }],
  'POST /api/devices/:id/get_channels_record_info': none,
  'POST /api/devices/:id/channelsdata/sync': none,
  'POST /api/config': { body: () => ({ order: true }) },
  'POST /api/device/:device/channel/:channel/stop': none,
  'POST /api/device/:device/channel/:channel/heartbeat': none,
  'DELETE /api/user/alarm': none,
  'DELETE /api/user/alarm/:id': none,
  'PUT /api/channels/:id/alarm-holds/:kind': { body: () => ({ hold: 5 }) },
  'POST /api/channels/:id/alarm-sources/sync': none,
  'POST /api/channels/:id/alarm-sources/:kind/enable': none,
  'POST /api/devices/:id/alarm-sources/sync': none,
  'POST /api/devices/:id/alarm-sources/:kind/enable': none,
  'POST /api/recordings/fetch': {
    keys: 'writing',
    about: 'channel',
    body: ({ channel }) => ({ channel_id: channel, ...span }),
  },
  'POST /api/recordings/sync': none,
  'PUT /api/recordings/:id': { body: () => ({ protected: true }) },
  'DELETE /api/recordings/:id': none,
  'POST /api/cameras': { body: () => ({ name: 'Made', rtsp_url: 'rtsp://192.0.2.98/made' }) },
  'POST /api/cameras/probe': [
    { body: () => ({ rtsp_url: 'rtsp://127.0.0.1:9/none' }) },
    { about: 'device', body: ({ device }) => ({ rtsp_url: 'rtsp://127.0.0.1:9/none', device_id: device }) },
  ],
  'PUT /api/cameras/:id': { body: () => ({ name: 'Renamed' }) },
  'DELETE /api/cameras/:id': none,
  'POST /api/cameras/:id/restart': none,
  'POST /api/cameras/:id/snapshot': { body: () => ({}) },
  'PUT /api/cameras/:id/imaging': { body: () => ({ brightness: 60 }) },
  'POST /api/cameras/:id/ptz/move': { body: () => ({ pan: 0.5 }) },
  'POST /api/cameras/:id/ptz/stop': none,
  'POST /api/cameras/:id/ptz/relative': { body: () => ({ pan: 0.5 }) },
  'POST /api/cameras/:id/ptz/absolute': { body: () => ({ pan: 0.5 }) },
  'POST /api/cameras/:id/ptz/home': none,
  'POST /api/cameras/:id/ptz/set-home': none,
  'POST /api/cameras/:id/ptz/presets': { body: () => ({ name: 'Made' }) },
  'POST /api/cameras/:id/ptz/presets/:token/goto': none,
  'DELETE /api/cameras/:id/ptz/presets/:token': none,
  'POST /api/exports': [
    { keys: 'writing', about: 'recording', body: ({ recording }) => ({ items: [{ recording_id: recording }] }) },
    {
      keys: 'writing',
      about: 'channel',
      body: ({ channel }) => ({ items: [{ camera_id: channel, start: span.from, end: span.to }] }),
    },
  ],
  'POST /api/device/:id/infor/sync': none,
  'POST /api/device/:id/infor/storage': none,
  'POST /api/device/:id/infor/onvif-users': none,
  'PUT /api/devices/:id/outputs/:output': { body: () => ({ active: true }) },
  'PUT /api/devices/:id/holiday': { body: () => ({ enabled: true }) },
  'POST /api/devices/:id/reboot': none,
  'PUT /api/device/:device/channel/:channel/infor': { body: () => ({ channel_name: 'Renamed' }) },
  'PUT /api/device/:device/channel/:channel/infor/recording-mode': { body: () => ({ schedule_enable: true }) },
  'POST /api/device/:device/channel/:channel/infor/recording-mode/sync': none,
  'POST /api/device/:device/channels/recording-mode/sync': none,
  'POST /api/device/:device/user/sync': none,
  'POST /api/device/:device/user/syncall': none,
  'PUT /api/device/:device/user/:user/permissions': { body: () => ({ global_permissions: { local: {} } }) },
  'POST /api/device/:device/user/:user/permissions/sync': none,
  'POST /api/logs/device/:device': { body: () => span },
  'POST /api/events': [
    { body: () => ({ type: 'note' }) },
    { about: 'channel', body: ({ channel }) => ({ type: 'note', camera_id: channel }) },
  ],
  'PUT /api/events/:id': { body: () => ({ acknowledged: true }) },
  'DELETE /api/events/:id': none,
  'POST /api/system/backup': { body: () => ({ passphrase: 'a long enough passphrase' }) },
  'POST /api/system/backups': none,
  'DELETE /api/system/backups/:name': none,
  'POST /api/system/restore': { body: ({ backup }) => ({ backup, passphrase: 'a wrong passphrase' }) },
  'DELETE /api/system/restore': { because: 'No restore is waiting' },
  'POST /api/system/restart': { body: () => ({ confirm: true }) },
  'POST /api/cloud/hikvision-connect': { body: () => ({ host: '192.0.2.99', username: 'admin', password: 'x' }) },
  'POST /api/cloud/hikvision/channels': ofNvr(),
  'GET /api/cloud/hikvision/sources/:nvr_id': { hidden: HIDDEN },
  'PUT /api/cloud/hikvision/sources/:nvr_id': { hidden: HIDDEN, body: () => ({ time_range_hours: 2 }) },
  'POST /api/cloud/hikvision/search': ofNvr(inCloud),
  'POST /api/cloud/hikvision/download': { keys: 'writing', ...ofNvr(inCloud) },
  'GET /api/cloud/hikvision/downloads': [none, { about: 'nvr', hidden: HIDDEN, query: ({ nvr }) => `?nvr_id=${nvr}` }],
  'POST /lightnvr/api/auth/login': { body: () => ({ username: 'spare', password: PASSWORD }) },
  'POST /lightnvr/api/auth/login/totp': { body: () => ({ totp_token: 'x'.repeat(43), code: '000000' }) },
  'POST /lightnvr/api/auth/logout': {},
  'GET /lightnvr/logout': { last: 'who asks by cookie is nobody then' },
  'GET /lightnvr/api/timeline/segments': inQuery('stream'),
  'GET /lightnvr/api/timeline/segments-by-ids': { query: () => '?ids=999999999' },
  'GET /lightnvr/api/timeline/manifest': inQuery('stream'),
  'GET /lightnvr/api/timeline/play': {
    about: 'channel',
    query: ({ channel }) => `?stream=${channel}&start=${Math.floor(Date.now() / 1000) - 86_400}`,
  },
  'GET /lightnvr/hls/:name/:file': { because: 'HLS segment not found or still being generated' },
  'GET /lightnvr/go2rtc/api/frame.jpeg': inQuery('src'),
  'POST /lightnvr/api/recordings/sync': {},
  'DELETE /lightnvr/api/recordings/:id': {},
  'PUT /lightnvr/api/recordings/:id/protect': { body: () => ({ protected: true }) },
  'POST /lightnvr/api/recordings/batch-delete': { body: () => ({ ids: [4711] }) },
  'GET /lightnvr/api/recordings/batch-delete/progress/:job': { because: 'Job not found' },
  'POST /lightnvr/api/recordings/batch-protect': { body: ({ recording }) => ({ ids: [recording], protected: true }) },
  'POST /lightnvr/api/recordings/batch-download': {
    ...{ about: 'recording', keys: 'writing' },
    body: ({ recording }) => ({ ids: [recording] }),
  },
  'GET /lightnvr/api/recordings/batch-download/status/:token': { because: 'Download not found' },
  'GET /lightnvr/api/recordings/batch-download/result/:token': { because: 'Download not found' },
  'POST /lightnvr/api/recordings/batch-tags': { body: ({ recording }) => ({ ids: [recording], add: ['gate'] }) },
  'PUT /lightnvr/api/recordings/:id/tags': { body: () => ({ tags: ['gate'] }) },
  'GET /lightnvr/api/recordings/files/check': { query: () => '?path=none/film.mp4' },
  'DELETE /lightnvr/api/recordings/files': { query: () => '?path=none/film.mp4' },
  'PUT /lightnvr/api/recordings/:id/retention': { body: () => ({ retention_days: 30 }) },
  'POST /lightnvr/api/streams/:name/zones': { body: () => ({ zones: [ZONE] }) },
  'DELETE /lightnvr/api/streams/:name/zones': none,
  'POST /lightnvr/api/motion/config/:name': { body: () => ({ enabled: true }) },
  'DELETE /lightnvr/api/motion/config/:name': { because: 'Motion recording configuration not found' },
  'POST /lightnvr/api/motion/test/:name': { because: 'Motion recording not enabled for this stream' },
  'DELETE /lightnvr/api/motion/recordings/:id': { because: 'Motion recording not found' },
  'POST /lightnvr/api/motion/cleanup': { body: () => ({ retention_days: 3000 }) },
  'POST /lightnvr/api/motion/trigger': {
    about: 'channel',
    body: ({ channel }) => ({ stream: String(channel), action: 'pulse', duration_ms: 1 }),
  },
  'POST /lightnvr/api/streams/:name/ptz/move': { body: () => ({ pan: 0.5 }) },
  'POST /lightnvr/api/streams/:name/ptz/stop': none,
  'POST /lightnvr/api/streams/:name/ptz/absolute': { body: () => ({ pan: 0.5 }) },
  'POST /lightnvr/api/streams/:name/ptz/relative': { body: () => ({ pan: 0.5 }) },
  'POST /lightnvr/api/streams/:name/ptz/home': none,
  'POST /lightnvr/api/streams/:name/ptz/set-home': none,
  'POST /lightnvr/api/streams/:name/ptz/goto-preset': { body: () => ({ token: '1' }) },
  'POST /lightnvr/api/streams/:name/ptz/preset': { body: () => ({ token: '1' }) },
  'PUT /lightnvr/api/streams/:name/ptz/preset': { body: () => ({ name: 'Made' }) },
  'PUT /lightnvr/api/streams/:name/daynight': { body: () => ({ mode: 'day' }) },
  'PUT /lightnvr/api/streams/:name/imaging/settings': { body: () => ({ brightness: 61 }) },
  'POST /lightnvr/api/streams/:name/recording': [
    { body: () => ({ action: 'start' }) },
    { body: () => ({ action: 'stop' }) },
  ],
  'POST /lightnvr/api/settings': { body: () => ({ max_streams: 16 }) },
  'POST /lightnvr/api/setup/status': { body: () => ({ complete: true }) },
  'POST /lightnvr/api/settings/go2rtc/validate': none,
  'POST /lightnvr/api/storage/cleanup': none,
  'POST /lightnvr/api/telemetry/player': none,
  'POST /lightnvr/api/system/logs/clear': none,
  'POST /lightnvr/api/system/backup': none,
  'POST /lightnvr/api/system/restart': none,
  'POST /lightnvr/api/system/shutdown': none,
  'POST /lightnvr/api/streams': {
    body: () => ({ name: 'made', url: 'rtsp://192.0.2.96/made', record: false }),
  },
  'POST /lightnvr/api/streams/test': { body: () => ({ url: 'rtsp://127.0.0.1:9/none' }) },
  'PUT /lightnvr/api/streams/:name': { body: () => ({ priority: 7 }) },
  'PUT /lightnvr/api/streams/:name/retention': { body: () => ({ retention_days: 7 }) },
  'POST /lightnvr/api/streams/:name/refresh': none,
  'DELETE /lightnvr/api/streams/:name': none,
  'POST /lightnvr/api/onvif/discovery/discover': none,
  'POST /lightnvr/api/onvif/device/add': {
    body: ({ nvr }) => ({ device_url: urlOf(nvr), profile_token: 'ip:1', stream_name: 'made', ...login }),
  },
  'POST /lightnvr/api/onvif/device/test': { body: ({ nvr }) => ({ url: urlOf(nvr), ...login }) },
  'POST /lightnvr/api/auth/users': { body: () => ({ username: 'made-there', password }) },
  'PUT /lightnvr/api/auth/users/:id': { body: () => ({ email: 'spare@example.org' }) },
  'DELETE /lightnvr/api/auth/users/:id': none,
  'POST /lightnvr/api/auth/users/:id/api-key': none,
  'PUT /lightnvr/api/auth/users/:id/password': { body: () => ({ new_password: password }) },
  'PUT /lightnvr/api/auth/users/:id/password-lock': { body: () => ({ locked: true }) },
  'POST /lightnvr/api/auth/users/:id/login-lockout/clear': none,
  'POST /lightnvr/api/auth/users/:id/totp/setup': none,
  'POST /lightnvr/api/auth/users/:id/totp/verify': {
    body: () => ({ code: '000000' }),
    because: 'TOTP is not set up: begin with the setup',
  },
  'POST /lightnvr/api/auth/users/:id/totp/disable': none,
  'GET /lightnvr/api/auth/sessions': personal,
  'DELETE /lightnvr/api/auth/sessions/:id': personal,
  'GET /lightnvr/api/auth/trusted-devices': personal,
  'DELETE /lightnvr/api/auth/trusted-devices/:id': { keys: 'none', because: 'Trusted browser not found' },
  ...SENT_TO_HOUSE,
  ...SENT_TO_VIBENVR,
  'POST /mirror/login': { body: () => ({ username: 'spare', password: PASSWORD }) },
  'PUT /mirror/channels/:id': { body: () => ({ name: 'Renamed' }) },
  'POST /api/system/rotate-key': {
    body: () => ({ confirm: true }),
    last: 'rows that are put back afterwards would be written with the old key',
  },
}
