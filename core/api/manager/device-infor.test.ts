// System information, disks, ONVIF users through the front door, and who may ask for any of what a device holds.
import { describe, expect, test } from 'bun:test'
import { Fault, type FaultKind } from '#plugin'
import { createRecorderStand } from '../../testing/recorder-stand.ts'
import { until } from '../../testing/until.ts'

const INFOR = '/api/device/1/infor'

describe('system information', () => {
  test('is the document’s, from the database and from the device', async () => {
    await using stand = await createRecorderStand()
    const data = { model: 'FAKE-1', serial_number: 'SN-192.0.2.7', firmware_version: '1.0', mac_address: null }
    const read = { read_at: expect.stringMatching(/^\d{4}-.*Z$/) }
    const first = (await stand.ask('GET', INFOR)).body
    expect(first).toEqual({ device_id: 1, ...data, ...read })
    stand.device.info = { ...stand.device.info, firmwareVersion: '2.0', macAddress: '44:19:b6:00:00:01' }
    const synced = { ...data, firmware_version: '2.0', mac_address: '44:19:b6:00:00:01' }
    expect((await stand.ask('POST', `${INFOR}/sync`)).body).toEqual({ status: 'ok', source: 'device', data: synced })
    stand.device.online = false
    const second = (await stand.ask('GET', INFOR)).body
    expect(second).toEqual({ device_id: 1, ...synced, ...read })
    expect(Date.parse(second.read_at)).toBeGreaterThan(Date.parse(first.read_at))
    const away = await stand.ask('POST', `${INFOR}/sync`)
    expect([away.status, away.body.detail]).toEqual([
      502,
      'Failed to fetch system info from device: Nobody answers at 192.0.2.7',
    ])
  })

  test('of another device than before takes its channels along, and asks anew what it can do', async () => {
    await using stand = await createRecorderStand()
    const { ask, device, recorder } = stand
    const offers = async (): Promise<string[]> => (await ask('GET', '/api/devices/1')).body.offers
    recorder.failing.set('storage.disks', new Fault('unsupported', 'No disks'))
    await ask('POST', `${INFOR}/storage`)
    expect(await offers()).not.toContain('storage')
    recorder.failing.delete('storage.disks')
    const before = (await ask('GET', '/api/channels')).body as { id: number; channel_no: number }[]

    device.info = { ...device.info, model: 'FAKE-2', serialNumber: 'SN-another' }
    for (const channel of device.channels) channel.sourceKey = `analog:${channel.number}`
    expect((await ask('POST', `${INFOR}/sync`)).body.data).toMatchObject({
      model: 'FAKE-2',
      serial_number: 'SN-another',
    })
    const after = (await ask('GET', '/api/channels')).body as { id: number; source_key: string }[]
    expect(after.map(({ source_key: key }) => key)).toEqual(['analog:1', 'analog:2'])
    expect(after.map(({ id }) => id)).toEqual(before.map(({ id }) => id))
    await until('it offers what the one before did not', async () => (await offers()).includes('storage'))
    const [entry] = await stand.activity('replace_device')
    expect(entry).toMatchObject({ metadata: { before: 'FAKE-1', after: 'FAKE-2' } })
    const { replaced } = (await ask('GET', '/api/devices/1')).body
    expect(replaced).toEqual({ at: expect.stringMatching(/^\d{4}-.*Z$/), before: 'FAKE-1', after: 'FAKE-2' })
  })

  test('of a device that never answered is not there yet', async () => {
    await using stand = await createRecorderStand()
    const login = { ip_web: '192.0.2.99', username: 'admin', password: 'x', brand: 'fake' }
    const { body } = await stand.ask('POST', '/api/devices', login)
    const { status, body: said } = await stand.ask('GET', `/api/device/${body.id}/infor`)
    expect([status, said.detail]).toEqual([404, 'System info not found, sync first'])
  })
})

describe('disks', () => {
  test('are empty before the device was asked, then listed with empty bays that are no fault', async () => {
    await using stand = await createRecorderStand()
    expect((await stand.ask('GET', `${INFOR}/storage`)).body).toEqual([])
    expect((await stand.ask('POST', `${INFOR}/storage`)).body).toEqual({ status: 'success', count: 2 })
    expect((await stand.ask('GET', `${INFOR}/storage`)).body).toEqual([
      {
        hdd_id: 1,
        hdd_name: 'hdd1',
        status: 'ok',
        hdd_type: 'SATA',
        capacity: 1907729,
        free_space: 1024,
        property: 'RW',
        kind: 'disk',
        device_status: 'ok',
        read_at: expect.any(String),
      },
      expect.objectContaining({ hdd_id: 2, status: 'absent', capacity: 0 }),
    ])
  })

  test('that are gone go here too: no disk at all is an answer, a silent device is none', async () => {
    await using stand = await createRecorderStand()
    await stand.ask('POST', `${INFOR}/storage`)
    stand.recorder.failing.set('storage.disks', new Fault('device-timeout', 'The device does not answer.'))
    const silent = await stand.ask('POST', `${INFOR}/storage`)
    expect([silent.status, silent.body.detail]).toEqual([
      504,
      'Cannot fetch storage from device: The device does not answer.',
    ])
    expect((await stand.ask('GET', `${INFOR}/storage`)).body).toHaveLength(2)
    stand.recorder.failing.clear()
    stand.recorder.disks = []
    const empty = await stand.ask('POST', `${INFOR}/storage`)
    expect([empty.status, empty.body]).toEqual([200, { status: 'success', count: 0 }])
    expect((await stand.ask('GET', `${INFOR}/storage`)).body).toEqual([])
  })
})

test('ONVIF users are listed by number, and an empty list is an answer', async () => {
  await using stand = await createRecorderStand()
  stand.recorder.onvifUsers = [
    { id: 7, name: 'hub', level: 'operator' },
    { id: 2, name: 'onvif_user', level: 'user' },
  ]
  expect((await stand.ask('POST', `${INFOR}/onvif-users`)).body).toEqual({ status: 'success', count: 2 })
  expect((await stand.ask('GET', `${INFOR}/onvif-users`)).body).toEqual([
    { user_id: 2, username: 'onvif_user', level: 'user', read_at: expect.any(String) },
    { user_id: 7, username: 'hub', level: 'operator', read_at: expect.any(String) },
  ])
  stand.recorder.onvifUsers = []
  expect((await stand.ask('POST', `${INFOR}/onvif-users`)).body).toEqual({ status: 'success', count: 0 })
  expect((await stand.ask('GET', `${INFOR}/onvif-users`)).body).toEqual([])
})

/** Every request on what a device holds; with the text that a foreign device gets. */
const REQUESTS: [method: string, path: string, body?: object][] = [
  ['GET', 'infor'],
  ['POST', 'infor/sync'],
  ['GET', 'infor/storage'],
  ['POST', 'infor/storage'],
  ['GET', 'infor/onvif-users'],
  ['POST', 'infor/onvif-users'],
  ['GET', 'clock'],
  ['GET', 'health'],
  ['GET', 'channel/1/infor'],
  ['PUT', 'channel/1/infor', { channel_name: 'Stolen' }],
  ['GET', 'channel/1/infor/sync'],
  ['GET', 'channel/1/infor/capabilities'],
  ['GET', 'channel/1/infor/recording-mode'],
  ['PUT', 'channel/1/infor/recording-mode', { schedule_enable: false }],
  ['POST', 'channel/1/infor/recording-mode/sync'],
  ['POST', 'channels/recording-mode/sync'],
  ['GET', 'user'],
  ['POST', 'user/sync'],
  ['POST', 'user/syncall'],
  ['GET', 'user/1/permissions'],
  ['PUT', 'user/1/permissions', { global_permissions: { local: { playback: false } } }],
  ['POST', 'user/1/permissions/sync'],
]
const LOG = { from: '2025-01-01', to: '2025-01-02' }

describe('whose device it is', () => {
  test('a foreign id is 404 with the words of a missing one, and the device hears nothing', async () => {
    await using stand = await createRecorderStand()
    await stand.ask('POST', '/api/device/1/user/sync')
    const stranger = await stand.person('stranger')
    stand.recorder.calls.length = 0
    for (const [method, path, body] of REQUESTS)
      for (const device of [1, 4711]) {
        const answer = await stand.ask(method, `/api/device/${device}/${path}`, body, stranger)
        expect([method, path, answer.status, answer.body.detail]).toEqual([method, path, 404, 'Device not found'])
      }
    const log = await stand.ask('POST', '/api/logs/device/1', LOG, stranger)
    expect([log.status, log.body.detail]).toEqual([404, 'Device not found'])
    expect(stand.called()).toEqual([])
  })

  test('a channel or user of another device is not found on this one', async () => {
    await using stand = await createRecorderStand()
    await stand.ask('POST', '/api/device/1/user/sync')
    const login = { ip_web: '192.0.2.99', username: 'admin', password: 'x', brand: 'fake' }
    const { id } = (await stand.ask('POST', '/api/devices', login)).body
    for (const [method, path, body] of REQUESTS.filter(([, own]) => /channel\/1|user\/1/.test(own))) {
      const { status, body: said } = await stand.ask(method, `/api/device/${id}/${path}`, body)
      expect([status, said.detail]).toEqual([404, path.startsWith('user') ? 'User not found' : 'Channel not found'])
    }
    expect((await stand.ask('GET', '/api/device/1/channel/x/infor')).status).toBe(400)
    expect((await stand.ask('GET', '/api/device/1/user/x/permissions')).status).toBe(400)
  })

  test('an operator reads and asks, and changes nothing; a viewer without a grant sees nothing', async () => {
    await using stand = await createRecorderStand()
    await stand.ask('POST', '/api/device/1/user/sync')
    const operator = await stand.person('operator', 'operator')
    const viewer = await stand.person('viewer', 'viewer')
    for (const [method, path, body] of REQUESTS) {
      const seen = await stand.ask(method, `/api/device/1/${path}`, body, operator)
      expect([method, path, seen.status]).toEqual([method, path, method === 'PUT' ? 403 : 200])
      expect((await stand.ask(method, `/api/device/1/${path}`, body, viewer)).status).toBe(404)
    }
    expect(stand.called().filter((name) => /write|enable/.test(name))).toEqual([])
  })
})

test('a device that fails is told apart from one that cannot, with the reason', async () => {
  await using stand = await createRecorderStand(1, ({ absent }) => absent.add('onvifUsers'))
  const statuses: [FaultKind, number][] = [
    ['device-unreachable', 502],
    ['device-garbled', 502],
    ['device-denied', 502],
    ['device-busy', 503],
    ['device-timeout', 504],
    ['unsupported', 501],
  ]
  for (const [kind, status] of statuses) {
    stand.recorder.failing.set('users.list', new Fault(kind, 'Here is why.'))
    const { status: got, body } = await stand.ask('POST', '/api/device/1/user/sync')
    expect([kind, got, body.detail]).toEqual([kind, status, 'Cannot fetch users from device: Here is why.'])
  }
  const cannot = await stand.ask('POST', `${INFOR}/onvif-users`)
  expect([cannot.status, cannot.body.detail]).toEqual([501, expect.stringContaining('Cannot fetch ONVIF users')])
})
