// Settings of many channels at once: listed as they were last told, read anew and changed on a device.
import { Hono } from 'hono'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { takesLong } from '../http/takes-long.ts'
import { valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import {
  channelsChangedSchema,
  channelsChangeIn,
  channelsReadIn,
  channelsReadOut,
  channelsReadSchema,
  configurationsOut,
  configurationsQuery,
  configurationsSchema,
  devicePath,
  outcomeOut,
  wishesIn,
} from './channel-configurations.wire.ts'

const tags = ['Channel configuration']

/** So long one request keeps a device busy, beside the deed that is under way then. */
const LONGEST_MS = 60_000

type Needed = Pick<Services, 'channelConfigurations'>

export function channelConfigurationRoutes({ channelConfigurations }: Needed): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/channels/configurations',
      route({
        summary: 'Settings and schedules of all channels, as their devices last told them',
        right: 'view',
        tags,
        answers: { 200: configurationsSchema },
      }),
      valid('query', configurationsQuery),
      (c) => {
        const { cursor: after, limit } = c.req.valid('query')
        return c.json(configurationsOut(channelConfigurations.list(callerOf(c), { after, limit })))
      },
    )
    .post(
      '/device/:device/channels/infor/sync',
      route({
        summary: 'Ask the device for settings and schedules of some of its channels',
        right: 'restart',
        limit: 'device',
        tags,
        answers: { 200: channelsReadSchema },
      }),
      valid('param', devicePath),
      valid('json', channelsReadIn),
      async (c) => {
        takesLong(c)
        const { channel_ids: ids } = c.req.valid('json')
        return c.json(channelsReadOut(await channelConfigurations.read(callerOf(c), c.req.valid('param').device, ids)))
      },
    )
    .put(
      '/device/:device/channels/infor',
      route({
        summary: 'Change settings of some channels on the device, one after the other',
        right: 'manage',
        limit: 'device',
        tags,
        answers: { 200: channelsChangedSchema },
      }),
      valid('param', devicePath),
      valid('json', channelsChangeIn),
      async (c) => {
        takesLong(c)
        const body = c.req.valid('json')
        const { device } = c.req.valid('param')
        const signal = AbortSignal.any([AbortSignal.timeout(LONGEST_MS), c.req.raw.signal])
        const how = { dryRun: body.dry_run, signal }
        const done = await channelConfigurations.change(callerOf(c), device, wishesIn(body), how)
        return c.json({ success: true, results: done.map(outcomeOut) })
      },
    )
}
