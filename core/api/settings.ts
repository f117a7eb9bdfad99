// Settings of the household and, for the founder, of the appliance.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { settingAnswerSchema, settingIn, settingOut, settingsSchema } from './settings.wire.ts'

const tags = ['Settings']

export function settingRoutes({ settings }: Pick<Services, 'settings'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/settings',
      route({ summary: 'All settings', right: 'system', tags, answers: { 200: settingsSchema } }),
      (c) => {
        const data = settings.list(callerOf(c)).map(settingOut)
        return c.json({ success: true, data, count: data.length })
      },
    )
    .put(
      '/settings/:key',
      route({
        summary: 'Change one setting; null goes back to its default',
        right: 'manage',
        tags,
        answers: { 200: settingAnswerSchema, 404: 'There is no such setting', 409: 'Set by a variable' },
      }),
      valid('param', z.object({ key: z.string().max(80) })),
      valid('json', settingIn),
      (c) => {
        const view = settings.set(callerOf(c), c.req.valid('param').key, c.req.valid('json').value)
        return c.json({ success: true, data: settingOut(view) })
      },
    )
}
