// Channels of all devices: list, names and tags of our own, switched off here or on again, a fresh picture.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../../http/guard.ts'
import { pictureAnswer, pictureQuery } from '../../http/picture.ts'
import { route } from '../../http/route.ts'
import { idOrUuid, valid } from '../../http/validate.ts'
import type { Services } from '../../services/index.ts'
import { asPerson } from '../../services/sessions/index.ts'
import { type ChannelOfAllOut, channelIn, channelOut, channelSchema, channelsOfAllSchema } from './channels.wire.ts'

const tags = ['Channels']
const path = z.object({ id: idOrUuid })

type Needed = Pick<Services, 'access' | 'channels' | 'sessions' | 'snapshots'>

export function channelRoutes({ access, channels, sessions, snapshots }: Needed): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/channels',
      route({ summary: 'Channels of all devices', right: 'view', tags, answers: { 200: channelsOfAllSchema } }),
      (c) => {
        const online = new Map<number, boolean>()
        const isOnline = (id: number) => {
          const known = online.get(id) ?? sessions.state(id).phase === 'online'
          online.set(id, known)
          return known
        }
        const caller = callerOf(c)
        const out = (channel: ReturnType<typeof channels.list>[number]): ChannelOfAllOut => ({
          ...channelOut(channel),
          device_online: isOnline(channel.deviceId),
          may: access.may(caller, channel),
        })
        return c.json(channels.list(caller).map(out))
      },
    )
    .put(
      '/channels/:id',
      route({
        summary: 'Give a channel a name or tags of our own, or switch it off here and on again',
        right: 'manage',
        tags,
        answers: { 200: channelSchema },
      }),
      valid('param', path),
      valid('json', channelIn),
      (c) => {
        const caller = callerOf(c)
        const { name, in_use: inUse, tags } = c.req.valid('json')
        return c.json(channelOut(channels.change(caller, c.req.valid('param').id, { name, inUse, tags })))
      },
    )
    .get(
      '/channels/:id/snapshot',
      route({
        summary: 'A picture of now, or the last one where that is asked for',
        right: 'view',
        tags,
        answers: {
          200: { type: 'image/jpeg', description: '`X-Taken-At` says when it was taken' },
          502: 'The device could not be asked, and why',
        },
      }),
      valid('param', path),
      valid('query', pictureQuery),
      async (c) => {
        const caller = callerOf(c)
        const [{ id }, { fallback }] = [c.req.valid('param'), c.req.valid('query')]
        return pictureAnswer(await asPerson(() => snapshots.take(caller, id, { fallback })))
      },
    )
}
