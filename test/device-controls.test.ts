// Outputs, holiday and restart of a device through the whole appliance, against the simulator.
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { hikvision } from '../plugins/hikvision/index.ts'
import { type Simulator, startSimulator } from '../plugins/hikvision/simulator/index.ts'

let simulator: Simulator
let porchlight: TestApp
let time = Date.now()

beforeAll(async () => {
  simulator = await startSimulator({ model: 'nvr8', rtsp: false, footage: { days: 1, perDay: 2 } })
  porchlight = await createTestApp([hikvision], {}, { now: () => new Date(time) })
  const login = { ip_web: simulator.url, username: simulator.user, password: simulator.password, brand: 'hikvision' }
  await porchlight.ask('POST', '/api/devices', login)
  await until('it is read', async () => (await controls()).outputs.length > 0)
}, 120_000)

afterAll(async () => {
  await porchlight?.[Symbol.asyncDispose]()
  await simulator?.[Symbol.asyncDispose]()
})

const controls = async () => (await porchlight.ask('GET', '/api/devices/1/controls')).body
const lastOf = async (action: string) => {
  const { body } = await porchlight.ask('GET', '/api/activity?limit=50')
  return body.data.find((entry: { action: string }) => entry.action === action)
}

test('an output is switched on the device, and told as the device has it then', async () => {
  const { status, body } = await porchlight.ask('PUT', '/api/devices/1/outputs/1', { active: true })
  expect([status, body]).toEqual([200, { device_id: 1, output: { id: 1, name: expect.any(String), active: true } }])
  expect([...simulator.stats.outputs]).toEqual([1])
  expect((await controls()).outputs[0]).toMatchObject({ id: 1, active: true })
  const entry = await lastOf('set_output')
  expect(entry).toMatchObject({
    ...{ success: true, resource_id: '1', undoable: true },
    metadata: { output: 1, before: { active: false }, after: { active: true } },
  })
  expect((await porchlight.ask('POST', `/api/activity/${entry.id}/undo`)).status).toBe(200)
  expect([...simulator.stats.outputs]).toEqual([])
})

test('an output that is not there, or a device that refuses, is said', async () => {
  expect((await porchlight.ask('PUT', '/api/devices/1/outputs/77', { active: true })).status).toBe(404)
  expect((await porchlight.ask('PUT', '/api/devices/1/outputs/1', { active: 'yes' })).status).toBe(400)
  simulator.faults.add({ refusal: 'lowPrivilege', path: '/ISAPI/System/IO/outputs/1/trigger', count: 1 })
  const refused = await porchlight.ask('PUT', '/api/devices/1/outputs/1', { active: true })
  expect(refused.status).toBe(502)
  expect(refused.body.detail).toStartWith('The output was not switched: ')
  expect([...simulator.stats.outputs]).toEqual([])
  expect(await lastOf('set_output')).toMatchObject({ success: false })
})

test('the holiday is switched, with what it was before', async () => {
  const { body } = await porchlight.ask('PUT', '/api/devices/1/holiday', { enabled: true })
  expect(body).toEqual({ device_id: 1, before: { enabled: false }, after: { enabled: true } })
  expect((await controls()).holiday).toEqual({ enabled: true })
  const undone = await porchlight.ask('POST', `/api/activity/${(await lastOf('set_holiday')).id}/undo`)
  expect(undone.body.data).toMatchObject({ before: { enabled: true }, after: { enabled: false } })
  expect((await controls()).holiday).toEqual({ enabled: false })
})

test('two inputs that are active at once are two alarms, and each ends by itself', async () => {
  await until('its alarms can come', () => simulator.stats.alertStreams > 0)
  await porchlight.ask('PUT', '/api/settings/alarm_hold', { value: { input: { hold: 600, min_on: 0 } } })
  const open = async () =>
    (await porchlight.ask('GET', '/api/user/alarm?open=true')).body.items.map((one: { region: number }) => one.region)
  const active = async () =>
    (await controls()).inputs.filter((one: { active: boolean }) => one.active).map((one: { id: number }) => one.id)
  const input = (number: number, state: 'active' | 'inactive') =>
    simulator.raise({ type: 'IO', channel: 0, input: number, state })
  await input(1, 'active')
  await input(2, 'active')
  await until('both go on', async () => (await open()).length === 2)
  expect([await open(), await active()]).toEqual([
    [2, 1],
    [1, 2],
  ])
  await input(1, 'inactive')
  await until('one has ended', async () => (await open()).length === 1)
  expect([await open(), await active()]).toEqual([[2], [2]])
  await input(2, 'inactive')
  await until('none goes on', async () => (await open()).length === 0)
  expect(await active()).toEqual([])
}, 120_000)

test('who may only look switches nothing', async () => {
  const made = await porchlight.ask('POST', '/api/keys', { name: 'reader', read_only: true })
  const { key } = made.body.data
  expect((await porchlight.ask('POST', '/api/devices/1/reboot', undefined, key)).status).toBe(403)
  expect((await porchlight.ask('PUT', '/api/devices/1/outputs/1', { active: true }, key)).status).toBe(403)
  expect((await porchlight.ask('PUT', '/api/devices/1/holiday', { enabled: true }, key)).status).toBe(403)
})

test('a restart restarts it, and another one must wait five minutes', async () => {
  const reboots = () => simulator.stats.requests.filter(({ path }) => path === '/ISAPI/System/reboot').length
  expect((await porchlight.ask('POST', '/api/devices/1/reboot')).body).toEqual({ success: true, device_id: 1 })
  const again = await porchlight.ask('POST', '/api/devices/1/reboot')
  expect(again.status).toBe(429)
  expect(Number(again.headers.get('retry-after'))).toBeGreaterThan(290)
  expect(reboots()).toBe(1)
  const phase = async () => (await porchlight.ask('GET', '/api/devices/1')).body.state.phase
  await until('it is away', async () => (await phase()) !== 'online')
  time += 5 * 60_000
  await until(
    'it is back and takes another',
    async () => {
      return (await porchlight.ask('POST', '/api/devices/1/reboot')).status === 200
    },
    120_000,
  )
  expect(reboots()).toBe(2)
}, 120_000)
