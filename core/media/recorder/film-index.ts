// The index of an MP4 that is written as fragments: kept while they come, so that at its end the file is one whole film.

import { bigNumber, box, number32, rebuilt, within } from '../box-writing.ts'
import { boxes, findBox, readInit, samplesOf, type Track } from '../boxes.ts'
import { createRows, createRuns } from './rows.ts'

export interface FilmIndex {
  /** Notes what a `moof` at that place of the file describes; it may be followed by other boxes, which are not looked at. */
  add(moof: Buffer, at: number): void
  /** The `moov` that describes all that was added. */
  moov(): Buffer
  /** Seconds of video. */
  readonly duration: number
  /** Pictures, and those of them that stand alone. */
  readonly frames: number
  readonly keys: number
}

interface Table {
  track: Track
  /** Ticks: where its first sample is decoded, and where the one after its last would be; null before the first. */
  first: number | null
  end: number
  /** Ticks that its first sample is shown later than decoded. */
  delay: number
  sizes: ReturnType<typeof createRows>
  lengths: ReturnType<typeof createRuns>
  delays: ReturnType<typeof createRuns>
  hasDelays: boolean
  keys: ReturnType<typeof createRows>
  chunks: ReturnType<typeof createRows>
  perChunk: ReturnType<typeof createRows>
  lastPerChunk: number
  /** Length of the last sample: known only when the next fragment says when it begins. */
  pending: number | null
}

const tableOf = (track: Track): Table => ({
  ...{ track, first: null, end: 0, delay: 0, hasDelays: false, lastPerChunk: -1, pending: null },
  ...{ sizes: createRows(), lengths: createRuns(), delays: createRuns(), keys: createRows() },
  ...{ chunks: createRows(), perChunk: createRows() },
})

const NOT_A_KEY_FRAME = 0x10000

/** `init`: what stands before the fragments, `ftyp` and `moov`. */
export function createFilmIndex(init: Buffer): FilmIndex {
  const tables = readInit(init).map(tableOf)
  const video = tables.find(({ track }) => track.kind === 'video')

  /** A sample lasts until the next one begins: what was lost on the way is a picture that stands longer. */
  function settle(table: Table, begins: number): void {
    if (table.pending === null) return
    const length = Math.max(0, table.pending + begins - table.end)
    table.lengths.add(length)
    table.end += length - table.pending
    table.pending = null
  }

  function addRun(table: Table, bytes: Buffer, moofAt: number, traf: { at: number; end: number }, begins: number) {
    table.first ??= begins
    if (table.pending === null) table.end = begins
    else settle(table, begins)
    let inChunk = 0
    let chunkAt: number | null = null
    for (const sample of samplesOf(bytes, { type: 'traf', ...traf }, table.track)) {
      if (table.pending !== null) table.lengths.add(table.pending)
      if (table.sizes.count === 0) table.delay = sample.delay
      table.sizes.push(sample.size)
      table.delays.add(sample.delay)
      table.hasDelays ||= sample.delay !== 0
      if ((sample.flags & NOT_A_KEY_FRAME) === 0) table.keys.push(table.sizes.count)
      table.pending = sample.duration
      table.end += sample.duration
      chunkAt ??= moofAt + sample.at
      inChunk++
    }
    if (chunkAt === null) return
    table.chunks.push(Math.floor(chunkAt / 0x1_0000_0000), chunkAt % 0x1_0000_0000)
    if (inChunk !== table.lastPerChunk) table.perChunk.push(table.chunks.count, inChunk, 1)
    table.lastPerChunk = inChunk
  }

  const used = () => tables.filter(({ first }) => first !== null)
  /** Seconds at which its first sample is shown. */
  const startOf = ({ first, delay, track }: Table) => ((first ?? 0) + delay) / track.timescale
  const lengthOf = ({ first, end, track }: Table) => (end - (first ?? 0)) / track.timescale

  function samplesBox(table: Table, descriptions: Buffer): Buffer {
    const rows = (type: string, { count, bytes }: { count: number; bytes(): Buffer }, version = 0) =>
      box(type, number32(version, count), bytes())
    const { sizes, keys } = table
    return box(
      'stbl',
      descriptions,
      rows('stts', table.lengths.rows()),
      ...(table.hasDelays ? [rows('ctts', table.delays.rows(), 0x01000000)] : []),
      ...(keys.count < sizes.count ? [rows('stss', keys)] : []),
      rows('stsc', table.perChunk),
      box('stsz', number32(0, 0, sizes.count), sizes.bytes()),
      rows('co64', table.chunks),
    )
  }

  function trackBox(table: Table, trak: { at: number; end: number }, start: number, scale: number): Buffer {
    const later = Math.round((startOf(table) - start) * scale)
    const shown = Math.round(lengthOf(table) * scale)
    // One row that shows nothing, where the track begins later than the film.
    const edits = number32(0, later ? 2 : 1, ...(later ? [later, -1, 0x10000] : []), shown, table.delay, 0x10000)
    const samples = (bytes: Buffer, at: number, end: number) => {
      const found = findBox(bytes, 'stsd', { at, end })
      return samplesBox(table, bytes.subarray((found?.at ?? at) - 8, found?.end ?? at)).subarray(8)
    }
    const content = rebuilt(init, trak.at, trak.end, {
      edts: () => null,
      tkhd: lasting(20, 28, later + shown),
      mdia: within({ mdhd: lasting(16, 24, table.end - (table.first ?? 0)), minf: within({ stbl: samples }) }),
    })
    const [head, ...rest] = content
    return box('trak', head ?? Buffer.alloc(0), box('edts', box('elst', edits)), ...rest)
  }

  return {
    get duration() {
      return video ? lengthOf(video) : 0
    },
    get frames() {
      return video?.sizes.count ?? 0
    },
    get keys() {
      return video?.keys.count ?? 0
    },
    add(moof, at) {
      const whole = findBox(moof, 'moof', { at: 0, end: moof.length })
      if (!whole) throw new Error('A fragment without moof')
      for (const traf of boxes(moof, whole.at, whole.end)) {
        if (traf.type !== 'traf') continue
        const head = findBox(moof, 'tfhd', traf)
        const time = findBox(moof, 'tfdt', traf)
        const table = head && tables.find(({ track }) => track.id === moof.readUInt32BE(head.at + 4))
        if (!table || !time) continue
        const begins = moof[time.at] === 1 ? Number(moof.readBigUInt64BE(time.at + 4)) : moof.readUInt32BE(time.at + 4)
        addRun(table, moof, at, traf, begins)
      }
    },
    moov() {
      for (const table of used()) settle(table, table.end)
      const moov = findBox(init, 'moov', { at: 0, end: init.length })
      const head = moov && findBox(init, 'mvhd', moov)
      if (!moov || !head) throw new Error('An init without moov')
      const scale = init.readUInt32BE(head.at + (init[head.at] === 1 ? 20 : 12))
      const start = Math.min(...used().map(startOf))
      const length = Math.max(...used().map((table) => startOf(table) - start + lengthOf(table)))
      const traks = [...boxes(init, moov.at, moov.end)].filter(({ type }) => type === 'trak')
      return box(
        'moov',
        box('mvhd', lasting(16, 24, Math.round(length * scale))(init, head.at, head.end)),
        ...traks.flatMap((trak) => {
          const header = findBox(init, 'tkhd', trak)
          const id = header ? init.readUInt32BE(header.at + (init[header.at] === 1 ? 20 : 12)) : 0
          const table = used().find(({ track }) => track.id === id)
          return table ? [trackBox(table, trak, start, scale)] : []
        }),
      )
    },
  }
}

/** A head with its length in ticks, at the place for short or for long times. */
const lasting = (short: number, long: number, ticks: number) => (bytes: Buffer, at: number, end: number) => {
  const copy = Buffer.from(bytes.subarray(at, end))
  if (copy[0] === 1) bigNumber(ticks).copy(copy, long)
  else copy.writeUInt32BE(Math.min(ticks, 0xffff_ffff), short)
  return copy
}
