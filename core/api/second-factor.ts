// One's own second factor: set up, on, off, recovery codes; and off for somebody else who has lost it.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../http/guard.ts'
import { type RouteWords, route } from '../http/route.ts'
import { idOrUuid, valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { messageSchema } from './auth.wire.ts'
import {
  enableIn,
  factorOut,
  factorSchema,
  provenIn,
  recoveryCodesSchema,
  setupIn,
  setupOut,
  setupSchema,
} from './second-factor.wire.ts'

const words = (
  summary: string,
  answers: NonNullable<RouteWords['answers']>,
  right: RouteWords['right'] = 'signed-in',
) => route({ summary, right, tags: ['Accounts'], answers })
const UNPROVEN = 'Password or code is not right'

const done = (message: string) => ({ success: true as const, message })
const shownOnce = (codes: string[]) => ({
  ...done('Keep these codes now: they are not shown again'),
  data: { recovery_codes: codes },
})

export function secondFactorRoutes({ secondFactor }: Pick<Services, 'secondFactor'>): Hono<Env> {
  return new Hono<Env>()
    .get('/auth/totp', words('How your second factor stands', { 200: factorSchema }), (c) =>
      c.json({ success: true, data: factorOut(secondFactor.state(callerOf(c))) }),
    )
    .post(
      '/auth/totp/setup',
      words('A new secret for your authenticator; nothing is asked for before you enable it', {
        200: setupSchema,
        409: 'The second factor is on already',
      }),
      valid('json', setupIn),
      async (c) => {
        const data = setupOut(await secondFactor.setup(callerOf(c), c.req.valid('json').password))
        return c.json({ ...done('Scan the picture with your authenticator, then send a code of it to enable'), data })
      },
    )
    .post(
      '/auth/totp/enable',
      words('Switch your second factor on; ends your other sign-ins', {
        200: recoveryCodesSchema,
        400: 'Invalid code',
        409: 'It is on already, or was not set up',
      }),
      valid('json', enableIn),
      (c) => c.json(shownOnce(secondFactor.enable(callerOf(c), c.req.valid('json').code))),
    )
    .post(
      '/auth/totp/disable',
      words('Switch your second factor off', { 200: messageSchema, 400: UNPROVEN, 409: 'It is off' }),
      valid('json', provenIn),
      async (c) => {
        const { password, code } = c.req.valid('json')
        await secondFactor.disable(callerOf(c), password, code)
        return c.json(done('The second factor is off'))
      },
    )
    .post(
      '/auth/recovery-codes',
      words('Ten new recovery codes; the former are worth nothing', {
        200: recoveryCodesSchema,
        400: UNPROVEN,
        409: 'The second factor is off',
      }),
      valid('json', provenIn),
      async (c) => {
        const { password, code } = c.req.valid('json')
        return c.json(shownOnce(await secondFactor.renewRecoveryCodes(callerOf(c), password, code)))
      },
    )
    .delete(
      '/users/:id/totp',
      words(
        'Take the second factor off somebody who has lost it',
        { 200: messageSchema, 409: 'There is none' },
        'people',
      ),
      valid('param', z.object({ id: idOrUuid })),
      (c) => {
        secondFactor.takeOff(callerOf(c), c.req.valid('param').id)
        return c.json(done('The second factor is off'))
      },
    )
}
