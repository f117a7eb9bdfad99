// What LightNVR's clients ask all the time, over 16 connections with name and password: 64 streams, a page of 20,000 recordings, a
// day's timeline and health; in turns with `Bun.serve` that answers the same bytes from memory.
import { Database } from 'bun:sqlite'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { createFakeDriver } from '../core/testing/fake-driver.ts'
import { createTestApp, OWNER, type TestApp } from '../core/testing/test-app.ts'
import { until } from '../core/testing/until.ts'
import { lightnvr } from '../plugins/lightnvr-compat/index.ts'
import type { Load } from './lightnvr/load.ts'
import { median } from './relay/processes.ts'

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '5' },
    /** A word of the calls to be made. */
    only: { type: 'string', default: '' },
  },
  allowPositionals: true,
})
const ROUNDS = Number(values.rounds)
const CONNECTIONS = 16
const CHANNELS = 64
const RECORDINGS = 20_000
const PART_MS = 300_000
const BASIC = `Basic ${btoa(`${OWNER.username}:${OWNER.password}`)}`

interface Call {
  name: string
  path: string
  /** Of the baseline's requests a second, at least. */
  bound: number
  /** False: all that there is of it is looked at once a second. */
  isPrepared?: boolean
}

const parts = (script: string, ...args: string[]) =>
  Bun.spawn([process.execPath, '--no-orphans', join(import.meta.dir, 'lightnvr', script), ...args], {
    stdout: 'pipe',
    stderr: 'inherit',
  })

async function load(url: string): Promise<Load> {
  const child = parts('load.ts', url, BASIC, values.seconds, String(CONNECTIONS))
  const said = await new Response(child.stdout).text()
  if ((await child.exited) !== 0) throw new Error(`${url} was not answered`)
  return JSON.parse(said) as Load
}

/** Of parts of five minutes, the newest a moment ago. Their files are not there, and no list asks for them. */
function fill(folder: string, ids: number[]): void {
  using db = new Database(join(folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  const insert =
    db.query(`insert into recordings (uuid, household_id, channel_id, channel_name, kind, origin, file, bytes,
    start_at, end_at, duration, codec, width, height, record_type, created_at)
    values (?, 1, ?, 'Camera', 'video', 'recorder', ?, 150000000, ?, ?, 300, 'h264', 2560, 1440, 'continuous', ?)`)
  const newest = Math.floor(Date.now() / PART_MS) * PART_MS
  db.transaction(() => {
    for (let at = 0; at < RECORDINGS; at++) {
      const channel = ids[at % ids.length] ?? 0
      const end = newest - Math.floor(at / ids.length) * PART_MS
      insert.run(Bun.randomUUIDv7(), channel, `camera-${channel}/${at}.mp4`, end - PART_MS, end, end)
    }
  })()
}

async function prepare(app: TestApp): Promise<Call[]> {
  const added = await app.ask('POST', '/api/devices', {
    ...{ ip_web: '192.0.2.7', username: 'admin', password: 'right-password', brand: 'fake', name: 'Recorder' },
  })
  if (added.status !== 201) throw new Error(added.text)
  const ids = await until('its channels are there', async () => {
    const { body } = await app.ask('GET', '/api/channels')
    return body.length === CHANNELS && body.map(({ id }: { id: number }) => id)
  })
  fill(app.folder, ids)
  const raised = await app.ask('PUT', '/api/settings/dialect_requests', { value: 1_000_000 })
  if (raised.status !== 200) throw new Error(raised.text)
  const streams = await fetch(`${portOf(app)}/api/streams`, { headers: { authorization: BASIC } })
  const [{ name }] = ((await streams.json()) as { streams: [{ name: string }] }).streams
  const now = Math.floor(Date.now() / 1000)
  return [
    { name: `${CHANNELS} streams`, path: '/api/streams', bound: 1 / 10 },
    { name: `20 of ${RECORDINGS} recordings`, path: '/api/recordings?limit=20', bound: 1 / 10 },
    {
      name: 'a day of the timeline',
      path: `/api/timeline/segments?stream=${name}&start=${now - 86_400}&end=${now}`,
      bound: 1 / 10,
    },
    { name: 'health', path: '/api/health', bound: 1 / 3, isPrepared: false },
  ]
}

const portOf = (app: TestApp) => app.app.dialectPorts[0]?.url ?? ''
const ms = (value: number) => `${value.toFixed(2).padStart(6)} ms`

function line(name: string, loads: Load[]): number {
  const of = (key: keyof Load) => median(loads.map((one) => one[key]))
  console.log(
    `  ${name.padEnd(34)} ${of('perSecond').toFixed(0).padStart(7)} a second   p50 ${ms(of('p50'))}   p99 ${ms(of('p99'))}`,
  )
  return of('perSecond')
}

async function run(): Promise<void> {
  const driver = createFakeDriver()
  driver.add('192.0.2.7', CHANNELS)
  await using app = await createTestApp(
    [lightnvr, { id: 'fake', title: 'Fake', driver }],
    { PORCHLIGHT_LIGHTNVR_PORT: '0', PORCHLIGHT_LOG: 'silent' },
    { limited: true },
  )
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-bare-'))
  try {
    const calls = (await prepare(app)).filter(({ name }) => name.includes(values.only))
    for (const [at, { path }] of calls.entries()) {
      const answer = await fetch(portOf(app) + path, { headers: { authorization: BASIC } })
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
      writeFileSync(join(folder, String(at)), await answer.bytes())
    }
    const bare = parts('bare.ts', folder)
    try {
      const { value } = await bare.stdout.getReader().read()
      const url = new TextDecoder().decode(value).trim()
      for (const [at, call] of calls.entries()) await compare(call, portOf(app) + call.path, `${url}${at}`)
    } finally {
      bare.kill()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function compare({ name, bound, isPrepared = true }: Call, ours: string, bare: string): Promise<void> {
  const loads: { ours: Load[]; bare: Load[] } = { ours: [], bare: [] }
  await load(ours)
  for (let round = 0; round < ROUNDS; round++) {
    loads.bare.push(await load(bare))
    loads.ours.push(await load(ours))
  }
  // An address that nobody has asked for is answered from the database.
  const anew = `${ours}${ours.includes('?') ? '&' : '?'}nobody=%n`
  const unprepared = isPrepared ? [await load(anew)] : []
  const { headers } = await fetch(bare)
  console.log(`${name}, ${(Number(headers.get('content-length')) / 1024).toFixed(1)} kB`)
  const base = line('Bun.serve, the same from memory', loads.bare)
  const share = line('ours', loads.ours) / base
  if (unprepared.length > 0) line('ours, nothing prepared', unprepared)
  const isGood = share >= bound
  console.log(`  1/${(1 / share).toFixed(1)} of it, bound 1/${(1 / bound).toFixed(0)}: ${isGood ? 'held' : 'MISSED'}`)
  if (!isGood) process.exitCode = 1
}

if (import.meta.main) await run()
