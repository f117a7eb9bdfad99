// Signing in and out, and what a page asks before anybody has signed in, or when it loads anew.
import { type Context, Hono } from 'hono'
import { z } from 'zod'
import {
  type Env,
  Fault,
  isFromElsewhere,
  LEAST_OWN,
  LONGEST_PASSWORD,
  route,
  type Services,
  TOO_LONG,
  tooShort,
  valid,
} from '#plugin'
import { keptSignIn } from './auth.ts'
import { AUTH_COOKIE, cookiesOf, forgetCookies, keepCookies, MEDIA_COOKIE } from './cookie.ts'
import { wrong } from './errors.ts'
import { type Form, isYes, need, readForm } from './form.ts'
import { meOut, userOut } from './me.wire.ts'

const tags = ['VibeNVR']
const UNNAMED = 'Unknown Device'
const LONGEST_NAME = 100

const setupIn = z.object({
  username: z.string(),
  password: z.string(),
  email: z.string().nullish(),
})
/** Our rule for names and passwords, in words that pages show as they are. */
const goodSetup = z.object({
  username: z
    .string()
    .trim()
    .min(3, 'Username must be at least 3 characters')
    .max(50, 'Username must be at most 50 characters')
    .regex(/^\P{C}*$/u, 'Username must not contain control characters'),
  password: z.string().min(LEAST_OWN, tooShort(LEAST_OWN)).max(LONGEST_PASSWORD, TOO_LONG),
  email: z
    .string()
    .nullish()
    .transform((text) => text?.trim() || null)
    .pipe(z.email('Invalid email format').max(254).nullable()),
})

/** What refuses a login, in the words that VibeNVR's pages know: they read these, and not the status. */
function refusedLogin(error: unknown, { totp_code, recovery_code }: Form): Fault {
  if (!(error instanceof Fault)) throw error
  const no = (words: string) => new Fault('not-signed-in', words)
  if (error.asksCode) {
    if (recovery_code !== undefined) return no('Invalid Recovery Code')
    return no(totp_code === undefined ? '2FA_REQUIRED' : 'Invalid 2FA Code')
  }
  return error.kind === 'not-signed-in' || error.kind === 'not-allowed' ? no('Incorrect username or password') : error
}

export function signInRoutes(services: Services, base: string): Hono<Env> {
  const { lastingTokens, secondFactor, tokens, trustedBrowsers, users } = services
  const words = (summary: string) => route({ summary, right: 'public', limit: 'dialect', tags })

  /** Nobody is signed in or out by a page of others that he happens to look at. */
  function refuseElsewhere(c: Context<Env>): void {
    if (isFromElsewhere(c.req.raw, services))
      throw new Fault('not-allowed', 'Pages of other origins cannot sign in or out here')
  }

  async function login(c: Context<Env>) {
    refuseElsewhere(c)
    const form = await readForm(c)
    need(form, 'username', 'password')
    const { username = '', password = '', totp_code, recovery_code, device_token: shown } = form
    if (form.grant_type !== undefined && form.grant_type !== 'password')
      throw wrong('body.grant_type', "String should match pattern '^password$'", 'string_pattern_mismatch')
    const isTrusting = isYes(form, 'trust_device')
    const origin = c.get('origin')
    const code = recovery_code ?? totp_code
    const user = await users.verify(username, password, origin, ...proofs(code, shown)).catch((error) => {
      throw refusedLogin(error, form)
    })
    const { token, seconds } = lastingTokens.begin(user, origin)
    const caller = lastingTokens.read(token, origin)
    const asksCode = caller !== null && secondFactor.state(caller).enabledAt !== null
    // Only who has just shown a code is asked for none later.
    const isNew = asksCode && code !== undefined && isTrusting
    const made = isNew ? trustedBrowsers.begin(user, origin, nameIn(form)).value : null
    const known = asksCode && code === undefined ? (shown ?? null) : null
    keepCookies(c, base, token, seconds)
    return c.json({ access_token: token, token_type: 'bearer', device_token: made ?? known })
  }

  function logout(c: Context<Env>) {
    const caller = c.get('caller')
    if (caller?.kind !== 'user') refuseElsewhere(c)
    const own = caller?.kind === 'user' ? [caller] : []
    const origin = c.get('origin')
    const shown = isFromElsewhere(c.req.raw, services)
      ? []
      : [AUTH_COOKIE, MEDIA_COOKIE].flatMap((name) => cookiesOf(c.req.raw, name))
    const kept = shown.flatMap((token) => lastingTokens.read(token, origin) ?? [])
    const each = new Map([...own, ...kept].map((one) => [one.signInId, one]))
    for (const one of each.values()) tokens.signOut(one)
    forgetCookies(c, base)
    return c.json({ status: 'logged out' })
  }

  return new Hono<Env>()
    .post('/auth/login', words('Sign in'), login)
    .post('/auth/logout', words('Sign out'), logout)
    .get('/auth/status', words('What a login page needs to know'), (c) =>
      c.json({
        setup_required: !users.hasAccount(),
        oauth_enabled: false,
        oauth_provider_name: 'SSO',
        oauth_auto_redirect: false,
      }),
    )
    .get('/auth/me-from-cookie', words('Who is signed in by cookie, with his token'), (c) => {
      const kept = keptSignIn(c.req.raw, services, c.get('origin'))
      if (!kept) return c.body(null, 204)
      keepCookies(c, base, kept.token, lastingTokens.secondsLeft(kept.token), [MEDIA_COOKIE])
      return c.json({ user: meOut(services, kept.caller), access_token: kept.token })
    })
    .post('/auth/setup', words('Make the first account'), valid('json', setupIn), async (c) => {
      refuseElsewhere(c)
      if (users.hasAccount()) throw new Fault('not-allowed', 'Setup already completed. Users exist.')
      const good = goodSetup.safeParse(c.req.valid('json'))
      if (!good.success) throw new Fault('invalid-input', good.error.issues[0]?.message ?? 'Not a valid account')
      const user = await users.register(null, good.data, c.get('origin'))
      return c.json(userOut(services, null, { ...user, secondFactor: false }))
    })
}

/** What comes behind name, password and origin: a code, else what a trusted browser shows instead. */
const proofs = (code: string | undefined, shown: string | undefined): [string?, string?] =>
  code === undefined ? (shown === undefined ? [] : [undefined, shown]) : [code]

const nameIn = ({ device_name }: Form): string =>
  (device_name ?? '').replace(/\p{C}/gu, ' ').trim().slice(0, LONGEST_NAME) || UNNAMED
