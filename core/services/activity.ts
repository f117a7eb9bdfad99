// The activity log: who did what to which object, from where, and whether it worked.
import { eq } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { activity, users } from '../db/schema/index.ts'
import type { Caller, Origin } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import { isSecretName, type Log, redact } from '../log.ts'
import type { AccessService } from './access.ts'
import {
  type ActivityCursor,
  type ActivityFilter,
  type ActivityRow,
  type ActivityScope,
  type ActivityStats,
  createActivityPages,
} from './activity-pages.ts'
import { byKeyOrUuid } from './key-or-uuid.ts'
import { isPlausible } from './rounds/log.ts'

export type { ActivityRow } from './activity-pages.ts'

export interface ActivityEntry {
  /** `login`, `update_device`: a word that filters can rely on. */
  action: string
  resourceType?: string
  resourceId?: string | number
  /** Stored as JSON; values under names of secrets are left out. */
  metadata?: Record<string, unknown>
  /** True unless said otherwise. */
  success?: boolean
  /** Public text. */
  error?: string
  /** Where the caller does not say it himself. */
  householdId?: number
  userId?: number
  username?: string
  origin?: Origin
}

export interface Activity {
  /** Never throws: a log that cannot be written is reported and the work goes on. */
  record(caller: Caller | null, entry: ActivityEntry): void
  /** Newest first. This and what follows but `mine` needs the right `people`. */
  list(
    caller: Caller,
    query: ActivityQuery & { cursor?: string | undefined; offset?: number; limit: number },
  ): { items: ActivityRow[]; nextCursor: string | null }
  count(caller: Caller, query: ActivityQuery): number
  /** Of all, or of one account; and its newest failures. */
  stats(caller: Caller, user?: string | number): ActivityStats & { failures: ActivityRow[] }
  /** What the caller himself did, newest first. */
  mine(caller: Caller, limit: number): ActivityRow[]
  /** Fault `Activity log not found`. */
  get(caller: Caller, id: string | number): ActivityRow
  /** Removes what is older than so many days; resolves to how many there were. */
  cleanup(caller: Caller, daysToKeep: number): Promise<number>
  /** Marks a row: the former state was written back. */
  setUndone(row: ActivityRow): void
}

export interface ActivityQuery extends Omit<ActivityFilter, 'userId'> {
  /** Key or uuid of an account. */
  user?: string | number | undefined
}

/** Rights of a user on 256 channels, before and after, fit: without both nobody could undo what was done. */
const MOST_METADATA = 32 * 1024
const RECENT_FAILURES = 10
/** So many at once, so that nobody waits for the rest. */
const REMOVED_AT_ONCE = 2000
const DAY_MS = 86_400_000

function withoutSecrets(metadata: Record<string, unknown> | undefined): Record<string, unknown> | null {
  if (!metadata) return null
  const text = JSON.stringify(metadata, (key, value: unknown) => {
    // Numbers count them, and truths say whether there is one.
    if (isSecretName(key) && (typeof value === 'string' || (typeof value === 'object' && value))) return '***'
    return typeof value === 'string' ? redact(value) : value
  })
  return text.length > MOST_METADATA ? { cut: true } : (JSON.parse(text) as Record<string, unknown>)
}

interface Deps {
  db: Db
  access: Pick<AccessService, 'household'>
  log: Log
  now: () => Date
}

export function createActivity({ db, access, log, now }: Deps): Activity {
  const pages = createActivityPages(db)

  function scopeOf(caller: Caller): ActivityScope {
    const householdId = access.household(caller, 'people')
    return { householdId, withNobodys: 'founder' in caller && caller.founder }
  }

  /** An account that is not there did nothing. */
  function filterOf({ user, ...filter }: ActivityQuery): ActivityFilter {
    if (user === undefined) return filter
    const where = byKeyOrUuid(users, user)
    const row = where && db.select({ id: users.id }).from(users).where(where).get()
    return { ...filter, userId: row?.id ?? -1 }
  }

  const service: Activity = {
    record(caller, entry) {
      const person = caller !== null && 'userId' in caller ? caller : null
      const origin = entry.origin ?? person?.origin
      const username = entry.username ?? person?.username ?? (caller?.kind === 'hub' ? 'MQTT' : null)
      try {
        db.insert(activity)
          .values({
            householdId: entry.householdId ?? (caller !== null && caller.kind !== 'system' ? caller.householdId : null),
            userId: entry.userId ?? person?.userId ?? null,
            username: username?.slice(0, 256) ?? null,
            callerKind: caller?.kind ?? 'user',
            action: entry.action,
            resourceType: entry.resourceType ?? null,
            resourceId: entry.resourceId === undefined ? null : String(entry.resourceId),
            address: origin?.address ?? null,
            agent: origin?.agent?.slice(0, 256) ?? null,
            metadata: withoutSecrets(entry.metadata),
            success: entry.success ?? true,
            error: entry.error ? redact(entry.error) : null,
            createdAt: now(),
          })
          .run()
      } catch (error) {
        log.error('The activity log could not be written', { action: entry.action, error })
      }
    },
    list(caller, { cursor, offset = 0, limit, ...query }) {
      const scope = scopeOf(caller)
      const before = cursor ? readCursor(cursor) : undefined
      const ids = pages.ids(scope, filterOf(query), { before, offset, limit: limit + 1 })
      const items = pages.ofIds(ids.slice(0, limit))
      const last = ids.length > limit ? items.at(-1) : undefined
      return { items, nextCursor: last ? `${+last.createdAt}.${last.id}` : null }
    },
    count: (caller, query) => pages.count(scopeOf(caller), filterOf(query)),
    stats(caller, user) {
      const scope = scopeOf(caller)
      const { userId } = filterOf({ user })
      const failures = pages.ofIds(pages.ids(scope, { userId, success: false }, { limit: RECENT_FAILURES }))
      return { ...pages.stats(scope, userId), failures }
    },
    mine: (caller, limit) => ('userId' in caller ? pages.ofUser(caller.userId, limit) : []),
    get(caller, id) {
      const scope = scopeOf(caller)
      const row = /^\d{1,15}$/.test(String(id)) ? pages.find(scope, Number(id)) : undefined
      if (!row) throw new Fault('not-found', 'Activity log not found')
      return row
    },
    async cleanup(caller, daysToKeep) {
      const scope = scopeOf(caller)
      if (!isPlausible(now()))
        throw new Fault('not-ready', 'The clock of this machine is wrong, so that old entries cannot be told from new')
      const before = new Date(+now() - daysToKeep * DAY_MS)
      let removed = 0
      for (;;) {
        const some = pages.removeSome(scope, before, REMOVED_AT_ONCE)
        removed += some
        if (some < REMOVED_AT_ONCE) break
        await Bun.sleep(0)
      }
      const metadata = { days_to_keep: daysToKeep, removed }
      service.record(caller, { action: 'cleanup_activity_logs', resourceType: 'activity', metadata })
      return removed
    },
    setUndone({ id }) {
      db.update(activity).set({ undoneAt: now() }).where(eq(activity.id, id)).run()
    },
  }
  return service
}

function readCursor(cursor: string): ActivityCursor {
  const [, at, id] = cursor.match(/^(\d{1,15})\.(\d{1,15})$/) ?? []
  if (at === undefined)
    throw new Fault('invalid-input', 'cursor is not one that this list gave out', {
      problems: [{ path: 'query.cursor', code: 'invalid', message: 'is not one that this list gave out' }],
    })
  return { at: Number(at), id: Number(id) }
}
