// Video handed on by another program: paths there come and go with the cameras, and nothing is done to what is not ours.
import { afterAll, afterEach, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { connect, createServer } from 'node:net'
import { createFakeDriver, type FakeDevice } from '../core/testing/fake-driver.ts'
import { type PretendRestreamer, startPretendGo2rtc, startPretendMediamtx } from '../core/testing/restreamers.ts'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { type Camera, startCamera } from './rtsp-source/camera.ts'

setDefaultTimeout(60_000)

const HOST = '192.0.2.7'
const SLOW_HOST = '192.0.2.8'
const LOGIN = { username: 'admin', password: 'right-password', brand: 'fake' }
const KINDS = { mediamtx: startPretendMediamtx, go2rtc: startPretendGo2rtc } as const
type Kind = keyof typeof KINDS
/** A look at a stream waits for a second of it or two. */
const FAST = { speed: 20 }

/** Where the recorder's pictures are, unless a test has a camera of its own. */
let pictures: Camera
beforeAll(async () => {
  pictures = await startCamera(FAST)
})
afterAll(() => pictures[Symbol.asyncDispose]())
const placeOf = (camera: Camera) => `127.0.0.1:${camera.source.port}`

let ends = new AsyncDisposableStack()
afterEach(async () => {
  await ends.disposeAsync()
  ends = new AsyncDisposableStack()
})

/** An appliance with a recorder of two cameras, and a restreamer that has a path of somebody else's. */
async function stand(kind: Kind, env: Record<string, string> = { PORCHLIGHT_NODE_ID: 'attic' }) {
  const restreamer = ends.use(KINDS[kind]())
  restreamer.paths.set('doorbell', 'rtsp://192.0.2.99/own')
  const driver = createFakeDriver()
  const device = driver.add(HOST, 2)
  letIn(pictures, device)
  readAt(device, placeOf(pictures))
  const appliance = ends.use(await createTestApp([{ id: 'fake', title: 'Fake', driver }], env))
  const { ask } = appliance
  const added = await ask('POST', '/api/devices', { ...LOGIN, ip_web: HOST })
  await until('its channels are there', async () => (await ask('GET', '/api/channels')).body.length === 2)
  const cameras = (await ask('GET', '/api/cameras')).body.data as { id: string; name: string }[]
  const set = (more: object = {}) =>
    ask('PUT', '/api/settings/restreamer', {
      value: { kind, api: restreamer.url, rtsp: 'rtsp://nas:8554', webrtc: 'http://nas:8889/', ...more },
    })
  return { restreamer, driver, device, appliance, ask, cameras, set, deviceId: added.body.id as number }
}

/** Its pictures are at this place, with the login that is right at the moment of asking. */
function readAt(device: FakeDevice, place: string): void {
  device.source = (key, quality) => `rtsp://admin:${device.password}@${place}/${key.replace('ip:', '')}/${quality}`
}

/** Whoever has the device's password of the moment. */
function letIn(camera: Camera, device: FakeDevice): void {
  camera.login = {
    user: 'admin',
    get password() {
      return device.password
    },
  }
}

/** Another address for people makes another round, and nothing else. */
async function goRound(restreamer: PretendRestreamer, set: (more: object) => Promise<unknown>): Promise<void> {
  const asked = restreamer.requests
  await set({ rtsp: `rtsp://round${asked}:8554` })
  await until('it was asked again', () => restreamer.requests > asked)
}

const ours = (restreamer: PretendRestreamer) => [...restreamer.paths.keys()].filter((name) => name !== 'doorbell')
const allThere = (restreamer: PretendRestreamer) => until('all paths are there', () => ours(restreamer).length === 4)
const state = async (appliance: TestApp) => (await appliance.ask('GET', '/api/restreamer')).body.data
const streamsOf = async (appliance: TestApp, id: string) =>
  (await appliance.ask('GET', `/api/streams/camera/${id}`)).body.data.streams

describe.each(['mediamtx', 'go2rtc'] as const)('%s', (kind) => {
  test('each camera is registered in both qualities, and clients are told where it is beside our own', async () => {
    const { restreamer, appliance, cameras, set } = await stand(kind)
    const id = cameras[0]?.id ?? ''
    const before = await streamsOf(appliance, id)
    for (const wrong of [
      { api: null },
      { api: 'http://owner:word@nas:9997' },
      { api: 'file:///etc/passwd' },
      { rtsp: 'rtsp://:word@nas:8554' },
      { kind: 'janus' },
    ])
      expect([wrong, (await set(wrong)).status]).toEqual([wrong, 400])
    expect((await set()).status).toBe(200)
    await allThere(restreamer)
    await until('we know it', async () => (await state(appliance)).paths === 4)
    const name = `porchlight-attic-${id}`
    expect(restreamer.paths.get(`${name}-sub`)).toMatch(/^rtsp:\/\/admin:right-password@127\.0\.0\.1:\d+\/\d\/sub$/)
    const page = {
      mediamtx: `http://nas:8889/${name}-main`,
      go2rtc: `http://nas:8889/stream.html?src=${name}-main&mode=webrtc`,
    }
    const after = await streamsOf(appliance, id)
    expect(after).toEqual({ ...before, rtsp: `rtsp://nas:8554/${name}-main`, webrtc: page[kind] })
    expect(before).toMatchObject({ webrtc: null, rtmp: null })
    expect(await state(appliance)).toEqual({
      ...{ kind, connected: true, since: expect.any(String), trouble: null, error: null },
      ...{ paths: 4, untaken: 0, refused: 0 },
    })
  })

  test('a second round does nothing, what was lost comes back, and off takes away what is ours alone', async () => {
    const { restreamer, appliance, ask, set } = await stand(kind)
    await set()
    await allThere(restreamer)
    const writes = restreamer.writes.length
    await goRound(restreamer, set)
    await until('the round is over', async () => (await state(appliance)).paths === 4)
    expect(restreamer.writes.length).toBe(writes)
    restreamer.paths.clear()
    restreamer.paths.set('doorbell', 'rtsp://192.0.2.99/own')
    await set()
    await allThere(restreamer)
    await ask('PUT', '/api/settings/restreamer', { value: null })
    await until('ours are gone', () => ours(restreamer).length === 0)
    expect([...restreamer.paths.keys()]).toEqual(['doorbell'])
    expect(await state(appliance)).toMatchObject({ kind: 'off', paths: 0 })
  })

  test('a refused login takes the paths away, since whoever goes on trying it locks the account', async () => {
    const { restreamer, appliance, ask, device, deviceId, set } = await stand(kind)
    await set()
    await allThere(restreamer)
    await refuse(device, ask, deviceId)
    await until('no path holds the refused login', () => ours(restreamer).length === 0)
    await appliance.restart()
    await until('we have asked again', async () => (await state(appliance)).connected)
    expect(ours(restreamer)).toEqual([])
    const login = { ...LOGIN, password: 'another-password' }
    expect((await ask('PUT', `/api/devices/${deviceId}`, login)).status).toBe(204)
    await allThere(restreamer)
    for (const [name, address] of restreamer.paths)
      if (name !== 'doorbell') expect(address).toContain('admin:another-password@')
  })

  test('nothing is lost while it is away, and its log line holds no login', async () => {
    const { restreamer, appliance, ask, cameras, set } = await stand(kind)
    restreamer.login = 'owner:s3cret-of-api'
    await set({ username: 'owner' })
    const refused = await until('our login is refused', async () => {
      const now = await state(appliance)
      return now.trouble === 'login' && now
    })
    expect(refused).toMatchObject({ connected: false, error: 'The restreamer refuses our login' })
    await ask('PUT', '/api/settings/restreamer_password', { value: 's3cret-of-api' })
    await allThere(restreamer)
    restreamer.answers = false
    await ask('PUT', `/api/cameras/${cameras[1]?.id}`, { status: 'inactive' })
    await until('it is away', async () => (await state(appliance)).connected === false)
    expect(ours(restreamer)).toHaveLength(4)
    restreamer.answers = true
    await until('what happened meanwhile is made up for', () => ours(restreamer).length === 2)
    const log = appliance.lines.join('')
    expect(log).toContain('The restreamer cannot be reached')
    for (const secret of ['right-password', 's3cret-of-api']) expect(log).not.toContain(secret)
  })

  test('one address that it does not take keeps no other one back', async () => {
    const { restreamer, appliance, set } = await stand(kind)
    restreamer.refuses = '/1/main'
    await set()
    await until('the others are there', async () => (await state(appliance)).paths === 3)
    expect(await state(appliance)).toMatchObject({ connected: true, untaken: 1 })
    expect(ours(restreamer)).toHaveLength(3)
  })
})

test('a login that only RTSP refuses is tried once by ourselves, and never handed on', async () => {
  const { restreamer, device, appliance, ask, deviceId, set } = await stand('mediamtx')
  const camera = ends.use(await startCamera(FAST))
  camera.login = { user: 'admin', password: 'of-its-streams' }
  readAt(device, placeOf(camera))
  await set()
  const standing = await until('it is refused', async () => {
    const now = await state(appliance)
    return now.refused === 1 && now.connected && now
  })
  expect(standing).toMatchObject({ paths: 0, untaken: 0, refused: 1 })
  expect(restreamer.writes).toEqual([])
  expect((await ask('GET', `/api/devices/${deviceId}`)).body.state).toMatchObject({ phase: 'refused' })
  expect(camera.refused).toHaveLength(1)
  camera.login = { user: 'admin', password: 'another-password' }
  device.password = 'another-password'
  await ask('PUT', `/api/devices/${deviceId}`, { ...LOGIN, password: 'another-password' })
  await allThere(restreamer)
  expect(camera.refused).toHaveLength(1)
  expect((await state(appliance)).refused).toBe(0)
})

test('a login that was never let in is handed on to nobody, and its refusal is noticed however late it comes', async () => {
  const { restreamer, device, appliance, set } = await stand('mediamtx')
  const camera = ends.use(await startCamera(FAST))
  let isStarting = true
  let dropped = 0
  // A camera that starts takes connections before it answers on them.
  const door = createServer((socket) => {
    socket.on('error', () => {})
    if (isStarting) {
      dropped++
      socket.destroy()
      return
    }
    const inside = connect(camera.source.port, '127.0.0.1').on('error', () => socket.destroy())
    socket.pipe(inside).pipe(socket)
  })
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve))
  ends.defer(() => void door.close())
  const address = door.address()
  readAt(device, `127.0.0.1:${typeof address === 'object' ? address?.port : ''}`)
  await set()
  await until('it was tried in vain twice', async () => {
    await goRound(restreamer, set)
    return dropped > 1
  })
  await goRound(restreamer, set)
  expect(restreamer.writes).toEqual([])
  expect(await state(appliance)).toMatchObject({ paths: 0, refused: 0 })
  camera.login = { user: 'admin', password: 'of-its-streams' }
  isStarting = false
  await until('it is refused', async () => {
    await goRound(restreamer, set)
    return (await state(appliance)).refused === 1
  })
  expect(restreamer.writes).toEqual([])
  expect(camera.refused).toHaveLength(1)
})

test('a login that we cannot send is handed on to nobody, and is counted', async () => {
  const { restreamer, device, appliance, ask, deviceId, set } = await stand('mediamtx')
  await set()
  await allThere(restreamer)
  const tooLong = 'a'.repeat(128)
  device.password = tooLong
  expect((await ask('PUT', `/api/devices/${deviceId}`, { ...LOGIN, password: tooLong })).status).toBe(204)
  await until('it is counted', async () => (await state(appliance)).untaken === 4)
  await until('no path is left', () => ours(restreamer).length === 0)
  expect([...restreamer.paths.values()].join()).not.toContain(tooLong)
  expect(await state(appliance)).toMatchObject({ connected: true, refused: 0 })
})

test('a login edited while the device is away is not left there, and the new one comes when it is back', async () => {
  const { restreamer, device, ask, deviceId, set } = await stand('mediamtx')
  await set()
  await allThere(restreamer)
  device.online = false
  device.breakWatch()
  await until('it is away', async () => (await ask('GET', `/api/devices/${deviceId}`)).body.state.phase === 'away')
  device.password = 'another-password'
  // A new name alone takes nothing away; the second look begins when the first one is over.
  for (const name of ['Attic', 'Cellar']) {
    const asked = restreamer.requests
    await ask('PUT', `/api/devices/${deviceId}`, { ...LOGIN, name })
    await until('we have looked again', () => restreamer.requests > asked)
  }
  expect(ours(restreamer)).toHaveLength(4)
  await ask('PUT', `/api/devices/${deviceId}`, { ...LOGIN, password: 'another-password' })
  await until('no path holds the former login', () => ours(restreamer).length === 0)
  device.online = true
  await allThere(restreamer)
  for (const [name, address] of restreamer.paths)
    if (name !== 'doorbell') expect(address).toContain('admin:another-password@')
})

test('a device that is slow to say where its pictures are keeps no refused login there', async () => {
  const { restreamer, driver, device, ask, deviceId, set } = await stand('go2rtc')
  await set()
  await allThere(restreamer)
  const slow = driver.add(SLOW_HOST, 1)
  const camera = ends.use(await startCamera(FAST))
  const { promise: answer, resolve } = Promise.withResolvers<string>()
  let isAsked = false
  slow.source = () => {
    isAsked = true
    return answer
  }
  await ask('POST', '/api/devices', { ...LOGIN, ip_web: SLOW_HOST })
  await until('it is asked', () => isAsked)
  await refuse(device, ask, deviceId)
  await until('no path holds the refused login', () => ours(restreamer).length === 0)
  resolve(camera.address('/1/sub'))
  await until('the slow one has come', () => ours(restreamer).length === 2)
})

test('paths under an id that we had before a restart are taken away, and one of somebody else’s stays', async () => {
  const { restreamer, appliance, ask, set } = await stand('mediamtx', {})
  await set()
  await allThere(restreamer)
  const former = new Set(ours(restreamer))
  restreamer.answers = false
  expect((await ask('POST', '/api/hub/node-id')).status).toBe(200)
  await appliance.restart()
  restreamer.answers = true
  await until('the former ones are gone', () => !ours(restreamer).some((name) => former.has(name)))
  await allThere(restreamer)
  await until('the round is over', async () => (await state(appliance)).paths === 4)
  // From now on it is the id of whoever took it.
  const [name = ''] = former
  restreamer.paths.set(name, 'rtsp://192.0.2.99/of-another-appliance')
  await goRound(restreamer, set)
  await until('the round is over', async () => (await state(appliance)).connected)
  expect(restreamer.paths.has(name)).toBe(true)
})

/** The device has another password now, and its session finds out. */
async function refuse(device: FakeDevice, ask: TestApp['ask'], deviceId: number): Promise<void> {
  device.password = 'another-password'
  device.breakWatch()
  await until('the login is refused', async () => {
    await ask('GET', `/api/device/${deviceId}/channels/infor?refresh=true`)
    return device.seen.refused > 0
  })
}

test('another program at its address is told as such', async () => {
  const { restreamer, appliance, set } = await stand('go2rtc')
  await set({ kind: 'mediamtx' })
  await until('it is known as another one', async () => (await state(appliance)).trouble === 'strange')
  expect([...restreamer.paths.keys()]).toEqual(['doorbell'])
})

test('another household’s cameras are handed on to nobody, and its people are told nothing of the restreamer', async () => {
  const { restreamer, ask, set, appliance } = await stand('mediamtx')
  await ask('PUT', '/api/settings/open_registration', { value: true })
  const stranger = (
    await ask('POST', '/api/auth/register', { username: 'stranger', password: 'another-household' }, null)
  ).body.token
  await ask('POST', '/api/devices', { ...LOGIN, ip_web: HOST }, stranger)
  await until(
    'their cameras are there',
    async () => (await ask('GET', '/api/channels', undefined, stranger)).body.length === 2,
  )
  await set()
  await allThere(restreamer)
  await until('the round is over', async () => (await state(appliance)).paths === 4)
  const theirs = (await ask('GET', '/api/cameras', undefined, stranger)).body.data[0].id
  expect((await ask('GET', `/api/streams/camera/${theirs}`, undefined, stranger)).body.data.streams.webrtc).toBeNull()
  expect((await ask('GET', '/api/restreamer', undefined, stranger)).status).toBe(403)
})
