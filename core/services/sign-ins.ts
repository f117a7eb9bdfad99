// A person's open sign-ins: where he is signed in, and how he ends one that he forgot about.
import { and, desc, eq, gt } from 'drizzle-orm'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { signIns } from '../db/schema/index.ts'
import type { Caller } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import type { Activity } from './activity.ts'
import type { Tokens } from './tokens.ts'

export type SignInRow = Pick<
  typeof signIns.$inferSelect,
  'id' | 'address' | 'agent' | 'createdAt' | 'lastUsedAt' | 'expiresAt'
> & {
  /** The one that asks. */
  current: boolean
}

export interface SignIns {
  /** The caller's own, the one used last first. Only for somebody who signed in with a password. */
  list(caller: Caller): SignInRow[]
  /** Ends one of the caller's own, this one too. Fault `Sign-in not found`. */
  end(caller: Caller, id: string): void
  /** Ends all but the one that asks; how many that were. */
  endOthers(caller: Caller): number
}

interface Deps {
  db: Db
  bus: Bus
  activity: Activity
  tokens: Pick<Tokens, 'endAll'>
  now: () => Date
}

export function createSignIns({ db, bus, activity, tokens, now }: Deps): SignIns {
  function personOf(caller: Caller) {
    if (caller.kind !== 'user') throw new Fault('not-allowed', 'Sign in with a password to see and end sign-ins')
    return caller
  }

  const open = (userId: number) => and(eq(signIns.userId, userId), gt(signIns.expiresAt, now()))

  function list(caller: Caller): SignInRow[] {
    const { userId, signInId } = personOf(caller)
    return db
      .select({
        id: signIns.id,
        address: signIns.address,
        agent: signIns.agent,
        createdAt: signIns.createdAt,
        lastUsedAt: signIns.lastUsedAt,
        expiresAt: signIns.expiresAt,
      })
      .from(signIns)
      .where(open(userId))
      .orderBy(desc(signIns.lastUsedAt), desc(signIns.createdAt))
      .all()
      .map((row) => ({ ...row, current: row.id === signInId }))
  }

  return {
    list,
    end(caller, id) {
      const { userId } = personOf(caller)
      const gone = db
        .delete(signIns)
        .where(and(open(userId), eq(signIns.id, id)))
        .returning({ address: signIns.address, agent: signIns.agent })
        .get()
      if (!gone) throw new Fault('not-found', 'Sign-in not found')
      bus.emit('access.changed', { userId, signInId: id })
      activity.record(caller, { action: 'end_sign_in', resourceType: 'sign_in', metadata: { ...gone } })
    },
    endOthers(caller) {
      const { userId, signInId } = personOf(caller)
      const ended = list(caller).filter(({ current }) => !current).length
      tokens.endAll(userId, signInId)
      activity.record(caller, { action: 'end_other_sign_ins', resourceType: 'sign_in', metadata: { ended } })
      return ended
    },
  }
}
