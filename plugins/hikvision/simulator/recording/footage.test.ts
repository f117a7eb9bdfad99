// The generator of recordings: lengths, overlaps at midnight, names.
import { expect, test } from 'bun:test'
import { startSimulator } from '../index.ts'

const now = () => new Date('2026-07-15T06:00:00Z')
const secondsOf = ({ start, end }: { start: Date; end: Date }) => (end.getTime() - start.getTime()) / 1000
const days = Array.from({ length: 28 }, (_, index) => `2026-06-${String(index + 1).padStart(2, '0')}`)

test('clips are from five seconds to half an hour long, up to now, with the bytes of their rate', async () => {
  await using device = await startSimulator({
    ...{ model: 'nvr8', rtsp: false, now },
    footage: { days: 60, lengths: [5, 1800], rate: 1_000_000, motion: [] },
  })
  const clips = days.flatMap((day) => device.footage.onDay(1, day))
  const lengths = clips.map(secondsOf)
  expect(Math.min(...lengths)).toBe(5)
  expect(Math.max(...lengths)).toBeGreaterThan(1200)
  expect(Math.max(...lengths)).toBeLessThanOrEqual(1803)
  expect(lengths.filter((length) => length < 60).length).toBeGreaterThan(lengths.length / 4)
  for (const clip of clips) expect(Math.floor(clip.bytes / secondsOf(clip) / 10_000)).toBe(100)
  const newest = device.footage.onDay(1, '2026-07-15').at(-1)
  expect(newest?.end).toEqual(now())
})

test('files overlap by seconds, also at midnight, leave nothing out, and no name comes twice', async () => {
  await using device = await startSimulator({
    ...{ model: 'nvr8', rtsp: false, now },
    footage: { days: 60, perDay: 5000, motion: [] },
  })
  const recorded = days.filter((day) => device.footage.recordedOn(1, day))
  const byDay = recorded.map((day) => device.footage.onDay(1, day))
  let atMidnight = 0
  for (const [index, clips] of byDay.entries()) {
    expect(clips.length).toBe(5000)
    for (const [at, clip] of clips.entries()) if (at > 0) expect(+clip.start <= +clips[at - 1]!.end).toBe(true)
    const next = byDay[index + 1]
    const isNext = Date.parse(recorded[index + 1] ?? '') - Date.parse(recorded[index]!) === 86_400_000
    if (next && isNext && +next[0]!.start < +clips.at(-1)!.end) atMidnight++
  }
  expect(atMidnight).toBeGreaterThan(3)
  const names = byDay.flat().map(({ name }) => name)
  expect(new Set(names).size).toBe(names.length)
})
