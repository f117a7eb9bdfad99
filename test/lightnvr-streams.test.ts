// Streams and health as LightNVR's clients see them: at the mount and on ports of their own, for everybody who may ask.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../core/app.ts'
import { readConfig } from '../core/config.ts'
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { createTestApp, OWNER, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'

const PASSWORD = 'a long enough password'
const driver = createFakeDriver()
let it: TestApp
let document: string
let code: string
let main: string
let keys: Record<'viewer' | 'operator' | 'admin' | 'reading', string>
let ids: number[]

beforeAll(async () => {
  const device = driver.add('192.0.2.7', 2)
  device.source = () => 'rtsp://login:secret-of-it@192.0.2.7:554/live/main'
  it = await createTestApp([lightnvr, { id: 'fake', title: 'Fake', driver }], {
    PORCHLIGHT_LIGHTNVR_PORT: '0,0:code',
  })
  main = `${it.url}/lightnvr`
  const [first, second] = it.app.dialectPorts
  document = first?.url ?? ''
  code = second?.url ?? ''
  await it.ask('POST', '/api/devices', {
    ...{ ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake', name: 'Recorder' },
  })
  const channels = await until('its channels are there', async () => {
    const { body } = await it.ask('GET', '/api/channels')
    return body.length === 2 && body
  })
  ids = channels.map(({ id }: { id: number }) => id)
  const key = async (token: string, readOnly = false) =>
    (await it.ask('POST', '/api/keys', { name: 'test', read_only: readOnly }, token)).body.data.key as string
  const person = async (username: string, role: string) => {
    await it.ask('POST', '/api/auth/register', { username, password: PASSWORD, role })
    return (await it.ask('POST', '/api/auth/login', { username, password: PASSWORD }, null)).body.token as string
  }
  const viewer = await person('vera', 'viewer')
  keys = {
    viewer: await key(viewer),
    operator: await key(await person('otto', 'operator')),
    admin: await key(it.token),
    reading: await key(it.token, true),
  }
  const { user_id } = (await it.ask('GET', '/api/auth/me', undefined, viewer)).body.data
  const granted = [{ channel_id: ids[0], view: true, playback: false, export: false, ptz: false }]
  expect((await it.ask('PUT', `/api/users/${user_id}/grants`, granted)).status).toBe(200)
}, 120_000)
afterAll(() => it[Symbol.asyncDispose]())

type Headers = Record<string, string>
const as = (who: keyof typeof keys): Headers => ({ 'x-api-key': keys[who] })
const BASIC = { authorization: `Basic ${btoa(`${OWNER.username}:${OWNER.password}`)}` }

async function ask(url: string, headers: Headers = {}, method = 'GET') {
  const answer = await fetch(url, { method, headers, redirect: 'manual' })
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.startsWith('application/json')
  return { status: answer.status, headers: answer.headers, text, body: isJson && text ? JSON.parse(text) : null }
}

const PAIRS: [path: string, open: boolean][] = [
  ['/api/streams', false],
  ['/api/streams/{name}', false],
  ['/api/streams/{name}/full', false],
  ['/api/ice-servers', false],
  ['/api/health', true],
  ['/api/health/hls', true],
  ['/api/system/status', true],
  ['/api/auth/login/config', true],
  ['/api/setup/status', true],
]
const places = (): [string, string][] => [
  ['main', main],
  ['document', document],
  ['code', code],
]

test('each pair opens at the mount and on each port to whom it should, and to nobody else', async () => {
  for (const [place, at] of places()) {
    const [{ name }, { name: other }] = (await ask(`${main}/api/streams`, as('admin'))).body.streams
    for (const [path, isOpen] of PAIRS) {
      const here = `${at}${path.replace('{name}', name)}`
      expect([place, path, (await ask(here)).status]).toEqual([place, path, isOpen ? 200 : 401])
      for (const who of ['viewer', 'operator', 'admin', 'reading'] as const)
        expect([place, path, who, (await ask(here, as(who))).status]).toEqual([place, path, who, 200])
      expect((await ask(here, BASIC)).status).toBe(200)
      const refused = await ask(here, { 'x-api-key': `pl_${'x'.repeat(43)}` })
      expect([path, refused.status]).toEqual([path, isOpen ? 200 : 401])
      if (!path.includes('{name}')) continue
      const unseen = await ask(`${at}${path.replace('{name}', other)}`, as('viewer'))
      expect([unseen.status, unseen.body]).toEqual([404, { error: 'Stream not found' }])
    }
  }
})

test('the list is an object of the document, and an array of the code', async () => {
  const ofDocument = (await ask(`${document}/api/streams`, BASIC)).body
  const ofCode = (await ask(`${code}/api/streams`, BASIC)).body
  expect((await ask(`${main}/api/streams`, BASIC)).body).toEqual(ofDocument)
  expect(Object.keys(ofDocument)).toEqual(['streams'])
  expect(ofCode).toBeArray()
  const [first] = ofDocument.streams
  expect(first).toMatchObject({
    id: ids[0],
    url: 'rtsp://192.0.2.7:554/live/main',
    status: 'connected',
    enabled: true,
    record: false,
    detection_based_recording: 0,
    detection_threshold: 0.5,
    is_onvif: false,
    isOnvif: false,
    onvif_password: '',
  })
  expect(ofCode[0]).toMatchObject({ status: 'Running', detection_based_recording: false, detection_threshold: 50 })
  expect(ofCode[0].id).toBeUndefined()
  expect(JSON.stringify([ofDocument, ofCode])).not.toMatch(/secret-of-it|login@|right-password/)
  const { streams } = (await ask(`${document}/api/streams`, as('viewer'))).body
  expect(streams.map(({ id }: { id: number }) => id)).toEqual([ids[0]])
})

test('every field of the document is there, and of its kind', async () => {
  const { streams } = (await ask(`${document}/api/streams`, BASIC)).body
  const kinds: Record<string, string> = {
    ...{ id: 'number', name: 'string', url: 'string', enabled: 'boolean', streaming_enabled: 'boolean' },
    ...{ width: 'number', height: 'number', fps: 'number', codec: 'string', priority: 'number', record: 'boolean' },
    ...{ segment_duration: 'number', protocol: 'number', record_audio: 'boolean', detection_model: 'string' },
    ...{ detection_based_recording: 'number', detection_threshold: 'number', detection_interval: 'number' },
    ...{ pre_detection_buffer: 'number', post_detection_buffer: 'number', detection_api_url: 'string' },
    ...{ is_onvif: 'boolean', onvif_username: 'string', onvif_password: 'string', onvif_profile: 'string' },
    ...{ ptz_enabled: 'boolean', backchannel_enabled: 'boolean', buffer_strategy: 'string', status: 'string' },
    retention_days: 'number',
  }
  for (const [field, kind] of Object.entries(kinds)) expect([field, typeof streams[0][field]]).toEqual([field, kind])
})

test('a stream is found by its name, else by its number, and what its rule records is told', async () => {
  const { streams } = (await ask(`${document}/api/streams`, BASIC)).body
  const { name } = streams[1]
  for (const asked of [name, ids[1]])
    expect((await ask(`${document}/api/streams/${asked}`, BASIC)).body).toEqual(streams[1])
  expect((await ask(`${document}/api/streams/${name}/full`, BASIC)).body).toEqual({
    stream: streams[1],
    motion_config: null,
    inactive_fields: [],
  })
  const rule = { mode: 'alarm', pre_seconds: 7, post_seconds: 20, retention_days: 9 }
  expect((await it.ask('PUT', `/api/cameras/${ids[1]}/recording`, rule)).status).toBe(200)
  const { stream, motion_config } = (await ask(`${code}/api/streams/${name}/full`, BASIC)).body
  expect(stream).toMatchObject({
    ...{ record: false, detection_based_recording: true, detection_model: 'onvif', retention_days: 9 },
    ...{ pre_detection_buffer: 7, post_detection_buffer: 20 },
  })
  expect(motion_config).toMatchObject({ stream_name: name, enabled: true, pre_buffer_seconds: 7, retention_days: 9 })
  await it.ask('PUT', `/api/cameras/${ids[1]}/recording`, { mode: 'off' })
})

test('the word for how a stream is follows its device, and a person who switched it off', async () => {
  const words = async () => [
    (await ask(`${document}/api/streams/${ids[0]}`, BASIC)).body.status,
    (await ask(`${code}/api/streams/${ids[0]}`, BASIC)).body.status,
  ]
  await it.ask('PUT', `/api/cameras/${ids[0]}`, { status: 'inactive' })
  expect(await words()).toEqual(['disabled', 'Stopped'])
  await it.ask('PUT', `/api/cameras/${ids[0]}`, { status: 'active' })
  expect(await words()).toEqual(['connected', 'Running'])
})

test('slashes at the end count for nothing, and an unknown path or method is nobody’s', async () => {
  const { name } = (await ask(`${document}/api/streams/${ids[0]}`, BASIC)).body
  for (const [, at] of places()) {
    for (const path of ['/api/streams/', `/api/streams/${name}//`, '/api/health/'])
      expect([path, (await ask(at + path, BASIC)).status]).toEqual([path, 200])
    for (const [method, path] of [
      ['GET', '/api/nope'],
      ['GET', '/api/nothing/here'],
      ['DELETE', '/api/health'],
      ['GET', '/nope.html'],
    ] as const)
      for (const headers of [{}, BASIC]) {
        const answer = await ask(at + path, headers as Headers, method)
        expect([path, answer.status, answer.body]).toEqual([path, 404, { error: 'Not Found' }])
      }
  }
  // A `+` is a blank, and `%2B` a plus.
  expect((await ask(`${document}/api/streams/+${ids[0]}`, BASIC)).status).toBe(404)
})

test('a port of its own serves nothing of the core, with the same headers', async () => {
  for (const at of [document, code]) {
    for (const path of ['/', '/health', '/api/devices', '/api/openapi.json', '/lightnvr/api/streams', '/index.html']) {
      const answer = await ask(at + path, { authorization: `Bearer ${it.token}` })
      expect([path, answer.status === 404 || answer.status === 401]).toEqual([path, true])
      expect(Object.keys(answer.body)).toEqual(['error'])
    }
    const { headers } = await ask(`${at}/api/health`)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('cache-control')).toBe('no-cache, no-store, must-revalidate')
  }
})

test('pages of other origins may ask with a header, and never with a cookie', async () => {
  for (const [, at] of places()) {
    const before = await ask(`${at}/api/streams`, { origin: 'http://other.example' }, 'OPTIONS')
    expect([before.status, before.headers.get('access-control-allow-origin')]).toEqual([204, '*'])
    expect(before.headers.get('access-control-allow-headers')).toContain('X-API-Key')
    const answer = await ask(`${at}/api/streams`, { origin: 'http://other.example', ...BASIC })
    expect([answer.status, answer.headers.get('access-control-allow-origin')]).toEqual([200, '*'])
    for (const { headers } of [before, answer]) expect(headers.get('access-control-allow-credentials')).toBeNull()
    const head = await ask(`${at}/api/streams`, BASIC, 'HEAD')
    expect([head.status, head.text]).toEqual([200, ''])
  }
})

test('health counts for everybody, names streams for who sees them, and the disk for who may read of the system', async () => {
  const stranger = (await ask(`${document}/api/health`)).body
  expect(stranger).toMatchObject({
    status: 'healthy',
    healthy: true,
    streams: { total: 2, up: 2, degraded: 0, down: 0 },
  })
  // What strangers are told stands in docs/guide/security.md, all of it.
  const own = ['uptime', 'totalRequests', 'failedRequests', 'timestamp']
  expect(Object.keys(stranger).toSorted()).toEqual([...own, 'healthy', 'status', 'streams'].toSorted())
  const viewer = (await ask(`${document}/api/health`, as('viewer'))).body
  expect(viewer.streams.total).toBe(1)
  expect(viewer.streams_detail).toHaveLength(1)
  expect(viewer.storage).toBeUndefined()
  const operator = (await ask(`${code}/api/health`, as('operator'))).body
  expect(operator.streams_detail[0]).toMatchObject({ status: 'up', recording_active: false })
  expect(operator.storage.available_bytes).toBeGreaterThan(0)
})

test('a cookie of a port has the root as its path, and is good on the other port', async () => {
  const answer = await fetch(`${code}/api/auth/login`, { method: 'POST', body: JSON.stringify(OWNER) })
  const cookie = answer.headers.get('set-cookie') ?? ''
  expect([answer.status, await answer.json()]).toEqual([200, { success: true, redirect: '/index.html' }])
  expect(cookie).toContain('; Path=/;')
  const headers = { cookie: `session=other; ${cookie.split(';')[0]}` }
  expect((await ask(`${document}/api/streams`, headers)).status).toBe(200)
  expect((await ask(`${it.url}/api/devices`, headers)).status).toBe(401)
})

test('a profile that there is none of stops the start, and so does a port that is taken', async () => {
  const start = async (ports: string) => {
    await using _ = await createTestApp([lightnvr], { PORCHLIGHT_LIGHTNVR_PORT: ports })
  }
  await expect(start('0:other')).rejects.toThrow('no profile other, only document and code')
  await expect(start(new URL(document).port)).rejects.toThrow('set PORCHLIGHT_LIGHTNVR_PORT')
})

test('health is told as often as it is asked for, all else within the limit', async () => {
  await using here = await createTestApp([lightnvr], { PORCHLIGHT_LIGHTNVR_PORT: '0' }, { limited: true })
  const at = here.app.dialectPorts[0]?.url ?? ''
  const flood = (path: string) => Promise.all(Array.from({ length: 900 }, () => ask(at + path)))
  const healths = await flood('/api/health')
  expect([...new Set(healths.map(({ status }) => status))]).toEqual([200])
  const answers = await flood('/api/auth/verify')
  expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual([401, 429])
  const late = answers.find(({ status }) => status === 429)
  expect(Object.keys(late?.body)).toEqual(['error'])
  expect(Number(late?.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await here.ask('PUT', '/api/settings/dialect_requests', { value: 100_000 })).status).toBe(200)
  expect((await ask(`${at}/api/auth/verify`)).headers.get('x-ratelimit-limit')).toBe('100000')
})

test('with a certificate a port speaks TLS too, its cookie goes by nothing else, and it ends with the appliance', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-lightnvr-'))
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1']
  const command = ['openssl', 'req', ...kind, '-subj', '/CN=here', '-keyout', key, '-out', cert]
  expect(Bun.spawnSync(command, { stderr: 'ignore' }).exitCode).toBe(0)
  const tls = { rejectUnauthorized: false }
  const env = { PORCHLIGHT_TLS_CERT: cert, PORCHLIGHT_TLS_KEY: key, PORCHLIGHT_LIGHTNVR_PORT: '0:code' }
  const admin = { PORCHLIGHT_ADMIN_USER: OWNER.username, PORCHLIGHT_ADMIN_PASSWORD: OWNER.password }
  const place = { PORCHLIGHT_DATA: join(folder, 'data'), PORCHLIGHT_HOST: '127.0.0.1', PORCHLIGHT_PORT: '0' }
  const app = await createApp(readConfig({ ...env, ...admin, ...place, PORCHLIGHT_LOG: 'silent' }), [lightnvr])
  const url = app.dialectPorts[0]?.url ?? ''
  expect(url).toStartWith('https://')
  const answer = await fetch(`${url}/api/auth/login`, { method: 'POST', body: JSON.stringify(OWNER), tls })
  expect([answer.status, answer.headers.get('set-cookie')]).toEqual([200, expect.stringContaining('; Secure')])
  await app[Symbol.asyncDispose]()
  await expect(fetch(`${url}/api/health`, { tls })).rejects.toThrow()
  rmSync(folder, { recursive: true })
})
