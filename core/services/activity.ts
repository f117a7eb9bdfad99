// The activity log: who did what to which object, from where, and whether it worked.
import { and, desc, eq, sql } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { activity } from '../db/schema/index.ts'
import type { Caller, Origin } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import { isSecretName, type Log, redact } from '../log.ts'
import type { AccessService } from './access.ts'

export type ActivityRow = typeof activity.$inferSelect

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
  /** Newest first. Needs the right `people`. */
  list(caller: Caller, page: { cursor?: string; limit: number }): { items: ActivityRow[]; nextCursor: string | null }
}

const MOST_METADATA = 8192

function withoutSecrets(metadata: Record<string, unknown> | undefined): Record<string, unknown> | null {
  if (!metadata) return null
  const text = JSON.stringify(metadata, (key, value: unknown) => {
    if (isSecretName(key) && typeof value === 'string') return '***'
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
  return {
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
    list(caller, { cursor, limit }) {
      const householdId = access.household(caller, 'people')
      const before = cursor === undefined ? undefined : readCursor(cursor)
      const items = db
        .select()
        .from(activity)
        .where(
          and(
            eq(activity.householdId, householdId),
            before && sql`(${activity.createdAt}, ${activity.id}) < (${before.at}, ${before.id})`,
          ),
        )
        .orderBy(desc(activity.createdAt), desc(activity.id))
        .limit(limit + 1)
        .all()
      const last = items.length > limit ? items[limit - 1] : undefined
      return { items: items.slice(0, limit), nextCursor: last ? `${+last.createdAt}.${last.id}` : null }
    },
  }
}

function readCursor(cursor: string): { at: number; id: number } {
  const [, at, id] = cursor.match(/^(\d{1,15})\.(\d{1,15})$/) ?? []
  if (at === undefined)
    throw new Fault('invalid-input', 'cursor is not one that this list gave out', {
      problems: [{ path: 'query.cursor', code: 'invalid', message: 'is not one that this list gave out' }],
    })
  return { at: Number(at), id: Number(id) }
}
