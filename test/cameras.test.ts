// Seed 004's cameras over a pretend camera and a pretend recorder: list, add, change, remove, restart, picture, figures.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { viewer } from '../core/testing/recorders.ts'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { type Simulator, startSimulator } from '../plugins/hikvision/simulator/index.ts'
import { rtsp } from '../plugins/rtsp/index.ts'
import { type Camera, startCamera } from './rtsp-source/camera.ts'

setDefaultTimeout(60_000)

const SECRET = "p@ss'w:rd 1"
let camera: Camera
let recorder: Simulator
beforeAll(async () => {
  camera = await startCamera()
  recorder = await startSimulator({ model: 'dvr4', speed: 10, rtsp: true })
})
afterAll(async () => {
  await recorder[Symbol.asyncDispose]()
  await camera[Symbol.asyncDispose]()
})

const url = (path = '/1/main') => camera.address(path)
const shown = (path = '/1/main') => `rtsp://***:***@127.0.0.1:${camera.source.port}${path}`
const noSecret = (text: string) => {
  for (const secret of [SECRET, encodeURIComponent(SECRET)]) expect(text).not.toContain(secret)
}

async function addRecorder(appliance: TestApp) {
  const login = { username: recorder.user, password: recorder.password, brand: 'hikvision' }
  await appliance.ask('POST', '/api/devices', { ip_web: recorder.url, ...login })
  await until('its cameras are there', async () => (await appliance.ask('GET', '/api/cameras')).body.count === 4)
  await becomes(appliance, '2', 'online')
}

const becomes = (appliance: TestApp, id: string, status: string) =>
  until(`the camera is ${status}`, async () => {
    const { body } = await appliance.ask('GET', `/api/cameras/${id}`)
    return body.data.status === status && body.data
  })

describe('a camera by its RTSP address', () => {
  test('is there at once, comes online, and shows no login anywhere', async () => {
    await using appliance = await createTestApp([rtsp])
    const added = await appliance.ask('POST', '/api/cameras', {
      name: 'Front door',
      rtsp_url: url(),
      location: 'Porch',
    })
    expect(added.status).toBe(201)
    expect(added.body).toMatchObject({
      success: true,
      data: {
        name: 'Front door',
        location: 'Porch',
        rtsp_url: shown(),
        channel_id: 1,
        device_id: 1,
        channel_no: 1,
        source: 'rtsp',
        active: true,
      },
    })
    const { id } = added.body.data
    expect(id).toMatch(/^[0-9a-f-]{36}$/)
    await becomes(appliance, id, 'online')
    const list = await appliance.ask('GET', '/api/cameras')
    expect(list.body).toMatchObject({ success: true, count: 1, data: [{ id, status: 'online' }] })
    expect((await appliance.ask('GET', '/api/cameras/1')).body.data.id).toBe(id)
    noSecret(list.text + added.text + appliance.lines.join('\n'))
    noSecret((await appliance.ask('GET', '/api/activity')).text)
  })

  test('needs a name and an address, in the words that clients know, and is there once', async () => {
    await using appliance = await createTestApp([rtsp])
    const add = async (body: object) => {
      const answer = await appliance.ask('POST', '/api/cameras', body)
      return [answer.status, answer.body.error ?? null]
    }
    expect(await add({ name: 'x' })).toEqual([400, 'Name and RTSP URL are required'])
    expect(await add({ name: '  ', rtsp_url: url() })).toEqual([400, 'Name and RTSP URL are required'])
    const wrong = 'Invalid RTSP URL format (must start with rtsp:// or rtsps://)'
    for (const rtsp_url of ['http://192.0.2.5/1', 'file:///etc/passwd', '192.0.2.5', 'concat:rtsp://192.0.2.5/1'])
      expect(await add({ name: 'x', rtsp_url })).toEqual([400, wrong])
    for (const rtsp_url of ['rtsp://169.254.169.254/1', 'rtsp://[::ffff:169.254.169.254]/1', 'rtsp://-i/1', 'rtsp://'])
      expect((await add({ name: 'x', rtsp_url }))[0]).toBe(400)
    expect((await add({ name: 'x', rtsp_url: shown() }))[0]).toBe(400)
    expect((await add({ name: 'x', rtsp_url: url() }))[0]).toBe(201)
    expect(await add({ name: 'y', rtsp_url: url() })).toEqual([409, 'A camera with this RTSP URL already exists'])
    const problem = (await appliance.ask('POST', '/api/cameras', { name: 'z', rtsp_url: 'rtsp://169.254.169.254/1' }))
      .body
    expect(problem.errors[0].path).toBe('body.rtsp_url')
  })

  test('is changed in part; a masked address keeps its login, and is refused for another host', async () => {
    await using appliance = await createTestApp([rtsp])
    const { id } = (await appliance.ask('POST', '/api/cameras', { name: 'A', rtsp_url: url() })).body.data
    await becomes(appliance, id, 'online')
    const put = (body: object) => appliance.ask('PUT', `/api/cameras/${id}`, body)
    const row = (await put({ location: 'Attic' })).body.data
    expect(row).toMatchObject({ name: 'A', location: 'Attic' })
    // The whole row, as a client that has only changed the name sends it back.
    expect((await put({ ...row, name: 'B' })).body.data).toMatchObject({ name: 'B', rtsp_url: shown() })
    expect((await appliance.ask('GET', '/api/devices/1')).body.name).toBe('B')
    for (const rtsp_url of [
      shown().replace('127.0.0.1', '127.0.0.2'),
      shown('/2/main'),
      shown().replace('rtsp:', 'rtsps:'),
    ]) {
      const refused = await put({ rtsp_url, name: 'C' })
      expect([rtsp_url, refused.status]).toEqual([rtsp_url, 400])
    }
    expect((await appliance.ask('GET', `/api/cameras/${id}`)).body.data.name).toBe('B')
    // Given whole, it is taken as it is: without a login it has none.
    const bare = `rtsp://127.0.0.1:${camera.source.port}/2/main`
    expect((await put({ rtsp_url: bare })).body.data.rtsp_url).toBe(bare)
    expect((await appliance.ask('GET', '/api/devices/1')).body.username).toBe('')
    expect((await put({ rtsp_url: url('/2/main') })).body.data.rtsp_url).toBe(shown('/2/main'))
  })

  test('is in the activity log as a camera: one entry for each deed, with before and after, which can be undone', async () => {
    await using appliance = await createTestApp([rtsp])
    const { id } = (await appliance.ask('POST', '/api/cameras', { name: 'A', rtsp_url: url() })).body.data
    const put = (body: object) => appliance.ask('PUT', `/api/cameras/${id}`, body)
    await put({ name: 'B', location: 'Attic', status: 'inactive', rtsp_url: url('/1/sub') })
    await put({ name: 'B' })
    const rows = async () =>
      (await appliance.ask('GET', '/api/activity')).body.data.filter(({ action }: { action: string }) =>
        /camera|channel|device/.test(action),
      )
    const [changed, added, ...others] = await rows()
    expect(others).toEqual([])
    const told = (path: string) => shown(path).replace('***:***@', '')
    const about = { resource_type: 'channel', resource_id: '1', username: 'owner' }
    expect(added).toMatchObject({
      action: 'create_camera',
      ...about,
      metadata: { name: 'A', address: told('/1/main') },
    })
    expect(changed).toMatchObject({
      ...{ action: 'update_camera', ...about, undoable: true },
      metadata: {
        before: { name: 'A', location: null, in_use: true, address: told('/1/main') },
        after: { name: 'B', location: 'Attic', in_use: false, address: told('/1/sub') },
      },
    })
    const undone = await appliance.ask('POST', `/api/activity/${changed.id}/undo`, {})
    expect(undone.status).toBe(200)
    const row = (await appliance.ask('GET', `/api/cameras/${id}`)).body.data
    // Its address is not in the log as a whole, so that it stays.
    expect(row).toMatchObject({ name: 'A', location: null, rtsp_url: shown('/1/sub') })
    await appliance.ask('DELETE', `/api/cameras/${id}`)
    const [removed] = await rows()
    expect(removed).toMatchObject({ action: 'delete_camera', ...about, metadata: { name: 'A' } })
    noSecret(JSON.stringify(await rows()))
  })

  test('that is switched off is inactive, gives no picture, and is removed with its device', async () => {
    await using appliance = await createTestApp([rtsp])
    const { id } = (await appliance.ask('POST', '/api/cameras', { name: 'A', rtsp_url: url(), status: 'inactive' }))
      .body.data
    expect((await appliance.ask('GET', `/api/cameras/${id}`)).body.data).toMatchObject({
      status: 'inactive',
      active: false,
    })
    expect((await appliance.ask('POST', `/api/cameras/${id}/restart`)).status).toBe(409)
    expect((await appliance.ask('POST', `/api/cameras/${id}/snapshot`, {})).status).toBe(409)
    expect((await appliance.ask('PUT', `/api/cameras/${id}`, { status: 'active' })).body.data.active).toBe(true)
    expect((await appliance.ask('DELETE', `/api/cameras/${id}`)).body).toEqual({
      success: true,
      message: 'Camera deleted successfully',
    })
    const gone = await appliance.ask('GET', `/api/cameras/${id}`)
    expect([gone.status, gone.body.error]).toEqual([404, 'Camera not found'])
    expect((await appliance.ask('GET', '/api/devices')).body).toEqual([])
  })

  test('is read anew by a restart, with everybody still watching, at most once in two seconds', async () => {
    await using appliance = await createTestApp([rtsp])
    const { id } = (await appliance.ask('POST', '/api/cameras', { name: 'A', rtsp_url: url() })).body.data
    const restart = () => appliance.ask('POST', `/api/cameras/${id}/restart`)
    const idle = await restart()
    expect([idle.status, idle.body.data]).toEqual([
      202,
      { camera_id: id, restarted: [], requested_at: expect.any(String) },
    ])
    const early = await restart()
    expect([early.status, Number(early.headers.get('retry-after'))]).toEqual([429, expect.any(Number)])
    const live = await appliance.ask('GET', '/api/device/1/channel/1/live')
    const list = async () => (await fetch(appliance.url + live.body.hls_url)).text()
    await until('it plays', async () => (await list()).includes('#EXTINF'))
    const told = await until('the wait is over', async () => {
      const answer = await restart()
      return answer.status === 202 && answer
    })
    expect(told.body.data.restarted).toEqual(['live'])
    await until('a new epoch follows', async () => (await list()).includes('#EXT-X-DISCONTINUITY'))
  })

  test('tells figures that were measured, and null for what is not known', async () => {
    await using appliance = await createTestApp([rtsp])
    const { id } = (await appliance.ask('POST', '/api/cameras', { name: 'A', rtsp_url: url('/1/main/audio') })).body
      .data
    const stats = async () => (await appliance.ask('GET', `/api/cameras/${id}/stats`)).body.data
    await becomes(appliance, id, 'online')
    expect(await stats()).toMatchObject({
      camera_id: id,
      status: 'online',
      stream: { active: false, viewers: 0, fps: null, codec: null, bitrate: null, resolution: null, last_error: null },
      recordings: { count: 0, total_size: 0, oldest: null, newest: null, gaps_24h: null },
      events: { last_24h: 0, last_at: null },
    })
    const live = await appliance.ask('GET', '/api/device/1/channel/1/live')
    const list = async () => (await fetch(appliance.url + live.body.hls_url)).text()
    await until('it plays', async () => (await list()).includes('#EXTINF'))
    const { stream } = await until('it is measured', async () => {
      const found = await stats()
      return found.stream.fps !== null && found
    })
    expect(stream).toMatchObject({
      active: true,
      viewers: 1,
      codec: 'h264',
      resolution: expect.stringMatching(/^\d+x\d+$/),
    })
    expect(stream.fps).toBeGreaterThan(5)
    expect(stream.fps).toBeLessThan(40)
    expect(stream.bytesReceived).toBeGreaterThan(1000)
    const name = /^(\S+\.m4s|\S+\.mp4)$/m.exec(await list())?.[1] ?? ''
    const before = (await stats()).stream.bytesSent
    const file = await fetch(new URL(name, appliance.url + live.body.hls_url))
    const size = (await file.arrayBuffer()).byteLength
    expect(size).toBeGreaterThan(0)
    expect((await stats()).stream.bytesSent).toBe(before + size)
  })

  test('gives a picture, where it is or itself', async () => {
    await using appliance = await createTestApp([rtsp])
    const { id } = (await appliance.ask('POST', '/api/cameras', { name: 'A', rtsp_url: url() })).body.data
    const told = await appliance.ask('POST', `/api/cameras/${id}/snapshot`, {})
    expect(told.body.data).toMatchObject({ camera_id: id, content_type: 'image/jpeg', width: expect.any(Number) })
    const picture = await fetch(appliance.url + told.body.data.url)
    expect(picture.headers.get('content-type')).toBe('image/jpeg')
    expect((await picture.arrayBuffer()).byteLength).toBe(told.body.data.size)
    const itself = await fetch(`${appliance.url}/api/cameras/${id}/snapshot`, {
      method: 'POST',
      headers: { authorization: `Bearer ${appliance.token}`, accept: 'image/jpeg' },
    })
    expect([itself.status, itself.headers.get('content-type')]).toEqual([200, 'image/jpeg'])
  })
})

describe('the cameras of a recorder', () => {
  let appliance: TestApp
  beforeAll(async () => {
    appliance = await createTestApp([hikvision, rtsp])
    await addRecorder(appliance)
  })
  afterAll(() => appliance[Symbol.asyncDispose]())

  test('are in the same list, found by state, device and words', async () => {
    const { id } = (await appliance.ask('POST', '/api/cameras', { name: 'Gate', rtsp_url: url(), location: 'Street' }))
      .body.data
    await becomes(appliance, id, 'online')
    const found = async (query: string) => (await appliance.ask('GET', `/api/cameras?${query}`)).body
    const all = await found('')
    expect(all).toMatchObject({ success: true, count: 5 })
    expect(all.data[0].id).toBe(id)
    expect(all.data.map((row: { source: string }) => row.source)).toEqual(['rtsp', 'nvr', 'nvr', 'nvr', 'nvr'])
    expect(all.data[4].rtsp_url).toMatch(/^rtsp:\/\/\*\*\*:\*\*\*@127\.0\.0\.1:\d+\/Streaming\/Channels\/101$/)
    expect(JSON.stringify(all)).not.toContain(recorder.password)
    expect((await found('deviceId=1')).count).toBe(4)
    expect((await found('search=street')).data).toMatchObject([{ id }])
    expect((await found('status=inactive')).count).toBe(0)
    expect((await appliance.ask('GET', '/api/cameras?status=broken')).status).toBe(400)
    // Whole, unless a page of it is asked for.
    expect(all.pagination).toBeUndefined()
    const page = await found('limit=2&page=3')
    expect(page).toMatchObject({ data: [{ id: all.data[4].id }], count: 1 })
    expect(page.pagination).toEqual({ page: 3, limit: 2, total: 5, totalPages: 3 })
    expect(await found('deviceId=1&limit=3')).toMatchObject({ count: 3, pagination: { page: 1, total: 4 } })
    expect(await found('page=2')).toMatchObject({ count: 0, pagination: { page: 2, limit: 20, total: 5 } })
    for (const query of ['limit=0', 'limit=101', 'limit=all', 'page=0', 'page=1abc'])
      expect([query, (await appliance.ask('GET', `/api/cameras?${query}`)).status]).toEqual([query, 400])
    await appliance.ask('DELETE', `/api/cameras/${id}`)
  })

  test('are renamed here, switched off and not deleted; their address is their recorder’s', async () => {
    const ask = (method: string, body?: object) => appliance.ask(method, '/api/cameras/2', body)
    const row = (await ask('PUT', { name: 'Yard', location: 'Back', status: 'inactive' })).body.data
    expect(row).toMatchObject({ name: 'Yard', location: 'Back', status: 'inactive', active: false })
    expect((await ask('PUT', { ...row, status: 'online' })).body.data).toMatchObject({ status: 'online', active: true })
    expect((await ask('PUT', { rtsp_url: 'rtsp://192.0.2.5/1' })).status).toBe(400)
    expect((await ask('DELETE')).status).toBe(409)
    expect((await ask('GET')).body.data.name).toBe('Yard')
  })

  test('are 404 for a viewer without a grant; with one he sees, and changes nothing', async () => {
    const stranger = await viewer(appliance)
    expect((await appliance.ask('GET', '/api/cameras', undefined, stranger)).body).toMatchObject({ data: [], count: 0 })
    const granted = await viewer(appliance, { channelId: 2, export: false })
    const routes: [string, string, object | undefined, number][] = [
      ['GET', '/api/cameras/2', undefined, 200],
      ['GET', '/api/cameras/2/stats', undefined, 200],
      ['PUT', '/api/cameras/2', { name: 'x' }, 403],
      ['DELETE', '/api/cameras/2', undefined, 403],
      ['POST', '/api/cameras/2/restart', undefined, 403],
      ['POST', '/api/cameras/2/snapshot', {}, 403],
      ['POST', '/api/cameras', { name: 'x', rtsp_url: url('/3/main') }, 403],
    ]
    for (const [method, path, body, status] of routes) {
      expect([path, (await appliance.ask(method, path, body, granted)).status]).toEqual([path, status])
      if (path === '/api/cameras') continue
      const refused = await appliance.ask(method, path, body, stranger)
      expect([path, refused.status, refused.body.error]).toEqual([path, 404, 'Camera not found'])
    }
  })
})
