// Searching and adding through the front door, with a driver that finds what the test says.
import { expect, test } from 'bun:test'
import { Fault } from '../domain/fault.ts'
import { createDevicesStand } from '../testing/devices-stand.ts'
import { until } from '../testing/until.ts'

const found = (address: string, more: object = {}) => ({
  ...{ address, name: null, model: null, serialNumber: null, activated: true },
  ...more,
})
type Stand = Awaited<ReturnType<typeof createDevicesStand>>
const addressesOf = (body: { data: { items: { address: string }[] } }) => body.data.items.map(({ address }) => address)
const add = (stand: Stand, addresses: string[], more: object = {}) =>
  stand.ask('POST', '/api/discovery/add', {
    ...{
      username: 'admin',
      password: 'right-password',
      items: addresses.map((address) => ({ brand: 'fake', address })),
    },
    ...more,
  })
async function searched(stand: Stand) {
  expect((await stand.ask('POST', '/api/discovery')).status).toBe(202)
  return until('the search is over', async () => {
    const { body } = await stand.ask('GET', '/api/discovery')
    return !body.data.searching && body.data
  })
}

test('before the first search there is nothing, and during one what has answered so far', async () => {
  await using stand = await createDevicesStand()
  const { body } = await stand.ask('GET', '/api/discovery')
  const nothing = { searching: false, started_at: null, finished_at: null, problem: null, networks: [], items: [] }
  expect(body).toEqual({ success: true, data: nothing })
  stand.driver.found.push(found('http://192.0.2.9:80', { name: 'Yard', model: 'M-1', serialNumber: 'S1' }))
  stand.driver.searching = new Promise(() => {})
  expect((await stand.ask('POST', '/api/discovery')).body.data.searching).toBe(true)
  const during = await until('it is found', async () => {
    const { data } = (await stand.ask('GET', '/api/discovery')).body
    return data.items.length > 0 && data
  })
  const item = { brand: 'fake', address: '192.0.2.9', name: 'Yard', model: 'M-1', serial_number: 'S1' }
  expect(during).toMatchObject({ searching: true, finished_at: null, problem: null })
  expect(during.items).toEqual([{ ...item, activated: true, device_id: null }])
  await stand.advance(6)
  const { data } = (await stand.ask('GET', '/api/discovery')).body
  expect(data.searching).toBe(false)
  expect(data.finished_at).not.toBeNull()
})

test('one search runs at a time, and each is one row in the activity log', async () => {
  await using stand = await createDevicesStand()
  stand.driver.searching = new Promise(() => {})
  const first = (await stand.ask('POST', '/api/discovery')).body.data.started_at
  await stand.advance(2)
  expect((await stand.ask('POST', '/api/discovery')).body.data.started_at).toBe(first)
  const rows = stand.services.activity.list(stand.people.services.tokens.callerOf(stand.admin.accessToken)!, {
    limit: 9,
  })
  expect(rows.items.filter(({ action }) => action === 'discovery.search').length).toBe(1)
})

test('what is nobody’s device in a home is not listed, and odd names are made plain', async () => {
  await using stand = await createDevicesStand()
  const bad = [
    '127.0.0.1',
    '8.8.8.8',
    '169.254.169.254',
    '224.0.0.1',
    '0.0.0.0',
    'user:pw@192.0.2.1',
    'x y',
    '[::1]',
    '',
  ]
  stand.driver.found.push(...bad.map((host) => found(`http://${host}`)))
  stand.driver.found.push(found('http://192.168.1.10', { name: `a\u0000\u202eb${'x'.repeat(500)}` }))
  stand.driver.found.push(found('http://192.168.1.9:8080'), found('https://192.168.1.100'))
  const { items } = await searched(stand)
  expect(items.map(({ address }: { address: string }) => address)).toEqual([
    '192.168.1.9:8080',
    '192.168.1.10',
    'https://192.168.1.100',
  ])
  expect(items[1].name).toStartWith('a b')
  expect(items[1].name.length).toBe(100)
})

test('at most 256 are kept, however many answer', async () => {
  await using stand = await createDevicesStand()
  for (let i = 0; i < 2000; i++) stand.driver.found.push(found(`http://10.0.${i >> 8}.${i & 255}`))
  expect((await searched(stand)).items.length).toBe(256)
})

test('a device of the household is recognised by address or serial number, another household’s is not', async () => {
  await using stand = await createDevicesStand()
  stand.driver.add('192.0.2.5')
  stand.driver.add('192.0.2.6')
  for (const host of ['192.0.2.5', '192.0.2.6'])
    expect((await stand.ask('POST', '/api/devices', stand.form(host))).status).toBe(201)
  await until('it told its serial number', async () => {
    const { body } = await stand.ask('GET', '/api/devices/2')
    return body.serial_number === 'SN-192.0.2.6'
  })
  stand.driver.found.push(found('http://192.0.2.5'), found('http://192.0.2.66', { serialNumber: 'SN-192.0.2.6' }))
  stand.driver.found.push(found('http://192.0.2.5:8080'))
  const { items } = await searched(stand)
  expect(items.map(({ device_id }: { device_id: number }) => device_id)).toEqual([1, null, 2])
  stand.services.settings.set(stand.admin.caller!, 'open_registration', true)
  const other = await stand.people.person({ username: 'stranger' })
  const theirs = await stand.ask('GET', '/api/discovery', undefined, other.accessToken)
  expect(theirs.body.data.items.map(({ device_id }: { device_id: number }) => device_id)).toEqual([null, null, null])
})

test('when nobody answers it is said what to do', async () => {
  await using stand = await createDevicesStand()
  const { problem, items } = await searched(stand)
  expect(items).toEqual([])
  expect(problem).toContain('network_mode: host')
})

test('several are added at once; each that refuses says why, is tried once and can be tried again alone', async () => {
  await using stand = await createDevicesStand()
  const hosts = ['192.0.2.1', '192.0.2.2', '192.0.2.3']
  const devices = hosts.map((host) => stand.driver.add(host))
  devices[1]!.password = 'another one'
  const { status, body } = await add(stand, [...hosts, '192.0.2.1', '192.0.2.4'])
  expect(status).toBe(200)
  expect(body.data[0]).toEqual({
    address: '192.0.2.1',
    success: true,
    device_id: expect.any(Number),
    error: null,
    kind: null,
  })
  expect(body.data.map(({ kind }: { kind: string }) => kind)).toEqual([
    null,
    'device-refused-login',
    null,
    null,
    'device-unreachable',
  ])
  expect(body.data[3].device_id).toBe(body.data[0].device_id)
  expect(devices[1]!.seen.refused).toBe(1)
  expect((await stand.ask('GET', '/api/devices')).body.length).toBe(2)
  const again = await add(stand, ['192.0.2.1', '192.0.2.2'], { password: 'another one' })
  expect(again.body.data[0]).toMatchObject({ success: false, kind: 'conflict', device_id: body.data[0].device_id })
  expect(again.body.data[1]).toMatchObject({ success: true, error: null })
  expect(devices[0]!.seen.refused).toBe(0)
})

test('no more than four are asked at the same time', async () => {
  await using stand = await createDevicesStand()
  const hosts = Array.from({ length: 10 }, (_, index) => `192.0.2.${index + 1}`)
  const held = Promise.withResolvers<void>()
  const devices = hosts.map((host) => stand.driver.add(host))
  for (const device of devices) device.hold = held.promise
  const asked = () => devices.filter(({ seen }) => seen.connects > 0).length
  const answer = add(stand, hosts)
  await until('four are asked', () => asked() === 4)
  await stand.advance(0)
  expect(asked()).toBe(4)
  held.resolve()
  expect((await answer).body.data.every(({ success }: { success: boolean }) => success)).toBe(true)
})

test('why a login was refused is told in the device’s own words, which know of its clock', async () => {
  await using stand = await createDevicesStand()
  const words = 'It refused the password. Its clock is 25 min ahead: set it on its own page.'
  stand.driver.add('192.0.2.1').fault = new Fault('device-refused-login', words)
  const { body } = await add(stand, ['192.0.2.1'])
  expect(body.data[0]).toMatchObject({ success: false, kind: 'device-refused-login', error: words })
})

test('a device without a password is listed as such, and no login is tried', async () => {
  await using stand = await createDevicesStand()
  const device = stand.driver.add('192.0.2.1')
  stand.driver.found.push(found('http://192.0.2.1', { activated: false }))
  expect((await searched(stand)).items[0].activated).toBe(false)
  const { body } = await add(stand, ['192.0.2.1'])
  expect(body.data[0]).toMatchObject({ success: false, kind: 'not-ready' })
  expect(body.data[0].error).toContain('no password yet')
  expect(device.seen.connects).toBe(0)
})

test('names are taken, a wrong brand or address is told, 33 at once are refused', async () => {
  await using stand = await createDevicesStand()
  stand.driver.add('192.0.2.1')
  const items = [
    { brand: 'Fake', address: '192.0.2.1', name: 'Garage' },
    { brand: 'nobody', address: '192.0.2.2' },
    { brand: 'fake', address: '127.0.0.1' },
  ]
  const { body } = await add(stand, [], { items })
  expect(body.data.map(({ success }: { success: boolean }) => success)).toEqual([true, false, false])
  expect(body.data[1].error).toBe('Unsupported brand')
  expect((await stand.ask('GET', `/api/devices/${body.data[0].device_id}`)).body.name).toBe('Garage')
  const many = Array.from({ length: 33 }, (_, index) => `192.0.2.${index + 1}`)
  expect((await add(stand, many)).status).toBe(400)
  expect((await add(stand, [])).status).toBe(400)
  expect((await add(stand, ['192.0.2.1'], { username: 'a\nb' })).status).toBe(400)
})

test('a driver that fails ends no search', async () => {
  await using stand = await createDevicesStand()
  stand.driver.found.push(found('http://192.0.2.9'))
  stand.driver.searching = Promise.reject(new Error('broken'))
  expect(addressesOf({ data: await searched(stand) })).toEqual(['192.0.2.9'])
})
