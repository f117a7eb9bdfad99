// Power cuts while footage is fetched: twenty kills of the appliance end in the same bytes as none.
import { Database } from 'bun:sqlite'
import { expect, setDefaultTimeout, test } from 'bun:test'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, watch, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Simulator, startSimulator } from '../../plugins/hikvision/simulator/index.ts'
import { type Appliance, startAppliance, until } from './appliance.ts'

setDefaultTimeout(600_000)

const KILLS = 20
/** More than the kills let become whole, so that each finds work. */
const CLIPS = 12
/** A clip takes six: its half comes and becomes its whole, its film comes and gets its place, its whole goes. */
const MOST_STEPS = 4
/** In the middle of bytes, now and then. */
const MOST_MS = 50
/** Then there is no work that could be interrupted. */
const IDLE_MS = 20_000
/** The simulator's clock begins a moment after midnight of this day: its footage is the same whenever the test runs, and little. */
const DAY = '2026-01-15'

/** Mulberry: the same moments in every run. */
function chanceOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

function startRecorder(): Promise<Simulator> {
  const ahead = Date.parse(`${DAY}T00:02:00Z`) - Date.now()
  return startSimulator({
    ...{ model: 'nvr8', channels: 1, timezone: 'UTC-0:00:00', rtsp: false, downloads: 8 },
    now: () => new Date(Date.now() + ahead),
    footage: { days: 1, lengths: [4, 6] },
  })
}

/** The time of the recorder's first so many clips. */
function rangeOf(recorder: Simulator, count: number) {
  const clips = recorder.footage.onDay(1, DAY)
  const [first, next] = [clips[0], clips[count]]
  if (!first || !next) throw new Error('the simulator has too few clips')
  return { from: first.start.toISOString(), to: next.start.toISOString() }
}

async function addRecorder(appliance: Appliance, recorder: Simulator): Promise<number> {
  await appliance.signIn()
  await appliance.call('PUT', '/api/settings/downloads', { value: { mbit: null, keep_raw: true } })
  const login = { username: recorder.user, password: recorder.password, brand: 'hikvision' }
  await appliance.call('POST', '/api/devices', { ip_web: recorder.url, ...login })
  const channel = await until('its channel is known', async () => {
    const { body } = await appliance.call<{ id: number }[]>('GET', '/api/channels')
    return body[0]
  })
  return channel.id
}

async function queue(appliance: Appliance, path: string, body: object): Promise<number> {
  const answer = await appliance.call<{ job_id: number }>('POST', path, body)
  expect([answer.status, answer.text]).toEqual([202, expect.any(String)])
  return answer.body.job_id
}

interface Job {
  state: string
  error: string | null
  result: Record<string, unknown>
}

function ended(appliance: Appliance, id: number): Promise<Job> {
  const look = async () => {
    const { body } = await appliance.call<Job>('GET', `/api/jobs/${id}`)
    return ['done', 'failed', 'cancelled', 'paused'].includes(body.state) && body
  }
  return until('the job has ended', look, 120)
}

/** Every file below `recordings/` with its checksum, wherever it lies. */
async function filesOf(data: string): Promise<Record<string, string>> {
  const folder = join(data, 'recordings')
  const found: Record<string, string> = {}
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const bytes = await Bun.file(path).bytes()
    found[path.slice(folder.length + 1)] = new Bun.CryptoHasher('sha256').update(bytes).digest('hex')
  }
  return found
}

function rowsOf(data: string) {
  using db = new Database(join(data, 'porchlight.db'), { readonly: true })
  return db
    .query<{ file: string; sha256: string }, []>(
      'select file, sha256, bytes, start_at, end_at, duration, clip_key from recordings order by file',
    )
    .all()
}

/**
 * Kills the appliance some time after so many files have come, gone or got another name where files are made; tells whether
 * it had work, and whether a clip was half then.
 */
async function killAfter(appliance: Appliance, steps: number, ms: number): Promise<{ hit: boolean; half: boolean }> {
  const parts = join(appliance.data, 'recordings', '.part')
  mkdirSync(parts, { recursive: true })
  const over = Promise.withResolvers<boolean>()
  const kill = () => over.resolve(appliance.kill().then(() => true))
  let left = steps
  const watcher = watch(parts, (event) => {
    if (event !== 'rename' || --left !== 0) return
    if (ms) setTimeout(kill, ms)
    else kill()
  })
  const timer = setTimeout(() => over.resolve(false), IDLE_MS)
  const hit = await over.promise
  clearTimeout(timer)
  watcher.close()
  await appliance.kill()
  return { hit, half: existsSync(parts) && readdirSync(parts).some((name) => name.endsWith('.half')) }
}

test('twenty kills while a range is fetched end in the same bytes as none, and cost only the clip in flight', async () => {
  await using recorder = await startRecorder()
  const asked = () => recorder.stats.counts()['POST /ISAPI/ContentMgmt/download'] ?? 0
  const random = chanceOf(4)
  const data = mkdtempSync(join(tmpdir(), 'porchlight-kills-'))
  try {
    await using calm = await startAppliance()
    const body = { channel_id: await addRecorder(calm, recorder), ...rangeOf(recorder, CLIPS) }
    const wanted = await ended(calm, await queue(calm, '/api/recordings/fetch', body))
    expect(wanted).toMatchObject({ state: 'done', error: null, items_done: CLIPS })
    expect(asked()).toBe(CLIPS)

    recorder.stats.forget()
    let job = 0
    const kills: Awaited<ReturnType<typeof killAfter>>[] = []
    while (kills.length < KILLS) {
      await using appliance = await startAppliance({ data })
      if (!job) {
        await addRecorder(appliance, recorder)
        job = await queue(appliance, '/api/recordings/fetch', body)
      }
      const steps = 1 + Math.floor(random() * MOST_STEPS)
      kills.push(await killAfter(appliance, steps, random() < 0.5 ? 0 : random() * MOST_MS))
    }
    expect(kills.filter(({ hit }) => hit).length).toBeGreaterThanOrEqual(KILLS - 4)
    await using last = await startAppliance({ data })
    await last.signIn()
    expect(await ended(last, job)).toMatchObject({ state: 'done', error: null, result: wanted.result })
    expect(asked()).toBeLessThanOrEqual(CLIPS + kills.filter(({ half }) => half).length)
    expect(await filesOf(data)).toEqual(await filesOf(calm.data))
    expect(rowsOf(data)).toEqual(rowsOf(calm.data))
    for (const { file, sha256 } of rowsOf(data)) expect((await filesOf(data))[file]).toBe(sha256)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
})

/** An FFmpeg in this folder for which the disk can be full, and which can be late to tell that a film is there. */
function createFfmpeg(folder: string) {
  const [full, hold, held] = ['full', 'hold', 'held'].map((name) => join(folder, name)) as [string, string, string]
  const script = `#!/bin/bash
[[ "\${@: -1}" = *.mp4 ]] || exec ${Bun.which('ffmpeg')} "$@"
[ -e '${full}' ] && exec ${Bun.which('ffmpeg')} "\${@:1:$#-1}" /dev/full
${Bun.which('ffmpeg')} "$@" || exit
[ -e '${hold}' ] && touch '${held}'
while [ -e '${hold}' ]; do sleep 0.1; done
`
  writeFileSync(join(folder, 'ffmpeg'), script, { mode: 0o755 })
  return {
    path: `${folder}:${process.env.PATH}`,
    fill: () => writeFileSync(full, ''),
    empty: () => rmSync(full, { force: true }),
    hold: () => writeFileSync(hold, ''),
    async held() {
      await until('a film is there', () => existsSync(held), 60)
      rmSync(held)
    },
    letGo: () => rmSync(hold, { force: true }),
  }
}

test('a full disk pauses downloads and exports, which go on with room, and an export survives kills', async () => {
  await using recorder = await startRecorder()
  const folder = mkdtempSync(join(tmpdir(), 'porchlight-full-'))
  const data = join(folder, 'data')
  const ffmpeg = createFfmpeg(folder)
  await using stack = new AsyncDisposableStack()
  stack.defer(() => rmSync(folder, { recursive: true, force: true }))
  const start = async () => stack.use(await startAppliance({ data, env: { PATH: ffmpeg.path } }))
  let appliance = await start()
  const channel = await addRecorder(appliance, recorder)
  const range = rangeOf(recorder, 3)
  const pausedByDisk = async (id: number) =>
    expect(await ended(appliance, id)).toMatchObject({ state: 'paused', error: expect.stringContaining('is full') })

  ffmpeg.fill()
  const fetching = await queue(appliance, '/api/recordings/fetch', { channel_id: channel, ...range })
  await pausedByDisk(fetching)
  ffmpeg.empty()
  await appliance.call('POST', `/api/jobs/${fetching}/resume`)
  expect(await ended(appliance, fetching)).toMatchObject({ state: 'done', error: null })
  expect(recorder.stats.counts()['POST /ISAPI/ContentMgmt/download']).toBe(3)

  const items = [{ camera_id: channel, start: range.from, end: range.to }]
  const calm = await ended(appliance, await queue(appliance, '/api/exports', { items }))
  expect(calm).toMatchObject({ state: 'done', error: null })
  const before = await filesOf(data)
  ffmpeg.fill()
  const exporting = await queue(appliance, '/api/exports', { items })
  await pausedByDisk(exporting)
  expect(await filesOf(data)).toEqual(before)
  ffmpeg.empty()
  ffmpeg.hold()
  await appliance.call('POST', `/api/jobs/${exporting}/resume`)
  for (let kill = 0; kill < 3; kill++) {
    await ffmpeg.held()
    await appliance.kill()
    appliance = await start()
  }
  ffmpeg.letGo()
  await appliance.signIn()
  const done = await ended(appliance, exporting)
  expect(done).toMatchObject({ state: 'done', error: null, result: { sha256: calm.result.sha256 } })
  const rows = Object.fromEntries(rowsOf(data).map(({ file, sha256 }) => [file, sha256]))
  const films = Object.entries(await filesOf(data)).filter(([file]) => !file.endsWith('.ps'))
  expect(Object.keys(rows)).toHaveLength(5)
  expect(Object.fromEntries(films)).toEqual(rows)
})
