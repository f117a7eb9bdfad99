// Which part of the log is wanted: as the address keeps it, and as the API is asked for it.
export const KINDS = ['all', 'alarm', 'exception', 'operation', 'information'] as const
export const RANGES = ['hour', 'day', 'week', 'month', 'own'] as const
export type Kind = (typeof KINDS)[number]
export type Range = (typeof RANGES)[number]

export interface Query {
  range: Range
  /** `YYYY-MM-DDTHH:MM` by the device's clock; used with the range `own`. */
  from: string
  to: string
  kind: Kind
}

export interface Span {
  from: string
  to: string
}

const HOUR = 3_600_000
const LENGTHS: Record<Exclude<Range, 'own'>, number> = {
  hour: HOUR,
  day: 24 * HOUR,
  week: 168 * HOUR,
  month: 720 * HOUR,
}
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d/

const oneOf = <T extends string>(words: readonly T[], word: string | undefined, usual: T): T =>
  words.find((one) => one === word) ?? usual

/** What the address does not say, or says wrongly, is the last day and every kind. */
export function queryOf({ range, from = '', to = '', kind }: Record<string, string | undefined>): Query {
  return { range: oneOf(RANGES, range, 'day'), from, to, kind: oneOf(KINDS, kind, 'all') }
}

export function addressQuery({ range, from, to, kind }: Query): string {
  const said = { range, ...(range === 'own' && { from, to }), ...(kind !== 'all' && { kind }) }
  return `?${new URLSearchParams(said)}`
}

/** What is wrong with times of one's own; null: nothing. */
export function problemOf({ range, from, to }: Query): 'log.own.missing' | 'log.own.order' | null {
  if (range !== 'own') return null
  if (!TIME.test(from) || !TIME.test(to)) return 'log.own.missing'
  return to < from ? 'log.own.order' : null
}

/** A time without an offset is the device's clock to the API, so nobody needs to know its zone. */
export function spanOf({ range, from, to }: Query, now: Date): Span {
  if (range === 'own') return { from, to }
  return { from: new Date(now.getTime() - LENGTHS[range]).toISOString(), to: now.toISOString() }
}
