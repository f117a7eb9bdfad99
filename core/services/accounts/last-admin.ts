// A household is never left without an active admin, nor the appliance without its founder: asked in the transaction of the write.
import { and, eq, ne } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { users } from '../../db/schema/index.ts'
import { Fault } from '../../domain/fault.ts'
import type { UserRow } from '../tokens.ts'

/** What would end somebody's power as an admin, as clients of the VMS API read it. */
export type Ending = 'delete' | 'demote' | 'disable'

/** Fault invalid-input, which leaves everything as it was. */
export function refuseLastAdmin(tx: Pick<Db, 'select'>, user: UserRow, ending: Ending): void {
  if (user.isFounder) throw new Fault('invalid-input', `Cannot ${ending} the founder of this appliance`)
  if (user.role !== 'admin' || !user.isActive) return
  const other = tx
    .select({ id: users.id })
    .from(users)
    .where(
      and(
        eq(users.householdId, user.householdId),
        eq(users.role, 'admin'),
        eq(users.isActive, true),
        ne(users.id, user.id),
      ),
    )
    .limit(1)
    .get()
  if (!other) throw new Fault('invalid-input', `Cannot ${ending} the last admin user`)
}
