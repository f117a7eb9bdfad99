// Who is asking, and for what. The rule itself is one pure function, so that every door gives the same answer.

export type Role = 'admin' | 'operator' | 'viewer'

/** Where a request came from, for the activity log. */
export interface Origin {
  address: string | null
  agent: string | null
  /** Came from the machine that we run on, and through no proxy. */
  local?: boolean
}

interface Person {
  userId: number
  userUuid: string
  username: string
  householdId: number
  role: Role
  /** The founder of the first household; alone may touch the appliance itself. */
  founder: boolean
  origin: Origin
}

export type Caller =
  | (Person & { kind: 'user'; signInId: string })
  | (Person & { kind: 'key'; keyId: number; readOnly: boolean })
  /** Another program, by a stream link that a person made: sees one channel, with his rights. */
  | (Person & { kind: 'link'; linkId: number })
  | { kind: 'hub'; householdId: number; may: 'none' | 'safe' | 'all' }
  | { kind: 'system' }

export type Action =
  /** See a device or channel and its live picture. */
  | 'view'
  | 'playback'
  | 'export'
  | 'ptz'
  /** Have a fresh picture taken. */
  | 'snapshot'
  /** Begin and end a recording by hand. */
  | 'record'
  | 'acknowledge'
  /** Restart a relay. */
  | 'restart'
  /** Read the pages about the system. */
  | 'system'
  /** Add, change and remove devices, channels, alarms, settings of the household. */
  | 'manage'
  /** Accounts of the household. */
  | 'people'
  /** Logs, backup, broker, restart, settings of the appliance. */
  | 'appliance'

export type Grant = { view: boolean; playback: boolean; export: boolean; ptz: boolean }

/** What is acted on. `grant` is the caller's on that channel, where there is one. */
export interface Thing {
  householdId: number
  grant?: Grant | null
}

const OPERATOR: ReadonlySet<Action> = new Set([
  'view',
  'playback',
  'export',
  'ptz',
  'snapshot',
  'record',
  'acknowledge',
  'restart',
  'system',
])
const HUB_SAFE: ReadonlySet<Action> = new Set(['view', 'snapshot', 'restart'])
/** What a read-only key may do. */
const READING: ReadonlySet<Action> = new Set(['view', 'playback', 'export', 'snapshot', 'system'])

/** The one rule (DESIGN 7). Pure: the caller's grant on the thing comes with the thing. */
export function can(caller: Caller, action: Action, thing: Thing): boolean {
  if (caller.kind === 'system') return true
  if (caller.householdId !== thing.householdId) return false
  if (caller.kind === 'hub')
    return caller.may === 'all'
      ? action !== 'people' && action !== 'appliance'
      : caller.may === 'safe' && HUB_SAFE.has(action)
  if (caller.kind === 'key' && caller.readOnly && !READING.has(action)) return false
  if (caller.kind === 'link' && action !== 'view' && action !== 'snapshot') return false
  if (action === 'appliance') return caller.founder
  if (caller.role === 'admin') return true
  if (caller.role === 'operator') return OPERATOR.has(action)
  const grant = thing.grant
  if (!grant?.view) return false
  if (action === 'view') return true
  if (action === 'playback' || action === 'export' || action === 'ptz') return grant[action]
  return false
}
