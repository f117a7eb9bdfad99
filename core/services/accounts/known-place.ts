// Whether somebody comes from where the account that he names is signed in.
import { and, eq, gt } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { signIns } from '../../db/schema/index.ts'
import type { Origin } from '../../domain/caller.ts'
import { NOWHERE, networkOf } from '../login-limit.ts'

/** At the machine itself, or in a network that one of the account's sign-ins was last used from and that has not ended. */
export function isKnownPlace(db: Db, userId: number | undefined, origin: Origin, at: Date): boolean {
  if (origin.local) return true
  const network = networkOf(origin.address)
  if (userId === undefined || network === NOWHERE) return false
  return db
    .selectDistinct({ address: signIns.address })
    .from(signIns)
    .where(and(eq(signIns.userId, userId), gt(signIns.expiresAt, at)))
    .all()
    .some(({ address }) => networkOf(address) === network)
}
