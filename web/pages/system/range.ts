// How far back the charts look, and how fine they are.

export const RANGES = {
  hour: { hours: 1, points: 60 },
  day: { hours: 24, points: 288 },
  week: { hours: 168, points: 336 },
}

export type RangeName = keyof typeof RANGES
export type Range = (typeof RANGES)[RangeName]

/** As the address says; a day without a word. */
export const rangeOf = (text: string | undefined): RangeName =>
  text !== undefined && Object.hasOwn(RANGES, text) ? (text as RangeName) : 'day'
