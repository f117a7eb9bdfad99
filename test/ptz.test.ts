// Moving a camera through our API: what reaches the simulated dome, who may, and what is written down.
import { afterEach, expect, test } from 'bun:test'
import { createTestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { type SimulatorOptions, startSimulator } from '../plugins/hikvision/simulator/index.ts'

const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing[Symbol.asyncDispose]()
})

const PTZ = '/api/cameras/1/ptz'

async function start(options: Partial<SimulatorOptions> = {}) {
  let shift = 0
  const now = () => new Date(Date.now() + shift)
  const dome = await startSimulator({ model: 'dome', rtsp: false, now, ...options })
  const app = await createTestApp([hikvision])
  open.push(dome, app)
  const login = { ip_web: dome.url, username: dome.user, password: dome.password, brand: 'hikvision' }
  expect((await app.ask('POST', '/api/devices', login)).status).toBe(201)
  await until('its camera is there', async () => (await app.ask('GET', '/api/cameras/1')).status === 200)
  const post = (path: string, body?: unknown, token?: string) => app.ask('POST', PTZ + path, body, token)
  /** The motor has had time to get there. */
  const pass = (seconds: number) => {
    shift += seconds * 1000
  }
  return { dome, app, post, pass }
}

test('a camera says what it can, moves, stops and goes to places', async () => {
  const { dome, app, post, pass } = await start()
  expect((await app.ask('GET', '/api/channels')).body[0].can.ptz).toBe(true)
  expect((await app.ask('GET', PTZ)).body).toEqual({
    success: true,
    data: {
      ...{ pan_tilt: true, zoom: true, continuous: true, relative: true, absolute: true, home: true, set_home: true },
      presets: { most: 227 },
      position: { pan: -1, tilt: expect.any(Number), zoom: 0, moving: null },
    },
  })
  expect((await post('/move', { pan: 0.5, seconds: 10 })).body).toEqual({ success: true })
  expect(dome.looks(1)?.moving).toBe(true)
  expect((await post('/stop')).status).toBe(200)
  expect(dome.looks(1)?.moving).toBe(false)
  await post('/absolute', { pan: 0, zoom: 1 })
  pass(60)
  expect(dome.looks(1)).toMatchObject({ azimuth: 1800, zoom: 250 })
  await post('/relative', { pan: -0.25 })
  pass(60)
  expect(dome.looks(1)).toMatchObject({ azimuth: 900, zoom: 250 })
  for (const body of [{}, { pan: 2 }, { pan: 1, seconds: 11 }, { pan: 1, seconds: 0 }])
    expect((await post('/move', body)).status).toBe(400)
  expect((await post('/absolute', { zoom: -1 })).status).toBe(400)
})

test('presets and home are set, gone to and removed; that is written down, and moves are not', async () => {
  const { dome, app, post, pass } = await start()
  await post('/absolute', { pan: 0 })
  pass(60)
  const made = await post('/presets', { name: ' Gate ' })
  expect([made.status, made.body.data]).toEqual([201, { token: '1', name: 'Gate' }])
  expect((await post('/presets', { name: 'Gate 2', token: '1' })).body.data).toEqual({ token: '1', name: 'Gate 2' })
  expect((await app.ask('GET', `${PTZ}/presets`)).body.data).toEqual([{ token: '1', name: 'Gate 2' }])
  await post('/home')
  pass(60)
  expect(dome.looks(1)?.azimuth).toBe(0)
  await post('/presets/1/goto')
  pass(60)
  expect(dome.looks(1)?.azimuth).toBe(1800)
  await post('/set-home')
  expect((await app.ask('DELETE', `${PTZ}/presets/1`)).status).toBe(200)
  expect((await post('/presets/1/goto')).status).toBe(404)
  // It would restart the camera.
  expect((await post('/presets/94/goto')).status).toBe(404)
  expect((await app.ask('DELETE', `${PTZ}/presets/1`)).status).toBe(404)
  const log = (await app.ask('GET', '/api/activity')).body.data as { action: string; metadata: object }[]
  const deeds = log.filter(({ action }) => action.includes('ptz'))
  expect(deeds.map(({ action, metadata }) => ({ action, ...metadata }))).toMatchObject([
    { action: 'remove_ptz_preset', preset: '1' },
    { action: 'remove_ptz_preset', name: 'Gate 2' },
    { action: 'set_ptz_home' },
    { action: 'set_ptz_preset', name: 'Gate 2', preset: '1', overwritten: true },
    { action: 'set_ptz_preset', name: 'Gate', preset: '1', overwritten: false },
  ])
})

test('a flood of moves is a few for the camera, and the stop after it is the last word', async () => {
  const { dome, post } = await start()
  dome.stats.forget()
  const began = performance.now()
  const flood = Array.from({ length: 60 }, (_, index) => post('/move', { pan: (index + 1) / 60, seconds: 10 }))
  const answers = await Promise.all(flood)
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]))
  await post('/stop')
  const tenths = Math.ceil((performance.now() - began) / 100)
  const reached = dome.stats.counts()['PUT /ISAPI/PTZCtrl/channels/1/momentary'] ?? 0
  expect(reached).toBeGreaterThan(0)
  expect(reached).toBeLessThanOrEqual(tenths + 1)
  expect(dome.looks(1)?.moving).toBe(false)
})

test('a viewer needs the grant, and a key that may only read moves nothing', async () => {
  const { app, post } = await start()
  const account = { username: 'viewer', password: 'a long enough password' }
  await app.ask('POST', '/api/auth/register', { ...account, role: 'viewer' })
  const { body } = await app.ask('POST', '/api/auth/login', account, null)
  const users = (await app.ask('GET', '/api/users')).body.data as { id: string; username: string }[]
  const { id } = users.find(({ username }) => username === 'viewer') ?? { id: '' }
  const grant = (ptz: boolean) =>
    app.ask('PUT', `/api/users/${id}/grants`, [{ channel_id: 1, view: true, playback: false, export: false, ptz }])
  await grant(false)
  expect((await post('/stop', undefined, body.token)).status).toBe(403)
  await grant(true)
  expect((await post('/stop', undefined, body.token)).status).toBe(200)
  const { key } = (await app.ask('POST', '/api/keys', { name: 'reads', read_only: true })).body.data
  const asKey = await fetch(`${app.url}${PTZ}/stop`, { method: 'POST', headers: { 'X-API-Key': key } })
  expect(asKey.status).toBe(403)
})

test('a camera that stands still is 501, and one that is away is the fault of its device', async () => {
  const { app } = await start({ model: 'camera' })
  expect((await app.ask('POST', `${PTZ}/stop`)).status).toBe(501)
  const { dome, post } = await start()
  await dome.unplug()
  const away = await post('/move', { pan: 1 })
  expect(away.status).toBe(502)
  expect(away.body.detail).toContain('127.0.0.1')
})
