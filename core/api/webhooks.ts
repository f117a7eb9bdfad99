// Webhooks: made, changed, tried and removed.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { letWait } from '../http/sockets.ts'
import { idOrUuid, valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { messageSchema } from './auth.wire.ts'
import {
  newWebhookAnswer,
  webhookAnswer,
  webhookBody,
  webhookIn,
  webhookOut,
  webhookPatch,
  webhookPatchIn,
  webhooksAnswer,
  webhookTestAnswer,
} from './webhooks.wire.ts'

const tags = ['Events']
const right = 'manage'
const path = z.object({ id: idOrUuid })
const PATH = '/webhooks/:id'

export function webhookRoutes({ webhooks }: Pick<Services, 'webhooks'>): Hono<Env> {
  return new Hono<Env>()
    .get('/webhooks', route({ summary: 'All webhooks', right, tags, answers: { 200: webhooksAnswer } }), (c) =>
      c.json({ success: true, data: webhooks.list(callerOf(c)).map(webhookOut) }),
    )
    .post(
      '/webhooks',
      route({
        summary: 'Have alarms sent to an address; answers what they are signed with, once',
        right,
        tags,
        answers: { 201: newWebhookAnswer, 409: 'There are too many' },
      }),
      valid('json', webhookBody),
      (c) => {
        const { webhook, secret } = webhooks.create(callerOf(c), webhookIn(c.req.valid('json')))
        return c.json({ success: true, data: { ...webhookOut(webhook), secret } }, 201)
      },
    )
    .get(
      PATH,
      route({ summary: 'One webhook', right, tags, answers: { 200: webhookAnswer } }),
      valid('param', path),
      (c) => c.json({ success: true, data: webhookOut(webhooks.get(callerOf(c), c.req.valid('param').id)) }),
    )
    .put(
      PATH,
      route({
        summary: 'Change what is named, and try anew at once; turned off, it forgets what waits',
        right,
        limit: 'connect',
        tags,
        answers: { 200: webhookAnswer },
      }),
      valid('param', path),
      valid('json', webhookPatch),
      (c) => {
        const webhook = webhooks.change(callerOf(c), c.req.valid('param').id, webhookPatchIn(c.req.valid('json')))
        return c.json({ success: true, data: webhookOut(webhook) })
      },
    )
    .delete(
      PATH,
      route({ summary: 'Remove a webhook and what waits for it', right, tags, answers: { 200: messageSchema } }),
      valid('param', path),
      (c) => {
        webhooks.remove(callerOf(c), c.req.valid('param').id)
        return c.json({ success: true, message: 'Webhook removed' })
      },
    )
    .post(
      `${PATH}/secret`,
      route({
        summary: 'Sign with a new secret from now on; answers it, once',
        right,
        tags,
        answers: { 200: newWebhookAnswer },
      }),
      valid('param', path),
      (c) => {
        const { webhook, secret } = webhooks.renewSecret(callerOf(c), c.req.valid('param').id)
        return c.json({ success: true, data: { ...webhookOut(webhook), secret } })
      },
    )
    .post(
      `${PATH}/test`,
      route({ summary: 'Send a test now', right, limit: 'connect', tags, answers: { 200: webhookTestAnswer } }),
      valid('param', path),
      async (c) => {
        letWait(c)
        const { ok, status, text } = await webhooks.test(callerOf(c), c.req.valid('param').id)
        return c.json({ success: true, data: { delivered: ok, status, message: text } })
      },
    )
}
