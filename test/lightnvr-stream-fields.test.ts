// Fields of streams as LightNVR's clients set them: flags, schedules and retention as a rule of our recorder, and what is only kept.
import { afterAll, expect, test } from 'bun:test'
import { createStreamStand } from './lightnvr-stream-stand.ts'

const { it, document, code, first, ask, read, full, put, ruleOf, deeds } = await createStreamStand()
afterAll(() => it[Symbol.asyncDispose]())

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
