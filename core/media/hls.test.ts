// The ring of segments and the list that players read.
import { expect, test } from 'bun:test'
import type { Epoch, Fragment } from './fragment.ts'
import { parseMediaName, playlistText } from './hls.ts'
import { createRing, type Ring } from './ring.ts'

const epoch = (id: number): Epoch => ({ id, init: Buffer.alloc(0), mime: '', width: 0, height: 0 })
const FIRST = epoch(1)

/** Feeds fragments of 0.2 s with a key frame every `group` of them. */
function feed(ring: Ring, count: number, { group = 10, of = FIRST, from = 0, bytes = 100 } = {}): void {
  for (let index = from; index < from + count; index++)
    ring.add({
      epoch: of,
      data: Buffer.alloc(bytes),
      key: index % group === 0,
      decodeTime: index * 0.2,
      duration: 0.2,
      time: 1_700_000_000_000 + index * 200,
    } satisfies Fragment)
}
const list = (ring: Ring) => playlistText({ ...ring, segments: ring.listed() })
const durations = (ring: Ring) => ring.segments.map((segment) => Number(segment.duration.toFixed(3)))

test('the list of a young relay', () => {
  const ring = createRing()
  feed(ring, 12, { group: 10 })
  expect(list(ring).replace(/#EXT-X-PART:DURATION=0.20000,URI="0.[2-8].m4s"\n/g, '')).toBe(`#EXTM3U
#EXT-X-VERSION:9
#EXT-X-TARGETDURATION:2
#EXT-X-PART-INF:PART-TARGET=0.200
#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.600
#EXT-X-MEDIA-SEQUENCE:0
#EXT-X-DISCONTINUITY-SEQUENCE:0
#EXT-X-INDEPENDENT-SEGMENTS
#EXT-X-MAP:URI="init1.mp4"
#EXT-X-PROGRAM-DATE-TIME:2023-11-14T22:13:20.000Z
#EXT-X-PART:DURATION=0.20000,URI="0.0.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.20000,URI="0.1.m4s"
#EXT-X-PART:DURATION=0.20000,URI="0.9.m4s"
#EXTINF:2.00000,
0.m4s
#EXT-X-PROGRAM-DATE-TIME:2023-11-14T22:13:22.000Z
#EXT-X-PART:DURATION=0.20000,URI="1.0.m4s",INDEPENDENT=YES
#EXT-X-PART:DURATION=0.20000,URI="1.1.m4s"
#EXT-X-PRELOAD-HINT:TYPE=PART,URI="1.2.m4s"
`)
})

test('a segment ends at the first key frame from 1.9 s on, the first of an epoch at its second key frame', () => {
  const ring = createRing()
  feed(ring, 31, { group: 5 })
  expect(durations(ring)).toEqual([1, 2, 2, 1.2])
  expect(ring.targetSeconds).toBe(2)
})

test('the hint names the first part of the next segment when the group of pictures is over', () => {
  const ring = createRing()
  feed(ring, 20)
  expect(list(ring)).toContain('URI="2.0.m4s"\n')
  feed(ring, 1, { from: 20 })
  expect(list(ring)).toContain('URI="2.1.m4s"\n')
})

test('no part is longer than the list promises, also after a frame was lost', () => {
  const ring = createRing()
  feed(ring, 25)
  const longer = (duration: number, at: number) =>
    ring.add({ epoch: FIRST, data: Buffer.alloc(1), key: false, decodeTime: at, duration, time: 1_700_000_005_000 })
  longer(0.2404, 5)
  expect(list(ring)).toContain('PART-TARGET=0.241\n#EXT-X-SERVER-CONTROL:CAN-BLOCK-RELOAD=YES,PART-HOLD-BACK=0.723\n')
  feed(ring, 100, { from: 30 })
  expect(list(ring)).toContain('PART-TARGET=0.200\n')
})

test('a camera that stretches its key frames gets segments of 8 s', () => {
  const ring = createRing()
  feed(ring, 100, { group: 1000 })
  expect(durations(ring)).toEqual([8, 8, 4])
  expect(list(ring)).not.toContain('INDEPENDENT-SEGMENTS')
})

test('at least 12 s are listed, and a little more is kept for players that come late', () => {
  const ring = createRing()
  feed(ring, 500)
  const listed = ring.listed()
  const seconds = listed.reduce((sum, segment) => sum + segment.duration, 0)
  expect(seconds).toBeGreaterThanOrEqual(12)
  expect(seconds).toBeLessThan(14.1)
  expect(ring.segments[0]!.number).toBe(listed[0]!.number - 1)
  expect(list(ring).match(/#EXT-X-PART:/g)!.length).toBe(30)
})

test('whoever may ask for the past finds as much of it, from the key frame that shows that moment', () => {
  const ring = createRing()
  const at = (seconds: number) => 1_700_000_000_000 + seconds * 1000
  ring.reach(30)
  feed(ring, 500)
  const past = ring.since(at(100 - 30 + 0.5))
  expect(past[0]).toMatchObject({ key: true, time: at(70) })
  expect(past.at(-1)?.time).toBe(at(99.8))
  expect(past).toHaveLength(150)
  expect(ring.listed().reduce((sum, { duration }) => sum + duration, 0)).toBeLessThan(14.1)
  // What is older than all there is, and what is not there yet.
  expect(ring.since(0)[0]).toMatchObject({ key: true, time: ring.segments[0]?.time })
  expect(ring.since(at(1000))[0]?.time).toBe(at(98))
  ring.reach(0)
  feed(ring, 1, { from: 500 })
  expect(ring.segments.reduce((sum, { duration }) => sum + duration, 0)).toBeLessThan(16.1)
  expect(createRing().since(0)).toEqual([])
})

test('the past goes over a new beginning of the stream, and its bytes are bounded like all', () => {
  const ring = createRing({ listed: 12, spare: 2, maxBytes: 20_000 })
  ring.reach(60)
  feed(ring, 60)
  feed(ring, 60, { of: epoch(2), from: 60 })
  expect(ring.since(1_700_000_000_000 + 5000).map(({ epoch: { id } }) => id)).toContain(1)
  feed(ring, 400, { of: epoch(2), from: 120 })
  expect(ring.bytes).toBeLessThanOrEqual(20_000)
  expect(ring.shortened).toBe(true)
})

test('the ring never exceeds its bytes, and says that the list is shorter', () => {
  const ring = createRing()
  for (let index = 0; index < 300; index++) {
    feed(ring, 1, { from: index, bytes: 500_000 })
    expect(ring.bytes).toBeLessThanOrEqual(16 << 20)
  }
  expect(ring.shortened).toBe(true)
  feed(ring, 100, { from: 300, bytes: 1000 })
  expect(ring.shortened).toBe(false)
})

test('one endless group of pictures cannot exceed the bytes either', () => {
  const ring = createRing()
  for (let index = 0; index < 100; index++) {
    feed(ring, 1, { from: index, group: 1000, bytes: 2 << 20 })
    expect(ring.bytes).toBeLessThanOrEqual(16 << 20)
  }
})

test('a new epoch is a discontinuity with its own map, and discontinuities that left the list are counted', () => {
  const ring = createRing()
  feed(ring, 15)
  feed(ring, 15, { of: epoch(2) })
  const text = list(ring)
  expect(text).toContain('#EXT-X-DISCONTINUITY\n#EXT-X-MAP:URI="init2.mp4"\n')
  expect(text).toContain('#EXT-X-DISCONTINUITY-SEQUENCE:0\n')
  expect(durations(ring)).toEqual([2, 1, 2, 1])
  feed(ring, 200, { of: epoch(3) })
  expect(list(ring)).toContain('#EXT-X-DISCONTINUITY-SEQUENCE:2\n')
  expect(list(ring)).not.toContain('#EXT-X-DISCONTINUITY\n')
})

test('numbers go on after everything was dropped', () => {
  const ring = createRing()
  feed(ring, 25)
  ring.clear()
  expect(ring.bytes).toBe(0)
  feed(ring, 12, { of: epoch(2) })
  expect(list(ring)).toContain('#EXT-X-MEDIA-SEQUENCE:3\n')
})

test('parts and segments are known to be there, past or still to come', () => {
  const ring = createRing()
  feed(ring, 13)
  expect([ring.has(0), ring.has(0, 9), ring.has(1), ring.has(1, 2), ring.has(1, 3), ring.has(2, 0)]).toEqual([
    true,
    true,
    false,
    true,
    false,
    false,
  ])
})

test('a new viewer begins with the newest key frame', () => {
  const ring = createRing()
  feed(ring, 17, { group: 5 })
  expect(ring.sinceKeyFrame().map((fragment) => fragment.key)).toEqual([true, false])
  feed(ring, 1, { of: epoch(2), group: 5 })
  expect(ring.sinceKeyFrame()).toHaveLength(1)
})

test('only names that a list can hold are taken', () => {
  expect(parseMediaName('init3.mp4')).toEqual({ kind: 'init', epoch: 3 })
  expect(parseMediaName('12.m4s')).toEqual({ kind: 'segment', segment: 12 })
  expect(parseMediaName('12.3.m4s')).toEqual({ kind: 'segment', segment: 12, part: 3 })
  for (const name of ['', 'init.mp4', '-1.m4s', '1.2.3.m4s', '../1.m4s', '1.m4s ', '99999999999.m4s'])
    expect(parseMediaName(name)).toBeNull()
})
