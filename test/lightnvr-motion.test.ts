// Motion recording as LightNVR's clients set it, try it, trigger it and clear it: real pictures, real files.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { createTestApp, OWNER, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'
import { type Camera, startCamera } from './rtsp-source/camera.ts'

// Real time passes: pictures come no faster than they are filmed.
setDefaultTimeout(60_000)

const PASSWORD = 'a long enough password'
const BASIC = { authorization: `Basic ${btoa(`${OWNER.username}:${OWNER.password}`)}` }
const STRANGE = { enabled: 'yes', pre_buffer_seconds: '9', codec: 7 }
let it: TestApp
let camera: Camera
let at = ''
let name = ''
let other = ''

beforeAll(async () => {
  camera = await startCamera()
  const driver = createFakeDriver()
  const device = driver.add('192.0.2.7', 2)
  device.source = (_key, quality) => camera.address(`/1/${quality}`)
  it = await createTestApp([lightnvr, { id: 'fake', title: 'Fake', driver }], { PORCHLIGHT_LIGHTNVR_PORT: '0' })
  at = it.app.dialectPorts[0]?.url ?? ''
  const { username, password } = device
  await it.ask('POST', '/api/devices', { ip_web: '192.0.2.7', brand: 'fake', username, password })
  const streams = await until('its streams are there', async () => {
    const { body } = await ask('GET', '/api/streams')
    return body.streams?.length === 2 && body.streams
  })
  name = streams[0].name
  other = streams[1].name
}, 120_000)
afterAll(async () => {
  await it[Symbol.asyncDispose]()
  await camera[Symbol.asyncDispose]()
})

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = BASIC) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await fetch(at + path, { method, headers, ...(body === undefined ? {} : { body: text }) })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}
const config = (stream = name) => `/api/motion/config/${stream}`
const rule = async (id = 1) => (await it.ask('GET', `/api/cameras/${id}/recording`)).body.data
const events = async () => (await it.ask('GET', '/api/events?cameraId=1')).body.data
const found = async (stream = name) => (await ask('GET', `/api/motion/recordings/${stream}`)).body

test('a stream has no configuration until somebody gives it one, which is then the rule of our recorder', async () => {
  expect(await ask('GET', config())).toEqual({
    status: 404,
    body: { error: 'Motion recording configuration not found' },
  })
  expect((await ask('DELETE', config())).status).toBe(404)
  expect(await ask('POST', config())).toEqual({
    status: 200,
    body: { message: 'Motion recording configured', stream_name: name },
  })
  expect((await ask('GET', config())).body).toEqual({
    ...{ stream_name: name, enabled: true, pre_buffer_seconds: 5, post_buffer_seconds: 10, max_file_duration: 300 },
    ...{ codec: 'h264', quality: 'medium', retention_days: 7 },
  })
  expect(await rule()).toMatchObject({ mode: 'alarm', pre_seconds: 5, post_seconds: 10, retention_days: 7 })
  const own = { pre_buffer_seconds: 2, post_buffer_seconds: 0, codec: 'h265', quality: 'high', retention_days: 0 }
  await ask('POST', config(), own)
  expect((await ask('GET', config())).body).toMatchObject({ ...own, enabled: true })
  expect(await rule()).toMatchObject({ pre_seconds: 2, post_seconds: 0, retention_days: null })
  // What is of another type counts as not said, and what is not said stays.
  await ask('POST', config(), STRANGE)
  expect((await ask('GET', config())).body).toMatchObject({ ...own, enabled: true })
})

test('switched off it is still there, and deleted it is gone', async () => {
  await ask('POST', config(), { enabled: false, pre_buffer_seconds: 3 })
  expect((await ask('GET', config())).body).toMatchObject({ enabled: false, pre_buffer_seconds: 3 })
  expect((await rule()).mode).toBe('off')
  const refused = await ask('POST', `/api/motion/test/${name}`)
  expect(refused).toEqual({ status: 400, body: { error: 'Motion recording not enabled for this stream' } })
  expect((await ask('DELETE', config())).status).toBe(200)
  expect((await ask('GET', config())).status).toBe(404)
})

test('what is recorded all the time stays so', async () => {
  const before = { mode: 'continuous', pre_seconds: 1, post_seconds: 3, segment_seconds: 900, retention_days: 60 }
  await it.ask('PUT', '/api/cameras/2/recording', before)
  await ask('POST', config(other), { enabled: false })
  expect(await rule(2)).toMatchObject(before)
  const { body } = await ask('POST', config(other))
  expect(body.message).toContain('recorded all the time')
  expect(await rule(2)).toMatchObject(before)
  expect((await ask('GET', config(other))).body.enabled).toBe(true)
  await ask('DELETE', config(other))
  expect((await rule(2)).mode).toBe('continuous')
  await it.ask('PUT', '/api/cameras/2/recording', { mode: 'off' })
})

test('numbers beyond bounds and bodies that are no JSON are refused', async () => {
  for (const [body, words] of [
    [{ pre_buffer_seconds: 61 }, 'pre_buffer_seconds must be between 0 and 60'],
    [{ post_buffer_seconds: -1 }, 'post_buffer_seconds must be between 0 and 600'],
    [{ max_file_duration: 1 }, 'max_file_duration must be between 10 and 3600'],
    [{ retention_days: 900 }, 'retention_days must be between -1 and 365'],
    [{ codec: 'a\u0000b' }, 'control characters'],
    ['{', 'Invalid JSON in request body'],
  ] as const) {
    const answer = await ask('POST', config(), body)
    expect([answer.status, answer.body]).toEqual([400, { error: expect.stringContaining(words) }])
  }
})

test('a test is an event that says so, and really starts what an alarm would', async () => {
  await ask('POST', config(), { pre_buffer_seconds: 1, post_buffer_seconds: 0 })
  await until('it waits for an alarm', async () => (await rule()).state.doing === 'wait')
  // The event is short: a camera of which no picture has come yet would have none to record.
  const stats = async () => (await it.ask('GET', '/api/cameras/1/stats')).body.data
  await until('its pictures come', async () => (await stats()).stream.active)
  const { status, body } = await ask('POST', `/api/motion/test/${name}`)
  expect([status, body]).toEqual([
    200,
    { stream_name: name, success: true, message: 'Test event raised; it is marked as a test, and is being recorded' },
  ])
  expect((await rule()).state.doing).toBe('record')
  const [event] = await events()
  expect(event).toMatchObject({ type: 'motion', message: 'Motion, as a test', source: 'manual' })
  expect(event.metadata.test).toBe(true)
  await until('it is over by itself', async () => (await rule()).state.doing === 'wait')
  expect((await events())[0].ended_at).not.toBeNull()
  const { recordings } = await until('its recording is there', async () => {
    const all = await found()
    return all.count === 1 && all
  })
  expect(recordings[0]).toMatchObject({ id: expect.any(Number), file_path: expect.stringContaining('.mp4') })
  expect(recordings[0].size_bytes).toBeGreaterThan(1000)
  expect((await ask('GET', `/api/motion/stats/${name}`)).body).toMatchObject({
    ...{ stream_name: name, total_recordings: 1, total_size_bytes: recordings[0].size_bytes, enabled: true },
    ...{ oldest_recording: recordings[0].timestamp, newest_recording: recordings[0].timestamp, total_events: 0 },
  })
})

test('another program starts and stops a recording, and what it saw is a detection', async () => {
  const trigger = (body: unknown) => ask('POST', '/api/motion/trigger', body)
  const about = {
    stream: name,
    action: 'start',
    objects: ['person', { label: 'car', confidence: 0.5 }],
    confidence: 0.9,
  }
  expect(await trigger(about)).toEqual({
    status: 202,
    body: {
      ...{ success: true, stream: name, action: 'start' },
      ...{ recording_triggered: true, detections_stored: 2, tags_applied: 0 },
    },
  })
  expect((await rule()).state.doing).toBe('record')
  const again = (await trigger({ stream: name, action: 'pulse', duration_ms: 50 })).body
  expect(again).toMatchObject({ duration_ms: 50, detections_stored: 0, warning: expect.stringContaining('already') })
  const { detections } = (await ask('GET', `/api/detection/results/${name}`)).body
  expect(detections.slice(0, 2)).toMatchObject([
    { label: 'person', confidence: 0.9, x: 0, width: 1, end_timestamp: null },
    { label: 'car', confidence: 0.5 },
  ])
  expect((await trigger({ stream: name, action: 'stop' })).body).toMatchObject({
    success: true,
    recording_triggered: false,
  })
  await until('it waits again', async () => (await rule()).state.doing === 'wait')
  expect((await trigger({ stream: name, action: 'stop' })).body.warning).toBe('Nothing was going on')
  await until('its recording is there', async () => (await found()).count === 2)
})

test('a trigger on a stream that is not recorded around events says so, and what is no trigger is refused', async () => {
  const trigger = (body: unknown) => ask('POST', '/api/motion/trigger', body)
  const { status, body } = await trigger({ stream: other, action: 'pulse', duration_ms: 1 })
  expect([status, body.recording_triggered, body.warning]).toEqual([
    202,
    false,
    expect.stringContaining('not recorded'),
  ])
  for (const [said, words] of [
    [{ action: 'start' }, 'Missing required fields (stream, action)'],
    [{ stream: name, action: 'dance' }, 'start, stop or pulse'],
    [{ stream: name, action: 'pulse', duration_ms: 600_001 }, 'duration_ms must be between 1 and 600000'],
    [{ stream: name, action: 'start', confidence: 2 }, 'confidence must be between 0 and 1'],
    ['', 'Invalid JSON in request body'],
  ] as const)
    expect(await trigger(said)).toEqual({ status: 400, body: { error: expect.stringContaining(words) } })
  expect((await trigger({ stream: 'nope', action: 'start' })).status).toBe(404)
})

test('what an operator and a viewer may not is refused in words', async () => {
  const person = async (username: string, role: string) => {
    await it.ask('POST', '/api/auth/register', { username, password: PASSWORD, role })
    return { authorization: `Basic ${btoa(`${username}:${PASSWORD}`)}` }
  }
  const operator = await person('otto', 'operator')
  for (const [method, path, body] of [
    ['POST', config(), {}],
    ['DELETE', config()],
    ['POST', `/api/motion/test/${name}`],
    ['POST', '/api/motion/trigger', { stream: name, action: 'start' }],
    ['POST', '/api/motion/cleanup'],
  ] as const) {
    const answer = await ask(method, path, body, operator)
    expect([path, answer.status, Object.keys(answer.body)]).toEqual([path, 403, ['error']])
  }
  expect((await ask('GET', config(), undefined, operator)).status).toBe(200)
  expect((await ask('GET', '/api/motion/storage', undefined, await person('vera', 'viewer'))).body).toMatchObject({
    total_recordings: 0,
  })
})

test('recordings around alarms are deleted one by one, and old ones cleared but for protected ones', async () => {
  const [first, second] = (await found()).recordings
  const { file_path, size_bytes } = second
  const storage = (await ask('GET', '/api/motion/storage')).body
  expect(storage).toMatchObject({ total_recordings: 2, total_size_bytes: first.size_bytes + size_bytes })
  expect(storage.disk_space_total).toBeGreaterThan(storage.disk_space_available)
  expect(await ask('DELETE', `/api/motion/recordings/${second.id}`)).toEqual({
    status: 200,
    body: { message: 'Motion recording deleted', file_path },
  })
  expect((await ask('DELETE', `/api/motion/recordings/${second.id}`)).status).toBe(404)
  const cleared = { retention_days: 0, stream_name: name }
  await ask('PUT', `/api/recordings/${first.id}/protect`, { protected: true })
  expect((await ask('POST', '/api/motion/cleanup', cleared)).body).toMatchObject({ ...cleared, deleted_count: 0 })
  await ask('PUT', `/api/recordings/${first.id}/protect`, { protected: false })
  expect((await ask('POST', '/api/motion/cleanup')).body).toMatchObject({ deleted_count: 0, retention_days: 7 })
  expect((await ask('POST', '/api/motion/cleanup', cleared)).body).toMatchObject({ ...cleared, deleted_count: 1 })
  expect((await found()).count).toBe(0)
  const deeds = async (action: string) => (await it.ask('GET', `/api/activity?action=${action}`)).body.data.length
  expect(await deeds('set_recorder_rule')).toBeGreaterThan(5)
  expect(await deeds('delete_recording')).toBe(2)
  expect([await deeds('test_motion'), await deeds('trigger_motion'), await deeds('end_motion')]).toEqual([1, 2, 1])
})

test('what a program began and did not stop is over once the appliance has started anew', async () => {
  await ask('POST', '/api/motion/trigger', { stream: name, action: 'start', label: 'cat' })
  expect((await events())[0]).toMatchObject({ message: 'Motion, told by another program: cat', ended_at: null })
  await it.restart()
  expect((await events())[0].ended_at).not.toBeNull()
})
