// Whether accounts have a second factor, as their admins see it beside them.
import { and, inArray, isNotNull } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { secondFactors } from '../../db/schema/index.ts'
import type { UserRow } from '../tokens.ts'

/** `secondFactor`: a code is asked for at the door. */
export type Account = UserRow & { secondFactor: boolean }

/** In the same order. */
export function withFactors(db: Pick<Db, 'select'>, rows: readonly UserRow[]): Account[] {
  const ids = rows.map(({ id }) => id)
  const found = db
    .select({ id: secondFactors.userId })
    .from(secondFactors)
    .where(and(inArray(secondFactors.userId, ids), isNotNull(secondFactors.enabledAt)))
    .all()
  const having = new Set(found.map(({ id }) => id))
  return rows.map((row) => ({ ...row, secondFactor: having.has(row.id) }))
}
