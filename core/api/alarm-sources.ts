// "Why are there no events": what a channel can raise, what stands in the way, and mending it on the device.
import { Hono } from 'hono'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import {
  alarmEnabledOut,
  alarmEnabledSchema,
  alarmKindPath,
  alarmSourcesOut,
  alarmSourcesSchema,
  channelIdPath,
} from './alarm-sources.wire.ts'

const tags = ['Alarms']

export function alarmSourceRoutes({ alarmReasons }: Pick<Services, 'alarmReasons'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/channels/:id/alarm-sources',
      route({
        summary: 'Which alarms a channel can raise, and why some do not come; the device is not asked',
        right: 'view',
        tags,
        answers: { 200: alarmSourcesSchema },
      }),
      valid('param', channelIdPath),
      (c) => c.json(alarmSourcesOut(alarmReasons.list(callerOf(c), c.req.valid('param').id))),
    )
    .post(
      '/channels/:id/alarm-sources/sync',
      route({
        summary: 'Ask the device about the detectors of a channel',
        right: 'restart',
        tags,
        answers: { 200: alarmSourcesSchema, 502: 'The device could not be asked, and why' },
      }),
      valid('param', channelIdPath),
      async (c) => c.json(alarmSourcesOut(await alarmReasons.sync(callerOf(c), c.req.valid('param').id))),
    )
    .post(
      '/channels/:id/alarm-sources/:kind/enable',
      route({
        summary: 'Switch a detector on and have the device tell us of its alarms',
        right: 'manage',
        tags,
        answers: { 200: alarmEnabledSchema, 502: 'The device did not take it, or only a part, and why' },
      }),
      valid('param', alarmKindPath),
      async (c) => {
        const { id, kind } = c.req.valid('param')
        return c.json(alarmEnabledOut(kind, await alarmReasons.enable(callerOf(c), id, kind)))
      },
    )
}
