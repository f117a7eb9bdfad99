// What LightNVR's pages ask beside everything else, through the front door: set-up, disk, figures, and go2rtc that is not here.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'
import { callersOf } from './lightnvr-callers.ts'

const driver = createFakeDriver()
let it: TestApp
let at: string
let keys: Record<'viewer' | 'operator' | 'admin', string>

beforeAll(async () => {
  driver.add('192.0.2.7', 2)
  it = await createTestApp([lightnvr, { id: 'fake', title: 'Fake', driver }], { PORCHLIGHT_LIGHTNVR_PORT: '0' })
  at = it.app.dialectPorts[0]?.url ?? ''
  await it.ask('POST', '/api/devices', {
    ...{ ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake', name: 'Recorder' },
  })
  await until('its channels are there', async () => (await it.ask('GET', '/api/channels')).body.length === 2)
  const { keyOf } = callersOf(it)
  keys = {
    viewer: await keyOf('viewer', 'viewer'),
    operator: await keyOf('operator', 'operator'),
    admin: await keyOf('admin', 'admin'),
  }
}, 120_000)
afterAll(() => it[Symbol.asyncDispose]())

async function ask(method: string, path: string, who: keyof typeof keys | null = 'admin', body?: unknown) {
  const answer = await fetch(at + path, {
    method,
    headers: who ? { 'x-api-key': keys[who] } : {},
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await answer.text()
  const isJson = answer.headers.get('content-type')?.startsWith('application/json')
  return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : null }
}
const statuses = async (method: string, path: string, body?: unknown) =>
  Promise.all(
    ([null, 'viewer', 'operator', 'admin'] as const).map(async (who) => (await ask(method, path, who, body)).status),
  )

test('set-up is complete with the first account, and cannot be begun anew', async () => {
  expect((await ask('GET', '/api/setup/status', null)).body).toEqual({ complete: true, setup_completed_at: 0 })
  const { setup_completed_at: completed } = (await ask('GET', '/api/setup/status', 'viewer')).body
  expect(Math.abs(completed - Date.now() / 1000)).toBeLessThan(120)
  expect(await statuses('POST', '/api/setup/status', { complete: true })).toEqual([401, 403, 403, 200])
  expect((await ask('POST', '/api/setup/status', 'admin', { complete: true })).body).toEqual({ success: true })
  expect((await ask('POST', '/api/setup/status', 'admin', { complete: false })).status).toBe(409)
  for (const body of ['no', '7', { complete: 'yes' }])
    expect((await ask('POST', '/api/setup/status', 'admin', body)).status).toBe(400)
})

test('the disk is told to who may read of the system, by the words that the household has set', async () => {
  expect(await statuses('GET', '/api/storage/health')).toEqual([401, 403, 200, 200])
  const { body } = await ask('GET', '/api/storage/health')
  expect(body).toMatchObject({ last_cleanup_deleted: 0, last_cleanup_freed: 0, projected_seconds_to_target: -1 })
  for (const [name, value] of Object.entries(body))
    expect([name, typeof value]).toEqual([name, name === 'pressure_level' ? 'string' : 'number'])
  const three = (warning: number, critical: number, emergency: number) => ({
    storage_pressure_warning_pct: warning,
    storage_pressure_critical_pct: critical,
    storage_pressure_emergency_pct: emergency,
  })
  const set = async (values: object) => (await ask('POST', '/api/settings', 'admin', values)).body.ignored
  const told = async () => {
    const { pressure_level, pressure_level_num } = (await ask('GET', '/api/storage/health')).body
    return [pressure_level, pressure_level_num]
  }
  expect(await set(three(100, 99, 98))).toEqual([])
  expect(['emergency', 'critical', 'warning']).toContain((await told())[0])
  expect(await set(three(2, 1, 0))).toEqual([])
  expect(await told()).toEqual(['normal', 0])
})

test('cleaning up has the rules remove what they would, and says what it did not do', async () => {
  expect(await statuses('POST', '/api/storage/cleanup')).toEqual([401, 403, 403, 200])
  const { body } = await ask('POST', '/api/storage/cleanup', 'admin', { aggressive: true })
  expect(body).toMatchObject({ success: true, aggressive: false })
  expect(body.message).toStartWith('0 recordings were removed by the rules; there is no harder way')
  expect((await ask('GET', '/api/storage/health')).body.last_cleanup_time).toBeGreaterThan(1e9)
})

test('beacons are taken and go2rtc is said not to be here', async () => {
  expect(await statuses('POST', '/api/telemetry/player', { event: 'stall' })).toEqual([401, 204, 204, 204])
  const pairs: [string, string, object][] = [
    ['POST', '/api/settings/go2rtc/validate', { valid: true, skipped: true, libyaml_available: false, warnings: [] }],
    ['GET', '/api/system/go2rtc/effective-config', { go2rtc_initialized: false, base: '', override: '' }],
    ['GET', '/api/system/go2rtc/override-status', { file_present: false, process_running: false }],
  ]
  for (const [method, path, body] of pairs) {
    expect([path, await statuses(method, path)]).toEqual([path, [401, 403, 403, 200]])
    expect((await ask(method, path)).body).toMatchObject(body)
  }
})

test('figures are read by Prometheus, a line for each stream', async () => {
  expect(await statuses('GET', '/api/metrics')).toEqual([401, 403, 200, 200])
  const { text, headers } = await ask('GET', '/api/metrics')
  expect(headers.get('content-type')).toStartWith('text/plain; version=0.0.4')
  for (const line of text.trimEnd().split('\n'))
    expect(line).toMatch(/^(# (HELP|TYPE) lightnvr_\w+ .+|lightnvr_\w+(\{\w+="[^"]*"\})? [\d.e+]+)$/)
  expect(text.match(/^lightnvr_stream_up\{stream="[^"]+"\} 1$/gm)).toHaveLength(2)
})

test('curves of health come when they are asked for, to who may see the stream', async () => {
  const plain = (await ask('GET', '/api/health')).body
  expect(plain.streams_detail[0].sparkline_fps).toBeUndefined()
  const { body } = await ask('GET', '/api/health?sparklines=true')
  expect(body.streams_detail[0]).toMatchObject({ sparkline_fps: [], sparkline_bitrate: [] })
  expect((await ask('GET', '/api/health?sparklines=true', null)).body.streams_detail).toBeUndefined()
  const { system } = it.app.services
  const { livePoints } = system
  system.livePoints = () => [{ framesPerSecond: 19.9, bitsPerSecond: 2_080_400 }]
  const drawn = await ask('GET', '/api/health?sparklines=true', 'operator')
  expect(drawn.body.streams_detail[0]).toMatchObject({ sparkline_fps: [19.9], sparkline_bitrate: [2080] })
  system.livePoints = livePoints
  expect((await ask('GET', '/api/health')).body.streams_detail[0].sparkline_fps).toBeUndefined()
})
