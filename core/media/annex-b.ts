// H.264 of a relay's fragments as players without containers want it: one picture after the other, with start codes (Annex B).
import { type Box, boxes, findBox, readInit, samplesOf, type Track } from './boxes.ts'
import { avcConfigIn } from './codecs.ts'

export interface AccessUnit {
  /** Can be shown without any before it; carries its parameter sets. */
  key: boolean
  /** When it is shown, in seconds of the epoch. They come in the order of decoding. */
  shownAt: number
  bytes: Buffer
}

export interface AnnexB {
  /** The pictures of one fragment of the epoch. */
  unitsOf(fragment: Buffer): AccessUnit[]
}

interface Config {
  /** Bytes of the length before each unit in the container. */
  lengthBytes: number
  sequence: Buffer[]
  picture: Buffer[]
}

const START = Buffer.from([0, 0, 0, 1])
const TYPE = { sequence: 7, picture: 8, delimiter: 9 }
const NOT_A_KEY_FRAME = 0x10000

/** Null for a video that is no H.264. Throws for an init that is none. */
export function annexBOf(init: Buffer): AnnexB | null {
  const track = readInit(init).find(({ kind }) => kind === 'video')
  const place = avcConfigIn(init)
  if (!track || !place) return null
  const config = readConfig(init, place)
  return { unitsOf: (fragment) => [...unitsIn(fragment, track, config)] }
}

/** The decoder configuration of ISO 14496-15: sequence parameter sets, then picture parameter sets, each behind its length. */
function readConfig(bytes: Buffer, { at: begin, end }: Box): Config {
  let at = begin + 5
  const sets = (count: number) =>
    Array.from({ length: count }, () => {
      const length = bytes.readUInt16BE(at)
      at += 2 + length
      if (at > end) throw new Error('A parameter set is cut off')
      return bytes.subarray(at - length, at)
    })
  const lengthBytes = (bytes.readUInt8(begin + 4) & 3) + 1
  const sequence = sets(bytes.readUInt8(at++) & 31)
  return { lengthBytes, sequence, picture: sets(bytes.readUInt8(at++)) }
}

function* unitsIn(fragment: Buffer, track: Track, config: Config): Generator<AccessUnit> {
  for (const moof of boxes(fragment)) {
    if (moof.type !== 'moof') continue
    const start = moof.at - 8
    for (const traf of boxes(fragment, moof.at, moof.end)) {
      const header = traf.type === 'traf' && findBox(fragment, 'tfhd', traf)
      const time = traf.type === 'traf' && findBox(fragment, 'tfdt', traf)
      if (!header || !time || fragment.readUInt32BE(header.at + 4) !== track.id) continue
      const isLong = fragment[time.at] === 1
      let ticks = isLong ? Number(fragment.readBigUInt64BE(time.at + 4)) : fragment.readUInt32BE(time.at + 4)
      for (const { at, size, duration, delay, flags } of samplesOf(fragment, traf, track)) {
        const key = (flags & NOT_A_KEY_FRAME) === 0
        const sample = fragment.subarray(start + at, start + at + size)
        yield { key, shownAt: (ticks + delay) / track.timescale, bytes: withStartCodes(sample, key, config) }
        ticks += duration
      }
    }
  }
}

/** Sets in the picture itself are newer than those of the init. */
function withStartCodes(sample: Buffer, key: boolean, { lengthBytes, sequence, picture }: Config): Buffer {
  const nals: Buffer[] = []
  for (let at = 0; at + lengthBytes < sample.length; ) {
    const length = sample.readUIntBE(at, lengthBytes)
    at += lengthBytes
    nals.push(sample.subarray(at, at + length))
    at += length
  }
  // A delimiter would have to stand before the sets, and says nothing that a message does not.
  const told = nals.filter((nal) => nal.length > 0 && typeOf(nal) !== TYPE.delimiter)
  return Buffer.concat((key ? begun(told, { sequence, picture }) : told).flatMap((nal) => [START, nal]))
}

/** A picture's parameters name the sequence that they are of, which a decoder must know by then. */
function begun(nals: Buffer[], sets: Pick<Config, 'sequence' | 'picture'>): Buffer[] {
  const own = Map.groupBy(nals, typeOf)
  const rest = nals.filter((nal) => typeOf(nal) !== TYPE.sequence && typeOf(nal) !== TYPE.picture)
  return [...(own.get(TYPE.sequence) ?? sets.sequence), ...(own.get(TYPE.picture) ?? sets.picture), ...rest]
}

const typeOf = (nal: Buffer) => (nal[0] ?? 0) & 31
