// Turns an open sign-in or an API key into the caller behind it, as the database knows him at this moment.
import { eq, sql } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { apiKeys, signIns, streamLinks, users } from '../db/schema/index.ts'
import type { Caller, Origin } from '../domain/caller.ts'
import { isFrom } from './accounts/networks.ts'

export interface Callers {
  bySignIn(signInId: string, origin: Origin): Extract<Caller, { kind: 'user' }> | null
  byKey(keyId: number, origin: Origin): Extract<Caller, { kind: 'key' }> | null
  /** The program that uses a stream link. */
  byLink(linkId: number, origin: Origin): Extract<Caller, { kind: 'link' }> | null
  /** The same caller asked again: null when his sign-in or key has ended, or is not good where he is; else with the role that he has now. */
  current(caller: Caller): Caller | null
}

const person = {
  userId: users.id,
  userUuid: users.uuid,
  username: users.username,
  householdId: users.householdId,
  role: users.role,
  founder: users.isFounder,
  active: users.isActive,
  networks: users.allowedNetworks,
}

/** Both look-ups are prepared: they run for every request and for every use of a ticket. */
export function createCallers({ db, now }: { db: Db; now: () => Date }): Callers {
  const signIn = db
    .select({ ...person, endsAt: signIns.expiresAt })
    .from(signIns)
    .innerJoin(users, eq(users.id, signIns.userId))
    .where(eq(signIns.id, sql.placeholder('id')))
    .prepare()
  const key = db
    .select({ ...person, endsAt: apiKeys.expiresAt, readOnly: apiKeys.readOnly })
    .from(apiKeys)
    .innerJoin(users, eq(users.id, apiKeys.userId))
    .where(eq(apiKeys.id, sql.placeholder('id')))
    .prepare()
  const link = db
    .select(person)
    .from(streamLinks)
    .innerJoin(users, eq(users.id, streamLinks.userId))
    .where(eq(streamLinks.id, sql.placeholder('id')))
    .prepare()

  const callers: Callers = {
    bySignIn(signInId, origin) {
      const row = signIn.get({ id: signInId })
      if (!row?.active || row.endsAt <= now() || !isFrom(row.networks, origin.address)) return null
      const { active: _active, endsAt: _endsAt, networks: _networks, ...who } = row
      return { kind: 'user', ...who, signInId, origin }
    },
    byKey(keyId, origin) {
      const row = key.get({ id: keyId })
      if (!row?.active || (row.endsAt && row.endsAt <= now()) || !isFrom(row.networks, origin.address)) return null
      const { active: _active, endsAt: _endsAt, networks: _networks, ...who } = row
      return { kind: 'key', ...who, keyId, origin }
    },
    byLink(linkId, origin) {
      const row = link.get({ id: linkId })
      if (!row?.active || !isFrom(row.networks, origin.address)) return null
      const { active: _active, networks: _networks, ...who } = row
      return { kind: 'link', ...who, linkId, origin }
    },
    current(caller) {
      if (caller.kind === 'user') return callers.bySignIn(caller.signInId, caller.origin)
      if (caller.kind === 'key') return callers.byKey(caller.keyId, caller.origin)
      if (caller.kind === 'link') return callers.byLink(caller.linkId, caller.origin)
      return caller
    },
  }
  return callers
}

/** Names one caller: whatever is counted or kept for a caller is kept under this. */
export function callerKey(caller: Caller): string {
  switch (caller.kind) {
    case 'user':
      return `user:${caller.signInId}`
    case 'key':
      return `key:${caller.keyId}`
    case 'link':
      return `link:${caller.linkId}`
    case 'hub':
      return `hub:${caller.householdId}`
    case 'system':
      return 'system'
  }
}

/** The household that a caller lives in; null for the appliance itself, which lives in none. */
export function householdOf(caller: Caller): number | null {
  return caller.kind === 'system' ? null : caller.householdId
}
