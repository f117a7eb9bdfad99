// Video handed on by another program: paths there come and go with the cameras, and nothing is done to what is not ours.
import { afterEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { createFakeDriver, type FakeDevice } from '../core/testing/fake-driver.ts'
import { type PretendRestreamer, startPretendGo2rtc, startPretendMediamtx } from '../core/testing/restreamers.ts'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'

setDefaultTimeout(60_000)

const HOST = '192.0.2.7'
const LOGIN = { username: 'admin', password: 'right-password', brand: 'fake' }
const KINDS = { mediamtx: startPretendMediamtx, go2rtc: startPretendGo2rtc } as const
type Kind = keyof typeof KINDS

let ends = new AsyncDisposableStack()
afterEach(async () => {
  await ends.disposeAsync()
  ends = new AsyncDisposableStack()
})

/** An appliance with a recorder of two cameras, and a restreamer that has a path of somebody else's. */
async function stand(kind: Kind) {
  const restreamer = ends.use(KINDS[kind]())
  restreamer.paths.set('doorbell', 'rtsp://192.0.2.99/own')
  const driver = createFakeDriver()
  const device = driver.add(HOST, 2)
  const appliance = ends.use(
    await createTestApp([{ id: 'fake', title: 'Fake', driver }], { PORCHLIGHT_NODE_ID: 'attic' }),
  )
  const { ask } = appliance
  const added = await ask('POST', '/api/devices', { ...LOGIN, ip_web: HOST })
  await until('its channels are there', async () => (await ask('GET', '/api/channels')).body.length === 2)
  const cameras = (await ask('GET', '/api/cameras')).body.data as { id: string; name: string }[]
  const set = (more: object = {}) =>
    ask('PUT', '/api/settings/restreamer', {
      value: { kind, api: restreamer.url, rtsp: 'rtsp://nas:8554', webrtc: 'http://nas:8889/', ...more },
    })
  return { restreamer, device, appliance, ask, cameras, set, deviceId: added.body.id as number }
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
    expect(restreamer.paths.get(`${name}-sub`)).toMatch(/^rtsp:\/\/admin:right-password@192\.0\.2\.7:554\/ip:\d\/sub$/)
    const page = {
      mediamtx: `http://nas:8889/${name}-main`,
      go2rtc: `http://nas:8889/stream.html?src=${name}-main&mode=webrtc`,
    }
    const after = await streamsOf(appliance, id)
    expect(after).toEqual({ ...before, rtsp: `rtsp://nas:8554/${name}-main`, webrtc: page[kind] })
    expect(before).toMatchObject({ webrtc: null, rtmp: null })
    expect(await state(appliance)).toEqual({
      ...{ kind, connected: true, since: expect.any(String), error: null },
      ...{ paths: 4, untaken: 0 },
    })
  })

  test('a second round does nothing, what was lost comes back, and off takes away what is ours alone', async () => {
    const { restreamer, appliance, ask, set } = await stand(kind)
    await set()
    await allThere(restreamer)
    const writes = restreamer.writes.length
    const asked = restreamer.requests
    // Another address for people is another round.
    await set({ rtsp: 'rtsp://elsewhere:8554' })
    await until('it was asked again', () => restreamer.requests > asked)
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
    await until(
      'our login is refused',
      async () => (await state(appliance)).error === 'The restreamer refuses our login',
    )
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
    restreamer.refuses = 'ip:1/main'
    await set()
    await until('the others are there', async () => (await state(appliance)).paths === 3)
    expect(await state(appliance)).toMatchObject({ connected: true, untaken: 1 })
    expect(ours(restreamer)).toHaveLength(3)
  })
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
