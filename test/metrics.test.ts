// What Prometheus is told, through the front door: who may read it, what it says, and that guide and dashboard speak of what is there.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { readFileSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createFakeDriver, type FakeDevice, type FakeDriver } from '../core/testing/fake-driver.ts'
import { hearStatements } from '../core/testing/statements.ts'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'

setDefaultTimeout(60_000)

const HOST = '192.0.2.7'
const LOGIN = { username: 'admin', password: 'right-password', brand: 'fake' }

let appliance: TestApp
let driver: FakeDriver
let device: FakeDevice
let stranger: string
/** Of a folder for recordings, as if on a disk of its own. */
let disk: string
beforeAll(async () => {
  driver = createFakeDriver()
  device = driver.add(HOST, 2)
  appliance = await createTestApp([{ id: 'fake', title: 'Fake', driver }])
  const { ask } = appliance
  await ask('POST', '/api/devices', { ...LOGIN, ip_web: HOST, device_name: 'Attic' })
  await until('its channels are there', async () => (await ask('GET', '/api/channels')).body.length === 2)
  await ask('PUT', '/api/settings/open_registration', { value: true })
  const other = { username: 'stranger', password: 'another-household' }
  stranger = (await ask('POST', '/api/auth/register', other, null)).body.token
  disk = `${appliance.folder}-disk`
  await mkdir(disk)
  expect((await ask('POST', '/api/storage/folders', { name: 'Cupboard', path: disk })).status).toBe(201)
})
afterAll(async () => {
  await appliance[Symbol.asyncDispose]()
  await rm(disk, { recursive: true, force: true })
})

const scrape = async (token: string | null = appliance.token) =>
  (await appliance.ask('GET', '/metrics', undefined, token)).text

/** Value of a series, as it is written in the text; undefined where it is not there. */
function figureIn(text: string, series: string): number | undefined {
  const line = text.split('\n').find((one) => one.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length + 1))
}

const namesIn = (text: string) => [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name)

/** With all figures that there can be: some are there only where something of their kind is. */
const RARE = ['porchlight_jobs', 'porchlight_jobs_ended_total', 'porchlight_broker_connected']

test('tells the founder how devices, channels and alarms stand', async () => {
  const online = await until('the device is online', async () => {
    const text = await scrape()
    return figureIn(text, 'porchlight_devices{state="online"}') === 1 && text
  })
  expect(figureIn(online, 'porchlight_devices{state="refused"}')).toBe(0)
  expect(figureIn(online, 'porchlight_channels{state="online"}')).toBe(2)
  await until('alarms are listened to', () => device.open.watches === 1)
  device.raise({ kind: 'motion', sourceKey: 'ip:1', active: true })
  const alarmed = await until('the alarm is counted', async () => {
    const text = await scrape()
    return figureIn(text, 'porchlight_alarms_total{kind="motion"}') === 1 && text
  })
  expect(figureIn(alarmed, 'porchlight_alarms_open{kind="motion"}')).toBe(1)
  expect(figureIn(alarmed, 'porchlight_alarms_total{kind="face"}')).toBe(0)
  expect(figureIn(alarmed, 'process_resident_memory_bytes')).toBeGreaterThan(10_000_000)
  expect(figureIn(alarmed, 'porchlight_database_bytes')).toBeGreaterThan(4096)
})

test('misses no channel of a device that is not to be asked', async () => {
  const [{ id }] = (await appliance.ask('GET', '/api/devices')).body
  const put = (is_checked: boolean) =>
    appliance.ask('PUT', `/api/devices/${id}`, { ...LOGIN, ip_web: HOST, device_name: 'Attic', is_checked })
  expect((await put(false)).status).toBe(204)
  const text = await scrape()
  expect(figureIn(text, 'porchlight_devices{state="unchecked"}')).toBe(1)
  const standing = (state: string) => figureIn(text, `porchlight_channels{state="${state}"}`)
  expect([standing('off'), standing('away')]).toEqual([2, 0])
  expect((await put(true)).status).toBe(204)
  await until('it is asked again', async () => figureIn(await scrape(), 'porchlight_channels{state="online"}') === 2)
})

test('counts requests by door and status from the first look on', async () => {
  await scrape()
  await appliance.ask('GET', '/api/devices')
  await appliance.ask('GET', '/api/devices/4711')
  await appliance.ask('GET', '/wp-admin/setup.php')
  const text = await scrape()
  const requests = 'porchlight_http_request_duration_seconds_count'
  expect(figureIn(text, `${requests}{door="/api",status="2xx"}`)).toBeGreaterThan(0)
  expect(figureIn(text, `${requests}{door="/api",status="4xx"}`)).toBeGreaterThan(0)
  // Whatever strangers guess is one door: the series stay few.
  const doors = new Set([...text.matchAll(/door="([^"]*)"/g)].map(([, door]) => door))
  expect([...doors].sort()).toEqual(['/', '/api'])
})

test('is for who may read the pages of the system, by token or key, and says nothing of another household', async () => {
  expect((await appliance.ask('GET', '/metrics', undefined, null)).status).toBe(401)
  const body = { username: 'child', password: 'only-a-viewer', role: 'viewer' }
  const viewer = (await appliance.ask('POST', '/api/auth/register', body)).body.token
  expect((await appliance.ask('GET', '/metrics', undefined, viewer)).status).toBe(403)
  const made = await appliance.ask('POST', '/api/keys', { name: 'Prometheus', read_only: true })
  const { key } = made.body.data
  const ways: Record<string, string>[] = [{ authorization: `Bearer ${key}` }, { 'x-api-key': key }]
  for (const headers of ways) {
    const answer = await fetch(`${appliance.url}/metrics`, { headers })
    expect([answer.status, figureIn(await answer.text(), 'porchlight_channels{state="online"}')]).toEqual([200, 2])
  }
  const elsewhere = await scrape(stranger)
  expect(figureIn(elsewhere, 'porchlight_devices{state="online"}')).toBe(0)
  expect(figureIn(elsewhere, 'porchlight_alarms_total{kind="motion"}')).toBe(0)
})

test('tells the founder alone, by a key that may only read, what the guide marks with †', async () => {
  const made = await appliance.ask('POST', '/api/keys', { name: 'Prometheus', read_only: true })
  const withKey = await scrape(made.body.data.key)
  const elsewhere = namesIn(await scrape(stranger))
  const marked = [...read('docs/guide/metrics.md').matchAll(/^\| `(\w+)` † \|/gm)].map(([, name = '']) => name)
  const forFounder = namesIn(withKey).filter((name) => !elsewhere.includes(name) && !RARE.includes(name))
  expect(elsewhere).toContain('porchlight_recordings')
  // Here is no broker, and so no such figure for anybody.
  expect([...forFounder, 'porchlight_broker_connected'].sort()).toEqual(marked.sort())
})

test('tells of each folder for recordings how it was seen last, and of none that is away how much room it has', async () => {
  const standing = (text: string) =>
    ['ok', 'full', 'missing', 'read_only'].map((state) =>
      figureIn(text, `porchlight_storage_folders{state="${state}"}`),
    )
  const free = 'porchlight_storage_folder_free_bytes{folder="1"}'
  const there = await scrape()
  expect([standing(there), figureIn(there, free)]).toEqual([[1, 0, 0, 0], expect.any(Number)])
  await rename(disk, `${disk}-unplugged`)
  // To read the figures looks at no disk; whoever opens the page of the storage does, and so do we now and then.
  const { folders } = (await appliance.ask('GET', '/api/storage')).body.data
  expect(folders[1]).toMatchObject({ id: 1, state: 'missing' })
  const away = await scrape()
  expect([standing(away), figureIn(away, free)]).toEqual([[0, 0, 1, 0], undefined])
  await rename(`${disk}-unplugged`, disk)
  await appliance.ask('GET', '/api/storage')
  expect(standing(await scrape())).toEqual([1, 0, 0, 0])
})

test('holds neither names nor addresses nor secrets', async () => {
  const text = await scrape()
  for (const secret of ['Attic', 'Cupboard', 'Camera 1', HOST, 'owner', device.password, appliance.folder])
    expect(text).not.toContain(secret)
})

test('asks the database as few questions for five devices as for one', async () => {
  using statements = hearStatements()
  /** Of several looks the one during which nobody else asked. */
  async function questions(): Promise<number> {
    const counts: number[] = []
    for (let look = 0; look < 6; look++) {
      statements.clear()
      await scrape()
      counts.push(statements.count())
    }
    return Math.min(...counts)
  }
  const forOne = await questions()
  for (const host of ['192.0.2.11', '192.0.2.12', '192.0.2.13', '192.0.2.14']) {
    driver.add(host, 2)
    await appliance.ask('POST', '/api/devices', { ...LOGIN, ip_web: host })
  }
  const online = 'porchlight_channels{state="online"}'
  await until('all are online', async () => figureIn(await scrape(), online) === 10)
  expect(forOne).toBeGreaterThan(2)
  expect(await questions()).toBe(forOne)
})

const promtool = Bun.which('promtool')
test.skipIf(promtool === null)('is a text that Prometheus itself finds nothing wrong with', async () => {
  const check = Bun.spawn([promtool as string, 'check', 'metrics'], {
    stdin: new Blob([await scrape()]),
    stdout: 'pipe',
    stderr: 'pipe',
  })
  const said = (await new Response(check.stdout).text()) + (await new Response(check.stderr).text())
  expect([await check.exited, said]).toEqual([0, ''])
})

const read = (path: string) => readFileSync(join(import.meta.dir, '..', path), 'utf8')

/** Names of ours in a text; what Prometheus makes of a histogram counts as the histogram. */
const spokenOf = (text: string) =>
  [...new Set(text.match(/\b(?:porchlight|process)_[a-z_]+\b/g) ?? [])].map((name) =>
    name.replace(/(_seconds)_(?:bucket|count|sum)$/, '$1'),
  )

test('the guide speaks of every figure, and guide and dashboard of none that is not there', async () => {
  const there = [...namesIn(await scrape()), ...RARE]
  const guide = spokenOf(read('docs/guide/metrics.md'))
  expect(there.filter((name) => !guide.includes(name))).toEqual([])
  expect(guide.filter((name) => !there.includes(name))).toEqual([])
  const dashboard = spokenOf(read('packaging/grafana/porchlight.json'))
  expect(dashboard.length).toBeGreaterThan(10)
  expect(dashboard.filter((name) => !there.includes(name))).toEqual([])
})

test('the dashboard shows whatever a rule of the guide watches, and adds up no shares of several appliances', () => {
  const dashboard = read('packaging/grafana/porchlight.json')
  const rules = read('docs/guide/metrics.md').split('- alert: ').slice(1)
  const watched = spokenOf(rules.join('').split('```')[0] ?? '')
  expect(watched).toContain('porchlight_storage_folders')
  expect(watched.filter((name) => !spokenOf(dashboard).includes(name))).toEqual([])
  expect(dashboard).toContain('sum by (instance) (porchlight_ffmpeg_cpu_ratio')
  // Every program that Prometheus reads tells `process_…`: "All" means the appliances that are in the list.
  expect(dashboard).not.toContain('"allValue"')
})
