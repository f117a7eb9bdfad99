// The second factor of an account by its number, for clients that know no other way: one's own, or somebody's whom one manages.
import { and, eq } from 'drizzle-orm'
import type { Db } from '../../db/open.ts'
import { signIns, users } from '../../db/schema/index.ts'
import { type Caller, can } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { Activity } from '../activity.ts'
import { byKeyOrUuid } from '../key-or-uuid.ts'
import type { Tokens, UserRow } from '../tokens.ts'
import type { Users } from '../users.ts'
import type { Codes, FactorState } from './codes.ts'
import { addressOf } from './totp.ts'

/** Fault not-allowed `Can only manage your own MFA`; of others only for an admin, and of the founder for nobody else. */
export interface FactorOfAccount {
  state(caller: Caller, id: string): FactorState
  /** A new secret, which asks for nothing before a code of it came back. */
  begin(caller: Caller, id: string): { secret: string; address: string }
  /** The same with recovery codes, for clients that show them before the code comes back: good from then on. */
  beginWithCodes(caller: Caller, id: string): { secret: string; address: string; recoveryCodes: string[] }
  /**
   * Ends the other sign-ins of the account; the recovery codes are shown this once. Null for a code that is not good.
   * `keepCodes`: those of `beginWithCodes` stay good, and none are told, if there are any.
   */
  enable(caller: Caller, id: string, code: string, options?: { keepCodes?: boolean }): string[] | null
  /**
   * One's own recovery codes anew; the former are worth nothing. For who has signed in a short time ago or shows his password
   * once more: a token that was copied opens no door that stays open. Null where there is no second factor.
   */
  renewCodes(caller: Caller, password?: string): Promise<string[] | null>
  /** One's own, with a code or the password once more; that of others is `SecondFactor.takeOff`. False when it was off. */
  disable(caller: Caller, proof: { code?: string | undefined; password?: string | undefined }): Promise<boolean>
}

interface Deps {
  db: Db
  activity: Activity
  codes: Codes
  users: Pick<Users, 'confirm'>
  tokens: Pick<Tokens, 'endAll'>
  now?: () => Date
}

/** For so long nobody is asked for what he has just shown. */
const FRESH_MS = 15 * 60_000

export function createFactorOfAccount(deps: Deps): FactorOfAccount {
  const { db, activity, codes, users: people, tokens, now = () => new Date() } = deps
  const isSelf = (caller: Caller, { id }: UserRow) => 'userId' in caller && caller.userId === id

  /** The account, for who may look at it. */
  function managed(caller: Caller, id: string): UserRow {
    if (caller.kind === 'system') throw new Fault('not-allowed', 'Forbidden: Can only manage your own MFA')
    const where = byKeyOrUuid(users, id)
    const own = eq(users.householdId, caller.householdId)
    const user = where && db.select().from(users).where(and(own, where)).get()
    if (!user) throw new Fault('not-found', 'User not found')
    if (!isSelf(caller, user) && !can(caller, 'people', { householdId: caller.householdId }))
      throw new Fault('not-allowed', 'Forbidden: Can only manage your own MFA')
    return user
  }

  /** The same for who may change it: a person who signed in, since a key is no proof that he is there. */
  function changeable(caller: Caller, id: string): UserRow {
    const user = managed(caller, id)
    if (caller.kind !== 'user') throw new Fault('not-allowed', 'Sign in with a password to manage the second factor')
    if (user.isFounder && !isSelf(caller, user))
      throw new Fault('not-allowed', 'Nobody else may change the second factor of the founder')
    return user
  }

  const log = (caller: Caller, action: string, { uuid, username }: UserRow) =>
    activity.record(caller, { action, resourceType: 'user', resourceId: uuid, metadata: { username } })

  function notOnYet({ id }: UserRow): void {
    if (codes.state(id).enabledAt)
      throw new Fault('conflict', 'The second factor is on already. Switch it off to set up another one.')
  }

  /** Who has just signed in has just shown what he knows. */
  function isFresh(signInId: string): boolean {
    const row = db.select({ createdAt: signIns.createdAt }).from(signIns).where(eq(signIns.id, signInId)).get()
    return row !== undefined && Math.abs(+now() - +row.createdAt) < FRESH_MS
  }

  const verbs: FactorOfAccount = {
    state: (caller, id) => codes.state(managed(caller, id).id),
    begin(caller, id) {
      const user = changeable(caller, id)
      notOnYet(user)
      const secret = codes.begin(user)
      return { secret, address: addressOf(secret, user.username) }
    },
    beginWithCodes(caller, id) {
      const begun = verbs.begin(caller, id)
      return { ...begun, recoveryCodes: codes.renewRecoveryCodes(changeable(caller, id).id) }
    },
    enable(caller, id, code, { keepCodes = false } = {}) {
      const user = changeable(caller, id)
      notOnYet(user)
      const { pending, recoveryCodesLeft } = codes.state(user.id)
      if (!pending) throw new Fault('invalid-input', 'TOTP is not set up: begin with the setup')
      if (!codes.enable(user, code)) return null
      const made = keepCodes && recoveryCodesLeft > 0 ? [] : codes.renewRecoveryCodes(user.id)
      tokens.endAll(user.id, isSelf(caller, user) && caller.kind === 'user' ? caller.signInId : undefined)
      log(caller, 'enable_second_factor', user)
      return made
    },
    async disable(caller, { code, password }) {
      const user = changeable(caller, 'userUuid' in caller ? caller.userUuid : '')
      if (!codes.state(user.id).enabledAt) return false
      if (password !== undefined) await people.confirm(caller, password)
      else codes.check(user, code)
      codes.remove(user.id)
      log(caller, 'disable_second_factor', user)
      return true
    },
    async renewCodes(caller, password) {
      const user = changeable(caller, 'userUuid' in caller ? caller.userUuid : '')
      if (!codes.state(user.id).enabledAt) return null
      if (password !== undefined) await people.confirm(caller, password)
      else if (caller.kind !== 'user' || !isFresh(caller.signInId))
        throw new Fault('not-allowed', 'Sign in again, or send your password, to get new recovery codes')
      log(caller, 'renew_recovery_codes', user)
      return codes.renewRecoveryCodes(user.id)
    },
  }
  return verbs
}
