// Exports through the front door: a time becomes a film, recordings a ZIP, and what is not ours yet is fetched first.
import { Database } from 'bun:sqlite'
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createFakeDriver } from '../../testing/fake-driver.ts'
import { createFakeFootage, withFootage } from '../../testing/fake-footage.ts'
import { createTestApp } from '../../testing/test-app.ts'
import { until } from '../../testing/until.ts'

setDefaultTimeout(60_000)

const HOST = '192.0.2.7'
/** Of each clip; they follow each other without a gap. */
const SECONDS = 6
const START = Date.UTC(2026, 0, 10, 8)
const folder = mkdtempSync(join(tmpdir(), 'porchlight-export-'))
let film: Uint8Array

beforeAll(async () => {
  const file = join(folder, 'film.ps')
  const made = Bun.spawn(
    [
      ...['ffmpeg', '-v', 'error', '-f', 'lavfi', '-i', `testsrc=s=160x120:r=10:d=${SECONDS}`],
      ...['-f', 'lavfi', '-i', `sine=d=${SECONDS}`, '-c:a', 'mp2'],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-g', '10', '-f', 'mpeg', file],
    ],
    { stdout: 'ignore', stderr: 'inherit' },
  )
  expect(await made.exited).toBe(0)
  film = await Bun.file(file).bytes()
})
afterAll(() => rmSync(folder, { recursive: true }))

const at = (seconds: number) => new Date(START + seconds * 1000).toISOString()

async function createStand(count = 3) {
  const driver = createFakeDriver()
  driver.add(HOST, 2)
  const footage = createFakeFootage()
  for (const key of ['ip:1', 'ip:2'])
    footage.clips.set(
      key,
      Array.from({ length: count }, (_, index) => ({
        start: new Date(START + index * SECONDS * 1000),
        end: new Date(START + (index + 1) * SECONDS * 1000),
      })),
    )
  const asked: string[] = []
  footage.file = (token) => {
    asked.push(token)
    return { bytes: new Blob([new Uint8Array(film)]).stream(), length: film.length, container: 'ps' }
  }
  const plugin = { id: 'fake', title: 'Fake', driver: withFootage(driver, new Map([[HOST, footage]])) }
  const app = await createTestApp([plugin])
  await app.ask('POST', '/api/devices', { ip_web: HOST, username: 'admin', password: 'right-password', brand: 'fake' })
  await until('its channels are there', async () => (await app.ask('GET', '/api/channels')).body.length === 2)
  const ended = (id: number) =>
    until('the job has ended', async () => {
      const { body } = await app.ask('GET', `/api/jobs/${id}`)
      return ['done', 'failed', 'cancelled'].includes(body.state) && body
    })
  const make = async (body: object) => {
    const { status, body: answer } = await app.ask('POST', '/api/exports', body)
    expect([status, answer.success]).toEqual([202, true])
    return ended(answer.job_id)
  }
  const load = (id: number, headers: Record<string, string> = {}, method = 'GET') =>
    fetch(`${app.url}/api/jobs/${id}/file`, { method, headers: { authorization: `Bearer ${app.token}`, ...headers } })
  return { app, footage, asked, make, ended, load, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

function probed(file: string) {
  const what = ['-v', 'error', '-show_entries', 'stream=codec_name,nb_frames,duration', '-of', 'json', file]
  const { streams } = JSON.parse(Bun.spawnSync(['ffprobe', ...what]).stdout.toString())
  return streams as { codec_name: string; nb_frames: string; duration: string }[]
}

test('a time across clips is one film, cut at key frames, fetched first and decodable to its last picture', async () => {
  await using stand = await createStand()
  const job = await stand.make({ items: [{ camera_id: 1, start: at(2), end: at(15) }] })
  expect(job).toMatchObject({ state: 'done', error: null, result: { missing: [], bytes: expect.any(Number) } })
  expect(stand.asked).toHaveLength(3)
  const answer = await stand.load(job.id)
  const bytes = await answer.bytes()
  expect([answer.status, bytes.length]).toEqual([200, job.result.bytes])
  expect(new Bun.CryptoHasher('sha256').update(bytes).digest('hex')).toBe(job.result.sha256)
  const file = join(folder, 'made.mp4')
  await Bun.write(file, bytes)
  const [video, audio] = probed(file)
  // From the key frame at second 2 up to second 15.
  expect([video?.codec_name, video?.nb_frames, audio?.codec_name]).toEqual(['h264', '130', 'aac'])
  expect(Number(video?.duration)).toBeCloseTo(13, 1)
  expect(Math.abs(Date.parse(job.result.from) - Date.parse(at(2)))).toBeLessThan(100)
  const decoded = Bun.spawnSync(['ffmpeg', '-v', 'error', '-xerror', '-i', file, '-f', 'null', '-'])
  expect([decoded.exitCode, decoded.stderr.toString()]).toEqual([0, ''])

  const part = await stand.load(job.id, { range: 'bytes=10-19' })
  expect([part.status, part.headers.get('content-range')]).toEqual([206, `bytes 10-19/${bytes.length}`])
  expect(await part.bytes()).toEqual(bytes.subarray(10, 20))
  expect((await stand.load(job.id, { range: `bytes=${bytes.length}-` })).status).toBe(416)
  const { body: signed } = await stand.app.ask('POST', '/api/media/sign', { path: `/jobs/${job.id}/file` })
  const bySigned = await fetch(stand.app.url + signed.url)
  expect([bySigned.status, Bun.hash(await bySigned.bytes())]).toEqual([200, Bun.hash(bytes)])
  // It is a recording of ours, too, and leaves nothing half behind.
  const { body } = await stand.app.ask('GET', `/api/recordings/${job.result.recording_uuid}`)
  expect(body.data.filename).toContain('_export-')
  expect(readdirSync(join(stand.app.folder, 'recordings', '.part'))).toEqual([])
  // What is ours already is not fetched again.
  await stand.make({ items: [{ camera_id: 1, start: at(0), end: at(6) }] })
  expect(stand.asked).toHaveLength(3)
})

test('many recordings are one ZIP, the same each time, of which any part can be asked for', async () => {
  await using stand = await createStand()
  const items = [1, 2].map((camera_id) => ({ camera_id, start: at(0), end: at(18) }))
  const job = await stand.make({ format: 'zip', items })
  expect(job.state).toBe('done')
  expect(job.result.items).toHaveLength(6)
  const answer = await stand.load(job.id)
  expect(answer.headers.get('content-type')).toBe('application/zip')
  const bytes = await answer.bytes()
  const file = join(folder, 'made.zip')
  await Bun.write(file, bytes)
  const script = 'import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);print(z.testzip(),*sorted(z.namelist()))'
  const said = Bun.spawnSync(['python3', '-c', script, file]).stdout.toString()
  expect(said).toStartWith('None SHA256SUMS camera-1/2026-01-10/')
  expect(said.trim().split(' ')).toHaveLength(8)
  const head = await stand.load(job.id, {}, 'HEAD')
  expect([head.status, head.headers.get('content-length')]).toEqual([200, `${bytes.length}`])
  const middle = Math.floor(bytes.length / 2)
  const rest = await stand.load(job.id, { range: `bytes=${middle}-`, 'if-range': answer.headers.get('etag') ?? '' })
  expect(rest.status).toBe(206)
  expect(Bun.hash(await rest.bytes())).toBe(Bun.hash(bytes.subarray(middle)))
})

test('what cannot be exported is refused at once, or said by the job', async () => {
  await using stand = await createStand()
  const refused = async (body: object) => {
    const { status, body: answer } = await stand.app.ask('POST', '/api/exports', body)
    return `${status} ${answer.detail}`
  }
  expect(await refused({ items: [] })).toStartWith('400 ')
  expect(await refused({ items: [{ camera_id: 1, start: at(5), end: at(1) }] })).toBe(
    '400 The end must be after the start',
  )
  expect(await refused({ items: [{ camera_id: 1, start: '2016-01-01T00:00:00Z', end: at(1) }] })).toStartWith('400 ')
  expect(await refused({ items: [{ camera_id: 1 }] })).toStartWith('400 ')
  expect(await refused({ items: [{ camera_id: 99, start: at(0), end: at(1) }] })).toBe('404 Channel not found')
  expect(await refused({ items: [{ recording_id: 7 }] })).toBe('404 Recording not found')
  const two = [1, 2].map((camera_id) => ({ camera_id, start: at(0), end: at(1) }))
  expect(await refused({ items: two })).toBe('400 format must be zip for recordings of several cameras')
  const empty = await stand.make({
    items: [{ camera_id: 1, start: '2026-01-09T00:00:00Z', end: '2026-01-09T01:00:00Z' }],
  })
  expect(empty).toMatchObject({ state: 'failed', error: expect.stringMatching(/no recording/) })
  expect((await stand.load(empty.id)).status).toBe(409)
  const viewer = { username: 'vera', password: 'vera-vera-vera', role: 'viewer' }
  await stand.app.ask('POST', '/api/auth/register', viewer)
  const { token } = (await stand.app.ask('POST', '/api/auth/login', viewer, null)).body
  expect((await stand.app.ask('GET', `/api/jobs/${empty.id}/file`, undefined, token)).status).toBe(404)
})

test('a film is taken up again after a sudden end, also of a camera that has gone, and not made twice', async () => {
  await using stand = await createStand(1)
  using db = new Database(join(stand.app.folder, 'porchlight.db'))
  db.run('pragma busy_timeout = 5000')
  const again = async (job: { id: number }) => {
    db.run("update jobs set state = 'running', result = null where id = ?", [job.id])
    await stand.app.restart()
    return stand.ended(job.id)
  }
  const films = () =>
    (readdirSync(join(stand.app.folder, 'recordings'), { recursive: true }) as string[]).filter((name) =>
      name.endsWith('.mp4'),
    )
  const first = await stand.make({ items: [{ camera_id: 1, start: at(0), end: at(6) }] })
  // As an end between the file's place and its row leaves it.
  db.run("delete from recordings where origin = 'export'")
  const { name, sha256 } = first.result
  expect(await again(first)).toMatchObject({ state: 'done', error: null, result: { name, sha256 } })
  expect(films()).toHaveLength(2)

  const [{ id: uuid }] = (await stand.app.ask('GET', '/api/recordings?limit=1')).body.data
  await stand.app.ask('DELETE', '/api/devices/1')
  const job = await stand.make({ items: [{ recording_id: uuid }] })
  expect(job).toMatchObject({ state: 'done', error: null })
  expect(await again(job)).toMatchObject({ state: 'done', error: null, result: job.result })
  expect(films()).toHaveLength(3)
})
