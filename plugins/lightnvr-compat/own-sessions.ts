// Where one is signed in, and which browsers are trusted: each listed and ended by whose they are.
import { Hono } from 'hono'
import { callerOf, type Env, Fault, route, type Services } from '#plugin'
import { trustedIn } from './cookie.ts'

const tags = ['LightNVR']
/** A sign-in by cookie ends when it was not used for so long. */
const IDLE_SECONDS = 24 * 3600

const seconds = (at: Date) => Math.floor(+at / 1000)

export function ownSessionRoutes({ signIns, trustedBrowsers }: Services): Hono<Env> {
  const words = (summary: string) => route({ summary, right: 'signed-in', limit: 'dialect', tags })
  const done = { success: true }
  return new Hono<Env>()
    .get('/api/auth/sessions', words('Where you are signed in'), (c) =>
      c.json({
        sessions: signIns.list(callerOf(c)).map((one) => ({
          id: one.id,
          created_at: seconds(one.createdAt),
          last_activity_at: seconds(one.lastUsedAt),
          idle_expires_at: Math.min(seconds(one.lastUsedAt) + IDLE_SECONDS, seconds(one.expiresAt)),
          expires_at: seconds(one.expiresAt),
          ip_address: one.address ?? '',
          user_agent: one.agent ?? '',
          current: one.current,
        })),
      }),
    )
    .delete('/api/auth/sessions/:id', words('End one of your sign-ins'), (c) => {
      signIns.end(callerOf(c), c.req.param('id').slice(0, 64))
      return c.json(done)
    })
    .get('/api/auth/trusted-devices', words('Browsers of yours that need no code for a while'), (c) =>
      c.json({
        trusted_devices: trustedBrowsers.list(callerOf(c), trustedIn(c)).map((one) => ({
          id: one.id,
          created_at: seconds(one.createdAt),
          last_used_at: seconds(one.lastUsedAt),
          expires_at: seconds(one.expiresAt),
          ip_address: one.address ?? '',
          user_agent: one.agent ?? '',
          current: one.current,
        })),
      }),
    )
    .delete('/api/auth/trusted-devices/:id', words('Ask one of your browsers for a code again'), (c) => {
      const id = c.req.param('id')
      if (!/^[1-9]\d{0,15}$/.test(id)) throw new Fault('invalid-input', 'Invalid trusted device ID')
      trustedBrowsers.end(callerOf(c), Number(id))
      return c.json(done)
    })
}
