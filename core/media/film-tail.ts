// A film from one of its key frames on, as an MP4 of its own: a new index, and behind it the file's own bytes.
import { bigNumber, box, type Change, descriptions, number32, rebuilt, within } from './box-writing.ts'
import { findBox } from './boxes.ts'
import type { FilmIndex, FilmTrack } from './film-tables.ts'

export interface FilmTail {
  /** Where it begins: seconds from the film's own beginning. */
  startsAt: number
  bytes: number
  /** From one byte on up to another, both counted. */
  read(first: number, last: number): ReadableStream<Uint8Array<ArrayBuffer>>
}

/** What is kept of a track: its samples from one on. */
interface Rest {
  track: FilmTrack
  first: number
  /** Seconds from the beginning of the rest until it begins. */
  waits: number
}

interface Chunk {
  at: number
  samples: number
}

/** Seconds by which equal times may differ as they were reckoned. */
const HAIR = 1e-6

/** By how many seconds a track is shown later than its own times say. */
function shiftOf({ bytes, moov }: FilmIndex, { box: trak, timescale }: FilmTrack): number {
  const list = findBox(bytes, 'edts/elst', trak)
  if (!list) return 0
  const isLong = bytes[list.at] === 1
  const row = isLong ? 20 : 12
  let later = 0
  for (let at = list.at + 8; at + row <= list.end; at += row) {
    const [length, begin] = isLong
      ? [Number(bytes.readBigUInt64BE(at)), Number(bytes.readBigInt64BE(at + 8))]
      : [bytes.readUInt32BE(at), bytes.readInt32BE(at + 4)]
    if (begin !== -1) return later - begin / timescale
    later += length / movieScaleOf({ bytes, moov })
  }
  return later
}

function movieScaleOf({ bytes, moov }: Pick<FilmIndex, 'bytes' | 'moov'>): number {
  const head = findBox(bytes, 'mvhd', moov)
  return (head && bytes.readUInt32BE(head.at + (bytes[head.at] === 1 ? 20 : 12))) || 1000
}

const secondsAt = ({ times, delays, timescale }: FilmTrack, sample: number) =>
  ((times[sample] ?? 0) + (delays?.[sample] ?? 0)) / timescale

/** The last key frame that is shown at or before the moment; the first one before that. */
function keyAt(video: FilmTrack, shift: number, seconds: number): number {
  let found = 0
  for (const key of video.keys ?? video.sizes.keys()) {
    if (secondsAt(video, key) + shift > seconds + HAIR) break
    found = key
  }
  return found
}

function restsOf(index: FilmIndex, video: FilmTrack, first: number): Rest[] {
  const begin = secondsAt(video, first) + shiftOf(index, video)
  const sounds = index.tracks.flatMap((track): Rest[] => {
    if (track.kind !== 'sound') return []
    const shift = shiftOf(index, track)
    let sample = 0
    while (sample < track.sizes.length && secondsAt(track, sample) + shift < begin - HAIR) sample++
    const waits = Math.max(0, secondsAt(track, sample) + shift - begin)
    return sample < track.sizes.length ? [{ track, first: sample, waits }] : []
  })
  return [{ track: video, first, waits: 0 }, ...sounds]
}

/** Samples that lie one behind the other. */
function chunksOf({ track, first }: Rest): Chunk[] {
  const chunks: Chunk[] = []
  let end = -1
  for (let sample = first; sample < track.sizes.length; sample++) {
    const at = track.places[sample] ?? 0
    const last = chunks.at(-1)
    if (last && at === end) last.samples++
    else chunks.push({ at, samples: 1 })
    end = at + (track.sizes[sample] ?? 0)
  }
  return chunks
}

/** Equal neighbours as one row: how many, and which value. */
function runs(values: Iterable<number>): number[] {
  const rows: number[] = []
  for (const value of values)
    if (rows.length && rows.at(-1) === value) rows[rows.length - 2]!++
    else rows.push(1, value)
  return rows
}

function* lengthsOf({ track: { times }, first }: Rest): Generator<number> {
  for (let sample = first; sample + 1 < times.length; sample++) yield (times[sample + 1] ?? 0) - (times[sample] ?? 0)
}

/** Which chunk on has how many samples. */
function chunkRows(chunks: readonly Chunk[]): number[] {
  const rows: number[] = []
  for (const [index, { samples }] of chunks.entries()) if (rows.at(-2) !== samples) rows.push(index + 1, samples, 1)
  return rows
}

/** A table of 32-bit numbers, `width` of them to a row. */
function table(rows: readonly number[], width: number): Buffer {
  const bytes = Buffer.alloc(8 + rows.length * 4)
  bytes.writeUInt32BE(rows.length / width, 4)
  for (const [index, value] of rows.entries()) bytes.writeInt32BE(value | 0, 8 + index * 4)
  return bytes
}

/** As much as a short field can say: players reckon from the samples. */
const capped = (value: number) => Math.min(0x7fffffff, Math.round(value))

const withLength =
  (shortAt: number, longAt: number, value: number): Change =>
  (bytes, at, end) => {
    const copy = Buffer.from(bytes.subarray(at, end))
    if (copy[0] === 1) copy.writeBigUInt64BE(BigInt(Math.round(value)), longAt)
    else copy.writeUInt32BE(capped(value), shortAt)
    return copy
  }

/** Signed, as some are. */
function delayTable(delays: Int32Array): Buffer {
  const bytes = table(runs(delays), 2)
  bytes[0] = 1
  return bytes
}

interface Track {
  /** In seconds, with what it waits. */
  lasts: number
  /** Its `trak`; `moved`: by how much its chunks lie later than in the file. */
  build(moved: number): Buffer
}

function trackOf(index: FilmIndex, rest: Rest, movieScale: number): Track {
  const { track, first, waits } = rest
  const chunks = chunksOf(rest)
  const ticks = (track.times.at(-1) ?? 0) - (track.times[first] ?? 0)
  const seconds = ticks / track.timescale
  const keys = track.keys && Array.from(track.keys).flatMap((key) => (key >= first ? [key - first + 1] : []))
  // No two need have the same size.
  const sizes = Buffer.concat([number32(0), table(Array.from(track.sizes.subarray(first)), 1)])
  const tables: Record<string, Buffer | null> = {
    stts: table(runs(lengthsOf(rest)), 2),
    ctts: track.delays && delayTable(track.delays.subarray(first)),
    stss: keys && table(keys, 1),
    stsc: table(chunkRows(chunks), 3),
    stsz: sizes,
    ...{ stco: null, co64: null, sgpd: null, sbgp: null, sdtp: null },
  }
  const changes = Object.fromEntries(
    Object.entries(tables).map(([type, bytes]): [string, Change] => [type, () => bytes]),
  )
  const edit = (length: number, begin: number) => [capped(length * movieScale), begin, 0x10000]
  // What is shown first is shown at once, however long after its own time that was.
  const edits = table([...(waits > 0 ? edit(waits, -1) : []), ...edit(seconds, track.delays?.[first] ?? 0)], 3)

  const build = (moved: number) => {
    const places = Buffer.concat([number32(0, chunks.length), ...chunks.map(({ at }) => bigNumber(at + moved))])
    const samples: Change = (bytes, at, end) =>
      Buffer.concat([...rebuilt(bytes, at, end, { stsd: descriptions, ...changes }), box('co64', places)])
    const content = rebuilt(index.bytes, track.box.at, track.box.end, {
      tkhd: withLength(20, 28, (waits + seconds) * movieScale),
      edts: () => null,
      mdia: within({ mdhd: withLength(16, 24, ticks), minf: within({ stbl: samples }) }),
    })
    return box('trak', ...content, box('edts', box('elst', edits)))
  }
  return { lasts: waits + seconds, build }
}

/** All of the file that the rest needs; some of it may be of sound that is not heard any more. */
function stretchOf(rests: readonly Rest[]): { from: number; to: number } {
  let [from, to] = [Number.POSITIVE_INFINITY, 0]
  for (const { track, first } of rests)
    for (let sample = first; sample < track.sizes.length; sample++) {
      const at = track.places[sample] ?? 0
      from = Math.min(from, at)
      to = Math.max(to, at + (track.sizes[sample] ?? 0))
    }
  return { from, to }
}

/** Of the file at this path, whose index that is. Reads no picture before somebody asks for them. */
export function tailOf(path: string, index: FilmIndex, seconds: number): FilmTail {
  const video = index.tracks.find(({ kind }) => kind === 'video') as FilmTrack
  const shift = shiftOf(index, video)
  const first = keyAt(video, shift, seconds)
  const rests = restsOf(index, video, first)
  const movieScale = movieScaleOf(index)
  const tracks = rests.map((rest) => trackOf(index, rest, movieScale))
  const lasts = Math.max(...tracks.map((track) => track.lasts))
  const head = findBox(index.bytes, 'mvhd', index.moov)
  const { from, to } = stretchOf(rests)
  const kind = box('ftyp', Buffer.from('isom'), number32(0x200), Buffer.from('isomiso2mp41'))

  const frontWith = (moved: number) => {
    const known = head && withLength(16, 24, lasts * movieScale)(index.bytes, head.at, head.end)
    const moov = box('moov', ...(known ? [box('mvhd', known)] : []), ...tracks.map((track) => track.build(moved)))
    // Of more than 4 GB, its length stands behind its name.
    return Buffer.concat([kind, moov, number32(1), Buffer.from('mdat'), bigNumber(to - from + 16)])
  }
  const front = frontWith(frontWith(0).length - from)

  return {
    startsAt: secondsAt(video, first) + shift,
    bytes: front.length + to - from,
    read(firstByte, lastByte) {
      const ownBytes = new Uint8Array(front.subarray(firstByte, lastByte + 1))
      const [begin, end] = [firstByte, lastByte + 1].map((at) => Math.max(0, at - front.length) + from)
      return joined(ownBytes, Bun.file(path).slice(begin, end), (end ?? 0) > (begin ?? 0))
    },
  }
}

/** Bytes, and behind them a part of a file. */
function joined(bytes: Uint8Array<ArrayBuffer>, file: Blob, hasMore: boolean): ReadableStream<Uint8Array<ArrayBuffer>> {
  let own = bytes.length > 0
  const reader = hasMore ? file.stream().getReader() : null
  return new ReadableStream({
    async pull(controller) {
      if (own) {
        own = false
        return controller.enqueue(bytes)
      }
      const next = await reader?.read()
      if (!next || next.done) controller.close()
      else controller.enqueue(next.value)
    },
    cancel: (reason) => reader?.cancel(reason),
  })
}
