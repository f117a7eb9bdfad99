// Seed 000's devices: list, add, change, remove, try out.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../../http/guard.ts'
import { route } from '../../http/route.ts'
import { idOrUuid, valid } from '../../http/validate.ts'
import type { Services } from '../../services/index.ts'
import { channelOut, channelsSchema } from './channels.wire.ts'
import {
  deviceOut,
  devicePatch,
  devicePatchIn,
  deviceSchema,
  devicesSchema,
  newDevice,
  newDeviceIn,
  removeQuery,
  syncedSchema,
  testedOut,
  testedSchema,
  testIn,
  trustIn,
} from './devices.wire.ts'

const tags = ['Devices']
const path = z.object({ id: idOrUuid })

export function deviceRoutes({ devices, channels }: Pick<Services, 'devices' | 'channels'>): Hono<Env> {
  return new Hono<Env>()
    .get('/devices', route({ summary: 'All devices', right: 'view', tags, answers: { 200: devicesSchema } }), (c) =>
      c.json(devices.list(callerOf(c)).map(deviceOut)),
    )
    .get(
      '/devices/active',
      route({ summary: 'Devices that are watched and synced', right: 'view', tags, answers: { 200: devicesSchema } }),
      (c) => c.json(devices.active(callerOf(c)).map(deviceOut)),
    )
    .post(
      '/devices/test-connection',
      route({
        summary: 'Try an address and a login',
        right: 'manage',
        limit: 'connect',
        tags,
        answers: { 200: testedSchema },
      }),
      valid('json', testIn),
      async (c) => {
        const { ip_web, ip_nvr, verify_tls, ...rest } = c.req.valid('json')
        const input = { ...rest, address: ip_web, streamHost: ip_nvr, verifyTls: verify_tls }
        return c.json(testedOut(await devices.test(callerOf(c), input)))
      },
    )
    .post(
      '/devices',
      route({
        summary: 'Add a device',
        right: 'manage',
        limit: 'connect',
        tags,
        answers: { 201: deviceSchema, 409: 'There is a device with this address' },
      }),
      valid('json', newDeviceIn),
      (c) => c.json(deviceOut(devices.add(callerOf(c), newDevice(c.req.valid('json')))), 201),
    )
    .get(
      '/devices/:id',
      route({ summary: 'One device', right: 'view', tags, answers: { 200: deviceSchema } }),
      valid('param', path),
      (c) => c.json(deviceOut(devices.get(callerOf(c), c.req.valid('param').id))),
    )
    .put(
      '/devices/:id',
      route({
        summary: 'Change a device; what is absent stays',
        right: 'manage',
        limit: 'connect',
        tags,
        answers: { 204: 'Changed', 409: 'There is another device with this address' },
      }),
      valid('param', path),
      valid('json', devicePatchIn),
      (c) => {
        devices.change(callerOf(c), c.req.valid('param').id, devicePatch(c.req.valid('json')))
        return c.body(null, 204)
      },
    )
    .delete(
      '/devices/:id',
      route({
        summary: 'Remove a device with its channels and alarms; recordings stay, unless `delete_recordings=true`',
        right: 'manage',
        tags,
        answers: { 204: 'Removed' },
      }),
      valid('param', path),
      valid('query', removeQuery),
      async (c) => {
        const { delete_recordings: recordings } = c.req.valid('query')
        await devices.remove(callerOf(c), c.req.valid('param').id, { recordings })
        return c.body(null, 204)
      },
    )
    .post(
      '/devices/:id/trust-certificate',
      route({
        summary: 'Trust the other certificate that the device has shown, and no other one',
        right: 'manage',
        limit: 'device',
        tags,
        answers: { 200: deviceSchema, 409: 'It has shown none, or shows another one by now' },
      }),
      valid('param', path),
      valid('json', trustIn),
      (c) => {
        const { fingerprint } = c.req.valid('json')
        return c.json(deviceOut(devices.trustCertificate(callerOf(c), c.req.valid('param').id, fingerprint)))
      },
    )
    .post(
      '/devices/:id/sync',
      route({
        summary: 'Ask a device for its channels now',
        right: 'restart',
        limit: 'device',
        tags,
        answers: { 200: syncedSchema, 502: 'The device could not be asked, and why' },
      }),
      valid('param', path),
      async (c) => c.json({ message: 'Synced', ...(await devices.syncNow(callerOf(c), c.req.valid('param').id)) }),
    )
    .get(
      '/devices/:id/channels',
      route({ summary: 'Channels of a device', right: 'view', tags, answers: { 200: channelsSchema } }),
      valid('param', path),
      (c) => c.json(channels.ofDevice(callerOf(c), c.req.valid('param').id).map(channelOut)),
    )
}
