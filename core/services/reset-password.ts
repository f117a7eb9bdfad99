// A new password for whoever cannot sign in any more, given from beside the appliance by somebody who has its data folder.
import { eq, sql } from 'drizzle-orm'
import { durably } from '../db/durably.ts'
import type { Db } from '../db/open.ts'
import { activity, recoveryCodes, secondFactors, signIns, users } from '../db/schema/index.ts'
import { createPasswords } from './passwords.ts'

export interface ResetUser {
  username: string
  isActive: boolean
  hadSecondFactor: boolean
}

/** Takes the second factor off and ends all sign-ins of the user; null when there is no such user. */
export async function resetPassword(db: Db, username: string, password: string, at: Date): Promise<ResetUser | null> {
  const passwordHash = await createPasswords().hash(password)
  return durably(db, () =>
    db.transaction((tx) => {
      const user = tx
        .update(users)
        .set({ passwordHash, updatedAt: at })
        .where(sql`lower(${users.username}) = lower(${username.normalize('NFC')})`)
        .returning()
        .get()
      if (!user) return null
      const factors = tx.delete(secondFactors).where(eq(secondFactors.userId, user.id)).returning().all()
      tx.delete(recoveryCodes).where(eq(recoveryCodes.userId, user.id)).run()
      tx.delete(signIns).where(eq(signIns.userId, user.id)).run()
      tx.insert(activity)
        .values({
          ...{ householdId: user.householdId, userId: user.id, username: user.username, callerKind: 'system' },
          ...{ action: 'reset_password', resourceType: 'user', resourceId: user.uuid, success: true, createdAt: at },
          metadata: { from: 'command line', second_factor_removed: factors.length > 0 },
        })
        .run()
      return { username: user.username, isActive: user.isActive, hadSecondFactor: factors.length > 0 }
    }),
  )
}
