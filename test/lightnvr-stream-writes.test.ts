// Streams added, changed, tried and removed by LightNVR's clients: what is real of it, what is kept, and what is refused and why.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { createTestApp, OWNER, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'
import { rtsp } from '../plugins/rtsp/index.ts'
import { startCamera } from './rtsp-source/camera.ts'

const PASSWORD = 'a long enough password'
const driver = createFakeDriver()
let it: TestApp
let document: string
let code: string
let keys: Record<'viewer' | 'operator' | 'admin' | 'reading', string>
/** Of the recorder: by number, as strings of a path. */
let first: string
let second: string

beforeAll(async () => {
  const device = driver.add('192.0.2.7', 3)
  device.source = (key, quality) =>
    `rtsp://login:secret-of-it@192.0.2.7:554/Streaming/Channels/${key.slice(3)}0${quality === 'main' ? 1 : 2}`
  it = await createTestApp([lightnvr, { id: 'fake', title: 'Fake', driver }, rtsp], {
    PORCHLIGHT_LIGHTNVR_PORT: '0,0:code',
  })
  const [one, other] = it.app.dialectPorts
  document = one?.url ?? ''
  code = other?.url ?? ''
  await it.ask('POST', '/api/devices', {
    ...{ ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake', name: 'Recorder' },
  })
  const channels = await until('its channels are there', async () => {
    const { body } = await it.ask('GET', '/api/channels')
    return body.length === 3 && body
  })
  ;[first, second] = channels.map(({ id }: { id: number }) => String(id))
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
  const granted = [{ channel_id: Number(first), view: true, playback: false, export: false, ptz: false }]
  await it.ask('PUT', `/api/users/${user_id}/grants`, granted)
}, 60_000)
afterAll(() => it[Symbol.asyncDispose]())

type Headers = Record<string, string>
const BASIC = { authorization: `Basic ${btoa(`${OWNER.username}:${OWNER.password}`)}` }
const as = (who: keyof typeof keys): Headers => ({ 'x-api-key': keys[who] })

async function ask(method: string, url: string, body?: unknown, headers: Headers = BASIC) {
  const text = body === undefined || typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await fetch(url, { method, headers, ...(text === undefined ? {} : { body: text }) })
  return { status: answer.status, body: await answer.json() }
}
const add = (body: object, at = document) => ask('POST', `${at}/api/streams`, body)
const read = async (name: string, at = code) => (await ask('GET', `${at}/api/streams/${encodeURIComponent(name)}`)).body
const full = async (name: string, at = code) =>
  (await ask('GET', `${at}/api/streams/${encodeURIComponent(name)}/full`)).body
const put = (name: string, body: unknown, at = code) =>
  ask('PUT', `${at}/api/streams/${encodeURIComponent(name)}`, body)
const remove = (name: string, query = '') => ask('DELETE', `${code}/api/streams/${encodeURIComponent(name)}${query}`)
const ruleOf = async (id: string | number) => (await it.ask('GET', `/api/cameras/${id}/recording`)).body.data
const deeds = async () =>
  (await it.ask('GET', '/api/activity?limit=100')).body.data.map(({ action }: { action: string }) => action) as string[]

test('the document’s own example adds a stream under its name, which the list has at once', async () => {
  const example = {
    ...{ name: 'New Camera', url: 'rtsp://192.168.1.103:554/stream1', enabled: true, width: 1280, height: 720 },
    ...{ fps: 10, codec: 'h264', priority: 5, record: true },
  }
  expect(await add(example)).toEqual({ status: 201, body: { success: true } })
  const { streams } = (await ask('GET', `${document}/api/streams`)).body
  const made = streams.find(({ name }: { name: string }) => name === 'New Camera')
  expect(made).toMatchObject({ ...example, retention_days: -1, segment_duration: 30, post_detection_buffer: 5 })
  expect(await ruleOf(made.id)).toMatchObject({ mode: 'continuous', segment_seconds: 30, retention_days: null })
  const again = await add({ ...example, url: 'rtsp://192.168.1.104/x' })
  expect([again.status, again.body]).toEqual([409, { error: 'Stream already exists' }])
  const there = await add({ ...example, name: 'Other' })
  expect([there.status, there.body.error]).toEqual([409, 'Stream already exists: there is a camera with this address'])
  expect(await remove('New Camera', '?permanent=true')).toMatchObject({ status: 200, body: { permanent: true } })
  expect((await ask('GET', `${code}/api/streams/New%20Camera`)).body).toEqual({ error: 'Stream not found' })
})

test('what is no stream is refused in words, and nothing is added', async () => {
  const url = 'rtsp://192.0.2.50/x'
  const before = (await ask('GET', `${code}/api/streams`)).body.length
  for (const [body, status, error] of [
    ['{', 400, 'Invalid JSON in request body'],
    ['[]', 400, 'Invalid JSON in request body'],
    [{ name: 'a' }, 400, 'Missing required fields (name, url)'],
    [{ name: 5, url }, 400, 'Missing required fields (name, url)'],
    [{ name: 'a', url: 'http://192.0.2.50/onvif/device_service', is_onvif: true }, 400, 'url must begin with rtsp://'],
    [{ name: 'a', url: 'rtsp://' }, 400, 'The address has no valid host name'],
    [{ name: 'a', url: 'rtsp://127.1.1.1\u0000/x' }, 400, 'url must not contain control characters'],
    [{ name: 'a', url: `rtsp://192.0.2.50/${'x'.repeat(512)}` }, 400, 'url must be shorter than 512 bytes'],
    [{ name: 'a', url: 'rtsp://169.254.169.254/x' }, 400, '169.254.169.254 cannot be used'],
    [{ name: 'a', url, retention_days: 366 }, 400, 'retention_days must be between -1 and 365'],
    [{ name: 'a', url, detection_url: 'file:///etc/passwd' }, 400, 'detection_url must begin with'],
    [{ name: 'a', url, publish_url: 'http://192.0.2.1/' }, 400, 'publish_url must begin with'],
    [{ name: 'a', url, admin_url: `http://${'x'.repeat(600)}` }, 413, 'admin_url is too long'],
    [{ name: 'a', url, segment_duration: 1e9 }, 400, 'segment_duration must be between 10 and 3600'],
    [{ name: 'a', url, max_storage_mb: -1 }, 400, 'max_storage_mb must be 0'],
    ...['a/b', 'a\\b', 'a?b', 'a#b', 'a%b', '.a', 'a\nb', 'ä'.repeat(128)].map((name) => [
      { name, url },
      400,
      'Invalid stream name',
    ]),
  ] as [unknown, number, string][]) {
    const answer = await ask('POST', `${document}/api/streams`, body)
    expect([body, answer.status, Object.keys(answer.body)]).toEqual([body, status, ['error']])
    expect(answer.body.error).toStartWith(error)
  }
  expect((await ask('GET', `${code}/api/streams`)).body.length).toBe(before)
})

test('a login of an address or of the ONVIF fields is kept with the camera, and told to nobody', async () => {
  await add({ name: 'With login', url: 'rtsp://ann:secret-one@192.0.2.51/stream1', record: false })
  await add({
    ...{ name: 'onvif.one', url: 'rtsp://192.0.2.52/stream1', isOnvif: true, record: false },
    ...{ onvif_username: 'ben', onvif_password: 'secret two', detection_url: 'http://x:secret-three@192.0.2.9/d' },
  })
  const known = await full('onvif.one')
  expect(known.stream).toMatchObject({
    ...{ url: 'rtsp://192.0.2.52/stream1', is_onvif: true, isOnvif: true, onvif_username: 'ben', onvif_password: '' },
    ...{ detection_url: 'http://192.0.2.9/d' },
  })
  expect(known.inactive_fields.sort()).toEqual(['detection_url', 'is_onvif'])
  const lists = JSON.stringify([await full('With login'), known, (await ask('GET', `${code}/api/streams`)).body])
  expect(/secret.(one|two|three)|\Wann\W/.exec(lists)).toBeNull()
  const { devices } = { devices: (await it.ask('GET', '/api/devices')).body as { ip_web: string; username: string }[] }
  const users = devices.filter(({ ip_web }) => /192\.0\.2\.5[12]/.test(ip_web)).map(({ username }) => username)
  expect(users.sort()).toEqual(['ann', 'ben'])
  // What was read is sent back: its login stays. Another path of the same camera has the same one, another host none.
  await put('With login', await read('With login'))
  const userOf = async (host: string) =>
    ((await it.ask('GET', '/api/devices')).body as { ip_web: string; username: string }[]).find(({ ip_web }) =>
      ip_web.includes(host),
    )?.username
  expect(await userOf('192.0.2.51')).toBe('ann')
  expect((await put('With login', { url: 'rtsp://192.0.2.51/stream2' })).status).toBe(200)
  expect([await userOf('192.0.2.51'), (await read('With login')).url]).toEqual(['ann', 'rtsp://192.0.2.51/stream2'])
  expect((await put('With login', { url: 'rtsp://192.0.2.53/stream2' })).status).toBe(200)
  expect(await userOf('192.0.2.53')).toBe('')
  expect((await put('onvif.one', { onvif_password: 'other secret' })).status).toBe(200)
  expect(await userOf('192.0.2.52')).toBe('ben')
  const taken = await put('onvif.one', { url: 'rtsp://192.0.2.53/stream2' })
  expect([taken.status, taken.body.error]).toEqual([409, 'Stream already exists: there is a camera with this address'])
  for (const name of ['With login', 'onvif.one']) await remove(name, '?permanent=true')
})

test('what was read and is sent back changes nothing, in either profile', async () => {
  await it.ask('PUT', `/api/cameras/${first}/recording`, {
    ...{ mode: 'schedule', pre_seconds: 7, retention_days: 3, quota_bytes: 123_456_789, kinds: ['motion'] },
    schedule: [{ days: [0, 4], start: '08:15', end: '17:20', record: 'continuous' }],
  })
  const rule = await ruleOf(first)
  for (const at of [document, code]) {
    const { stream, inactive_fields } = await full(first, at)
    expect(inactive_fields).toEqual([])
    const before = await deeds()
    expect(await put(first, stream, at)).toEqual({ status: 200, body: { success: true, message: 'Stream updated' } })
    expect(await full(first, at)).toMatchObject({ stream, inactive_fields })
    expect(await deeds()).toEqual(before)
  }
  expect(await ruleOf(first)).toEqual(rule)
  await it.ask('PUT', `/api/cameras/${first}/recording`, { mode: 'off' })
})

test('fields that mean nothing here are told as they were set, and listed as such', async () => {
  const set = {
    ...{
      priority: 9,
      protocol: 1,
      buffer_strategy: 'hybrid',
      detection_interval: 3,
      detection_object_filter: 'include',
    },
    ...{ detection_object_filter_list: 'person,car', tier_critical_multiplier: 3, storage_priority: 5, ptz_max_x: 7 },
    ...{ admin_url: 'http://192.0.2.9/admin', backchannel_enabled: true, audio_voice_enhancement: true },
  }
  expect((await put(first, set)).status).toBe(200)
  const { stream, inactive_fields } = await full(first)
  expect(stream).toMatchObject(set)
  expect(inactive_fields.sort()).toEqual(Object.keys(set).sort())
  expect((await deeds())[0]).toBe('update_stream')
  // Of another type, or unknown: as if it had not been said.
  expect((await put(first, { priority: '4', protocol: '0', enabled: 'no', nonsense: { a: 1 }, tags: 5 })).status).toBe(
    200,
  )
  expect(await read(first)).toMatchObject(set)
  expect((await put(first, { ...Object.fromEntries(Object.keys(set).map((name) => [name, null])) })).status).toBe(200)
  expect(await read(first)).toMatchObject({ ...set, admin_url: '' })
  await put(first, {
    ...{ priority: 5, protocol: 0, buffer_strategy: 'auto', detection_interval: 10, detection_object_filter: 'none' },
    ...{ detection_object_filter_list: '', tier_critical_multiplier: 0, storage_priority: 0, ptz_max_x: 0 },
    ...{ backchannel_enabled: false, audio_voice_enhancement: false },
  })
  expect((await full(first)).inactive_fields).toEqual([])
})

test('a threshold is a part of one for the document and a percentage for the code, and either understands both', async () => {
  const told = async () => [(await read(first, document)).detection_threshold, (await read(first)).detection_threshold]
  for (const [at, value, expected] of [
    [document, 0.7, [0.7, 70]],
    [code, 0.25, [0.25, 25]],
    [document, 80, [0.8, 80]],
    [code, 1, [0.01, 1]],
    [document, 1, [1, 100]],
  ] as const) {
    await put(first, { detection_threshold: value }, at)
    expect(await told()).toEqual([...expected])
  }
  await put(first, { detection_threshold: 50 })
})

test('flags and schedules of recording are a rule of our recorder, and the other way round', async () => {
  const hours = (on: (hour: number, day: number) => boolean) =>
    Array.from({ length: 168 }, (_, index) => on(index % 24, Math.floor(index / 24)))
  await put(first, { record: true })
  expect(await ruleOf(first)).toMatchObject({ mode: 'continuous' })
  await put(first, { record: false, detection_based_recording: 1, pre_detection_buffer: 4, post_detection_buffer: 30 })
  expect(await ruleOf(first)).toMatchObject({ mode: 'alarm', pre_seconds: 4, post_seconds: 30 })
  expect(await read(first)).toMatchObject({ record: false, detection_based_recording: true, detection_model: 'onvif' })
  // Sundays 0 to 2 h and every night from 22 h, else around alarms.
  const nights = hours((hour, day) => hour >= 22 || (day === 0 && hour < 2))
  await put(first, { record: true, record_on_schedule: true, recording_schedule: nights })
  expect((await ruleOf(first)).schedule).toEqual([
    { days: [0, 1, 2, 3, 4, 5, 6], start: '22:00', end: '00:00', record: 'continuous' },
    { days: [6], start: '00:00', end: '02:00', record: 'continuous' },
    { days: [0, 1, 2, 3, 4, 5, 6], start: '00:00', end: '00:00', record: 'alarm' },
  ])
  expect(await read(first)).toMatchObject({
    ...{ record: true, record_on_schedule: true, recording_schedule: nights, detection_based_recording: true },
    detection_record_on_schedule: false,
  })
  await put(first, { detection_record_on_schedule: true, detection_recording_schedule: hours((hour) => hour === 12) })
  expect((await ruleOf(first)).schedule.at(-1)).toEqual({
    ...{ days: [0, 1, 2, 3, 4, 5, 6], start: '12:00', end: '13:00', record: 'alarm' },
  })
  // A grid of another length is not one.
  await put(first, { recording_schedule: [true] })
  expect((await read(first)).recording_schedule).toEqual(nights)
  await put(first, { record_on_schedule: false })
  expect(await ruleOf(first)).toMatchObject({ mode: 'continuous', schedule: [] })
  expect(await read(first)).toMatchObject({ record_on_schedule: false, recording_schedule: nights })
  await put(first, { record: false, detection_based_recording: false })
  expect(await ruleOf(first)).toMatchObject({ mode: 'off' })
  // Spans of our own page are told hour by hour.
  const schedule = [{ days: [5], start: '23:30', end: '01:10', record: 'continuous' }]
  await it.ask('PUT', `/api/cameras/${first}/recording`, { mode: 'schedule', schedule })
  const told = (await read(first)).recording_schedule as boolean[]
  expect(told.flatMap((isOn, index) => (isOn ? [index] : []))).toEqual([0, 1, 167])
  await it.ask('PUT', `/api/cameras/${first}/recording`, { mode: 'off' })
})

test('a stream is disabled and enabled, kept private and shown again', async () => {
  expect(await remove(first)).toEqual({ status: 200, body: { success: true, permanent: false, status: 'accepted' } })
  expect(await read(first)).toMatchObject({ enabled: false, status: 'Stopped', privacy_mode: false })
  expect((await put(first, { set_privacy_mode: true })).status).toBe(409)
  await put(first, { enable_disabled: true, enabled: true })
  expect(await read(first)).toMatchObject({ enabled: true, status: 'Running' })
  expect(await put(first, { set_privacy_mode: true })).toEqual({
    status: 200,
    body: { success: true, privacy_mode: true },
  })
  expect(await read(first)).toMatchObject({
    enabled: true,
    status: 'Stopped',
    privacy_mode: true,
    can_control_privacy: true,
  })
  expect((await it.ask('GET', `/api/cameras/${first}`)).body.data.status).toBe('inactive')
  // The form that is sent back says that it is enabled; it stays private.
  await put(first, await read(first))
  expect((await read(first)).privacy_mode).toBe(true)
  expect((await put(first, { set_privacy_mode: false })).body).toEqual({ success: true, privacy_mode: false })
  expect(await read(first)).toMatchObject({ enabled: true, status: 'Running', privacy_mode: false })
})

test('tags are those of the channel, whoever sets them', async () => {
  await put(first, { tags: 'outside, gate ,, Gate' })
  expect((await read(first)).tags).toBe('outside,gate')
  expect((await it.ask('GET', '/api/channels')).body[0].tags).toEqual(['outside', 'gate'])
  await it.ask('PUT', `/api/channels/${first}`, { tags: ['inside'] })
  expect((await read(first)).tags).toBe('inside')
  await put(first, { tags: null })
  expect((await read(first)).tags).toBe('')
})

test('address, login and smaller picture of a recorder’s channel follow the recorder, and that is said', async () => {
  for (const [body, what] of [
    [{ url: 'rtsp://192.0.2.66/other' }, 'its address'],
    [{ sub_stream_url: 'rtsp://192.0.2.66/other' }, 'the address of its smaller picture'],
    [{ isOnvif: true, onvif_username: 'x', onvif_password: 'y' }, 'its login'],
  ] as const) {
    const answer = await put(first, body)
    expect([answer.status, answer.body.error]).toEqual([
      409,
      `This stream is a channel of Recorder: ${what} follows that device`,
    ])
  }
  const { name } = await read(first)
  const taken = await add({ name: 'Again', url: 'rtsp://192.0.2.7:554/Streaming/Channels/101' })
  expect([taken.status, taken.body.error]).toEqual([409, `Stream already exists: this is the address of ${name}`])
  expect((await add({ name: 'Again', url: 'rtsp://u:p@192.0.2.7/Streaming/Channels/102' })).status).toBe(409)
})

test('a recorder’s channel that is removed is hidden, and comes back by its name or its address', async () => {
  const { name, id } = await read(second, document)
  const gone = await remove(name, '?permanent=true')
  expect([gone.status, gone.body.permanent]).toEqual([200, true])
  expect(gone.body.message).toContain('hidden from this API')
  for (const asked of [name, String(id)])
    expect((await ask('GET', `${code}/api/streams/${asked}`)).body).toEqual({ error: 'Stream not found' })
  expect((await ask('GET', `${code}/api/streams`)).body.length).toBe(2)
  expect((await ask('GET', `${code}/api/health`)).body.streams.total).toBe(2)
  expect((await it.ask('GET', '/api/channels')).body.length).toBe(3)
  expect((await add({ name, url: 'rtsp://192.0.2.7/whatever', tags: 'back' })).status).toBe(201)
  expect(await read(name, document)).toMatchObject({ id, tags: 'back' })
  await remove(name, '?permanent=1')
  expect((await add({ name: 'Front Door', url: 'rtsp://192.0.2.7/Streaming/Channels/201' })).status).toBe(201)
  expect(await read('Front Door', document)).toMatchObject({ id })
  expect((await read(name)).error).toBe('Stream not found')
  expect(await deeds()).toContain('hide_stream')
})

test('an address is tried at once, and why nothing comes is said', async () => {
  const tried = (body: unknown) => ask('POST', `${code}/api/streams/test`, body)
  const nobody = await tried({ url: 'rtsp://127.0.0.1:9/none', protocol: 0 })
  expect([nobody.status, nobody.body.success]).toEqual([200, false])
  expect(nobody.body.message).toBeString()
  for (const [body, error] of [
    [{}, 'Missing required field: url'],
    [{ url: 5 }, 'Missing required field: url'],
    [{ url: 'http://192.0.2.9/' }, 'Only addresses with rtsp://'],
    [{ url: 'rtsp://8.8.8.8/live' }, 'This address is on the public internet'],
  ] as const) {
    const answer = await tried(body)
    expect([body, answer.status]).toEqual([body, 400])
    expect(answer.body.error).toStartWith(error)
  }
})

test('a stream is read anew, and who asks again soon is told so', async () => {
  const { name } = await read(first)
  const done = await ask('POST', `${code}/api/streams/${first}/refresh`, undefined, as('operator'))
  expect([done.status, done.body]).toEqual([202, { success: true, message: 'Stream refresh requested', stream: name }])
  expect((await deeds())[0]).toBe('restart_camera')
  const again = (await ask('POST', `${document}/api/streams/${name}/refresh`)).body
  expect([again.coalesced, again.retry_after_seconds > 20]).toEqual([true, true])
})

test('retention is that of our recorder; what the device keeps follows the device', async () => {
  const at = `${code}/api/streams/${first}/retention`
  const { name } = await read(first)
  expect((await ask('GET', at)).body).toEqual({
    ...{ stream_name: name, retention_days: 14, detection_retention_days: 14, max_storage_mb: 0 },
  })
  const set = { retention_days: 30, detection_retention_days: 60, max_storage_mb: 500 }
  const answer = await ask('PUT', at, set)
  expect([answer.status, answer.body]).toEqual([200, { stream_name: name, ...set, message: expect.any(String) }])
  expect(await ruleOf(first)).toMatchObject({ retention_days: 30, quota_bytes: 500 * 1024 * 1024 })
  expect((await full(first)).inactive_fields).toEqual(['detection_retention_days'])
  await ask('PUT', at, { retention_days: 0, max_storage_mb: 0 })
  expect(await ruleOf(first)).toMatchObject({ retention_days: null, quota_bytes: null })
  await ask('PUT', at, { retention_days: -1, detection_retention_days: -1 })
  expect((await ask('GET', at)).body).toMatchObject({ retention_days: -1, detection_retention_days: -1 })
  expect(await ruleOf(first)).toMatchObject({ retention_days: null })
  for (const wrong of [{ retention_days: -2 }, { detection_retention_days: 400 }, { retention_days: 1.5 }])
    expect((await ask('PUT', at, wrong)).status).toBe(400)
})

test('whoever may not change a stream is told 403, whoever does not see it 404, and nobody 401', async () => {
  const asks: [string, string, unknown][] = [
    ['POST', '/api/streams', { name: 'x', url: 'rtsp://192.0.2.60/x' }],
    ['POST', '/api/streams/test', { url: 'rtsp://192.0.2.60/x' }],
    ['PUT', `/api/streams/${first}`, { priority: 4 }],
    ['PUT', `/api/streams/${first}`, { set_privacy_mode: true }],
    ['PUT', `/api/streams/${first}/retention`, { retention_days: 5 }],
    ['DELETE', `/api/streams/${first}`, undefined],
    ['DELETE', `/api/streams/${first}?permanent=true`, undefined],
  ]
  const before = await full(first)
  for (const at of [document, code, `${it.url}/lightnvr`])
    for (const [method, path, body] of asks) {
      const nobody = await ask(method, at + path, body, {})
      expect([path, nobody.status, nobody.body]).toEqual([path, 401, { error: 'Unauthorized' }])
      for (const who of ['viewer', 'operator', 'reading'] as const) {
        const answer = await ask(method, at + path, body, as(who))
        expect([method, path, who, answer.status]).toEqual([method, path, who, 403])
        expect(answer.body.error).toStartWith('Insufficient permissions')
      }
      if (!path.includes(first)) continue
      const unseen = path.replace(first, (await read('Front Door', document)).id)
      const hidden = await ask(method, at + unseen, body, as('viewer'))
      expect([unseen, hidden.status, hidden.body]).toEqual([unseen, 404, { error: 'Stream not found' }])
    }
  expect((await ask('POST', `${code}/api/streams/${first}/refresh`, undefined, as('viewer'))).status).toBe(403)
  expect((await ask('GET', `${code}/api/streams/${first}/retention`, undefined, as('viewer'))).status).toBe(200)
  expect(await full(first)).toEqual(before)
  const told = (await ask('GET', `${code}/api/streams/${first}`, undefined, as('viewer'))).body
  expect(told).toMatchObject({ can_control_privacy: false, admin_url: '', detection_url: '' })
})

test('a camera that sends is tried, added, and read anew: its size is known then', async () => {
  await using camera = await startCamera()
  const url = camera.address('/1/main')
  const tried = await ask('POST', `${document}/api/streams/test`, { url })
  expect(tried.body).toEqual({ success: true, info: { width: 1280, height: 720, fps: 25, codec: 'h264' } })
  const [, login = '', rest = ''] = /^rtsp:\/\/([^@]*)@(.*)$/.exec(url) ?? []
  const [username, password] = login.split(':').map(decodeURIComponent)
  const bare = { url: `rtsp://${rest}`, onvif_username: username, onvif_password: password }
  expect((await ask('POST', `${document}/api/streams/test`, bare)).body.success).toBe(true)
  const added = await add({ name: 'Real one', url })
  expect([added.status, added.body]).toEqual([201, { success: true }])
  await until('it is recorded, and its size known', async () => (await read('Real one')).width === 1280)
  const { id } = await read('Real one', document)
  const state = async () => (await ruleOf(id)).state
  await until('a file is written', async () => (await state()).file_started_at !== null)
  const { file_started_at: before } = await state()
  expect((await ask('POST', `${code}/api/streams/Real+one/refresh`)).status).toBe(202)
  await until('another file is written', async () => ![null, before].includes((await state()).file_started_at))
  await put('Real one', { set_privacy_mode: true })
  await until('nothing is recorded', async () => (await state()).doing === 'nothing')
  await remove('Real one', '?permanent=true')
}, 60_000)
