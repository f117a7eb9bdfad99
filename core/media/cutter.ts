// Cuts FFmpeg's pipe into inits and fragments, copying each byte once.

export type Piece = { kind: 'init'; bytes: Buffer } | { kind: 'fragment'; bytes: Buffer }

/** No box of ours comes near; a size beyond it means that we are out of step. */
const LARGEST_BOX = 64 << 20

export interface Cutter {
  /** The pieces that this chunk completes. Throws when the bytes are no MP4. */
  push(chunk: Uint8Array): Piece[]
}

export function createCutter(): Cutter {
  const waiting: Uint8Array[] = []
  let length = 0
  /** `ftyp`, then `moov`; `moof`, then `mdat`: what has come of the piece in the making. */
  let parts: Uint8Array[] = []

  function take(count: number): Uint8Array[] {
    const taken: Uint8Array[] = []
    length -= count
    for (let left = count; left > 0; ) {
      const first = waiting[0]!
      if (first.length > left) {
        taken.push(first.subarray(0, left))
        waiting[0] = first.subarray(left)
        return taken
      }
      taken.push(first)
      waiting.shift()
      left -= first.length
    }
    return taken
  }

  function header(): { size: number; type: string } | null {
    if (length < 8) return null
    if (waiting[0]!.length < 8) {
      waiting.unshift(Buffer.concat(take(8)))
      length += 8
    }
    const bytes = Buffer.from(waiting[0]!.buffer, waiting[0]!.byteOffset, 8)
    const size = bytes.readUInt32BE(0)
    if (size < 8 || size > LARGEST_BOX) throw new Error('FFmpeg wrote no MP4')
    return { size, type: bytes.toString('latin1', 4, 8) }
  }

  return {
    push(chunk) {
      waiting.push(chunk)
      length += chunk.length
      const pieces: Piece[] = []
      for (let box = header(); box && length >= box.size; box = header()) {
        const bytes = take(box.size)
        if (box.type === 'ftyp' || box.type === 'moof') parts = bytes
        else if (box.type === 'moov') pieces.push({ kind: 'init', bytes: Buffer.concat([...parts, ...bytes]) })
        else if (box.type === 'mdat') pieces.push({ kind: 'fragment', bytes: Buffer.concat([...parts, ...bytes]) })
        if (box.type === 'moov' || box.type === 'mdat') parts = []
      }
      return pieces
    },
  }
}
