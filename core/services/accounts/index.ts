// The accounts of a household, as its admins see and change them. Whatever ends somebody's power ends it at once.
import { and, eq } from 'drizzle-orm'
import type { Bus } from '../../bus.ts'
import type { Db } from '../../db/open.ts'
import { users } from '../../db/schema/index.ts'
import { type Caller, can, type Origin, type Role } from '../../domain/caller.ts'
import { Fault } from '../../domain/fault.ts'
import type { AccessService } from '../access.ts'
import type { Activity } from '../activity.ts'
import { callerKey } from '../callers.ts'
import { byKeyOrUuid } from '../key-or-uuid.ts'
import { cleanScope, type ViewerScope } from '../scope.ts'
import type { Tokens, UserRow } from '../tokens.ts'
import { type NewUser, onlyViewers, type Users } from '../users.ts'
import { asNow } from './as-now.ts'
import { alreadyThere, refuseTakenEmail } from './email.ts'
import { type Account, withFactors } from './factor.ts'
import { type ChannelGrant, type GrantInput, grantsOf, replaceGrants, seenByEach } from './grants.ts'
import { refuseLastAdmin } from './last-admin.ts'
import { accountNamed, cleanUsername } from './names.ts'
import { cleanNetworks, isFrom } from './networks.ts'
import { type AccountFilter, type AccountStats, pageOfAccounts, statsOfAccounts } from './pages.ts'

export type { Account } from './factor.ts'
export type { ChannelGrant, GrantInput } from './grants.ts'
export type { AccountFilter, AccountStats } from './pages.ts'

/** What may be changed of an account; what is left out stays. */
export interface AccountChange {
  /** Another name to sign in with. */
  username?: string | undefined
  email?: string | null | undefined
  fullName?: string | null | undefined
  role?: Role | undefined
  active?: boolean | undefined
  /** Beside what is granted; of viewers only, and gone with that role. */
  sees?: ViewerScope | null | undefined
  /** Null and none: from anywhere. */
  allowedNetworks?: string[] | null | undefined
  /** Nobody but an admin changes the password. */
  passwordLocked?: boolean | undefined
}

/** Ids are a key or a uuid. Accounts of other households are not found. */
export interface Accounts {
  list(
    caller: Caller,
    filter: AccountFilter,
    page: { offset: number; limit: number },
  ): { items: Account[]; total: number }
  stats(caller: Caller): AccountStats
  /** Everybody may see himself. */
  get(caller: Caller, id: string): Account
  create(caller: Caller, input: NewUser, origin: Origin): Promise<Account>
  /** Names and address are one's own to change; all else is an admin's. A new role or state ends the sign-ins. */
  change(caller: Caller, id: string, change: AccountChange): Account
  /**
   * Ends the sign-ins. Not for oneself, who must know the present password, and not for the founder. `change`: what else is to
   * be another thing; where it is refused the password stays.
   */
  setPassword(caller: Caller, id: string, password: string, change?: AccountChange): Promise<Account>
  /** What the account did stays in the activity log, under its name. */
  remove(caller: Caller, id: string): void
  /** Lets who has failed too often sign in again at once; false when nobody had failed. */
  clearFailures(caller: Caller, id: string): boolean
  grants(caller: Caller, id: string): ChannelGrant[]
  /** What a viewer may on each channel that he sees, by grant or by tag. Empty for all others, who see every channel. */
  seen(caller: Caller, id: string): ChannelGrant[]
  /** The same of accounts of the household, by their key: one question for a list. Who is no viewer is not in it. */
  seenByEach(caller: Caller, accounts: readonly Account[]): Map<number, ChannelGrant[]>
  /** What is not named is not granted any more. */
  setGrants(caller: Caller, id: string, grants: readonly GrantInput[]): ChannelGrant[]
}

interface Deps {
  db: Db
  bus: Bus
  access: Pick<AccessService, 'household' | 'current'>
  activity: Activity
  tokens: Pick<Tokens, 'endAll'>
  users: Pick<Users, 'register' | 'hashNew' | 'forgetFailures'>
  now: () => Date
}

const LOOKED_EVERY_MS = 3_600_000

type Tx = Parameters<Parameters<Db['transaction']>[0]>[0]

export function createAccounts(deps: Deps): Accounts {
  const { db, bus, access, activity, tokens, now } = deps
  /** When who was last noted to look through the accounts. */
  const looked = new Map<string, number>()

  function byId(id: string, householdId: number, from: Pick<Db, 'select'> = db): UserRow {
    const where = byKeyOrUuid(users, id)
    const row =
      where &&
      from
        .select()
        .from(users)
        .where(and(eq(users.householdId, householdId), where))
        .get()
    if (!row) throw new Fault('not-found', 'User not found')
    return row
  }

  const isSelf = (caller: Caller, user: UserRow) => 'userId' in caller && caller.userId === user.id

  const manages = (caller: Caller) =>
    'householdId' in caller && can(caller, 'people', { householdId: caller.householdId })

  /** An account of the caller's household that is himself, or that he manages. */
  function visible(caller: Caller, id: string, refusal: string): UserRow {
    if (!('userId' in caller)) throw new Fault('not-allowed', 'Insufficient permissions: this is for people')
    const user = byId(id, caller.householdId)
    if (!manages(caller) && !isSelf(caller, user)) throw new Fault('not-allowed', refusal)
    return user
  }

  /**
   * A write by an admin, on an account as it is at that moment. Who has lost the right since he came in changes nothing; that
   * nobody would be left is said first, so that of two admins who end each other one is told why not.
   */
  function write<T>(caller: Caller, id: string, work: (tx: Tx, user: UserRow) => T): T {
    const householdId = access.household(caller, 'people')
    return db.transaction((tx) => {
      const done = work(tx, byId(id, householdId, tx))
      access.household(asNow(access, caller), 'people')
      return done
    })
  }

  /** Closes whatever is open for the account: sign-ins where they are to end, tickets, sockets and streams always. */
  function ended(userId: number, { signIns }: { signIns: boolean }): void {
    if (signIns) tokens.endAll(userId)
    bus.emit('access.changed', { userId })
  }

  const seen = (user: UserRow) => withFactors(db, [user])[0] as Account

  const about = (user: UserRow) => ({ resourceType: 'user', resourceId: user.uuid })

  function record(caller: Caller, action: string, user: UserRow, metadata: Record<string, unknown>): void {
    activity.record(caller, { action, ...about(user), metadata: { username: user.username, ...metadata } })
  }

  const accounts: Accounts = {
    list(caller, filter, page) {
      const householdId = access.household(caller, 'people')
      noteLooking(caller)
      const { items, total } = pageOfAccounts(db, householdId, filter, page)
      return { items: withFactors(db, items), total }
    },
    stats: (caller) => statsOfAccounts(db, access.household(caller, 'people')),
    get: (caller, id) => seen(visible(caller, id, 'Forbidden: You can only view your own profile')),
    async create(caller, input, origin) {
      access.household(caller, 'people')
      return seen(await deps.users.register(caller, input, origin))
    },
    change(caller, id, change) {
      const { sees: scope, allowedNetworks: typed, passwordLocked } = change
      const offices = [change.role, change.active, scope, typed, passwordLocked]
      const isOffice = offices.some((value) => value !== undefined)
      const networks = typed === undefined ? undefined : cleanNetworks(typed ?? [])
      if (isOffice && !manages(caller))
        throw new Fault('not-allowed', 'Forbidden: Only admins can change role or active status')
      visible(caller, id, 'Forbidden: You can only update your own profile')
      if (caller.kind === 'key' && caller.readOnly)
        throw new Fault('not-allowed', 'Insufficient permissions: this API key may only read')
      const { before, after } = db.transaction((tx) => {
        const before = byId(id, 'householdId' in caller ? caller.householdId : 0, tx)
        const { role = before.role, active = before.isActive, email, fullName } = change
        if (role !== 'admin' && before.role === 'admin') refuseLastAdmin(tx, before, 'demote')
        if (!active && before.isActive) refuseLastAdmin(tx, before, 'disable')
        if (email) refuseTakenEmail(tx, email, before.id)
        const username = change.username === undefined ? before.username : cleanUsername(change.username)
        const namesake = username === before.username ? undefined : accountNamed(tx, username)
        if (namesake && namesake.id !== before.id) throw alreadyThere('username', 'Username already exists')
        if (scope && role !== 'viewer') throw onlyViewers()
        if (networks && isSelf(caller, before) && 'origin' in caller && !isFrom(networks, caller.origin.address))
          throw notHere()
        const values = {
          username,
          email: email === undefined ? before.email : email,
          fullName: fullName === undefined ? before.fullName : fullName,
          role,
          isActive: active,
          sees: role !== 'viewer' ? null : scope === undefined ? before.sees : scope && cleanScope(scope),
          allowedNetworks: networks === undefined ? before.allowedNetworks : networks,
          isPasswordLocked: passwordLocked ?? before.isPasswordLocked,
        }
        const isDoor =
          username !== before.username || !Bun.deepEquals(limitsOf({ ...before, ...values }), limitsOf(before))
        if (isDoor && before.isFounder && !isSelf(caller, before)) throw onlyHimself()
        const current = asNow(access, caller)
        if (isOffice || !isSelf(caller, before)) access.household(current, 'people')
        const same = (Object.keys(values) as (keyof typeof values)[]).every((key) =>
          Bun.deepEquals(values[key], before[key]),
        )
        if (same) return { before, after: before }
        const set = { ...values, updatedAt: now() }
        return { before, after: tx.update(users).set(set).where(eq(users.id, before.id)).returning().get() }
      })
      noted(caller, before, after)
      if (before.role !== after.role || before.isActive !== after.isActive) ended(after.id, { signIns: true })
      else if (!Bun.deepEquals(reachOf(before), reachOf(after))) ended(after.id, { signIns: false })
      return seen(after)
    },
    async setPassword(caller, id, password, change = {}) {
      const householdId = access.household(caller, 'people')
      const user = byId(id, householdId)
      if (isSelf(caller, user))
        throw new Fault(
          'invalid-input',
          'Change your own password with your present one: POST /api/auth/change-password',
        )
      if (user.isFounder)
        throw new Fault('not-allowed', 'Insufficient permissions: nobody but the founder himself sets his password')
      const passwordHash = await deps.users.hashNew(change.username ?? user.username, password)
      accounts.change(caller, id, change)
      const changed = write(caller, id, (tx, { id }) =>
        tx.update(users).set({ passwordHash, updatedAt: now() }).where(eq(users.id, id)).returning().get(),
      )
      record(caller, 'change_password', changed, {})
      ended(changed.id, { signIns: true })
      return seen(changed)
    },
    clearFailures(caller, id) {
      const user = byId(id, access.household(caller, 'people'))
      const cleared = deps.users.forgetFailures(user.username)
      record(caller, 'clear_login_failures', user, { cleared })
      return cleared
    },
    remove(caller, id) {
      const gone = write(caller, id, (tx, user) => {
        if (isSelf(caller, user)) throw new Fault('invalid-input', 'Cannot delete your own account')
        refuseLastAdmin(tx, user, 'delete')
        tx.delete(users).where(eq(users.id, user.id)).run()
        return user
      })
      record(caller, 'delete_user', gone, { role: gone.role })
      ended(gone.id, { signIns: false })
    },
    grants(caller, id) {
      return grantsOf(db, visible(caller, id, 'Forbidden: You can only view your own profile').id)
    },
    seen(caller, id) {
      const user = visible(caller, id, 'Forbidden: You can only view your own profile')
      return seenByEach(db, [user]).get(user.id) ?? []
    },
    seenByEach(caller, people) {
      const householdId = access.household(caller, 'people')
      return seenByEach(
        db,
        people.filter((user) => user.householdId === householdId),
      )
    },
    setGrants(caller, id, input) {
      const { user, changes } = write(caller, id, (tx, user) => ({ user, changes: replaceGrants(tx, user, input) }))
      if (changes) {
        record(caller, 'update_user_grants', user, changes)
        ended(user.id, { signIns: false })
      }
      return grantsOf(db, user.id)
    },
  }
  return accounts

  /** That somebody looked through the accounts is worth a row, that his page asks again and again is not. */
  function noteLooking(caller: Caller): void {
    const at = +now()
    for (const [key, last] of looked) if (Math.abs(at - last) >= LOOKED_EVERY_MS) looked.delete(key)
    if (looked.has(callerKey(caller))) return
    looked.set(callerKey(caller), at)
    activity.record(caller, { action: 'list_users', resourceType: 'user' })
  }

  /** One row for each kind of change, so that filters find a new role however it was written. */
  function noted(caller: Caller, before: UserRow, after: UserRow): void {
    const profile = ({ email, fullName }: UserRow) => ({ email, full_name: fullName })
    const said = (action: string, was: unknown, is: unknown) => {
      if (!Bun.deepEquals(was, is)) record(caller, action, after, { before: was, after: is })
    }
    said('update_user', profile(before), profile(after))
    said('rename_user', { name: before.username }, { name: after.username })
    said('change_user_role', { role: before.role }, { role: after.role })
    said('change_user_status', { active: before.isActive }, { active: after.isActive })
    said('change_user_limits', limitsOf(before), limitsOf(after))
  }
}

/** What he has open may go beyond it. */
const reachOf = ({ sees, allowedNetworks }: UserRow) => [sees, allowedNetworks]

const limitsOf = ({ sees, allowedNetworks, isPasswordLocked }: UserRow) => ({
  sees,
  allowed_networks: allowedNetworks,
  password_locked: isPasswordLocked,
})

/** Another admin cannot shut the founder out. */
const onlyHimself = (): Fault =>
  new Fault(
    'not-allowed',
    'Insufficient permissions: nobody but the founder himself changes how and from where he signs in',
  )

/** Who shuts himself out would need somebody else to let him in again. */
function notHere(): Fault {
  const message = 'You are at an address that is not among these yourself: add it, or you would be locked out'
  return new Fault('invalid-input', message, {
    problems: [{ path: 'body.allowed_networks', code: 'not_here', message }],
  })
}
