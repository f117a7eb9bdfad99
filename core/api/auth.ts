// Signing in, out and up, for clients of both APIs under `/api`.
import { type Context, Hono } from 'hono'
import { callerOf, type Env, originOf } from '../http/guard.ts'
import { forgetRefreshCookie, keepRefreshCookie, refreshCookieOf } from '../http/refresh-cookie.ts'
import { route } from '../http/route.ts'
import { valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import type { TokenPair } from '../services/tokens.ts'
import {
  changePasswordIn,
  loginIn,
  meSchema,
  messageSchema,
  passwordsOf,
  refreshIn,
  refreshTokenOf,
  registerIn,
  signedInOut,
  signedInSchema,
  userOut,
} from './auth.wire.ts'

const tags = ['Accounts']

export function authRoutes({ settings, tokens, users }: Pick<Services, 'settings' | 'tokens' | 'users'>): Hono<Env> {
  const cookieOf = (c: Context<Env>) => refreshCookieOf(c, settings.get('public_url'))

  function signedIn(c: Context<Env>, pair: TokenPair, inCookie: boolean) {
    if (inCookie) keepRefreshCookie(c, pair.refreshToken)
    return c.json(signedInOut(pair, inCookie))
  }

  return new Hono<Env>()
    .post(
      '/auth/register',
      route({
        summary:
          'Make an account: the first one, one of your household (as admin), or your own household where that is open',
        right: 'public',
        tags,
        answers: { 200: signedInSchema, 403: 'Registration is closed', 409: 'Username already exists' },
      }),
      valid('json', registerIn),
      async (c) => {
        const { cookie, ...input } = c.req.valid('json')
        const user = await users.register(c.get('caller') ?? null, input, originOf(c))
        return signedIn(c, tokens.signIn(user, originOf(c)), cookie)
      },
    )
    .post(
      '/auth/login',
      route({
        summary: 'Sign in',
        right: 'public',
        tags,
        answers: {
          200: signedInSchema,
          401: 'Invalid username or password, or `totp_required`',
          429: 'Too many failed attempts',
          507: 'The disk is full, so that no sign-in can be kept',
        },
      }),
      valid('json', loginIn),
      async (c) => {
        const { username, password, totp_code, cookie } = c.req.valid('json')
        const user = await users.verify(username, password, originOf(c), totp_code)
        return signedIn(c, tokens.signIn(user, originOf(c)), cookie)
      },
    )
    .post(
      '/auth/refresh',
      route({
        summary: 'Exchange a refresh token for a new pair',
        right: 'public',
        tags,
        answers: { 200: signedInSchema, 401: 'Invalid refresh token', 403: 'The cookie came with a page of others' },
      }),
      valid('json', refreshIn),
      (c) => {
        const body = c.req.valid('json')
        let inCookie = body.cookie
        const token = refreshTokenOf(body, () => {
          const kept = cookieOf(c)
          // Who lives by the cookie is never told what is in it.
          inCookie ||= kept !== null
          return kept
        })
        // Its first part names the sign-in, and is the same in all tokens of it.
        c.get('limits')?.take(c, 'refresh', token.slice(0, 24))
        return signedIn(c, tokens.refresh(token, originOf(c)), inCookie)
      },
    )
    .get(
      '/auth/me',
      route({ summary: 'Who is signed in', right: 'signed-in', tags, answers: { 200: meSchema } }),
      (c) => c.json({ success: true, data: userOut(users.me(callerOf(c))) }),
    )
    .post(
      '/auth/change-password',
      route({
        summary: 'Change your password; ends your other sign-ins',
        right: 'signed-in',
        tags,
        answers: { 200: messageSchema, 400: 'Old password incorrect' },
      }),
      valid('json', changePasswordIn),
      async (c) => {
        const { oldPassword, newPassword } = passwordsOf(c.req.valid('json'))
        await users.changePassword(callerOf(c), oldPassword, newPassword)
        return c.json({ success: true, message: 'Password changed successfully' })
      },
    )
    .post(
      '/auth/logout',
      route({
        summary: 'End this sign-in',
        right: 'signed-in',
        tags,
        answers: { 200: messageSchema, 403: 'The cookie came with a page of others' },
      }),
      (c) => {
        const kept = cookieOf(c)
        tokens.signOut(callerOf(c))
        if (kept !== null) forgetRefreshCookie(c)
        return c.json({ success: true, message: 'Logged out successfully' })
      },
    )
}
