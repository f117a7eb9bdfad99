// Finding, trying and adding devices as LightNVR's clients do, and setting the picture of an ONVIF camera.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { createTestApp, OWNER, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'
import { onvif } from '../plugins/onvif/index.ts'
import { type OnvifCamera, startOnvifCamera } from '../plugins/onvif/simulator/index.ts'
import { callersOf } from './lightnvr-callers.ts'

setDefaultTimeout(60_000)

const driver = createFakeDriver()
let it: TestApp
let camera: OnvifCamera
let places: string[]
let keys: Record<'viewer' | 'operator' | 'reading', string>
let login: { username: string; password: string }

beforeAll(async () => {
  camera = await startOnvifCamera({ model: 'two-lens', rtsp: false })
  login = { username: camera.user, password: camera.password }
  driver.add('192.0.2.7', 2)
  driver.found.push(
    { address: 'http://192.0.2.9', name: 'Yard', model: 'M-1', serialNumber: 'S1', activated: true },
    { address: 'http://10.1.2.3:8080', name: 'Gate', model: null, serialNumber: null, activated: true },
  )
  const networks = {
    list: () => [{ name: 'eth0', address: '10.1.2.1', cidr: '10.1.2.1/24' }],
    open: () => Promise.reject(new Error('Nobody is to open a socket')),
  }
  const plugins = [onvif, { id: 'fake', title: 'Fake', driver }, lightnvr]
  it = await createTestApp(plugins, { PORCHLIGHT_LIGHTNVR_PORT: '0,0:code' }, { networks })
  places = [`${it.url}/lightnvr`, ...it.app.dialectPorts.map(({ url }) => url)]
  await it.ask('POST', '/api/devices', {
    ...{ ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake', name: 'Recorder' },
  })
  const channels = await until('its channels are there', async () => {
    const { body } = await it.ask('GET', '/api/channels')
    return body.length === 2 && body
  })
  const { key, keyOf } = callersOf(it)
  keys = {
    viewer: await keyOf('vera', 'viewer', { channelId: channels[0].id }),
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
  headers?: Record<string, string>
}

async function ask(method: string, path: string, body?: unknown, { who, at = places[0], headers = {} }: Asked = {}) {
  const answer = await fetch(`${at}/api/${path}`, {
    method,
    headers: { ...(who === null ? {} : who ? { 'x-api-key': keys[who] } : BASIC), ...headers },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  return { status: answer.status, body: await answer.json() }
}
const refused = (error: string, status = 400) => ({ status, body: { error } })
const add = (more: object = {}, asked?: Asked) =>
  ask('POST', 'onvif/device/add', { device_url: camera.address, ...login, profile_token: 'none', ...more }, asked)
const profilesOf = (url: string, { username, password } = login, asked: Asked = {}) =>
  ask('GET', 'onvif/device/profiles', undefined, {
    ...asked,
    headers: { 'X-Device-URL': url, 'X-Username': username, 'X-Password': password },
  })

test('before anybody has searched, those that are here are told to whoever sees them', async () => {
  expect((await ask('GET', 'onvif/discovery/status')).body).toEqual({ enabled: false, network: 'auto', interval: 300 })
  for (const at of places) {
    for (const who of [undefined, 'operator', 'viewer', 'reading'] as const) {
      const { status, body } = await ask('GET', 'onvif/devices', undefined, { ...(who && { who }), at })
      expect([status, body.devices.length]).toEqual([200, 1])
      expect(body.devices[0]).toMatchObject({ ip_address: '192.0.2.7', manufacturer: 'Fake', online: true })
      expect(body.devices[0].serial_number).toBe(who === undefined ? 'SN-192.0.2.7' : '')
    }
    expect((await ask('GET', 'onvif/devices', undefined, { who: null, at })).status).toBe(401)
  }
})

test('an admin searches, all networks or one of them', async () => {
  const all = await ask('POST', 'onvif/discovery/discover')
  expect(all.status).toBe(200)
  const ofYard = { ip_address: '192.0.2.9', device_service: 'http://192.0.2.9/', model: 'M-1', serial_number: 'S1' }
  const keysOf = [
    ...['endpoint', 'device_service', 'media_service', 'ptz_service', 'imaging_service', 'manufacturer', 'model'],
    ...['firmware_version', 'serial_number', 'hardware_id', 'ip_address', 'mac_address', 'discovery_time', 'online'],
  ]
  expect(all.body.devices).toHaveLength(3)
  for (const device of all.body.devices) expect(Object.keys(device)).toEqual(expect.arrayContaining(keysOf))
  expect(all.body.devices).toContainEqual(expect.objectContaining(ofYard))
  expect(all.body.message).toBeUndefined()
  const some = await ask('POST', 'onvif/discovery/discover', { network: '10.1.2.0/24' }, { at: places[2] })
  expect(some.body.devices.map(({ ip_address }: { ip_address: string }) => ip_address)).toEqual(['10.1.2.3'])
  const none = await ask('POST', 'onvif/discovery/discover', { network: '192.168.7.0/24' })
  expect(none.body.devices).toEqual([])
  expect(none.body.message).toContain('not on the network 192.168.7.0/24')
  expect((await ask('GET', 'onvif/devices')).body.devices).toHaveLength(3)
  expect((await ask('GET', 'onvif/devices', undefined, { who: 'operator' })).body.devices).toHaveLength(1)
})

test('what is no network of a home is not searched, and only an admin may search', async () => {
  for (const network of ['home', '10.1.2.0/33', '10.1.2/24', '0.0.0.0/0; ls'])
    expect(await ask('POST', 'onvif/discovery/discover', { network })).toEqual(
      refused('network must be auto, or a network such as 192.168.1.0/24'),
    )
  for (const network of ['8.8.8.0/24', '10.0.0.0/4', '0.0.0.0/0'])
    expect(await ask('POST', 'onvif/discovery/discover', { network })).toEqual(
      refused('Only private networks are searched'),
    )
  expect((await ask('POST', 'onvif/discovery/discover', '{')).status).toBe(400)
  for (const who of ['viewer', 'operator', 'reading'] as const)
    for (const [path, body] of [
      ['discovery/discover', {}],
      ['device/add', { device_url: camera.address, profile_token: 'x', stream_name: 'x' }],
      ['device/test', { url: camera.address }],
    ] as const) {
      const answer = await ask('POST', `onvif/${path}`, body, { who })
      expect([path, who, answer.status, Object.keys(answer.body)]).toEqual([path, who, 403, ['error']])
      expect((await ask('POST', `onvif/${path}`, body, { who: null })).status).toBe(401)
    }
})

test('profiles are told of a device that is here from what we know, and of another by signing in to it', async () => {
  const device = driver.devices.get('192.0.2.7')
  const before = device?.seen.requests
  const known = await profilesOf('http://192.0.2.7/onvif/device_service', { username: '', password: '' })
  expect(known.body.profiles.map(({ token }: { token: string }) => token)).toEqual([
    ...['ip:1', 'ip:1/sub', 'ip:2', 'ip:2/sub'],
  ])
  expect(JSON.stringify(known.body)).not.toContain('right-password')
  expect(device?.seen.requests).toBe(before as number)
  // A viewer is told of what he sees, and may try no other.
  const seen = await profilesOf('192.0.2.7', { username: '', password: '' }, { who: 'viewer' })
  expect(seen.body.profiles.map(({ token }: { token: string }) => token)).toEqual(['ip:1', 'ip:1/sub'])
  expect((await profilesOf(camera.address, login, { who: 'viewer' })).status).toBe(403)

  const { status, body } = await profilesOf(camera.address)
  expect([status, body.profiles.length]).toEqual([200, 4])
  expect(body.profiles[0]).toMatchObject({
    token: expect.any(String),
    name: expect.any(String),
    width: 0,
    encoding: '',
  })
  expect((await it.ask('GET', '/api/devices')).body).toHaveLength(1)
  expect(await ask('GET', 'onvif/device/profiles')).toEqual(refused('Missing device_url parameter'))
  const query = await ask('GET', `onvif/device/profiles?device_url=${encodeURIComponent('192.0.2.7')}`)
  expect(query.body.profiles).toHaveLength(4)
})

test('a device is tried by its driver, within a home’s networks alone', async () => {
  expect(await ask('POST', 'onvif/device/test', { url: camera.address, ...login })).toEqual({
    status: 200,
    body: { success: true, message: expect.stringContaining('2 pictures') },
  })
  const own = { url: '192.0.2.7', username: 'admin', password: 'right-password' }
  expect((await ask('POST', 'onvif/device/test', own)).body.message).toContain('FAKE-1')
  const wrong = await ask('POST', 'onvif/device/test', { url: camera.address, ...login, password: 'another' })
  expect([wrong.status, wrong.body.error]).toEqual([
    502,
    expect.stringContaining('Failed to connect to ONVIF device: '),
  ])
  expect(JSON.stringify(wrong.body)).not.toContain('another')
  for (const url of ['http://8.8.8.8', 'http://[2606:4700::1111]/onvif/device_service'])
    expect([url, (await ask('POST', 'onvif/device/test', { url, ...login })).body.error]).toEqual([
      url,
      expect.stringContaining('public internet'),
    ])
  for (const body of [{}, { url: 7 }, { url: '' }])
    expect(await ask('POST', 'onvif/device/test', body)).toEqual(refused('Missing or invalid parameters'))
  for (const url of ['file:///etc/passwd', 'http://169.254.169.254/', 'http://admin:x@192.0.2.7/', 'x'.repeat(600)])
    expect([url, (await ask('POST', 'onvif/device/test', { url, ...login })).status]).toEqual([url, 400])
  const long = { url: camera.address, ...login, password: 'x'.repeat(501) }
  expect(await ask('POST', 'onvif/device/test', long)).toEqual(refused('password is too long'))
})

test('a device is added whole, its stream under the name that was given', async () => {
  const { profiles } = (await profilesOf(camera.address)).body
  const token = profiles[2].token as string
  for (const body of [{ stream_name: 'Yard' }, { profile_token: token }, { stream_name: 7, profile_token: token }])
    expect(await ask('POST', 'onvif/device/add', { device_url: camera.address, ...login, ...body })).toEqual(
      refused('Missing or invalid parameters'),
    )
  expect(await add({ stream_name: 'Yard' })).toEqual(refused('Profile not found', 404))
  expect((await add({ stream_name: 'a/b', profile_token: token })).body.error).toContain('Invalid stream name')
  const taken = (await ask('GET', 'streams')).body.streams[0].name
  expect(await add({ stream_name: taken, profile_token: token })).toEqual(refused('Stream already exists', 409))
  expect((await add({ stream_name: 'Yard', profile_token: token, password: 'wrong one' })).status).toBe(502)
  expect((await it.ask('GET', '/api/devices')).body).toHaveLength(1)

  const added = await add({ stream_name: 'Back Yard', profile_token: token })
  expect(added).toEqual({
    status: 200,
    body: { success: true, message: expect.stringContaining('one more picture'), stream_name: 'Back Yard' },
  })
  for (const at of places) {
    const stream = await ask('GET', 'streams/Back%20Yard', undefined, { at })
    expect([stream.status, stream.body.name, stream.body.is_onvif]).toEqual([200, 'Back Yard', true])
  }
  expect((await it.ask('GET', '/api/devices')).body).toHaveLength(2)
  const again = await add({ stream_name: 'Other', profile_token: token })
  expect([again.status, again.body.error]).toEqual([409, 'Stream already exists: this camera is here as Back Yard'])
  const log = (await it.ask('GET', '/api/activity')).body.data as { action: string; success: boolean }[]
  expect(log.filter(({ action }) => /device|sync/.test(action)).map(({ action }) => action)).toEqual([
    'create_device',
    'create_device',
  ])
})

const YARD = 'streams/Back%20Yard'

test('day and night and the picture settings are read by who sees the camera, and changed by an admin', async () => {
  const before = await ask('GET', `${YARD}/daynight`)
  expect(before.status).toBe(200)
  expect(before.body).toMatchObject({
    ...{ success: true, mode: 'auto', ir_cut_filter: 'AUTO', options_available: false },
    supported_modes: ['auto', 'day', 'night'],
  })
  const night = await ask('PUT', `${YARD}/daynight`, { mode: 'night' })
  expect(night.body).toMatchObject({ success: true, mode: 'night', ir_cut_filter: 'OFF' })
  const at = places[2]
  expect((await ask('GET', `${YARD}/imaging/settings`, undefined, { at })).body.settings).toMatchObject({
    ...{ brightness: expect.any(Number), color_saturation: expect.any(Number), ir_cut_filter: 'OFF' },
  })
  const changed = await ask('PUT', `${YARD}/imaging/settings`, { brightness: 61, contrast: 'much' }, { at })
  expect(changed.body).toMatchObject({ success: true, settings: { brightness: 61 }, ignored: [] })
  expect((await ask('GET', `${YARD}/imaging/options`)).body.options).toMatchObject({
    brightness: { min: 0, max: 100 },
    ir_cut_filter_modes: ['AUTO', 'ON', 'OFF'],
  })
  for (const body of [{}, { mode: 'dusk' }, { mode: 1 }])
    expect(await ask('PUT', `${YARD}/daynight`, body)).toEqual(refused('mode must be auto, day or night'))
  expect(await ask('PUT', `${YARD}/imaging/settings`, { brightness: 101 })).toEqual(
    refused('brightness must be between 0 and 100'),
  )
  expect(await ask('PUT', `${YARD}/imaging/settings`, { gamma: 1 })).toEqual(refused('No imaging setting is named'))
  for (const who of ['operator', 'reading'] as const) {
    expect((await ask('GET', `${YARD}/daynight`, undefined, { who })).status).toBe(200)
    const answer = await ask('PUT', `${YARD}/daynight`, { mode: 'day' }, { who })
    expect([answer.status, Object.keys(answer.body)]).toEqual([403, ['error']])
  }
  const log = (await it.ask('GET', '/api/activity')).body.data as { action: string }[]
  expect(log.filter(({ action }) => action === 'update_imaging')).toHaveLength(2)
})

test('what a camera cannot do it is not asked for, and a move by a share is a move for a while', async () => {
  const ptz = (method: string, path: string, body?: unknown) => ask(method, `${YARD}/ptz/${path}`, body)
  expect((await ptz('GET', 'capabilities')).body).toMatchObject({
    ...{ has_zoom: false, has_continuous_move: true, has_absolute_move: false, has_relative_move: true },
    ...{ has_home_position: false, has_home: false, has_presets: true, max_presets: 4 },
  })
  for (const [path, body, error] of [
    ['absolute', { pan: 0.5 }, 'Absolute move not supported by this camera'],
    ['home', undefined, 'Home position not supported by this camera'],
    ['set-home', undefined, 'Setting the home position is not supported by this camera'],
  ] as const)
    expect(await ptz('POST', path, body)).toEqual(refused(error))
  expect(camera.head(2)?.moving).toBe(false)
  expect((await ptz('POST', 'relative', { pan: 0.5 })).status).toBe(200)
  expect(camera.head(2)?.moving).toBe(true)
  expect((await ptz('POST', 'stop')).status).toBe(200)
  expect(camera.head(2)?.moving).toBe(false)
  expect(await ask('POST', 'streams/ip:1/ptz/stop')).toEqual(refused('Stream not found', 404))
})
