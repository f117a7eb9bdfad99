// Sign-ins whose one secret is a JWT that lasts as long as they do: for clients that know no refresh token.

import type { Db } from '../db/open.ts'
import type { Caller, Origin } from '../domain/caller.ts'
import { createCallers } from './callers.ts'
import { claimsIn, signed } from './jwt.ts'
import type { Secrets } from './secrets.ts'
import { createSignInUses } from './sign-in-uses.ts'
import type { Tokens, UserRow } from './tokens.ts'

export interface LastingTokens {
  /** `seconds`: how long it is good. It ends sooner with its sign-in. */
  begin(user: UserRow, origin: Origin): { token: string; seconds: number }
  /** Null for what is none, and for one that has ended. Good for the door of the client that it was made for, and no other. */
  read(token: string, origin: Origin): Extract<Caller, { kind: 'user' }> | null
  /** Of one that is good: for how long it still is, if its sign-in does not end sooner. */
  secondsLeft(token: string): number
}

/** As long as a sign-in that nobody prolongs. */
export const LASTING_SECONDS = 7 * 86_400

interface Deps {
  db: Db
  secrets: Pick<Secrets, 'derive'>
  tokens: Pick<Tokens, 'signIn' | 'read'>
  now: () => Date
}

export function createLastingTokens({ db, secrets, tokens, now }: Deps): LastingTokens {
  const callers = createCallers({ db, now })
  const uses = createSignInUses({ db, now })
  /** A key of its own: such a token is no access token of ours, and the other way round. */
  const key = () => secrets.derive('lasting-token')
  const seconds = () => Math.floor(+now() / 1000)

  /** Of what we have signed ourselves, and is not over. */
  function good(token: string): { sid: string; exp: number } | null {
    const { sid, exp } = claimsIn(token, key()) ?? {}
    return typeof sid === 'string' && typeof exp === 'number' && exp > seconds() ? { sid, exp } : null
  }

  return {
    begin(user, origin) {
      const { signInId } = tokens.read(tokens.signIn(user, origin).accessToken, origin)
      const claims = { sub: user.username, sid: signInId, exp: seconds() + LASTING_SECONDS }
      return { token: signed(claims, key()), seconds: LASTING_SECONDS }
    },
    read(token, origin) {
      const claims = good(token)
      const last = claims && uses.last(claims.sid)
      const caller = last && callers.bySignIn(claims.sid, origin)
      if (caller) uses.note(claims.sid, last, origin)
      return caller
    },
    secondsLeft(token) {
      const claims = good(token)
      return claims ? claims.exp - seconds() : 0
    },
  }
}
