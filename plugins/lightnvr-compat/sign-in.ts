// Signing in and out, and what a login page asks before anybody has signed in.
import { type Context, Hono } from 'hono'
import { type Caller, callerOf, type Env, Fault, readText, route, type Services } from '#plugin'
import { cookieCallerOf, roleOf } from './auth.ts'
import { forgetCookie, isForeign, keepCookie, keepTrusted, mountOf, trustedIn } from './cookie.ts'
import { refusedLogin } from './errors.ts'
import type { Login, Pending } from './pending.ts'
import { roleNumberOf, roleWord } from './people.wire.ts'
import { codeIn, jsonOf, loginIn, read } from './wire.ts'

const tags = ['LightNVR']
const IDLE_HOURS = 24
const LONGEST_HOURS = 168

const TRUSTED_DAYS = 30

const TIMES = {
  auth_timeout_hours: IDLE_HOURS,
  auth_absolute_timeout_hours: LONGEST_HOURS,
  trusted_device_days: TRUSTED_DAYS,
}

type User = Awaited<ReturnType<Services['users']['verify']>>

export function signInRoutes(services: Services, pending: Pending, base: string): Hono<Env> {
  const { users, tokens, cookieSignIns, trustedBrowsers } = services
  const words = (summary: string, right: 'public' | 'signed-in' = 'public') =>
    route({ summary, right, limit: 'dialect', tags })

  function begin(c: Context<Env>, user: User): void {
    const { value, longestSeconds } = cookieSignIns.begin(user, c.get('origin'))
    keepCookie(c, base, value, longestSeconds)
  }

  /** Only after a code was shown: that of who has a second factor, and asks for it. */
  function trust(c: Context<Env>, user: User): void {
    const { value, seconds } = trustedBrowsers.begin(user, c.get('origin'))
    keepTrusted(c, base, value, seconds)
  }

  const home = (c: Context<Env>) => `${mountOf(c, base)}/index.html`
  const page = (c: Context<Env>, query: string) => `${mountOf(c, base)}/login.html?${query}`
  const done = (c: Context<Env>) => c.json({ success: true, redirect: home(c) })

  async function byForm(c: Context<Env>, body: string) {
    const { username, password, totp_code } = Object.fromEntries(new URLSearchParams(body))
    const refused = (why: string) => c.redirect(page(c, `error=${why}`))
    // Nobody is signed in as somebody else by a page that he happens to look at.
    if (isForeign(c.req.raw, services)) return refused('1')
    const login = read(loginIn, { username, password, totp_code }, 'Invalid login data')
    try {
      begin(c, await users.verify(login.username, login.password, c.get('origin'), login.totp_code, trustedIn(c)))
      return c.redirect(home(c))
    } catch (error) {
      return refused(refusedLogin(error).kind === 'too-many' ? 'rate_limited' : '1')
    }
  }

  /** Neither by a form nor by JSON, which a page may send as plain text. What shows itself by a header needs no login. */
  function refuseForeign(c: Context<Env>): void {
    if (isForeign(c.req.raw, services))
      throw new Fault('not-allowed', 'Pages of other origins cannot sign in: they show a key, or name and password')
  }

  async function byJson(c: Context<Env>, body: string) {
    refuseForeign(c)
    const origin = c.get('origin')
    const said = jsonOf(body, 'Invalid login data')
    const fields = read(loginIn, said, 'Missing or invalid username/password')
    const { username, password, totp_code, remember_device: remember } = fields
    try {
      const user = await users.verify(username, password, origin, totp_code, trustedIn(c))
      begin(c, user)
      if (remember && totp_code !== undefined) trust(c, user)
      return done(c)
    } catch (error) {
      const asksFirst = error instanceof Fault && error.asksCode && totp_code === undefined
      if (!asksFirst) throw refusedLogin(error)
      const token = pending.begin({ username, password }, origin)
      return c.json({ totp_required: true, totp_token: token, token })
    }
  }

  const OVER = 'Invalid or expired MFA token. Please login again.'

  async function second(
    c: Context<Env>,
    token: string,
    { username, password }: Login,
    code: string,
    remember: boolean,
  ) {
    try {
      const user = await users.verify(username, password, c.get('origin'), code)
      pending.end(token)
      begin(c, user)
      if (remember) trust(c, user)
      return done(c)
    } catch (error) {
      if (!(error instanceof Fault) || !error.asksCode) {
        const fault = refusedLogin(error)
        if (fault.kind === 'too-many') throw fault
        // The password or the account changed in between.
        pending.end(token)
        throw new Fault('not-signed-in', OVER)
      }
      pending.wrong(token)
      throw new Fault('not-signed-in', 'Invalid TOTP code')
    }
  }

  function verified(caller: Caller) {
    const user = users.me(caller)
    const { id, username, email, isPasswordLocked } = user
    const { role, number } = roleOf(services, caller)
    // The same rights by another name.
    const own = role === 'user' ? roleNumberOf(services, user) : number
    const who = { authenticated: true, id, username, email: email ?? '', role: roleWord(own), role_id: own }
    return { ...who, is_active: true, password_change_locked: isPasswordLocked, auth_enabled: true, ...TIMES }
  }

  function leave(c: Context<Env>) {
    const caller = cookieCallerOf(c.req.raw, services, c.get('origin'))
    if (caller) tokens.signOut(caller)
    forgetCookie(c, base)
    const next = page(c, 'logout=true')
    const wantsJson = c.req.header('accept')?.includes('application/json') || c.req.header('x-requested-with')
    return wantsJson ? c.json({ success: true, redirect: next }) : c.redirect(next)
  }

  return new Hono<Env>()
    .post('/api/auth/login', words('Sign in'), async (c) => {
      const body = await readText(c)
      const isForm = c.req.header('content-type')?.toLowerCase().startsWith('application/x-www-form-urlencoded')
      return isForm ? byForm(c, body) : byJson(c, body)
    })
    .post('/api/auth/login/totp', words('Sign in, second step'), async (c) => {
      refuseForeign(c)
      const missing = 'Missing or invalid totp_token/code'
      const { token, code, remember } = read(codeIn, jsonOf(await readText(c), 'Invalid login data'), missing)
      if (token === undefined || code === undefined) throw new Fault('invalid-input', missing)
      const login = pending.read(token, c.get('origin'))
      if (!login) throw new Fault('not-signed-in', OVER)
      return second(c, token, login, code, remember)
    })
    .post('/api/auth/logout', words('Sign out'), leave)
    .get('/logout', words('Sign out'), leave)
    .get('/api/auth/verify', words('Who is signed in'), (c) => {
      if (c.get('caller')) return c.json(verified(callerOf(c)))
      forgetCookie(c, base)
      return c.json({ error: 'Unauthorized' }, 401)
    })
    .get('/api/auth/login/config', words('What a login page needs to know'), (c) =>
      c.json({ force_mfa_on_login: false, remember_device_enabled: true, ...TIMES }),
    )
}
