// The accounts of the household, as LightNVR's clients manage them: made, changed, locked and ended, with their keys and passwords.
import { type Context, Hono } from 'hono'
import { type Caller, callerOf, type Env, Fault, route, type Services } from '#plugin'
import { roleOf } from './auth.ts'
import { goodPassword, keepRole, type UserSaid, userIn, userOut } from './people.wire.ts'
import { objectOf } from './said.ts'

const tags = ['LightNVR']
/** More than live in any household. */
const MOST = 1000
/** Of the one key that an account has for LightNVR's clients. */
const KEY = 'LightNVR'
const NO_JSON = 'Invalid JSON in request body'
const OWN_ALONE = 'You can only update your own account'

/** A number, or our uuid. */
export function userIdOf(c: Context): string {
  const id = c.req.param('id') ?? ''
  if (/^[1-9]\d{0,15}$/.test(id) || /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id)) return id
  throw new Fault('invalid-input', 'Invalid user ID')
}

/** The person who asks, as himself. */
export const isSelf = (caller: Caller, id: string): boolean =>
  'userId' in caller && (String(caller.userId) === id || caller.userUuid === id.toLowerCase())

export function peopleRoutes(services: Services): Hono<Env> {
  const { access, accounts, apiKeys, users } = services
  const words = (summary: string, right: 'people' | 'signed-in' = 'people') =>
    route({ summary, right, limit: 'dialect', tags })
  const isAdmin = (caller: Caller) => roleOf(services, caller).role === 'admin'
  const shown = (caller: Caller, id: string) => userOut(services, accounts.get(caller, id))

  /** For an admin, or for whose account it is. That of another household is not found. */
  function ownAlone(caller: Caller, id: string, refusal: string): void {
    if (isAdmin(caller) || isSelf(caller, id)) return
    try {
      accounts.get(caller, id)
    } catch (error) {
      throw error instanceof Fault && error.kind === 'not-allowed' ? new Fault('not-allowed', refusal) : error
    }
  }

  async function create(c: Context<Env>) {
    const caller = callerOf(c)
    access.household(caller, 'people')
    const said = await objectOf(c, NO_JSON)
    const missing = 'Missing required fields: username and password'
    if (typeof said.username !== 'string' || typeof said.password !== 'string')
      throw new Fault('invalid-input', missing)
    const { username = '', password = goodPassword(said.password), roleNumber = 1, ...rest } = userIn(said)
    if (username === '') throw new Fault('invalid-input', 'Username must be between 3 and 32 characters')
    const role = rest.role ?? 'operator'
    const sees = seenBy({ ...rest, role })
    const { active = true, email = null, allowedNetworks = null, passwordLocked = false } = rest
    const input = { username, password, email, role, active, sees: sees ?? null, allowedNetworks, passwordLocked }
    const user = await accounts.create(caller, input, c.get('origin'))
    keepRole(services, user, roleNumber)
    return c.json(userOut(services, user))
  }

  /** What a viewer sees who was made here: everything, or his tags. Nobody else is limited by any. */
  function seenBy({ role, sees }: Pick<UserSaid, 'role' | 'sees'>): UserSaid['sees'] {
    if (role === 'viewer') return sees ?? 'all'
    if (sees && sees !== 'all')
      throw new Fault('invalid-input', 'allowed_tags are for viewers: all other roles see every stream')
    return undefined
  }

  async function update(c: Context<Env>) {
    const caller = callerOf(c)
    const id = userIdOf(c)
    ownAlone(caller, id, OWN_ALONE)
    const said = await objectOf(c, NO_JSON)
    const { password, roleNumber, ...change } = userIn(said)
    const before = accounts.get(caller, id)
    if (!isAdmin(caller)) {
      const { username: _username, email: _email, ...others } = change
      if (password !== undefined || roleNumber !== undefined || Object.keys(others).length > 0)
        throw new Fault('not-allowed', 'You can only update your own username and email')
    }
    if (password !== undefined && isSelf(caller, id))
      throw new Fault('invalid-input', 'Change your own password with your present one: PUT …/password')
    const role = change.role ?? before.role
    const becomesViewer = role === 'viewer' && before.role !== 'viewer'
    // Pages send back what they were told: no tags, of somebody who sees nothing but what is granted to him, stays that.
    const isGranted = before.role === 'viewer' && before.sees === null && change.sees === 'all'
    const isSaid = becomesViewer || (change.sees !== undefined && !isGranted)
    const sees = isSaid ? seenBy({ role, sees: change.sees }) : undefined
    const { sees: _sees, ...rest } = change
    const changed = sees === undefined ? rest : { ...rest, sees }
    const user =
      password === undefined
        ? accounts.change(caller, id, changed)
        : await accounts.setPassword(caller, id, password, changed)
    if (roleNumber !== undefined) keepRole(services, user, roleNumber)
    return c.json(userOut(services, user))
  }

  function remove(c: Context<Env>) {
    const caller = callerOf(c)
    access.household(caller, 'people')
    const id = userIdOf(c)
    if (isSelf(caller, id)) throw new Fault('not-allowed', 'Forbidden: You cannot delete yourself')
    accounts.remove(caller, id)
    return c.json({ success: true, message: 'User deleted successfully' })
  }

  function newKey(c: Context<Env>) {
    const caller = callerOf(c)
    const id = userIdOf(c)
    const refusal = 'Forbidden: Only an admin, or a user for himself, can generate an API key'
    ownAlone(caller, id, refusal)
    if (roleOf(services, caller).role === 'viewer') throw new Fault('not-allowed', refusal)
    const { key } = apiKeys.replace(caller, id, KEY)
    return c.json({ success: true, api_key: key })
  }

  async function setPassword(c: Context<Env>) {
    const caller = callerOf(c)
    const id = userIdOf(c)
    ownAlone(caller, id, OWN_ALONE)
    const { new_password: next, old_password: old } = await objectOf(c, NO_JSON)
    if (typeof next !== 'string' || next === '') throw new Fault('invalid-input', 'New password is required')
    goodPassword(next)
    if (!isSelf(caller, id)) await accounts.setPassword(caller, id, next)
    else if (typeof old === 'string' && old !== '') await changeOwn(caller, old.slice(0, 1024), next)
    else throw new Fault('invalid-input', 'Current password is required')
    return c.json({ success: true })
  }

  async function changeOwn(caller: Caller, old: string, next: string): Promise<void> {
    try {
      await users.changePassword(caller, old, next)
    } catch (error) {
      const isWrong = error instanceof Fault && error.problems?.some(({ code }) => code === 'incorrect')
      throw isWrong ? new Fault('not-signed-in', 'Current password is incorrect') : error
    }
  }

  return new Hono<Env>()
    .get('/api/auth/users', words('Accounts of the household'), (c) => {
      const { items } = accounts.list(callerOf(c), {}, { offset: 0, limit: MOST })
      return c.json({ users: items.map((user) => userOut(services, user)) })
    })
    .post('/api/auth/users', words('Make an account'), create)
    .get('/api/auth/users/:id', words('An account'), (c) => {
      access.household(callerOf(c), 'people')
      return c.json(shown(callerOf(c), userIdOf(c)))
    })
    .put('/api/auth/users/:id', words('Change an account; of one’s own the names alone', 'signed-in'), update)
    .delete('/api/auth/users/:id', words('Delete an account'), remove)
    .post('/api/auth/users/:id/api-key', words('A new API key in the place of the former', 'signed-in'), newKey)
    .put('/api/auth/users/:id/password', words('Change a password', 'signed-in'), setPassword)
    .put('/api/auth/users/:id/password-lock', words('Let nobody but an admin change a password'), async (c) => {
      access.household(callerOf(c), 'people')
      const { locked } = await objectOf(c, NO_JSON)
      if (typeof locked !== 'boolean') throw new Fault('invalid-input', 'Missing or invalid field: locked')
      const user = accounts.change(callerOf(c), userIdOf(c), { passwordLocked: locked })
      return c.json(userOut(services, user))
    })
    .post('/api/auth/users/:id/login-lockout/clear', words('Forget the failed logins of an account'), (c) => {
      access.household(callerOf(c), 'people')
      const cleared = accounts.clearFailures(callerOf(c), userIdOf(c))
      const message = cleared ? 'Login lockout cleared' : 'There was no failed login to forget'
      return c.json({ success: true, cleared, message })
    })
}
