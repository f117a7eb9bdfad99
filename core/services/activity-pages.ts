// The activity log as pages and sums: each filter is read along an index, newest first.
import { and, count, desc, eq, getTableColumns, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { activity, users } from '../db/schema/index.ts'

/** A row, and the full name of who it is about where the account is still there. */
export type ActivityRow = typeof activity.$inferSelect & { fullName: string | null }

export interface ActivityFilter {
  /** Key of an account. */
  userId?: number | undefined
  action?: string | undefined
  resourceType?: string | undefined
  success?: boolean | undefined
  /** from ≤ time < to. */
  from?: Date | undefined
  to?: Date | undefined
}

export interface ActivityScope {
  householdId: number
  /** Also what belongs to no household: a sign-in with a name that nobody has. */
  withNobodys: boolean
}

export interface ActivityCursor {
  at: number
  id: number
}

export interface ActivityStats {
  total: number
  succeeded: number
  byAction: { action: string; count: number }[]
  /** Of rows that are about something. */
  byType: { type: string; count: number }[]
}

/** Parts that share no row, each read along an index in the order of the list. */
function partsOf({ householdId, withNobodys }: ActivityScope, filter: ActivityFilter): (SQL | undefined)[] {
  const { userId, action, resourceType, success, from, to } = filter
  const rest = and(
    userId === undefined ? undefined : eq(activity.userId, userId),
    action === undefined ? undefined : eq(activity.action, action),
    resourceType === undefined ? undefined : eq(activity.resourceType, resourceType),
    // Written out, so that SQLite sees that the index of failures holds them all.
    success === undefined ? undefined : success ? sql`${activity.success} = 1` : sql`${activity.success} = 0`,
    from && sql`${activity.createdAt} >= ${+from}`,
    to && sql`${activity.createdAt} < ${+to}`,
  )
  // With the plus the index of the household is left alone, for that of the account.
  const house =
    userId === undefined ? eq(activity.householdId, householdId) : sql`+${activity.householdId} = ${householdId}`
  const isPersons = userId !== undefined
  return [and(house, rest), ...(withNobodys && !isPersons ? [and(isNull(activity.householdId), rest)] : [])]
}

export function createActivityPages(db: Db) {
  const select = () =>
    db
      .select({ ...getTableColumns(activity), fullName: users.fullName })
      .from(activity)
      .leftJoin(users, eq(users.id, activity.userId))

  const ofIds = (ids: number[]): ActivityRow[] =>
    ids.length === 0
      ? []
      : select()
          .where(inArray(activity.id, ids))
          .all()
          .sort((a, b) => +b.createdAt - +a.createdAt || b.id - a.id)

  const anyOf = ({ householdId, withNobodys }: ActivityScope) =>
    withNobodys
      ? or(eq(activity.householdId, householdId), isNull(activity.householdId))
      : eq(activity.householdId, householdId)

  function summed(scope: ActivityScope, userId: number | undefined) {
    const sums = new Map<string, number>()
    const types = new Map<string, number>()
    let total = 0
    // Along the index that is in the order of the groups, also where few of its rows count.
    const isPersons = userId === undefined ? undefined : sql`+${activity.userId} = ${userId}`
    for (const whole of partsOf(scope, {})) {
      const part = and(whole, isPersons)
      const byAction = db
        .select({ word: activity.action, count: count() })
        .from(activity)
        .where(part)
        .groupBy(activity.action)
        .all()
      const byType = db
        .select({ word: activity.resourceType, count: count() })
        .from(activity)
        .where(part)
        .groupBy(activity.resourceType)
        .all()
      for (const one of byAction) sums.set(one.word, (sums.get(one.word) ?? 0) + one.count)
      for (const one of byType) if (one.word) types.set(one.word, (types.get(one.word) ?? 0) + one.count)
      for (const one of byAction) total += one.count
    }
    return { sums, types, total }
  }

  const pages = {
    ids(
      scope: ActivityScope,
      filter: ActivityFilter,
      { before, offset = 0, limit }: { before?: ActivityCursor | undefined; offset?: number; limit: number },
    ): number[] {
      const older = before && sql`(${activity.createdAt}, ${activity.id}) < (${before.at}, ${before.id})`
      const parts = partsOf(scope, filter).map(
        (part) =>
          sql`select ${activity.createdAt} as "at", ${activity.id} as "id" from ${activity} where ${and(part, older)}`,
      )
      const all = sql.join(parts, sql` union all `)
      return db
        .all<{ id: number }>(sql`${all} order by "at" desc, "id" desc limit ${limit} offset ${offset}`)
        .map(({ id }) => id)
    },
    ofIds,
    count(scope: ActivityScope, filter: ActivityFilter): number {
      const counts = partsOf(scope, filter).map((part) => sql`(select count(*) from ${activity} where ${part})`)
      const [sum] = db.all<{ total: number }>(sql`select ${sql.join(counts, sql` + `)} as "total"`)
      return sum?.total ?? 0
    },
    find: (scope: ActivityScope, id: number): ActivityRow | undefined =>
      select()
        .where(and(eq(activity.id, id), anyOf(scope)))
        .get(),
    ofUser: (userId: number, limit: number): ActivityRow[] =>
      select()
        .where(eq(activity.userId, userId))
        .orderBy(desc(activity.createdAt), desc(activity.id))
        .limit(limit)
        .all(),
    stats(scope: ActivityScope, userId: number | undefined): ActivityStats {
      const { sums, types, total } = summed(scope, userId)
      const mostFirst = (a: { count: number }, b: { count: number }) => b.count - a.count
      return {
        total,
        succeeded: total - pages.count(scope, { userId, success: false }),
        byAction: [...sums].map(([action, count]) => ({ action, count })).sort(mostFirst),
        byType: [...types].map(([type, count]) => ({ type, count })).sort(mostFirst),
      }
    },
    /** Removes the oldest of what is older, so many at most; how many there were. */
    removeSome(scope: ActivityScope, before: Date, most: number): number {
      const parts = partsOf(scope, { to: before })
      return parts.reduce((gone, part) => {
        const some = db.select({ id: activity.id }).from(activity).where(part).limit(most)
        return gone + db.delete(activity).where(inArray(activity.id, some)).returning({ id: activity.id }).all().length
      }, 0)
    },
  }
  return pages
}
