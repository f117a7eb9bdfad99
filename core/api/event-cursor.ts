// What a client of the event stream has been told of alarms: written into each event's id, and read when it comes back.
import type { Alarm } from '../domain/alarm.ts'
import type { Caller } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import type { Send } from '../http/event-stream.ts'
import type { AlarmFilter, Alarms } from '../services/alarms/index.ts'
import { alarmOut } from './manager/alarms.wire.ts'

type Listed = Pick<Alarms, 'get' | 'list'>

/** More open alarms are not written down: whoever comes back then is told anew what is open. */
const MOST_OPEN = 200
/** More alarms than that are not told again. The stream itself holds a thousand messages for a slow reader. */
const MOST_MISSED = 300

/** The newest alarm that was told, and those of which only the beginning was. Needs no clock. */
export interface Told {
  last: number
  open: Set<number>
}

/** `42.17.40`: up to alarm 42, of which 17 and 40 go on; `42+`: more than can be said go on. */
export function writeTold({ last, open }: Told): string {
  return open.size > MOST_OPEN ? `${last}+` : [last, ...open].join('.')
}

/** Null: told nothing that can be gone on from. */
export function readTold(text: string | undefined): Told | null {
  if (!text || text.length > 4000 || !/^\d{1,15}(\.\d{1,15})*$/.test(text)) return null
  const [last = 0, ...open] = text.split('.').map(Number)
  return open.length > MOST_OPEN ? null : { last, open: new Set(open) }
}

function* listed(alarms: Listed, caller: Caller, filter: AlarmFilter): Generator<Alarm[]> {
  let cursor: AlarmFilter['cursor']
  for (;;) {
    const page = alarms.list(caller, { ...filter, cursor })
    yield page.alarms
    if (!page.hasMore || !page.next) return
    cursor = page.next
  }
}

/** Null when there are too many. */
function since(alarms: Listed, caller: Caller, last: number): Alarm[] | null {
  const found: Alarm[] = []
  for (const page of listed(alarms, caller, {})) {
    const fresh = page.filter(({ id }) => id > last)
    found.push(...fresh)
    if (found.length > MOST_MISSED) return null
    if (fresh.length === 0) break
  }
  return found
}

/** Sends what is open, and is where a client begins that knows nothing or has missed too much. */
export function tellOpen(alarms: Listed, caller: Caller, missed: boolean, send: Send): Told {
  const open = [...listed(alarms, caller, { open: true })].flat()
  const newest = alarms.list(caller).alarms
  const told = {
    last: Math.max(0, ...newest.map(({ id }) => id), ...open.map(({ id }) => id)),
    open: new Set(open.map(({ id }) => id)),
  }
  send('alarms', { open: open.map(alarmOut), missed }, writeTold(told))
  return told
}

/** Sends what has happened since; false, and nothing sent, when that is too much. Changes `told`. */
export function tellMissed(alarms: Listed, caller: Caller, told: Told, send: Send): boolean {
  const fresh = since(alarms, caller, told.last)
  if (!fresh) return false
  const gone: number[] = []
  const events: { at: Date; name: 'alarm.began' | 'alarm.ended'; alarm: Alarm }[] = []
  const addEnd = (alarm: Alarm) => {
    if (alarm.endedAt) events.push({ at: alarm.endedAt, name: 'alarm.ended', alarm })
  }
  for (const id of told.open) {
    const alarm = find(alarms, caller, id)
    if (alarm) addEnd(alarm)
    else gone.push(id)
  }
  for (const alarm of fresh.toSorted((a, b) => a.id - b.id)) {
    events.push({ at: alarm.beganAt, name: 'alarm.began', alarm: { ...alarm, endedAt: null, endReason: null } })
    addEnd(alarm)
  }
  for (const id of gone) told.open.delete(id)
  if (gone.length) send('alarm.removed', { ids: gone }, writeTold(told))
  for (const { name, alarm } of events.toSorted((a, b) => +a.at - +b.at))
    send(name, alarmOut(alarm), note(told, name, alarm.id))
  return true
}

/** The id of an event about an alarm, after it has been told. */
export function note(told: Told, name: string, alarmId: number): string {
  told.last = Math.max(told.last, alarmId)
  if (name === 'alarm.began') told.open.add(alarmId)
  else told.open.delete(alarmId)
  return writeTold(told)
}

/** Null when it was removed, or is not the caller's to see. */
function find(alarms: Listed, caller: Caller, id: number): Alarm | null {
  try {
    return alarms.get(caller, id)
  } catch (error) {
    if (error instanceof Fault && error.kind === 'not-found') return null
    throw error
  }
}
