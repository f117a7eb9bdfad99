// The pages about the system of seed 004, as clients of it and the founder read them.
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, test } from 'bun:test'
import { join } from 'node:path'
import { createFakeDriver, type FakeDevice } from '../../testing/fake-driver.ts'
import { quickest } from '../../testing/quickest.ts'
import { createTestApp, type TestApp } from '../../testing/test-app.ts'
import { until } from '../../testing/until.ts'

let porchlight: TestApp
let device: FakeDevice
let operator = ''
let viewer = ''
let stranger = ''
const ask: TestApp['ask'] = (...all) => porchlight.ask(...all)
const PATHS = ['status', 'stats', 'stats/history', 'cpu', 'gpu', 'disk', 'processes']

beforeAll(async () => {
  const driver = createFakeDriver()
  device = driver.add('192.0.2.7')
  porchlight = await createTestApp([{ id: 'fake', title: 'Fake', driver }])
  const address = { ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake', name: 'Garage' }
  await ask('POST', '/api/devices', address)
  await until('channels are there', async () => (await ask('GET', '/api/channels')).body.length > 1)
  const person = async (username: string, more: object, token?: string | null) =>
    (await ask('POST', '/api/auth/register', { username, password: 'a long password', ...more }, token)).body.token
  operator = await person('operator', { role: 'operator' })
  viewer = await person('viewer', { role: 'viewer' })
  await ask('PUT', '/api/settings/open_registration', { value: true })
  stranger = await person('stranger', {}, null)
})
afterAll(() => porchlight[Symbol.asyncDispose]())

const data = async (path: string, token?: string) =>
  (await ask('GET', `/api/system/${path}`, undefined, token)).body.data

test('operators and admins read the figures, viewers none, and the log is the founder’s alone', async () => {
  for (const path of PATHS) {
    expect([path, (await ask('GET', `/api/system/${path}`)).status]).toEqual([path, 200])
    expect([path, (await ask('GET', `/api/system/${path}`, undefined, operator)).status]).toEqual([path, 200])
    const refused = await ask('GET', `/api/system/${path}`, undefined, viewer)
    expect([path, refused.status]).toEqual([path, 403])
    expect(refused.body.error).toStartWith('Insufficient permissions')
  }
  for (const token of [operator, viewer, stranger])
    for (const path of ['logs', 'logs/stream'])
      expect((await ask('GET', `/api/system/${path}`, undefined, token)).status).toBe(403)
  expect((await ask('POST', '/api/media/sign', { path: '/system/logs' }, operator)).status).toBe(403)
  expect((await ask('GET', '/api/system/logs')).status).toBe(200)
})

test('all is well while the device is there, and said in words when it is not', async () => {
  await until('its alarms reach us', async () => (await data('status')).health === 'healthy')
  const well = await data('status')
  expect(well).toMatchObject({ cameras: { total: 2, active: 2 }, recordings: { total: 0 }, problems: [] })
  expect(well.services.every(({ healthy }: { healthy: boolean }) => healthy)).toBe(true)
  expect((await data('status', stranger)).cameras).toEqual({ total: 0, active: 0 })

  device.online = false
  device.breakWatch()
  await until('it is away', async () => (await data('status')).health === 'degraded')
  const bad = await until('it is told why', async () => {
    const { problems, ...status } = await data('status')
    return problems.some(({ kind }: { kind: string }) => kind === 'away') && { problems, ...status }
  })
  expect(bad.problems[0]).toMatchObject({ device_id: 1, device_name: 'Garage', text: 'Garage is away' })
  expect(bad.cameras).toEqual({ total: 2, active: 0 })
  expect(bad.services.find(({ name }: { name: string }) => name === 'alarms').healthy).toBe(false)
  expect((await data('status', stranger)).health).toBe('healthy')
  const workers = (await data('processes')).pm2
  expect(workers.find(({ name }: { name: string }) => name === 'alarms: Garage').status).toBe('errored')
  expect((await data('processes', stranger)).pm2.map(({ name }: { name: string }) => name)).not.toContain(
    'alarms: Garage',
  )
  device.online = true
}, 120_000)

test('a failed sync, and a clock that is more than a minute off, are told', async () => {
  const kinds = async () => (await data('status')).problems.map(({ kind }: { kind: string }) => kind)
  using beside = new Database(join(porchlight.folder, 'porchlight.db'))
  beside.run(
    `insert into device_reports (device_id, kind, items, read_at) values (1, 'clock', '[{"driftSeconds":-75}]', 1)`,
  )
  beside.run(`insert into sync_log (household_id, device_id, address, at, is_success, message)
    select household_id, 1, address, ${Date.now()}, 0, 'It did not answer.' from devices limit 1`)
  expect(await kinds()).toContain('clock')
  expect(await kinds()).toContain('sync')
  beside.run(`update device_reports set items = '[{"driftSeconds":59}]' where kind = 'clock'`)
  beside.run(`delete from sync_log where message = 'It did not answer.'`)
  expect(await kinds()).not.toContain('clock')
})

test('figures are measured or null, and their texts go with them', async () => {
  const stats = await data('stats')
  expect(stats.cpu.cores).toBe((await data('cpu')).cores.length)
  expect(stats.memory.total).toBeGreaterThan(stats.memory.used)
  expect(stats.memory.total - stats.memory.used).toBe(stats.memory.free)
  expect(stats.memory.totalFormatted).toMatch(/^[\d.]+ [KMGT]B$/)
  expect(stats.disk).toMatchObject({ recordingsSize: 0, recordingsSizeFormatted: '0 B' })
  expect(stats.disk.usagePercent).toBeGreaterThanOrEqual(0)
  expect(stats.uptimeFormatted).toMatch(/^(\d+m )?\d+s$/)
  const usage = await until('there is an interval', async () => {
    const { usage } = await data('cpu')
    return usage !== null && { usage }
  })
  expect(usage.usage).toBeGreaterThanOrEqual(0)
  expect(usage.usage).toBeLessThanOrEqual(100)
  const { volumes } = await data('disk')
  expect(volumes[0].purpose).toContain('database')
  expect(volumes[0]).toMatchObject({ network: false, mount: expect.stringMatching(/^\//) })
})

test('no graphics card is an honest answer, and a quick one', async () => {
  await data('gpu')
  expect(await quickest(() => ask('GET', '/api/system/gpu'))).toBeLessThan(100)
  const answer = await ask('GET', '/api/system/gpu')
  expect(answer.status).toBe(200)
  if (!Bun.which('nvidia-smi')) expect(answer.body.data.available).toBe(false)
})

test('history is as long and as fine as asked', async () => {
  using beside = new Database(join(porchlight.folder, 'porchlight.db'))
  const to = Date.now()
  for (const minute of [1, 2, 3])
    beside.run(`insert into system_stats (cpu_usage, disk_usage, disk_total, active_cameras, active_streams, created_at)
      values (${minute * 10}, 1, 2, 2, 1, ${to - minute * 60_000})`)
  const answer = await ask('GET', '/api/system/stats/history?points=24')
  expect(answer.body.count).toBe(24)
  const last = answer.body.data.at(-1)
  expect(last).toMatchObject({ cpu_usage: 20, gpu_usage: null, memory_usage: null, active_streams: 1 })
  expect(answer.body.data[0].cpu_usage).toBeNull()
  const [from, until] = [new Date(to - 150_000), new Date(to - 30_000)].map((at) => at.toISOString())
  expect((await ask('GET', `/api/system/stats/history?from=${from}&to=${until}`)).body.data).toHaveLength(2)
  for (const query of ['points=0', 'points=1e2', 'from=yesterday', `from=${until}&to=${from}`])
    expect([query, (await ask('GET', `/api/system/stats/history?${query}`)).status]).toEqual([query, 400])
})

test('the log is read by what is asked for, and nothing that is asked for reaches a shell or a file', async () => {
  const log = async (query: string) => ask('GET', `/api/system/logs?${query}`)
  const all = (await log('lines=2')).body
  expect(all.data).toMatchObject({ service: 'porchlight', type: 'all' })
  expect(all.data.lines).toHaveLength(2)
  expect(all.data.lines[0]).toMatch(/^20\d\d-\S+Z (DEBUG|INFO|WARN|ERROR) \w+: /)
  expect(all.data.entries[1].line).toBe(all.data.lines[1])
  const before = (await log(`lines=2&cursor=${all.next_cursor}`)).body.data.entries
  expect(before.at(-1)?.id ?? 0).toBeLessThan(all.data.entries[0].id)
  expect((await log('search=is listening')).body.data.entries.at(-1).message).toBe('Porchlight is listening')
  expect((await log('service=devices&type=err')).body.data.entries.at(-1)).toMatchObject({ service: 'devices' })
  for (const query of ['lines=1;id', 'lines=1e2', 'lines=0', 'lines=1001', 'since=now', 'level=all', 'cursor=x'])
    expect([query, (await log(query)).status]).toEqual([query, 400])
  expect((await log('service=../../etc/passwd')).body).toMatchObject({ success: false, error: 'Invalid service name' })
  expect((await log('type=both')).body.error).toBe('Invalid log type')
  const { body } = await ask('GET', '/api/activity?limit=100')
  expect(body.data.filter(({ action }: { action: string }) => action === 'view_system_logs')).toHaveLength(1)
})

test('the log is heard as it is written, goes on where it was cut off, and ends with the sign-in', async () => {
  const pair = (await ask('POST', '/api/auth/login', { username: 'owner', password: 'porchlight-owner' }, null)).body
  const listen = async (query: string, lastEventId?: string) => {
    const headers = {
      authorization: `Bearer ${pair.token}`,
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    }
    const answer = await fetch(`${porchlight.url}/api/system/logs/stream?${query}`, { headers })
    let heard = ''
    const done = (async () => {
      for await (const chunk of answer.body ?? []) heard += new TextDecoder().decode(chunk)
    })().catch(() => {})
    return { heard: () => heard, done }
  }
  await ask('PUT', '/api/devices/1', { password: 'right-password' })
  await until('it is back', async () => (await data('status')).cameras.active === 2)
  const stream = await listen('level=warn')
  await until('it is open', () => stream.heard().includes('hello'))
  device.online = false
  device.breakWatch()
  const [, id] = await until('the loss is heard', () => /id: (\d+)\nevent: log\n/.exec(stream.heard()))
  expect(stream.heard()).not.toContain('"level":"debug"')
  const again = await listen('level=warn', String(Number(id) - 1))
  await until('it is told again', () => again.heard().includes(`id: ${id}\n`))

  const { url } = (await ask('POST', '/api/media/sign', { path: '/system/logs' }, pair.token)).body
  const page = await fetch(`${porchlight.url}${url}?level=error`)
  expect(page.status).toBe(200)
  await ask('POST', '/api/auth/logout', {}, pair.token)
  await stream.done
  await page.text()
  expect((await fetch(`${porchlight.url}${url}`)).status).toBe(401)
}, 120_000)

test('what the log has kept is there after a restart', async () => {
  await porchlight.restart()
  const starts = (await ask('GET', '/api/system/logs?search=is listening')).body.data.lines
  expect(starts.length).toBeGreaterThan(1)
}, 120_000)
