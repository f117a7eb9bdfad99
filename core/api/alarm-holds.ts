// How long the alarms of a channel last: read, and set for one kind.
import { Hono } from 'hono'
import type { Caller } from '../domain/caller.ts'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { alarmHoldsOut, alarmHoldsSchema, holdBody, holdChannelPath, holdPath } from './alarm-holds.wire.ts'

const tags = ['Alarms']
const answers = { 200: alarmHoldsSchema }

export function alarmHoldRoutes({ channels, settings }: Pick<Services, 'channels' | 'settings'>): Hono<Env> {
  const listOf = (caller: Caller, id: string) =>
    alarmHoldsOut(channels.alarmHolds.list(caller, id, (household) => settings.get('alarm_hold', household)))
  return new Hono<Env>()
    .get(
      '/channels/:id/alarm-holds',
      route({ summary: 'How long the alarms of a channel last', right: 'view', tags, answers }),
      valid('param', holdChannelPath),
      (c) => c.json(listOf(callerOf(c), c.req.valid('param').id)),
    )
    .put(
      '/channels/:id/alarm-holds/:kind',
      route({
        summary: 'Set how long alarms of a kind last on this channel; what is left out is as usual',
        right: 'manage',
        tags,
        answers,
      }),
      valid('param', holdPath),
      valid('json', holdBody),
      (c) => {
        const { id, kind } = c.req.valid('param')
        channels.alarmHolds.set(callerOf(c), id, kind, c.req.valid('json'))
        return c.json(listOf(callerOf(c), id))
      },
    )
}
