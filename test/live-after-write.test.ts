// Who watches while the configuration of the channel is changed: the picture goes on as the device now sends it.
import { expect, test } from 'bun:test'
import { createTestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { startSimulator } from '../plugins/hikvision/simulator/index.ts'

test('after a write of the video’s settings the viewers go on in a new epoch, and after one of the name in the old', async () => {
  await using simulator = await startSimulator({ model: 'camera' })
  await using porchlight = await createTestApp([hikvision])
  const { ask, app } = porchlight
  const login = { ip_web: simulator.url, username: simulator.user, password: simulator.password, brand: 'hikvision' }
  await ask('POST', '/api/devices', login)
  await until('its channel is there', async () => (await ask('GET', '/api/channels')).body.length === 1)

  const { body: live } = await ask('GET', '/api/device/1/channel/1/live?quality=main')
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}${live.mse_url}`)
  socket.binaryType = 'arraybuffer'
  const epochs: number[] = []
  let pieces = 0
  socket.onmessage = ({ data }) => {
    if (typeof data === 'string') epochs.push(JSON.parse(data).epoch)
    pieces++
  }
  await until('a picture', () => pieces > 3)

  const infor = '/api/device/1/channel/1/infor'
  expect((await ask('PUT', infor, { channel_name: 'Porch' })).status).toBe(200)
  const before = pieces
  await until('more of the picture', () => pieces > before + 3)
  expect(epochs).toEqual([1])

  expect((await ask('PUT', infor, { vbr_upper_cap: 3072 })).status).toBe(200)
  await until('another epoch', () => epochs.length > 1)
  const after = pieces
  await until('more of the picture', () => pieces > after + 3)
  expect(epochs).toEqual([1, 2])
  expect(socket.readyState).toBe(WebSocket.OPEN)
  socket.close()
}, 120_000)
