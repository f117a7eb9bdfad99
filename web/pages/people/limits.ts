// What a person types about the limits of an account, and what is sent of it.
import type { AccountOut, PersonChange } from './asks.ts'

export const SCOPES = ['granted', 'tags', 'all'] as const

export interface Draft {
  scope: (typeof SCOPES)[number]
  /** With commas between them. */
  tags: string
  networks: string
  locked: boolean
}

const joined = (texts: readonly string[] | null) => texts?.join(', ') ?? ''
const listed = (text: string) =>
  text
    .split(/[,;\s]+/)
    .map((one) => one.trim())
    .filter(Boolean)

export function draftOf({ sees, allowed_networks, password_locked: locked }: AccountOut): Draft {
  const networks = joined(allowed_networks)
  if (sees === null || sees === 'all') return { scope: sees ?? 'granted', tags: '', networks, locked }
  return { scope: 'tags', tags: joined(sees.tags), networks, locked }
}

/** What a viewer sees is said of viewers alone, and a lock of those whom it holds. */
export function toWire({ scope, tags, networks, locked }: Draft, role: AccountOut['role']): PersonChange {
  const named = tags
    .split(',')
    .map((tag) => tag.trim())
    .filter(Boolean)
  const sees = scope === 'tags' ? { tags: named } : scope === 'all' ? 'all' : null
  const allowed = listed(networks)
  return {
    ...(role === 'viewer' ? { sees } : {}),
    allowed_networks: allowed.length ? allowed : null,
    ...(role === 'admin' ? {} : { password_locked: locked }),
  }
}

/** However it is typed. */
export const isChanged = (before: Draft, after: Draft, role: AccountOut['role']): boolean =>
  JSON.stringify(toWire(before, role)) !== JSON.stringify(toWire(after, role))
