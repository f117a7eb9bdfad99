// Every file that is offered as a recording, by every door, is what it is said to be: by ffprobe, and by its checksum.
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeFilm } from '../core/testing/film.ts'
import { fetched, type Recorders, startRecorders } from '../core/testing/recorders.ts'
import { until } from '../core/testing/until.ts'

setDefaultTimeout(60_000)

interface Row {
  recording_id: number
  duration: number
  codec: string
  resolution: string
  fps: number
  file_size: number
  sha256: string | null
}

const folder = mkdtempSync(join(tmpdir(), 'porchlight-offered-'))
let it: Recorders
let rows: Row[]
beforeAll(async () => {
  it = await startRecorders()
  await fetched(it)
  // With sound, and named by nobody: adopted from the disk.
  await Bun.write(join(it.app.folder, 'recordings', 'found', 'with-sound.mp4'), await makeFilm('mp4', 9))
  await it.ask('POST', '/api/recordings/sync')
  rows = (await it.ask('GET', '/api/recordings')).body.data
  expect(rows).toHaveLength(4)
})
afterAll(async () => {
  await it[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

async function get(path: string): Promise<Buffer> {
  const answer = await fetch(it.app.url + path, { headers: { authorization: `Bearer ${it.app.token}` } })
  expect([path, answer.status]).toEqual([path, 200])
  return Buffer.from(await answer.arrayBuffer())
}

/** What ffprobe makes of a file or address; every packet is counted. */
async function probed(target: string) {
  const what = ['-count_packets', '-show_streams', '-show_format', '-of', 'json']
  const child = Bun.spawn(['ffprobe', '-v', 'error', ...what, target], { stdout: 'pipe', stderr: 'pipe' })
  const [out, errors] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  expect([target, errors]).toEqual([target, ''])
  const { streams, format } = JSON.parse(out) as {
    streams: Record<string, string>[]
    format: { duration: string; format_name: string }
  }
  const video = streams.find(({ codec_type }) => codec_type === 'video') ?? {}
  return {
    codec: video.codec_name,
    resolution: `${video.width}x${video.height}`,
    pictures: Number(video.nb_read_packets),
    sound: streams.find(({ codec_type }) => codec_type === 'audio')?.codec_name ?? null,
    seconds: Number(format.duration),
    format: format.format_name,
  }
}

async function probedBytes(bytes: Buffer) {
  const file = join(folder, `${Bun.randomUUIDv7()}.mp4`)
  await Bun.write(file, bytes)
  return probed(file)
}

const isAs = (row: Row, found: Awaited<ReturnType<typeof probed>>) => {
  expect([found.codec, found.resolution]).toEqual([row.codec, row.resolution])
  expect(Math.abs(found.seconds - row.duration)).toBeLessThan(0.5)
  expect(found.pictures).toBe(row.duration * row.fps)
  expect(found.sound).toBe(row.duration === 9 ? 'aac' : null)
}

const sha256 = (bytes: Uint8Array) => new Bun.CryptoHasher('sha256').update(bytes).digest('hex')

/** Files of a ZIP whose files are stored as they are, read from its list at the end. */
function unzipped(zip: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>()
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'))
  for (let at = zip.readUInt32LE(end + 16), left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [name, extra, comment] = [28, 30, 32].map((place) => zip.readUInt16LE(at + place)) as [number, number, number]
    const local = zip.readUInt32LE(at + 42)
    const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28)
    expect(zip.readUInt16LE(at + 10)).toBe(0)
    files.set(zip.toString('utf8', at + 46, at + 46 + name), zip.subarray(from, from + zip.readUInt32LE(at + 24)))
    at += 46 + name + extra + comment
  }
  return files
}

test('recordings, streamed and saved', async () => {
  for (const row of rows) {
    const [streamed, saved] = [
      await get(`/api/recordings/${row.recording_id}/stream`),
      await get(`/api/recordings/${row.recording_id}/download`),
    ]
    expect(saved.equals(streamed)).toBe(true)
    expect(saved.length).toBe(row.file_size)
    expect(sha256(saved)).toBe(row.sha256 ?? sha256(saved))
    isAs(row, await probedBytes(saved))
  }
})

test('the same as a playlist and its pieces', async () => {
  for (const row of rows) {
    const path = `/recordings/${row.recording_id}/stream?format=hls`
    const { url } = (await it.ask('POST', '/api/media/sign', { path })).body
    const found = await probed(it.app.url + url)
    expect(found.format).toBe('hls')
    isAs(row, found)
  }
})

test('a film of a time, and every file of a ZIP, which holds the sums of all', async () => {
  const make = async (body: object) => {
    const { job_id: id } = (await it.ask('POST', '/api/exports', body)).body
    const job = await until('it is made', async () => {
      const { body: found } = await it.ask('GET', `/api/jobs/${id}`)
      return ['done', 'failed'].includes(found.state) && found
    })
    expect([job.state, job.error]).toEqual(['done', null])
    return { ...job.result, bytes: await get(`/api/jobs/${id}/file`) }
  }
  const film = await make({
    items: [{ camera_id: it.channels[0].id, start: '2026-01-10T08:00:01Z', end: '2026-01-10T08:00:13Z' }],
  })
  const found = await probedBytes(film.bytes)
  expect(sha256(film.bytes)).toBe(film.sha256)
  // Three seconds of the first clip and three of the second.
  expect([found.codec, found.resolution, found.pictures]).toEqual(['h264', '160x120', 60])
  const { data } = (await it.ask('GET', `/api/recordings/${film.recording_uuid}`)).body
  expect(Math.abs(found.seconds - data.duration)).toBeLessThan(0.5)

  const all = rows.map(({ recording_id }) => ({ recording_id }))
  const zip = unzipped((await make({ items: all, format: 'zip' })).bytes)
  const sums = zip.get('SHA256SUMS')?.toString() ?? ''
  zip.delete('SHA256SUMS')
  expect(zip.size).toBe(rows.length)
  const listed = [...zip].map(([name, bytes]) => `${sha256(bytes)}  ${name}\n`)
  expect(sums.split(/(?<=\n)/).sort()).toEqual(listed.sort())
  for (const row of rows) {
    const bytes = [...zip.values()].find(({ length }) => length === row.file_size) ?? Buffer.alloc(0)
    isAs(row, await probedBytes(bytes))
  }
})
