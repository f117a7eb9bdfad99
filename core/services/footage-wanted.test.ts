// What a rule wants of the clips that there are, and when it may begin.
import { describe, expect, test } from 'bun:test'
import { type ClipRow, clipKeyOf } from './downloads/clips.ts'
import { isOpen, wantedClips } from './footage-wanted.ts'

const NOW = new Date('2026-01-10T12:00:00Z')
const minutesAgo = (minutes: number) => new Date(+NOW - minutes * 60_000)

function clip(id: number, fromMinutesAgo: number, toMinutesAgo: number, more: Partial<ClipRow> = {}): ClipRow {
  const row = {
    ...{ id, uuid: `${id}`, householdId: 1, deviceId: 1, channelId: 1, utcOffsetMinutes: 0, recordType: 'continuous' },
    ...{ bytes: 100, isLocked: null, token: `${id}`, seenAt: NOW, fetchedKey: null },
    startAt: minutesAgo(fromMinutesAgo),
    endAt: minutesAgo(toMinutesAgo),
  }
  return { ...row, ...more }
}

const want = (clips: ClipRow[], more: Partial<Parameters<typeof wantedClips>[0]> = {}) =>
  wantedClips({ clips, spans: null, quotaBytes: null, held: [], now: NOW, ...more }).map(({ id }) => id)

describe('wanted', () => {
  test('is what has ended and was not fetched as it is, in the order of time', () => {
    const done = clip(1, 60, 50)
    const grown = clip(2, 50, 40)
    const clips = [
      clip(5, 10, 1),
      clip(4, 20, 10),
      { ...done, fetchedKey: clipKeyOf(done) },
      { ...grown, fetchedKey: clipKeyOf({ ...grown, endAt: minutesAgo(45) }) },
    ]
    expect(want(clips)).toEqual([2, 4])
  })

  test('around alarms is what touches one of them', () => {
    const clips = [clip(1, 60, 50), clip(2, 50, 40), clip(3, 40, 30), clip(4, 30, 20)]
    expect(want(clips, { spans: [{ from: minutesAgo(41), to: minutesAgo(39) }] })).toEqual([2, 3])
    expect(want(clips, { spans: [{ from: minutesAgo(40), to: minutesAgo(35) }] })).toEqual([3])
    expect(want(clips, { spans: [] })).toEqual([])
  })

  test('is no more than the quota has room for, the newest first', () => {
    const clips = [clip(1, 60, 50), clip(2, 50, 40), clip(3, 40, 30)]
    expect(want(clips, { quotaBytes: 250 })).toEqual([2, 3])
    const held = [{ startAt: minutesAgo(45), bytes: 100, isProtected: false }]
    expect(want(clips, { quotaBytes: 250, held })).toEqual([3])
    // An older one would make room; a protected one does not.
    const old = { startAt: minutesAgo(90), bytes: 200, isProtected: false }
    expect(want(clips, { quotaBytes: 250, held: [old] })).toEqual([2, 3])
    expect(want(clips, { quotaBytes: 250, held: [{ ...old, isProtected: true }] })).toEqual([])
  })
})

test('a schedule is open by the device’s wall clock, also over midnight', () => {
  const saturday = NOW
  const at = (time: string) => new Date(`2026-01-${time}:00Z`)
  expect(isOpen([], saturday, 0)).toBe(true)
  const day = [{ days: [5], start: '12:00', end: '13:00' }]
  expect([isOpen(day, saturday, 0), isOpen(day, saturday, 60), isOpen(day, at('11T12:00'), 0)]).toEqual([
    true,
    false,
    false,
  ])
  const night = [{ days: [5], start: '22:00', end: '06:00' }]
  const times = ['10T05:59', '10T21:59', '10T22:00', '11T05:59', '11T06:00', '11T22:00']
  expect(times.map((time) => isOpen(night, at(time), 0))).toEqual([false, false, true, true, false, false])
})
