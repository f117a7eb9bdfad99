// Which alarms and events are listed: as the address says it, as the API is asked for it, and whether one that arrives belongs there.
import { beginOf, dayOf } from '../../zone.ts'
import { type Item, isOwn, type What } from './item.ts'
import { isKind, type KindName } from './kinds.ts'

export type Period = 'today' | 'yesterday' | 'week'
export type State = 'open' | 'todo' | 'done'

export interface Filter {
  /** Alarms, other events, or both. What follows but channel, days and state tells alarms apart alone. */
  what: What
  /** Keys as text; empty = any. Where a channel is said, no device is. */
  device: string
  channel: string
  /** None = any. */
  kinds: readonly KindName[]
  /** So many days up to now, or days of whoever looks; empty = any time. */
  when: Period | ''
  from: string
  to: string
  /** `todo`: nobody has seen to it. */
  state: State | ''
}

/** A filter with the moments that it means today. */
export interface Asked extends Filter {
  /** ISO; empty = open. */
  since: string
  before: string
}

export const WHAT: readonly What[] = ['alarms', 'events', 'all']
export const PERIODS: readonly Period[] = ['today', 'yesterday', 'week']
export const STATES: readonly State[] = ['open', 'todo', 'done']
export const ALL: Filter = { what: 'alarms', device: '', channel: '', kinds: [], when: '', from: '', to: '', state: '' }

const among = <T extends string>(known: readonly T[], text: string | undefined): T | '' =>
  known.find((one) => one === text) ?? ''
const key = (text = '') => (/^\d{1,15}$/.test(text) ? text : '')
const day = (text = '') => (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text)) ? text : '')
/** Where the API's word for a kind is another one: old addresses hold it. */
const KIND_OF: Record<string, KindName> = { motion_detection: 'motion' }

export function filterOf(query: Record<string, string | undefined>): Filter {
  const what = among(WHAT, query.what) || 'alarms'
  const isAlarms = what === 'alarms'
  const when = among(PERIODS, query.when)
  const days = when ? [] : [day(query.from), day(query.to)]
  const [from = '', to = ''] = days.every(Boolean) ? days.sort() : days
  const channel = key(query.channel)
  const kinds = (query.kind ?? '').split(',').map((word) => KIND_OF[word] ?? word)
  const state = among(STATES, query.state)
  return {
    ...{ what, channel, when, from, to },
    device: isAlarms && !channel ? key(query.device) : '',
    kinds: isAlarms ? [...new Set(kinds)].filter(isKind) : [],
    state: isAlarms || state !== 'open' ? state : '',
  }
}

/** With its question mark; empty for alarms of all. */
export function addressQuery({ what, kinds, device, channel, when, from, to, state }: Filter): string {
  const said = { what: what === 'alarms' ? '' : what, device, channel, kind: kinds.join(','), when, from, to, state }
  const given = Object.entries(said).filter(([, value]) => value !== '')
  // A comma needs no escape, and the address is read by people.
  return given.length > 0 ? `?${new URLSearchParams(given)}`.replaceAll('%2C', ',') : ''
}

/** Some are left out. */
export const isSome = (filter: Filter): boolean => addressQuery({ ...filter, what: 'alarms' }) !== ''

export function askedAt(filter: Filter, now: Date): Asked {
  const today = dayOf(now)
  const at = (text: string, daysLater = 0) => text && beginOf(text, daysLater).toISOString()
  const { when, from, to } = filter
  const ends: Record<Period, [string, string]> = {
    today: [at(today), ''],
    yesterday: [at(today, -1), at(today)],
    week: [at(today, -6), ''],
  }
  const [since, before] = when ? ends[when] : [at(from), at(to, 1)]
  return { ...filter, since, before }
}

/** What one page is asked by; `what` says of which list. */
export function questionOf({ what, device, channel, kinds, since, before, state }: Asked): Record<string, string> {
  const acknowledged: Record<string, string> = { todo: 'false', done: 'true' }
  const said = acknowledged[state] ?? ''
  const question =
    what === 'alarms'
      ? {
          ...{ device_id: device, channel_id: channel, event: kinds.join(','), from: since, to: before },
          ...{ open: state === 'open' ? 'true' : '', acknowledged: said },
        }
      : { what, cameraId: channel, startDate: since, endDate: before, acknowledged: said }
  return Object.fromEntries(Object.entries(question).filter(([, value]) => value !== ''))
}

/** Whether one that arrives is listed; what is listed stays when it changes. */
export function isListed(item: Item, { what, device, channel, kinds, since, before, state }: Asked): boolean {
  const began = Date.parse(item.created_at)
  return (
    (what === 'all' || isOwn(item) === (what === 'events')) &&
    (device === '' || String(item.device_id) === device) &&
    (channel === '' || String(item.channel_id) === channel) &&
    (kinds.length === 0 || kinds.some((kind) => kind === item.kind)) &&
    (since === '' || began >= Date.parse(since)) &&
    (before === '' || began < Date.parse(before)) &&
    (state !== 'open' || item.ended_at === null) &&
    (state !== 'todo' || item.acknowledged_at === null) &&
    (state !== 'done' || item.acknowledged_at !== null)
  )
}
