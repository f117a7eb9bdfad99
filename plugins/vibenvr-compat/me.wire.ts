// An account as VibeNVR shows it, to itself and to its admins.
import { z } from 'zod'
import type { Caller, Services } from '#plugin'
import { isAdmin } from './auth.ts'
import { CLIENT } from './camera-of.ts'

export type Account = ReturnType<Services['accounts']['get']>

export interface AccessOut {
  /** Of the camera. */
  id: number
  name: string
  can_view: boolean
  can_replay: boolean
  can_control: boolean
}

export interface UserOut {
  username: string
  email: string | null
  role: 'admin' | 'viewer'
  is_2fa_enabled: boolean
  restrict_camera_access: boolean
  language: string
  auth_source: 'local'
  oauth_subject_id: null
  oauth_enabled: boolean
  id: number
  is_active: boolean
  avatar_path: null
  created_at: string
  camera_accesses: AccessOut[]
  group_accesses: never[]
}

/** `de`, `pt-BR`. */
export const language = z
  .string()
  .max(32)
  .regex(/^[a-z]{2,3}([-_][a-z\d]{2,8})*$/i)

type Whose = Pick<Account, 'id' | 'householdId'>
const LANGUAGE = 'language'

const languageIn = (fields: Record<string, unknown> = {}): string => {
  const kept = fields[LANGUAGE]
  return typeof kept === 'string' ? kept : 'en'
}

export const languageOf = ({ clientFields }: Pick<Services, 'clientFields'>, user: Whose): string =>
  languageIn(clientFields.of(CLIENT, { householdId: user.householdId, userId: user.id }))

export function keepLanguage({ clientFields }: Services, user: Whose, wanted: string): void {
  clientFields.keep(CLIENT, { householdId: user.householdId, userId: user.id }, { [LANGUAGE]: wanted })
}

/** Whether an account sees certain cameras alone. */
export const isRestricted = ({ role, sees }: Pick<Account, 'role' | 'sees'>): boolean =>
  role === 'viewer' && sees !== 'all'

/** Needs an account that the caller may see. Null: somebody who founds the household, and asks for no cameras. */
export function userOut(services: Services, caller: Caller | null, user: Account): UserOut {
  const seen = caller && isRestricted(user) ? services.accounts.seen(caller, user.uuid) : []
  const names = caller && seen.length ? namesFor(services, caller) : new Map()
  return outOf(user, languageOf(services, user), accessesOf(seen, names))
}

/** Accounts of the household of a caller who manages them; what is told of them is asked for once. */
export function usersOut(services: Services, caller: Caller, users: readonly Account[]): UserOut[] {
  const seen = services.accounts.seenByEach(caller, users.filter(isRestricted))
  const names = namesFor(services, caller)
  const fields = services.clientFields.ofUsers(CLIENT, services.access.household(caller, 'people'))
  return users.map((user) => outOf(user, languageIn(fields.get(user.id)), accessesOf(seen.get(user.id) ?? [], names)))
}

function outOf(user: Account, language: string, accesses: AccessOut[]): UserOut {
  return {
    username: user.username,
    email: user.email,
    role: user.role === 'admin' ? 'admin' : 'viewer',
    is_2fa_enabled: user.secondFactor,
    restrict_camera_access: isRestricted(user),
    language,
    auth_source: 'local',
    oauth_subject_id: null,
    oauth_enabled: false,
    id: user.id,
    is_active: user.isActive,
    avatar_path: null,
    created_at: user.createdAt.toISOString(),
    camera_accesses: accesses,
    group_accesses: [],
  }
}

type Seen = ReturnType<Services['accounts']['seen']>

/** Of cameras, by their number. */
const namesFor = ({ access }: Services, caller: Caller): Map<number, string> =>
  new Map(access.visibleChannels(caller).map(({ id, name, deviceName }) => [id, name ?? deviceName]))

const accessesOf = (seen: Seen, names: ReadonlyMap<number, string>): AccessOut[] =>
  seen.map(({ channelId: id, playback, ptz }) => ({
    ...{ id, name: names.get(id) ?? '' },
    ...{ can_view: true, can_replay: playback, can_control: ptz },
  }))

/** A key that may only read is shown a viewer, whoever owns it: pages offer what the role may. */
export function meOut(services: Services, caller: Caller): UserOut {
  const user = services.accounts.get(caller, services.users.me(caller).uuid)
  const out = userOut(services, caller, user)
  return isAdmin(services, caller) ? out : { ...out, role: 'viewer' }
}
