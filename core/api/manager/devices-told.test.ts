// What a device is told to be, to whoever looks at its cameras and to whoever may change it.
import { expect, test } from 'bun:test'
import { createRecorderStand } from '../../testing/recorder-stand.ts'

const MAC = '44:19:b6:00:00:01'

test('only who may change a device reads its login name, serial number and MAC address', async () => {
  await using stand = await createRecorderStand()
  stand.device.info = { ...stand.device.info, macAddress: MAC }
  await stand.ask('POST', '/api/device/1/infor/sync')
  const viewer = await stand.person('viewer', 'viewer')
  const operator = await stand.person('operator', 'operator')
  const users = (await stand.ask('GET', '/api/users')).body.data as { id: string; username: string }[]
  const id = users.find(({ username }) => username === 'viewer')?.id
  expect((await stand.ask('PUT', `/api/users/${id}/grants`, [{ channel_id: 1 }])).status).toBe(200)
  const serial = 'SN-192.0.2.7'
  const told = { username: stand.device.username, serial_number: serial, mac_address: MAC }
  const untold = { username: '', serial_number: null, mac_address: null }
  for (const [token, facts] of [
    [undefined, told],
    [operator, untold],
    [viewer, untold],
  ] as const) {
    const seen = { ...facts, ip_web: '192.0.2.7', model: 'FAKE-1' }
    const lists = ['/api/devices', '/api/devices/active'].map((path) => stand.ask('GET', path, undefined, token))
    for (const { body } of await Promise.all(lists)) expect(body).toMatchObject([seen])
    expect((await stand.ask('GET', '/api/devices/1', undefined, token)).body).toMatchObject(seen)
  }
  // An operator reads the pages about the system, of which this is one.
  const infor = (token: string) => stand.ask('GET', '/api/device/1/infor', undefined, token)
  expect((await infor(operator)).body).toMatchObject({ serial_number: serial, mac_address: MAC })
  expect((await infor(viewer)).body).toMatchObject({ model: 'FAKE-1', serial_number: null, mac_address: null })
})
