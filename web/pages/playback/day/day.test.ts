// The day's timeline: zooming, the ruler, bars of thousands of ranges, wall clocks and addresses.
import { expect, test } from 'bun:test'
import { barsOf, grouped, pathOf, without } from './lanes.ts'
import { placeAddress, placeIn } from './place.ts'
import { around, DAY, following, lengthOf, momentAt, moved, shareOf, ticksOf, zoomed } from './view.ts'
import { wallOf } from './wall.ts'

const HOUR = 3_600_000
const at = (text: string) => Date.parse(`${text}Z`)
const NOW = at('2026-03-20T12:00:00')
const DAY_VIEW = { start: at('2026-03-10T00:00:00'), end: at('2026-03-11T00:00:00') }

test('zooming keeps what lies under the pointer where it is, and stops at a minute and at three days', () => {
  const closer = zoomed(DAY_VIEW, 0.5, 0.25, NOW)
  expect(lengthOf(closer)).toBe(12 * HOUR)
  expect(momentAt(closer, 0.25)).toBe(momentAt(DAY_VIEW, 0.25))
  let view = DAY_VIEW
  for (let i = 0; i < 40; i++) view = zoomed(view, 0.5, 0.5, NOW)
  expect(lengthOf(view)).toBe(60_000)
  for (let i = 0; i < 40; i++) view = zoomed(view, 2, 0.5, NOW)
  expect(lengthOf(view)).toBe(3 * DAY)
})

test('dragging ends a little beyond the present', () => {
  expect(moved(DAY_VIEW, -HOUR, NOW).start).toBe(DAY_VIEW.start - HOUR)
  const last = moved(DAY_VIEW, 100 * DAY, NOW)
  expect([lengthOf(last), last.end - NOW]).toEqual([DAY, 12 * HOUR])
})

test('a playhead that leaves the picture takes it along', () => {
  expect(following(DAY_VIEW, DAY_VIEW.start + HOUR)).toBe(DAY_VIEW)
  const next = following(around(NOW, HOUR), NOW + HOUR)
  expect(shareOf(next, NOW + HOUR)).toBeCloseTo(0.1)
})

test('the ruler has its lines on round times of the wall clock, as many as there is room for', () => {
  const { step, ticks } = ticksOf({ start: at('2026-03-09T22:10:00'), end: at('2026-03-10T10:10:00') }, 6, () => 60)
  expect(step).toBe(2 * HOUR)
  expect(ticks.map((tick) => new Date(tick.at).toISOString().slice(11, 16))).toEqual([
    '23:00',
    '01:00',
    '03:00',
    '05:00',
    '07:00',
    '09:00',
  ])
  expect(ticks.map(({ isDay }) => isDay)).toEqual([true, false, false, false, false, false])
})

test('thousands of ranges become no more bars than a lane has points, and a gap of a point stays one', () => {
  const pieces = Array.from({ length: 20_000 }, (_, i) => ({
    start: DAY_VIEW.start + i * 4000,
    end: DAY_VIEW.start + i * 4000 + 2000,
  }))
  expect(barsOf(pieces, DAY_VIEW, 1000).length).toBeLessThanOrEqual(1000)
  const two = [
    { start: DAY_VIEW.start - HOUR, end: DAY_VIEW.start + 6 * HOUR },
    { start: DAY_VIEW.start + 12 * HOUR, end: DAY_VIEW.end + HOUR },
  ]
  expect(pathOf(two, DAY_VIEW, 100, false)).toBe('M0 0H25V1H0ZM50 0H100V1H50Z')
  expect(pathOf(two, DAY_VIEW, 100, true)).toBe('M0 0H1V25H0ZM0 50H1V100H0Z')
  expect(without([DAY_VIEW], two)).toEqual([{ start: DAY_VIEW.start + 6 * HOUR, end: DAY_VIEW.start + 12 * HOUR }])
})

test('marks that would cover each other stand as one', () => {
  const marks = [0, 60_000, 6 * HOUR].map((after) => ({ start: DAY_VIEW.start + after }))
  expect(grouped(marks, DAY_VIEW, 1000, 20).map(({ place, marks: own }) => [place, own.length])).toEqual([
    [0, 2],
    [250, 1],
  ])
})

test('times are the recorder’s own, also where its clocks change', () => {
  const wall = wallOf([
    { at: '2025-10-25T22:00:00Z', utc_offset_minutes: 120 },
    { at: '2025-10-26T01:00:00Z', utc_offset_minutes: 60 },
  ])
  const read = (text: string) => `${wall.date(at(text))} ${wall.exact(at(text))}`
  expect(
    ['2025-10-25T22:00:00', '2025-10-26T00:59:59', '2025-10-26T01:00:00', '2025-10-27T00:00:00'].map(read),
  ).toEqual(['2025-10-26 00:00:00', '2025-10-26 02:59:59', '2025-10-26 02:00:00', '2025-10-27 01:00:00'])
  expect(wall.exact(at('2025-10-25T12:00:00'))).toBe('14:00:00')
  expect(wallOf([], 330).exact(at('2026-01-01T00:00:00'))).toBe('05:30:00')
})

test('where the clocks change the ruler has the hour that comes twice twice, and the one that is left out not at all', () => {
  const turns = (at: number) => (at < Date.parse('2025-10-26T01:00:00Z') ? 120 : 60)
  const autumn = ticksOf({ start: at('2025-10-25T22:00:00'), end: at('2025-10-26T04:00:00') }, 6, turns)
  expect(autumn.ticks.map((tick) => new Date(tick.at + turns(tick.at) * 60_000).toISOString().slice(11, 13))).toEqual([
    '00',
    '01',
    '02',
    '02',
    '03',
    '04',
  ])
  const leaps = (at: number) => (at < Date.parse('2025-03-30T01:00:00Z') ? 60 : 120)
  const spring = ticksOf({ start: at('2025-03-29T23:00:00'), end: at('2025-03-30T21:00:00') }, 12, leaps)
  expect(spring.ticks.map((tick) => new Date(tick.at + leaps(tick.at) * 60_000).toISOString().slice(11, 13))).toEqual([
    '00',
    '04',
    '06',
    '08',
    '10',
    '12',
    '14',
    '16',
    '18',
    '20',
    '22',
  ])
})

test('an address names channel and moment, and nonsense in it is left out', () => {
  globalThis.document ??= { baseURI: 'http://here/' } as Document
  const place = { channelId: 3, at: '2026-10-12T08:14:05Z', others: [4, 5], span: HOUR }
  expect(placeAddress(place)).toBe('/playback/3?at=2026-10-12T08:14:05Z&with=4,5&span=60')
  expect(placeIn('3', { at: place.at, with: '4,5,x,-1,5', span: '60' })).toEqual(place)
  expect(placeIn('x', {})).toBeNull()
  const marked = { ...place, marks: { from: Date.parse('2026-10-12T08:10:00.250Z'), to: null } }
  expect(placeAddress(marked)).toContain('&marks=2026-10-12T08:10:00.250Z~&')
  expect(placeIn('3', { at: place.at, with: '4,5', span: '60', marks: '2026-10-12T08:10:00.250Z~' })).toEqual(marked)
  expect(placeIn('3', { marks: 'lunch~tea' })).toMatchObject({ marks: null })
  expect(placeAddress({ ...place, at: 'now', others: null, span: DAY })).toBe('/playback/3?at=now')
  expect(placeIn('3', { at: 'now' })).toMatchObject({ at: 'now' })
  expect(placeIn('3', { at: 'yesterday', span: '-4' })).toEqual({ channelId: 3, at: null, others: null, span: DAY })
  expect(placeIn('3', { at: '2026-10-12T08:14:05', span: '9999999' })).toMatchObject({ span: 3 * DAY })
})
