// What LightNVR's clients ask wrongly does nothing at all: no deletion grows by a word that is not understood, and nothing is done by half.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createTestApp, OWNER, type TestApp } from '../core/testing/test-app.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'
import { rtsp } from '../plugins/rtsp/index.ts'

const LIGHT = '/lightnvr/api'
const PASSWORD = 'correct horse'
let it: TestApp

beforeAll(async () => {
  it = await createTestApp([lightnvr, rtsp])
})
afterAll(() => it[Symbol.asyncDispose]())

const headers = { authorization: `Basic ${btoa(`${OWNER.username}:${OWNER.password}`)}` }
const told = async (path: string) => (await fetch(it.url + LIGHT + path, { headers })).json()
async function post(path: string, body?: unknown) {
  const sent = body === undefined ? {} : { body: JSON.stringify(body) }
  const answer = await fetch(it.url + LIGHT + path, { method: 'POST', headers, ...sent })
  return [answer.status, (await answer.json()).error]
}

test('a deletion by filter is refused for what it does not understand, with the name of it', async () => {
  for (const [filter, words] of [
    [{ streams: 'Nobody' }, 'streams is not known here'],
    [{ stream: true }, 'stream of the filter must be a text'],
    [{ stream: null }, 'stream of the filter must be a text'],
    [{ stream_name: ['Nobody'] }, 'stream_name of the filter must be a text'],
    [{ stream: ' , ' }, 'stream of the filter must not be empty'],
    [{ stream: 'one', stream_name: 'other' }, 'stream and stream_name'],
    [{ tag: '' }, 'tag of the filter must not be empty'],
    [{ start: '' }, 'start of the filter must not be empty'],
    [{ end: '30 February' }, 'Invalid end time format'],
    [{ detection: 'yes' }, 'detection of the filter must be one of -1, 0, 1'],
    [{ detection: 2 }, 'detection of the filter must be one of -1, 0, 1'],
    [{ capture_method: 'continuous,manually' }, 'capture_method of the filter must be of continuous'],
    [{ protected: 'no' }, 'protected of the filter must be one of 0, 1'],
    [[], "Invalid 'filter' object"],
    [null, "Invalid 'filter' object"],
  ] as const)
    expect([filter, ...(await post('/recordings/batch-delete', { filter }))]).toEqual([
      ...[filter, 400, expect.stringContaining(words)],
    ])
  const aside = await post('/recordings/batch-delete', { filter: {}, stream: 'Nobody' })
  expect(aside).toEqual([400, 'stream is not known here: there are ids, filter, totalCount'])
  for (const filter of [{}, { totalCount: 0 }, { stream: 'Nobody', capture_method: 'motion, manual', detection: -1 }])
    expect([filter, (await post('/recordings/batch-delete', { filter, totalCount: 0 }))[0]]).toEqual([filter, 202])
})

test('clearing up is refused where a word of it is of a wrong type or unknown', async () => {
  for (const [body, words] of [
    [{ stream_name: 7 }, 'stream_name must be the name of a stream'],
    [{ stream_name: '' }, 'stream_name must be the name of a stream'],
    [{ stream_name: null }, 'stream_name must be the name of a stream'],
    [{ retention_days: '300' }, 'retention_days must be a number'],
    [{ retention_days: -1 }, 'retention_days must be between 0 and 3650'],
    [{ days: 300 }, 'days is not known here: there are stream_name, retention_days'],
  ] as const)
    expect([body, ...(await post('/motion/cleanup', body))]).toEqual([body, 400, words])
  expect((await post('/motion/cleanup'))[0]).toBe(200)
  for (const [body, words] of [
    [{ aggressive: 'no' }, 'aggressive must be true or false'],
    [{ stream: 'Nobody' }, 'stream is not known here: there are aggressive'],
    [[], 'Invalid JSON in request body'],
  ] as const)
    expect([body, ...(await post('/storage/cleanup', body))]).toEqual([body, 400, words])
  expect((await post('/storage/cleanup', { aggressive: false }))[0]).toBe(200)
})

test('a role is a number: a word for one makes nobody', async () => {
  for (const role of ['viewer', '2', null, true]) {
    const made = await post('/auth/users', { username: 'vera', password: PASSWORD, role })
    expect([role, ...made]).toEqual([role, 400, 'Invalid role'])
  }
  expect((await told('/auth/users')).users).toHaveLength(1)
})

test('settings of which one is refused change none', async () => {
  const before = await told('/settings')
  for (const wrong of [
    { mqtt_ha_discovery_prefix: 'a topic#' },
    { mqtt_ha_discovery_prefix: 'good' },
    { mqtt_enabled: true, mqtt_broker_host: '' },
    { mqtt_topic_prefix: 'good', mqtt_ha_discovery_prefix: 'good/below', mqtt_ha_snapshot_interval: 60 },
  ]) {
    const body = { mqtt_topic_prefix: 'good', retention_days: 3, swap_size: 7, ...wrong }
    expect([wrong, (await post('/settings', body))[0]]).toEqual([wrong, 400])
    expect([wrong, await told('/settings')]).toEqual([wrong, before])
  }
})

test('a stream that is refused is not there', async () => {
  const hours = Array.from({ length: 168 }, (_, hour) => (hour * hour) % 7 < 3)
  const url = 'rtsp://192.0.2.77/1'
  const always = { record_on_schedule: true, recording_schedule: hours }
  const around = { detection_based_recording: true, detection_record_on_schedule: true }
  const fine = { ...always, ...around, detection_recording_schedule: hours }
  const refused = await post('/streams', { name: 'Gate', url, ...fine })
  expect(refused).toEqual([400, expect.stringContaining('recording_schedule changes too often')])
  expect((await told('/streams')).streams).toEqual([])
  expect((await it.ask('GET', '/api/cameras')).body.data).toEqual([])
})
