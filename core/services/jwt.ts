// JWTs: signed and read, HS256 only. The access token is one that the clients of several APIs can read.
import { createHmac, timingSafeEqual } from 'node:crypto'
import type { users } from '../db/schema/index.ts'
import { Fault } from '../domain/fault.ts'

const ISSUER = 'porchlight'
const HEADER = Buffer.from(JSON.stringify({ alg: 'HS256', typ: 'JWT' })).toString('base64url')

/**
 * JSON whose base64 and base64url forms are the same: a published front end decodes the payload with a plain base64 decoder
 * and takes its bytes for characters. Of ASCII bytes only `>`, `?`, `~` and DEL can give a `-` or `_`; they only occur within
 * texts, where an escape means the same.
 */
function plainJson(claims: object): string {
  return JSON.stringify(claims).replace(
    /[^\x20-\x7e]|[>?~]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

const signature = (key: Uint8Array, signed: string) => createHmac('sha256', key).update(signed).digest()

/** The claims as a token. */
export function signed(claims: object, key: Uint8Array): string {
  const text = `${HEADER}.${Buffer.from(plainJson(claims)).toString('base64url')}`
  return `${text}.${signature(key, text).toString('base64url')}`
}

/** Its claims, if that key signed it; null for anything else. Whether it is still good is for the caller to see. */
export function claimsIn(token: string, key: Uint8Array): Record<string, unknown> | null {
  const [header, payload, tag, more] = token.split('.')
  if (header !== HEADER || !payload || !tag || more !== undefined) return null
  const given = Buffer.from(tag, 'base64url')
  const right = signature(key, `${header}.${payload}`)
  if (given.byteLength !== right.byteLength || !timingSafeEqual(given, right)) return null
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>
}

/** Ids of accounts are UUIDs here, as the documented API has them. */
function claimsOf(user: typeof users.$inferSelect, ownerId: string) {
  const role = user.role === 'admin' ? 'SuperAdmin' : user.role
  return {
    sub: user.uuid,
    user_id: user.uuid,
    userId: user.uuid,
    username: user.username,
    role,
    vms_role: user.role,
    superadmin_id: ownerId,
    superAdminId: ownerId,
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/name': user.username,
    'http://schemas.xmlsoap.org/ws/2005/05/identity/claims/nameidentifier': user.uuid,
    'http://schemas.microsoft.com/ws/2008/06/identity/claims/role': role,
  }
}

/** `key` is asked each time, since it changes with the secret key. */
export function createJwt({ key, now }: { key: () => Uint8Array; now: () => Date }) {
  const seconds = () => Math.floor(+now() / 1000)
  const invalid = () => new Fault('not-signed-in', 'Invalid token')

  return {
    sign(
      user: typeof users.$inferSelect,
      { signInId, ownerId, expiresInSeconds }: { signInId: string; ownerId: string; expiresInSeconds: number },
    ): string {
      const iat = seconds()
      const own = { sid: signInId, typ: 'access', iss: ISSUER, iat, exp: iat + expiresInSeconds }
      return signed({ ...claimsOf(user, ownerId), ...own }, key())
    },
    /** Only `typ: access`. Fault `Invalid token` for whatever we did not sign, `Token expired` for what has had its day. */
    read(token: string): { signInId: string } {
      const claims = claimsIn(token, key())
      if (!claims || claims.iss !== ISSUER || claims.typ !== 'access' || typeof claims.sid !== 'string') throw invalid()
      if (typeof claims.exp !== 'number' || claims.exp <= seconds()) throw new Fault('not-signed-in', 'Token expired')
      return { signInId: claims.sid }
    },
  }
}
