// Seed 000's recording schedule: as last told, asked anew for a channel or for all, switched on and off.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../../http/guard.ts'
import { route } from '../../http/route.ts'
import { idOrUuid, valid } from '../../http/validate.ts'
import type { Services } from '../../services/index.ts'
import { channelPath } from './channel-infor.wire.ts'
import {
  allModesSyncedSchema,
  type RecordingModeChangedOut,
  recordingModeChangedSchema,
  recordingModeIn,
  recordingModeOut,
  recordingModeSchema,
  recordingModeSyncedSchema,
  recordingModesSchema,
} from './recording-mode.wire.ts'

const tags = ['Channel configuration']
const asked = { 502: 'The device could not be asked, and why' }
const devicePath = z.object({ device: idOrUuid })

export function recordingModeRoutes({ schedules }: Pick<Services, 'schedules'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/device/:device/channel/:channel/infor/recording-mode',
      route({
        summary: 'When the device records a channel, as it last told',
        right: 'view',
        tags,
        answers: { 200: recordingModeSchema },
      }),
      valid('param', channelPath),
      (c) => {
        const { device, channel } = c.req.valid('param')
        return c.json(recordingModeOut(schedules.get(callerOf(c), device, channel)))
      },
    )
    .put(
      '/device/:device/channel/:channel/infor/recording-mode',
      route({
        summary: 'Switch the schedule of a channel on or off, on the device',
        right: 'manage',
        limit: 'device',
        tags,
        answers: { 200: recordingModeChangedSchema, 502: 'The device did not take it, and why' },
      }),
      valid('param', channelPath),
      valid('json', recordingModeIn),
      async (c) => {
        const caller = callerOf(c)
        const { device, channel } = c.req.valid('param')
        const { rebootRequired } = await schedules.enable(caller, device, channel, c.req.valid('json').schedule_enable)
        const answer: RecordingModeChangedOut = recordingModeOut(schedules.get(caller, device, channel))
        return c.json(rebootRequired ? { ...answer, reboot_required: true as const } : answer)
      },
    )
    .post(
      '/device/:device/channel/:channel/infor/recording-mode/sync',
      route({
        summary: 'Ask the device when it records a channel',
        right: 'restart',
        limit: 'device',
        tags,
        answers: { 200: recordingModeSyncedSchema, ...asked },
      }),
      valid('param', channelPath),
      async (c) => {
        const { device, channel } = c.req.valid('param')
        const data = recordingModeOut(await schedules.sync(callerOf(c), device, channel))
        return c.json({ success: true, data: { ...data, schedule_enabled: data.schedule_enable } })
      },
    )
    .get(
      '/device/:device/channels/recording-mode',
      route({
        summary: 'When the device records each of its channels, as it last told',
        right: 'view',
        tags,
        answers: { 200: recordingModesSchema },
      }),
      valid('param', devicePath),
      (c) => c.json(schedules.list(callerOf(c), c.req.valid('param').device).map(recordingModeOut)),
    )
    .post(
      '/device/:device/channels/recording-mode/sync',
      route({
        summary: 'Ask the device when it records, for all of its channels',
        right: 'restart',
        limit: 'device',
        tags,
        answers: { 200: allModesSyncedSchema, 404: 'No such device, or it has no channels', ...asked },
      }),
      valid('param', devicePath),
      async (c) => {
        const { synced, failed } = await schedules.syncAll(callerOf(c), c.req.valid('param').device)
        return c.json({
          success: true,
          synced_channels: synced.map(({ id }) => id),
          failed_channels: failed.map(({ channel, error }) => ({ channel_id: channel.id, error })),
        })
      },
    )
}
