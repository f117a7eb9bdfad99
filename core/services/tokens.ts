// Sign-ins: the access token (JWT) that names one, and the refresh token that prolongs it. Ending the row ends both at once.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { and, asc, desc, eq, lte, ne, sql } from 'drizzle-orm'
import type { Bus } from '../bus.ts'
import type { Db } from '../db/open.ts'
import { signIns, trustedBrowsers, users } from '../db/schema/index.ts'
import type { Caller, Origin } from '../domain/caller.ts'
import { Fault } from '../domain/fault.ts'
import { isFrom } from './accounts/networks.ts'
import type { Activity } from './activity.ts'
import { createCallers } from './callers.ts'
import { createJwt } from './jwt.ts'
import type { Secrets } from './secrets.ts'

export type UserRow = typeof users.$inferSelect

export interface TokenPair {
  /** Whose they are. */
  user: UserRow
  accessToken: string
  refreshToken: string
  expiresInSeconds: number
  /** Of the access token. */
  expiresAt: Date
}

export interface Tokens {
  signIn(user: UserRow, origin: Origin): TokenPair
  /** The caller behind an access token, or Fault not-signed-in: `Invalid token`, `Token expired`. */
  read(accessToken: string, origin?: Origin): Extract<Caller, { kind: 'user' }>
  /** The same, with null instead of a fault. */
  callerOf(accessToken: string, origin?: Origin): Extract<Caller, { kind: 'user' }> | null
  /**
   * A new pair for the same sign-in; the token given in is good for 30 s more and then gives the same pair (two tabs). Used
   * later, or an older one used at all, it ends the sign-in, since somebody has a copy. Fault not-signed-in.
   */
  refresh(refreshToken: string, origin: Origin): TokenPair
  /** Ends the caller's own sign-in. */
  signOut(caller: Caller): void
  /** Ends all sign-ins of a user, but for one, and the trust in his browsers. */
  endAll(userId: number, exceptSignInId?: string): void
}

const ACCESS_SECONDS = 24 * 3600
const REFRESH_MS = 7 * 86_400_000
/** However often it is prolonged; then the password is asked for. */
export const LONGEST_SIGN_IN_MS = 30 * 86_400_000
const GRACE_MS = 30_000
/**
 * Sign-ins of one account by one program at one address. A script that signs in each time would else leave thousands behind;
 * beyond these it loses the one it used longest ago.
 */
const MOST_ALIKE = 50
const NOBODY: Origin = { address: null, agent: null }

const sha256 = (text: string) => createHash('sha256').update(text).digest('base64url')

interface Deps {
  db: Db
  secrets: Pick<Secrets, 'derive'>
  bus: Bus
  activity: Activity
  now: () => Date
  /** 32 random bytes. */
  random?: () => Uint8Array
}

export function createTokens({ db, secrets, bus, activity, now, random = () => randomBytes(32) }: Deps): Tokens {
  const jwt = createJwt({ key: () => secrets.derive('jwt'), now })
  const callers = createCallers({ db, now })

  const mac = (text: string) => createHmac('sha256', secrets.derive('refresh-token')).update(text).digest('base64url')
  const format = (signInId: string, nonce: string) => `r_${signInId}.${nonce}.${mac(`${signInId}.${nonce}`)}`
  /** What follows a token is fixed by it and our key: two tabs that come with the same one get the same. */
  const successor = (signInId: string, nonce: string) => mac(`next.${signInId}.${nonce}`)

  /** Sign-in and nonce of a token that we made; null for anything else, which therefore can end nobody's sign-in. */
  function parse(token: string): { signInId: string; nonce: string } | null {
    const [, signInId, nonce, tag] = token.match(/^r_([\w-]{22})\.([\w-]{43})\.([\w-]{43})$/) ?? []
    if (signInId === undefined || nonce === undefined || tag === undefined) return null
    return timingSafeEqual(Buffer.from(tag), Buffer.from(mac(`${signInId}.${nonce}`))) ? { signInId, nonce } : null
  }

  /** The account whose devices this one sees, in the words of clients that know one owner per device. */
  function ownerOf(user: UserRow): string {
    const owner = db
      .select({ uuid: users.uuid })
      .from(users)
      .where(and(eq(users.householdId, user.householdId), eq(users.role, 'admin')))
      .orderBy(asc(users.id))
      .limit(1)
      .get()
    return owner?.uuid ?? user.uuid
  }

  function pair(user: UserRow, signInId: string, nonce: string, endsAt: Date): TokenPair {
    const expiresInSeconds = Math.min(ACCESS_SECONDS, Math.floor((+endsAt - +now()) / 1000))
    return {
      user,
      accessToken: jwt.sign(user, { signInId, ownerId: ownerOf(user), expiresInSeconds }),
      refreshToken: format(signInId, nonce),
      expiresInSeconds,
      expiresAt: new Date(+now() + expiresInSeconds * 1000),
    }
  }

  function end(signInId: string, userId: number): void {
    db.delete(signIns).where(eq(signIns.id, signInId)).run()
    bus.emit('access.changed', { userId, signInId })
  }

  function endSurplus(userId: number, address: string | null, agent: string | null): void {
    const surplus = db
      .select({ id: signIns.id })
      .from(signIns)
      .where(and(eq(signIns.userId, userId), sql`${signIns.address} is ${address}`, sql`${signIns.agent} is ${agent}`))
      .orderBy(desc(signIns.lastUsedAt))
      .limit(MOST_ALIKE)
      .offset(MOST_ALIKE)
      .all()
    for (const { id } of surplus) end(id, userId)
  }

  const refused = () => new Fault('not-signed-in', 'Invalid refresh token')

  const tokens: Tokens = {
    signIn(user, origin) {
      const at = now()
      const signInId = Buffer.from(random()).subarray(0, 16).toString('base64url')
      const nonce = Buffer.from(random()).toString('base64url')
      const expiresAt = new Date(+at + REFRESH_MS)
      const agent = origin.agent?.slice(0, 256) ?? null
      db.transaction((tx) => {
        tx.delete(signIns).where(lte(signIns.expiresAt, at)).run()
        tx.insert(signIns)
          .values({
            id: signInId,
            userId: user.id,
            refreshHash: sha256(format(signInId, nonce)),
            address: origin.address,
            agent,
            createdAt: at,
            lastUsedAt: at,
            expiresAt,
          })
          .run()
        tx.update(users).set({ lastLoginAt: at }).where(eq(users.id, user.id)).run()
      })
      endSurplus(user.id, origin.address, agent)
      return pair(user, signInId, nonce, expiresAt)
    },
    read(accessToken, origin = NOBODY) {
      const caller = callers.bySignIn(jwt.read(accessToken).signInId, origin)
      if (!caller) throw new Fault('not-signed-in', 'Invalid token')
      return caller
    },
    callerOf(accessToken, origin) {
      try {
        return tokens.read(accessToken, origin)
      } catch (error) {
        if (error instanceof Fault && error.kind === 'not-signed-in') return null
        throw error
      }
    },
    refresh(refreshToken, origin) {
      const parts = parse(refreshToken)
      if (!parts) throw refused()
      const { signInId, nonce } = parts
      const found = db
        .select()
        .from(signIns)
        .innerJoin(users, eq(users.id, signIns.userId))
        .where(eq(signIns.id, signInId))
        .get()
      const at = now()
      if (!found || found.sign_ins.expiresAt <= at || !found.users.isActive) throw refused()
      if (!isFrom(found.users.allowedNetworks, origin.address)) throw refused()
      const { sign_ins: signIn, users: user } = found
      const hash = sha256(refreshToken)
      const next = successor(signInId, nonce)
      const nextHash = sha256(format(signInId, next))
      if (hash !== signIn.refreshHash) {
        const graceful = hash === signIn.previousHash && nextHash === signIn.refreshHash
        if (graceful && (signIn.previousUntil ?? 0) > at) return pair(user, signInId, next, signIn.expiresAt)
        end(signInId, user.id)
        activity.record(null, {
          action: 'refresh_reuse',
          householdId: user.householdId,
          userId: user.id,
          username: user.username,
          origin,
          success: false,
          error: 'A refresh token was used a second time, so the sign-in was ended',
        })
        throw refused()
      }
      // Never sooner than before: a small board without a clock of its own renews in 1970 and wakes up years later.
      const renewed = Math.min(+at + REFRESH_MS, +signIn.createdAt + LONGEST_SIGN_IN_MS)
      const expiresAt = new Date(Math.max(+signIn.expiresAt, renewed))
      db.update(signIns)
        .set({
          refreshHash: nextHash,
          previousHash: hash,
          previousUntil: new Date(+at + GRACE_MS),
          lastUsedAt: at,
          expiresAt,
          address: origin.address,
        })
        .where(eq(signIns.id, signInId))
        .run()
      return pair(user, signInId, next, expiresAt)
    },
    signOut(caller) {
      if (caller.kind !== 'user')
        throw new Fault('conflict', 'Only a sign-in can be ended by signing out; an API key ends when it is deleted')
      end(caller.signInId, caller.userId)
      activity.record(caller, { action: 'logout' })
    },
    endAll(userId, exceptSignInId) {
      db.delete(trustedBrowsers).where(eq(trustedBrowsers.userId, userId)).run()
      const ended = db
        .delete(signIns)
        .where(
          and(eq(signIns.userId, userId), exceptSignInId === undefined ? undefined : ne(signIns.id, exceptSignInId)),
        )
        .returning({ id: signIns.id })
        .all()
      for (const { id } of ended) bus.emit('access.changed', { userId, signInId: id })
    },
  }
  return tokens
}
