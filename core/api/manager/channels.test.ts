// Channels, pictures and the live address through the front door.
import { expect, test } from 'bun:test'
import { settle } from '../../testing/clock.ts'
import { createDevicesStand } from '../../testing/devices-stand.ts'
import { fakeChannel } from '../../testing/fake-driver.ts'

const HOST = '192.0.2.5'

async function createStand() {
  const stand = await createDevicesStand()
  const device = stand.driver.add(HOST, 2)
  await stand.ask('POST', '/api/devices', stand.form(HOST))
  await settle()
  return { ...stand, device }
}

test('channels have the keys of the document and ours, by number', async () => {
  await using stand = await createStand()
  const { status, body } = await stand.ask('GET', '/api/devices/1/channels')
  expect(status).toBe(200)
  expect(body[0]).toMatchObject({
    id: 1,
    device_id: 1,
    channel_no: 1,
    name: 'Camera 1',
    connected_type: 'ip',
    oldest_record_date: null,
    latest_record_date: null,
    is_active: true,
    device_name: 'Camera 1',
    slug: 'camera-1',
    online: true,
    trouble: null,
    source_key: 'ip:1',
    can: { live: true, alarms: ['motion'] },
  })
  expect(body[0].last_sync_at).toMatch(/Z$/)
  expect((await stand.ask('GET', '/api/channels')).body[1]).toMatchObject({ channel_no: 2, device_online: true })
  stand.device.online = false
  stand.device.breakWatch()
  await settle()
  expect((await stand.ask('GET', '/api/channels')).body[1].device_online).toBe(false)
})

test('tags are kept as a person wrote them, once each, until he says others', async () => {
  await using stand = await createStand()
  expect((await stand.ask('GET', '/api/channels')).body[0].tags).toEqual([])
  const said = [' outside ', 'Gate', 'gate', '', 'a,b']
  expect((await stand.ask('PUT', '/api/channels/1', { tags: said })).body.tags).toEqual(['outside', 'Gate', 'a b'])
  expect((await stand.ask('PUT', '/api/channels/1', { name: 'Door' })).body.tags).toEqual(['outside', 'Gate', 'a b'])
  expect((await stand.ask('GET', '/api/devices/1/channels')).body[0].tags).toEqual(['outside', 'Gate', 'a b'])
  for (const wrong of ['outside', [5], ['x'.repeat(65)], Array.from({ length: 33 }, (_, i) => `t${i}`)])
    expect((await stand.ask('PUT', '/api/channels/1', { tags: wrong })).status).toBe(400)
  expect((await stand.ask('PUT', '/api/channels/1', { tags: [] })).body.tags).toEqual([])
})

test('a name of ours stays over a sync, and null gives the one on the device back', async () => {
  await using stand = await createStand()
  const control = await stand.ask('PUT', '/api/channels/1', { name: 'Front\u0007 door' })
  expect([control.status, control.body.errors[0].path]).toEqual([400, 'body.name'])
  expect((await stand.ask('PUT', '/api/channels/1', { name: ' Front door ' })).body).toMatchObject({
    name: 'Front door',
    device_name: 'Camera 1',
    slug: 'camera-1',
  })
  const synced = await stand.ask('POST', '/api/devices/1/sync')
  expect([synced.status, synced.body]).toEqual([200, { message: 'Synced', channels: 2, changed: false }])
  const { body } = await stand.ask('GET', '/api/channels')
  expect(body[0].name).toBe('Front door')
  expect((await stand.ask('PUT', `/api/channels/${body[0].uuid}`, { name: null })).body.name).toBe('Camera 1')
  for (const wrong of [{}, { name: 5 }, { name: 'x'.repeat(101) }, '{']) {
    expect((await stand.ask('PUT', '/api/channels/1', wrong)).status).toBe(400)
  }
  const missing = await stand.ask('PUT', '/api/channels/99', { name: 'x' })
  expect([missing.status, missing.body.detail]).toEqual([404, 'Channel not found'])
})

test('a channel is switched off here and on again: it stays in the lists, with what it is called and what it can', async () => {
  await using stand = await createStand()
  const listed = async () =>
    (await stand.ask('GET', '/api/channels')).body.map((one: { in_use: boolean }) => one.in_use)
  const count = async () => (await stand.ask('GET', '/api/devices')).body[0].channel_count
  const before = (await stand.ask('GET', '/api/channels')).body[1]
  expect([await listed(), await count(), before.in_use]).toEqual([[true, true], 2, true])
  const off = await stand.ask('PUT', '/api/channels/2', { in_use: false })
  expect([off.status, off.body.in_use, off.body.is_active, off.body.name]).toEqual([200, false, true, 'Camera 2'])
  expect([await listed(), await count()]).toEqual([[true, false], 1])
  expect((await stand.ask('GET', '/api/devices/1')).body.channel_count).toBe(1)
  stand.device.channels.push(fakeChannel(3))
  await stand.ask('POST', '/api/devices/1/sync')
  expect(await listed()).toEqual([true, false, true])
  expect((await stand.ask('GET', '/api/devices/1/channels')).body[1]).toMatchObject({ in_use: false, is_active: true })
  // By hand everything can still be asked of it.
  expect((await stand.ask('GET', '/api/device/1/channel/2/live')).status).toBe(200)
  expect((await stand.ask('GET', '/api/channels/2/snapshot')).status).toBe(200)
  const both = await stand.ask('PUT', `/api/channels/${before.uuid}`, { in_use: true, name: 'Yard' })
  expect(both.body).toMatchObject({ in_use: true, name: 'Yard', id: before.id, slug: before.slug })
  await stand.ask('PUT', '/api/channels/2', { in_use: true })
  const { items } = stand.services.activity.list(stand.admin.caller, { limit: 50 })
  const told = items.filter(({ resourceType }) => resourceType === 'channel')
  expect(told.map(({ action }) => action).toSorted()).toEqual([
    'rename_channel',
    'switch_channel_off',
    'switch_channel_on',
  ])
  for (const wrong of [{ in_use: 'no' }, { in_use: null }, { inUse: false }])
    expect((await stand.ask('PUT', '/api/channels/2', wrong)).status).toBe(400)
  const operator = await stand.people.person({ username: 'helper', role: 'operator' }, stand.admin.caller)
  const refused = await stand.ask('PUT', '/api/channels/2', { in_use: false }, operator.accessToken)
  expect([refused.status, await listed()]).toEqual([403, [true, true, true]])
})

test('a snapshot is a picture that nobody caches', async () => {
  await using stand = await createStand()
  const { status, headers } = await stand.ask('GET', '/api/channels/1/snapshot')
  expect(status).toBe(200)
  expect(headers.get('content-type')).toBe('image/jpeg')
  expect(headers.get('cache-control')).toContain('no-store')
  expect(headers.get('x-taken-at')).toBe(stand.people.now().toISOString())
  expect((await stand.ask('GET', '/api/channels/1/snapshot?fallback=first')).status).toBe(400)
  expect((await stand.ask('GET', '/api/channels/7/snapshot')).status).toBe(404)
})

test('live, stop and heartbeat answer as documented, and take a quality and a viewer', async () => {
  await using stand = await createStand()
  const at = '/api/device/1/channel/2'
  expect((await stand.ask('GET', `${at}/live`)).body).toEqual({
    status: 'ok',
    hls_url: '/hls/ticket/index.m3u8',
    mse_url: '/media/ticket/mse',
    ticket: 'ticket',
    quality: 'main',
  })
  expect((await stand.ask('GET', `${at}/live?quality=sub`)).body.quality).toBe('sub')
  expect((await stand.ask('GET', `${at}/live?quality=best`)).status).toBe(400)
  expect((await stand.ask('POST', `${at}/heartbeat?viewer=ticket`)).body).toEqual({ status: 'ok' })
  expect((await stand.ask('POST', `${at}/stop`)).body).toEqual({ status: 'ok' })
  expect((await stand.ask('POST', '/api/device/9/channel/2/stop')).status).toBe(404)
  expect(stand.seen).toEqual([
    ['open', '1', '2', 'main'],
    ['open', '1', '2', 'sub'],
    ['heartbeat', '2', 'ticket'],
    ['stop', '2', undefined],
  ])
})
