// Moving cameras as VibeNVR's clients do: what reaches the simulated dome, who may, and the words of refusals.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { startSimulator } from '../plugins/hikvision/simulator/index.ts'
import { vibenvr } from '../plugins/vibenvr-compat/index.ts'
import { callersOf } from './lightnvr-callers.ts'

setDefaultTimeout(60_000)

let it: TestApp
type Simulator = Awaited<ReturnType<typeof startSimulator>>
let dome: Simulator
let still: Simulator
let places: string[]
let moving: number
let standing: number
let keys: Record<'admin' | 'viewer' | 'granted' | 'operator' | 'reading' | 'blind', string>
let shift = 0
/** The motor has had time to get there. */
const pass = (seconds: number) => {
  shift += seconds * 1000
}

beforeAll(async () => {
  // It stands still but for that: how long a test takes moves no motor.
  const begun = Date.now()
  const now = () => new Date(begun + shift)
  dome = await startSimulator({ model: 'dome', rtsp: false, now })
  still = await startSimulator({ model: 'camera', rtsp: false })
  it = await createTestApp([hikvision, vibenvr], { PORCHLIGHT_VIBENVR_PORT: '0' })
  places = [`${it.url}/vibenvr`, `${it.url}/vibenvr/api`, ...it.app.dialectPorts.map(({ url }) => `${url}/api`)]
  for (const { url: ip_web, user: username, password } of [dome, still])
    await it.ask('POST', '/api/devices', { ip_web, username, password, brand: 'hikvision' })
  const channels = await until('their cameras are there', async () => {
    const { body } = await it.ask('GET', '/api/channels')
    return body.length === 2 && (body as { id: number; can: { ptz: boolean } }[])
  })
  moving = channels.find(({ can }) => can.ptz)?.id ?? 0
  standing = channels.find(({ can }) => !can.ptz)?.id ?? 0
  const { key, keyOf } = callersOf(it)
  keys = {
    admin: await key(it.token, false),
    viewer: await keyOf('vera', 'viewer', { channelId: moving }),
    granted: await keyOf('greta', 'viewer', { channelId: moving, ptz: true }),
    blind: await keyOf('bella', 'viewer', { channelId: standing }),
    operator: await keyOf('otto', 'operator'),
    reading: await key(it.token, true),
  }
})
afterAll(async () => {
  await it[Symbol.asyncDispose]()
  for (const camera of [dome, still]) await camera[Symbol.asyncDispose]()
})

interface Asked {
  who?: keyof typeof keys | null
  at?: string | undefined
  of?: number | string
}

async function ask(
  method: string,
  verb: string,
  body?: unknown,
  { who = 'admin', at = places[0], of = moving }: Asked = {},
) {
  const answer = await fetch(`${at}/onvif/ptz/${verb}/${of}`, {
    method,
    headers: { 'content-type': 'application/json', ...(who === null ? {} : { 'x-api-key': keys[who] }) },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: answer.status, body: await answer.json() }
}
const post = (verb: string, body?: unknown, asked?: Asked) => ask('POST', verb, body, asked)
const ok = { status: 200, body: { status: 'ok' } }
const success = { status: 200, body: { status: 'success' } }
const refused = (status: number, detail: string) => ({ status, body: { detail } })

test('it moves while a button is pressed, and ends by itself after ten seconds', async () => {
  for (const at of places) {
    expect(await post('move', { pan: -1, tilt: 0, zoom: 0 }, { at })).toEqual(ok)
    expect(dome.looks(1)?.moving).toBe(true)
    expect(await post('stop', undefined, { at })).toEqual(ok)
    expect(dome.looks(1)?.moving).toBe(false)
  }
  await post('move', { zoom: 1 })
  expect(await post('move', {})).toEqual(ok)
  expect(dome.looks(1)?.moving).toBe(false)
  await post('move', { pan: 1 })
  pass(9)
  expect(dome.looks(1)?.moving).toBe(true)
  pass(2)
  expect(dome.looks(1)?.moving).toBe(false)
})

test('it turns home and to presets, which are listed', async () => {
  expect(await ask('GET', 'presets')).toEqual({ status: 200, body: [] })
  const place = (pan: number) => it.ask('POST', `/api/cameras/${moving}/ptz/absolute`, { pan })
  await place(0)
  pass(60)
  expect(await post('set-home')).toEqual(success)
  expect((await it.ask('POST', `/api/cameras/${moving}/ptz/presets`, { name: 'Gate' })).status).toBe(201)
  expect(await ask('GET', 'presets')).toEqual({ status: 200, body: [{ token: '1', name: 'Gate' }] })
  for (const [verb, body] of [
    ['goto-home', undefined],
    ['goto-preset', { preset_token: '1' }],
    ['goto-preset', { preset_token: 1 }],
  ] as const) {
    await place(-0.5)
    pass(60)
    expect(dome.looks(1)?.azimuth).toBe(900)
    expect(await post(verb, body)).toEqual(success)
    pass(60)
    expect([verb, dome.looks(1)?.azimuth]).toEqual([verb, 1800])
  }
  expect((await post('goto-preset', { preset_token: '77' })).status).toBe(404)
})

test('what makes no sense is refused, and reaches no camera', async () => {
  dome.stats.forget()
  const missing = { type: 'missing', loc: ['body', 'preset_token'], msg: 'Field required', input: null }
  expect(await post('goto-preset', {})).toEqual({ status: 422, body: { detail: [missing] } })
  for (const body of [{ pan: 1.5 }, { tilt: 'up' }, { zoom: null }, '{', '[]'])
    expect([body, (await post('move', body)).status]).toEqual([body, 422])
  for (const body of [{ preset_token: '' }, { preset_token: true }, { preset_token: 'x'.repeat(65) }])
    expect((await post('goto-preset', body)).status).toBe(422)
  for (const verb of ['move', 'stop', 'goto-home', 'set-home'])
    expect(await post(verb, {}, { of: standing })).toEqual(refused(400, 'This camera cannot be moved'))
  expect(await post('stop', undefined, { of: 99999 })).toEqual(refused(404, 'Camera not found'))
  expect((await post('stop', undefined, { of: 'gate' })).status).toBe(422)
  expect(Object.keys(dome.stats.counts()).filter((asked) => asked.includes('PTZ'))).toEqual([])
})

test('a camera that stands still has no presets, and says that it cannot be moved', async () => {
  expect(await ask('GET', 'presets', undefined, { of: standing })).toEqual({ status: 200, body: [] })
  const features = (can: boolean) => ({
    ...{ ptz_can_pan_tilt: can, ptz_can_zoom: can, ptz_can_home: can },
    ...{ onvif_can_events: true, audio_enabled: expect.any(Boolean) },
  })
  expect((await post('probe-features', undefined, { of: standing })).body).toEqual(features(false))
  expect((await post('probe-features')).body).toEqual(features(true))
})

test('who sees a camera reads its presets; to move it needs an operator or the grant', async () => {
  for (const at of places) {
    expect((await post('stop', undefined, { who: null, at })).body).toEqual({ detail: 'Not authenticated' })
    for (const who of ['viewer', 'granted', 'operator', 'reading'] as const)
      expect([who, (await ask('GET', 'presets', undefined, { who, at })).status]).toEqual([who, 200])
    for (const [who, status] of [
      ['viewer', 403],
      ['reading', 403],
      ['granted', 200],
      ['operator', 200],
    ] as const)
      for (const [verb, body] of [
        ['stop', undefined],
        ['move', { pan: 0 }],
        ['goto-home', undefined],
      ] as const)
        expect([who, verb, (await post(verb, body, { who, at })).status]).toEqual([who, verb, status])
  }
  expect(await post('stop', undefined, { who: 'viewer' })).toEqual(
    refused(403, 'Not authorized to control this camera'),
  )
  expect((await ask('GET', 'presets', undefined, { who: 'blind' })).body).toEqual({
    detail: 'Not authorized to view this camera',
  })
})
