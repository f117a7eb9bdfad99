// A search for clips as the address names it: which channels, from when to when by the recorder's clock. Pure.
import { addressOf } from '../../../base.ts'

export interface Search {
  /** Null: all that keep footage. */
  channelIds: number[] | null
  /** `2026-11-21T08:00`; empty = not said. */
  from: string
  to: string
}

export const MOST_CHANNELS = 64
const MOST_DAYS = 31
const DAY = 86_400_000
const WALL = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/

const wallIn = (text: string | undefined) =>
  text !== undefined && WALL.test(text) && !Number.isNaN(Date.parse(`${text}Z`)) ? text : ''

export function searchIn(query: Readonly<Record<string, string | undefined>>): Search {
  const ids = query.channels?.split(',').map(Number)
  return {
    channelIds: ids ? [...new Set(ids)].filter((id) => Number.isSafeInteger(id) && id > 0) : null,
    from: wallIn(query.from),
    to: wallIn(query.to),
  }
}

export function searchQuery({ channelIds, from, to }: Search): string {
  const said = [channelIds && `channels=${channelIds.join(',')}`, `from=${from}`, `to=${to}`]
  return said.filter(Boolean).join('&')
}

/** `kind`: of what is found, only that; everything where nothing is of it. */
export const findAddress = (search: Search, kind = ''): string =>
  `${addressOf('/playback/find')}?${searchQuery(search)}${kind && `&kind=${kind}`}`

/** Why it cannot be asked for; null: it can. */
export function problemOf(
  { channelIds, from, to }: Search,
  all: number,
): 'channels' | 'many' | 'order' | 'long' | null {
  const count = channelIds?.length ?? all
  if (count === 0) return 'channels'
  if (count > MOST_CHANNELS) return 'many'
  const length = Date.parse(`${to}Z`) - Date.parse(`${from}Z`)
  if (!(length > 0)) return 'order'
  return length > MOST_DAYS * DAY ? 'long' : null
}

/** An instant as the recorder's wall clock. */
export const wallTextOf = (instant: string, offsetMinutes: number): string =>
  new Date(Date.parse(instant) + offsetMinutes * 60_000).toISOString().slice(0, 19)
