// A film in pieces is the same film: every picture and sound of the file, at the same times.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeFilm } from '../testing/film.ts'
import { openFilm } from './film.ts'

setDefaultTimeout(60_000)

const folder = mkdtempSync(join(tmpdir(), 'porchlight-film-'))
afterAll(() => rmSync(folder, { recursive: true }))

async function run(...command: string[]): Promise<string> {
  const child = Bun.spawn(command, { stdout: 'pipe', stderr: 'inherit' })
  const text = await new Response(child.stdout).text()
  expect(await child.exited).toBe(0)
  return text
}

/** `codec,pts,dts,key` and a checksum of each packet. */
async function packets(file: string, stream: 'v' | 'a'): Promise<string[]> {
  const entries = 'packet=pts_time,dts_time,flags,data_hash'
  const text = await run(
    'ffprobe',
    '-v',
    'error',
    '-select_streams',
    stream,
    '-show_data_hash',
    'md5',
    '-show_entries',
    entries,
    '-of',
    'csv=p=0',
    file,
  )
  // A file says of the first sound that nobody shall hear it; FFprobe shows that as a line of its own.
  return text
    .replace(/KD[\s,]*/g, 'K_,')
    .trim()
    .split('\n')
    .map((line) => line.replace(/,+$/, ''))
}

const KINDS: [string, string[]][] = [
  ['H.264 with sound', ['-c:v', 'libx264', '-preset', 'ultrafast', '-bf', '0', '-c:a', 'aac']],
  ['H.264 with pictures out of order', ['-c:v', 'libx264', '-preset', 'veryfast', '-bf', '2', '-an']],
]

describe.each(KINDS)('%s', (name, codec) => {
  const file = join(folder, `${name.replace(/\W/g, '')}.mp4`)
  beforeAll(async () => {
    const picture = ['-f', 'lavfi', '-i', 'testsrc=s=160x120:r=10:d=31', '-f', 'lavfi', '-i', 'sine=r=48000:d=31']
    await run('ffmpeg', '-v', 'error', ...picture, ...codec, '-g', '20', '-movflags', '+faststart', file)
  })

  test('gives the same packets at the same times', async () => {
    const film = await openFilm(file)
    expect(film.pieces.slice(0, 3)).toEqual([6, 6, 6])
    expect(film.pieces.reduce((sum, seconds) => sum + seconds, 0)).toBeCloseTo(31, 3)
    const pieces = await Promise.all(film.pieces.map((_, number) => film.piece(number)))
    const whole = `${file}.pieces.mp4`
    await Bun.write(whole, Buffer.concat([film.init, ...pieces.map((piece) => piece ?? Buffer.alloc(0))]))
    expect(await packets(whole, 'v')).toEqual(await packets(file, 'v'))
    if (!codec.includes('-an')) expect(await packets(whole, 'a')).toEqual(await packets(file, 'a'))
    expect(await film.piece(film.pieces.length)).toBeNull()
    expect(await film.piece(-1)).toBeNull()
  })

  test('each piece plays by itself', async () => {
    const film = await openFilm(file)
    const alone = `${file}.alone.mp4`
    await Bun.write(alone, Buffer.concat([film.init, (await film.piece(2)) ?? Buffer.alloc(0)]))
    const pictures = await run(
      'ffprobe',
      '-v',
      'error',
      '-select_streams',
      'v',
      '-count_frames',
      '-show_entries',
      'stream=nb_read_frames',
      '-of',
      'csv=p=0',
      alone,
    )
    expect(pictures.trim()).toBe('60')
  })
})

test('what is no whole MP4 is refused in words', async () => {
  const source = join(folder, 'H264withsound.mp4')
  const bytes = await Bun.file(source).bytes()
  const lying = Buffer.from(bytes)
  const sizes = lying.indexOf('stsz')
  lying.writeUInt32BE(0xffffffff, sizes + 12)
  const files: Record<string, Uint8Array> = {
    'empty.mp4': new Uint8Array(),
    'noise.mp4': new Uint8Array(1000).fill(7),
    'half.mp4': bytes.subarray(0, 2000),
    'lying.mp4': lying,
  }
  for (const [name, content] of Object.entries(files)) {
    await Bun.write(join(folder, name), content)
    await expect(openFilm(join(folder, name))).rejects.toThrow('The file is not an MP4 that can be played in pieces.')
  }
})

test('an index that lies about the size of its pictures costs no memory', async () => {
  const file = join(folder, 'liar.mp4')
  const film = await makeFilm('mp4')
  const bytes = Buffer.from(film)
  const sizes = bytes.indexOf('stsz') + 16
  for (const picture of [1, 2, 3]) bytes.writeUInt32BE(0xffffffff, sizes + picture * 4)
  await Bun.write(file, bytes)
  const opened = await openFilm(file)
  await expect(opened.piece(0)).rejects.toThrow('The file is not an MP4 that can be played in pieces.')
})
