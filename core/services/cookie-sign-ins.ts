// Sign-ins whose one secret is a cookie: for clients that know no tokens. They are ours, listed and ended like any other.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Db } from '../db/open.ts'
import type { Caller, Origin } from '../domain/caller.ts'
import { createCallers } from './callers.ts'
import type { Secrets } from './secrets.ts'
import { createSignInUses } from './sign-in-uses.ts'
import type { Tokens, UserRow } from './tokens.ts'

export interface CookieSignIn {
  value: string
  /** It ends after these, however much it is used. */
  longestSeconds: number
}

export interface CookieSignIns {
  begin(user: UserRow, origin: Origin): CookieSignIn
  /** Null for what is none, has ended, or was not used for a day. */
  read(value: string, origin: Origin): Extract<Caller, { kind: 'user' }> | null
}

/** A sign-in that nobody uses for so long has ended. */
export const IDLE_SECONDS = 24 * 3600
export const LONGEST_SECONDS = 7 * 86_400

interface Deps {
  db: Db
  secrets: Pick<Secrets, 'derive'>
  tokens: Pick<Tokens, 'signIn' | 'read'>
  now: () => Date
}

export function createCookieSignIns({ db, secrets, tokens, now }: Deps): CookieSignIns {
  const callers = createCallers({ db, now })
  const uses = createSignInUses({ db, now })
  /** A key of its own: what is in a cookie is no refresh token, and the other way round. */
  const mac = (id: string) => createHmac('sha256', secrets.derive('sign-in-cookie')).update(id).digest('base64url')

  /** The sign-in that a value names, if we made that value. */
  function parse(value: string): string | null {
    const [, id, tag] = value.match(/^s_([\w-]{22})\.([\w-]{43})$/) ?? []
    if (id === undefined || tag === undefined) return null
    return timingSafeEqual(Buffer.from(tag), Buffer.from(mac(id))) ? id : null
  }

  return {
    begin(user, origin) {
      const { signInId } = tokens.read(tokens.signIn(user, origin).accessToken, origin)
      return { value: `s_${signInId}.${mac(signInId)}`, longestSeconds: LONGEST_SECONDS }
    },
    read(value, origin) {
      const id = parse(value)
      if (id === null) return null
      const last = uses.last(id)
      if (!last || +now() - +last >= IDLE_SECONDS * 1000) return null
      const caller = callers.bySignIn(id, origin)
      if (caller) uses.note(id, last, origin)
      return caller
    },
  }
}
