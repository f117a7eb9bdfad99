// Zones through the front door: who draws them, what is refused, and which alarms our recorder records because of them.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { boxArea } from '../core/domain/area.ts'
import { createFakeDriver, type FakeDevice } from '../core/testing/fake-driver.ts'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'

setDefaultTimeout(60_000)

const PATH = '/api/cameras/1/zones'
const polygon = [
  { x: 0, y: 0 },
  { x: 0.5, y: 0 },
  { x: 0.5, y: 1 },
  { x: 0, y: 1 },
]
const left = {
  id: 'left',
  name: 'Drive',
  enabled: true,
  color: '#3b82f6',
  polygon,
  targets: ['car'],
  min_confidence: 0,
}

let it: TestApp
let device: FakeDevice
beforeAll(async () => {
  const driver = createFakeDriver()
  device = driver.add('192.0.2.7', 1)
  device.source = () => 'rtsp://192.0.2.7:554/live'
  it = await createTestApp([{ id: 'fake', title: 'Fake', driver }])
  const { username, password } = device
  await it.ask('POST', '/api/devices', { ip_web: '192.0.2.7', brand: 'fake', username, password })
  await it.ask('PUT', '/api/settings/alarm_hold', { value: { motion: { hold: 0, min_on: 0 } } })
  await until('its channel is known', async () => (await it.ask('GET', '/api/cameras/1')).status === 200)
}, 120_000)
afterAll(() => it[Symbol.asyncDispose]())

const put = (zones: unknown) => it.ask('PUT', PATH, { zones })
const doing = async () => (await it.ask('GET', '/api/cameras/1/recording')).body.data.state.doing
const alarms = async () => (await it.ask('GET', '/api/user/alarm')).body.items

test('zones are kept in their order, told as they were drawn, replaced as a whole, and written down', async () => {
  expect((await it.ask('GET', PATH)).body).toEqual({ success: true, data: [] })
  const right = { ...left, id: 'right', name: 'Street', polygon: polygon.map(({ x, y }) => ({ x: x + 0.5, y })) }
  expect((await put([right, left])).body.data).toEqual([right, left])
  expect((await it.ask('GET', PATH)).body.data).toEqual([right, left])
  expect((await put([left])).body.data).toEqual([left])
  const [newest] = (await it.ask('GET', '/api/activity?action=set_zones')).body.data
  const drive = 'Drive (#3b82f6, car): 0,0 0.5,0 0.5,1 0,1'
  const street = 'Street (#3b82f6, car): 0.5,0 1,0 1,1 0.5,1'
  expect(newest.metadata).toMatchObject({ before: { zones: [street, drive] }, after: { zones: [drive] } })
  // One that is only moved, or made to count no more, is written down as it was and is.
  await put([{ ...left, enabled: false, polygon: right.polygon }])
  const [moved] = (await it.ask('GET', '/api/activity?action=set_zones')).body.data
  expect(moved.metadata.after).toEqual({ zones: ['Drive (off, #3b82f6, car): 0.5,0 1,0 1,1 0.5,1'] })
  expect((await put([])).body.data).toEqual([])
})

test('too many zones or corners, corners outside of the picture or on one line, and one id twice are refused', async () => {
  const many = Array.from({ length: 17 }, (_, index) => ({ ...left, id: `${index}` }))
  for (const [zones, words] of [
    [many, '16'],
    [[left, left], 'Two zones have the same id'],
    [[{ ...left, polygon: Array.from({ length: 33 }, (_, x) => ({ x: x / 33, y: (x % 2) / 2 })) }], '32'],
    [[{ ...left, polygon: polygon.slice(0, 2) }], 'polygon'],
    [[{ ...left, polygon: [0, 0.3, 0.6].map((at) => ({ x: at, y: at })) }], 'not on one line'],
    [[{ ...left, polygon: polygon.map(({ x, y }) => ({ x: x * 3, y })) }], 'polygon'],
    [[{ ...left, color: 'red' }], '#rrggbb'],
    [[{ ...left, name: 'a\u0007b' }], 'control'],
  ] as const) {
    const answer = await put(zones)
    expect([words, answer.status, answer.text]).toEqual([words, 400, expect.stringContaining(words)])
  }
  expect((await it.ask('GET', PATH)).body.data).toEqual([])
})

test('an alarm outside of all enabled zones is told, but starts no recording until its target comes into one', async () => {
  await put([left])
  await it.ask('PUT', '/api/cameras/1/recording', { mode: 'alarm', post_seconds: 0 })
  await until('it waits for an alarm', async () => (await doing()) === 'wait')
  device.raise({ area: boxArea(0.625, 0.25, 0.125, 0.125) })
  await until('the alarm is told', async () => (await alarms()).length === 1)
  expect((await alarms())[0].area).toEqual(boxArea(0.625, 0.25, 0.125, 0.125))
  expect(await doing()).toBe('wait')
  device.raise({ area: boxArea(0.375, 0.25, 0.125, 0.125) })
  await until('it is recorded', async () => (await doing()) === 'record')
  device.raise({ active: false })
  await until('it is over', async () => (await doing()) === 'wait')
})

test('an alarm without a place is recorded, and so is each where no zone is enabled', async () => {
  device.raise({})
  await until('one without a place is recorded', async () => (await doing()) === 'record')
  device.raise({ active: false })
  await until('it is over', async () => (await doing()) === 'wait')
  await put([{ ...left, enabled: false }])
  device.raise({ area: boxArea(0.625, 0.25, 0.125, 0.125) })
  await until('nothing is left out', async () => (await doing()) === 'record')
  device.raise({ active: false })
  await until('it is over', async () => (await doing()) === 'wait')
})

test('who may not see a camera sees no zones of it, and who may only see draws none', async () => {
  const password = 'a long enough password'
  const person = async (username: string, role: string) => {
    await it.ask('POST', '/api/auth/register', { username, password, role })
    return (await it.ask('POST', '/api/auth/login', { username, password }, null)).body.token as string
  }
  const viewer = await person('vera', 'viewer')
  const operator = await person('otto', 'operator')
  expect((await it.ask('GET', PATH, undefined, viewer)).status).toBe(404)
  expect((await it.ask('GET', PATH, undefined, operator)).status).toBe(200)
  expect((await it.ask('PUT', PATH, { zones: [] }, operator)).status).toBe(403)
})
