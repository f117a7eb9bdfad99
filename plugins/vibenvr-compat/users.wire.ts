// What VibeNVR's pages say of an account, as ours: its roles and its cameras, by id or each with what may be done there.
import { z } from 'zod'
import { Fault, LEAST_GIVEN, LONGEST_PASSWORD, TOO_LONG, tooShort } from '#plugin'
import { type AccessOut, type Account, isRestricted, language } from './me.wire.ts'

const cameraId = z.int().positive()
const accesses = z.array(
  z.object({
    id: cameraId,
    can_view: z.boolean().nullish(),
    can_replay: z.boolean().nullish(),
    can_control: z.boolean().nullish(),
  }),
)

/** Which of them are needed the route says. Pages send back whatever they were told beside these. */
export const userIn = z.object({
  username: z.string(),
  email: z.string().nullish(),
  password: z.string().nullish(),
  role: z.enum(['admin', 'viewer']).nullish(),
  is_active: z.boolean().nullish(),
  language: language.or(z.literal('')).nullish(),
  restrict_camera_access: z.boolean().nullish(),
  camera_accesses: accesses.nullish(),
  allowed_camera_ids: z.array(cameraId).nullish(),
  group_accesses: z.array(z.unknown()).nullish(),
  allowed_group_ids: z.array(z.unknown()).nullish(),
})
export const newUserIn = userIn.extend({ password: z.string() })
export const passwordIn = z.object({ old_password: z.string().max(1024).nullish(), new_password: z.string() })

export type UserSaid = z.output<typeof userIn>

/** As pages show it: as a text, where a list of problems would show nothing. */
const refused = (message: string) => new Fault('invalid-input', message)

/** `least`: of one that is given to somebody else more is asked than of one's own. */
export function goodPassword(password: string, least = LEAST_GIVEN): string {
  if (password.length < least) throw refused(tooShort(least))
  if (password.length > LONGEST_PASSWORD) throw refused(TOO_LONG)
  return password
}

const email = z.email().max(254)

/** Names and addresses as ours are; undefined where nothing is said. */
export function namesIn({ username: typed, email: address }: UserSaid) {
  const username = typed.trim()
  if (username.length < 3 || username.length > 50) throw refused('Username must be between 3 and 50 characters')
  if (/\p{C}/u.test(username)) throw refused('Username must not contain control characters')
  const mail = address?.trim() || null
  if (mail !== null && !email.safeParse(mail).success) throw refused('Invalid email format')
  return { username, ...(address === undefined ? {} : { email: mail }) }
}

/** What may be done on a camera, as it is granted here. */
export interface Wanted {
  channel: number
  view: true
  playback: boolean
  export: boolean
  ptz: boolean
}

type Seen = { channelId: number; playback: boolean; export: boolean; ptz: boolean }

/**
 * The cameras that an account is to see; null where nothing is said that is not so already. Older pages name ids, and send back
 * what they were told beside them. Who may play back may save, too, as there, unless he might not before.
 */
export function wantedOf(said: UserSaid, told: readonly AccessOut[], seen: readonly Seen[]): Wanted[] | null {
  if (said.group_accesses?.length || said.allowed_group_ids?.length)
    throw refused('Groups give no rights here: choose the cameras themselves')
  const before = new Map(seen.map((one) => [one.channelId, one]))
  const listed = said.camera_accesses?.filter(({ can_view }) => can_view !== false)
  const chosen = listed && !isSame(listed, told) ? listed : said.allowed_camera_ids?.map(byId)
  if (!chosen || isSame(chosen, told)) return null
  return [...new Map(chosen.map((one) => [one.id, one])).values()].map(({ id, can_replay, can_control }) => {
    const playback = can_replay ?? true
    const save = playback && (before.get(id)?.export ?? true)
    return { channel: id, view: true, playback, export: save, ptz: can_control ?? false }
  })

  /** Of one that he sees already nothing else is meant. */
  function byId(id: number) {
    const { playback: can_replay, ptz: can_control } = before.get(id) ?? { playback: true, ptz: false }
    return { id, can_replay, can_control }
  }
}

type Chosen = Pick<AccessOut, 'id'> & { can_replay?: boolean | null; can_control?: boolean | null }

function isSame(some: readonly Chosen[], told: readonly AccessOut[]): boolean {
  const known = new Map(told.map((one) => [one.id, one]))
  const isKnown = ({ id, can_replay, can_control }: Chosen) => {
    const one = known.get(id)
    return one?.can_replay === (can_replay ?? true) && one.can_control === (can_control ?? false)
  }
  return new Set(some.map(({ id }) => id)).size === told.length && some.every(isKnown)
}

/**
 * Role and sight of ours. VibeNVR's viewer who is not restricted is an operator of ours if he was one; else a viewer who looks
 * at and plays back all cameras: nobody gets more by a page that knows two roles.
 */
export function officeOf(said: UserSaid, before: Pick<Account, 'role' | 'sees'>): Pick<Account, 'role' | 'sees'> {
  const role = said.role ?? (before.role === 'admin' ? 'admin' : 'viewer')
  if (role === 'admin') return { role: 'admin', sees: null }
  const isNow = before.role === 'admin' ? false : isRestricted(before)
  const restricted = said.restrict_camera_access ?? isNow
  if (restricted) return { role: 'viewer', sees: before.role === 'viewer' && isNow ? before.sees : null }
  return before.role === 'operator' ? { role: 'operator', sees: null } : { role: 'viewer', sees: 'all' }
}
