// H.264 in boxes as a camera may send it, made of units that a test names: no encoder makes such odd ones.
import { box, number32 } from '../media/box-writing.ts'

const TICKS = 1000
const NOT_A_KEY_FRAME = 0x10000
const zeros = (count: number) => Buffer.alloc(count)

const behindLength = (unit: Buffer) => {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(unit.length)
  return Buffer.concat([length, unit])
}

/** An init with these parameter sets. */
export function initOf(sequence: Buffer, picture: Buffer): Buffer {
  const config = box(
    'avcC',
    Buffer.from([1, 0x64, 0, 0x1f, 0xff, 0xe1]),
    behindLength(sequence),
    Buffer.from([1]),
    behindLength(picture),
  )
  const entry = box('avc1', zeros(24), Buffer.from([0, 160, 0, 120]), zeros(50), config)
  const trak = box(
    'trak',
    box('tkhd', zeros(12), number32(1), zeros(68)),
    box(
      'mdia',
      box('mdhd', zeros(12), number32(TICKS, 0)),
      box('hdlr', zeros(8), Buffer.from('vide'), zeros(12)),
      box('minf', box('stbl', box('stsd', number32(0, 1), entry))),
    ),
  )
  return Buffer.concat([
    box('ftyp', Buffer.from('iso5')),
    box('moov', trak, box('mvex', box('trex', number32(0, 1, 1, 200, 0, NOT_A_KEY_FRAME)))),
  ])
}

/** One picture of these units. */
export function pictureOf(units: Buffer[], { seconds = 0, duration = 0.2, key = true } = {}): Buffer {
  const data = Buffer.concat(units.flatMap((unit) => [number32(unit.length), unit]))
  const sizes = [data.length, key ? 0 : NOT_A_KEY_FRAME]
  const moof = (dataAt: number) =>
    box(
      'moof',
      box('mfhd', number32(0, 1)),
      box(
        'traf',
        box('tfhd', number32(0, 1)),
        box('tfdt', number32(0, Math.round(seconds * TICKS))),
        // Place of the data, and of each its duration, size and flags.
        box('trun', number32(0x701, 1, dataAt, Math.round(duration * TICKS), ...sizes)),
      ),
    )
  const head = moof(moof(0).length + 8)
  return Buffer.concat([head, box('mdat', data)])
}
