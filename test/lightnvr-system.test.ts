// The system and its settings as LightNVR's clients read and change them, through the front door.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createApp } from '../core/app.ts'
import { readConfig } from '../core/config.ts'
import { createLog } from '../core/log.ts'
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { createTestApp, OWNER, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'
import { KEYS, rowOf } from '../plugins/lightnvr-compat/settings-table.ts'
import { callersOf } from './lightnvr-callers.ts'

const driver = createFakeDriver()
let it: TestApp
let at: string
let keys: Record<'viewer' | 'operator' | 'admin' | 'founder' | 'reading', string>

beforeAll(async () => {
  driver.add('192.0.2.7', 2)
  it = await createTestApp([lightnvr, { id: 'fake', title: 'Fake', driver }], { PORCHLIGHT_LIGHTNVR_PORT: '0' })
  at = it.app.dialectPorts[0]?.url ?? ''
  await it.ask('POST', '/api/devices', {
    ...{ ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake', name: 'Recorder' },
  })
  await until('its channels are there', async () => (await it.ask('GET', '/api/channels')).body.length === 2)
  const { key, keyOf } = callersOf(it)
  keys = {
    viewer: await keyOf('viewer', 'viewer'),
    operator: await keyOf('operator', 'operator'),
    admin: await keyOf('admin', 'admin'),
    founder: await key(it.token),
    reading: await key(it.token, true),
  }
}, 120_000)
afterAll(() => it[Symbol.asyncDispose]())

type Who = keyof typeof keys
async function ask(method: string, path: string, who: Who | null = 'founder', body?: unknown, headers: object = {}) {
  const answer = await fetch((path.startsWith('http') ? '' : at) + path, {
    method,
    headers: { ...(who ? { 'x-api-key': keys[who] } : {}), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.startsWith('application/json')
  return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : null }
}
const settings = async (who: Who = 'founder') => (await ask('GET', '/api/settings', who)).body
const change = (body: unknown, who: Who = 'founder') => ask('POST', '/api/settings', who, body)
const statuses = async (method: string, path: string, body?: unknown) =>
  Promise.all(
    ([null, 'viewer', 'operator', 'admin'] as const).map(async (who) => (await ask(method, path, who, body)).status),
  )

test('the system is told in LightNVR’s words, its network and versions to admins alone', async () => {
  expect(await statuses('GET', '/api/system')).toEqual([401, 403, 200, 200])
  const { body } = await ask('GET', '/api/system')
  expect(Object.keys((await ask('GET', '/api/system/info')).body)).toEqual(Object.keys(body))
  expect(body).toMatchObject({
    version: expect.any(String),
    cpu: { model: expect.any(String), cores: expect.any(Number), usage: expect.any(Number) },
    go2rtcMemory: { total: 0 },
    streams: { active: 2, total: 32 },
    recordings: { count: 0, size: 0 },
    streamStorage: [],
    global_retention_days: 0,
  })
  for (const part of ['memory', 'systemMemory', 'disk', 'systemDisk'])
    for (const figure of ['total', 'used', 'free'])
      expect([part, body[part][figure]]).toEqual([part, expect.any(Number)])
  expect(body.memory.used).toBeGreaterThan(1e6)
  const [own, system] = body.versions.items
  expect(own).toMatchObject({ name: 'LightNVR', category: 'Application', version: body.version })
  expect(system).toMatchObject({ name: 'Base OS', category: 'OS' })
  const other = (await ask('GET', '/api/system', 'operator')).body
  expect([other.versions.items, other.network.interfaces]).toEqual([[], []])
})

test('the log is the founder’s, by level and time, and begins anew when he clears it', async () => {
  expect(await statuses('GET', '/api/system/logs')).toEqual([401, 403, 403, 403])
  const { body } = await ask('GET', '/api/system/logs?count=50')
  expect([body.level, body.file]).toEqual(['debug', join(it.folder, 'logs', 'porchlight.log')])
  expect(body.logs.length).toBeGreaterThan(1)
  expect(body.logs[0].timestamp).toMatch(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}$/)
  const times = body.logs.map(({ timestamp }: { timestamp: string }) => timestamp)
  expect(times).toEqual([...times].sort())
  const info = (await ask('GET', '/api/system/logs?level=info')).body.logs as { level: string; timestamp: string }[]
  expect(new Set(info.map(({ level }) => level)).has('DEBUG')).toBe(false)
  const since = info.at(-2)?.timestamp ?? ''
  const later = (await ask('GET', `/api/system/logs?level=info&last_ts=${encodeURIComponent(since)}`)).body.logs
  expect(later.every(({ timestamp }: { timestamp: string }) => timestamp > since)).toBe(true)
  for (const query of ['level=loud', 'count=-1', 'count=1e9', `last_ts=${'9'.repeat(50)}`, 'last_ts=%00'])
    expect([query, (await ask('GET', `/api/system/logs?${query}`)).status]).toEqual([query, 200])

  expect(await statuses('POST', '/api/system/logs/clear')).toEqual([401, 403, 403, 403])
  expect((await ask('POST', '/api/system/logs/clear', 'reading')).status).toBe(403)
  expect((await ask('POST', '/api/system/logs/clear')).body.success).toBe(true)
  const after = (await ask('GET', '/api/system/logs?level=info')).body.logs as { message: string }[]
  expect(after[0]?.message).toContain('The log was cleared')
  expect(readFileSync(join(it.folder, 'logs', 'porchlight.log.cleared'), 'utf8')).toContain('is listening')
  const { body: activity } = await it.ask('GET', '/api/activity?limit=20')
  expect(JSON.stringify(activity)).toContain('clear_system_logs')
})

test('a backup is made at once and is the founder’s alone; its passphrase is told this once', async () => {
  expect(await statuses('POST', '/api/system/backup')).toEqual([401, 403, 403, 403])
  const made = await ask('POST', '/api/system/backup')
  expect(made.body).toMatchObject({ success: true, backupUrl: `/backups/${made.body.filename}` })
  expect(made.body.message).toContain(made.body.passphrase)
  expect(await statuses('GET', made.body.backupUrl)).toEqual([401, 403, 403, 403])
  const file = await ask('GET', made.body.backupUrl)
  expect([file.status, file.headers.get('content-disposition')]).toEqual([200, expect.stringContaining('attachment')])
  expect(file.text.length).toBeGreaterThan(1000)
  const part = await ask('GET', made.body.backupUrl, 'founder', undefined, { range: 'bytes=0-9' })
  expect([part.status, part.text.length]).toEqual([206, 10])
  for (const name of ['none.porchlight-backup', '..%2fporchlight.db', '%2e%2e%2fsecret.key'])
    expect([name, (await ask('GET', `/backups/${name}`)).status]).toEqual([name, 404])
  const { body: done } = await it.ask('GET', '/api/activity?limit=20')
  expect(done.data.map(({ action }: { action: string }) => action)).toContain('backup')
  // Below a mount it lies below that.
  const own = await ask('POST', `${it.url}/lightnvr/api/system/backup`, 'founder', {
    passphrase: 'a passphrase of mine',
  })
  expect([own.body.backupUrl, own.body.passphrase]).toEqual([`/lightnvr/backups/${own.body.filename}`, undefined])
  expect((await ask('POST', '/api/system/backup', 'founder', { passphrase: 'short' })).status).toBe(400)
})

test('starting anew and ending are the founder’s, and refused where nobody could do it', async () => {
  for (const what of ['restart', 'shutdown']) {
    expect(await statuses('POST', `/api/system/${what}`)).toEqual([401, 403, 403, 403])
    const { status, body } = await ask('POST', `/api/system/${what}`)
    expect([what, status, Object.keys(body)]).toEqual([what, 501, ['error']])
  }
  const folder = join(it.folder, '..', 'other')
  const env = { PORCHLIGHT_DATA: folder, PORCHLIGHT_HOST: '127.0.0.1', PORCHLIGHT_PORT: '0' }
  const admin = { PORCHLIGHT_ADMIN_USER: OWNER.username, PORCHLIGHT_ADMIN_PASSWORD: OWNER.password }
  const asked: string[] = []
  await using app = await createApp(readConfig({ ...env, ...admin }), [lightnvr], {
    log: createLog('silent', () => {}),
    restart: () => asked.push('restart'),
    shutdown: () => asked.push('shutdown'),
  })
  const authorization = `Basic ${btoa(`${OWNER.username}:${OWNER.password}`)}`
  for (const what of ['restart', 'shutdown']) {
    const answer = await ask('POST', `${app.url}/lightnvr/api/system/${what}`, null, undefined, { authorization })
    expect([what, answer.status, answer.body.success]).toEqual([what, 200, true])
    await until('it was done', () => asked.includes(what))
  }
})

test('settings are told to everybody, hosts and paths to admins, and what is the appliance’s to the founder', async () => {
  expect(await statuses('GET', '/api/settings')).toEqual([401, 200, 200, 200])
  const all = await settings()
  const port = Number(new URL(at).port)
  expect(all).toMatchObject({
    ...{ web_port: port, go2rtc_api_port: port, storage_path: join(it.folder, 'recordings'), max_streams: 32 },
    ...{ go2rtc_enabled: false, webrtc_disabled: true, mse_disabled: true, hls_disabled: false },
    ...{ go2rtc_force_native_hls: true, mqtt_enabled: false, mqtt_password: '', log_level: 2 },
  })
  // What a login page is told is the same.
  const { force_mfa_on_login, auth_timeout_hours, auth_absolute_timeout_hours, trusted_device_days } = all
  expect((await ask('GET', '/api/auth/login/config', null)).body).toMatchObject({
    ...{ force_mfa_on_login, auth_timeout_hours, auth_absolute_timeout_hours, trusted_device_days },
  })
  const host = await ask('GET', '/api/settings', 'founder', undefined, { 'x-forwarded-host': 'cameras.example:9443' })
  expect(host.body.web_port).toBe(9443)
  expect((await change({ mqtt_client_id: 'a-client', go2rtc_external_ip: '203.0.113.7' })).status).toBe(200)
  const viewer = await settings('viewer')
  expect(Object.keys(viewer)).toEqual(Object.keys(all))
  expect([viewer.mqtt_client_id, viewer.go2rtc_external_ip, viewer.storage_path, viewer.db_path]).toEqual([
    '',
    '',
    '',
    '',
  ])
  expect((await settings('admin')).mqtt_client_id).toBe('a-client')
  expect((await settings('admin')).storage_path).toBe('')
})

test('whatever is sent back as it came changes nothing', async () => {
  const all = await settings()
  const { status, body } = await change(all)
  expect([status, body]).toEqual([200, { success: true, restart_required: false, ignored: [] }])
  expect(await settings()).toEqual(all)
  const mine = await settings('admin')
  expect((await change(mine, 'admin')).body.ignored).toEqual([])
})

test('what drives ours does, what is kept is told back, and what cannot be is named', async () => {
  const { body } = await change({
    ...{ retention_days: 45, max_storage_size: 5_000_000_000, syslog_enabled: true, max_streams: 900 },
    ...{ webrtc_disabled: false, web_port: 80, unknown: 1, demo_mode: 'yes', db_backup_interval_minutes: -5 },
  })
  expect(body).toMatchObject({ success: true, ignored: ['web_port', 'webrtc_disabled'] })
  expect(body.kept.sort()).toEqual(['db_backup_interval_minutes', 'max_streams', 'syslog_enabled'])
  expect(await settings()).toMatchObject({
    ...{ retention_days: 45, max_storage_size: 5_000_000_000, syslog_enabled: true, max_streams: 256 },
    ...{ webrtc_disabled: true, demo_mode: false, db_backup_interval_minutes: 0 },
  })
  const own = (await it.ask('GET', '/api/settings')).body.data
  const of = (name: string) => own.find(({ key }: { key: string }) => key === name).value
  expect(of('recording_limits')).toEqual({ days: 45, bytes: 5_000_000_000, free_bytes: null })
  expect((await ask('GET', '/api/system')).body.global_retention_days).toBe(45)
  expect((await settings('viewer')).retention_days).toBe(45)
  await change({ storage_min_free_pct: 15 })
  expect((await settings()).storage_min_free_pct).toBe(15)
  expect(of('recording_limits').bytes).toBe(5_000_000_000)
  await change({ retention_days: 0, max_storage_size: 0, storage_min_free_pct: 0 })
  const limits = (await it.ask('GET', '/api/settings')).body.data.find(
    ({ key }: { key: string }) => key === 'recording_limits',
  )
  expect(limits.value).toEqual({ days: null, bytes: null, free_bytes: null })
})

test('the broker is ours: switched on, off and on again, and its password told to nobody', async () => {
  const place = { mqtt_broker_host: 'broker.example', mqtt_broker_port: 8883, mqtt_tls_enabled: true }
  expect((await change({ mqtt_enabled: true })).body).toEqual({
    error: 'mqtt_broker_host is required when MQTT is enabled',
  })
  await change({ mqtt_enabled: true, ...place, mqtt_username: 'hub', mqtt_password: 'hunter22' })
  const own = () => it.app.services.settings
  expect(own().get('mqtt_url')).toBe('mqtts://broker.example:8883')
  expect([own().get('mqtt_user'), own().get('mqtt_password')]).toEqual(['hub', 'hunter22'])
  expect(await settings()).toMatchObject({
    mqtt_enabled: true,
    ...place,
    mqtt_username: 'hub',
    mqtt_password: '********',
  })
  const others = await settings('admin')
  expect([others.mqtt_enabled, others.mqtt_broker_host, others.mqtt_username]).toEqual([true, '', ''])
  await change({ ...(await settings()), mqtt_ha_snapshot_interval: 5 })
  expect([own().get('mqtt_password'), own().get('hub_snapshot_seconds')]).toEqual(['hunter22', 10])
  await change({ mqtt_enabled: false, mqtt_ha_discovery: false })
  expect([own().get('mqtt_url'), own().get('discovery')]).toEqual([null, 'off'])
  expect(await settings()).toMatchObject({ mqtt_enabled: false, ...place })
  await change({ mqtt_enabled: true, mqtt_ha_discovery: true })
  expect(own().get('mqtt_url')).toBe('mqtts://broker.example:8883')
  // A login in the address is not lost when the broker moves.
  await it.ask('PUT', '/api/settings/mqtt_user', { value: null })
  await it.ask('PUT', '/api/settings/mqtt_password', { value: null })
  await it.ask('PUT', '/api/settings/mqtt_url', { value: 'mqtt://anna:p%40ss@one.example' })
  expect(await settings()).toMatchObject({ mqtt_username: 'anna', mqtt_broker_port: 1883, mqtt_tls_enabled: false })
  await change({ mqtt_broker_host: '2001:db8::7' })
  expect(own().get('mqtt_url')).toBe('mqtt://[2001:db8::7]:1883')
  expect([own().get('mqtt_user'), own().get('mqtt_password')]).toEqual(['anna', 'p@ss'])
  for (const who of ['founder', 'admin', 'viewer'] as const)
    expect(JSON.stringify(await settings(who))).not.toMatch(/hunter22|p@ss/)
  await change({ mqtt_enabled: false, turn_password: 'turn-secret' })
  expect((await settings()).turn_password).toBe('********')
  const bytes = ['porchlight.db', 'porchlight.db-wal']
    .map((name) => join(it.folder, name))
    .filter((file) => existsSync(file))
  for (const file of bytes) expect(readFileSync(file, 'latin1')).not.toContain('turn-secret')
})

test('an admin who did not found the appliance changes what is kept, and is told why no more', async () => {
  const { body } = await change({ retention_days: 9, mqtt_enabled: true, onvif_discovery_interval: 60 }, 'admin')
  expect(body).toMatchObject({ ignored: ['retention_days', 'mqtt_enabled'], kept: ['onvif_discovery_interval'] })
  expect(body.ignored_because.retention_days).toContain('founder')
  expect((await settings()).retention_days).toBe(0)
  for (const who of ['viewer', 'operator', 'reading'] as const)
    expect([who, (await change({ max_streams: 2 }, who)).status]).toEqual([who, 403])
  expect((await ask('POST', '/api/settings', null, {})).status).toBe(401)
})

test('what a variable has set is named with it, and stays', async () => {
  await using here = await createTestApp([lightnvr], {
    PORCHLIGHT_LIGHTNVR_PORT: '0:code',
    PORCHLIGHT_MQTT_PREFIX: 'house',
  })
  const { body: made } = await here.ask('POST', '/api/keys', { name: 'test', read_only: false })
  const url = `${here.app.dialectPorts[0]?.url}/api/settings`
  const headers = { 'x-api-key': made.data.key }
  const answer = await ask('POST', url, null, { mqtt_topic_prefix: 'other', mqtt_ha_discovery_prefix: 'ha' }, headers)
  expect(answer.body.ignored_because).toEqual({ mqtt_topic_prefix: 'It is set by PORCHLIGHT_MQTT_PREFIX' })
  const { body } = await ask('GET', url, null, undefined, headers)
  expect([body.mqtt_topic_prefix, body.mqtt_ha_discovery_prefix]).toEqual(['house', 'ha'])
})

test('a bad text is refused with a sentence, and nothing of the rest is changed', async () => {
  const before = await settings()
  const bad: [object | string, string][] = [
    ['no json', 'Invalid JSON data'],
    ['[]', 'Invalid JSON data'],
    [{ retention_days: 366, max_streams: 7 }, 'retention_days must be from 0 to 365'],
    [{ storage_path: 'relative' }, 'storage_path must be an absolute path'],
    [{ storage_path: '/data;rm -rf' }, 'storage_path must be an absolute path'],
    [{ db_post_backup_script: '/bin/sh $(id)' }, 'db_post_backup_script must be an absolute path'],
    [{ trusted_proxy_cidrs: '10.0.0.0/99' }, 'trusted_proxy_cidrs must be addresses or networks'],
    [{ mp4_directory_format: 'by_moon' }, 'mp4_directory_format must be one of flat, year_month, year_month_day'],
    [{ webrtc_disabled: true, hls_disabled: true, mse_disabled: true }, 'At least one of WebRTC, HLS and MSE'],
    [{ mqtt_broker_host: 'a/b@c' }, 'mqtt_broker_host must be a name or an address'],
    [{ syslog_ident: 'a\nb' }, 'syslog_ident must not contain control characters'],
    [{ syslog_ident: 'x'.repeat(2000) }, 'syslog_ident may have at most 1024 bytes'],
    [{ mqtt_topic_prefix: 'a/#' }, 'mqtt_prefix: may hold letters'],
  ]
  for (const [body, words] of bad) {
    const answer = await change(body)
    expect([words, answer.status, answer.body.error]).toEqual([words, 400, expect.stringContaining(words)])
  }
  expect((await change({ go2rtc_config_override: 'x'.repeat(65_536) })).status).toBe(413)
  expect((await change({ storage_pressure_warning_pct: 30 })).body.ignored).toEqual(['storage_pressure_warning_pct'])
  expect(await settings()).toEqual(before)
})

test('the description of the settings names each of them, and what it is here', () => {
  const text = readFileSync(join(import.meta.dir, '..', 'docs', 'api', 'lightnvr-settings.md'), 'utf8')
  const rows = [...text.matchAll(/^\| `(\w+)` \| \*(\w+)\* \|/gm)].map(([, key, way]) => [key, way])
  expect(rows).toEqual(KEYS.map((key) => [key, rowOf(key).way]))
})
