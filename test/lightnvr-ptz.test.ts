// Moving cameras as LightNVR's clients do: what reaches the simulated dome, who may, and the words of refusals.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { createTestApp, OWNER, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { startSimulator } from '../plugins/hikvision/simulator/index.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'
import { callersOf } from './lightnvr-callers.ts'

setDefaultTimeout(60_000)

let it: TestApp
type Simulator = Awaited<ReturnType<typeof startSimulator>>
let dome: Simulator
let still: Simulator
let places: string[]
let stream: string
let other: string
let keys: Record<'viewer' | 'granted' | 'operator' | 'reading', string>
let shift = 0
/** The motor has had time to get there. */
const pass = (seconds: number) => {
  shift += seconds * 1000
}

beforeAll(async () => {
  const now = () => new Date(Date.now() + shift)
  dome = await startSimulator({ model: 'dome', rtsp: false, now })
  still = await startSimulator({ model: 'camera', rtsp: false })
  it = await createTestApp([hikvision, lightnvr], { PORCHLIGHT_LIGHTNVR_PORT: '0,0:code' })
  places = [`${it.url}/lightnvr`, ...it.app.dialectPorts.map(({ url }) => url)]
  for (const { url: ip_web, user: username, password } of [dome, still])
    await it.ask('POST', '/api/devices', { ip_web, username, password, brand: 'hikvision' })
  const channels = await until('their cameras are there', async () => {
    const { body } = await it.ask('GET', '/api/channels')
    return body.length === 2 && (body as { id: number; slug: string; can: { ptz: boolean } }[])
  })
  const [moving, standing] = [channels.find(({ can }) => can.ptz), channels.find(({ can }) => !can.ptz)]
  stream = moving?.slug ?? ''
  other = standing?.slug ?? ''
  const channelId = moving?.id ?? 0
  const { key, keyOf } = callersOf(it)
  keys = {
    viewer: await keyOf('vera', 'viewer', { channelId }),
    granted: await keyOf('greta', 'viewer', { channelId, ptz: true }),
    operator: await keyOf('otto', 'operator'),
    reading: await key(it.token, true),
  }
})
afterAll(async () => {
  await it[Symbol.asyncDispose]()
  for (const camera of [dome, still]) await camera[Symbol.asyncDispose]()
})

const BASIC = { authorization: `Basic ${btoa(`${OWNER.username}:${OWNER.password}`)}` }

interface Asked {
  who?: keyof typeof keys | null
  at?: string | undefined
  of?: string
}

async function ask(method: string, path: string, body?: unknown, { who, at = places[0], of = stream }: Asked = {}) {
  const answer = await fetch(`${at}/api/streams/${of}/${path}`, {
    method,
    headers: who === null ? {} : who ? { 'x-api-key': keys[who] } : BASIC,
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: answer.status, body: await answer.json() }
}
const post = (path: string, body?: unknown, asked?: Asked) => ask('POST', `ptz/${path}`, body, asked)
const done = { status: 200, body: { success: true, message: expect.any(String) } }
const refused = (error: string) => ({ status: 400, body: { error } })

test('a camera says what it can, in both profiles', async () => {
  for (const at of places)
    expect(await ask('GET', 'ptz/capabilities', undefined, { at })).toEqual({
      status: 200,
      body: {
        ...{ ptz_enabled: true, onvif_queried: false, ptz_service_url: '', has_pan_tilt: true, has_zoom: true },
        ...{ has_continuous_move: true, has_absolute_move: true, has_relative_move: true, has_home_position: true },
        ...{ has_presets: true, max_presets: 227, has_home: true, max_x: 0, max_y: 0, max_z: 0 },
        ...{ pan_range: { min: -1, max: 1 }, tilt_range: { min: -1, max: 1 }, zoom_range: { min: 0, max: 1 } },
      },
    })
})

test('it moves, stops, and turns to places, home and by a share of its range', async () => {
  expect(await post('move', { pan: 0.5 })).toEqual(done)
  expect(dome.looks(1)?.moving).toBe(true)
  expect(await post('stop')).toEqual(done)
  expect(dome.looks(1)?.moving).toBe(false)
  // Nothing to move is to stop.
  await post('move', { pan: 0.5 })
  expect(await post('move', { pan: 'fast', speed: 9 })).toEqual(done)
  expect(dome.looks(1)?.moving).toBe(false)
  expect(await post('absolute', { pan: 0, zoom: 1 })).toEqual(done)
  pass(60)
  expect(dome.looks(1)).toMatchObject({ azimuth: 1800, zoom: 250 })
  expect(await post('relative', { pan: -0.25 })).toEqual(done)
  pass(60)
  expect(dome.looks(1)).toMatchObject({ azimuth: 900, zoom: 250 })
  expect(await post('set-home')).toEqual(done)
  await post('absolute', { pan: 0.5 })
  pass(60)
  expect(await post('home')).toEqual(done)
  pass(60)
  expect(dome.looks(1)?.azimuth).toBe(900)
})

test('a move that nobody renews ends by itself after ten seconds', async () => {
  await post('move', { pan: 1 })
  pass(9)
  expect(dome.looks(1)?.moving).toBe(true)
  pass(2)
  expect(dome.looks(1)?.moving).toBe(false)
})

test('presets are kept, listed, gone to and overwritten, by either of the names that clients use', async () => {
  expect(await ask('GET', 'ptz/presets')).toEqual({ status: 200, body: { presets: [], count: 0 } })
  await post('absolute', { pan: 0 })
  pass(60)
  const made = await ask('PUT', 'ptz/preset', { name: ' Gate ' })
  expect(made).toEqual({ status: 200, body: { success: true, message: expect.any(String), token: '1' } })
  expect((await ask('PUT', 'ptz/preset', {})).body.token).toBe('2')
  expect((await ask('GET', 'ptz/presets')).body).toEqual({
    presets: [
      { token: '1', name: 'Gate' },
      { token: '2', name: 'Preset 2' },
    ],
    count: 2,
  })
  await post('absolute', { pan: -0.5 })
  pass(60)
  // With a token alone it keeps its name.
  expect((await ask('PUT', 'ptz/preset', { token: 2 })).body.token).toBe('2')
  for (const [path, token, azimuth] of [
    ['goto-preset', '1', 1800],
    ['goto-preset', 2, 900],
    ['preset', '1', 1800],
  ] as const) {
    expect(await post(path, { token })).toEqual(done)
    pass(60)
    expect([path, token, dome.looks(1)?.azimuth]).toEqual([path, token, azimuth])
  }
  expect((await ask('GET', 'ptz/presets')).body.presets[1]).toEqual({ token: '2', name: 'Preset 2' })
  expect((await post('goto-preset', { token: '77' })).status).toBe(404)
})

test('what makes no sense is refused in LightNVR’s words, and reaches no camera', async () => {
  dome.stats.forget()
  for (const path of ['move', 'absolute', 'relative', 'goto-preset', 'preset'])
    for (const body of [undefined, '{', '[]', '7', 'null'])
      expect(await post(path, body)).toEqual(refused('Invalid JSON body'))
  for (const path of ['absolute', 'relative'])
    for (const body of [{}, { pan: '1' }, { pan: null }])
      expect(await post(path, body)).toEqual(refused('At least one PTZ axis is required'))
  for (const path of ['move', 'absolute', 'relative'])
    expect(await post(path, { tilt: -1.5 })).toEqual(refused('tilt must be between -1 and 1'))
  expect(await post('absolute', { zoom: -0.5 })).toEqual(refused('zoom must be between 0 and 1'))
  for (const body of [{}, { token: '' }, { token: true }])
    expect(await post('goto-preset', body)).toEqual(refused('Missing preset token'))
  expect(await post('goto-preset', { token: 'x'.repeat(65) })).toEqual(refused('token is too long'))
  for (const name of ['a\nb', 'a\ud800b'])
    expect(await ask('PUT', 'ptz/preset', { name })).toEqual(refused('name must not hold control characters'))
  expect(await post('move', '{"pan":1e999}')).toEqual(refused('pan must be between -1 and 1'))
  expect(await post('stop', undefined, { of: other })).toEqual(refused('PTZ not enabled for this stream'))
  expect(await ask('GET', 'ptz/capabilities', undefined, { of: other })).toEqual(
    refused('PTZ not enabled for this stream'),
  )
  expect(await post('stop', undefined, { of: 'nowhere' })).toEqual({ status: 404, body: { error: 'Stream not found' } })
  expect(Object.keys(dome.stats.counts()).filter((asked) => asked.includes('PTZ'))).toEqual([])
})

test('who sees a camera reads what it can; to move it needs an operator or the grant', async () => {
  for (const at of places) {
    expect((await post('stop', undefined, { who: null, at })).status).toBe(401)
    for (const who of ['viewer', 'granted', 'operator', 'reading'] as const)
      for (const path of ['ptz/capabilities', 'ptz/presets'])
        expect([path, who, (await ask('GET', path, undefined, { who, at })).status]).toEqual([path, who, 200])
    for (const [who, status] of [
      ['viewer', 403],
      ['reading', 403],
      ['granted', 200],
      ['operator', 200],
    ] as const) {
      expect([who, (await post('stop', undefined, { who, at })).status]).toEqual([who, status])
      expect([who, (await post('move', { pan: 0 }, { who, at })).status]).toEqual([who, status])
    }
    const hidden = await ask('GET', 'ptz/capabilities', undefined, { who: 'viewer', of: other, at })
    expect(hidden).toEqual({ status: 404, body: { error: 'Stream not found' } })
  }
})

test('day and night of a camera whose picture cannot be set is refused as such', async () => {
  const told = await ask('GET', 'daynight', undefined, { of: other })
  expect([told.status, Object.keys(told.body)]).toEqual([501, ['error']])
})
