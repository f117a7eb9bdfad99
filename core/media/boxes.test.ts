// Reading MP4: names of codecs, pieces of a pipe.
import { expect, test } from 'bun:test'
import { type Box, boxes, findBox, mimeOf, readFragment, readInit, type Track } from './boxes.ts'
import { codecOf, sequenceSet } from './codecs.ts'
import { createCutter } from './cutter.ts'

function box(type: string, ...content: (Buffer | number[])[]): Buffer {
  const body = Buffer.concat(content.map((part) => Buffer.from(part)))
  const head = Buffer.alloc(8)
  head.writeUInt32BE(body.length + 8)
  head.write(type, 4, 'latin1')
  return Buffer.concat([head, body])
}
const zeros = (count: number) => Buffer.alloc(count)
function u32(...values: number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4)
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value >>> 0, index * 4)
  return bytes
}
const only = (bytes: Buffer): Box => [...boxes(bytes)][0]!
const nameOf = (entry: Buffer) => codecOf(entry, only(entry))

const AVCC = box('avcC', [1, 0x64, 0x00, 0x1f])
const visual = (type: string, config: Buffer) => box(type, zeros(24), [5, 0, 2, 208], zeros(50), config)

test('codecs are named as browsers want them', () => {
  expect(nameOf(visual('avc1', AVCC))).toBe('avc1.64001f')
  const main = [1, 0x01, 0x60, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 93]
  expect(nameOf(visual('hvc1', box('hvcC', main)))).toBe('hvc1.1.6.L93.90')
  const high = [1, 0x22, 0x20, 0, 0, 0, 0xb0, 0, 0, 0, 0, 0x23, 150]
  expect(nameOf(visual('hvc1', box('hvcC', high)))).toBe('hvc1.2.4.H150.b0.0.0.0.0.23')
  const long = [0x80, 0x80, 0x80]
  const esds = [
    0,
    0,
    0,
    0,
    3,
    ...long,
    37,
    0,
    2,
    0,
    4,
    ...long,
    23,
    0x40,
    0x15,
    ...zeros(11),
    5,
    ...long,
    2,
    0x11,
    0x90,
  ]
  expect(nameOf(box('mp4a', zeros(28), box('esds', esds)))).toBe('mp4a.40.2')
  expect(nameOf(box('mp4a', zeros(28), box('esds', [0, 0, 0, 0, 3, 4, 0, 2, 0, 5, 2, 0x2b, 0x90])))).toBe('mp4a.40.5')
  expect(nameOf(visual('vp09', zeros(0)))).toBe('vp09')
})

const trak = (id: number, handler: string, scale: number, entry: Buffer) =>
  box(
    'trak',
    box('tkhd', zeros(12), u32(id), zeros(68)),
    box(
      'mdia',
      box('mdhd', zeros(12), u32(scale, 0)),
      box('hdlr', zeros(8), Buffer.from(handler), zeros(12)),
      box('minf', box('stbl', box('stsd', u32(0, 1), entry))),
    ),
  )
const init = (entry: Buffer) =>
  Buffer.concat([
    box('ftyp', Buffer.from('iso5')),
    box(
      'moov',
      trak(1, 'vide', 12_800, entry),
      trak(2, 'soun', 48_000, box('mp4a', zeros(28))),
      box('mvex', box('trex', u32(0, 1, 1, 512, 0, 0x10000)), box('trex', u32(0, 2, 1, 1024, 0, 0))),
    ),
  ])

test('the tracks of an init, and H.265 under the name that Apple asks for', () => {
  const tracks = readInit(init(visual('avc1', AVCC)))
  expect(tracks).toMatchObject([
    { id: 1, kind: 'video', timescale: 12_800, defaultDuration: 512, width: 1280, height: 720 },
    { id: 2, kind: 'sound', timescale: 48_000, defaultDuration: 1024, codec: 'mp4a.40.2' },
  ])
  expect(mimeOf(tracks)).toBe('video/mp4; codecs="avc1.64001f, mp4a.40.2"')
  const h265 = init(visual('hev1', box('hvcC', [1, 0x01, 0x60, 0, 0, 0, 0x90, 0, 0, 0, 0, 0, 93])))
  expect(readInit(h265)[0]!.codec).toStartWith('hvc1.')
  expect(findBox(h265, 'moov/trak/mdia/minf/stbl/stsd', { at: 0, end: h265.length })).not.toBeNull()
  expect(h265.includes('hev1')).toBe(false)
})

const SAMPLE = Buffer.concat([
  u32(3),
  Buffer.from([0x67, 1, 2]),
  u32(2),
  Buffer.from([0x68, 9]),
  u32(4),
  Buffer.from([0x65, 5, 5, 5]),
])

/** Five frames of video behind one of sound, as FFmpeg writes them. */
function fragment(flags: number): Buffer {
  const traf = (id: number, time: Buffer, run: Buffer) =>
    box('traf', box('tfhd', [0, 2, 0, 0x38], u32(id, 512, SAMPLE.length, 0x1010000)), box('tfdt', time), run)
  const build = (dataAt: number) =>
    box(
      'moof',
      box('mfhd', u32(0, 7)),
      traf(2, u32(0, 48_000), box('trun', u32(1, 1, 0))),
      traf(1, Buffer.concat([u32(0x1000000, 0, 25_600)]), box('trun', u32(0x5, 5, dataAt, flags))),
    )
  const moof = build(build(0).length + 8)
  return Buffer.concat([moof, box('mdat', SAMPLE)])
}

test('a fragment tells its time, length and key frame, whatever stands before the video', () => {
  const tracks: Track[] = readInit(init(visual('avc1', AVCC)))
  const bytes = fragment(0x2000000)
  const info = readFragment(bytes, tracks)!
  expect(info).toMatchObject({ key: true, decodeTime: 2, duration: 0.2, frameBytes: SAMPLE.length })
  expect(readFragment(fragment(0x1010000), tracks)!.key).toBe(false)
  expect(readFragment(bytes, tracks.slice(1))).toBeNull()
  expect(sequenceSet(bytes, info, 'avc1.64001f')).toBe('\x67\x01\x02')
  expect(sequenceSet(bytes, info, 'hvc1.1.6.L93.90')).toBe('')
})

test('a pipe is cut the same way however its bytes arrive', () => {
  const stream = Buffer.concat([init(visual('avc1', AVCC)), fragment(0), fragment(1), box('mfra', zeros(40))])
  const whole = createCutter().push(stream)
  expect(whole.map(({ kind }) => kind)).toEqual(['init', 'fragment', 'fragment'])
  for (const step of [1, 3, 7, 100]) {
    const cutter = createCutter()
    const pieces = []
    for (let at = 0; at < stream.length; at += step) pieces.push(...cutter.push(stream.subarray(at, at + step)))
    expect(pieces).toEqual(whole)
  }
  expect(() => createCutter().push(Buffer.from('this is no MP4 at all'))).toThrow('no MP4')
})
