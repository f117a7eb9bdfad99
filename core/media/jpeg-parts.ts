// Cuts FFmpeg's row of JPEGs into single ones, by the length that stands before each.

export interface JpegParts {
  /** The pictures that this chunk completes. Throws when the bytes are no such row. */
  push(chunk: Uint8Array): Uint8Array<ArrayBuffer>[]
}

const HEAD_END = '\r\n\r\n'
const LONGEST_HEAD = 1024
/** No picture as wide as ours is nearly as large. */
const MOST_BYTES = 16 << 20

export function createJpegParts(): JpegParts {
  let waiting: Buffer = Buffer.alloc(0)

  /** The next picture, or null while it is not whole. */
  function cut(): Uint8Array<ArrayBuffer> | null {
    const end = waiting.indexOf(HEAD_END)
    const head = waiting.toString('latin1', 0, end < 0 ? waiting.length : end)
    if (end < 0 && head.length <= LONGEST_HEAD) return null
    const bytes = Number(/^content-length: *(\d{1,9})$/im.exec(head)?.[1] ?? Number.NaN)
    if (!(bytes <= MOST_BYTES)) throw new Error('A row of pictures is out of step')
    const at = end + HEAD_END.length
    if (waiting.length < at + bytes) return null
    const jpeg = new Uint8Array(waiting.subarray(at, at + bytes))
    waiting = waiting.subarray(at + bytes)
    return jpeg
  }

  return {
    push(chunk) {
      waiting = Buffer.concat([waiting, chunk])
      const pictures: Uint8Array<ArrayBuffer>[] = []
      for (let next = cut(); next; next = cut()) pictures.push(next)
      return pictures
    },
  }
}
