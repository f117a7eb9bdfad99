// A camera that speaks ONVIF, from the test of its login to its live picture, through the front door.
import { afterAll, beforeAll, beforeEach, expect, setDefaultTimeout, test } from 'bun:test'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { onvif } from '../plugins/onvif/index.ts'
import { type OnvifCamera, startOnvifCamera } from '../plugins/onvif/simulator/index.ts'
import { startMockup } from '../plugins/onvif/strangers/mockup.ts'

setDefaultTimeout(60_000)

let camera: OnvifCamera
let appliance: TestApp
beforeAll(async () => {
  camera = await startOnvifCamera({ model: 'two-lens' })
})
afterAll(() => camera[Symbol.asyncDispose]())
beforeEach(async () => {
  await appliance?.[Symbol.asyncDispose]()
  appliance = await createTestApp([onvif])
  camera.stats.forget()
})
afterAll(() => appliance[Symbol.asyncDispose]())

const input = (password = camera.password) => ({
  ...{ ip_web: camera.url, username: camera.user, password, brand: 'ONVIF' },
  name: 'Yard',
})
const read = async (path: string) => (await appliance.ask('GET', path)).body

test('is tried before it is added, and a wrong password reaches it once', async () => {
  const tried = async (password?: string) =>
    (await appliance.ask('POST', '/api/devices/test-connection', input(password))).body
  expect(await tried()).toMatchObject({ ip_reachable: true, auth_ok: true, model: 'TV-Duo', channels: 2 })
  expect(camera.stats.refusedLogins.total).toBe(0)
  for (const _ of [1, 2])
    expect(await tried('wrong')).toMatchObject({ ip_reachable: true, auth_ok: false, kind: 'device-refused-login' })
  expect(camera.stats.refusedLogins.total).toBe(1)
})

test('with a wrong password it rests until a person corrects it', async () => {
  const { body: added } = await appliance.ask('POST', '/api/devices', input('wrong'))
  const { state } = await until('it is refused', async () => {
    const device = await read(`/api/devices/${added.id}`)
    return device.state.phase === 'refused' && device
  })
  expect(state).toMatchObject({ kind: 'device-refused-login', retry_at: null })
  expect(camera.stats.refusedLogins.total).toBe(1)
  await appliance.ask('PUT', `/api/devices/${added.id}`, { password: camera.password })
  await until('it is there', async () => (await read(`/api/devices/${added.id}`)).state.phase === 'online')
  expect(camera.stats.refusedLogins.total).toBe(1)
})

test('has a channel for each lens, a live picture in two sizes, and still ones', async () => {
  await appliance.ask('POST', '/api/devices', input())
  const channels = await until('its channels are there', async () => {
    const found = await read('/api/channels')
    return found.length === 2 && found
  })
  expect(channels.map(({ name, source_key }: Record<string, string>) => [name, source_key])).toEqual([
    ['TV-Duo 1', 'VideoSource_1'],
    ['TV-Duo 2', 'VideoSource_2'],
  ])
  const [, second] = channels
  for (const quality of ['main', 'sub']) {
    const path = `/channels/${second.id}/${quality}/mse`
    const { url } = (await appliance.ask('POST', '/api/media/sign', { path })).body
    const socket = new WebSocket(appliance.url.replace('http', 'ws') + url)
    socket.binaryType = 'arraybuffer'
    const boxes: string[] = []
    const { promise, resolve } = Promise.withResolvers<void>()
    socket.addEventListener('message', ({ data }) => {
      if (typeof data === 'string') return
      boxes.push(Buffer.from(data as ArrayBuffer).toString('latin1', 4, 8))
      if (boxes.length > 2) resolve()
    })
    await promise
    socket.close()
    expect([quality, boxes.slice(0, 3)]).toEqual([quality, ['ftyp', 'moof', 'moof']])
  }
  const answer = await fetch(`${appliance.url}/api/channels/${second.id}/snapshot`, {
    headers: { Authorization: `Bearer ${appliance.token}` },
  })
  const jpeg = new Uint8Array(await answer.arrayBuffer())
  expect([answer.status, answer.headers.get('content-type'), jpeg[0], jpeg[1]]).toEqual([200, 'image/jpeg', 0xff, 0xd8])
  expect(camera.stats.operations.snapshot).toBeGreaterThan(0)
  expect(camera.stats.refusedLogins.total).toBe(0)
})

test('one that does not say what it can tell is known for the alarms that it has raised', async () => {
  await using silent = startMockup({ instead: { 'events.GetEventProperties': null } })
  const { body: added } = await appliance.ask('POST', '/api/devices', { ...input('secret'), ip_web: silent.url })
  const alarms = async () => (await read('/api/channels')).map((one: { can: { alarms: string[] } }) => one.can.alarms)
  await until('its channel is there', async () => (await alarms()).length === 1)
  expect(await alarms()).toEqual([[]])
  silent.tell(1)
  await until('motion is told', async () => (await read('/api/user/alarm')).items?.length > 0)
  expect(await alarms()).toEqual([['motion']])
  const asked = () => silent.asked.filter(({ operation }) => operation === 'events.GetEventProperties').length
  const before = asked()
  await appliance.ask('POST', `/api/devices/${added.id}/sync`)
  await until('it was asked anew', async () => asked() > before)
  expect(await alarms()).toEqual([['motion']])
})
