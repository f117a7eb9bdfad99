// The accounts of a household as lists and sums.
import { and, asc, count, eq, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { users } from '../../db/schema/index.ts'
import type { Role } from '../../domain/caller.ts'
import type { UserRow } from '../tokens.ts'

export interface AccountFilter {
  role?: Role | undefined
  active?: boolean | undefined
  /** Within the user name, the e-mail address or the full name. */
  search?: string | undefined
}

export interface AccountStats {
  total: number
  active: number
  byRole: { role: Role; count: number }[]
}

/** For `like … escape '\'`. */
const containing = (text: string) => `%${text.replace(/[\\%_]/g, '\\$&')}%`

function within(text: string): SQL | undefined {
  const like = containing(text)
  return or(
    sql`${users.username} like ${like} escape '\\'`,
    sql`${users.email} like ${like} escape '\\'`,
    sql`${users.fullName} like ${like} escape '\\'`,
  )
}

/** Oldest first: who founded the household stands at the top. */
export function pageOfAccounts(
  db: Db,
  householdId: number,
  { role, active, search }: AccountFilter,
  { offset, limit }: { offset: number; limit: number },
): { items: UserRow[]; total: number } {
  const where = and(
    eq(users.householdId, householdId),
    role === undefined ? undefined : eq(users.role, role),
    active === undefined ? undefined : eq(users.isActive, active),
    search ? within(search.normalize('NFC')) : undefined,
  )
  return {
    items: db.select().from(users).where(where).orderBy(asc(users.id)).limit(limit).offset(offset).all(),
    total: db.select({ n: count() }).from(users).where(where).get()?.n ?? 0,
  }
}

export function statsOfAccounts(db: Db, householdId: number): AccountStats {
  const rows = db
    .select({ role: users.role, count: count(), active: sql<number>`sum(${users.isActive})` })
    .from(users)
    .where(eq(users.householdId, householdId))
    .groupBy(users.role)
    .orderBy(asc(users.role))
    .all()
  return {
    total: rows.reduce((sum, row) => sum + row.count, 0),
    active: rows.reduce((sum, row) => sum + row.active, 0),
    byRole: rows.map(({ role, count }) => ({ role, count })),
  }
}
