// Slices of H.264 written by hand: rows of bare pixels, or rows that stay what they were (baseline, as x264 makes footage).
import { BLOCK_BYTES, blackBlock, FACE_BLOCKS, FACE_COLUMN } from './clock-face.ts'

/** From one block's pixels to the next one's: two bytes of type and alignment stand between. */
export const STRIDE = BLOCK_BYTES + 2

/** A NAL unit as its syntax reads, without the bytes that keep start codes out of it. */
function bare(nal: Buffer): Buffer {
  return Buffer.from(nal.toString('latin1').replaceAll('\0\0\x03', '\0\0'), 'latin1')
}

function guarded(bytes: Buffer): Buffer {
  const out: number[] = []
  for (const byte of bytes) {
    if (byte <= 3 && out.at(-1) === 0 && out.at(-2) === 0) out.push(3)
    out.push(byte)
  }
  return Buffer.from(out)
}

function createReader(bytes: Buffer) {
  let at = 8
  const bit = () => (bytes[at >> 3]! >> (7 - (at++ & 7))) & 1
  const bits = (count: number) => {
    let value = 0
    for (let left = count; left > 0; left--) value = value * 2 + bit()
    return value
  }
  const ue = () => {
    let zeros = 0
    while (bit() === 0 && zeros < 32) zeros++
    return 2 ** zeros - 1 + bits(zeros)
  }
  return { bit, bits, ue, position: () => at }
}

export interface Headers {
  frameNumberBits: number
  /** 0 has its bits in every slice, 2 none. */
  orderType: number
  orderBits: number
  deblocking: boolean
}

/** What the lengths of slice headers depend on. */
export function readHeaders(sps: Buffer, pps: Buffer): Headers {
  const sequence = createReader(bare(sps))
  sequence.bits(24)
  sequence.ue()
  const frameNumberBits = sequence.ue() + 4
  const orderType = sequence.ue()
  const orderBits = orderType === 0 ? sequence.ue() + 4 : 0
  const picture = createReader(bare(pps))
  for (let index = 0; index < 2; index++) picture.ue()
  picture.bits(2)
  for (let index = 0; index < 3; index++) picture.ue()
  picture.bits(3)
  for (let index = 0; index < 3; index++) picture.ue()
  return { frameNumberBits, orderType, orderBits, deblocking: picture.bit() === 1 }
}

/** The bits of a slice up to its first macroblock. */
function headOf(nal: Buffer, headers: Headers): number[] {
  const bytes = bare(nal.subarray(0, 64))
  const reader = createReader(bytes)
  const isKey = (nal[0]! & 31) === 5
  reader.ue()
  const isPredicted = reader.ue() % 5 === 0
  reader.ue()
  reader.bits(headers.frameNumberBits)
  if (isKey) reader.ue()
  reader.bits(headers.orderBits)
  if (isPredicted) {
    if (reader.bit()) reader.ue()
    reader.bit()
  }
  if (nal[0]! & 0x60) reader.bits(isKey ? 2 : 1)
  reader.ue()
  if (headers.deblocking && reader.ue() !== 1) throw new Error('Footage is encoded without deblocking')
  return Array.from({ length: reader.position() }, (_, at) => (bytes[at >> 3]! >> (7 - (at & 7))) & 1)
}

const ue = (value: number): number[] => {
  const digits = [...(value + 1).toString(2)].map(Number)
  return [...digits.slice(1).map(() => 0), ...digits]
}

function bytesOf(bits: number[]): Buffer {
  const bytes = Buffer.alloc(Math.ceil(bits.length / 8))
  for (const [at, bit] of bits.entries()) bytes[at >> 3]! |= bit << (7 - (at & 7))
  return bytes
}

/** Types of a macroblock of bare pixels in slices of key frames and of others. */
const PIXELS = { key: ue(25), other: ue(30) }

export interface RowSlice {
  nal: Buffer
  /** Where the pixels of the clock's first block begin; null where the row stays what it was. */
  face: number | null
}

/** The row of that slice, `width` blocks wide, with place for half of the clock; in a key frame all of it is new. */
export function clockRow(nal: Buffer, headers: Headers, width: number): RowSlice {
  const isKey = (nal[0]! & 31) === 5
  const type = isKey ? PIXELS.key : [...ue(0), ...PIXELS.other]
  const first = isKey ? type : [...ue(FACE_COLUMN), ...PIXELS.other]
  const head = guarded(bytesOf([...headOf(nal, headers), ...first]))
  const count = isKey ? width : FACE_BLOCKS
  const more = Array.from({ length: count - 1 }, () => [bytesOf(type), blackBlock]).flat()
  const last = isKey ? [1] : [...ue(width - FACE_COLUMN - FACE_BLOCKS), 1]
  return {
    nal: Buffer.concat([head, blackBlock, ...more, bytesOf(last)]),
    face: head.length + (isKey ? FACE_COLUMN * STRIDE : 0),
  }
}

/** The row stays what it was. */
export function stillRow(nal: Buffer, headers: Headers, width: number): RowSlice {
  return { nal: guarded(bytesOf([...headOf(nal, headers), ...ue(width), 1])), face: null }
}
