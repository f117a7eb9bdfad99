// What several channels have recorded, on one timeline, and what they should have recorded and did not.
import { Hono } from 'hono'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { gapQuery, gapsAsCsv, gapsOut, gapsSchema } from './footage-gaps.wire.ts'
import { spanQuery, timelineOut, timelinesSchema } from './footage-timeline.wire.ts'

const tags = ['Footage']

export function footageTimelineRoutes({ gaps, timeline }: Pick<Services, 'gaps' | 'timeline'>): Hono<Env> {
  return new Hono<Env>()
    .get(
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
    .get(
      '/footage/gaps',
      route({
        summary: 'What was to be recorded and was not, with the likely reason; `format=csv` for a table',
        right: 'playback',
        tags,
        answers: { 200: gapsSchema },
      }),
      valid('query', gapQuery),
      async (c) => {
        const { channel_ids: channelIds, from, to, min_seconds: minSeconds, format } = c.req.valid('query')
        const found = await gaps.read(callerOf(c), { channelIds, from, to, minSeconds })
        if (format === 'json') return c.json(gapsOut(found))
        return c.body(gapsAsCsv(found), 200, {
          'content-type': 'text/csv; charset=utf-8',
          'content-disposition': 'attachment; filename="gaps.csv"',
          'cache-control': 'no-store',
        })
      },
    )
}
