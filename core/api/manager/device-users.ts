// Seed 000's device users and their rights on the device.
import { Hono } from 'hono'
import { callerOf, type Env } from '../../http/guard.ts'
import { route } from '../../http/route.ts'
import { valid } from '../../http/validate.ts'
import type { Services } from '../../services/index.ts'
import { countedSchema } from './device-infor.wire.ts'
import {
  allUsersSyncedSchema,
  devicePath,
  deviceUserOut,
  deviceUsersSchema,
  outcomeOut,
  outcomeSchema,
  permissionsIn,
  permissionsOut,
  permissionsSchema,
  rightsChange,
  syncedSchema,
  userPath,
} from './device-users.wire.ts'

const asked = { 502: 'The device could not be asked, and why' }
const tags = ['Device users']

export function deviceUserRoutes({ deviceUsers }: Pick<Services, 'deviceUsers'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/device/:device/user',
      route({ summary: 'Users as last listed', right: 'system', tags, answers: { 200: deviceUsersSchema } }),
      valid('param', devicePath),
      (c) => c.json(deviceUsers.list(callerOf(c), c.req.valid('param').device).map(deviceUserOut)),
    )
    .post(
      '/device/:device/user/sync',
      route({
        summary: 'Ask a device for its users',
        right: 'restart',
        limit: 'device',
        tags,
        answers: { 200: countedSchema, ...asked },
      }),
      valid('param', devicePath),
      async (c) => {
        const users = await deviceUsers.sync(callerOf(c), c.req.valid('param').device)
        return c.json({ status: 'success', count: users.length })
      },
    )
    .post(
      '/device/:device/user/syncall',
      route({
        summary: 'Ask a device for its users and the rights of each',
        right: 'restart',
        limit: 'device',
        tags,
        answers: { 200: allUsersSyncedSchema, ...asked },
      }),
      valid('param', devicePath),
      async (c) => {
        const { deviceId, synced, failed } = await deviceUsers.syncAll(callerOf(c), c.req.valid('param').device)
        return c.json({
          success: failed.length === 0 || synced.length > 0,
          device_id: deviceId,
          total: synced.length + failed.length,
          synced: synced.length,
          failed: failed.length,
          errors: failed.map(({ user, error }) => ({ device_user_id: user.id, user_id: user.userId, error })),
        })
      },
    )
    .get(
      '/device/:device/user/:user/permissions',
      route({
        summary: 'Rights as the device last told them; it is asked where it never was',
        right: 'system',
        tags,
        answers: { 200: permissionsSchema, 404: 'No such device or user', ...asked },
      }),
      valid('param', userPath),
      async (c) => {
        const { device, user } = c.req.valid('param')
        return c.json(permissionsOut(await deviceUsers.rights(callerOf(c), device, user)))
      },
    )
    .put(
      '/device/:device/user/:user/permissions',
      route({
        summary: 'Change the rights that are named, on the device, and no other ones',
        right: 'manage',
        limit: 'device',
        tags,
        answers: { 200: outcomeSchema, 404: 'No such device or user', ...asked },
      }),
      valid('param', userPath),
      valid('json', permissionsIn),
      async (c) => {
        const { device, user } = c.req.valid('param')
        const body = c.req.valid('json')
        const outcome = await deviceUsers.change(callerOf(c), device, user, rightsChange(body))
        return c.json(outcomeOut(outcome, body.dry_run))
      },
    )
    .post(
      '/device/:device/user/:user/permissions/sync',
      route({
        summary: 'Ask a device for the rights of one user',
        right: 'restart',
        limit: 'device',
        tags,
        answers: { 200: syncedSchema, 404: 'No such device or user', ...asked },
      }),
      valid('param', userPath),
      async (c) => {
        const { device, user } = c.req.valid('param')
        await deviceUsers.syncRights(callerOf(c), device, user)
        return c.json({ status: 'success' })
      },
    )
}
