// A whole MP4 file played in pieces: an init and fragments of a few seconds, cut from it as they are asked for.
import { open } from 'node:fs/promises'
import { Fault } from '../domain/fault.ts'
import { box, type Change, descriptions, number32, within } from './box-writing.ts'
import { findBox } from './boxes.ts'
import { type FilmIndex, type FilmTrack, readFilmIndex } from './film-tables.ts'
import { type FilmTail, tailOf } from './film-tail.ts'

export interface Film {
  /** Seconds of each piece, in order; each begins with a key frame. */
  readonly pieces: readonly number[]
  readonly init: Buffer
  /**
   * The bytes of one; null for a number that there is none of. `shift`: so many seconds later, for a list of several films:
   * not all players bear with one that begins anew.
   */
  piece(number: number, shift?: number): Promise<Buffer | null>
  /** The rest of it, from the key frame on that shows this moment: so many seconds from its beginning. */
  from(seconds: number): FilmTail
}

const SHORTEST_SECONDS = 5.9
/** Of six seconds it would be 170 Mbit/s: a file without key frames, or an index that lies. */
const LARGEST_PIECE = 128 * 1024 * 1024
const NEEDS_OTHERS = 0x01010000
const NEEDS_NONE = 0x02000000

/** A head whose length in time is told by the fragments instead. */
const withoutLength =
  (short: number, long: number): Change =>
  (bytes, at, end) => {
    const copy = Buffer.from(bytes.subarray(at, end))
    if (copy[0] === 1) copy.fill(0, long, long + 8)
    else copy.fill(0, short, short + 4)
    return copy
  }

/** Edits keep where the track begins; how long it is shown is not known of a film in pieces. */
const edits: Change = (bytes, at, end) => {
  const copy = Buffer.from(bytes.subarray(at, end))
  const [wide, row] = copy[0] === 1 ? [8, 20] : [4, 12]
  for (let place = 8; place + row <= copy.length; place += row) {
    const isEmpty = copy.readInt32BE(place + wide) === -1
    if (!isEmpty) copy.fill(0, place, place + wide)
  }
  return copy
}

const empty: Change = () => number32(0, 0)
const none: Change = () => null

function initOf({ bytes, moov, tracks }: FilmIndex): Buffer {
  const samples = within({
    ...{ stsd: descriptions, stts: empty, stsc: empty, stco: empty, co64: none, stsz: () => number32(0, 0, 0) },
    ...{ stss: none, ctts: none, sgpd: none, sbgp: none, sdtp: none },
  })
  const track = within({
    tkhd: withoutLength(20, 28),
    edts: within({ elst: edits }),
    mdia: within({ mdhd: withoutLength(16, 24), minf: within({ stbl: samples }) }),
  })
  const head = findBox(bytes, 'mvhd', moov)
  return Buffer.concat([
    box('ftyp', Buffer.from('iso6'), number32(0), Buffer.from('iso6mp41')),
    box(
      'moov',
      ...(head ? [box('mvhd', withoutLength(16, 24)(bytes, head.at, head.end) ?? number32())] : []),
      ...tracks.map(({ box: trak }) => box('trak', track(bytes, trak.at, trak.end) ?? number32())),
      box('mvex', ...tracks.map(({ id }) => box('trex', number32(0, id, 1, 0, 0, 0)))),
    ),
  ])
}

/** The first sample that is decoded at or after so many seconds. */
function sampleAt({ times, timescale, sizes }: FilmTrack, seconds: number): number {
  // A hair earlier, so that what was reckoned from a sample's own time finds it again.
  const ticks = seconds * timescale - 1e-6 * timescale
  let [low, high] = [0, sizes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((times[middle] ?? 0) < ticks) low = middle + 1
    else high = middle
  }
  return low
}

function cutsOf({ times, timescale, keys, sizes }: FilmTrack): number[] {
  const cuts: number[] = [0]
  let last = 0
  for (const key of keys ?? sizes.keys()) {
    const seconds = (times[key] ?? 0) / timescale
    if (seconds - last < SHORTEST_SECONDS) continue
    cuts.push(seconds)
    last = seconds
  }
  return cuts
}

interface Stretch {
  track: FilmTrack
  first: number
  /** Not counted any more. */
  end: number
  bytes: number
}

function moofOf(number: number, stretches: readonly Stretch[], shift: number): Buffer {
  const fragments = stretches.map(({ track, first, end }) => {
    const { id, times, timescale, sizes, delays, keys } = track
    const standing = keys && new Set(keys)
    const rows: number[] = []
    for (let sample = first; sample < end; sample++) {
      const flags = !standing || standing.has(sample) ? NEEDS_NONE : NEEDS_OTHERS
      rows.push((times[sample + 1] ?? 0) - (times[sample] ?? 0), sizes[sample] ?? 0, flags)
      if (delays) rows.push(delays[sample] ?? 0)
    }
    const time = Buffer.alloc(8)
    time.writeBigUInt64BE(BigInt(Math.max(0, (times[first] ?? 0) + Math.round(shift * timescale))))
    // Version 1 for signed delays; place, length, size and flags of each sample, and its delay where there are any.
    const run = number32(0x01000701 | (delays ? 0x800 : 0), end - first, 0, ...rows)
    return { head: [box('tfhd', number32(0x020000, id)), box('tfdt', number32(0x01000000), time)], run }
  })
  const whole = () =>
    box(
      'moof',
      box('mfhd', number32(0, number + 1)),
      ...fragments.map(({ head, run }) => box('traf', ...head, box('trun', run))),
    )
  let place = whole().length + 8
  for (const [index, { run }] of fragments.entries()) {
    run.writeInt32BE(place, 8)
    place += stretches[index]?.bytes ?? 0
  }
  return whole()
}

/** Where a stretch lies in the file, as few pieces as there are. */
function placesOf({ track, first, end }: Stretch): { at: number; bytes: number }[] {
  const places: { at: number; bytes: number }[] = []
  for (let sample = first; sample < end; sample++) {
    const [at = 0, bytes = 0] = [track.places[sample], track.sizes[sample]]
    const last = places.at(-1)
    if (last && last.at + last.bytes === at) last.bytes += bytes
    else places.push({ at, bytes })
  }
  return places
}

/** Reads the file's index, and of its pictures nothing. Fault `conflict` for a file that cannot be played in pieces. */
export async function openFilm(path: string): Promise<Film> {
  const index = await readFilmIndex(path)
  const video = index.tracks.find(({ kind }) => kind === 'video') as FilmTrack
  const cuts = cutsOf(video)
  const length = (video.times.at(-1) ?? 0) / video.timescale

  return {
    init: initOf(index),
    pieces: cuts.map((cut, at) => (cuts[at + 1] ?? length) - cut),
    async piece(number, shift = 0) {
      const from = cuts[number]
      if (from === undefined) return null
      const to = cuts[number + 1]
      const stretches = index.tracks
        .map((track): Stretch => {
          const first = sampleAt(track, from)
          const end = to === undefined ? track.sizes.length : sampleAt(track, to)
          return { track, first, end, bytes: track.sizes.subarray(first, end).reduce((sum, size) => sum + size, 0) }
        })
        .filter(({ first, end }) => end > first)
      const total = stretches.reduce((sum, { bytes }) => sum + bytes, 0)
      if (total > LARGEST_PIECE) throw new Fault('conflict', 'The file is not an MP4 that can be played in pieces.')
      const moof = moofOf(number, stretches, shift)
      const piece = Buffer.alloc(moof.length + 8 + total)
      moof.copy(piece)
      number32(total + 8).copy(piece, moof.length)
      piece.write('mdat', moof.length + 4, 'latin1')
      let at = moof.length + 8
      const file = await open(path)
      try {
        for (const place of stretches.flatMap(placesOf)) {
          const { bytesRead } = await file.read(piece, at, place.bytes, place.at)
          if (bytesRead < place.bytes) throw new Fault('conflict', 'The file is shorter than its own index says.')
          at += bytesRead
        }
      } finally {
        await file.close()
      }
      return piece
    },
    from: (seconds) => tailOf(path, index, seconds),
  }
}
