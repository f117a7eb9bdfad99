// Which channel and moment the address names, which channels stand beside it, and how much of time is shown.
import { addressOf } from '../../../base.ts'
import { DAY, LEAST_SPAN, MOST_SPAN } from './view.ts'

export interface Place {
  channelId: number
  /** An instant with its offset, a time of the recorder's wall clock without one, or `now`; null: none was named. */
  at: string | null
  /** Null: those of the same recorder. */
  others: number[] | null
  /** Milliseconds. */
  span: number
  /** The range that somebody marks; null: nothing. */
  marks?: Marks | null
}

export interface Marks {
  from: number | null
  to: number | null
}

/** The live picture, as a moment. */
export const NOW = 'now'
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,3})?(Z|[+-]\d\d:?\d\d)?$/
/** False for a time of the recorder's wall clock. */
export const isInstant = (at: string): boolean => at === NOW || /(Z|[+-]\d\d:?\d\d)$/.test(at)
export const MOST_LANES = 64

const isMoment = (at: string) => at === NOW || (INSTANT.test(at) && !Number.isNaN(Date.parse(at)))

const idsOf = (text: string) =>
  text
    .split(',')
    .map(Number)
    .filter((id) => Number.isSafeInteger(id) && id > 0)

/** `from~to`, either of them left out. */
function marksIn(text: string | undefined): Marks | null {
  const [from = null, to = null] = (text ?? '').split('~').map((one) => {
    const at = INSTANT.test(one) && isInstant(one) ? Date.parse(one) : Number.NaN
    return Number.isNaN(at) ? null : at
  })
  return from === null && to === null ? null : { from, to }
}
const marksText = ({ from, to }: Marks) =>
  [from, to].map((at) => (at === null ? '' : new Date(at).toISOString())).join('~')

/** Null when it names no channel. */
export function placeIn(
  channel: string | undefined,
  query: Readonly<Record<string, string | undefined>>,
): Place | null {
  const [channelId] = idsOf(channel ?? '')
  if (channelId === undefined) return null
  const minutes = Number(query.span)
  return {
    channelId,
    at: query.at !== undefined && isMoment(query.at) ? query.at : null,
    others: query.with === undefined ? null : [...new Set(idsOf(query.with))].slice(0, MOST_LANES - 1),
    span: query.span && minutes > 0 ? Math.min(MOST_SPAN, Math.max(LEAST_SPAN, minutes * 60_000)) : DAY,
    ...(query.marks && { marks: marksIn(query.marks) }),
  }
}

/** `2026-10-12T08:14:05Z`. */
export const instantText = (at: number): string => `${new Date(at).toISOString().slice(0, 19)}Z`

/** The address of a moment of a channel. */
export function placeAddress({ channelId, at, others, span, marks }: Place): string {
  const query = [
    at && `at=${at}`,
    others && `with=${others.join(',')}`,
    marks && (marks.from !== null || marks.to !== null) && `marks=${marksText(marks)}`,
    span !== DAY && `span=${Math.round(span / 600) / 100}`,
  ].filter(Boolean)
  return `${addressOf(`/playback/${channelId}`)}${query.length > 0 ? `?${query.join('&')}` : ''}`
}

/** The address of a time of the recorder's wall clock, such as 2026-10-12 and 08:14:05. */
export const wallAddress = (channelId: number, day: string, time: string): string =>
  placeAddress({ channelId, at: `${day}T${time}`, others: null, span: DAY })
