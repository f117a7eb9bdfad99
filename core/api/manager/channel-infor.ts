// Seed 000's channel configuration: read, change, ask anew, and what the device takes.
import { Hono } from 'hono'
import { callerOf, type Env } from '../../http/guard.ts'
import { route } from '../../http/route.ts'
import { valid } from '../../http/validate.ts'
import type { ChannelSettings } from '../../plugin/capabilities.ts'
import type { Services } from '../../services/index.ts'
import {
  channelChangedOut,
  channelChangedSchema,
  channelInforIn,
  channelInforOut,
  channelInforSchema,
  channelLimitsOut,
  channelLimitsSchema,
  channelPath,
  encodingQuery,
  inOurWords,
  levelRefused,
  nearestQuality,
  settingsPatch,
  wouldChangeOut,
} from './channel-infor.wire.ts'

const tags = ['Channel configuration']
const asked = { 502: 'The device could not be asked, and why' }

export function channelInforRoutes({ channelConfigs }: Pick<Services, 'channelConfigs'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/device/:device/channel/:channel/infor',
      route({
        summary: 'Settings as the device last told them; it is asked where it never was',
        right: 'view',
        tags,
        answers: { 200: channelInforSchema, ...asked },
      }),
      valid('param', channelPath),
      valid('query', encodingQuery),
      async (c) => {
        const { device, channel } = c.req.valid('param')
        return c.json(
          channelInforOut(await channelConfigs.get(callerOf(c), device, channel, c.req.valid('query').quality)),
        )
      },
    )
    .put(
      '/device/:device/channel/:channel/infor',
      route({
        summary: 'Change settings on the device; what is absent or null stays',
        right: 'manage',
        limit: 'device',
        tags,
        answers: { 200: channelChangedSchema, 502: 'The device did not take it, or only the part that is named' },
      }),
      valid('param', channelPath),
      valid('query', encodingQuery),
      valid('json', channelInforIn),
      async (c) => {
        const caller = callerOf(c)
        const { device, channel } = c.req.valid('param')
        const body = c.req.valid('json')
        const { quality } = c.req.valid('query')
        const dryRun = body.dry_run
        const change = (patch: Partial<ChannelSettings>) =>
          channelConfigs.change(caller, device, channel, patch, { quality, dryRun })
        const written = await change(settingsPatch(body)).catch(async (error) => {
          if (!levelRefused(body, error)) throw inOurWords(error)
          const limits = await channelConfigs.limits(caller, device, channel, quality)
          return change({ ...settingsPatch(body), quality: nearestQuality(body, limits) })
        })
        return c.json((dryRun ? wouldChangeOut : channelChangedOut)(written))
      },
    )
    .get(
      '/device/:device/channel/:channel/infor/sync',
      route({
        summary: 'Ask the device for the settings of a channel',
        right: 'restart',
        limit: 'device',
        tags,
        answers: { 200: channelInforSchema, ...asked },
      }),
      valid('param', channelPath),
      valid('query', encodingQuery),
      async (c) => {
        const { device, channel } = c.req.valid('param')
        return c.json(
          channelInforOut(await channelConfigs.sync(callerOf(c), device, channel, c.req.valid('query').quality)),
        )
      },
    )
    .get(
      '/device/:device/channel/:channel/infor/capabilities',
      route({
        summary: 'Which settings the device takes for a channel',
        right: 'view',
        tags,
        answers: { 200: channelLimitsSchema, ...asked },
      }),
      valid('param', channelPath),
      valid('query', encodingQuery),
      async (c) => {
        const { device, channel } = c.req.valid('param')
        return c.json(
          channelLimitsOut(await channelConfigs.limits(callerOf(c), device, channel, c.req.valid('query').quality)),
        )
      },
    )
}
