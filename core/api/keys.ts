// One's own API keys.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { idOrUuid, valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { messageSchema } from './auth.wire.ts'
import { keyIn, keyOut, keysSchema, newKeySchema } from './keys.wire.ts'

const tags = ['API keys']

export function keyRoutes({ apiKeys }: Pick<Services, 'apiKeys'>): Hono<Env> {
  return new Hono<Env>()
    .get('/keys', route({ summary: 'Your API keys', right: 'signed-in', tags, answers: { 200: keysSchema } }), (c) => {
      const data = apiKeys.list(callerOf(c)).map(keyOut)
      return c.json({ success: true, data, count: data.length })
    })
    .post(
      '/keys',
      route({ summary: 'Make an API key', right: 'signed-in', tags, answers: { 201: newKeySchema } }),
      valid('json', keyIn),
      (c) => {
        const { name, read_only, expires_at } = c.req.valid('json')
        const { key, row } = apiKeys.create(callerOf(c), {
          name,
          readOnly: read_only,
          expiresAt: expires_at ? new Date(expires_at) : null,
        })
        const message = 'Keep this key now: it is not shown again'
        return c.json({ success: true, data: { ...keyOut(row), key }, message }, 201)
      },
    )
    .delete(
      '/keys/:id',
      route({ summary: 'Delete an API key', right: 'signed-in', tags, answers: { 200: messageSchema } }),
      valid('param', z.object({ id: idOrUuid })),
      (c) => {
        apiKeys.remove(callerOf(c), c.req.valid('param').id)
        return c.json({ success: true, message: 'API key deleted' })
      },
    )
}
