// A new password for whoever cannot sign in any more, given from beside the appliance by somebody who has its data folder.
import { count, eq } from 'drizzle-orm'
import { durably } from '../db/durably.ts'
import type { Db } from '../db/open.ts'
import {
  activity,
  apiKeys,
  recoveryCodes,
  secondFactors,
  signIns,
  streamLinks,
  trustedBrowsers,
  users,
} from '../db/schema/index.ts'
import { accountNamed } from './accounts/names.ts'
import { createPasswords } from './passwords.ts'

export interface ResetUser {
  username: string
  isActive: boolean
  hadSecondFactor: boolean
  /** How many there are: they stay. */
  apiKeys: number
  streamLinks: number
}

/**
 * Takes the second factor off and ends all sign-ins of the user; null when there is no such user. A running appliance closes
 * what is open at its next look at the sign-in behind it.
 */
export async function resetPassword(db: Db, username: string, password: string, at: Date): Promise<ResetUser | null> {
  const passwordHash = await createPasswords().hash(password)
  return durably(db, () =>
    db.transaction((tx) => {
      const user = accountNamed(tx, username)
      if (!user) return null
      // Whoever is here with the data folder wants in, wherever he then comes from.
      tx.update(users).set({ passwordHash, allowedNetworks: null, updatedAt: at }).where(eq(users.id, user.id)).run()
      const factors = tx.delete(secondFactors).where(eq(secondFactors.userId, user.id)).returning().all()
      tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, user.id)).run()
      tx.delete(signIns).where(eq(signIns.userId, user.id)).run()
      tx.delete(trustedBrowsers).where(eq(trustedBrowsers.userId, user.id)).run()
      tx.insert(activity)
        .values({
          ...{ householdId: user.householdId, userId: user.id, username: user.username, callerKind: 'system' },
          ...{ action: 'reset_password', resourceType: 'user', resourceId: user.uuid, success: true, createdAt: at },
          metadata: { from: 'command line', second_factor_removed: factors.length > 0 },
        })
        .run()
      const held = (table: typeof apiKeys | typeof streamLinks) =>
        tx.select({ n: count() }).from(table).where(eq(table.userId, user.id)).get()?.n ?? 0
      return {
        ...{ username: user.username, isActive: user.isActive, hadSecondFactor: factors.length > 0 },
        ...{ apiKeys: held(apiKeys), streamLinks: held(streamLinks) },
      }
    }),
  )
}
