// Templates of rights and of channels' settings: listed, made, replaced and removed.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { idOrUuid, valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { messageSchema } from './auth.wire.ts'
import { templateAnswer, templateBody, templateOut, templatesAnswer, templatesQuery } from './templates.wire.ts'

const tags = ['Settings']
const right = 'manage'
const PATH = '/templates/:id'
const byId = valid('param', z.object({ id: idOrUuid }))
const taken = 'Another one of this kind has that name, or there are too many'

export function templateRoutes({ templates }: Pick<Services, 'templates'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/templates',
      route({ summary: 'Templates, by name', right, tags, answers: { 200: templatesAnswer } }),
      valid('query', templatesQuery),
      (c) => {
        const data = templates.list(callerOf(c), c.req.valid('query').kind).map(templateOut)
        return c.json({ success: true, data })
      },
    )
    .post(
      '/templates',
      route({
        ...{ summary: 'Keep rights or settings as a template; nothing is written to a device', right, tags },
        answers: { 201: templateAnswer, 409: taken },
      }),
      valid('json', templateBody),
      (c) => {
        const made = templates.create(callerOf(c), c.req.valid('json'))
        return c.json({ success: true, data: templateOut(made) }, 201)
      },
    )
    .put(
      PATH,
      route({
        ...{ summary: 'Replace the name and document of a template; its kind stays', right, tags },
        answers: { 200: templateAnswer, 409: taken },
      }),
      byId,
      valid('json', templateBody),
      (c) => {
        const replaced = templates.replace(callerOf(c), c.req.valid('param').id, c.req.valid('json'))
        return c.json({ success: true, data: templateOut(replaced) })
      },
    )
    .delete(PATH, route({ summary: 'Remove a template', right, tags, answers: { 200: messageSchema } }), byId, (c) => {
      templates.remove(callerOf(c), c.req.valid('param').id)
      return c.json({ success: true, message: 'Template removed' })
    })
}
