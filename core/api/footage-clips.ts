// Clips on recorders: found over several of them at once, and fetched into recordings.
import { Hono } from 'hono'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { letWait } from '../http/sockets.ts'
import { invalid, valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { clipsOut, clipsQuery, clipsSchema, fetchIn, queuedSchema } from './footage-clips.wire.ts'

const tags = ['Recordings']

export function clipRoutes({ clipSearch, downloads }: Pick<Services, 'clipSearch' | 'downloads'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/footage/clips',
      route({
        summary: 'Clips of several channels, as their recorders list them now',
        right: 'playback',
        tags,
        answers: { 200: clipsSchema, 502: 'The recorder whose wall clock was needed could not be asked' },
      }),
      valid('query', clipsQuery),
      async (c) => {
        const { channel_ids: ids, from, to, limit } = c.req.valid('query')
        letWait(c)
        // Without an offset the first channel’s clock is meant: whoever means an instant writes one.
        const [start, end] = await clipSearch.instants(callerOf(c), ids[0] ?? '', [from, to])
        const { clips, failures } = await clipSearch.search(callerOf(c), ids, start, end, c.req.raw.signal)
        return c.json(clipsOut(clips, failures, limit))
      },
    )
    .post(
      '/recordings/fetch',
      route({
        summary: 'Fetch a clip, several, or all that touch a time, from recorders',
        right: 'export',
        tags,
        answers: { 202: queuedSchema, 502: 'The recorder whose wall clock was needed could not be asked' },
      }),
      valid('json', fetchIn),
      async (c) => {
        const { clip_id: clipId, clip_ids: clipIds, channel_id: channelId, from, to, priority } = c.req.valid('json')
        const caller = callerOf(c)
        if (clipIds !== undefined) {
          const ids = downloads.clips(caller, clipIds, { priority }).map(({ id }) => id)
          return c.json({ success: true, job_id: ids[0], job_ids: ids }, 202)
        }
        if (clipId !== undefined)
          return c.json({ success: true, job_id: downloads.clip(caller, clipId, { priority }).id }, 202)
        if (channelId === undefined || from === undefined || to === undefined)
          throw invalid([{ path: 'body.clip_id', code: 'missing', message: 'must be given' }])
        const [start, end] = await clipSearch.instants(caller, channelId, [from, to])
        return c.json({ success: true, job_id: downloads.range(caller, channelId, start, end, { priority }).id }, 202)
      },
    )
}
