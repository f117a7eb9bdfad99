// Signing in, out and up, for clients of both APIs under `/api`.
import { Hono } from 'hono'
import { callerOf, type Env, originOf } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
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

export function authRoutes({ users, tokens }: Pick<Services, 'users' | 'tokens'>): Hono<Env> {
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
        const user = await users.register(c.get('caller') ?? null, c.req.valid('json'), originOf(c))
        return c.json(signedInOut(tokens.signIn(user, originOf(c))))
      },
    )
    .post(
      '/auth/login',
      route({
        summary: 'Sign in',
        right: 'public',
        tags,
        answers: { 200: signedInSchema, 401: 'Invalid username or password, or `totp_required`', 429: 'Too many failed attempts' },
      }),
      valid('json', loginIn),
      async (c) => {
        const { username, password, totp_code } = c.req.valid('json')
        const user = await users.verify(username, password, originOf(c), totp_code)
        return c.json(signedInOut(tokens.signIn(user, originOf(c))))
      },
    )
    .post(
      '/auth/refresh',
      route({
        summary: 'Exchange a refresh token for a new pair',
        right: 'public',
        tags,
        answers: { 200: signedInSchema, 401: 'Invalid refresh token' },
      }),
      valid('json', refreshIn),
      (c) => c.json(signedInOut(tokens.refresh(refreshTokenOf(c.req.valid('json')), originOf(c)))),
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
        return c.json({ success: true, message: 'Password updated' })
      },
    )
    .post(
      '/auth/logout',
      route({ summary: 'End this sign-in', right: 'signed-in', tags, answers: { 200: messageSchema } }),
      (c) => {
        tokens.signOut(callerOf(c))
        return c.json({ success: true, message: 'Logged out successfully' })
      },
    )
}
