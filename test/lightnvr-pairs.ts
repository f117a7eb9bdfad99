// The 88 pairs of LightNVR's document: who may ask, what is sent to each, and what an answer other than success means.

/**
 * Who may, in the letters of the compatibility reference: P everybody, R who may see the stream, W and D who may change it, A an
 * admin, S the person himself or an admin. Which of W and D an operator may is said by our roles.
 */
export type Letter = 'P' | 'R' | 'W' | 'D' | 'A' | 'S'

export interface Things {
  stream: string
  recording: number
  /** Recorded around an alarm. */
  motion: number
  /** Epoch seconds at which it begins. */
  at: number
  user: number
}

export interface Pair {
  letter: Letter
  /** Of W, D, A and S: ours may it, though he is no admin. Of R: only he and not the viewer. */
  operator?: true
  body?: (things: Things) => object
  query?: (things: Things) => string
  headers?: Record<string, string>
  /** What who may is told instead of success, and why. */
  undone?: { status: number[]; why: string }
  /** It names nothing that is there: who may not is told 404, too. */
  isMadeUp?: true
  /** Once everything else was asked. */
  last?: true
}

const P: Pair = { letter: 'P' }
const R: Pair = { letter: 'R' }
const W: Pair = { letter: 'W' }
const PTZ: Pair = { letter: 'W', operator: true, body: () => ({ pan: 0.5 }) }
const A: Pair = { letter: 'A' }
const S: Pair = { letter: 'S' }
const ofStream = ({ stream }: Things) => `?stream=${stream}`
const PASSWORD = 'another long password'
const polygon = [
  { x: 0.1, y: 0.1 },
  { x: 0.9, y: 0.1 },
  { x: 0.5, y: 0.9 },
]
const noOnvif = { status: [400, 404, 500, 501, 502, 504], why: 'nothing at that address speaks ONVIF' }

/** In the document's order; its names of parameters do not matter. */
export const PAIRS: Record<string, Pair> = {
  'GET /api/streams': R,
  'GET /api/streams/{name}': R,
  'GET /api/streams/{name}/full': R,
  'POST /api/streams': { ...W, body: () => ({ name: 'Made', url: 'rtsp://192.0.2.98/made' }) },
  'PUT /api/streams/{name}': { ...W, body: () => ({ priority: 7 }) },
  'DELETE /api/streams/{name}': { ...W, last: true },
  'POST /api/streams/test': { ...W, body: () => ({ url: 'rtsp://127.0.0.1:9/none' }) },
  'POST /api/streams/{name}/refresh': { ...W, operator: true },
  'GET /api/streams/{name}/retention': R,
  'PUT /api/streams/{name}/retention': { ...W, body: () => ({ retention_days: 5 }) },
  'GET /api/streams/{name}/zones': R,
  'POST /api/streams/{name}/zones': {
    ...W,
    body: () => ({ zones: [{ id: 'z1', name: 'Door', enabled: true, polygon }] }),
  },
  'DELETE /api/streams/{name}/zones': W,
  'GET /api/streams/{name}/ptz/capabilities': R,
  'POST /api/streams/{name}/ptz/move': PTZ,
  'POST /api/streams/{name}/ptz/stop': PTZ,
  'POST /api/streams/{name}/ptz/absolute': PTZ,
  'POST /api/streams/{name}/ptz/relative': PTZ,
  'POST /api/streams/{name}/ptz/home': PTZ,
  'POST /api/streams/{name}/ptz/set-home': PTZ,
  'GET /api/streams/{name}/ptz/presets': R,
  'POST /api/streams/{name}/ptz/goto-preset': { ...PTZ, body: () => ({ token: '1' }) },
  'PUT /api/streams/{name}/ptz/preset': { ...PTZ, body: () => ({ name: 'Made' }) },
  'GET /api/recordings': R,
  'GET /api/recordings/{id}': R,
  'DELETE /api/recordings/{id}': { letter: 'D', last: true },
  'GET /api/recordings/play/{id}': R,
  'GET /api/recordings/download/{id}': R,
  'PUT /api/recordings/{id}/protect': { ...W, body: () => ({ protected: true }) },
  'PUT /api/recordings/{id}/retention': { ...W, body: () => ({ retention_days: 3 }) },
  'POST /api/recordings/batch-delete': { letter: 'D', body: () => ({ ids: [2 ** 39] }) },
  'GET /api/recordings/batch-delete/progress/{job_id}': {
    letter: 'D',
    isMadeUp: true,
    undone: { status: [404], why: 'there is no such job' },
  },
  'POST /api/recordings/batch-protect': { ...W, body: ({ recording }) => ({ ids: [recording], protected: true }) },
  'GET /api/recordings/protected': R,
  'GET /api/recordings/files/check': { ...A, query: () => '?path=camera-1/a.mp4' },
  'DELETE /api/recordings/files': { ...A, query: () => '?path=camera-1/none.mp4' },
  'POST /api/recordings/sync': W,
  'GET /api/timeline/segments': { ...R, query: ofStream },
  'GET /api/timeline/manifest': {
    ...R,
    query: ({ stream, at }) => `?stream=${stream}&start=${at - 60}&end=${at + 60}`,
  },
  'GET /api/timeline/play': { ...R, query: ({ stream, at }) => `?stream=${stream}&start=${at}` },
  'GET /api/system': { ...R, operator: true },
  'GET /api/system/info': { ...R, operator: true },
  'GET /api/system/status': P,
  'GET /api/system/logs': A,
  'POST /api/system/logs/clear': { ...A, last: true },
  'POST /api/system/restart': { ...A, undone: { status: [501], why: 'nobody starts a test again' }, last: true },
  'POST /api/system/shutdown': { ...A, undone: { status: [501], why: 'nobody ends a test' }, last: true },
  'POST /api/system/backup': { ...A, last: true },
  'GET /api/settings': R,
  'POST /api/settings': { ...A, body: () => ({ log_level: 2 }) },
  'GET /api/health': P,
  'GET /api/health/hls': P,
  'GET /api/ice-servers': R,
  'POST /api/auth/login': { ...P, body: () => ({ username: 'spare', password: 'a long enough password' }) },
  'POST /api/auth/login/totp': {
    ...P,
    body: () => ({ token: 'x'.repeat(43), totp_code: '123456' }),
    undone: { status: [401], why: 'the token is made up' },
  },
  'POST /api/auth/logout': P,
  'GET /logout': { ...P, last: true },
  'GET /api/auth/verify': P,
  'GET /api/auth/users': A,
  'POST /api/auth/users': { ...A, body: () => ({ username: 'made', password: PASSWORD, role: 2 }) },
  'GET /api/auth/users/{id}': A,
  'PUT /api/auth/users/{id}': { ...S, body: () => ({ email: 'made@example.com' }) },
  'DELETE /api/auth/users/{id}': { ...A, last: true },
  'POST /api/auth/users/{id}/api-key': S,
  'PUT /api/auth/users/{id}/password': { ...S, body: () => ({ new_password: PASSWORD }) },
  'PUT /api/auth/users/{id}/password-lock': { ...A, body: () => ({ locked: true }) },
  'POST /api/auth/users/{id}/totp/setup': S,
  'POST /api/auth/users/{id}/totp/verify': {
    ...S,
    body: () => ({ code: '000000' }),
    undone: { status: [400, 409], why: 'no setup was begun' },
  },
  'POST /api/auth/users/{id}/totp/disable': S,
  'GET /api/auth/users/{id}/totp/status': S,
  'GET /api/onvif/discovery/status': R,
  'POST /api/onvif/discovery/discover': { ...W, body: () => ({ network: 'auto' }) },
  'GET /api/onvif/devices': R,
  // Whoever asks lets us sign in at an address of his choice: with us that is an admin's.
  'GET /api/onvif/device/profiles': {
    ...W,
    headers: { 'x-device-url': 'http://127.0.0.1:9/onvif/device_service' },
    undone: noOnvif,
  },
  'POST /api/onvif/device/add': {
    ...W,
    body: () => ({
      ...{ device_url: 'http://127.0.0.1:9/onvif/device_service', profile_token: 'main' },
      ...{ stream_name: 'Added', username: 'admin', password: 'x' },
    }),
    undone: noOnvif,
  },
  'POST /api/onvif/device/test': {
    ...W,
    body: () => ({ url: 'http://127.0.0.1:9/onvif/device_service', username: 'admin', password: 'x' }),
    undone: noOnvif,
  },
  'GET /api/detection/results/{stream_name}': R,
  'GET /api/detection/models': R,
  'GET /api/motion/config/{stream_name}': R,
  'POST /api/motion/config/{stream_name}': { ...W, body: () => ({ enabled: true }) },
  'DELETE /api/motion/config/{stream_name}': { ...W, last: true },
  'POST /api/motion/test/{stream_name}': W,
  'GET /api/motion/stats/{stream_name}': R,
  'GET /api/motion/recordings/{stream_name}': R,
  'DELETE /api/motion/recordings/{recording_id}': { letter: 'D', last: true },
  'POST /api/motion/cleanup': { ...A, body: () => ({ retention_days: 3000 }), last: true },
  'GET /api/motion/storage': R,
  'GET /hls/{stream_name}/{filename}': { ...R, undone: { status: [404], why: 'there is no such segment' } },
}
