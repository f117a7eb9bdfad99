// How clips become ranges.
import { expect, test } from 'bun:test'
import type { OffsetAt } from '../../domain/wall-clock.ts'
import { createRanges, type Range } from './ranges.ts'

const at = (text: string) => new Date(`${text}Z`)
const clip = (start: string, end: string) => ({ start: at(start), end: at(end) })
/** Digits of the wall clock; midnight at the end of a day as `24:00:00`. */
const wall = (time: Date, offset: number) => new Date(+time + offset * 60_000).toISOString().slice(11, 19)
const until = (time: Date, offset: number) => wall(time, offset).replace('00:00:00', '24:00:00')
const shown = (ranges: Range[]) =>
  ranges.map((range) => `${wall(range.start, range.startOffset)}-${until(range.end, range.endOffset)}`)

function of(day: string, clips: { start: Date; end: Date }[], offsetAt: OffsetAt = () => 0): string[] {
  const ranges = createRanges(offsetAt)
  for (const one of clips) ranges.add([one])
  return shown(ranges.of(day))
}

test('a gap of five seconds joins, six part, and neither order nor repetition matters', () => {
  const clips = [
    clip('2025-05-01T10:00:05', '2025-05-01T11:00:00'),
    clip('2025-05-01T09:00:00', '2025-05-01T10:00:00'),
    clip('2025-05-01T09:00:00', '2025-05-01T09:30:00'),
    clip('2025-05-01T11:00:06', '2025-05-01T12:00:00'),
  ]
  expect(of('2025-05-01', clips)).toEqual(['09:00:00-11:00:00', '11:00:06-12:00:00'])
})

test('a clip over midnight is two ranges, and a whole day ends at midnight', () => {
  const clips = [clip('2025-05-01T23:00:00', '2025-05-03T00:00:00')]
  expect(of('2025-05-01', clips)).toEqual(['23:00:00-24:00:00'])
  expect(of('2025-05-02', clips)).toEqual(['00:00:00-24:00:00'])
  expect(of('2025-05-03', clips)).toEqual([])
})

test('a clip without length, or with its end before its start, is none', () => {
  expect(of('2025-05-01', [clip('2025-05-01T10:00:00', '2025-05-01T10:00:00')])).toEqual([])
  expect(of('2025-05-01', [clip('2025-05-01T10:00:00', '2025-05-01T09:00:00')])).toEqual([])
  expect(of('2025-05-01', [clip('2025-05-01T24:00:00', '2025-05-02T00:00:00')])).toEqual([])
})

/** Berlin, 2025: summer time from 30 March 01:00 UTC to 26 October 01:00 UTC. */
const berlin: OffsetAt = (time) => (time >= at('2025-03-30T01:00:00') && time < at('2025-10-26T01:00:00') ? 120 : 60)

test('days on which summer time begins and ends are whole when they are recorded whole', () => {
  expect(of('2025-03-30', [clip('2025-03-28T00:00:00', '2025-04-02T00:00:00')], berlin)).toEqual(['00:00:00-24:00:00'])
  expect(of('2025-10-26', [clip('2025-10-20T00:00:00', '2025-10-30T00:00:00')], berlin)).toEqual(['00:00:00-24:00:00'])
  // 02:30 came twice that night; footage of the second hour alone keeps its place in time.
  expect(of('2025-10-26', [clip('2025-10-26T00:50:00', '2025-10-26T01:10:00')], berlin)).toEqual(['02:50:00-02:10:00'])
})

test('a day of thousands of clips at motion costs as much as its clips, and not as much as their square', () => {
  const midnight = +at('2025-05-01T00:00:00')
  const day = (count: number) => {
    const ranges = createRanges(() => 0)
    ranges.add(
      Array.from({ length: count }, (_, index) => ({
        ...{ start: new Date(midnight + index * 7000), end: new Date(midnight + index * 7000 + 1000) },
        kind: 'motion' as const,
      })),
    )
    const found = ranges.of('2025-05-01')
    expect(found).toHaveLength(count)
    expect(found.at(-1)?.motion).toEqual([{ start: +(found.at(-1)?.start ?? 0), end: +(found.at(-1)?.end ?? 0) }])
    return () => ranges.of('2025-05-01')
  }
  const timed = (work: () => unknown, times: number) => {
    const began = performance.now()
    for (let run = 0; run < times; run++) work()
    return (performance.now() - began) / times
  }
  const [many, few] = [day(12_000), day(750)]
  // In turn, and each for about as long, so that what else the machine does falls on both.
  const rounds = Array.from({ length: 12 }, () => [timed(many, 1), timed(few, 16)] as const)
  const least = (which: 0 | 1) => Math.min(...rounds.map((round) => round[which]))
  expect(least(0)).toBeLessThan(60 * least(1))
})
