// Accounts: the first one founds the first household, later ones are made by an admin or found a household of their own.
import { and, eq } from 'drizzle-orm'
import type { Db } from '../db/open.ts'
import { households, users } from '../db/schema/index.ts'
import type { Caller, Origin, Role } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import type { AccessService } from './access.ts'
import { asNow } from './accounts/as-now.ts'
import { alreadyThere, refuseTakenEmail } from './accounts/email.ts'
import { isKnownPlace } from './accounts/known-place.ts'
import { accountNamed, cleanUsername, usernameKey } from './accounts/names.ts'
import { cleanNetworks, isFrom } from './accounts/networks.ts'
import type { Activity } from './activity.ts'
import { type Attempt, createLoginLimit } from './login-limit.ts'
import { type Asker, createPasswords, type HashCost } from './passwords.ts'
import { cleanScope, type ViewerScope } from './scope.ts'
import type { Codes } from './second-factor/codes.ts'
import type { Settings } from './settings.ts'
import type { Tokens, UserRow } from './tokens.ts'
import type { TrustedBrowsers } from './trusted-browsers.ts'

export type { UserRow } from './tokens.ts'

export interface NewUser {
  username: string
  password: string
  email?: string | null
  fullName?: string | null
  /** Only an admin's word counts; everybody else becomes admin of the household that he founds. */
  role?: Role
  /** These too are only an admin's to say. */
  active?: boolean
  sees?: ViewerScope | null
  allowedNetworks?: string[] | null
  passwordLocked?: boolean
}

export interface Users {
  /** `caller` null = a stranger. Faults: not-allowed (closed), conflict (name taken), invalid-input, too-many. */
  register(caller: Caller | null, input: NewUser, origin: Origin): Promise<UserRow>
  /**
   * Fault not-signed-in for a wrong name or password, or with `asksCode` for a code that is missing or not good; not-allowed
   * for a disabled account, too-many. From a network that is not one of its own every password is a wrong one. A login without a code counts as a failed one:
   * it lets nobody in. `trusted`: what a browser shows instead of one.
   */
  verify(username: string, password: string, origin: Origin, code?: string, trusted?: string): Promise<UserRow>
  /** The account of somebody who shows his password once more. Fault invalid-input, too-many. */
  confirm(caller: Caller, password: string): Promise<UserRow>
  /** Ends every other sign-in of the account. Only for somebody who signed in with a password. */
  changePassword(caller: Caller, oldPassword: string, newPassword: string): Promise<void>
  /** Makes the first account from the environment, unless there is one. */
  ensureAdmin(admin: { username: string; password: string } | null): Promise<void>
  hasAccount(): boolean
  /** The account behind a caller. */
  me(caller: Caller): UserRow
  /** The hash of a password that somebody is to have from now on. Fault invalid-input for his own name. */
  hashNew(username: string, password: string): Promise<string>
  /** Lets who has failed too often try again at once; false when nobody had failed. Whether the caller may is asked before. */
  forgetFailures(username: string): boolean
}

interface Deps {
  db: Db
  access: Pick<AccessService, 'household' | 'current'>
  activity: Activity
  codes: Pick<Codes, 'check'>
  settings: Pick<Settings, 'get'>
  tokens: Pick<Tokens, 'endAll'>
  trustedBrowsers: Pick<TrustedBrowsers, 'use'>
  now: () => Date
  hashCost?: HashCost
}

/** A present password that is asked for once more: what it is for in the log, and where it stands in the request. */
interface Shown {
  action: string
  path: string
  name: string
}

/** An admin and an operator see every channel: tags would say otherwise and change nothing. */
export const onlyViewers = (): Fault =>
  new Fault('invalid-input', 'Only what a viewer sees can be limited by tags: admins and operators see all cameras')

const NOBODY: Origin = { address: null, agent: null }

export function createUsers(deps: Deps): Users {
  const { db, access, activity, codes, settings, tokens, now, hashCost } = deps
  const passwords = createPasswords(hashCost)
  const logins = createLoginLimit({ now })
  const registrations = createLoginLimit({ now, perAccount: 10, perAddress: 10 })
  const byName = (username: string) => accountNamed(db, username)
  const hasAccount = () => db.select({ id: users.id }).from(users).limit(1).get() !== undefined

  /** The household that a new account belongs to; null = a new one. Throws when it may not be made at all. */
  function householdFor(caller: Caller | null): number | null {
    if (caller) return access.household(caller, 'people')
    if (!hasAccount() || settings.get('open_registration')) return null
    throw new Fault('not-allowed', 'Registration is closed. Ask an admin of this appliance for an account.')
  }

  function taken({ username, email }: NewUser): void {
    if (byName(username)) throw alreadyThere('username', 'Username already exists')
    if (email) refuseTakenEmail(db, email)
  }

  /** Synchronous, so that of two who come at once only one is the first. */
  function insert(caller: Caller | null, input: NewUser, passwordHash: string): UserRow {
    return db.transaction((tx) => {
      const founder = !hasAccount()
      const own = householdFor(caller && asNow(access, caller))
      taken(input)
      const at = now()
      const role = own === null ? 'admin' : (input.role ?? 'viewer')
      const limits = own === null ? {} : limitsOf({ ...input, role })
      const householdId =
        own ?? tx.insert(households).values({ uuid: Bun.randomUUIDv7(), createdAt: at }).returning().get().id
      return tx
        .insert(users)
        .values({
          uuid: Bun.randomUUIDv7(),
          householdId,
          username: cleanUsername(input.username),
          email: input.email ?? null,
          fullName: input.fullName ?? null,
          passwordHash,
          role,
          ...limits,
          isFounder: founder,
          createdAt: at,
          updatedAt: at,
        })
        .returning()
        .get()
    })
  }

  /** What an admin has said of a new account beside its role. */
  function limitsOf({ role, active = true, sees = null, allowedNetworks, passwordLocked = false }: NewUser) {
    if (sees !== null && role !== 'viewer') throw onlyViewers()
    return {
      isActive: active,
      sees: sees && cleanScope(sees),
      allowedNetworks: cleanNetworks(allowedNetworks ?? []),
      isPasswordLocked: passwordLocked,
    }
  }

  function notTheName(username: string, password: string, path: string): void {
    if (usernameKey(password) !== usernameKey(username)) return
    throw new Fault('invalid-input', 'The password must not be the user name', {
      problems: [{ path, code: 'password_is_name', message: 'must not be the user name' }],
    })
  }

  function me(caller: Caller): UserRow {
    const row = 'userId' in caller ? db.select().from(users).where(eq(users.id, caller.userId)).get() : undefined
    if (!row) throw new Fault('not-found', 'User not found')
    return row
  }

  const incorrect = ({ path, name }: Shown) =>
    new Fault('invalid-input', `${name} incorrect`, {
      problems: [{ path, code: 'incorrect', message: 'is incorrect' }],
    })

  const attemptOn = (user: UserRow | undefined, username: string, { address, local }: Origin) =>
    logins.attempt(address, usernameKey(username), { local, against: user?.passwordHash ?? null })

  async function matches(attempt: Attempt, password: string, hash: string | null, asker: Asker): Promise<boolean> {
    try {
      return await passwords.verify(password, hash, asker)
    } catch (error) {
      attempt.takenBack()
      throw error
    }
  }

  /** The account of somebody who is signed in, and still is when his present password has been looked at. */
  async function proven(caller: Extract<Caller, { kind: 'user' }>, password: string, shown: Shown): Promise<UserRow> {
    const user = me(caller)
    const attempt = attemptOn(user, user.username, caller.origin)
    const isRight = await matches(attempt, password, user.passwordHash, { standing: 'known', account: user.username })
    const current = me(asNow(access, caller))
    // A password that was changed while it was being checked is no longer the present one.
    if (!isRight || current.passwordHash !== user.passwordHash) {
      const { message: error } = incorrect(shown)
      const about = { resourceType: 'user', resourceId: user.uuid }
      activity.record(caller, { action: shown.action, ...about, success: false, error })
      throw incorrect(shown)
    }
    attempt.succeeded()
    return current
  }

  return {
    hasAccount,
    me,
    async hashNew(username, password) {
      notTheName(username, password, 'body.password')
      return await passwords.hash(password)
    },
    async register(caller, input, origin) {
      householdFor(caller)
      notTheName(input.username, input.password, 'body.password')
      // A stranger cannot keep us busy with hashes, nor ask for name after name which are taken, even where it is open.
      if (!caller) registrations.attempt(origin.address, 'registration')
      taken(input)
      const asker: Asker = { standing: caller ? 'known' : 'stranger', account: ' registration' }
      const user = insert(caller, input, await passwords.hash(input.password, asker))
      activity.record(caller, {
        action: caller ? 'create_user' : 'register',
        resourceType: 'user',
        resourceId: user.uuid,
        householdId: user.householdId,
        ...(caller ? {} : { userId: user.id, username: user.username }),
        metadata: { username: user.username, role: user.role },
        origin,
      })
      return user
    },
    forgetFailures: (username) => logins.clear(usernameKey(username)),
    async verify(username, password, origin, code, trusted) {
      const known = byName(username)
      const attempt = attemptOn(known, username, origin)
      const fail = (fault: Fault, said = fault.message) => {
        const meant = byName(username)
        activity.record(null, {
          action: 'login_failed',
          username: username.replace(/\p{Cc}+/gu, ' '),
          ...(meant ? { householdId: meant.householdId, userId: meant.id } : {}),
          origin,
          success: false,
          error: said,
        })
        return fault
      }
      const isKnown = isKnownPlace(db, known?.id, origin, now())
      const standing = isKnown ? 'known' : attempt.isSuspect ? 'suspect' : 'stranger'
      const asker: Asker = { standing, account: usernameKey(username) }
      const isRight = await matches(attempt, password, known?.passwordHash ?? null, asker)
      // It may have been changed or disabled while we calculated.
      const user = byName(username)
      const wrong = new Fault('not-signed-in', 'Invalid username or password')
      if (!isRight || !user || user.passwordHash !== known?.passwordHash) throw fail(wrong)
      // Another answer would tell who guesses from anywhere which password is right.
      if (!isFrom(user.allowedNetworks, origin.address))
        throw fail(wrong, 'This account may not sign in from this address')
      if (!user.isActive) {
        attempt.succeeded()
        throw fail(new Fault('not-allowed', 'This account is disabled. Ask an admin of your household.'))
      }
      let factor: ReturnType<Codes['check']> | 'trusted browser'
      try {
        const isTrusted =
          code === undefined && trusted !== undefined && deps.trustedBrowsers.use(user.id, trusted, origin)
        factor = isTrusted ? 'trusted browser' : codes.check(user, code)
      } catch (error) {
        throw error instanceof Fault ? fail(error) : error
      }
      attempt.succeeded()
      activity.record(null, {
        action: 'login',
        householdId: user.householdId,
        userId: user.id,
        username: user.username,
        origin,
        ...(factor === 'none' ? {} : { metadata: { second_factor: factor } }),
      })
      return user
    },
    async confirm(caller, password) {
      if (caller.kind !== 'user') throw new Fault('not-allowed', 'Sign in with a password to do this')
      return await proven(caller, password, { action: 'confirm_password', path: 'body.password', name: 'Password' })
    },
    async changePassword(caller, oldPassword, newPassword) {
      if (caller.kind !== 'user') throw new Fault('not-allowed', 'Sign in with a password to change it')
      const { role, isPasswordLocked } = me(caller)
      if (isPasswordLocked && role !== 'admin')
        throw new Fault('not-allowed', 'Password changes are locked for this user')
      const shown = { action: 'change_password', path: 'body.old_password', name: 'Old password' }
      const user = await proven(caller, oldPassword, shown)
      notTheName(user.username, newPassword, 'body.new_password')
      const passwordHash = await passwords.hash(newPassword)
      asNow(access, caller)
      const changed = db
        .update(users)
        .set({ passwordHash, updatedAt: now() })
        .where(and(eq(users.id, user.id), eq(users.passwordHash, user.passwordHash)))
        .returning({ id: users.id })
        .get()
      // Meanwhile somebody else has changed it, and the old one is no longer the old one.
      if (!changed) throw incorrect(shown)
      tokens.endAll(user.id, caller.signInId)
      activity.record(caller, { action: 'change_password', resourceType: 'user', resourceId: user.uuid })
    },
    async ensureAdmin(admin) {
      if (!admin || hasAccount()) return
      const user = insert(null, admin, await passwords.hash(admin.password))
      activity.record(null, {
        action: 'register',
        householdId: user.householdId,
        userId: user.id,
        username: user.username,
        origin: NOBODY,
        metadata: { from: 'PORCHLIGHT_ADMIN_USER' },
      })
    },
  }
}
