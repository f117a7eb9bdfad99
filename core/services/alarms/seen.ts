// Up to when somebody has been shown alarms: kept with his account, so that his phone and his tablet count the same.
import { eq } from 'drizzle-orm'
import type { Bus } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import { users } from '../../db/schema/index.ts'
import type { Caller } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'

export interface Seen {
  /** Alarms that began after this moment are new to him; null = he has not looked at any. */
  until: Date | null
  /** How many those are, at most `MOST_UNSEEN`. */
  unseen: number
}

/** Nobody reads a larger number than “99+”. */
export const MOST_UNSEEN = 100

interface Deps {
  db: Db
  bus: Bus
  now: () => Date
  /** How many alarms he may see that began after it, at most so many. */
  count: (caller: Caller, after: Date | null, most: number) => number
}

export function createSeen({ db, bus, now, count }: Deps) {
  function personOf(caller: Caller): number {
    if (!('userId' in caller)) throw new Fault('not-allowed', 'Only a person has seen alarms')
    return caller.userId
  }
  const seenBy = (caller: Caller, until: Date | null): Seen => ({ until, unseen: count(caller, until, MOST_UNSEEN) })

  return {
    seen(caller: Caller): Seen {
      const row = db
        .select({ until: users.alarmsSeenUntil })
        .from(users)
        .where(eq(users.id, personOf(caller)))
        .get()
      return seenBy(caller, row?.until ?? null)
    },
    setSeen(caller: Caller, wanted: Date): Seen {
      const userId = personOf(caller)
      if (caller.kind === 'key' && caller.readOnly)
        throw new Fault('not-allowed', 'Insufficient permissions: this API key may only read')
      // A browser whose clock is ahead must not hide what is still to come.
      const until = new Date(Math.min(+wanted, +now()))
      db.update(users).set({ alarmsSeenUntil: until }).where(eq(users.id, userId)).run()
      const seen = seenBy(caller, until)
      bus.emit('alarm.seen', { userId, until, unseen: seen.unseen })
      return seen
    },
  }
}
