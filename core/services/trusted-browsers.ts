// Browsers that have shown a second factor, and whose next sign-ins by password need none for a while.
import { createHash, randomBytes } from 'node:crypto'
import { and, desc, eq, gt, lte, sql } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { trustedBrowsers } from '../db/schema/index.ts'
import type { Caller, Origin } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import type { Activity } from './activity.ts'
import type { UserRow } from './tokens.ts'

export type TrustedBrowserRow = typeof trustedBrowsers.$inferSelect & {
  /** The one that asks. */
  current: boolean
}

export interface TrustedBrowsers {
  /**
   * What the browser keeps, and shows instead of a code. Whoever calls has just taken a code of the account. `name`: what it is
   * to be called in lists, if not by what it sends as its agent.
   */
  begin(
    user: Pick<UserRow, 'id' | 'uuid' | 'username' | 'householdId'>,
    origin: Origin,
    name?: string,
  ): { value: string; seconds: number }
  /** Whether it is good for that account; notes that it was used. */
  use(userId: number, value: string, origin: Origin): boolean
  /** The caller's own, the one used last first. `value`: what the browser that asks has shown. */
  list(caller: Caller, value?: string): TrustedBrowserRow[]
  /** Fault `Trusted browser not found`. */
  end(caller: Caller, id: number): void
}

/** However often it is used. */
export const TRUSTED_DAYS = 30
/** Of one account: beyond these it loses the one that it used longest ago. */
const MOST = 20

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url')

interface Deps {
  db: Db
  activity: Activity
  now: () => Date
  /** 32 random bytes. */
  random?: () => Uint8Array
}

export function createTrustedBrowsers(deps: Deps): TrustedBrowsers {
  const { db, activity, now, random = () => randomBytes(32) } = deps
  const ofUser = (userId: number) => eq(trustedBrowsers.userId, userId)
  const living = (userId: number) => and(ofUser(userId), gt(trustedBrowsers.expiresAt, now()))

  function personOf(caller: Caller) {
    if (caller.kind !== 'user')
      throw new Fault('not-allowed', 'Sign in with a password to see and end trusted browsers')
    return caller
  }

  return {
    begin(user, origin, name = origin.agent ?? undefined) {
      const value = Buffer.from(random()).toString('base64url')
      const at = now()
      const seconds = TRUSTED_DAYS * 86_400
      db.transaction((tx) => {
        tx.delete(trustedBrowsers).where(lte(trustedBrowsers.expiresAt, at)).run()
        tx.run(
          sql`delete from ${trustedBrowsers} where ${trustedBrowsers.id} in (select id from ${trustedBrowsers} where ${trustedBrowsers.userId} = ${user.id} order by last_used_at desc limit -1 offset ${MOST - 1})`,
        )
        tx.insert(trustedBrowsers)
          .values({
            ...{ userId: user.id, hash: sha256(value), createdAt: at, lastUsedAt: at },
            ...{ address: origin.address, agent: name?.slice(0, 256) ?? null },
            expiresAt: new Date(+at + seconds * 1000),
          })
          .run()
      })
      const { id: userId, uuid: resourceId, username, householdId } = user
      activity.record(null, {
        ...{ action: 'trust_browser', resourceType: 'user', resourceId },
        ...{ userId, username, householdId, origin },
      })
      return { value, seconds }
    },
    use(userId, value, origin) {
      if (!/^[\w-]{43}$/.test(value)) return false
      const used = db
        .update(trustedBrowsers)
        .set({ lastUsedAt: now(), address: origin.address })
        .where(and(living(userId), eq(trustedBrowsers.hash, sha256(value))))
        .returning({ id: trustedBrowsers.id })
        .get()
      return used !== undefined
    },
    list(caller, value = '') {
      const { userId } = personOf(caller)
      const hash = sha256(value)
      return db
        .select()
        .from(trustedBrowsers)
        .where(living(userId))
        .orderBy(desc(trustedBrowsers.lastUsedAt), desc(trustedBrowsers.id))
        .all()
        .map((row) => ({ ...row, current: row.hash === hash }))
    },
    end(caller, id) {
      const { userId } = personOf(caller)
      const gone = db
        .delete(trustedBrowsers)
        .where(and(ofUser(userId), eq(trustedBrowsers.id, id)))
        .returning({ address: trustedBrowsers.address, agent: trustedBrowsers.agent })
        .get()
      if (!gone) throw new Fault('not-found', 'Trusted browser not found')
      activity.record(caller, { action: 'end_trusted_browser', resourceType: 'user', metadata: { ...gone } })
    },
  }
}
