// Names of codecs as browsers want them (RFC 6381), and the sequence parameter sets that come with key frames.
import { type Box, boxes, type FragmentInfo, findBox } from './boxes.ts'

const hex = (value: number) => value.toString(16).padStart(2, '0')

/** Bytes of a visual or sound sample entry before its first inner box. */
const VISUAL_HEAD = 78
const SOUND_HEAD = 28

function inner(bytes: Buffer, entry: Box, type: string, head: number): Box | null {
  for (const box of boxes(bytes, entry.at + head, entry.end)) if (box.type === type) return box
  return null
}

function avc(bytes: Buffer, config: Box): string {
  return `avc1.${hex(bytes[config.at + 1]!)}${hex(bytes[config.at + 2]!)}${hex(bytes[config.at + 3]!)}`
}

/** ISO 14496-15, annex E: profile, compatibility bits in reverse, tier and level, constraint bytes without zeros at the end. */
function hevc(bytes: Buffer, config: Box): string {
  const profile = bytes[config.at + 1]!
  const compatibility = bytes.readUInt32BE(config.at + 2)
  let reversed = 0
  for (let bit = 0; bit < 32; bit++) if (compatibility & (1 << bit)) reversed |= 1 << (31 - bit)
  const constraints = [...bytes.subarray(config.at + 6, config.at + 12)]
  while (constraints.length && constraints.at(-1) === 0) constraints.pop()
  const space = ['', 'A', 'B', 'C'][profile >> 6]
  const tier = profile & 0x20 ? 'H' : 'L'
  const words = [`hvc1.${space}${profile & 31}`, (reversed >>> 0).toString(16), `${tier}${bytes[config.at + 12]}`]
  return [...words, ...constraints.map((value) => value.toString(16))].join('.')
}

/** AAC's object type from the decoder description inside `esds`. */
function aac(bytes: Buffer, config: Box): string {
  let at = config.at + 4
  const skipLength = () => {
    while (bytes[at]! & 0x80) at++
    at++
  }
  while (at < config.end) {
    const tag = bytes[at++]
    skipLength()
    if (tag === 3) at += 3
    else if (tag === 4) at += 13
    else if (tag === 5) return `mp4a.40.${bytes[at]! >> 3}`
    else break
  }
  return 'mp4a.40.2'
}

/** RFC 6381 name of a sample entry; its four letters where we know no more. */
export function codecOf(bytes: Buffer, entry: Box): string {
  if (entry.type === 'mp4a') {
    const config = inner(bytes, entry, 'esds', SOUND_HEAD)
    return config ? aac(bytes, config) : 'mp4a.40.2'
  }
  const h264 = inner(bytes, entry, 'avcC', VISUAL_HEAD)
  if (h264) return avc(bytes, h264)
  const h265 = inner(bytes, entry, 'hvcC', VISUAL_HEAD)
  return h265 ? hevc(bytes, h265) : entry.type
}

/** Where an init keeps the decoder configuration of its H.264; null where its video is of another kind. */
export function avcConfigIn(init: Buffer): Box | null {
  const whole = { at: 0, end: init.length }
  const moov = findBox(init, 'moov', whole)
  for (const trak of moov ? boxes(init, moov.at, moov.end) : []) {
    const descriptions = trak.type === 'trak' ? findBox(init, 'mdia/minf/stbl/stsd', trak) : null
    for (const entry of descriptions ? boxes(init, descriptions.at + 8, descriptions.end) : []) {
      const config = entry.type.startsWith('avc') ? inner(init, entry, 'avcC', VISUAL_HEAD) : null
      if (config) return config
    }
  }
  return null
}

/**
 * The sequence parameter set inside a key frame, as text to compare; empty when it carries none. A new one means another
 * size or profile, which the init of this epoch does not describe.
 */
export function sequenceSet(fragment: Buffer, info: FragmentInfo, codec: string): string {
  const end = Math.min(info.frameAt + info.frameBytes, fragment.length)
  for (let at = info.frameAt; at + 5 <= end; ) {
    const length = fragment.readUInt32BE(at)
    const head = fragment[at + 4]!
    const isSet = codec.startsWith('avc') ? (head & 31) === 7 : ((head >> 1) & 63) === 33
    if (isSet) return fragment.toString('latin1', at + 4, Math.min(at + 4 + length, end))
    at += 4 + length
  }
  return ''
}
