// A household with something in nearly every table, and every kind of secret: for what must take all of it along, or tell none of it.
import { Database } from 'bun:sqlite'
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { createAuthenticator } from './authenticator.ts'
import { createFakeDriver, TINY_JPEG } from './fake-driver.ts'
import { OWNER, type TestApp } from './test-app.ts'
import { until } from './until.ts'

export const DEVICE_PASSWORD = 'device-pass-7261'
/** Typed by people; what is drawn comes beside it from `fillHouse`. */
export const TYPED = [
  ...[DEVICE_PASSWORD, 'broker-pass-5512', 'hook-path-9983', 'rtsp-login-6120', 'rtsp-token-3307', 'sub-login-4471'],
  ...['viewer-password-8842', OWNER.password],
]
export const FILM = 'front/2026-01-01/front_2026-01-01T00-00-00Z.mp4'

export interface FullHouse {
  /** Written nowhere but encrypted or as a hash. */
  secrets: string[]
  /** Of the owner's second factor. */
  code(steps?: number): string
  key: string
  /** Path of the picture that the stream link shows. */
  linked: string
  /** Below the data folder → bytes. */
  files: Record<string, Uint8Array>
}

/** A pretend recorder at 192.0.2.77 that wants `DEVICE_PASSWORD`. */
export function houseDriver() {
  const driver = createFakeDriver()
  const house = driver.add('192.0.2.77')
  Object.assign(house, { username: 'admin', password: DEVICE_PASSWORD })
  return { driver, house }
}

/** With the plugins of `houseDriver`'s driver, as `fake`, and `rtsp`. */
export async function fillHouse(app: TestApp, now: () => Date): Promise<FullHouse> {
  async function did(method: string, path: string, body?: unknown, token?: string) {
    const answer = await app.ask(method, path, body, token)
    if (answer.status >= 300) throw new Error(`${method} ${path} → ${answer.status} ${answer.text}`)
    return answer.body
  }
  const device = { brand: 'fake', ip_web: '192.0.2.77', username: 'admin', password: DEVICE_PASSWORD }
  await did('POST', '/api/devices', device)
  await did('PUT', '/api/settings/mqtt_url', { value: 'mqtt://me:broker-pass-5512@192.0.2.1' })
  const hook = (await did('POST', '/api/webhooks', { name: 'Lamp', url: 'http://192.0.2.2/hook-path-9983' })).data
  const signing = (await did('POST', `/api/webhooks/${hook.id}/secret`)).data.secret as string
  await did('POST', '/api/cameras', {
    name: 'Bare',
    rtsp_url: 'rtsp://me:rtsp-login-6120@192.0.2.3/live?token=rtsp-token-3307',
    sub_rtsp_url: 'rtsp://me:sub-login-4471@192.0.2.3/small',
  })
  const channels = await until('the channels are there', async () => {
    const found = (await app.ask('GET', '/api/channels')).body as { id: number; device_id: number }[]
    return found.length === 3 && found
  })
  const channel = Math.min(...channels.map(({ id }) => id))
  const viewer = { username: 'guest', password: 'viewer-password-8842', role: 'viewer' }
  const { user } = await did('POST', '/api/auth/register', viewer)
  await did('PUT', `/api/users/${user.id}/grants`, [
    { channel_id: channel, view: true, playback: true, export: false, ptz: false },
  ])
  const { key } = (await did('POST', '/api/keys', { name: 'Hall' })).data
  const link = (await did('POST', '/api/stream-links', { channel_id: channel, name: 'Tablet' })).data
  const { body: tokens } = await app.ask('POST', '/api/auth/login', OWNER, null)
  await did('POST', '/api/events', { type: 'note', camera_id: channel })
  await did('PUT', `/api/channels/${channel}/alarm-holds/motion`, { hold: 5 })

  const setup = (await did('POST', '/api/auth/totp/setup', { password: OWNER.password })).data
  const code = createAuthenticator(setup.otpauth_url, now)
  const enabled = (await did('POST', '/api/auth/totp/enable', { code: code() })).data
  const totp = new URL(setup.otpauth_url).searchParams.get('secret') as string

  const files: Record<string, Uint8Array> = {
    [`recordings/${FILM}`]: Buffer.from('not really a film'),
    'pictures/alarms/house/one.jpg': TINY_JPEG,
    'pictures/snapshots/front/two.jpg': Buffer.concat([TINY_JPEG, Buffer.from('and more')]),
  }
  for (const [file, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(app.folder, file)), { recursive: true })
    writeFileSync(join(app.folder, file), bytes)
  }
  fillTables(join(app.folder, 'porchlight.db'), channel, +now())
  const drawn = [key, totp, link.hls_url.split('/')[2], tokens.refresh_token, tokens.token, signing, app.token]
  const secrets: string[] = [...TYPED, ...drawn, ...enabled.recovery_codes]
  if (secrets.some((text) => !text || text.length < 8)) throw new Error('A secret of the house was not told')
  return {
    secrets,
    code,
    key,
    linked: link.snapshot_url,
    files,
  }
}

/** What else devices and time would bring. */
function fillTables(file: string, channel: number, at: number): void {
  using db = new Database(file)
  db.run('pragma busy_timeout = 5000')
  const uuid = () => Bun.randomUUIDv7()
  const recorded = (kind: string, origin: string, name: string, bytes: number) =>
    db.run(
      `insert into recordings (uuid, household_id, channel_id, channel_name, kind, origin, file, bytes, start_at, end_at, duration, created_at)
       values (?, 1, ?, 'Front', ?, ?, ?, ?, ?, ?, 1, ?)`,
      [uuid(), channel, kind, origin, name, bytes, at - 2000, at - 1000, at],
    )
  recorded('video', 'download', FILM, 17)
  recorded('picture', 'snapshot', 'snapshots/front/two.jpg', TINY_JPEG.byteLength + 8)
  const { lastInsertRowid: picture } = recorded('picture', 'alarm', 'alarms/house/one.jpg', TINY_JPEG.byteLength)
  db.run(
    `insert into alarms (uuid, household_id, device_id, channel_id, channel_no, source, kind, raw_type, message, began_at, ended_at, end_reason, recording_id)
     values (?, 1, 1, ?, 1, 'device', 'motion', 'VMD', 'Motion', ?, ?, 'inactive', ?)`,
    [uuid(), channel, at - 5000, at - 4000, picture],
  )
  db.run("insert into device_users (device_id, user_id, name, role, read_at) values (1, 2, 'guest', 'viewer', ?)", [at])
}
