// Films written from fragments: every packet arrives, in files that FFmpeg reads as whole ones, also after a break.
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { copyFile, stat, truncate } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CODECS, type Codec, fragmentsOf, type Packet, packetsOf } from '../../testing/fragments.ts'
import { openFilm } from '../film.ts'
import type { Fragment } from '../fragment.ts'
import { createFilmFile } from './film-file.ts'
import { repairFilm } from './repair.ts'

setDefaultTimeout(60_000)

const folder = mkdtempSync(join(tmpdir(), 'porchlight-recorder-'))
const at = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true }))

const ofKind = (packets: Packet[], stream: number) => packets.filter(({ stream_index }) => stream_index === stream)
const sizes = (packets: Packet[], stream: number) => ofKind(packets, stream).map(({ size }) => Number(size))
const topBoxes = async (path: string) => {
  const bytes = Buffer.from(await Bun.file(path).bytes())
  const types: string[] = []
  for (let place = 0; place < bytes.length; ) {
    types.push(bytes.toString('latin1', place + 4, place + 8))
    const short = bytes.readUInt32BE(place)
    place += short === 1 ? Number(bytes.readBigUInt64BE(place + 8)) : short
  }
  return types
}

/** Rolls over at each key frame that stands so many seconds after the file's beginning. */
async function record(fragments: Fragment[], name: string, seconds: number): Promise<string[]> {
  const paths: string[] = []
  let file = null as Awaited<ReturnType<typeof createFilmFile>> | null
  for (const fragment of fragments) {
    if (!file || (fragment.key && file.seconds >= seconds)) {
      await file?.finish()
      paths.push(at(`${name}-${paths.length}.mp4`))
      file = await createFilmFile(paths.at(-1)!, fragment.epoch, fragment)
    }
    file.add(fragment)
    if (file.waiting > 20_000) await file.flush()
  }
  await file?.finish()
  return paths
}

describe.each(Object.keys(CODECS) as Codec[])('%s', (codec) => {
  let fragments: Fragment[]
  let source: Packet[]
  beforeAll(async () => {
    fragments = await fragmentsOf(codec)
    const { init } = fragments[0]!.epoch
    await Bun.write(at(`${codec}.mp4`), Buffer.concat([init, ...fragments.map(({ data }) => data)]))
    source = await packetsOf(at(`${codec}.mp4`))
  })

  test('files that follow each other hold every packet once, and each is a whole film that begins with a key frame', async () => {
    const paths = await record(fragments, codec, 3)
    expect(paths).toHaveLength(4)
    const files = await Promise.all(paths.map(packetsOf))
    for (const stream of [0, 1])
      expect(files.flatMap((packets) => sizes(packets, stream))).toEqual(sizes(source, stream))
    for (const [index, path] of paths.entries()) {
      expect(await topBoxes(path)).toEqual(['ftyp', 'mdat', 'moov'])
      const [first] = ofKind(files[index]!, 0)
      expect(first?.flags).toStartWith('K')
      const film = await openFilm(path)
      expect(film.pieces.reduce((sum, piece) => sum + piece, 0)).toBeCloseTo(3, 1)
    }
  })

  test('pictures and sound of each file stand as far apart as they did at the source', async () => {
    const [, second = ''] = await record(fragments, `${codec}-apart`, 3)
    const packets = await packetsOf(second)
    const pictures = ofKind(packets, 0)
    const before = sizes(await packetsOf(at(`${codec}-apart-0.mp4`)), 0).length
    const soundBefore = sizes(await packetsOf(at(`${codec}-apart-0.mp4`)), 1).length
    const distance = (list: Packet[], picture: number, sound: number) =>
      Number(ofKind(list, 1)[sound]!.pts_time) - Number(ofKind(list, 0)[picture]!.pts_time)
    for (const ahead of [0, 10, 25])
      expect(distance(packets, ahead, ahead)).toBeCloseTo(distance(source, before + ahead, soundBefore + ahead), 2)
    const times = pictures.map(({ dts_time }) => Number(dts_time))
    for (const [index, time] of times.slice(1).entries()) expect(time - times[index]!).toBeCloseTo(0.1, 3)
  })

  test('a file that was never finished plays, and is made whole without losing a fragment that was written', async () => {
    const path = at(`${codec}-broken.mp4`)
    const file = await createFilmFile(path, fragments[0]!.epoch, fragments[0]!)
    for (const fragment of fragments.slice(0, 30)) file.add(fragment)
    await file.flush()
    await file.abandon()
    const written = await packetsOf(path)
    expect(written.length).toBeGreaterThan(100)
    const { size } = await stat(path)
    // The last write may have come to the disk in part only.
    for (const lost of [0, 1, 700, 5000]) {
      const copy = at(`${codec}-broken-${lost}.mp4`)
      await copyFile(path, copy)
      await truncate(copy, size - lost)
      const film = await repairFilm(copy)
      expect(film?.bytes).toBe((await stat(copy)).size)
      const packets = await packetsOf(copy)
      for (const stream of [0, 1])
        expect(sizes(packets, stream)).toEqual(sizes(written, stream).slice(0, sizes(packets, stream).length))
      if (lost === 0) expect(packets).toHaveLength(written.length)
      expect(sizes(packets, 0).length).toBe(film?.frames ?? 0)
      expect(await topBoxes(copy)).toEqual(['ftyp', 'mdat', 'moov'])
      expect(await repairFilm(copy)).toEqual(film)
    }
  })
})

test('a file without a picture is left as it is, and one whose index came without its head is made whole', async () => {
  const fragments = await fragmentsOf('h264')
  const path = at('early.mp4')
  const early = await createFilmFile(path, fragments[0]!.epoch, fragments[0]!)
  await early.flush()
  await early.abandon()
  const { size } = await stat(path)
  expect([await repairFilm(path), (await stat(path)).size]).toEqual([null, size])

  const [whole = ''] = await record(fragments, 'headless', 60)
  const bytes = Buffer.from(await Bun.file(whole).bytes())
  const head = bytes.indexOf('mdat') - 4
  bytes.writeUInt32BE(16, head)
  bytes.write('free', head + 4)
  bytes.fill(0, head + 8, head + 16)
  await Bun.write(at('headless.mp4'), bytes)
  expect(await repairFilm(at('headless.mp4'))).toMatchObject({ frames: 120 })
  expect(
    Buffer.from(await Bun.file(at('headless.mp4')).bytes()).equals(Buffer.from(await Bun.file(whole).bytes())),
  ).toBe(true)
})

test('what was lost on the way is a picture that stands longer, and the film is as long as it was at the source', async () => {
  const fragments = await fragmentsOf('h264')
  const path = at('gap.mp4')
  const file = await createFilmFile(path, fragments[0]!.epoch, fragments[0]!)
  for (const fragment of fragments) if (fragment.decodeTime < 4 || fragment.decodeTime >= 6) file.add(fragment)
  const { seconds } = await file.finish()
  expect(seconds).toBeCloseTo(12, 1)
  const pictures = ofKind(await packetsOf(path), 0)
  expect(pictures).toHaveLength(100)
  expect(Number(pictures[40]!.pts_time) - Number(pictures[39]!.pts_time)).toBeCloseTo(2.1, 2)
})
