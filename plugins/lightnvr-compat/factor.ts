// The second factor of an account, by its number: set up, confirmed, switched off and asked for.
import { type Context, Hono } from 'hono'
import { callerOf, type Env, Fault, route, type Services } from '#plugin'
import { isSelf, userIdOf } from './people.ts'
import { objectOrNothing } from './said.ts'

const tags = ['LightNVR']
const NO_JSON = 'Invalid JSON in request body'

/** The document's name for it and the code's. */
function codeIn({ code, totp_code }: Record<string, unknown>): string | undefined {
  const said = [code, totp_code].find((value) => typeof value === 'string' && value !== '')
  return typeof said === 'string' ? said.slice(0, 64) : undefined
}

export function factorRoutes({ factorOfAccount: factor, secondFactor }: Services): Hono<Env> {
  const words = (summary: string) => route({ summary, right: 'signed-in', limit: 'dialect', tags })

  async function enable(c: Context<Env>) {
    const code = codeIn(await objectOrNothing(c, NO_JSON))
    if (code === undefined) throw new Fault('invalid-input', 'Missing or invalid code')
    const recovery_codes = factor.enable(callerOf(c), userIdOf(c), code)
    if (!recovery_codes) throw new Fault('not-signed-in', 'Invalid TOTP code')
    const message = 'TOTP is on. Keep the recovery codes: each lets you in once without the app.'
    return c.json({ success: true, message, recovery_codes })
  }

  async function disable(c: Context<Env>) {
    const caller = callerOf(c)
    const id = userIdOf(c)
    const said = await objectOrNothing(c, NO_JSON)
    const done = { success: true, message: 'TOTP is off' }
    if (!isSelf(caller, id)) {
      if (factor.state(caller, id).enabledAt) secondFactor.takeOff(caller, id)
      return c.json(done)
    }
    const code = codeIn(said)
    const password = typeof said.password === 'string' && said.password !== '' ? said.password : undefined
    if (code === undefined && password === undefined && factor.state(caller, id).enabledAt)
      throw new Fault('invalid-input', 'A current code or your password is needed to switch TOTP off')
    try {
      await factor.disable(caller, { code, password: password?.slice(0, 1024) })
    } catch (error) {
      // 401 would make a page think that its sign-in has ended.
      if (error instanceof Fault && error.asksCode) throw new Fault('invalid-input', 'Invalid TOTP code')
      throw error
    }
    return c.json(done)
  }

  return new Hono<Env>()
    .post('/api/auth/users/:id/totp/setup', words('A new secret for the authenticator'), (c) => {
      const { secret, address } = factor.begin(callerOf(c), userIdOf(c))
      const message = 'Add this to your authenticator app, then confirm it with a code'
      return c.json({ success: true, secret, otpauth_uri: address, message })
    })
    .post('/api/auth/users/:id/totp/verify', words('Switch the second factor on, with a code of that secret'), enable)
    .post('/api/auth/users/:id/totp/disable', words('Switch the second factor off'), disable)
    .get('/api/auth/users/:id/totp/status', words('Whether there is a second factor'), (c) => {
      const { enabledAt, pending } = factor.state(callerOf(c), userIdOf(c))
      return c.json({ totp_enabled: enabledAt !== null, totp_configured: enabledAt !== null || pending })
    })
}
