// API keys: for scripts, with the rights of their owner or only the reading ones. Shown once, stored as hashes.
import { createHash, randomBytes } from 'node:crypto'
import { and, asc, count, eq, inArray, type SQL, sql } from 'drizzle-orm'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { apiKeys, users } from '../db/schema/index.ts'
import { type Caller, can, type Origin } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import type { Activity } from './activity.ts'
import { createCallers } from './callers.ts'
import { byKeyOrUuid } from './key-or-uuid.ts'
import { cleanName } from './sync.ts'

export type ApiKeyRow = typeof apiKeys.$inferSelect

/** Without an end it lasts until somebody deletes it. */
export interface NewKey {
  name: string
  readOnly: boolean
  expiresAt?: Date | null
  /** Instead, for who knows how long and not until when. */
  lastsSeconds?: number | null
}

export interface ApiKeys {
  /** `key` is not kept: whoever loses it makes another. */
  create(caller: Caller, input: NewKey): { key: string; row: ApiKeyRow }
  /**
   * A key with all rights of an account, in the place of those of that name that it has: one's own, or that of somebody whom
   * one manages, but for other admins, whose powers would be had without their second factor. Faults as `create`, and `User not found`.
   */
  replace(caller: Caller, userId: string, name: string): { key: string; row: ApiKeyRow }
  /** The caller's own. */
  list(caller: Caller): ApiKeyRow[]
  /** Those of everybody in his household for who manages its accounts; else the caller's own. */
  listManaged(caller: Caller): ApiKeyRow[]
  /** By key or uuid; only one's own. */
  remove(caller: Caller, id: string): void
  /** The same of those that `listManaged` shows. */
  removeManaged(caller: Caller, id: string): void
  /** Whether its end has come. */
  isOver(row: Pick<ApiKeyRow, 'expiresAt'>): boolean
  /** The same of a key itself: who holds it may be told why it is refused. */
  hasEnded(key: string): boolean
  callerOf(key: string, origin?: Origin): Extract<Caller, { kind: 'key' }> | null
}

type Person = Extract<Caller, { kind: 'user' }>

const MOST_KEYS = 100
/** How exact `lastUsedAt` is: a key that is used all the time is not written all the time. */
const NOTED_EVERY_MS = 60_000

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url')

interface Deps {
  db: Db
  bus: Bus
  activity: Activity
  now: () => Date
  /** 32 random bytes. */
  random?: () => Uint8Array
}

export function createApiKeys({ db, bus, activity, now, random = () => randomBytes(32) }: Deps): ApiKeys {
  const callers = createCallers({ db, now })
  const byHash = db
    .select({ id: apiKeys.id, lastUsedAt: apiKeys.lastUsedAt, expiresAt: apiKeys.expiresAt })
    .from(apiKeys)
    .where(eq(apiKeys.hash, sql.placeholder('hash')))
    .prepare()

  const isOver = ({ expiresAt }: Pick<ApiKeyRow, 'expiresAt'>) => expiresAt !== null && expiresAt <= now()
  const rowOf = (key: string) => (/^pl_[\w-]{32,128}$/.test(key) ? byHash.get({ hash: sha256(key) }) : undefined)
  const newKey = () => `pl_${Buffer.from(random()).toString('base64url')}`

  /** Keys are made by a person who signed in: a stolen key cannot make itself a successor. */
  function personOf(caller: Caller): Person {
    if (caller.kind !== 'user') throw new Fault('not-allowed', 'Sign in with a password to manage API keys')
    return caller
  }

  const own = ({ userId }: Person) => eq(apiKeys.userId, userId)

  /** What the household's admins manage, since whoever leaves may have left a key behind. */
  function managed(person: Person): SQL | undefined {
    if (!can(person, 'people', { householdId: person.householdId })) return own(person)
    const people = db.select({ id: users.id }).from(users).where(eq(users.householdId, person.householdId))
    return inArray(apiKeys.userId, people)
  }

  const listed = (where: SQL | undefined) => db.select().from(apiKeys).where(where).orderBy(asc(apiKeys.id)).all()

  function removeOf(caller: Person, whose: SQL | undefined, id: string): void {
    const where = byKeyOrUuid(apiKeys, id)
    const gone = where && db.delete(apiKeys).where(and(whose, where)).returning().get()
    if (!gone) throw new Fault('not-found', 'API key not found')
    const isOwn = gone.userId === caller.userId
    const owner = isOwn ? undefined : db.select().from(users).where(eq(users.id, gone.userId)).get()?.username
    activity.record(caller, {
      action: 'delete_api_key',
      resourceType: 'api_key',
      resourceId: gone.uuid,
      metadata: { name: gone.name, ...(owner === undefined ? {} : { owner }) },
    })
    bus.emit('access.changed', { userId: gone.userId, keyId: gone.id })
  }

  return {
    create(caller, { name: typed, readOnly, lastsSeconds, expiresAt: until = null }) {
      const expiresAt = lastsSeconds ? new Date(+now() + lastsSeconds * 1000) : until
      const person = personOf(caller)
      const name = cleanName(typed, '')
      if (!name)
        throw new Fault('invalid-input', 'name must hold something that can be seen', {
          problems: [{ path: 'body.name', code: 'invalid', message: 'must hold something that can be seen' }],
        })
      if (expiresAt && expiresAt <= now())
        throw new Fault('invalid-input', 'expires_at must lie in the future', {
          problems: [{ path: 'body.expires_at', code: 'too_small', message: 'must lie in the future' }],
        })
      const held = db.select({ n: count() }).from(apiKeys).where(eq(apiKeys.userId, person.userId)).get()?.n ?? 0
      if (held >= MOST_KEYS)
        throw new Fault('conflict', `There are ${held} API keys already. Delete one that is not used.`)
      const key = newKey()
      const row = db
        .insert(apiKeys)
        .values({
          uuid: Bun.randomUUIDv7(),
          userId: person.userId,
          name,
          hash: sha256(key),
          hint: key.slice(0, 8),
          readOnly,
          expiresAt,
          createdAt: now(),
        })
        .returning()
        .get()
      activity.record(caller, {
        action: 'create_api_key',
        resourceType: 'api_key',
        resourceId: row.uuid,
        metadata: { name, read_only: readOnly },
      })
      return { key, row }
    },
    replace(caller, userId, name) {
      const person = personOf(caller)
      const where = byKeyOrUuid(users, userId)
      const own = eq(users.householdId, person.householdId)
      const owner = where && db.select().from(users).where(and(own, where)).get()
      if (!owner) throw new Fault('not-found', 'User not found')
      if (owner.id !== person.userId) {
        if (!can(caller, 'people', { householdId: person.householdId }))
          throw new Fault('not-allowed', 'Insufficient permissions: you can only make a key of your own')
        if (owner.role === 'admin')
          throw new Fault('not-allowed', 'Insufficient permissions: nobody but an admin himself makes his keys')
      }
      const key = newKey()
      const values = { userId: owner.id, name, hash: sha256(key), hint: key.slice(0, 8), readOnly: false }
      const { former, row } = db.transaction((tx) => ({
        former: tx
          .delete(apiKeys)
          .where(and(eq(apiKeys.userId, owner.id), eq(apiKeys.name, name)))
          .returning({ id: apiKeys.id })
          .all(),
        row: tx
          .insert(apiKeys)
          .values({ uuid: Bun.randomUUIDv7(), ...values, createdAt: now() })
          .returning()
          .get(),
      }))
      for (const { id } of former) bus.emit('access.changed', { userId: owner.id, keyId: id })
      activity.record(caller, {
        action: 'create_api_key',
        resourceType: 'api_key',
        resourceId: row.uuid,
        metadata: { name, read_only: false, owner: owner.username, replaced: former.length },
      })
      return { key, row }
    },
    list: (caller) => listed(own(personOf(caller))),
    listManaged: (caller) => listed(managed(personOf(caller))),
    remove(caller, id) {
      const person = personOf(caller)
      removeOf(person, own(person), id)
    },
    removeManaged(caller, id) {
      const person = personOf(caller)
      removeOf(person, managed(person), id)
    },
    isOver,
    hasEnded(key) {
      const row = rowOf(key)
      return row !== undefined && isOver(row)
    },
    callerOf(key, origin = { address: null, agent: null }) {
      const row = rowOf(key)
      const caller = row ? callers.byKey(row.id, origin) : null
      if (row && caller && +now() - +(row.lastUsedAt ?? 0) >= NOTED_EVERY_MS)
        db.update(apiKeys).set({ lastUsedAt: now() }).where(eq(apiKeys.id, row.id)).run()
      return caller
    },
  }
}
