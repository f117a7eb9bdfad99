// The routes of VibeNVR's API as its reference lists them: who may ask, what is sent to each, and what an answer other than success means.

/**
 * Who may: `everybody`; `key` a key alone; `media` also who shows the cookie; `seeing` whoever sees the camera; `steering` who may
 * move it; `self` everybody for himself, but by no key that only reads; `person` the same, and by no key at all; `admin` who may
 * change cameras.
 */
export type Who = 'everybody' | 'key' | 'media' | 'seeing' | 'steering' | 'self' | 'person' | 'admin'

export interface Things {
  camera: number
  event: number
  /** Of the other account that is there. */
  user: number
  /** Of the camera, as it is told. */
  address: string
  /** Below `/media/`, of the event. */
  path: string
}

export interface Route {
  who: Who
  /** Ours may it, though he is none of VibeNVR's admins. */
  operator?: true
  /** But by no key. */
  keyless?: true
  /** And so may a key that only reads. */
  reading?: true
  query?: string
  body?: (things: Things) => unknown
  form?: Record<string, string>
  /** What who may is told instead of success, and why. */
  undone?: { status: number[]; why: string }
}

const seeing: Route = { who: 'seeing' }
const admin: Route = { who: 'admin' }
const person: Route = { who: 'person' }
const media: Route = { who: 'media' }
const everybody: Route = { who: 'everybody' }
const none = (why: string, rest: Partial<Route> = {}): Route => ({ ...admin, ...rest, undone: { status: [404], why } })
const moves = (body?: unknown): Route => ({
  ...{ who: 'steering', operator: true, ...(body === undefined ? {} : { body: () => body }) },
  undone: { status: [400, 404, 409, 501], why: 'what the pretend device cannot do' },
})

const adding = (body?: unknown): Route => ({
  ...{ ...admin, ...(body === undefined ? {} : { body: () => body }) },
  undone: { status: [501], why: 'ONVIF cameras are added in our own pages' },
})

export const ROUTES: Record<string, Route> = {
  'GET /': everybody,
  'GET /health': everybody,
  'POST /auth/login': { ...everybody, form: { username: 'owner', password: 'porchlight-owner' } },
  'POST /auth/setup': {
    ...everybody,
    body: () => ({ username: 'late', password: 'a long enough password' }),
    undone: { status: [403], why: 'there is an account already' },
  },
  'GET /auth/status': everybody,
  'GET /auth/me-from-cookie': everybody,
  'GET /auth/me': seeing,
  'PATCH /auth/me/language': { who: 'self', body: () => ({ language: 'de' }) },
  'POST /auth/2fa/setup': person,
  'POST /auth/2fa/enable': {
    ...person,
    body: () => ({ code: '000000' }),
    undone: { status: [400], why: 'it is not the code' },
  },
  'POST /auth/2fa/disable': {
    ...person,
    body: () => ({ password: 'wrong' }),
    undone: { status: [400, 401, 409], why: 'the password is wrong, and there is no second factor' },
  },
  'POST /auth/2fa/recovery-codes': { ...person, undone: { status: [400, 409], why: 'there is no second factor' } },
  'GET /auth/devices': person,
  'DELETE /auth/devices/{id}': { ...person, undone: { status: [404], why: 'there is none' } },
  'GET /v1/api-tokens': { ...admin, who: 'person', operator: true },
  'POST /v1/api-tokens': { ...person, body: () => ({ name: 'made' }) },
  'DELETE /v1/api-tokens/{id}': { ...person, undone: { status: [404], why: 'there is none' } },
  'GET /users': admin,
  'POST /users': {
    ...admin,
    body: () => ({ username: 'added', password: 'a long enough password', role: 'viewer' }),
  },
  'PUT /users/{id}': { ...admin, body: () => ({ username: 'spare', role: 'viewer' }) },
  'PUT /users/{id}/password': { ...admin, body: () => ({ new_password: 'another long password' }) },
  'DELETE /users/{id}': admin,
  'GET /cameras': seeing,
  'GET /cameras/{id}': seeing,
  'POST /cameras': {
    ...admin,
    body: () => ({ name: 'Added', rtsp_url: 'rtsp://192.0.2.99/stream' }),
  },
  'PUT /cameras/{id}': { ...admin, body: ({ address }) => ({ name: 'Renamed', rtsp_url: address }) },
  'DELETE /cameras/{id}': { ...admin, undone: { status: [409], why: 'it is a channel of a recorder' } },
  'POST /cameras/bulk-delete': {
    ...admin,
    body: ({ camera }) => [camera],
    undone: { status: [409], why: 'it is a channel of a recorder' },
  },
  'POST /cameras/reorder': { ...admin, body: ({ camera }) => ({ camera_ids: [camera] }) },
  'POST /cameras/{id}/recording': admin,
  'POST /cameras/probe-stream': { ...admin, body: () => ({ rtsp_url: 'rtsp://192.0.2.99/stream' }) },
  'POST /cameras/{id}/cleanup': { ...admin, query: '?type=snapshot' },
  'GET /cameras/{id}/export': { ...admin, keyless: true },
  'GET /cameras/export/all': { ...admin, keyless: true },
  'POST /cameras/export/bulk': { ...admin, keyless: true, body: ({ camera }) => [camera] },
  'POST /cameras/import': {
    ...admin,
    body: () => ({}),
    undone: { status: [400, 422], why: 'no file is sent' },
  },
  'GET /cameras/{id}/frame': media,
  'GET /cameras/{id}/stream': media,
  'GET /cameras/{id}/ws': {
    ...media,
    undone: { status: [400, 403, 409, 426], why: 'it is no socket that is asked for' },
  },
  'POST /cameras/{id}/snapshot': { ...admin, operator: true, reading: true },
  'GET /groups': seeing,
  'GET /groups/{id}': { ...seeing, undone: { status: [404], why: 'there is none' } },
  'POST /groups': { ...admin, body: () => ({ name: 'Yard' }) },
  'DELETE /groups/{id}': none('there is none'),
  'POST /groups/bulk-delete': { ...admin, body: () => [1] },
  'POST /groups/{id}/cameras': none('there is none', { body: ({ camera }) => [camera] }),
  'POST /groups/{id}/action': none('there is none', { body: () => ({ action: 'disable_motion' }) }),
  'POST /onvif/ptz/move/{id}': moves({ pan: 1, tilt: 0, zoom: 0 }),
  'POST /onvif/ptz/stop/{id}': moves(),
  'POST /onvif/ptz/goto-home/{id}': moves(),
  'POST /onvif/ptz/goto-preset/{id}': moves({ preset_token: '1' }),
  'GET /onvif/ptz/presets/{id}': { ...moves(), reading: true },
  'POST /onvif/probe': adding({ ip: '192.0.2.99', port: 80 }),
  'GET /onvif/scan/stream': adding(),
  'POST /onvif/deep-scan': adding({ ip: '192.0.2.99' }),
  'GET /events': seeing,
  'GET /events/status': seeing,
  'GET /events/{id}/download': media,
  'POST /events': {
    ...admin,
    body: ({ camera }) => ({
      camera_id: camera,
      timestamp_start: '2026-01-10T08:00:00Z',
      type: 'video',
      file_path: '/x',
    }),
    undone: { status: [501], why: 'recordings are made here, and not written down' },
  },
  'DELETE /events/{id}': admin,
  'POST /events/bulk-delete': { ...admin, body: ({ event }) => ({ event_ids: [event] }) },
  'DELETE /events/bulk/all': admin,
  'GET /media/{path}': media,
  'GET /stats': seeing,
  'GET /stats/history': seeing,
  'GET /stats/resources-history': seeing,
  'GET /v1/homepage/stats': { who: 'key' },
  'GET /settings': admin,
  'GET /settings/{key}': admin,
  'PUT /settings/{key}': { ...admin, query: '?value=30' },
  'POST /settings/bulk': { ...admin, body: () => ({ log_max_size_mb: 10 }) },
  'POST /settings/init-defaults': admin,
  'GET /storage/profiles': seeing,
  'GET /storage/profiles/{id}': { ...seeing, undone: { status: [404], why: 'there is none' } },
  'GET /federation/nodes': seeing,
  'GET /logs/': { ...admin, query: '?service=backend' },
  // Last: with it goes the sign-in.
  'POST /auth/logout': everybody,
}
