// Seed 000's alarms: the list, which of them are new to somebody, and removing one or all.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../../http/guard.ts'
import { route } from '../../http/route.ts'
import { idOrUuid, valid } from '../../http/validate.ts'
import type { Alarms } from '../../services/alarms/index.ts'
import {
  alarmDeletedSchema,
  alarmFilterIn,
  alarmPageOut,
  alarmPageSchema,
  alarmQuery,
  alarmsDeletedSchema,
  seenIn,
  seenOut,
  seenSchema,
} from './alarms.wire.ts'

const tags = ['Alarms']

export function alarmRoutes({ alarms }: { alarms: Alarms }): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/user/alarm',
      route({ summary: 'Alarms, newest first, 25 at a time', right: 'view', tags, answers: { 200: alarmPageSchema } }),
      valid('query', alarmQuery),
      (c) => c.json(alarmPageOut(alarms.list(callerOf(c), alarmFilterIn(c.req.valid('query'))))),
    )
    .get(
      '/user/alarm/seen',
      route({ summary: 'Which alarms are new to you', right: 'view', tags, answers: { 200: seenSchema } }),
      (c) => c.json(seenOut(alarms.seen(callerOf(c)))),
    )
    .put(
      '/user/alarm/seen',
      route({
        ...{ summary: 'Say up to when you have seen alarms', right: 'signed-in', tags },
        answers: { 200: seenSchema },
      }),
      valid('json', seenIn),
      (c) => c.json(seenOut(alarms.setSeen(callerOf(c), c.req.valid('json').until))),
    )
    .delete(
      '/user/alarm',
      route({ summary: 'Remove all alarms', right: 'manage', tags, answers: { 200: alarmsDeletedSchema } }),
      async (c) => c.json({ detail: 'All alarms deleted', deleted_count: await alarms.removeAll(callerOf(c)) }),
    )
    .delete(
      '/user/alarm/:id',
      route({ summary: 'Remove one alarm', right: 'manage', tags, answers: { 200: alarmDeletedSchema } }),
      valid('param', z.object({ id: idOrUuid })),
      async (c) => {
        await alarms.remove(callerOf(c), c.req.valid('param').id)
        return c.json({ detail: 'Alarm deleted successfully' })
      },
    )
}
