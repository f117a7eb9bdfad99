// Our own recorder: what it records of a camera, and how it stands.
import { Hono } from 'hono'
import { z } from 'zod'
import { callerOf, type Env } from '../http/guard.ts'
import { route } from '../http/route.ts'
import { idOrUuid, valid } from '../http/validate.ts'
import type { Services } from '../services/index.ts'
import { recorderAnswer, recorderBody, recorderOut, recordersAnswer, ruleIn } from './recorder.wire.ts'

const tags = ['Recordings']
const byId = valid('param', z.object({ id: idOrUuid }))

/** To begin may start reading the camera anew. */
const byHand = (summary: string, limit?: 'picture') =>
  route({
    ...{ summary, right: 'record', tags, ...(limit && { limit }) },
    answers: {
      200: recorderAnswer,
      409: 'It is recorded for another reason, or switched off',
      501: 'The camera has no live picture',
    },
  })

export function recorderRoutes({ recorder }: Pick<Services, 'recorder'>): Hono<Env> {
  return new Hono<Env>()
    .get(
      '/recorder-rules',
      route({
        summary: 'What we record ourselves of all cameras, and how it stands',
        right: 'view',
        tags,
        answers: { 200: recordersAnswer },
      }),
      (c) => c.json({ success: true, data: recorder.list(callerOf(c)).map(recorderOut) }),
    )
    .get(
      '/cameras/:id/recording',
      route({
        summary: 'What we record of a camera ourselves, and how it stands',
        right: 'view',
        tags,
        answers: { 200: recorderAnswer },
      }),
      byId,
      (c) => c.json({ success: true, data: recorderOut(recorder.get(callerOf(c), c.req.valid('param').id)) }),
    )
    .put(
      '/cameras/:id/recording',
      route({
        summary: 'Record a camera; replaces what was set as a whole',
        right: 'manage',
        tags,
        answers: { 200: recorderAnswer, 501: 'The camera has no live picture' },
      }),
      byId,
      valid('json', recorderBody),
      (c) => {
        const set = recorder.set(callerOf(c), c.req.valid('param').id, ruleIn(c.req.valid('json')))
        return c.json({ success: true, data: recorderOut(set) })
      },
    )
    .post(
      '/cameras/:id/recording/start',
      byHand('Record a camera by hand, whatever is set, until it is stopped', 'picture'),
      byId,
      (c) => {
        const { id } = c.req.valid('param')
        recorder.byHand.start(callerOf(c), id)
        return c.json({ success: true, data: recorderOut(recorder.get(callerOf(c), id)) })
      },
    )
    .post('/cameras/:id/recording/stop', byHand('End a recording by hand'), byId, (c) => {
      const { id } = c.req.valid('param')
      recorder.byHand.stop(callerOf(c), id)
      return c.json({ success: true, data: recorderOut(recorder.get(callerOf(c), id)) })
    })
}
