// Events of seed 004: the history of alarms and of everything else that there was to tell.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../../http/guard.ts'
import { type RouteWords, route } from '../../http/route.ts'
import { idOrUuid, valid } from '../../http/validate.ts'
import type { Services } from '../../services/index.ts'
import {
  cursorIn,
  cursorPageOut,
  eventAnswer,
  eventGone,
  eventIn,
  eventOut,
  eventPatchIn,
  eventsAcknowledgeIn,
  eventsChanged,
  eventsIn,
  eventsQuery,
  eventsRemoved,
  eventsRemoveIn,
  eventsSchema,
  inputIn,
  pageOut,
  patchIn,
} from './events.wire.ts'
import { offsetOf } from './paging.ts'

const words = (summary: string, right: RouteWords['right'], answers: RouteWords['answers']) =>
  route({ summary, right, tags: ['Events'], ...(answers && { answers }) })
const byId = valid('param', z.object({ id: idOrUuid }))

export function vmsEventRoutes({ events }: Pick<Services, 'events'>): Hono<Env> {
  return new Hono<Env>()
    .get('/events', words('Events, newest first', 'view', { 200: eventsSchema }), valid('query', eventsQuery), (c) => {
      const caller = callerOf(c)
      const query = c.req.valid('query')
      const wanted = eventsIn(query)
      const { limit, cursor } = query
      if (cursor !== undefined)
        return c.json(cursorPageOut(events.list(caller, wanted, { before: cursorIn(cursor), limit })))
      const total = events.count(caller, wanted)
      return c.json(pageOut(events.list(caller, wanted, { offset: offsetOf(query), limit }), total, query))
    })
    .post('/events', words('Write an event down', 'manage', { 201: eventAnswer }), valid('json', eventIn), (c) => {
      const event = events.create(callerOf(c), inputIn(c.req.valid('json')))
      return c.json({ success: true, data: eventOut(event) }, 201)
    })
    .post(
      '/events/acknowledge',
      words('Say of several events that they were seen to, or take it back', 'acknowledge', { 200: eventsChanged }),
      valid('json', eventsAcknowledgeIn),
      (c) => {
        const { ids, acknowledged } = c.req.valid('json')
        return c.json({ success: true, data: { changed: events.acknowledgeMany(callerOf(c), ids, acknowledged) } })
      },
    )
    .post(
      '/events/remove',
      words('Remove several events', 'manage', { 200: eventsRemoved }),
      valid('json', eventsRemoveIn),
      async (c) => {
        const removed = await events.removeMany(callerOf(c), c.req.valid('json').ids)
        return c.json({ success: true, data: { removed } })
      },
    )
    .get('/events/:id', words('One event', 'view', { 200: eventAnswer }), byId, (c) =>
      c.json({ success: true, data: eventOut(events.get(callerOf(c), c.req.valid('param').id)) }),
    )
    .put(
      '/events/:id',
      words('Acknowledge an event; an admin may also change what it says', 'acknowledge', { 200: eventAnswer }),
      byId,
      valid('json', eventPatchIn),
      (c) => {
        const { id } = c.req.valid('param')
        return c.json({ success: true, data: eventOut(events.change(callerOf(c), id, patchIn(c.req.valid('json')))) })
      },
    )
    .delete('/events/:id', words('Remove an event', 'manage', { 200: eventGone }), byId, async (c) => {
      await events.remove(callerOf(c), c.req.valid('param').id)
      return c.json({ success: true, message: 'Event deleted successfully' })
    })
}
