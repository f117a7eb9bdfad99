// MPEG program stream as recorders write it: packs, system header, stream map, packets of picture and sound, padding.

/** Ticks of the stream's clock in a second. */
export const TICKS = 90_000
const VIDEO = 0xe0
const SOUND = 0xc0
/** Payload of a packet; the length field holds no more than 65535. */
const PAYLOAD = 60_000
/** In units of 50 bytes a second. */
const MUX_RATE = 80_000

/** Time of a pack, in bytes 4 to 9 of its header. */
export function putScr(bytes: Buffer, at: number, ticks: number): void {
  const [high, middle, low] = [Math.floor(ticks / 2 ** 30) & 7, Math.floor(ticks / 2 ** 15) & 0x7fff, ticks % 2 ** 15]
  bytes[at] = 0x44 | (high << 3) | (middle >> 13)
  bytes[at + 1] = (middle >> 5) & 0xff
  bytes[at + 2] = ((middle & 31) << 3) | 4 | (low >> 13)
  bytes[at + 3] = (low >> 5) & 0xff
  bytes[at + 4] = ((low & 31) << 3) | 4
  bytes[at + 5] = 1
}

/** Time of a packet's picture or sound, five bytes. */
export function putPts(bytes: Buffer, at: number, ticks: number): void {
  const [high, middle, low] = [Math.floor(ticks / 2 ** 30) & 7, Math.floor(ticks / 2 ** 15) & 0x7fff, ticks % 2 ** 15]
  bytes[at] = 0x21 | (high << 1)
  bytes.writeUInt16BE((middle << 1) | 1, at + 1)
  bytes.writeUInt16BE((low << 1) | 1, at + 3)
}

/** Its time stands at byte 4. */
export function pack(): Buffer {
  const bytes = Buffer.from([0, 0, 1, 0xba, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0xf8])
  bytes.writeUIntBE(MUX_RATE * 4 + 3, 10, 3)
  putScr(bytes, 4, 0)
  return bytes
}

export function systemHeader(hasSound: boolean): Buffer {
  const rate = MUX_RATE * 2 + 1
  const streams = [VIDEO, 0xe0, 0xe8, ...(hasSound ? [SOUND, 0xc0, 0x20] : [])]
  const bound = [0x80 | (rate >> 16), (rate >> 8) & 0xff, rate & 0xff, hasSound ? 4 : 0, 0xe1, 0x7f]
  return Buffer.from([0, 0, 1, 0xbb, 0, bound.length + streams.length, ...bound, ...streams])
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff
  for (const byte of bytes) {
    crc ^= byte << 24
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1
  }
  return crc >>> 0
}

/** Says that the picture is H.264 and the sound G.711 A-law, a type that only surveillance knows. */
export function streamMap(hasSound: boolean): Buffer {
  const streams = [0x1b, VIDEO, 0, 0, ...(hasSound ? [0x90, SOUND, 0, 0] : [])]
  const body = [0xe1, 0xff, 0, 0, 0, streams.length, ...streams]
  const map = Buffer.from([0, 0, 1, 0xbc, 0, body.length + 4, ...body, 0, 0, 0, 0])
  map.writeUInt32BE(crc32(map.subarray(0, -4)), map.length - 4)
  return map
}

/**
 * One packet or, for much picture, several, of which the first has a time, at its byte 9. A piece of the payload (at most 60,000
 * bytes) stays whole.
 */
export function packets(stream: 'video' | 'sound', payload: readonly Buffer[]): Buffer[] {
  const id = stream === 'video' ? VIDEO : SOUND
  const parts: Buffer[] = []
  let head: Buffer | null = null
  let length = 0
  for (const piece of payload) {
    if (!head || length + piece.length > PAYLOAD) {
      const more: number[] = head ? [0x80, 0, 0] : [0x84, 0x80, 5, 0, 0, 0, 0, 0]
      head = Buffer.from([0, 0, 1, id, 0, 0, ...more])
      if (more.length > 3) putPts(head, 9, 0)
      length = more.length
      parts.push(head)
    }
    length += piece.length
    head.writeUInt16BE(length, 4)
    parts.push(piece)
  }
  return parts
}

const SMALLEST = 6
const LARGEST = SMALLEST + 0xffff

/** Fills so many bytes with packets that every player skips; fewer than six become zeros. */
export function pad(bytes: Buffer, from: number, to: number): void {
  if (to <= from) return
  bytes.fill(to - from < SMALLEST ? 0 : 0xff, from, to)
  for (let at = from; to - at >= SMALLEST; ) {
    const left = to - at
    // What is left over must hold a packet, too.
    const length = left <= LARGEST ? left : Math.min(LARGEST, left - SMALLEST)
    bytes.writeUInt32BE(0x1be, at)
    bytes.writeUInt16BE(length - SMALLEST, at + 4)
    at += length
  }
}
