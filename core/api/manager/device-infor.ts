// Seed 000's system information: what a device is, its disks, its ONVIF users.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../../http/guard.ts'
import { route } from '../../http/route.ts'
import { idOrUuid, valid } from '../../http/validate.ts'
import type { Services } from '../../services/index.ts'
import {
  counted,
  countedSchema,
  disksOut,
  disksSchema,
  inforOut,
  inforSchema,
  inforSyncedSchema,
  onvifUsersOut,
  onvifUsersSchema,
} from './device-infor.wire.ts'

const tags = ['Device system information']
const path = z.object({ id: idOrUuid })
const asked = { 502: 'The device could not be asked, and why' }

export function deviceInforRoutes({ deviceInfos }: Pick<Services, 'deviceInfos'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/device/:id/infor',
      route({
        summary: 'What a device last said of itself',
        right: 'view',
        tags,
        answers: { 200: inforSchema, 404: 'No such device, or it has said nothing yet' },
      }),
      valid('param', path),
      (c) => {
        const { deviceId, info, readAt } = deviceInfos.get(callerOf(c), c.req.valid('param').id)
        return c.json({ device_id: deviceId, ...inforOut(info), read_at: readAt?.toISOString() ?? null })
      },
    )
    .post(
      '/device/:id/infor/sync',
      route({
        summary: 'Ask a device what it is',
        right: 'restart',
        limit: 'device',
        tags,
        answers: { 200: inforSyncedSchema, ...asked },
      }),
      valid('param', path),
      async (c) => {
        const { info } = await deviceInfos.sync(callerOf(c), c.req.valid('param').id)
        return c.json({ status: 'ok', source: 'device', data: inforOut(info) })
      },
    )
    .get(
      '/device/:id/infor/storage',
      route({ summary: 'Disks as last listed', right: 'system', tags, answers: { 200: disksSchema } }),
      valid('param', path),
      (c) => c.json(disksOut(deviceInfos.storage(callerOf(c), c.req.valid('param').id))),
    )
    .post(
      '/device/:id/infor/storage',
      route({
        summary: 'Ask a device for its disks',
        right: 'restart',
        limit: 'device',
        tags,
        answers: { 200: countedSchema, ...asked },
      }),
      valid('param', path),
      async (c) => c.json(counted(await deviceInfos.syncStorage(callerOf(c), c.req.valid('param').id))),
    )
    .get(
      '/device/:id/infor/onvif-users',
      route({ summary: 'ONVIF users as last listed', right: 'system', tags, answers: { 200: onvifUsersSchema } }),
      valid('param', path),
      (c) => c.json(onvifUsersOut(deviceInfos.onvifUsers(callerOf(c), c.req.valid('param').id))),
    )
    .post(
      '/device/:id/infor/onvif-users',
      route({
        summary: 'Ask a device for its ONVIF users',
        right: 'restart',
        limit: 'device',
        tags,
        answers: { 200: countedSchema, ...asked },
      }),
      valid('param', path),
      async (c) => c.json(counted(await deviceInfos.syncOnvifUsers(callerOf(c), c.req.valid('param').id))),
    )
}
