// Fragmented MP4 as FFmpeg writes it: tracks of an init, time and key frame of a fragment.
import { codecOf } from './codecs.ts'

export interface Box {
  type: string
  /** Where its content begins and ends. */
  at: number
  end: number
}

export interface Track {
  id: number
  kind: 'video' | 'sound'
  /** As RFC 6381 spells it. */
  codec: string
  /** Ticks in a second. */
  timescale: number
  defaultDuration: number
  defaultFlags: number
  /** 0 for sound. */
  width: number
  height: number
}

/** What a fragment says of its picture. Times in seconds of the epoch. */
export interface FragmentInfo {
  key: boolean
  decodeTime: number
  duration: number
  /** Where the first frame lies in the fragment. */
  frameAt: number
  frameBytes: number
}

/** The boxes between two offsets; a broken size ends the walk. */
export function* boxes(bytes: Buffer, from = 0, to = bytes.length): Generator<Box> {
  for (let at = from; at + 8 <= to; ) {
    const size = bytes.readUInt32BE(at)
    if (size < 8 || at + size > to) return
    yield { type: bytes.toString('latin1', at + 4, at + 8), at: at + 8, end: at + size }
    at += size
  }
}

/** The first box at a path such as `moov/mvex`. */
export function findBox(bytes: Buffer, path: string, within: { at: number; end: number }): Box | null {
  let place = within
  let found: Box | null = null
  for (const type of path.split('/')) {
    found = null
    for (const box of boxes(bytes, place.at, place.end))
      if (box.type === type) {
        found = box
        break
      }
    if (!found) return null
    place = found
  }
  return found
}

function need(bytes: Buffer, path: string, within: { at: number; end: number }): Box {
  const box = findBox(bytes, path, within)
  if (!box) throw new Error(`MP4 without ${path}`)
  return box
}

/** Full boxes of version 1 hold their times in 8 bytes. */
const isLong = (bytes: Buffer, box: Box) => bytes[box.at] === 1

function readTrack(bytes: Buffer, trak: Box, extends_: Box[]): Track | null {
  const header = need(bytes, 'tkhd', trak)
  const media = need(bytes, 'mdia/mdhd', trak)
  const handler = need(bytes, 'mdia/hdlr', trak)
  const descriptions = need(bytes, 'mdia/minf/stbl/stsd', trak)
  const [entry] = boxes(bytes, descriptions.at + 8, descriptions.end)
  const name = bytes.toString('latin1', handler.at + 8, handler.at + 12)
  if (!entry || (name !== 'vide' && name !== 'soun')) return null
  const id = bytes.readUInt32BE(header.at + (isLong(bytes, header) ? 20 : 12))
  const defaults = extends_.find((box) => bytes.readUInt32BE(box.at + 4) === id)
  return {
    id,
    kind: name === 'vide' ? 'video' : 'sound',
    codec: codecOf(bytes, entry),
    timescale: bytes.readUInt32BE(media.at + (isLong(bytes, media) ? 20 : 12)),
    defaultDuration: defaults ? bytes.readUInt32BE(defaults.at + 12) : 0,
    defaultFlags: defaults ? bytes.readUInt32BE(defaults.at + 20) : 0,
    width: name === 'vide' ? bytes.readUInt16BE(entry.at + 24) : 0,
    height: name === 'vide' ? bytes.readUInt16BE(entry.at + 26) : 0,
  }
}

/**
 * The tracks of an init (`ftyp` and `moov`). FFmpeg names H.265 `hev1` unless it knows the codec beforehand; the name is
 * changed here, in place, to the `hvc1` that Apple's players ask for.
 */
export function readInit(init: Buffer): Track[] {
  const whole = { at: 0, end: init.length }
  const moov = need(init, 'moov', whole)
  const mvex = need(init, 'mvex', moov)
  const extends_ = [...boxes(init, mvex.at, mvex.end)].filter((box) => box.type === 'trex')
  const tracks: Track[] = []
  for (const trak of boxes(init, moov.at, moov.end)) {
    if (trak.type !== 'trak') continue
    const descriptions = need(init, 'mdia/minf/stbl/stsd', trak)
    if (init.toString('latin1', descriptions.at + 12, descriptions.at + 16) === 'hev1')
      init.write('hvc1', descriptions.at + 12)
    const track = readTrack(init, trak, extends_)
    if (track) tracks.push(track)
  }
  return tracks
}

/** `video/mp4; codecs="…"` */
export function mimeOf(tracks: Track[]): string {
  return `video/mp4; codecs="${tracks.map((track) => track.codec).join(', ')}"`
}

const HAS = {
  baseOffset: 0x1,
  description: 0x2,
  duration: 0x8,
  size: 0x10,
  flags: 0x20,
  dataOffset: 0x1,
  firstFlags: 0x4,
  sampleDuration: 0x100,
  sampleSize: 0x200,
  sampleFlags: 0x400,
  sampleOffset: 0x800,
}
const NOT_A_KEY_FRAME = 0x10000

export interface Sample {
  /** Ticks. */
  duration: number
  size: number
  flags: number
  /** Ticks that it is shown later than decoded. */
  delay: number
  /** Where it lies, from the beginning of its `moof`. */
  at: number
}

/** The samples of one track in a fragment, in order. */
export function* samplesOf(bytes: Buffer, traf: Box, track: Track): Generator<Sample> {
  const header = need(bytes, 'tfhd', traf)
  const has = bytes.readUIntBE(header.at + 1, 3)
  let at = header.at + 8 + (has & HAS.baseOffset ? 8 : 0) + (has & HAS.description ? 4 : 0)
  const take = (flag: number, fallback: number) => {
    if (!(has & flag)) return fallback
    at += 4
    return bytes.readUInt32BE(at - 4)
  }
  const usual = {
    duration: take(HAS.duration, track.defaultDuration),
    size: take(HAS.size, 0),
    flags: take(HAS.flags, track.defaultFlags),
  }

  let dataAt = 0
  for (const run of boxes(bytes, traf.at, traf.end)) {
    if (run.type !== 'trun') continue
    const holds = bytes.readUIntBE(run.at + 1, 3)
    const count = bytes.readUInt32BE(run.at + 4)
    let place = run.at + 8
    const next = (flag: number, fallback: number) => {
      if (!(holds & flag)) return fallback
      place += 4
      return bytes.readUInt32BE(place - 4)
    }
    // A run without a place of its own follows the one before.
    dataAt = next(HAS.dataOffset, dataAt)
    const firstFlags = next(HAS.firstFlags, usual.flags)
    for (let index = 0; index < count; index++) {
      const duration = next(HAS.sampleDuration, usual.duration)
      const size = next(HAS.sampleSize, usual.size)
      const flags = next(HAS.sampleFlags, index ? usual.flags : firstFlags)
      const delay = next(HAS.sampleOffset, 0) | 0
      yield { duration, size, flags, delay, at: dataAt }
      dataAt += size
    }
  }
}

function readRuns(bytes: Buffer, traf: Box, track: Track) {
  let ticks = 0
  let first: Sample | null = null
  for (const sample of samplesOf(bytes, traf, track)) {
    ticks += sample.duration
    first ??= sample
  }
  return { ticks, first }
}

/** What a fragment (`moof` and `mdat`) says of its picture; null when it holds sound alone. */
export function readFragment(fragment: Buffer, tracks: Track[]): FragmentInfo | null {
  const moof = need(fragment, 'moof', { at: 0, end: fragment.length })
  for (const traf of boxes(fragment, moof.at, moof.end)) {
    if (traf.type !== 'traf') continue
    const id = fragment.readUInt32BE(need(fragment, 'tfhd', traf).at + 4)
    const track = tracks.find((candidate) => candidate.id === id)
    if (track?.kind !== 'video') continue
    const time = need(fragment, 'tfdt', traf)
    const ticks = isLong(fragment, time)
      ? Number(fragment.readBigUInt64BE(time.at + 4))
      : fragment.readUInt32BE(time.at + 4)
    const runs = readRuns(fragment, traf, track)
    if (!runs.first) return null
    return {
      key: (runs.first.flags & NOT_A_KEY_FRAME) === 0,
      decodeTime: ticks / track.timescale,
      duration: runs.ticks / track.timescale,
      frameAt: moof.at - 8 + runs.first.at,
      frameBytes: runs.first.size,
    }
  }
  return null
}
