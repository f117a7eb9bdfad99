// What VibeNVR's clients rely on, a test for each, at the mount and at the port: the list of its documented contract.
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { createAuthenticator } from '../core/testing/authenticator.ts'
import { createTestApp, OWNER } from '../core/testing/test-app.ts'
import { vibenvr } from '../plugins/vibenvr-compat/index.ts'
import { type House, PASSWORD, startHouse } from './vibenvr-house.ts'

setDefaultTimeout(60_000)

let house: House
let admin: Record<string, string>
beforeAll(async () => {
  house = await startHouse()
  admin = house.bearer(house.owner)
})
afterAll(() => house?.[Symbol.asyncDispose]())

type Answer = Awaited<ReturnType<House['ask']>>
const { username, password } = OWNER
const keysOf = (thing: object) => Object.keys(thing).sort()
/** Attributes of each cookie, by its name, in lower case. */
const cookiesOf = ({ headers }: Pick<Answer, 'headers'>) =>
  Object.fromEntries(
    headers.getSetCookie().map((line) => {
      const [pair = '', ...rest] = line.split('; ')
      const at = pair.indexOf('=')
      return [pair.slice(0, at), { value: pair.slice(at + 1), rest: rest.map((one) => one.toLowerCase()).sort() }]
    }),
  )

test('a form signs in, urlencoded and multipart', async () => {
  const multipart = new FormData()
  for (const [name, value] of Object.entries(OWNER)) multipart.set(name, value)
  for (const at of house.both)
    for (const form of [new URLSearchParams(OWNER), multipart]) {
      const { status, body } = await house.ask('POST', '/auth/login', {}, form, at)
      expect([status, body]).toEqual([
        200,
        { access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/), token_type: 'bearer', device_token: null },
      ])
      const { exp } = JSON.parse(Buffer.from(body.access_token.split('.')[1], 'base64url').toString())
      expect(Math.round((exp - Date.now() / 1000 - 3600) / 3600)).toBe(7 * 24)
      expect((await house.ask('GET', '/auth/me', house.bearer(body.access_token), undefined, at)).body.username).toBe(
        username,
      )
    }
})

test('a sign-in by JSON is 422 with the two fields missing', async () => {
  for (const at of house.both) {
    const { status, body } = await house.ask('POST', '/auth/login', {}, OWNER, at)
    const missing = (name: string) => ({ type: 'missing', loc: ['body', name], msg: 'Field required', input: null })
    expect([status, body]).toEqual([422, { detail: [missing('username'), missing('password')] }])
  }
})

test('a wrong password is 401 with WWW-Authenticate, and so is a name that nobody has', async () => {
  for (const at of house.both)
    for (const account of [
      { username, password: 'wrong' },
      { username: 'nobody', password },
    ]) {
      const { status, body, headers } = await house.login(account, at)
      expect([status, body, headers.get('www-authenticate')]).toEqual([
        401,
        { detail: 'Incorrect username or password' },
        'Bearer',
      ])
      expect(headers.getSetCookie()).toEqual([])
    }
})

test('a second factor is asked for by 2FA_REQUIRED, and then checked', async () => {
  const account = { username: 'careful', password: PASSWORD }
  const { token } = (await house.it.ask('POST', '/api/auth/register', { ...account, role: 'operator' })).body
  const own = house.bearer(await house.tokenOf('careful'))
  expect(token).toBeString()
  const setup = await house.ask('POST', '/auth/2fa/setup', own)
  expect([setup.status, keysOf(setup.body)]).toEqual([200, ['otpauth_url', 'recovery_codes', 'secret']])
  const code = createAuthenticator(setup.body.otpauth_url, () => new Date(Date.now() + 3_600_000))
  const enabled = await house.ask('POST', '/auth/2fa/enable', own, { code: code() })
  expect([enabled.status, enabled.body]).toEqual([200, expect.objectContaining({ status: '2FA enabled' })])
  const said = async (more: object) => {
    const { status, body, headers } = await house.login({ ...account, ...more })
    return [status, body.detail ?? null, headers.get('www-authenticate')]
  }
  expect(await said({})).toEqual([401, '2FA_REQUIRED', 'Bearer'])
  expect(await said({ totp_code: '000000' })).toEqual([401, 'Invalid 2FA Code', 'Bearer'])
  expect(await said({ recovery_code: '0'.repeat(32) })).toEqual([401, 'Invalid Recovery Code', 'Bearer'])
  expect(await said({ password: 'wrong', totp_code: code(1) })).toEqual([
    401,
    'Incorrect username or password',
    'Bearer',
  ])
  const trusting = { ...account, totp_code: code(1), trust_device: 'true', device_name: 'Phone' }
  const { status, body } = await house.login(trusting)
  expect([status, body.device_token]).toEqual([200, expect.any(String)])
  const again = await house.login({ ...account, device_token: body.device_token })
  expect([again.status, again.body.device_token]).toEqual([200, body.device_token])
})

test('both cookies have their attributes, and Secure only behind a trusted proxy that speaks HTTPS', async () => {
  const common = ['httponly', 'max-age=604800', 'samesite=lax']
  for (const [at, path] of [
    [house.mount, '/vibenvr'],
    [house.port, '/'],
  ] as const)
    for (const headers of [{}, { 'x-forwarded-proto': 'https' }]) {
      const answer = await house.login(OWNER, at, headers as Record<string, string>)
      const cookie = { value: answer.body.access_token, rest: [...common, `path=${path}`].sort() }
      expect(cookiesOf(answer)).toEqual({ media_token: cookie, auth_token: cookie })
      expect(answer.headers.getSetCookie()[0]).toStartWith('media_token=')
    }
  await using app = await createTestApp([vibenvr], { PORCHLIGHT_TRUST_PROXY: '127.0.0.1' })
  const restOf = async (proto: string) => {
    const answer = await fetch(`${app.url}/vibenvr/auth/login`, {
      ...{ method: 'POST', body: new URLSearchParams(OWNER) },
      headers: { 'x-forwarded-proto': proto, 'x-forwarded-for': '192.0.2.77' },
    })
    expect(answer.status).toBe(200)
    return Object.values(cookiesOf(answer)).map(({ rest }) => rest.includes('secure'))
  }
  expect([await restOf('https'), await restOf('http')]).toEqual([
    [true, true],
    [false, false],
  ])
})

test('me-from-cookie is 204 without a cookie that is good, and the person with one', async () => {
  for (const at of house.both) {
    const from = (headers = {}) => house.ask('GET', '/auth/me-from-cookie', headers, undefined, at)
    for (const headers of [{}, house.cookie('x.y.z', 'auth_token'), house.cookie(house.owner, 'media_token'), admin]) {
      const { status, text, headers: told } = await from(headers)
      expect([status, text, told.getSetCookie()]).toEqual([204, '', []])
    }
    const { status, body } = await from(house.cookie(house.owner, 'auth_token'))
    const me = (await house.ask('GET', '/auth/me', admin)).body
    expect([status, body]).toEqual([200, { user: me, access_token: house.owner }])
    expect(keysOf(me)).toHaveLength(15)
  }
})

test('a sign-out clears both cookies, and what they held is good no more', async () => {
  for (const at of house.both) {
    const token = await house.tokenOf(username, password)
    const shown = { cookie: `auth_token=${token}; media_token=${token}` }
    const answer = await house.ask('POST', '/auth/logout', shown, undefined, at)
    expect([answer.status, answer.body]).toEqual([200, { status: 'logged out' }])
    const cleared = cookiesOf(answer)
    expect(keysOf(cleared)).toEqual(['auth_token', 'media_token'])
    for (const { value, rest } of Object.values(cleared))
      expect([value, rest]).toEqual(['', expect.arrayContaining(['max-age=0'])])
    expect((await house.ask('GET', '/auth/me', house.bearer(token), undefined, at)).status).toBe(401)
    expect((await house.ask('GET', '/auth/me-from-cookie', shown, undefined, at)).status).toBe(204)
    expect((await house.ask('GET', `/cameras/${house.first}/frame`, shown, undefined, at)).status).toBe(401)
    // Nobody signed in is no reason to refuse.
    expect((await house.ask('POST', '/auth/logout', {}, undefined, at)).status).toBe(200)
  }
})

test('a key is taken where VibeNVR takes one, and with its owner’s rights where the document says so', async () => {
  const key = await house.key()
  const film = house.films[0]
  const paths = [
    ...['/cameras', `/cameras/${house.first}`, '/groups', '/events', '/events/status', '/stats', '/stats/history'],
    ...['/stats/resources-history', '/v1/homepage/stats', '/auth/me', '/settings', '/settings/smtp_port'],
    ...[`/cameras/${house.first}/frame`, `/events/${film}/download`],
  ]
  for (const at of house.both) {
    const wrong: unknown[] = []
    for (const path of paths) {
      const { status, text } = await house.ask('GET', path, key, undefined, at)
      if (status !== 200) wrong.push([path, status, text.slice(0, 100)])
      const nobody = await house.ask('GET', path, {}, undefined, at)
      if (nobody.status !== 401) wrong.push([path, 'nobody', nobody.status])
    }
    expect(wrong).toEqual([])
    expect((await house.ask('POST', `/cameras/${house.first}/snapshot`, key, undefined, at)).status).toBe(200)
    expect((await house.ask('PUT', '/settings/smtp_port?value=25', key, undefined, at)).status).toBe(200)
    // A key that is not good is as none, and the sign-in beside it counts.
    const both = { 'x-api-key': 'no-key-at-all', ...admin }
    expect((await house.ask('GET', '/stats', both, undefined, at)).status).toBe(200)
    // A key makes no keys.
    expect((await house.ask('POST', '/v1/api-tokens', key, { name: 'heir' }, at)).status).toBeOneOf([401, 403])
  }
})

test('a key that has expired is 401', async () => {
  const made = await house.ask('POST', '/v1/api-tokens', admin, { name: 'short', expires_in_days: 1 })
  expect([made.status, keysOf(made.body).filter((one) => one !== 'scope')]).toEqual([
    200,
    ['created_at', 'expires_at', 'id', 'is_active', 'last_used_at', 'name', 'token'],
  ])
  const key = { 'x-api-key': made.body.token }
  expect((await house.ask('GET', '/stats', key)).status).toBe(200)
  {
    using db = new Database(join(house.it.app.folder, 'porchlight.db'))
    db.run('pragma busy_timeout = 5000')
    db.run('update api_keys set expires_at = ? where id = ?', [Date.now() - 1000, made.body.id])
  }
  for (const at of house.both) {
    const { status, body } = await house.ask('GET', '/stats', key, undefined, at)
    expect([status, body]).toEqual([401, { detail: 'Not authenticated' }])
    const widget = await house.ask('GET', '/v1/homepage/stats', key, undefined, at)
    expect([widget.status, widget.body]).toEqual([401, { detail: 'API Key has expired' }])
  }
})

const SUMMARY = `id name location is_active resolution_width resolution_height framerate recording_mode rtsp_transport
  live_view_mode status last_seen privacy_masks motion_masks audio_enabled enable_audio record_audio ptz_can_pan_tilt ptz_can_zoom
  ptz_can_home detect_engine ai_enabled ai_object_types ai_threshold ai_hardware ai_model ai_tracking_enabled created_at`.split(
  /\s+/,
)

test('the summary for a key has its 28 fields and no address; the whole camera has 119 and no login', async () => {
  const key = await house.key()
  for (const at of house.both) {
    for (const path of ['/cameras', `/cameras/${house.first}`]) {
      const { body, text } = await house.ask('GET', path, key, undefined, at)
      for (const camera of [body].flat()) expect(keysOf(camera)).toEqual([...SUMMARY].sort())
      expect(text).not.toMatch(/rtsps?:\/\/|https?:\/\/|right-password/)
      const whole = await house.ask('GET', path, admin, undefined, at)
      for (const camera of [whole.body].flat()) {
        expect(keysOf(camera)).toHaveLength(119)
        expect([camera.onvif_password, camera.rtsp_url]).toEqual([
          null,
          expect.stringMatching(/^rtsp:\/\/\*\*\*:\*\*\*@/),
        ])
      }
      expect(whole.text).not.toContain('right-password')
    }
    expect(SUMMARY).toHaveLength(28)
  }
})

test('a restricted viewer sees his cameras alone, and is 403 at another of the house', async () => {
  const viewer = house.bearer(await house.person('visitor', 'viewer'))
  for (const at of house.both) {
    const ask = (path: string) => house.ask('GET', path, viewer, undefined, at)
    expect((await ask('/cameras')).body.map(({ id }: { id: number }) => id)).toEqual([house.first])
    expect((await ask(`/cameras/${house.first}`)).status).toBe(200)
    const other = await ask(`/cameras/${house.second}`)
    expect([other.status, other.body]).toEqual([403, { detail: 'Not authorized to view this camera' }])
    const replay = await ask(`/events?camera_id=${house.second}`)
    expect([replay.status, replay.body]).toEqual([403, { detail: 'Not authorized to replay events for this camera' }])
    const none = await ask('/cameras/4711')
    expect([none.status, none.body]).toEqual([404, { detail: 'Camera not found' }])
    expect((await ask('/cameras/x')).status).toBe(422)
    const { body } = await ask('/events/status')
    expect(keysOf(body.camera_health)).toEqual([String(house.first)])
    expect((await ask('/settings')).status).toBe(403)
    expect((await ask('/settings/default_landing_page')).status).toBe(200)
  }
})

test('a slash at the end leads to the path without it, by 307', async () => {
  for (const at of house.both)
    for (const path of ['/cameras', '/api/cameras']) {
      const { status, headers } = await house.ask('GET', `${path}/?skip=1`, admin, undefined, at)
      const to = new URL(headers.get('location') ?? '', at)
      expect([status, to.href]).toEqual([307, `${at}${path}?skip=1`])
    }
})

test('with /api before it and without, at the mount and at the port, an answer is the same', async () => {
  const paths = [
    '/cameras',
    `/cameras/${house.first}`,
    '/events?limit=5',
    '/settings',
    '/auth/me',
    '/auth/status',
    '/nothing',
  ]
  for (const path of paths) {
    const answers = await Promise.all(
      house.both.flatMap((at) => ['', '/api'].map((prefix) => house.ask('GET', prefix + path, admin, undefined, at))),
    )
    const told = answers.map(({ status, text }) => [status, text.replace(/"last_seen":"[^"]*"/g, '')])
    for (const one of told) expect([path, ...one]).toEqual([path, ...(told[0] ?? [])])
    expect(answers[0]?.status).toBe(path === '/nothing' ? 404 : 200)
  }
})
