// Cameras that VibeNVR's clients add, change and remove: what is set is what our recorder does, and what is told again.
import { afterAll, beforeAll, beforeEach, expect, test } from 'bun:test'
import { until } from '../core/testing/until.ts'
import { createVibeStand, type VibeStand } from './vibenvr-stand.ts'

let it: VibeStand
let path: string
// biome-ignore lint/suspicious/noExplicitAny: bodies of tests are looked into freely
let camera: any
beforeAll(async () => {
  it = await createVibeStand()
  path = `/cameras/${it.first}`
}, 120_000)
beforeEach(async () => {
  camera = (await it.ask('GET', path, it.admin)).body
})
afterAll(() => it.it[Symbol.asyncDispose]())

const put = (body: object, at = path) => it.ask('PUT', at, it.admin, body)
const ruleOf = async (id: number) => (await it.it.ask('GET', `/api/cameras/${id}/recording`)).body.data
const deeds = async () =>
  (await it.it.ask('GET', '/api/activity')).body.data.map((row: { action: string }) => row.action)

test('the whole object sent back as it was told changes nothing', async () => {
  const [before, rule] = [await deeds(), await ruleOf(it.first)]
  const extra = { rtsp_username: '***', rtsp_password: '***', rtsp_host: '192.0.2.7', show_password: false }
  const { status, body } = await put({ ...camera, ...extra })
  expect([status, body]).toEqual([200, { ...camera, last_seen: expect.any(String) }])
  expect(await ruleOf(it.first)).toEqual(rule)
  expect(await deeds()).toEqual(before)
})

test('what is set of recording and keeping is the rule of our recorder', async () => {
  const { status, body } = await put({
    ...camera,
    ...{ recording_mode: 'Always', captured_before: 10, captured_after: '20', max_movie_length: 600 },
    ...{ preserve_movies: 'For One Month', max_storage_gb: 2.5, location: 'Gate', name: 'Front' },
  })
  expect(status).toBe(200)
  expect(body).toMatchObject({
    ...{ recording_mode: 'Continuous', captured_before: 10, captured_after: 20, max_movie_length: 300 },
    ...{ preserve_movies: 'For One Month', max_storage_gb: 2.5, location: 'Gate', name: 'Front' },
  })
  expect(await ruleOf(it.first)).toMatchObject({
    ...{ mode: 'continuous', pre_seconds: 10, post_seconds: 20, segment_seconds: 300, retention_days: 30 },
    quota_bytes: 2.5 * 1024 ** 3,
  })
  expect((await put({ ...body, preserve_movies: '12', max_storage_gb: 0 })).body.preserve_movies).toBe('12')
  expect(await ruleOf(it.first)).toMatchObject({ retention_days: 12, quota_bytes: null })
  expect((await put({ ...body, preserve_movies: 'For ever and a day' })).status).toBe(422)
})

test('a working schedule is the week of our recorder, and comes back as it was after a while without', async () => {
  const week = { schedule_saturday: false, schedule_sunday: false, schedule_monday_start: '08:00' }
  const scheduled = { recording_mode: 'Motion Triggered', detect_motion_mode: 'Working Schedule', ...week }
  const { body } = await put({ ...camera, ...scheduled })
  expect(body).toMatchObject(scheduled)
  const { mode, schedule } = await ruleOf(it.first)
  expect([mode, schedule]).toEqual([
    'schedule',
    [
      { days: [0], start: '08:00', end: '00:00', record: 'alarm' },
      { days: [1, 2, 3, 4], start: '00:00', end: '00:00', record: 'alarm' },
    ],
  ])
  const toggled = (await it.ask('POST', `${path}/recording`, it.admin)).body
  expect([toggled.recording_mode, toggled.previous_recording_mode]).toEqual(['Continuous', 'Motion Triggered'])
  expect((await ruleOf(it.first)).mode).toBe('continuous')
  const back = (await it.ask('POST', `${path}/recording`, it.admin)).body
  expect(back).toMatchObject({ ...scheduled, previous_recording_mode: null })
  expect((await ruleOf(it.first)).schedule).toEqual(schedule)
})

test('a week that was drawn here with more than one time a day stays when a client changes something else', async () => {
  const schedule = [
    { days: [0], start: '06:00', end: '08:00', record: 'alarm' },
    { days: [0], start: '18:00', end: '22:30', record: 'alarm' },
  ]
  await it.it.ask('PUT', `/api/cameras/${it.first}/recording`, { mode: 'schedule', schedule })
  const { body } = await it.ask('GET', path, it.admin)
  expect(body).toMatchObject({
    ...{ recording_mode: 'Motion Triggered', detect_motion_mode: 'Working Schedule' },
    ...{ schedule_monday_start: '06:00', schedule_monday_end: '22:30', schedule_tuesday: false },
  })
  await put({ ...body, captured_before: 7 })
  expect(await ruleOf(it.first)).toMatchObject({ mode: 'schedule', schedule, pre_seconds: 7 })
})

test('what is not said of a camera is as usual again, and what means nothing is kept until then', async () => {
  const { body } = await put({ ...camera, threshold: 900, rotation: 90, notify_email_address: 'anna@example.org' })
  expect(body).toMatchObject({ threshold: 900, rotation: 90, notify_email_address: 'anna@example.org' })
  const viewer = await it.person('vera', 'viewer')
  const seen = (await it.ask('GET', path, viewer)).body
  expect([seen.threshold, seen.notify_email_address]).toEqual([900, null])
  const bare = await put({ name: 'Gate', rtsp_url: camera.rtsp_url })
  expect(bare.body).toMatchObject({
    ...{ threshold: 1500, rotation: 0, notify_email_address: null, location: null, is_active: true },
    ...{ recording_mode: 'Motion Triggered', preserve_movies: 'For One Week', captured_before: 30 },
  })
  expect(await ruleOf(it.first)).toMatchObject({
    mode: 'alarm',
    retention_days: 7,
    pre_seconds: 30,
    segment_seconds: 120,
  })
})

test('is_active switches a camera off here, and on', async () => {
  const { body } = await put({ ...camera, is_active: false })
  expect([body.is_active, body.status]).toEqual([false, 'OFFLINE'])
  expect((await put({ ...body, is_active: true })).body.status).toBe('CONNECTED')
})

test('missing and wrong fields are 422 with their place, and a mask that nobody would draw is refused', async () => {
  const missing = await put({})
  expect(missing.status).toBe(422)
  expect(missing.body.detail.map((one: { loc: string[]; type: string }) => [one.type, ...one.loc])).toEqual(
    expect.arrayContaining([
      ['missing', 'body', 'name'],
      ['missing', 'body', 'rtsp_url'],
    ]),
  )
  for (const wrong of [{ framerate: 'fast' }, { schedule_monday_start: '25:00' }, { recording_mode: 'Sometimes' }])
    expect((await put({ ...camera, ...wrong })).body.detail[0].loc).toEqual(['body', Object.keys(wrong)[0]])
  const masked = await put({ ...camera, privacy_masks: '[{"points":[[0.1,0.1],[0.2,0.1],[0.2,0.2]]}]' })
  expect([masked.status, masked.body.detail[0].loc]).toEqual([422, ['body', 'privacy_masks']])
  const motion_masks = '[{"points":[[0.1,0.1],[0.2,0.1],[0.2,0.2]]}]'
  expect((await put({ ...camera, motion_masks })).body.motion_masks).toBe(motion_masks)
  expect((await put({ ...camera, motion_masks: '[1]' })).status).toBe(422)
})

test('the address of a recorder’s channel is its recorder’s, and the channel cannot be removed', async () => {
  const moved = await put({ ...camera, rtsp_url: 'rtsp://192.0.2.9/other' })
  expect(moved.status).toBe(400)
  expect(moved.body.detail).toContain('Recorder')
  const gone = await it.ask('DELETE', path, it.admin)
  expect([gone.status, gone.body.detail]).toEqual([409, expect.stringContaining('channel of a recorder')])
  expect((await it.ask('GET', path, it.admin)).status).toBe(200)
})

test('a camera is added by its address, whose login nobody reads again, and is gone once it is removed', async () => {
  const made = await it.ask('POST', '/cameras', it.admin, {
    ...{ name: 'Yard', rtsp_url: 'rtsp://anna:h%40rd-one@192.0.2.60/live/main', onvif_password: 'h@rd-two' },
    ...{ location: 'South', recording_mode: 'Off', notify_telegram_token: 'h@rd-three' },
  })
  expect(made.status).toBe(200)
  expect(made.body).toMatchObject({
    ...{ name: 'Yard', location: 'South', recording_mode: 'Off', rtsp_url: 'rtsp://***:***@192.0.2.60/live/main' },
    ...{ onvif_password: null, notify_telegram_token: null, preserve_movies: 'For One Week' },
  })
  expect(JSON.stringify(made.body)).not.toMatch(/anna|h(@|%40)rd/)
  const at = `/cameras/${made.body.id}`
  const same = await put({ ...made.body, name: 'Back yard' }, at)
  expect([same.body.name, same.body.rtsp_url]).toEqual(['Back yard', made.body.rtsp_url])
  const elsewhere = await put({ ...made.body, rtsp_url: 'rtsp://***:***@192.0.2.61/live/main' }, at)
  expect([elsewhere.status, elsewhere.body.detail[0].loc]).toEqual([422, ['body', 'rtsp_url']])
  const again = await it.ask('POST', '/cameras', it.admin, { name: 'Twice', rtsp_url: 'rtsp://192.0.2.60/live/main' })
  expect(again.status).toBe(409)
  const recorded = { name: 'Twice', rtsp_url: 'rtsp://192.0.2.7:554/Streaming/Channels/101' }
  expect((await it.ask('POST', '/cameras', it.admin, recorded)).status).toBe(409)
  for (const rtsp_url of ['http://192.0.2.60/video', 'file:///etc/passwd', ''])
    expect([rtsp_url, (await it.ask('POST', '/cameras', it.admin, { name: 'No', rtsp_url })).status]).toEqual([
      rtsp_url,
      422,
    ])
  const gone = await it.ask('DELETE', at, it.admin)
  expect([gone.status, gone.body.id, gone.body.name]).toEqual([200, made.body.id, 'Back yard'])
  expect((await it.ask('GET', at, it.admin)).status).toBe(404)
})

test('many are removed together, but for those of a recorder', async () => {
  const one = (await it.ask('POST', '/cameras', it.admin, { name: 'One', rtsp_url: 'rtsp://192.0.2.62/live' })).body
  const sent = [one.id, it.second, 99_999]
  const { status, body } = await it.ask('POST', '/cameras/bulk-delete', it.admin, sent)
  expect([status, body]).toEqual([
    200,
    { message: 'Successfully deleted 1 camera(s); 1 is a channel of a recorder, and stays there', count: 1 },
  ])
})

test('an address that nobody answers at is told as one, and one that is not RTSP too', async () => {
  const probe = (rtsp_url: string) => it.ask('POST', '/cameras/probe-stream', it.admin, { rtsp_url })
  const { status, body } = await probe('http://192.0.2.60/video')
  expect([status, body]).toEqual([200, { success: false, width: null, height: null, error: expect.any(String) }])
  expect((await it.ask('POST', '/cameras/probe-stream', it.admin, {})).status).toBe(422)
})

test('nothing of a login in an address is kept, whatever its password is made of', async () => {
  const hook = async (notify_webhook_url: string) =>
    (await put({ ...camera, notify_webhook_url })).body.notify_webhook_url
  for (const password of ['pw', 'p@ss', 'pa/ss', 'pa?ss', 'pa#s@s', '12/ss'])
    expect([password, await hook(`https://user:${password}@hook.example/x`)]).toEqual([
      password,
      'https://hook.example/x',
    ])
  expect(await hook('https://hook.example/x?y=z')).toBe('https://hook.example/x?y=z')
})

test('what names a storage profile that is not there is refused whole', async () => {
  const place = { storage_profile_id: 999 }
  const loc = ['body', 'storage_profile_id']
  const before = await deeds()
  const added = await it.ask('POST', '/cameras', it.admin, {
    ...{ name: 'Half', rtsp_url: 'rtsp://192.0.2.64/live', ...place },
  })
  expect([added.status, added.body.detail[0].loc]).toEqual([422, loc])
  const { body } = await it.ask('GET', '/cameras', it.admin)
  expect(body.map(({ name }: { name: string }) => name)).not.toContain('Half')
  const changed = await put({ ...camera, name: 'Half', location: 'Half', is_active: false, ...place })
  expect([changed.status, changed.body.detail[0].loc]).toEqual([422, loc])
  expect((await it.ask('GET', path, it.admin)).body).toEqual({ ...camera, last_seen: expect.any(String) })
  expect(await deeds()).toEqual(before)
})

test('cleaning up does what the rules do, and says so', async () => {
  const clean = (query = '') => it.ask('POST', `${path}/cleanup${query}`, it.admin)
  expect((await clean()).body).toEqual({
    status: 'success',
    message: expect.stringMatching(/^Cleanup triggered for camera /),
  })
  // It is of all households and may take long: nobody waits for it, and how much went is nobody else's.
  expect(await deeds()).not.toContain('storage_cleanup')
  const { retention } = it.it.app.services
  await until('the rules have been gone by', async () => retention.last().run)
  expect((await clean('?type=snapshot')).body.message).toContain('(type=snapshot)')
  const odd = await clean('?type=all')
  expect([odd.status, odd.body]).toEqual([400, { detail: "Invalid cleanup type. Must be 'video' or 'snapshot'" }])
})
