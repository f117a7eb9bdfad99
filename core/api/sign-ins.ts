// Where one is signed in, and an end to it.
import { Hono } from 'hono'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { messageSchema } from './auth.wire.ts'
import {
  browserId,
  endedSchema,
  signInId,
  signInOut,
  signInsSchema,
  trustedBrowserOut,
  trustedBrowsersSchema,
} from './sign-ins.wire.ts'

const tags = ['Accounts']

type Parts = Pick<Services, 'signIns' | 'trustedBrowsers'>

export function signInRoutes({ signIns, trustedBrowsers }: Parts): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/auth/sign-ins',
      route({ summary: 'Where you are signed in', right: 'signed-in', tags, answers: { 200: signInsSchema } }),
      (c) => {
        const data = signIns.list(callerOf(c)).map(signInOut)
        return c.json({ success: true, data, count: data.length })
      },
    )
    .delete(
      '/auth/sign-ins',
      route({
        summary: 'End all your sign-ins but this one',
        right: 'signed-in',
        tags,
        answers: { 200: endedSchema },
      }),
      (c) => {
        const ended = signIns.endOthers(callerOf(c))
        return c.json({ success: true, message: 'All other sign-ins are ended', ended })
      },
    )
    .delete(
      '/auth/sign-ins/:id',
      route({ summary: 'End one of your sign-ins', right: 'signed-in', tags, answers: { 200: messageSchema } }),
      valid('param', signInId),
      (c) => {
        signIns.end(callerOf(c), c.req.valid('param').id)
        return c.json({ success: true, message: 'The sign-in is ended' })
      },
    )
    .get(
      '/auth/trusted-browsers',
      route({
        summary: 'Browsers that need no second factor for a while',
        right: 'signed-in',
        tags,
        answers: { 200: trustedBrowsersSchema },
      }),
      (c) => {
        const data = trustedBrowsers.list(callerOf(c)).map(trustedBrowserOut)
        return c.json({ success: true, data, count: data.length })
      },
    )
    .delete(
      '/auth/trusted-browsers/:id',
      route({
        summary: 'Ask one of your browsers for the second factor again',
        right: 'signed-in',
        tags,
        answers: { 200: messageSchema },
      }),
      valid('param', browserId),
      (c) => {
        trustedBrowsers.end(callerOf(c), c.req.valid('param').id)
        return c.json({ success: true, message: 'The browser is not trusted any more' })
      },
    )
}
