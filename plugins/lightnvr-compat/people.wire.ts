// Accounts as LightNVR spells them: roles by number, tags and networks as one text each.
import { z } from 'zod'
import { Fault, type Services } from '#plugin'
import { CLIENT } from './names.ts'
import { textIn } from './said.ts'

export type Account = ReturnType<Services['accounts']['get']>
type Change = Parameters<Services['accounts']['change']>[2]
type Said = Record<string, unknown>

/** LightNVR's roles in the order of their numbers, each with the one of ours that is nearest. */
const ROLES = [
  { word: 'admin', ours: 'admin' },
  { word: 'user', ours: 'operator' },
  { word: 'viewer', ours: 'viewer' },
  { word: 'api', ours: 'operator' },
] as const
const NUMBERS = { admin: 0, operator: 1, viewer: 2 } as const
const API = 3
/** Under which the word of an operator is kept. */
const ROLE_FIELD = 'role'

const seconds = (at: Date | null) => (at ? Math.floor(+at / 1000) : 0)

/** The role of an account of ours, as a number: of two names for an operator the one that it was given. */
export function roleNumberOf(
  { clientFields }: Pick<Services, 'clientFields'>,
  { id: userId, role, householdId }: Pick<Account, 'id' | 'role' | 'householdId'>,
): number {
  if (role !== 'operator') return NUMBERS[role]
  return clientFields.of(CLIENT, { householdId, userId })[ROLE_FIELD] === 'api' ? API : NUMBERS.operator
}

export const roleWord = (number: number): string => ROLES[number]?.word ?? 'viewer'

export function keepRole({ clientFields }: Services, { id: userId, householdId }: Account, number: number): void {
  clientFields.keep(CLIENT, { householdId, userId }, { [ROLE_FIELD]: number === API ? 'api' : null })
}

export function userOut(services: Pick<Services, 'clientFields'>, user: Account) {
  const role = roleNumberOf(services, user)
  const { sees, allowedNetworks } = user
  return {
    id: user.id,
    username: user.username,
    email: user.email ?? '',
    role,
    role_name: roleWord(role),
    created_at: seconds(user.createdAt),
    updated_at: seconds(user.updatedAt),
    last_login: seconds(user.lastLoginAt),
    is_active: user.isActive,
    password_change_locked: user.isPasswordLocked,
    totp_enabled: user.secondFactor,
    allowed_tags: sees === null || sees === 'all' ? null : sees.tags.join(','),
    allowed_login_cidrs: allowedNetworks?.join('\n') ?? null,
  }
}

const LONGEST_LIST = 4096

/** Undefined where nothing is said; null and an empty text are none. */
function listIn(value: unknown, what: string, between: RegExp): string[] | null | undefined {
  if (value === null) return null
  if (typeof value !== 'string') return undefined
  if (value.length > LONGEST_LIST) throw new Fault('invalid-input', `${what} is too long`)
  const parts = value.split(between).map((part) => part.trim())
  return parts.some(Boolean) ? parts.filter(Boolean) : null
}

const email = z.email().max(254)

export interface UserSaid extends Change {
  password?: string
  /** LightNVR's. */
  roleNumber?: number
}

/** What a body says of an account; what it does not say is left out. Fault with LightNVR's words. */
export function userIn(said: Said): UserSaid {
  const { username: name, password, role, is_active: active, email: address } = said
  const username = textIn(name, 'Username', 256)
  if (username !== undefined && (username.length < 3 || username.length > 32))
    throw new Fault('invalid-input', 'Username must be between 3 and 32 characters')
  if (username && /\p{C}/u.test(username)) throw new Fault('invalid-input', 'Username must not hold control characters')
  // A word for one would make an operator of somebody who was to be a viewer.
  if (role !== undefined && !(typeof role === 'number' && ROLES[role])) throw new Fault('invalid-input', 'Invalid role')
  const roleNumber = typeof role === 'number' ? role : undefined
  const hasPassword = typeof password === 'string' && password !== ''
  const mail = typeof address === 'string' ? address.trim() : undefined
  if (mail && !email.safeParse(mail).success) throw new Fault('invalid-input', 'Invalid email format')
  const tags = listIn(said.allowed_tags, 'allowed_tags', /,/)
  const networks = listIn(said.allowed_login_cidrs, 'allowed_login_cidrs', /[\n,]/)
  return {
    ...(username === undefined ? {} : { username }),
    ...(hasPassword ? { password: goodPassword(password) } : {}),
    ...(roleNumber === undefined ? {} : { roleNumber, role: ROLES[roleNumber]?.ours }),
    ...(typeof active === 'boolean' ? { active } : {}),
    ...(mail === undefined ? {} : { email: mail || null }),
    ...(tags === undefined ? {} : { sees: tags ? { tags } : 'all' }),
    ...(networks === undefined ? {} : { allowedNetworks: networks }),
    ...(typeof said.password_change_locked === 'boolean' ? { passwordLocked: said.password_change_locked } : {}),
  }
}

/** As long as LightNVR wants them. */
export function goodPassword(password: string): string {
  if (password.length < 8) throw new Fault('invalid-input', 'Password must be at least 8 characters')
  if (password.length > 256) throw new Fault('invalid-input', 'Password must be at most 256 characters')
  return password
}
