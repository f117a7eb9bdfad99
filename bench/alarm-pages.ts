// Pages of a million alarms at any depth and with every filter, beside a household of thirty; and whether others wait while many are removed.
import { join } from 'node:path'
import { createTestApp, type TestApp } from '../core/testing/test-app.ts'
import { fillAlarms, type House } from './alarm-pages/rows.ts'

const BOUND_MS = 5
/** While much is removed at once. */
const BUSY_BOUND_MS = 100
const PAGES = 200
const PER_PAGE = 25
const KEPT = { days: 3650, count: 1_000_000 }

interface Case {
  name: string
  token: string
  filter?: string
  /** How many there are in all, where the filling says so. */
  count?: number
}

interface Page {
  items: { id: number; created_at: string }[]
  has_more: boolean
  next_cursor_time: string | null
  next_cursor_id: number | null
}

const percentile = (values: number[], share: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.ceil(values.length * share) - 1)] ?? Number.NaN
const ms = (value: number) => `${value.toFixed(2).padStart(7)} ms`

let url = ''

async function ask(token: string, query: string): Promise<Page> {
  const answer = await fetch(`${url}/api/user/alarm?${query}`, { headers: { authorization: `Bearer ${token}` } })
  if (answer.status !== 200) throw new Error(`${query}: ${answer.status} ${await answer.text()}`)
  return (await answer.json()) as Page
}

async function timed(token: string, query: string): Promise<{ took: number; page: Page }> {
  const from = performance.now()
  const page = await ask(token, query)
  return { took: performance.now() - from, page }
}

const following = ({ next_cursor_time, next_cursor_id }: Page) =>
  `cursor_time=${next_cursor_time}&cursor_id=${next_cursor_id}`

/** From the first page to the last one; only for filters that few alarms match. */
async function countAll(token: string, filter: string): Promise<number> {
  let page = await ask(token, filter)
  let count = page.items.length
  while (page.has_more) {
    page = await ask(token, `${filter}&${following(page)}`)
    count += page.items.length
  }
  return count
}

/** Pages at depths spread evenly over the years, each by a cursor as a page before would have given it. */
async function measure({ name, token, filter = '', count }: Case, house: House, base?: number): Promise<number> {
  if (count !== undefined) {
    const found = await countAll(token, filter)
    if (found !== count) throw new Error(`${name}: ${found} alarms instead of ${count}`)
  }
  const times: number[] = []
  for (let turn = 0; turn < PAGES + 20; turn++) {
    // Every depth once, in an order that no cache likes: 89 has no factor in common with the number of pages.
    const depth = ((turn * 89) % PAGES) / PAGES
    const at = new Date(house.newest - depth * (house.newest - house.oldest)).toISOString()
    const { took } = await timed(token, turn === 0 ? filter : `${filter}&cursor_time=${at}&cursor_id=${2 ** 40}`)
    if (turn >= 20) times.push(took)
  }
  const [p50, p95] = [percentile(times, 0.5), percentile(times, 0.95)]
  const ok = p95 < BOUND_MS
  if (!ok) process.exitCode = 1
  const ratio = base === undefined ? '' : `   ratio p50 ${(p50 / base).toFixed(2)}`
  console.log(`  ${name.padEnd(46)} p50 ${ms(p50)}   p95 ${ms(p95)} of ${BOUND_MS} ms${ratio}${ok ? '' : '  TOO MUCH'}`)
  return p50
}

/** Pages asked one after the other while `work` goes on, for at most ten seconds. */
async function meanwhile(name: string, token: string, work: () => Promise<unknown>): Promise<void> {
  const times: number[] = []
  let done = false
  const working = work().finally(() => {
    done = true
  })
  const from = performance.now()
  while (!done && performance.now() - from < 10_000) {
    times.push((await timed(token, '')).took)
    await Bun.sleep(10)
  }
  const state = done ? `over after ${((performance.now() - from) / 1000).toFixed(1)} s` : 'still going on after 10 s'
  const p95 = percentile(times, 0.95)
  const ok = p95 < BUSY_BOUND_MS
  if (!ok) process.exitCode = 1
  console.log(
    `  ${name.padEnd(46)} p50 ${ms(percentile(times, 0.5))}   p95 ${ms(p95)} of ${BUSY_BOUND_MS} ms   slowest ${ms(Math.max(...times))}   (${state})${ok ? '' : '  TOO MUCH'}`,
  )
  await working
}

async function person(app: TestApp, username: string, token: string | null, role?: string): Promise<string> {
  const { body, text } = await app.ask(
    'POST',
    '/api/auth/register',
    { username, password: 'bench-only-1', role },
    token,
  )
  if (!body?.token) throw new Error(`${username} was refused: ${text}`)
  return body.token
}

async function set(app: TestApp, key: string, value: unknown, token = app.token): Promise<void> {
  const { status, text } = await app.ask('PUT', `/api/settings/${key}`, { value }, token)
  if (status !== 200) throw new Error(`${key} was refused: ${text}`)
}

async function run(): Promise<void> {
  await using app = await createTestApp([])
  url = app.url
  await set(app, 'open_registration', true)
  const owners = [app.token, await person(app, 'second', null), await person(app, 'third', null)]
  const small = await person(app, 'small', null)
  for (const token of [...owners, small]) await set(app, 'alarm_retention', KEPT, token)
  const quiet = await person(app, 'quiet', app.token, 'viewer')
  const watching = await person(app, 'watching', app.token, 'viewer')

  const began = performance.now()
  const house = fillAlarms(join(app.folder, 'porchlight.db'), { quiet: 'quiet', all: 'watching' })
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  console.log(
    `${house.total.toLocaleString('en')} alarms in 4 households, stored in ${seconds} s; ${PAGES} pages of each`,
  )

  const { rare, lost, other } = house
  const own = app.token
  const base = await measure({ name: 'a household of 30 alarms (baseline)', token: small, count: 30 }, house)
  const cases: Case[] = [
    { name: 'all, 700,000', token: own },
    { name: 'motion', token: own, filter: 'event=motion_detection' },
    { name: 'a kind that came 7 times', token: own, filter: 'event=disk_error', count: rare.count },
    { name: 'a kind that never came', token: own, filter: 'event=tamper', count: 0 },
    { name: 'a recorder', token: own, filter: `device_id=${rare.deviceId}` },
    { name: "another household's recorder", token: own, filter: `device_id=${other.deviceId}`, count: 0 },
    { name: 'a recorder and motion', token: own, filter: `device_id=${rare.deviceId}&event=motion_detection` },
    { name: 'a recorder and a rare kind', token: own, filter: `device_id=${rare.deviceId}&event=disk_error`, count: 7 },
    { name: 'a channel number', token: own, filter: 'channel_id_in_device=1' },
    { name: 'a channel number with 3 alarms', token: own, filter: `channel_id_in_device=${lost.channelNo}`, count: 3 },
    { name: 'a recorder and channel', token: own, filter: `device_id=${rare.deviceId}&channel_id_in_device=2` },
    {
      name: 'a recorder, channel and kind',
      token: own,
      filter: `device_id=${rare.deviceId}&channel_id_in_device=2&event=intrusion`,
    },
    { name: 'those that go on', token: own, filter: 'open=true', count: house.open },
    { name: 'those that go on, of a recorder', token: own, filter: `open=true&device_id=${lost.deviceId}`, count: 0 },
    { name: 'a viewer of one quiet channel', token: quiet, count: 3 },
    { name: 'a viewer of 64 channels', token: watching },
    { name: 'a viewer of 64 channels, one kind', token: watching, filter: 'event=intrusion' },
    {
      name: 'the few of 100,000 that wait for somebody',
      token: owners[2] ?? '',
      filter: 'acknowledged=false',
      count: house.waiting,
    },
    { name: 'the second household, 200,000', token: owners[1] ?? '' },
  ]
  for (const one of cases) await measure(one, house, base)

  console.log(`Meanwhile, pages of ${PER_PAGE} asked one after the other`)
  await meanwhile('nothing else is done', own, () => Bun.sleep(2000))
  await meanwhile('all of the second household are removed', own, () =>
    app.ask('DELETE', '/api/user/alarm', undefined, owners[1] ?? ''),
  )
  await meanwhile('a recorder with 175,000 alarms is removed', own, () =>
    app.ask('DELETE', `/api/devices/${lost.deviceId}`),
  )
  await meanwhile('retention goes down to 400,000', own, async () => {
    await set(app, 'alarm_retention', { days: 3650, count: 400_000 })
    await Bun.sleep(9000)
  })
  if (PER_PAGE !== (await ask(own, '')).items.length) throw new Error('A page is no longer whole')
}

if (import.meta.main) await run()
