// What everybody does with his own account: who he is, in which language, his second factor, and the devices that need no code.
import { Hono } from 'hono'
import { z } from 'zod'
import { type Caller, callerOf, type Env, Fault, readText, route, type Services, valid } from '#plugin'
import { wrong } from './errors.ts'
import { keepLanguage, language, languageOf, meOut } from './me.wire.ts'

const tags = ['VibeNVR']
const languageIn = z.object({ language })
const codeIn = z.object({ code: z.string().max(64) })
const passwordIn = z.object({ password: z.string().max(1024) })
const devicePath = z.object({
  device_id: z
    .string()
    .regex(/^\d{1,15}$/)
    .transform(Number),
})
const someProof = z.object({ password: z.string().max(1024).optional() })

export function ownAccountRoutes(services: Services): Hono<Env> {
  const { activity, factorOfAccount: factor, trustedBrowsers, users } = services
  const words = (summary: string) => route({ summary, right: 'signed-in', limit: 'dialect', tags })

  /** The uuid of whose account it is. */
  const ownId = (caller: Caller) => users.me(caller).uuid

  function setLanguage(caller: Caller, wanted: string): void {
    if (caller.kind === 'key' && caller.readOnly)
      throw new Fault('not-allowed', 'Insufficient permissions: this API key may only read')
    const user = users.me(caller)
    const before = languageOf(services, user)
    if (before === wanted) return
    keepLanguage(services, user, wanted)
    activity.record(caller, {
      ...{ action: 'update_user', resourceType: 'user', resourceId: user.uuid },
      metadata: { username: user.username, before: { language: before }, after: { language: wanted } },
    })
  }

  function enable(caller: Caller, code: string): void {
    if (caller.kind !== 'user') throw new Fault('not-allowed', 'Sign in with a password to manage the second factor')
    const id = ownId(caller)
    const { enabledAt, pending } = factor.state(caller, id)
    if (!enabledAt && !pending) throw new Fault('invalid-input', '2FA setup not initiated')
    if (!factor.enable(caller, id, code, { keepCodes: true })) throw new Fault('invalid-input', 'Invalid code')
  }

  return new Hono<Env>()
    .get('/auth/me', words('Who is signed in'), (c) => c.json(meOut(services, callerOf(c))))
    .patch('/auth/me/language', words('The language of one’s pages'), valid('json', languageIn), (c) => {
      setLanguage(callerOf(c), c.req.valid('json').language)
      return c.json(meOut(services, callerOf(c)))
    })
    .post('/auth/2fa/setup', words('A new secret for the authenticator'), (c) => {
      const { secret, address, recoveryCodes } = factor.beginWithCodes(callerOf(c), ownId(callerOf(c)))
      return c.json({ secret, otpauth_url: address, recovery_codes: recoveryCodes })
    })
    .post('/auth/2fa/enable', words('Switch the second factor on'), valid('json', codeIn), (c) => {
      enable(callerOf(c), c.req.valid('json').code)
      return c.json({ status: '2FA enabled' })
    })
    .post('/auth/2fa/disable', words('Switch the second factor off'), valid('json', passwordIn), async (c) => {
      await factor.disable(callerOf(c), c.req.valid('json')).catch((error) => {
        throw isWrongPassword(error) ? new Fault('not-signed-in', 'Incorrect password') : error
      })
      return c.json({ status: '2FA disabled' })
    })
    .post('/auth/2fa/recovery-codes', words('New recovery codes'), async (c) => {
      const { password } = proofIn(await readText(c))
      const codes = await factor.renewCodes(callerOf(c), password).catch((error) => {
        throw isWrongPassword(error) ? new Fault('not-signed-in', 'Incorrect password') : error
      })
      if (!codes) throw new Fault('invalid-input', '2FA must be enabled first')
      return c.json({ recovery_codes: codes })
    })
    .get('/auth/devices', words('Devices of yours that need no code for a while'), (c) =>
      c.json(
        trustedBrowsers.list(callerOf(c)).map(({ id, agent, lastUsedAt, createdAt }) => ({
          id,
          name: agent ?? 'Unknown Device',
          last_used: lastUsedAt.toISOString(),
          created_at: createdAt.toISOString(),
        })),
      ),
    )
    .delete('/auth/devices/:device_id', words('Ask a device for a code again'), valid('param', devicePath), (c) => {
      endTrust(callerOf(c), c.req.valid('param').device_id)
      return c.json({ status: 'Device revoked' })
    })

  function endTrust(caller: Caller, id: number): void {
    try {
      trustedBrowsers.end(caller, id)
    } catch (error) {
      throw error instanceof Fault && error.kind === 'not-found' ? new Fault('not-found', 'Device not found') : error
    }
  }
}

export const isWrongPassword = (error: unknown): boolean =>
  error instanceof Fault && error.problems.some(({ code }) => code === 'incorrect')

/** VibeNVR's pages send no body at all here. */
function proofIn(text: string): z.output<typeof someProof> {
  try {
    return someProof.parse(text.trim() === '' ? {} : JSON.parse(text))
  } catch {
    throw wrong('body.password', 'must be a text')
  }
}
