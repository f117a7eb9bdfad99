// Zones and detections as LightNVR's clients see them.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { boxArea } from '../core/domain/area.ts'
import { createFakeDriver, type FakeDevice } from '../core/testing/fake-driver.ts'
import { createTestApp, OWNER, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'

setDefaultTimeout(60_000)

const PASSWORD = 'a long enough password'
const BASIC = { authorization: `Basic ${btoa(`${OWNER.username}:${OWNER.password}`)}` }
let it: TestApp
let device: FakeDevice
let [document, code] = ['', '']
let name = ''

beforeAll(async () => {
  const driver = createFakeDriver()
  device = driver.add('192.0.2.7', 2)
  it = await createTestApp([lightnvr, { id: 'fake', title: 'Fake', driver }], { PORCHLIGHT_LIGHTNVR_PORT: '0,0:code' })
  ;[document, code] = it.app.dialectPorts.map(({ url }) => url) as [string, string]
  const { username, password } = device
  await it.ask('POST', '/api/devices', { ip_web: '192.0.2.7', brand: 'fake', username, password })
  await it.ask('PUT', '/api/settings/alarm_hold', { value: { motion: { hold: 0, min_on: 0 } } })
  name = await until('its streams are there', async () => {
    const { body } = await ask('GET', '/api/streams')
    return body.streams?.length === 2 && body.streams[0].name
  })
}, 120_000)
afterAll(() => it[Symbol.asyncDispose]())

async function ask(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = BASIC,
  at = document,
) {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const answer = await fetch(at + path, { method, headers, ...(body === undefined ? {} : { body: text }) })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}
const zones = (more = '') => `/api/streams/${name}/zones${more}`
const person = async (username: string, role: string) => {
  await it.ask('POST', '/api/auth/register', { username, password: PASSWORD, role })
  return { authorization: `Basic ${btoa(`${username}:${PASSWORD}`)}` }
}

const polygon = [
  { x: 0.1, y: 0.1 },
  { x: 0.9, y: 0.1 },
  { x: 0.5, y: 0.9 },
]
const door = { id: 'z1', name: 'Door', enabled: true, color: '#ff0000', polygon }

test('zones are replaced as a whole, told with their stream, shared with our own API, and removed', async () => {
  expect((await ask('GET', zones())).body).toEqual({ zones: [] })
  const sent = {
    zones: [
      { ...door, filter_classes: 'person, car', min_confidence: 0.4 },
      { id: 'z2', name: 'All', polygon },
    ],
  }
  const { status, body } = await ask('POST', zones(), sent)
  expect([status, body]).toEqual([200, { success: true, message: expect.stringContaining('Zones saved'), count: 2 }])
  const told = [
    { ...door, stream_name: name, filter_classes: 'person,car', min_confidence: 0.4 },
    {
      ...{ id: 'z2', stream_name: name, name: 'All', enabled: false, color: '#3b82f6', polygon },
      ...{ filter_classes: '', min_confidence: 0 },
    },
  ]
  for (const at of [document, code])
    expect((await ask('GET', zones('/'), undefined, BASIC, at)).body).toEqual({ zones: told })
  const own = (await it.ask('GET', '/api/cameras/1/zones')).body.data
  expect(own.map(({ id, targets }: { id: string; targets: string[] }) => [id, targets])).toEqual([
    ['z1', ['person', 'car']],
    ['z2', []],
  ])
  const gone = await ask('DELETE', zones())
  expect([gone.status, gone.body]).toEqual([200, { success: true, message: 'Zones deleted' }])
  expect((await ask('GET', zones())).body).toEqual({ zones: [] })
})

test('what is no set of zones is refused in the document’s words, and changes nothing', async () => {
  await ask('POST', zones(), { zones: [door] })
  for (const [body, words] of [
    ['{', 'Invalid JSON in request body'],
    [{}, "Missing or invalid 'zones' array"],
    [{ zones: 'all' }, "Missing or invalid 'zones' array"],
    [{ zones: Array.from({ length: 17 }, (_, index) => ({ ...door, id: `${index}` })) }, 'Too many zones'],
    [{ zones: [{ ...door, id: 7 }] }, 'id of zone 1'],
    [{ zones: [{ ...door, name: 'x'.repeat(64) }] }, 'name of zone 1 must be shorter than 64 bytes'],
    [{ zones: [door, { id: 'z2', name: 'No corners' }] }, 'polygon of zone 2'],
    [{ zones: [{ ...door, polygon: [{ x: 2, y: 0 }, ...polygon] }] }, 'x and y from 0 to 1'],
    [{ zones: [{ ...door, polygon: polygon.slice(1) }] }, 'three corners'],
    [{ zones: [{ ...door, min_confidence: 3 }] }, 'min_confidence of zone 1'],
  ] as const) {
    const answer = await ask('POST', zones(), body)
    expect([answer.status, answer.body]).toEqual([400, { error: expect.stringContaining(words) }])
  }
  expect((await ask('GET', zones())).body.zones).toHaveLength(1)
  expect((await ask('GET', '/api/streams/nope/zones')).body).toEqual({ error: 'Stream not found' })
})

test('an operator reads zones and draws none, and nobody reads none', async () => {
  const operator = await person('otto', 'operator')
  expect((await ask('GET', zones(), undefined, operator)).status).toBe(200)
  for (const method of ['POST', 'DELETE'])
    expect((await ask(method, zones(), method === 'POST' ? { zones: [] } : undefined, operator)).status).toBe(403)
  expect((await ask('GET', zones(), undefined, {})).status).toBe(401)
})

test('what a camera notices is a detection, where it says, as long as it lasts, and then by its time', async () => {
  const results = (query = '', at = document) =>
    ask('GET', `/api/detection/results/${name}${query}`, undefined, BASIC, at)
  expect((await results()).body).toMatchObject({ detections: [], stream_status: 'connected' })
  device.raise({ area: boxArea(0.25, 0.5, 0.25, 0.25), target: 'human' })
  const [seen] = await until('it is there', async () => {
    const { detections } = (await results()).body
    return detections.length > 0 && detections
  })
  expect(seen).toEqual({
    ...{ label: 'motion', confidence: 1, x: 0.25, y: 0.5, width: 0.25, height: 0.25, target: 'human' },
    ...{ timestamp: expect.any(Number), end_timestamp: null },
  })
  device.raise({ active: false })
  const ended = await until('it is over', async () => {
    const [one] = (await results()).body.detections
    return one?.end_timestamp && one
  })
  expect((await results('', code)).body).toMatchObject({ stream_status: 'Running', timestamp: expect.any(String) })
  const at = `?start=${seen.timestamp - 5}&end=${ended.end_timestamp + 5}`
  expect((await results(at)).body.detections).toEqual([ended])
  expect((await results(`?start=${seen.timestamp - 50}&end=${seen.timestamp - 20}`)).body.detections).toEqual([])
  // One without a place is somewhere in the picture.
  device.raise({ kind: 'line_crossing', rawType: 'linedetection' })
  const line = await until('the other is there', async () =>
    (await results()).body.detections.find(({ label }: { label: string }) => label === 'line_crossing'),
  )
  expect(line).toMatchObject({ x: 0, y: 0, width: 1, height: 1 })
  expect((await results('?start=soon')).body).toEqual({ error: 'start must be Unix seconds' })
  expect((await ask('GET', '/api/detection/results/nope')).body).toEqual({ error: 'Stream not found' })
})

test('of models there is one that works, and each other says why not', async () => {
  const { body } = await ask('GET', '/api/detection/models')
  expect(body).toMatchObject({ litert_available: false, sod_available: false, count: 3 })
  expect(body.models.map(({ id, supported }: { id: string; supported: boolean }) => [id, supported])).toEqual([
    ['onvif', true],
    ['motion', false],
    ['api-detection', false],
  ])
  for (const { supported, unsupported_reason } of body.models)
    expect(typeof unsupported_reason === 'string').toBe(!supported)
})
