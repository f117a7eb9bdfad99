// The clock that stands in footage: 19 signs drawn from squares, as macroblocks of bare pixels, and how to read it again.
import { CLOCK_ROWS } from './recipes.ts'

/** Rows of five squares each, the leftmost the highest bit. */
const FONT: Record<string, number[]> = {
  '0': [0x0e, 0x11, 0x13, 0x15, 0x19, 0x11, 0x0e],
  '1': [0x04, 0x0c, 0x04, 0x04, 0x04, 0x04, 0x0e],
  '2': [0x0e, 0x11, 0x01, 0x02, 0x04, 0x08, 0x1f],
  '3': [0x1f, 0x02, 0x04, 0x02, 0x01, 0x11, 0x0e],
  '4': [0x02, 0x06, 0x0a, 0x12, 0x1f, 0x02, 0x02],
  '5': [0x1f, 0x10, 0x1e, 0x01, 0x01, 0x11, 0x0e],
  '6': [0x06, 0x08, 0x10, 0x1e, 0x11, 0x11, 0x0e],
  '7': [0x1f, 0x01, 0x02, 0x04, 0x08, 0x08, 0x08],
  '8': [0x0e, 0x11, 0x11, 0x0e, 0x11, 0x11, 0x0e],
  '9': [0x0e, 0x11, 0x11, 0x0f, 0x01, 0x02, 0x0c],
  '-': [0, 0, 0, 0x1f, 0, 0, 0],
  ':': [0, 0x0c, 0x0c, 0, 0x0c, 0x0c, 0],
  ' ': [0, 0, 0, 0, 0, 0, 0],
}

const SIGNS = 19
/** A sign is two macroblocks wide and high. */
export const FACE_BLOCKS = SIGNS * 2
/** Column of the first macroblock, of 80. */
export const FACE_COLUMN = 21
/** Luma and chroma of a macroblock; no byte is 0, so nothing in it has to be escaped. */
export const BLOCK_BYTES = 384
const [BLACK, WHITE, GREY] = [16, 235, 128]
const SQUARE = 4
const [LEFT, TOP] = [6, 2]

const isLit = (sign: string, x: number, y: number): boolean => {
  const [column, row] = [Math.floor((x - LEFT) / SQUARE), Math.floor((y - TOP) / SQUARE)]
  return column >= 0 && column < 5 && (((FONT[sign]?.[row] ?? 0) >> (4 - column)) & 1) === 1
}

export const blackBlock = Buffer.concat([Buffer.alloc(256, BLACK), Buffer.alloc(128, GREY)])

function draw(sign: string, right: number, lower: number): Buffer {
  const block = Buffer.from(blackBlock)
  for (let at = 0; at < 256; at++)
    if (isLit(sign, right * 16 + (at % 16), lower * 16 + Math.floor(at / 16))) block[at] = WHITE
  return block
}

/** By sign: upper left, upper right, lower left, lower right. */
const blocks = new Map(
  Object.keys(FONT).map((sign) => [sign, [0, 1, 2, 3].map((part) => draw(sign, part & 1, part >> 1))] as const),
)

/** `2026-07-08 10:00:00` of a wall clock given as a date whose UTC digits are the local ones. */
export const faceText = (wall: Date): string => wall.toISOString().slice(0, 19).replace('T', ' ')

/** Writes the upper (0) or lower (1) half of the signs: block after block, `stride` bytes apart, the first at `at`. */
export function writeFace(text: string, half: 0 | 1, to: Buffer, at: number, stride: number): void {
  for (let block = 0; block < FACE_BLOCKS; block++)
    blocks.get(text[block >> 1] ?? ' ')![half * 2 + (block & 1)]!.copy(to, at + block * stride)
}

/** The clock in a picture of 1280×720, from its luma; null where a sign is none. */
export function readFace(luma: Uint8Array, width = 1280): string | null {
  let text = ''
  for (let index = 0; index < SIGNS; index++) {
    const lit = (x: number, y: number) =>
      luma[(CLOCK_ROWS[0] * 16 + y) * width + (FACE_COLUMN + index * 2) * 16 + x]! > 128
    const sign = Object.keys(FONT).find((one) =>
      FONT[one]!.every((_, row) =>
        [0, 1, 2, 3, 4].every((column) => {
          const [x, y] = [LEFT + column * SQUARE + 2, TOP + row * SQUARE + 2]
          return lit(x, y) === isLit(one, x, y)
        }),
      ),
    )
    if (sign === undefined) return null
    text += sign
  }
  return text
}
