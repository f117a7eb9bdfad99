// Tickets: short-lived secrets in a path that open one media object for one caller (DESIGN 4). Kept in memory only.
import { randomBytes } from 'node:crypto'
import type { Bus } from '../bus.ts'
import type { Action, Caller, Origin } from '../domain/caller.ts'
import type { Quality } from '../domain/device.ts'
import { Fault } from '../domain/fault.ts'
import type { AccessService } from './access.ts'
import { callerKey } from './callers.ts'
import type { Settings } from './settings.ts'

/** Idle time after which a ticket ends, unless it was issued for longer. */
export const TICKET_SECONDS = 90
/** What is held is used so often. */
const HOLD_MS = 30_000
/** More than any page opens; a caller who asks for more loses his oldest. */
const MOST_PER_CALLER = 1000

export type TicketObject =
  | { type: 'live'; channelId: number; quality: Quality }
  | { type: 'snapshot'; channelId: number }
  /** Footage on the device, played from that instant on. */
  | { type: 'footage'; channelId: number; from: Date }
  /** `channelId` null: an alarm of the device itself, or of a channel that is gone. */
  | { type: 'alarm-picture'; alarmId: number; channelId: number | null; householdId: number }
  /** A file of ours; `channelId` null: its channel is gone. The action says whether it may be saved or only played. */
  | { type: 'recording'; recordingId: number; channelId: number | null; householdId: number }
  /** The picture of an alarm that a hub was given the address of: good for whoever has it, until it ends. */
  | { type: 'hub-picture'; channelId: number; picture: { jpeg: Uint8Array; takenAt: Date } }
  /** What an export has made; the rights on what it holds are asked when it is read. */
  | { type: 'export'; jobId: number }
  /** A backup, by its file's name. */
  | { type: 'backup'; name: string }
  | { type: 'events' }
  /** Our own log, for who may touch the appliance itself. */
  | { type: 'logs'; channelId: null; householdId: number }

export interface Ticket {
  readonly secret: string
  readonly caller: Caller
  readonly object: TicketObject
  readonly action: Action
  /** That of the API it was issued for; null for our own. */
  readonly dialect: string | null
  readonly issuedAt: Date
  readonly lastUsed: Date
}

export interface IssueOptions {
  seconds?: number
  /** As the setting `dialects_off` names it. */
  dialect?: string
}

export interface Tickets extends Disposable {
  /**
   * Throws the fault of `can()` when the caller may not do this to the object. Ends when it was not used for so many seconds, with
   * the dialect that it is for, and a live picture when its channel is switched off.
   */
  issue(caller: Caller, object: TicketObject, action: Action, options?: IssueOptions): Ticket
  /**
   * Renews it after asking again whether the caller may. Throws Fault not-signed-in for a ticket that is unknown or
   * has ended; a ticket whose caller may no longer is ended by this. With the origin of a request also for one whose account is
   * not good there: it goes on where it is.
   */
  use(secret: string, origin?: Origin): Ticket
  /** Without renewing: the ticket while it lives. */
  peek(secret: string): Ticket | null
  end(secret: string): void
  /** The caller's living tickets, oldest first. */
  of(caller: Caller, predicate?: (ticket: Ticket) => boolean): Ticket[]
  /** Runs once when the ticket ends, at once if it has ended already. Disposing it forgets the listener. */
  onEnd(secret: string, listener: () => void): Disposable
  /** Uses it by itself, and runs once when it ends all the same, at once if it has ended already. Disposing it does neither any more. */
  hold(secret: string, listener: () => void): Disposable
  /** Ends what has not been used for as long as it lives. Runs by itself every few seconds. */
  sweep(): void
}

interface Entry {
  ticket: Ticket & { lastUsed: Date }
  deviceId: number | null
  /** Idle time after which it ends. */
  seconds: number
  listeners: Set<() => void>
}

export interface TicketsDeps {
  access: AccessService
  bus: Bus
  settings: Pick<Settings, 'get'>
  now: () => Date
  /** 24 random bytes. */
  random?: () => Uint8Array
}

export function createTickets(deps: TicketsDeps): Tickets {
  const { access, bus, settings, now, random = () => randomBytes(24) } = deps
  const entries = new Map<string, Entry>()

  /** Throws unless the caller may; the device behind the object, where there is one. */
  function check(caller: Caller, object: TicketObject, action: Action): number | null {
    if (object.type === 'events' || object.type === 'export') return null
    if (object.type === 'backup') {
      access.household(caller, action)
      return null
    }
    if (!('householdId' in object) || object.channelId !== null)
      return access.channel(caller, object.channelId as number, action).deviceId
    access.require(caller, action, { householdId: object.householdId, grant: null })
    return null
  }

  function mayStill({ caller, object, action }: Ticket): boolean {
    if (!('role' in caller) || caller.role !== 'viewer') return true
    try {
      check(caller, object, action)
      return true
    } catch (error) {
      if (error instanceof Fault) return false
      throw error
    }
  }

  const ended = () =>
    new Fault('not-signed-in', 'This link has ended or was never given out. Ask for a new one and try again.')

  function end(secret: string): void {
    const entry = entries.get(secret)
    if (!entry) return
    entries.delete(secret)
    for (const listener of entry.listeners) listener()
  }

  function endWhere(predicate: (entry: Entry) => boolean): void {
    for (const [secret, entry] of [...entries]) if (predicate(entry)) end(secret)
  }

  /** A clock that was set back begins the time anew instead of adding to it. */
  function isOver({ ticket, seconds }: Entry): boolean {
    if (now() < ticket.lastUsed) ticket.lastUsed = now()
    return +now() - +ticket.lastUsed >= seconds * 1000
  }

  function living(secret: string): Entry | null {
    const entry = entries.get(secret)
    if (!entry) return null
    if (!isOver(entry)) return entry
    end(secret)
    return null
  }

  const subscriptions = [
    bus.on('access.changed', ({ userId, signInId, keyId, linkId }) =>
      endWhere(({ ticket: { caller } }) => {
        if (!('userId' in caller) || caller.userId !== userId) return false
        if (signInId !== undefined) return caller.kind === 'user' && caller.signInId === signInId
        if (keyId !== undefined) return caller.kind === 'key' && caller.keyId === keyId
        if (linkId !== undefined) return caller.kind === 'link' && caller.linkId === linkId
        return true
      }),
    ),
    bus.on('device.removed', ({ deviceId }) => endWhere((entry) => entry.deviceId === deviceId)),
    bus.on('channel.switched', ({ channelId, inUse }) =>
      endWhere(({ ticket: { object } }) => !inUse && object.type === 'live' && object.channelId === channelId),
    ),
    bus.on('setting.changed', ({ key }) => {
      if (key !== 'dialects_off') return
      const off: readonly string[] = settings.get('dialects_off')
      endWhere(({ ticket: { dialect } }) => dialect !== null && off.includes(dialect))
    }),
    // With another tag it may be a channel that its viewer does not see any more.
    bus.on('channels.changed', ({ deviceId }) =>
      endWhere(({ ticket, ...entry }) => entry.deviceId === deviceId && !mayStill(ticket)),
    ),
  ]

  const tickets: Tickets = {
    issue(caller, object, action, { seconds = TICKET_SECONDS, dialect = null } = {}) {
      const deviceId = check(caller, object, action)
      const own = tickets.of(caller)
      for (const old of own.slice(0, Math.max(0, own.length - MOST_PER_CALLER + 1))) end(old.secret)
      const secret = Buffer.from(random()).toString('base64url')
      const at = now()
      const ticket = { secret, caller, object, action, dialect, issuedAt: at, lastUsed: at }
      entries.set(secret, { ticket, deviceId, seconds, listeners: new Set() })
      return ticket
    },
    use(secret, origin) {
      const entry = living(secret)
      if (!entry) throw ended()
      const caller = access.current(entry.ticket.caller)
      try {
        if (!caller) throw ended()
        check(caller, entry.ticket.object, entry.ticket.action)
      } catch {
        end(secret)
        throw ended()
      }
      const isElsewhere = origin && 'origin' in caller && origin.address !== caller.origin.address
      if (isElsewhere && !access.current({ ...caller, origin })) throw ended()
      entry.ticket.lastUsed = now()
      return entry.ticket
    },
    peek: (secret) => living(secret)?.ticket ?? null,
    end,
    of(caller, predicate = () => true) {
      const key = callerKey(caller)
      return [...entries.values()]
        .map((entry) => entry.ticket)
        .filter((ticket) => callerKey(ticket.caller) === key && predicate(ticket))
    },
    onEnd(secret, listener) {
      const entry = entries.get(secret)
      if (!entry) {
        listener()
        return { [Symbol.dispose]: () => {} }
      }
      entry.listeners.add(listener)
      return { [Symbol.dispose]: () => void entry.listeners.delete(listener) }
    },
    hold(secret, listener) {
      const timer = setInterval(() => {
        try {
          tickets.use(secret)
        } catch {
          // It has ended, which the listener was told.
        }
      }, HOLD_MS)
      const rest = () => clearInterval(timer)
      const listening = tickets.onEnd(secret, () => {
        rest()
        listener()
      })
      return {
        [Symbol.dispose]() {
          rest()
          listening[Symbol.dispose]()
        },
      }
    },
    sweep: () => endWhere(isOver),
    [Symbol.dispose]() {
      clearInterval(timer)
      for (const subscription of subscriptions) subscription[Symbol.dispose]()
      endWhere(() => true)
    },
  }
  const timer = setInterval(() => tickets.sweep(), 5000)
  timer.unref()
  return tickets
}
