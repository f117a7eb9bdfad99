// The link to the hub over HTTP: who may know what, and who may ask for what.
import { expect, test } from 'bun:test'
import { createDoor } from '../testing/door.ts'

test('the founder alone asks the hub’s link for anything, and others learn neither address nor errors', async () => {
  await using door = await createDoor()
  const { accessToken: token, caller } = await door.person({ username: 'anna' })
  const operator = (await door.person({ username: 'carl', role: 'operator' }, caller)).accessToken
  const admin = (await door.person({ username: 'bert', role: 'admin' }, caller)).accessToken
  expect((await door.ask('GET', '/api/hub', { token })).body).toMatchObject({
    connected: false,
    stopped: false,
    protocol: null,
    url: 'mqtt://broker.example:1883',
    broker_version: 'mosquitto version 2.0.11',
    withdrawn: [],
  })
  expect((await door.ask('GET', '/api/hub', { token: operator })).body).toMatchObject({
    url: null,
    broker_version: null,
    last_error: null,
  })
  for (const what of ['announce', 'entity-ids', 'node-id'])
    for (const other of [operator, admin])
      expect((await door.ask('POST', `/api/hub/${what}`, { token: other, body: {} })).status).toBe(403)
  expect((await door.ask('POST', '/api/hub/announce', { token, body: {} })).status).toBe(200)
  expect((await door.ask('POST', '/api/hub/announce', { token, body: { device_id: 7 } })).status).toBe(404)
  expect((await door.ask('POST', '/api/hub/node-id', { token, body: {} })).status).toBe(200)
  const refused = await door.ask('POST', '/api/hub/entity-ids', { token, body: {} })
  expect(refused.status).toBe(409)
  expect(refused.body.error).toBe('There is no connection to the broker at the moment.')
  const log = (await door.ask('GET', '/api/activity', { token })).body.data as { action: string }[]
  expect(log.map(({ action }) => action).filter((action) => action.startsWith('hub_'))).toEqual([
    'hub_new_node_id',
    'hub_announce',
  ])
})
