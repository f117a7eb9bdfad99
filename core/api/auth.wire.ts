// Accounts and sign-ins on the wire: one superset of what clients of both APIs under `/api` expect.
import { z } from 'zod'
import { LEAST_OWN, LONGEST, TOO_LONG, tooShort } from '../domain/password-length.ts'
import { invalid } from '../http/validate.ts'
import type { TokenPair, UserRow } from '../services/tokens.ts'

const both = 'Username and password are required'

/** For our own pages: the refresh token then is a cookie alone, and in no body. */
const cookie = z
  .boolean()
  .default(false)
  .meta({ description: 'Keep the refresh token in a cookie of this browser instead of answering it' })

export const loginIn = z.object({
  username: z.string(both).min(1, both).max(256),
  password: z.string(both).min(1, both).max(LONGEST),
  totp_code: z
    .string()
    .max(64)
    .optional()
    .meta({ description: 'With a second factor: the code of the authenticator, or a recovery code' }),
  cookie,
})

export const registerIn = z.object({
  username: z
    .string('Username and password are required')
    .trim()
    .min(3, 'Username must be at least 3 characters')
    .max(50, 'Username must be at most 50 characters')
    .regex(/^\P{C}*$/u, 'Username must not contain control characters'),
  password: z.string('Username and password are required').min(LEAST_OWN, tooShort(LEAST_OWN)).max(LONGEST, TOO_LONG),
  email: z.email('Invalid email format').max(254).nullish(),
  role: z.enum(['admin', 'operator', 'viewer'], 'Invalid role. Must be one of: admin, operator, viewer').optional(),
  cookie,
})

export const refreshIn = z.object({
  refresh_token: z.string().max(512).optional(),
  refreshToken: z.string().max(512).optional(),
  cookie,
})

export const changePasswordIn = z.object({
  old_password: z.string().max(LONGEST, TOO_LONG).optional(),
  new_password: z.string().max(LONGEST, TOO_LONG).optional(),
  oldPassword: z.string().max(LONGEST, TOO_LONG).optional(),
  newPassword: z.string().max(LONGEST, TOO_LONG).optional(),
})

/** The one value of two spellings; where both are given they must be the same. */
function oneOf(first: string | undefined, second: string | undefined, path: string, missing: string): string {
  if (first !== undefined && second !== undefined && first !== second)
    throw invalid([{ path, code: 'contradiction', message: 'is given twice, with different values' }])
  const value = first ?? second
  if (!value) throw invalid([{ path, code: 'invalid_type', message: missing }])
  return value
}

/** The token in the body, or else that of the cookie. */
export function refreshTokenOf(body: z.output<typeof refreshIn>, cookie: () => string | null): string {
  if (body.refresh_token === undefined && body.refreshToken === undefined) {
    const token = cookie()
    if (token !== null) return token
  }
  return oneOf(body.refresh_token, body.refreshToken, 'body.refresh_token', 'Refresh token is required')
}

export function passwordsOf(body: z.output<typeof changePasswordIn>): { oldPassword: string; newPassword: string } {
  const missing = 'Old password and new password are required'
  const oldPassword = oneOf(body.old_password, body.oldPassword, 'body.old_password', missing)
  const newPassword = oneOf(body.new_password, body.newPassword, 'body.new_password', missing)
  if (newPassword.length < LEAST_OWN)
    throw invalid([{ path: 'body.new_password', code: 'too_small', message: tooShort(LEAST_OWN) }])
  return { oldPassword, newPassword }
}

const roles = z.enum(['admin', 'operator', 'viewer'])

export const userSchema = z
  .object({
    id: z.string(),
    username: z.string(),
    email: z.string().nullable(),
    role: roles,
    created_at: z.string(),
    user_id: z.int(),
    /** The first account of this appliance: alone may change the appliance itself. */
    founder: z.boolean(),
  })
  .meta({ id: 'User', description: 'An account' })

export const meSchema = z
  .object({ success: z.literal(true), data: userSchema })
  .meta({ description: 'Who is signed in' })

export const signedInSchema = z
  .object({
    success: z.literal(true),
    token: z.string(),
    access_token: z.string(),
    refresh_token: z.string().optional().meta({ description: 'Left out with `cookie`' }),
    token_type: z.literal('Bearer'),
    expiresIn: z.string(),
    expires_at: z.string(),
    data: userSchema.extend({
      accessToken: z.string(),
      refreshToken: z.string().optional(),
      expiresIn: z.string(),
      user: userSchema,
    }),
    user: userSchema,
  })
  .meta({ id: 'SignedIn', description: 'Signed in. `token`, `access_token` and `data.accessToken` are the same' })

export const messageSchema = z.object({ success: z.literal(true), message: z.string() }).meta({ description: 'Done' })

export function userOut(user: UserRow): z.output<typeof userSchema> {
  return {
    id: user.uuid,
    username: user.username,
    email: user.email,
    role: user.role,
    created_at: user.createdAt.toISOString(),
    user_id: user.id,
    founder: user.isFounder,
  }
}

/** `24h`, `90m`: the form that clients of the VMS API know. */
const duration = (seconds: number) => (seconds % 3600 === 0 ? `${seconds / 3600}h` : `${Math.floor(seconds / 60)}m`)

/** `inCookie`: the refresh token is not told. */
export function signedInOut(pair: TokenPair, inCookie = false): z.output<typeof signedInSchema> {
  const { accessToken, refreshToken } = pair
  const renewal = inCookie ? null : { refresh_token: refreshToken }
  const user = userOut(pair.user)
  const expiresIn = duration(pair.expiresInSeconds)
  return {
    success: true,
    token: accessToken,
    access_token: accessToken,
    ...renewal,
    token_type: 'Bearer',
    expiresIn,
    expires_at: pair.expiresAt.toISOString(),
    data: { ...user, accessToken, ...(inCookie ? null : { refreshToken }), expiresIn, user },
    user,
  }
}
