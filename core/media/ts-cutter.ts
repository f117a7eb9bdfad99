// Cuts FFmpeg's transport stream into segments at key frames; each begins with the tables that a player needs.
import { TS_VIDEO_PID } from './arguments.ts'

export interface TsPiece {
  bytes: Buffer
  seconds: number
}

export interface TsCutter {
  /** The segments that this chunk completes. Throws when the bytes are no transport stream, or never give a place to cut. */
  push(chunk: Uint8Array): TsPiece[]
  /** What is left when nothing follows; null = no picture. */
  rest(): TsPiece | null
}

const PACKET = 188
const CLOCK = 90_000
/** 33 bits, after which the clock begins anew. */
const CLOCK_END = 2 ** 33
/** 2 s, with slack for a first group of pictures that is a frame short. */
const SHORTEST_SECONDS = 1.9
/** Cameras that stretch their key frames get segments that begin without one. */
const LONGEST_SECONDS = 8
/** Of a segment: no camera sends as much in the longest one, so pictures or their times are missing. */
const MOST_BYTES = 32 << 20

interface Head {
  pid: number
  /** Something begins in it: a table, or a picture. */
  begins: boolean
  key: boolean
  /** Of the picture that begins in it, in ticks. */
  shownAt: number | null
}

function headOf(bytes: Buffer, at: number): Head {
  if (bytes[at] !== 0x47) throw new Error('A transport stream is out of step')
  const pid = bytes.readUInt16BE(at + 1) & 0x1fff
  const begins = ((bytes[at + 1] ?? 0) & 0x40) !== 0
  const hasField = ((bytes[at + 3] ?? 0) & 0x20) !== 0
  const field = hasField ? (bytes[at + 4] ?? 0) : -1
  const key = field > 0 && ((bytes[at + 5] ?? 0) & 0x40) !== 0
  const shownAt = begins && pid === TS_VIDEO_PID ? timeIn(bytes, at + 5 + field) : null
  return { pid, begins, key, shownAt }
}

/** In the head of a packetised elementary stream. */
function timeIn(bytes: Buffer, at: number): number | null {
  if (bytes.readUIntBE(at, 3) !== 1 || ((bytes[at + 7] ?? 0) & 0x80) === 0) return null
  const [high = 0, a = 0, b = 0, c = 0, d = 0] = bytes.subarray(at + 9, at + 14)
  return ((high >> 1) & 7) * 2 ** 30 + (a << 22) + ((b >> 1) << 15) + (c << 7) + (d >> 1)
}

export function createTsCutter(): TsCutter {
  let waiting: Buffer = Buffer.alloc(0)
  let parts: Buffer[] = []
  let held = 0
  /** When the segment in the making begins; null before its first picture. */
  let began: number | null = null
  let last = 0

  const secondsUntil = (time: number) => (began === null ? 0 : ((time - began + CLOCK_END) % CLOCK_END) / CLOCK)

  function add(part: Buffer): void {
    parts.push(part)
    held += part.length
  }

  function clear(): void {
    parts = []
    held = 0
  }

  function close(seconds: number): TsPiece {
    const piece = { bytes: Buffer.concat(parts), seconds }
    clear()
    return piece
  }

  return {
    push(chunk) {
      const bytes = Buffer.concat([waiting, chunk])
      const pieces: TsPiece[] = []
      let kept = 0
      /** Where the tables of the next picture begin. */
      let tables: number | null = null
      let at = 0
      for (; at + PACKET <= bytes.length; at += PACKET) {
        const { pid, begins, key, shownAt } = headOf(bytes, at)
        if (pid === 0 && begins) tables ??= at
        if (shownAt === null || !begins) continue
        const passed = secondsUntil(shownAt)
        const isDue =
          began === null ? key : passed >= (key ? SHORTEST_SECONDS : LONGEST_SECONDS) && passed < CLOCK_END / CLOCK / 2
        const place = tables ?? at
        tables = null
        last = shownAt
        if (!isDue) continue
        add(bytes.subarray(kept, place))
        kept = place
        // What came before the first key frame shows nothing.
        if (began === null) clear()
        else pieces.push(close(passed))
        began = shownAt
      }
      // Tables are not parted from their picture.
      const end = tables ?? at
      if (end > kept) add(bytes.subarray(kept, end))
      if (held + bytes.length - end > MOST_BYTES) throw new Error('A transport stream has no picture to be cut at')
      waiting = Buffer.from(bytes.subarray(end))
      return pieces
    },
    rest() {
      const seconds = secondsUntil(last)
      add(waiting)
      waiting = Buffer.alloc(0)
      return began !== null && seconds > 0 ? close(seconds) : null
    },
  }
}
