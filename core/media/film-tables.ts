// A whole MP4 file's own index: where each picture and sound lies, how long it lasts, and which stand alone.
import { type FileHandle, open } from 'node:fs/promises'
import { Fault } from '../domain/fault.ts'
import { type Box, boxes, findBox } from './boxes.ts'

export interface FilmTrack {
  id: number
  kind: 'video' | 'sound'
  /** Ticks in a second. */
  timescale: number
  /** Its `trak`. */
  box: Box
  /** Of each sample: bytes, and where they begin in the file. */
  sizes: Uint32Array
  places: Float64Array
  /** When each is decoded, in ticks; one more at the end. */
  times: Float64Array
  /** By how much later each is shown; null = at once. */
  delays: Int32Array | null
  /** Numbers of the samples that need no other, from 0; null = all. */
  keys: Uint32Array | null
}

export interface FilmIndex {
  /** The file's `moov`, and where it lies in `bytes`. */
  bytes: Buffer
  moov: Box
  tracks: FilmTrack[]
}

/** An index of a day of video has 100 MB; more than this is none. */
const LARGEST_INDEX = 256 * 1024 * 1024

const broken = (cause: string) =>
  new Fault('conflict', 'The file is not an MP4 that can be played in pieces.', { cause })

/** The `moov` box of a file, read without the pictures. */
async function readMoov(file: FileHandle): Promise<Buffer> {
  const { size: end } = await file.stat()
  const head = Buffer.alloc(16)
  for (let at = 0; at + 8 <= end; ) {
    await file.read(head, 0, 16, at)
    const short = head.readUInt32BE(0)
    const size = short === 1 ? Number(head.readBigUInt64BE(8)) : short === 0 ? end - at : short
    if (size < 8 || at + size > end) throw broken('a box is longer than the file')
    if (head.toString('latin1', 4, 8) === 'moov') {
      if (size > LARGEST_INDEX) throw broken('the index is too large')
      const bytes = Buffer.alloc(size)
      await file.read(bytes, 0, size, at)
      return bytes
    }
    at += size
  }
  throw broken('no index')
}

/** The content of a full box that is a table: `count` rows of `width` bytes behind its head. */
function table(bytes: Buffer, box: Box, width: number, head = 8): { count: number; at: number } {
  const count = bytes.readUInt32BE(box.at + head - 4)
  if (box.at + head + count * width > box.end) throw broken(`${box.type} is longer than its box`)
  return { count, at: box.at + head }
}

function sizesOf(bytes: Buffer, box: Box): Uint32Array {
  const same = bytes.readUInt32BE(box.at + 4)
  const { count, at } = table(bytes, box, same ? 0 : 4, 12)
  if (count > LARGEST_INDEX / 8) throw broken('too many samples')
  return Uint32Array.from({ length: count }, (_, index) => same || bytes.readUInt32BE(at + index * 4))
}

/** A table of runs (how many, which value), written out; `count` values at most. */
function writtenOut<T extends Int32Array | Float64Array>(bytes: Buffer, box: Box, into: T, signed: boolean): T {
  const { count, at } = table(bytes, box, 8)
  let index = 0
  for (let row = 0; row < count; row++) {
    const last = Math.min(into.length, index + bytes.readUInt32BE(at + row * 8))
    const value = signed ? bytes.readInt32BE(at + row * 8 + 4) : bytes.readUInt32BE(at + row * 8 + 4)
    into.fill(value, index, last)
    index = last
  }
  return into
}

/** Where each sample begins: chunks hold so many samples each, one behind the other. */
function placesOf(bytes: Buffer, samples: Box, sizes: Uint32Array): Float64Array {
  const short = findBox(bytes, 'stco', samples)
  const chunkBox = short ?? findBox(bytes, 'co64', samples)
  const runBox = findBox(bytes, 'stsc', samples)
  if (!chunkBox || !runBox) throw broken('no chunks')
  const chunks = table(bytes, chunkBox, short ? 4 : 8)
  const runs = table(bytes, runBox, 12)
  const places = new Float64Array(sizes.length)
  let sample = 0
  for (let run = 0; run < runs.count; run++) {
    const first = bytes.readUInt32BE(runs.at + run * 12)
    const perChunk = bytes.readUInt32BE(runs.at + run * 12 + 4)
    const next = run + 1 < runs.count ? bytes.readUInt32BE(runs.at + run * 12 + 12) : chunks.count + 1
    for (let chunk = first; chunk < next && chunk <= chunks.count; chunk++) {
      const row = chunks.at + (chunk - 1) * (short ? 4 : 8)
      let place = short ? bytes.readUInt32BE(row) : Number(bytes.readBigUInt64BE(row))
      for (let one = 0; one < perChunk && sample < sizes.length; one++) {
        places[sample] = place
        place += sizes[sample++] ?? 0
      }
    }
  }
  if (sample < sizes.length) throw broken('samples without a place')
  return places
}

function readTrack(bytes: Buffer, trak: Box): FilmTrack | null {
  const [header, media, handler, samples] = ['tkhd', 'mdia/mdhd', 'mdia/hdlr', 'mdia/minf/stbl'].map((path) =>
    findBox(bytes, path, trak),
  )
  if (!header || !media || !handler || !samples) throw broken('a track without its head')
  const name = bytes.toString('latin1', handler.at + 8, handler.at + 12)
  if (name !== 'vide' && name !== 'soun') return null
  const [sizeBox, timeBox] = [findBox(bytes, 'stsz', samples), findBox(bytes, 'stts', samples)]
  if (!sizeBox || !timeBox) throw broken('a track without samples')
  const sizes = sizesOf(bytes, sizeBox)
  const times = new Float64Array(sizes.length + 1)
  let time = 0
  const lengths = writtenOut(bytes, timeBox, new Float64Array(sizes.length), false)
  for (const [index, length] of lengths.entries()) {
    times[index] = time
    time += length
  }
  times[sizes.length] = time
  const delayBox = findBox(bytes, 'ctts', samples)
  const keyBox = findBox(bytes, 'stss', samples)
  const keys = keyBox && table(bytes, keyBox, 4)
  return {
    id: bytes.readUInt32BE(header.at + (bytes[header.at] === 1 ? 20 : 12)),
    kind: name === 'vide' ? 'video' : 'sound',
    timescale: bytes.readUInt32BE(media.at + (bytes[media.at] === 1 ? 20 : 12)) || 1,
    box: trak,
    sizes,
    places: placesOf(bytes, samples, sizes),
    times,
    delays: delayBox && writtenOut(bytes, delayBox, new Int32Array(sizes.length), true),
    keys: keys && Uint32Array.from({ length: keys.count }, (_, row) => bytes.readUInt32BE(keys.at + row * 4) - 1),
  }
}

/** Fault `conflict` for a file that has no such index, or a broken one. */
export async function readFilmIndex(path: string): Promise<FilmIndex> {
  const file = await open(path)
  try {
    const bytes = await readMoov(file)
    const moov = findBox(bytes, 'moov', { at: 0, end: bytes.length })
    if (!moov || findBox(bytes, 'mvex', moov)) throw broken('it is made of fragments')
    const tracks = [...boxes(bytes, moov.at, moov.end)]
      .filter(({ type }) => type === 'trak')
      .flatMap((trak) => readTrack(bytes, trak) ?? [])
    if (!tracks.some(({ kind, sizes }) => kind === 'video' && sizes.length)) throw broken('no video')
    return { bytes, moov, tracks }
  } catch (error) {
    // Reading beyond the end of a box is a broken file, too.
    throw error instanceof RangeError ? broken(error.message) : error
  } finally {
    await file.close()
  }
}
