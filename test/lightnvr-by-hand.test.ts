// Recording by hand as LightNVR's clients do: real pictures, a real film, and what is refused to whom.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { createTestApp, OWNER, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'
import { rtsp } from '../plugins/rtsp/index.ts'
import { callersOf } from './lightnvr-callers.ts'
import { type Camera, startCamera } from './rtsp-source/camera.ts'

// Real time passes: pictures come no faster than they are filmed.
setDefaultTimeout(60_000)

let it: TestApp
let camera: Camera
let places: string[]
let stream: string
let keys: Record<'viewer' | 'operator' | 'reading', string>

beforeAll(async () => {
  camera = await startCamera()
  it = await createTestApp([rtsp, lightnvr], { PORCHLIGHT_LIGHTNVR_PORT: '0,0:code' })
  places = [`${it.url}/lightnvr`, ...it.app.dialectPorts.map(({ url }) => url)]
  await it.ask('POST', '/api/cameras', { name: 'Porch', rtsp_url: camera.address('/1/main/audio') })
  stream = (await it.ask('GET', '/api/channels')).body[0].slug
  const { key, keyOf } = callersOf(it)
  keys = {
    viewer: await keyOf('vera', 'viewer', { channelId: 1, ptz: true }),
    operator: await keyOf('otto', 'operator'),
    reading: await key(it.token, true),
  }
})
afterAll(async () => {
  await it[Symbol.asyncDispose]()
  await camera[Symbol.asyncDispose]()
})

const BASIC = { authorization: `Basic ${btoa(`${OWNER.username}:${OWNER.password}`)}` }

interface Asked {
  who?: keyof typeof keys | null
  at?: string | undefined
  of?: string
}

async function ask(action?: unknown, { who, at = places[0], of = stream }: Asked = {}) {
  const answer = await fetch(`${at}/api/streams/${of}/recording`, {
    headers: who === null ? {} : who ? { 'x-api-key': keys[who] } : BASIC,
    ...(action === undefined
      ? {}
      : { method: 'POST', body: typeof action === 'string' ? action : JSON.stringify(action) }),
  })
  return { status: answer.status, body: await answer.json() }
}
const IDLE = { state: 'idle', recording_active: false, capture_method: null, recording_id: null }
const FREE = { manual_control_allowed: true, manual_control_reason: null }
const setRule = (rule: object) => it.ask('PUT', '/api/cameras/1/recording', rule)

test('who sees a stream is told whether it is recorded, and whether it is his to begin', async () => {
  for (const at of places) {
    for (const who of [undefined, 'operator'] as const)
      expect(await ask(undefined, { ...(who && { who }), at })).toEqual({
        status: 200,
        body: { stream, ...IDLE, ...FREE },
      })
    for (const who of ['viewer', 'reading'] as const)
      expect((await ask(undefined, { who, at })).body).toEqual({
        ...{ stream, ...IDLE, manual_control_allowed: false, manual_control_reason: 'read_only' },
      })
    expect((await ask(undefined, { who: null, at })).status).toBe(401)
    expect(await ask(undefined, { of: 'nowhere', at })).toEqual({ status: 404, body: { error: 'Stream not found' } })
  }
})

test('it is begun and ended by hand, and is a recording that says so', async () => {
  const begun = await ask({ action: 'start' }, { who: 'operator', at: places[2] })
  expect(begun).toEqual({ status: 202, body: { success: true, stream, action: 'start', state: 'starting' } })
  await until('a film is written', async () => (await ask()).body.state === 'recording')
  expect((await ask()).body).toMatchObject({ recording_active: true, capture_method: 'manual', ...FREE })
  expect(await ask({ action: 'start' })).toMatchObject({ status: 200, body: { state: 'recording' } })
  const { data } = (await it.ask('GET', '/api/cameras/1/recording')).body
  await until('it has a second', async () => Date.now() - Date.parse(data.state.by_hand_since) > 2000)
  expect(await ask({ action: 'stop' }, { who: 'operator' })).toEqual({
    status: 200,
    body: { success: true, stream, action: 'stop', state: 'idle' },
  })
  const [film] = await until('it is a recording', async () => {
    const answer = await fetch(`${places[0]}/api/recordings`, { headers: BASIC })
    const { recordings } = (await answer.json()) as { recordings: { stream: string; capture_method: string }[] }
    return recordings.length === 1 && recordings
  })
  expect(film).toMatchObject({ stream, capture_method: 'manual' })
})

test('what is recorded anyway is nobody’s to begin or end', async () => {
  await setRule({ mode: 'continuous' })
  for (const action of ['start', 'stop']) {
    const answer = await ask({ action })
    expect([answer.status, answer.body.error]).toEqual([409, expect.stringContaining('being recorded')])
  }
  expect((await ask()).body).toMatchObject({
    capture_method: 'continuous',
    ...{ manual_control_allowed: false, manual_control_reason: 'continuous_recording' },
  })
  await setRule({ mode: 'off' })
})

test('what is no order is refused, and so is whoever may not', async () => {
  for (const body of ['{', '[]', '""'])
    expect((await ask(body)).body).toEqual({ error: 'Invalid JSON in request body' })
  for (const body of [{}, { action: 'pause' }, { action: true }, { action: 'byHand' }])
    expect(await ask(body)).toEqual({ status: 400, body: { error: 'action must be start or stop' } })
  for (const who of ['viewer', 'reading'] as const)
    for (const action of ['start', 'stop']) {
      const answer = await ask({ action }, { who })
      expect([who, answer.status, Object.keys(answer.body)]).toEqual([who, 403, ['error']])
    }
  expect((await ask({ action: 'start' }, { who: null })).status).toBe(401)
  expect((await ask()).body.state).toBe('idle')
  await it.ask('PUT', '/api/cameras/1', { status: 'inactive' })
  const off = await ask({ action: 'start' })
  expect([off.status, off.body.error]).toEqual([409, expect.stringContaining('switched off')])
})
