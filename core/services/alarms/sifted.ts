// A page of alarms by what no index keeps apart: one looks along the index that there is, so many alarms at a time and no more.
import type { Alarm } from '../../domain/alarm.ts'
import { type AlarmQuery, type Cursor, isAsked } from './pages.ts'

export interface Sifted {
  alarms: Alarm[]
  /** Looking ended here, before the page was full and before there was nothing older; null otherwise. */
  lookedTo: Cursor | null
}

/** Nobody waits for more than this: who wants to know asks for what lies behind it. */
const MOST_LOOKED = 4000
const MOST_AT_ONCE = 500

/** `list` reads a page along an index. */
export function sift(
  list: (query: AlarmQuery, most: number) => Alarm[],
  { acknowledged, ...rest }: AlarmQuery,
  most: number,
): Sifted {
  if (acknowledged === undefined) return { alarms: list(rest, most), lookedTo: null }
  const { deviceId, places, kinds, open } = rest
  // Those that nobody has seen to can be most of a house: of a rare kind or one place, they are found sooner along its index.
  const narrowed = deviceId !== undefined || places !== undefined || kinds !== undefined || open === true
  const along: AlarmQuery = acknowledged || !narrowed ? { ...rest, acknowledged } : rest
  const asked = isAsked(rest)
  const found: Alarm[] = []
  let { before } = rest
  for (let looked = 0, size = most; looked < MOST_LOOKED; looked += size, size = MOST_AT_ONCE) {
    const batch = list({ ...along, before }, size)
    found.push(...batch.filter((alarm) => (alarm.acknowledged !== undefined) === acknowledged && asked(alarm)))
    const last = batch.at(-1)
    if (found.length >= most || !last || batch.length < size) return { alarms: found.slice(0, most), lookedTo: null }
    before = { time: last.beganAt, id: last.id }
  }
  return { alarms: found, lookedTo: before ?? null }
}
