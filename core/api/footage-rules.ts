// Automatic downloads: which channels, what of them, and how long it stays.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { idOrUuid, valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { ruleAnswer, ruleBody, ruleIn, ruleOut, rulesAnswer } from './footage-rules.wire.ts'

const tags = ['Footage']
const path = z.object({ channel: idOrUuid })
const PATH = '/channels/:channel/footage-rule'

export function footageRuleRoutes({ footageRules }: Pick<Services, 'footageRules'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/footage-rules',
      route({ summary: 'All rules of automatic downloads', right: 'view', tags, answers: { 200: rulesAnswer } }),
      (c) => c.json({ success: true, data: footageRules.list(callerOf(c)).map(ruleOut) }),
    )
    .get(
      PATH,
      route({
        summary: "A channel's rule of automatic downloads; null: nothing is fetched",
        right: 'view',
        tags,
        answers: { 200: ruleAnswer },
      }),
      valid('param', path),
      (c) => {
        const rule = footageRules.get(callerOf(c), c.req.valid('param').channel)
        return c.json({ success: true, data: rule && ruleOut(rule) })
      },
    )
    .put(
      PATH,
      route({
        summary: "Fetch a channel's footage by itself; replaces the rule as a whole",
        right: 'manage',
        tags,
        answers: { 200: ruleAnswer, 501: 'The device has no recordings to fetch' },
      }),
      valid('param', path),
      valid('json', ruleBody),
      (c) => {
        const rule = footageRules.set(callerOf(c), c.req.valid('param').channel, ruleIn(c.req.valid('json')))
        return c.json({ success: true, data: ruleOut(rule) })
      },
    )
    .delete(
      PATH,
      route({
        summary: 'Fetch nothing by itself any more; what was fetched stays',
        right: 'manage',
        tags,
        answers: { 200: ruleAnswer },
      }),
      valid('param', path),
      (c) => {
        footageRules.remove(callerOf(c), c.req.valid('param').channel)
        return c.json({ success: true, data: null })
      },
    )
}
