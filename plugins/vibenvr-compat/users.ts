// The accounts of the household as VibeNVR's pages manage them.
import { Hono } from 'hono'
import { z } from 'zod'
import { type Caller, callerOf, type Env, Fault, LEAST_OWN, type Origin, route, type Services, valid } from '#plugin'
import { type Account, keepLanguage, languageOf, userOut, usersOut } from './me.wire.ts'
import { isWrongPassword } from './own-account.ts'
import {
  goodPassword,
  namesIn,
  newUserIn,
  officeOf,
  passwordIn,
  type UserSaid,
  userIn,
  type Wanted,
  wantedOf,
} from './users.wire.ts'

const tags = ['VibeNVR']
const userPath = z.object({ user_id: z.string().regex(/^\d{1,15}$/) })
const whole = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number)
const pageIn = z.object({
  skip: whole.default(0),
  limit: whole.pipe(z.number().min(1).max(1000)).default(100),
})

/** In VibeNVR's words, and as a text where pages would show nothing of a list. */
function said(error: unknown): never {
  if (!(error instanceof Fault)) throw error
  if (error.kind === 'conflict') throw new Fault('invalid-input', error.message.replace('exists', 'registered'))
  throw error.kind === 'invalid-input' ? new Fault('invalid-input', error.message) : error
}

export function userRoutes(services: Services): Hono<Env> {
  const { access, accounts, users } = services
  const words = (summary: string, right: 'people' | 'signed-in' = 'people') =>
    route({ summary, right, limit: 'dialect', tags })
  const isSelf = (caller: Caller, id: string) => 'userId' in caller && String(caller.userId) === id

  /** Nothing is written where one of them is not there. */
  function refuseUnknown(caller: Caller, wanted: Wanted[] | null): void {
    const known = new Set(access.visibleChannels(caller).map(({ id }) => id))
    const missing = wanted?.find(({ channel }) => !known.has(channel))
    if (missing) throw new Fault('invalid-input', `There is no camera ${missing.channel}`)
  }

  async function create(caller: Caller, body: UserSaid & { password: string }, origin: Origin): Promise<Account> {
    access.household(caller, 'people')
    // One of whom it is not said sees everything, as there.
    const office = officeOf({ restrict_camera_access: false, ...given(body) }, { role: 'viewer', sees: null })
    const wanted = wantedOf(body, [], [])
    refuseUnknown(caller, wanted)
    const names = { ...namesIn(body), password: goodPassword(body.password) }
    const user = await accounts.create(caller, { ...names, ...office }, origin)
    if (wanted && office.role === 'viewer' && office.sees === null) accounts.setGrants(caller, user.uuid, wanted)
    if (body.language) keepLanguage(services, user, body.language)
    return accounts.get(caller, user.uuid)
  }

  async function change(caller: Caller, id: string, body: UserSaid): Promise<Account> {
    access.household(caller, 'people')
    const before = accounts.get(caller, id)
    const office = officeOf(body, before)
    const isNarrow = office.role === 'viewer' && office.sees !== 'all'
    const seen = accounts.seen(caller, id)
    const told = userOut(services, caller, before).camera_accesses
    const wanted = wantedOf(body, told, seen)
    refuseUnknown(caller, wanted)
    const password = body.password ? goodPassword(body.password) : undefined
    if (password !== undefined && isSelf(caller, id))
      throw new Fault('invalid-input', `Change your own password with your present one: PUT /users/${id}/password`)
    const state = body.is_active === null || body.is_active === undefined ? {} : { active: body.is_active }
    // Cameras that he saw by a tag would stay, whatever is chosen.
    const limits = isNarrow && wanted ? { ...office, sees: null } : office
    const all = { ...namesIn(body), ...limits, ...state }
    if (password === undefined) accounts.change(caller, id, all)
    else await accounts.setPassword(caller, id, password, all)
    if (isNarrow && wanted) accounts.setGrants(caller, id, wanted)
    if (body.language && body.language !== languageOf(services, before)) keepLanguage(services, before, body.language)
    return accounts.get(caller, id)
  }

  async function setPassword(caller: Caller, id: string, old: string | null | undefined, next: string): Promise<void> {
    visible(caller, id, 'Not authorized to change this password')
    if (!isSelf(caller, id)) {
      await accounts.setPassword(caller, id, goodPassword(next)).catch(said)
      return
    }
    if (!old) throw new Fault('invalid-input', 'Old password required')
    try {
      await users.changePassword(caller, old, goodPassword(next, LEAST_OWN))
    } catch (error) {
      if (isWrongPassword(error)) throw new Fault('invalid-input', 'Incorrect old password')
      said(error)
    }
  }

  /** That of another household is not found. */
  function visible(caller: Caller, id: string, refusal: string): void {
    try {
      accounts.get(caller, id)
    } catch (error) {
      throw error instanceof Fault && error.kind === 'not-allowed' ? new Fault('not-allowed', refusal) : error
    }
  }

  const shown = (caller: Caller, user: Account) => userOut(services, caller, user)

  return new Hono<Env>()
    .get('/users', words('Accounts of the household'), valid('query', pageIn), (c) => {
      const { skip: offset, limit } = c.req.valid('query')
      const { items } = accounts.list(callerOf(c), {}, { offset, limit })
      return c.json(usersOut(services, callerOf(c), items))
    })
    .post('/users', words('Make an account'), valid('json', newUserIn), async (c) => {
      const user = await create(callerOf(c), c.req.valid('json'), c.get('origin')).catch(said)
      return c.json(shown(callerOf(c), user))
    })
    .put('/users/:user_id', words('Change an account'), valid('param', userPath), valid('json', userIn), async (c) => {
      const user = await change(callerOf(c), c.req.valid('param').user_id, c.req.valid('json')).catch(said)
      return c.json(shown(callerOf(c), user))
    })
    .delete('/users/:user_id', words('Delete an account'), valid('param', userPath), (c) => {
      const caller = callerOf(c)
      access.household(caller, 'people')
      const { user_id: id } = c.req.valid('param')
      const user = shown(caller, accounts.get(caller, id))
      accounts.remove(caller, id)
      return c.json(user)
    })
    .put(
      '/users/:user_id/password',
      words('Change a password: one’s own with the present one', 'signed-in'),
      valid('param', userPath),
      valid('json', passwordIn),
      async (c) => {
        const { user_id: id } = c.req.valid('param')
        const { old_password: old, new_password: next } = c.req.valid('json')
        await setPassword(callerOf(c), id, old, next)
        return c.json(shown(callerOf(c), accounts.get(callerOf(c), id)))
      },
    )
    .post('/users/:user_id/avatar', words('A picture of a person', 'signed-in'), valid('param', userPath), (c) => {
      visible(callerOf(c), c.req.valid('param').user_id, 'Not authorized to update this avatar')
      throw new Fault('unsupported', 'No pictures of people are kept here')
    })
}

/** Without what is not said. */
const given = (body: UserSaid): UserSaid =>
  Object.fromEntries(Object.entries(body).filter(([, value]) => value != null)) as UserSaid
