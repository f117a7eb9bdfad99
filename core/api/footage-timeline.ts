// What several channels have recorded, on one timeline, and what they should have recorded and did not.
import { Hono } from 'hono'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { spanQuery, timelineOut, timelinesSchema } from './footage-timeline.wire.ts'

const tags = ['Footage']

export function footageTimelineRoutes({ timeline }: Pick<Services, 'timeline'>): Hono<Env> {
  return new Hono<Env>().get(
    '/footage/ranges',
    route({
      summary: 'Ranges of several channels; what is missing is read in the background',
      right: 'playback',
      tags,
      answers: { 200: timelinesSchema },
    }),
    valid('query', spanQuery),
    (c) => {
      const { channel_ids: channelIds, from, to } = c.req.valid('query')
      const data = timeline.read(callerOf(c), { channelIds, from, to }).map(timelineOut)
      return c.json({ success: true, data, count: data.length })
    },
  )
}
