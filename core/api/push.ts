// One's own browsers that are told of alarms (Web Push).
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { letWait } from '../http/sockets.ts'
import { idOrUuid, valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { messageSchema } from './auth.wire.ts'
import {
  pushAnswer,
  pushBody,
  pushesAnswer,
  pushFilterIn,
  pushOut,
  pushPatch,
  pushTestAnswer,
  recipientIn,
} from './push.wire.ts'

const tags = ['Events']
const right = 'signed-in'
const path = z.object({ id: idOrUuid })
const PATH = '/push/:id'

export function pushRoutes({ push }: Pick<Services, 'push'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/push',
      route({ summary: 'Your browsers that are told of alarms', right, tags, answers: { 200: pushesAnswer } }),
      (c) => {
        const caller = callerOf(c)
        const data = push.list(caller).map(pushOut)
        return c.json({ success: true, data, public_key: push.publicKey(caller), sign_in: push.signInOf(caller) })
      },
    )
    .post(
      '/push',
      route({
        summary: 'Have this browser told of alarms while this sign-in lasts; one that is known is taken over',
        right,
        tags,
        answers: { 201: pushAnswer, 409: 'There are too many' },
      }),
      valid('json', pushBody),
      async (c) => {
        const { kinds, channel_ids: channelIds, ...body } = c.req.valid('json')
        const recipient = recipientIn({ ...body, kinds, channel_ids: channelIds })
        const row = await push.subscribe(callerOf(c), recipient, { kinds, channelIds })
        return c.json({ success: true, data: pushOut(row) }, 201)
      },
    )
    .put(
      PATH,
      route({ summary: 'Choose what a browser is told', right, tags, answers: { 200: pushAnswer } }),
      valid('param', path),
      valid('json', pushPatch),
      (c) => {
        const row = push.change(callerOf(c), c.req.valid('param').id, pushFilterIn(c.req.valid('json')))
        return c.json({ success: true, data: pushOut(row) })
      },
    )
    .delete(
      PATH,
      route({ summary: 'Tell a browser nothing more', right, tags, answers: { 200: messageSchema } }),
      valid('param', path),
      (c) => {
        push.remove(callerOf(c), c.req.valid('param').id)
        return c.json({ success: true, message: 'This browser is told nothing more' })
      },
    )
    .post(
      `${PATH}/test`,
      route({
        summary: 'Tell a browser something now',
        right,
        limit: 'connect',
        tags,
        answers: { 200: pushTestAnswer },
      }),
      valid('param', path),
      async (c) => {
        letWait(c)
        const { ok, status, text } = await push.test(callerOf(c), c.req.valid('param').id)
        return c.json({ success: true, data: { delivered: ok, status, message: text } })
      },
    )
}
