// The words on the timeline's ruler at every hour and width: whole, apart from each other, and never too few to read the time by.
import { expect, test } from 'bun:test'
import { around, DAY, lengthOf, ticksOf, worded } from './view.ts'

const HOUR = 3_600_000
const ROOM = 72
/** Ten past, since a test at the full hour alone would not see a word that is half over the edge. */
const PARTS_OF_AN_HOUR = [0, 10 * 60_000, 59 * 60_000]
const WIDTHS = [240, 312, 390, 700, 1024, 1600, 2500]
const SPANS = [60_000, 10 * 60_000, HOUR, 6 * HOUR, DAY, 3 * DAY]

/** Words that are cut, or nearer to the next one than they are wide. */
function faults(start: number, width: number, span: number, offset: (at: number) => number): string[] {
  const view = { start, end: start + span }
  const words = worded(ticksOf(view, width / ROOM, offset).ticks, width, ROOM).map(({ share }) => share * width)
  const name = `${new Date(start).toISOString()} ${width} ${span / HOUR} h`
  const found = words.filter((at) => at < 0 || at + ROOM > width).map((at) => `${name}: cut at ${at}`)
  for (const [i, at] of words.entries())
    if (i > 0 && at - (words[i - 1] ?? 0) < ROOM * 0.8) found.push(`${name}: too near at ${at}`)
  if (words.length === 0 && width >= ROOM * 4) found.push(`${name}: none`)
  return found
}

function everywhere(day: string, offset: (at: number) => number): string[] {
  const starts = Array.from({ length: 24 }, (_, hour) => Date.parse(`${day}T00:00:00Z`) + hour * HOUR)
  return starts.flatMap((hour) =>
    PARTS_OF_AN_HOUR.flatMap((part) =>
      WIDTHS.flatMap((width) => SPANS.flatMap((span) => faults(hour + part, width, span, offset))),
    ),
  )
}

test('at every hour of a day and in every width the words of the ruler are whole and apart', () => {
  expect(everywhere('2026-11-23', () => 480)).toEqual([])
  expect(everywhere('2026-11-23', () => -210)).toEqual([])
})

test('where the clocks change, too', () => {
  const autumn = Date.parse('2025-10-26T01:00:00Z')
  expect(everywhere('2025-10-25', (at) => (at < autumn ? 120 : 60))).toEqual([])
  expect(everywhere('2025-10-26', (at) => (at < autumn ? 120 : 60))).toEqual([])
  const spring = Date.parse('2025-03-30T01:00:00Z')
  expect(everywhere('2025-03-29', (at) => (at < spring ? 60 : 120))).toEqual([])
})

test('a word that would begin at the very end is left out, its line is not', () => {
  const view = around(Date.parse('2026-11-23T12:00:00Z'), DAY)
  const { ticks } = ticksOf({ start: view.start, end: view.end + 1 }, 10, () => 0)
  expect(lengthOf(view)).toBe(DAY)
  expect(ticks.length - worded(ticks, 720, ROOM).length).toBe(1)
})
