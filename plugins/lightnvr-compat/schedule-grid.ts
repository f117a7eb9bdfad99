// The week as LightNVR's clients draw it, 168 hours from Sunday 0 h on, and as our recorder has it.
import type { Services } from '#plugin'

type Rule = ReturnType<Services['recorder']['get']>['rule']
export type Span = Rule['schedule'][number]

export const HOURS = 168
const DAY = 24

export const everyHour = (): boolean[] => Array.from({ length: HOURS }, () => true)
export const isEveryHour = (grid: readonly boolean[]): boolean => grid.every(Boolean)

const minutes = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3, 5))

/** An hour of which a part is meant counts whole. */
export function gridOf(spans: readonly Span[]): boolean[] {
  const grid = Array.from({ length: HOURS }, () => false)
  for (const { days, start, end } of spans) {
    const from = minutes(start)
    const to = minutes(end) > from ? minutes(end) : minutes(end) + DAY * 60
    // Our week begins on Monday.
    for (const day of days)
      for (let hour = Math.floor(from / 60); hour * 60 < to; hour++) grid[((day + 1) * DAY + hour) % HOURS] = true
  }
  return grid
}

const clock = (hour: number) => `${String(hour % DAY).padStart(2, '0')}:00`

/** Days with the same hours share a span. */
export function spansOf(grid: readonly boolean[], record: Span['record']): Span[] {
  const found = new Map<string, Span>()
  for (let day = 0; day < 7; day++) {
    const isOn = (hour: number) => hour < DAY && grid[(((day + 1) % 7) * DAY + hour) % HOURS] === true
    for (let hour = 0; hour < DAY; hour++) {
      if (!isOn(hour)) continue
      const from = hour
      while (isOn(hour)) hour++
      const key = `${from} ${hour}`
      const span = found.get(key) ?? { days: [], start: clock(from), end: clock(hour), record }
      span.days.push(day)
      found.set(key, span)
    }
  }
  return [...found.values()]
}
