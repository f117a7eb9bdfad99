// What a household sets about its alarms: how long they are kept, and after how much silence each kind has ended.

export interface Retention {
  days: number
  count: number
}

/** Seconds per kind; what is absent is as usual. */
export type Holds = Record<string, { hold?: number; min_on?: number; max?: number | null }>

const DAYS = [7, 30, 90, 365, 1095]
const COUNTS = [1000, 10_000, 100_000, 1_000_000]
export const MOST_SECONDS = 86_400

const withOwn = (choices: readonly number[], own: number) => [...new Set([...choices, own])].sort((a, b) => a - b)

/** What is offered, and what somebody has set by another way. */
export const daysOffered = (own: number) => withOwn(DAYS, own)
export const countsOffered = (own: number) => withOwn(COUNTS, own)

/** Something could be removed that would have stayed before. */
export const keepsFewer = (before: Retention, after: Retention) =>
  after.days < before.days || after.count < before.count

/** As typed, by kind; empty = as usual. */
export type TypedHolds = Record<string, string>

export const typedOf = (kinds: readonly string[], stored: Holds): TypedHolds =>
  Object.fromEntries(kinds.map((kind) => [kind, stored[kind]?.hold === undefined ? '' : String(stored[kind].hold)]))

/** Null for what is no number of seconds; undefined = as usual. */
export function secondsOf(typed: string): number | null | undefined {
  const text = typed.trim().replace(',', '.')
  if (text === '') return undefined
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN
  return value >= 0 && value <= MOST_SECONDS ? value : null
}

/** The setting with the typed seconds in it. Whatever else it says of a kind stays; null = nothing is out of the usual. */
export function holdsOf(stored: Holds, typed: TypedHolds): Holds | null {
  const next: Holds = {}
  for (const kind of new Set([...Object.keys(stored), ...Object.keys(typed)])) {
    const { hold: before, ...rest } = stored[kind] ?? {}
    const hold = kind in typed ? secondsOf(typed[kind] ?? '') : before
    const rule = { ...rest, ...(typeof hold === 'number' ? { hold } : {}) }
    if (Object.keys(rule).length > 0) next[kind] = rule
  }
  return Object.keys(next).length > 0 ? next : null
}
