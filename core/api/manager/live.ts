// Seed 000's live pictures: open, stop, heartbeat.
import { Hono } from 'hono'
import { callerOf, type Env } from '../../http/guard.ts'
import { route } from '../../http/route.ts'
import { valid } from '../../http/validate.ts'
import { channelOn } from '../../services/channel-on.ts'
import type { Services } from '../../services/index.ts'
import { asPerson } from '../../services/sessions/index.ts'
import { liveOut, livePath, liveQuery, liveSchema, okSchema, viewerQuery } from './live.wire.ts'

const tags = ['Live']

export function liveRoutes({ access, live }: Pick<Services, 'access' | 'live'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/device/:device/channel/:channel/live',
      route({
        summary: 'Watch a channel: answers when its pictures come',
        right: 'view',
        tags,
        answers: { 200: liveSchema, 502: 'The device could not be asked, and why' },
      }),
      valid('param', livePath),
      valid('query', liveQuery),
      async (c) => {
        const caller = callerOf(c)
        const { device, channel } = c.req.valid('param')
        const { quality } = c.req.valid('query')
        channelOn(access, caller, device, channel, 'view')
        const { ticket, path } = await asPerson(() => live.open(caller, device, channel, quality, c.req.raw.signal))
        return c.json(liveOut(ticket, path, quality))
      },
    )
    .post(
      '/device/:device/channel/:channel/stop',
      route({ summary: 'Watch no longer', right: 'view', tags, answers: { 200: okSchema } }),
      valid('param', livePath),
      valid('query', viewerQuery),
      (c) => {
        const caller = callerOf(c)
        const { device, channel } = c.req.valid('param')
        channelOn(access, caller, device, channel, 'view')
        live.stop(caller, channel, c.req.valid('query').viewer)
        return c.json({ status: 'ok' })
      },
    )
    .post(
      '/device/:device/channel/:channel/heartbeat',
      route({ summary: 'Still watching; every 30 seconds', right: 'view', tags, answers: { 200: okSchema } }),
      valid('param', livePath),
      valid('query', viewerQuery),
      (c) => {
        const caller = callerOf(c)
        const { device, channel } = c.req.valid('param')
        channelOn(access, caller, device, channel, 'view')
        live.heartbeat(caller, channel, c.req.valid('query').viewer)
        return c.json({ status: 'ok' })
      },
    )
}
