// One's own second factor: set up, on, off, recovery codes; and off for somebody else who has lost it.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
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

const tags = ['Accounts']
const KEEP = 'Keep these codes now: they are not shown again'

export function secondFactorRoutes({ secondFactor }: Pick<Services, 'secondFactor'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/auth/totp',
      route({ summary: 'How your second factor stands', right: 'signed-in', tags, answers: { 200: factorSchema } }),
      (c) => c.json({ success: true, data: factorOut(secondFactor.state(callerOf(c))) }),
    )
    .post(
      '/auth/totp/setup',
      route({
        summary: 'A new secret for your authenticator; nothing is asked for before you enable it',
        right: 'signed-in',
        tags,
        answers: { 200: setupSchema, 409: 'The second factor is on already' },
      }),
      valid('json', setupIn),
      async (c) => {
        const made = await secondFactor.setup(callerOf(c), c.req.valid('json').password)
        const message = 'Scan the picture with your authenticator, then send a code of it to enable'
        return c.json({ success: true, data: setupOut(made), message })
      },
    )
    .post(
      '/auth/totp/enable',
      route({
        summary: 'Switch your second factor on; ends your other sign-ins',
        right: 'signed-in',
        tags,
        answers: { 200: recoveryCodesSchema, 400: 'Invalid code', 409: 'It is on already, or was not set up' },
      }),
      valid('json', enableIn),
      (c) => {
        const codes = secondFactor.enable(callerOf(c), c.req.valid('json').code)
        return c.json({ success: true, data: { recovery_codes: codes }, message: KEEP })
      },
    )
    .post(
      '/auth/totp/disable',
      route({
        summary: 'Switch your second factor off',
        right: 'signed-in',
        tags,
        answers: { 200: messageSchema, 400: 'Password or code is not right', 409: 'It is off' },
      }),
      valid('json', provenIn),
      async (c) => {
        const { password, code } = c.req.valid('json')
        await secondFactor.disable(callerOf(c), password, code)
        return c.json({ success: true, message: 'The second factor is off' })
      },
    )
    .post(
      '/auth/recovery-codes',
      route({
        summary: 'Ten new recovery codes; the former are worth nothing',
        right: 'signed-in',
        tags,
        answers: { 200: recoveryCodesSchema, 400: 'Password or code is not right', 409: 'The second factor is off' },
      }),
      valid('json', provenIn),
      async (c) => {
        const { password, code } = c.req.valid('json')
        const codes = await secondFactor.renewRecoveryCodes(callerOf(c), password, code)
        return c.json({ success: true, data: { recovery_codes: codes }, message: KEEP })
      },
    )
    .delete(
      '/users/:id/totp',
      route({
        summary: 'Take the second factor off somebody who has lost it',
        right: 'people',
        tags,
        answers: { 200: messageSchema, 409: 'There is none' },
      }),
      valid('param', z.object({ id: idOrUuid })),
      (c) => {
        secondFactor.takeOff(callerOf(c), c.req.valid('param').id)
        return c.json({ success: true, message: 'The second factor is off' })
      },
    )
}
