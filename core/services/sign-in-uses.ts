// When a sign-in was last used, noted for those whose secret stays the same: of all others a new refresh token says it.
import { eq, sql } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { signIns } from '../db/schema/index.ts'
import type { Origin } from '../domain/caller.ts'

export interface SignInUses {
  /** Null for a sign-in that has ended. */
  last(signInId: string): Date | null
  /** Used now, and from there. `last`: what was told before. */
  note(signInId: string, last: Date, origin: Origin): void
}

/** How exact it is: what is used all the time is not written all the time. */
const NOTED_EVERY_MS = 60_000

export function createSignInUses({ db, now }: { db: Db; now: () => Date }): SignInUses {
  /** Prepared: it runs for every request. */
  const used = db
    .select({ lastUsedAt: signIns.lastUsedAt })
    .from(signIns)
    .where(eq(signIns.id, sql.placeholder('id')))
    .prepare()
  return {
    last: (id) => used.get({ id })?.lastUsedAt ?? null,
    note(id, last, { address }) {
      const at = now()
      if (+at - +last < NOTED_EVERY_MS) return
      db.update(signIns).set({ lastUsedAt: at, address }).where(eq(signIns.id, id)).run()
    },
  }
}
