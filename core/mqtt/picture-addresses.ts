// Addresses at which a hub fetches the pictures of alarms: each lives an hour, and a fresh one follows it in time (DISCOVERY 13).
import type { Alarm } from '../domain/alarm.ts'
import { NO_PICTURE_PATH } from '../domain/no-picture.ts'
import type { Tickets } from '../services/tickets.ts'
import type { Timers } from '../timers.ts'
import { placeKey } from './states.ts'
import type { Place } from './topics.ts'

export interface PictureAddresses extends Disposable {
  /** What the hub is told for that channel: a fresh address where it has none or its hour is nearly over. */
  of(place: Place, channelId: number): string
  /** A picture of a newer alarm, of our own taking or in a smaller size; the address of the one before ends. */
  show(place: Place, channelId: number, jpeg: Uint8Array, alarmId: number | null): void
  /** A person or our own clock has removed these alarms, and their pictures with them. */
  removed(alarmIds: readonly number[] | 'all'): void
  /** Somebody looks at the channel, or at all of them: addresses that have ended are wanted again. */
  asked(channelId?: number): void
  /** The device is gone. */
  forget(hubKey: string): void
  start(): void
}

interface Deps {
  tickets: Pick<Tickets, 'issue' | 'end' | 'peek'>
  /** Newest alarm of the channel whose picture is kept. */
  stored(place: Place, channelId: number): Alarm | null
  /** Where the hub reaches us. */
  base(): string
  /** Nobody has asked for a picture of the channel for long. */
  isIdle(channelId: number): boolean
  /** Somebody has fetched a picture of it. */
  onFetched(channelId: number): void
  /** The channel has another address now. */
  tell(place: Place, channelId: number): void
  now: () => Date
  timers: Timers
}

/** How long an address is good for, and when the next one is told so that the hub never holds one that has ended. */
const LIFE_MS = 3_600_000
const RENEW_MS = LIFE_MS - 300_000
const TICK_MS = 60_000
const system = { kind: 'system' } as const

/** Kept on disk with its alarm, or in memory alone. */
type Source = { alarmId: number; householdId: number } | { alarmId: number | null; jpeg: Uint8Array; takenAt: Date }

interface Entry {
  place: Place
  channelId: number
  /** Null: there is none. Undefined: not looked for yet. */
  source: Source | null | undefined
  ticket: { secret: string; issuedAt: Date } | null
  /** No address of this picture was told yet: it is told of also where nobody asks. */
  isNew: boolean
}

export function createPictureAddresses(deps: Deps): PictureAddresses {
  const { tickets, now, timers } = deps
  const entries = new Map<string, Entry>()
  let timer: Disposable | null = null

  function entryOf(place: Place, channelId: number): Entry {
    const key = placeKey(place)
    const known = entries.get(key)
    if (known?.channelId === channelId) return known
    if (known) end(known)
    const entry: Entry = { place, channelId, source: undefined, ticket: null, isNew: false }
    entries.set(key, entry)
    return entry
  }

  /** A clock that was set back makes it due, too. */
  function isDue({ issuedAt }: NonNullable<Entry['ticket']>): boolean {
    const age = +now() - +issuedAt
    return age < 0 || age >= RENEW_MS
  }

  function end(entry: Entry): void {
    if (!entry.ticket) return
    const { secret, issuedAt } = entry.ticket
    const last = tickets.peek(secret)
    entry.ticket = null
    tickets.end(secret)
    if (last && last.lastUsed > issuedAt) deps.onFetched(entry.channelId)
  }

  function look({ place, channelId }: Entry): Source | null {
    const alarm = deps.stored(place, channelId)
    return alarm && { alarmId: alarm.id, householdId: alarm.householdId }
  }

  function objectOf({ channelId }: Entry, source: Source) {
    if ('jpeg' in source) return { type: 'hub-picture', channelId, picture: source } as const
    return { type: 'alarm-picture', channelId, ...source } as const
  }

  function renew(entry: Entry): void {
    end(entry)
    deps.tell(entry.place, entry.channelId)
  }

  function tick(): void {
    timer = timers.after(TICK_MS, tick)
    for (const entry of entries.values()) if (entry.ticket && isDue(entry.ticket)) renew(entry)
  }

  return {
    of(place, channelId) {
      const entry = entryOf(place, channelId)
      if (entry.ticket && isDue(entry.ticket)) end(entry)
      if (entry.source === undefined) entry.source = look(entry)
      if (!entry.ticket && entry.source && (entry.isNew || !deps.isIdle(channelId))) {
        entry.isNew = false
        const seconds = LIFE_MS / 1000
        entry.ticket = tickets.issue(system, objectOf(entry, entry.source), 'view', { seconds })
      }
      return `${deps.base()}${entry.ticket ? `/media/${entry.ticket.secret}/picture.jpg` : NO_PICTURE_PATH}`
    },
    show(place, channelId, jpeg, alarmId) {
      const entry = entryOf(place, channelId)
      end(entry)
      entry.source = { alarmId, jpeg, takenAt: now() }
      entry.isNew = true
    },
    removed(alarmIds) {
      for (const entry of entries.values()) {
        const id = entry.source?.alarmId
        if (id == null || (alarmIds !== 'all' && !alarmIds.includes(id))) continue
        entry.source = undefined
        renew(entry)
      }
    },
    asked(channelId) {
      for (const entry of entries.values())
        if (entry.source && !entry.ticket && (channelId === undefined || entry.channelId === channelId)) renew(entry)
    },
    forget(hubKey) {
      for (const [key, { place }] of entries) if (place.hubKey === hubKey) entries.delete(key)
    },
    start() {
      timer ??= timers.after(TICK_MS, tick)
    },
    [Symbol.dispose]() {
      timer?.[Symbol.dispose]()
      timer = null
    },
  }
}
