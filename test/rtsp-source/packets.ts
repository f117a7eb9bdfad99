// Access units as RTP packets in RTSP's interleaved framing, made once per clip; a client's copy is only patched.
import type { SourceClip } from './clip.ts'
import { SOUND_TYPE, VIDEO_TYPE } from './sdp.ts'

const PAYLOAD = 1400
/** A-law bytes in a packet: 20 ms. */
export const SOUND_PACKET = 160

/** All packets of one moment in a row, each `$`, channel, length and RTP; `at` holds where each begins. */
export interface Unit {
  bytes: Buffer
  at: number[]
}

export interface Patch {
  channel: number
  sequence: number
  timestamp: number
  ssrc: number
}

/** Splits a NAL unit that does not fit into fragments (FU-A, H.265 FU), each with its payload header. */
function* payloads(nal: Buffer, codec: SourceClip['codec']): Generator<Buffer[]> {
  if (nal.length <= PAYLOAD) {
    yield [nal]
    return
  }
  const isH264 = codec === 'h264'
  const header = isH264 ? 1 : 2
  const type = isH264 ? nal[0]! & 31 : (nal[0]! >> 1) & 63
  for (let from = header; from < nal.length; from += PAYLOAD) {
    const to = Math.min(from + PAYLOAD, nal.length)
    const mark = type | (from === header ? 0x80 : 0) | (to === nal.length ? 0x40 : 0)
    const lead = isH264 ? [(nal[0]! & 0xe0) | 28, mark] : [(nal[0]! & 0x81) | (49 << 1), nal[1]!, mark]
    yield [Buffer.from(lead), nal.subarray(from, to)]
  }
}

function frame(payload: Buffer[], type: number, isLast: boolean): Buffer {
  const length = 12 + payload.reduce((sum, part) => sum + part.length, 0)
  const head = Buffer.alloc(16)
  head[0] = 0x24
  head.writeUInt16BE(length, 2)
  head[4] = 0x80
  head[5] = type | (isLast ? 0x80 : 0)
  return Buffer.concat([head, ...payload])
}

function unit(frames: Buffer[]): Unit {
  const at: number[] = []
  let offset = 0
  for (const packet of frames) {
    at.push(offset)
    offset += packet.length
  }
  return { bytes: Buffer.concat(frames), at }
}

const videoUnits = new WeakMap<SourceClip['units'], Unit[]>()
const soundUnits = new WeakMap<Buffer, Unit[]>()

/** One access unit. */
export function videoUnit(nals: readonly Buffer[], codec: SourceClip['codec']): Unit {
  const all = nals.flatMap((nal) => [...payloads(nal, codec)])
  return unit(all.map((payload, index) => frame(payload, VIDEO_TYPE, index === all.length - 1)))
}

/** One entry per access unit of the clip. */
export function videoOf(clip: SourceClip): Unit[] {
  const known = videoUnits.get(clip.units)
  if (known) return known
  const made = clip.units.map((nals) => videoUnit(nals, clip.codec))
  videoUnits.set(clip.units, made)
  return made
}

/** One entry per 20 ms of the clip's sound. */
export function soundOf(sound: Buffer): Unit[] {
  const known = soundUnits.get(sound)
  if (known) return known
  const made: Unit[] = []
  for (let from = 0; from + SOUND_PACKET <= sound.length; from += SOUND_PACKET)
    made.push(unit([frame([sound.subarray(from, from + SOUND_PACKET)], SOUND_TYPE, false)]))
  soundUnits.set(sound, made)
  return made
}

/** A copy for one client; `patch.sequence` is the first packet's. */
export function patched(source: Unit, patch: Patch): Buffer {
  const bytes = Buffer.from(source.bytes)
  source.at.forEach((at, index) => {
    bytes[at + 1] = patch.channel
    bytes.writeUInt16BE((patch.sequence + index) & 0xffff, at + 6)
    bytes.writeUInt32BE(patch.timestamp >>> 0, at + 8)
    bytes.writeUInt32BE(patch.ssrc, at + 12)
  })
  return bytes
}
