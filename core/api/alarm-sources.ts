// "Why are there no events": what a channel or a device itself can raise, what stands in the way, and mending it on the device.
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
  raiserIdPath,
} from './alarm-sources.wire.ts'

const tags = ['Alarms']

/** The same three for channels and for devices. */
const doors = [
  { at: '/channels/:id/alarm-sources', whose: 'a channel', of: 'channel' },
  { at: '/devices/:id/alarm-sources', whose: 'a device itself', of: 'device' },
] as const

export function alarmSourceRoutes({ alarmReasons }: Pick<Services, 'alarmReasons'>): Hono<Env> {
  const routes = new Hono<Env>()
  for (const { at, whose, of } of doors) {
    const reasons = of === 'channel' ? alarmReasons : alarmReasons.ofDevice
    routes
      .get(
        at,
        route({
          summary: `Which alarms ${whose} can raise, and why some do not come; the device is not asked`,
          right: 'view',
          tags,
          answers: { 200: alarmSourcesSchema },
        }),
        valid('param', raiserIdPath),
        (c) => c.json(alarmSourcesOut(reasons.list(callerOf(c), c.req.valid('param').id))),
      )
      .post(
        `${at}/sync`,
        route({
          summary: `Ask the device about what ${whose} raises`,
          right: 'restart',
          limit: 'device',
          tags,
          answers: { 200: alarmSourcesSchema, 502: 'The device could not be asked, and why' },
        }),
        valid('param', raiserIdPath),
        async (c) => c.json(alarmSourcesOut(await reasons.sync(callerOf(c), c.req.valid('param').id))),
      )
      .post(
        `${at}/:kind/enable`,
        route({
          summary: `Have the device tell us of an alarm that ${whose} raises, its detector switched on`,
          right: 'manage',
          limit: 'device',
          tags,
          answers: { 200: alarmEnabledSchema, 502: 'The device did not take it, or only a part, and why' },
        }),
        valid('param', alarmKindPath),
        async (c) => {
          const { id, kind } = c.req.valid('param')
          return c.json(alarmEnabledOut(kind, await reasons.enable(callerOf(c), id, kind)))
        },
      )
  }
  return routes
}
