// Device users of all devices in one answer, for a page that shows them side by side.
import { Hono } from 'hono'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import type { Services } from '../services/index.ts'
import { allDeviceUsersSchema, deviceUserRightsOut } from './device-users-all.wire.ts'

export function allDeviceUserRoutes({ deviceUsers }: Pick<Services, 'deviceUsers'>): Hono<Env> {
  return new Hono<Env>().get(
    '/device-users',
    route({
      ...{ summary: 'Users of all devices with their rights, as last read; no device is asked', right: 'system' },
      ...{ tags: ['Device users'], answers: { 200: allDeviceUsersSchema } },
    }),
    (c) => c.json({ success: true, data: deviceUsers.listAll(callerOf(c)).map(deviceUserRightsOut) }),
  )
}
