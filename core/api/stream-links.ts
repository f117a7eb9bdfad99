// Lasting addresses of a channel for other programs: one's own.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { idOrUuid, valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { messageSchema } from './auth.wire.ts'
import {
  newStreamLinkOut,
  newStreamLinkSchema,
  streamLinkIn,
  streamLinkOut,
  streamLinksSchema,
} from './stream-links.wire.ts'

const tags = ['Live']

export function streamLinkRoutes({ streamLinks }: Pick<Services, 'streamLinks'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/stream-links',
      route({ summary: 'Your stream links', right: 'signed-in', tags, answers: { 200: streamLinksSchema } }),
      (c) => {
        const data = streamLinks.list(callerOf(c)).map(streamLinkOut)
        return c.json({ success: true, data, count: data.length })
      },
    )
    .post(
      '/stream-links',
      route({
        summary: 'Make a lasting address of a channel, for another program',
        right: 'signed-in',
        tags,
        answers: { 201: newStreamLinkSchema },
      }),
      valid('json', streamLinkIn),
      (c) => {
        const { channel_id: channel, quality, name } = c.req.valid('json')
        const { secret, row } = streamLinks.create(callerOf(c), { channel, quality, name })
        const message = 'Keep these addresses now: they are not shown again'
        return c.json({ success: true, data: newStreamLinkOut(row, secret), message }, 201)
      },
    )
    .delete(
      '/stream-links/:id',
      route({ summary: 'Take a stream link back', right: 'signed-in', tags, answers: { 200: messageSchema } }),
      valid('param', z.object({ id: idOrUuid })),
      (c) => {
        streamLinks.remove(callerOf(c), c.req.valid('param').id)
        return c.json({ success: true, message: 'Stream link deleted' })
      },
    )
}
