// What people do to a device itself: switch its outputs and its holiday, and restart it.
import { Hono } from 'hono'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import {
  controlsOut,
  controlsSchema,
  deviceIdPath,
  holidayInput,
  holidaySchema,
  outputInput,
  outputPath,
  outputSchema,
  rebootedSchema,
} from './device-controls.wire.ts'

const tags = ['Devices']
const refused = { 502: 'The device did not take it, and why' }

type Used = Pick<Services, 'access' | 'deviceControls'>

export function deviceControlRoutes({ access, deviceControls }: Used): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/devices/:id/controls',
      route({
        summary: 'Inputs, outputs and holiday of a device; it is not asked',
        right: 'view',
        tags,
        answers: { 200: controlsSchema },
      }),
      valid('param', deviceIdPath),
      (c) => c.json(controlsOut(deviceControls.get(callerOf(c), c.req.valid('param').id))),
    )
    .put(
      '/devices/:id/outputs/:output',
      route({
        summary: 'Switch an alarm output',
        right: 'manage',
        limit: 'device',
        tags,
        answers: { 200: outputSchema, ...refused },
      }),
      valid('param', outputPath),
      valid('json', outputInput),
      async (c) => {
        const { id, output: number } = c.req.valid('param')
        const { id: device_id } = access.device(callerOf(c), id, 'view')
        const output = await deviceControls.setOutput(callerOf(c), id, number, c.req.valid('json').active)
        return c.json({ device_id, output })
      },
    )
    .put(
      '/devices/:id/holiday',
      route({
        summary: 'Switch the first holiday of a device',
        right: 'manage',
        limit: 'device',
        tags,
        answers: { 200: holidaySchema, ...refused },
      }),
      valid('param', deviceIdPath),
      valid('json', holidayInput),
      async (c) => {
        const { id } = c.req.valid('param')
        const { id: device_id } = access.device(callerOf(c), id, 'view')
        const { before, after } = await deviceControls.setHoliday(callerOf(c), id, c.req.valid('json').enabled)
        return c.json({ device_id, before, after })
      },
    )
    .post(
      '/devices/:id/reboot',
      route({
        summary: 'Restart a device, at most once in five minutes',
        right: 'manage',
        limit: 'device',
        tags,
        answers: { 200: rebootedSchema, 429: 'It was restarted less than five minutes ago', ...refused },
      }),
      valid('param', deviceIdPath),
      async (c) => {
        const { id } = c.req.valid('param')
        const { id: device_id } = access.device(callerOf(c), id, 'view')
        await deviceControls.reboot(callerOf(c), id)
        return c.json({ success: true, device_id })
      },
    )
}
