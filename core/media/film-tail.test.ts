// The rest of a film is the same film from a key frame on: every picture and sound of the file, at the same distance.
import { afterAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openFilm } from './film.ts'

setDefaultTimeout(60_000)

const folder = mkdtempSync(join(tmpdir(), 'porchlight-tail-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function run(...command: string[]): Promise<string> {
  const child = Bun.spawn(command, { stdout: 'pipe', stderr: 'pipe' })
  const [text, complaints] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()])
  expect([complaints, await child.exited]).toEqual(['', 0])
  return text
}

interface Packet {
  pts: number
  key: boolean
  hash: string
}

async function packets(file: string, stream: 'v' | 'a'): Promise<Packet[]> {
  const shown = ['-show_data_hash', 'md5', '-show_entries', 'packet=pts_time,flags,data_hash', '-of', 'json']
  const text = await run('ffprobe', '-v', 'error', '-select_streams', stream, ...shown, file)
  const found: { pts_time: string; flags: string; data_hash: string }[] = JSON.parse(text).packets
  return found
    .map(({ pts_time, flags, data_hash }) => ({ pts: Number(pts_time), key: flags[0] === 'K', hash: data_hash }))
    .sort((one, other) => one.pts - other.pts)
}

const KINDS: [string, string[]][] = [
  ['H.264 with sound', ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-c:a', 'aac']],
  ['H.264 with pictures out of order and sound', ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '2', '-c:a', 'aac']],
  ['H.265', ['-c:v', 'libx265', '-preset', 'ultrafast', '-x265-params', 'log-level=none:open-gop=0', '-an']],
]

test.each(KINDS)('%s goes on from the key frame that shows the moment', async (name, codec) => {
  const file = join(folder, `${name.replace(/\W/g, '')}.mp4`)
  const picture = ['-f', 'lavfi', '-i', 'testsrc=s=160x120:r=10:d=21', '-f', 'lavfi', '-i', 'sine=r=48000:d=21']
  await run('ffmpeg', '-v', 'error', ...picture, ...codec, '-g', '20', '-movflags', '+faststart', file)
  const [pictures, sounds] = [await packets(file, 'v'), codec.includes('-an') ? [] : await packets(file, 'a')]
  const film = await openFilm(file)
  for (const asked of [0, 7.3, 8, 20.9, 500]) {
    const tail = film.from(asked)
    const key = pictures.filter((one) => one.key && one.pts <= asked + 0.001).at(-1)
    expect([asked, tail.startsAt.toFixed(3)]).toEqual([asked, key?.pts.toFixed(3) ?? ''])
    const bytes = new Uint8Array(await Bun.readableStreamToBytes(tail.read(0, tail.bytes - 1)))
    expect(bytes.length).toBe(tail.bytes)
    const made = `${file}.${asked}.mp4`
    await Bun.write(made, bytes)
    const mine = await packets(made, 'v')
    const theirs = pictures.filter(({ pts }) => pts >= tail.startsAt - 0.001)
    expect(mine.map(({ hash }) => hash).sort()).toEqual(theirs.map(({ hash }) => hash).sort())
    for (const [at, { pts }] of mine.entries()) expect(pts + tail.startsAt).toBeCloseTo(theirs[at]?.pts ?? 0, 2)
    const heard = sounds.length ? await packets(made, 'a') : []
    const rest = sounds.filter(({ pts }) => pts >= tail.startsAt)
    expect(heard.map(({ hash }) => hash)).toEqual(rest.map(({ hash }) => hash))
    for (const [at, { pts }] of heard.entries()) expect(pts + tail.startsAt).toBeCloseTo(rest[at]?.pts ?? 0, 2)
    // It decodes from its first picture on.
    await run('ffmpeg', '-v', 'error', '-i', made, '-f', 'null', '-')
  }
})

test('any part of it is read by itself', async () => {
  const film = await openFilm(join(folder, 'H264withsound.mp4'))
  const tail = film.from(9)
  const whole = Buffer.from(new Uint8Array(await Bun.readableStreamToBytes(tail.read(0, tail.bytes - 1))))
  const media = whole.indexOf('mdat') + 12
  for (const [first, last] of [
    [0, 0],
    [3, media - 1],
    [media - 5, media + 5],
    [media, media],
    [media + 7, tail.bytes - 1],
    [tail.bytes - 1, tail.bytes - 1],
  ] as const) {
    const part = Buffer.from(await Bun.readableStreamToBytes(tail.read(first, last)))
    expect([first, part.equals(whole.subarray(first, last + 1))]).toEqual([first, true])
  }
})
